"""Footnotes and endnotes that are copied: each reference has a note of its own."""

import copy
from collections.abc import Iterable

from lxml.etree import _Element as Element

from wenming.ooxml import ids
from wenming.ooxml.namespaces import W14, W
from wenming.ooxml.tree import parse, written


def with_copies(part: bytes, copies: Iterable[tuple[str, str]]) -> bytes:
    """Returns the *part* of notes with *copies*, each the number of a new note and that of the one it is like."""
    root = parse(part)
    originals = {note.get(W + "id"): note for note in root}
    for number, original in copies:
        if original in originals:
            note = copy.deepcopy(originals[original])
            note.set(W + "id", number)
            _drop_ids(note)
            root.append(note)
    ids.own(root)
    return written(root)


def _drop_ids(note: Element) -> None:
    """Drop from the copy *note* the ids of paragraphs and controls, which Word gives anew."""
    for element in list(note.iter(W + "p", W + "id")):
        if element.tag == W + "id":
            element.getparent().remove(element)
        else:
            element.attrib.pop(W14 + "paraId", None)
            element.attrib.pop(W14 + "textId", None)
