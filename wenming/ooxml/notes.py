"""Footnotes and endnotes that are copied: each reference has a note of its own."""

import copy
from collections.abc import Iterable

from wenming.ooxml import ids
from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse, written


def with_copies(part: bytes, copies: Iterable[tuple[str, str]]) -> bytes:
    """Returns the *part* of notes with *copies*, each the number of a new note and that of the one it is like."""
    root = parse(part)
    originals = {note.get(W + "id"): note for note in root}
    for number, original in copies:
        if original in originals:
            note = copy.deepcopy(originals[original])
            note.set(W + "id", number)
            root.append(note)
    ids.own(root)
    return written(root)
