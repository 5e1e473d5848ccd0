"""One paragraph that two people changed in different places: a sentence that was added stays, the figures go on.

Figures and words of other scripts are told apart whole, Chinese each character by itself. What theirs changed is taken
where mine left it, and what stands beside it, as it was: the words, how they look, no remark on them.
"""

import copy
import re
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.revision.version import Version

_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%％]?|[A-Za-z]+|.", re.DOTALL)
_BESIDE = 2  # words around a change that the other must have left
_JOINED = 3  # equal words between two changes that are counted as one
_REMARKED = {W + "commentRangeStart": 1, W + "commentRangeEnd": -1}
_SILENT = {
    W + name for name in ("pPr", "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
}
_RUN = W + "r"
_SILENT_IN_RUN = {W + name for name in ("rPr", "lastRenderedPageBreak", "commentReference", "annotationRef")}
_TEXT = W + "t"
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Changed(NamedTuple):
    """What stood in a paragraph of mine, and what stands there now."""

    before: str
    after: str


class Merged(NamedTuple):
    """What theirs changed and mine has now, and what it changed that mine had changed too."""

    taken: Sequence[Changed]
    left: Sequence[Changed]


class _Leaf(NamedTuple):
    """A text of a run, or a break, and the words that it holds; only the former can be changed. How they look."""

    element: Element
    words: str
    looks: Hashable


class _Edit(NamedTuple):
    """Words from *start* to *end* of the base that became *words*."""

    start: int
    end: int
    words: tuple[str, ...]
    is_of_looks: bool = False


class Side(NamedTuple):
    """A *paragraph* of one *version*; *remarks*: the ids of the comments in it that somebody else made."""

    paragraph: Element
    version: Version
    remarks: Container[str] = ()


def merge_within(base: Side, mine: Side, theirs: Side) -> Merged | None:
    """Bring what *theirs* changed of the paragraph of *base* into that of *mine*, in place.

    None, and nothing is changed, where one of them holds what is not understood, or theirs looks otherwise.
    """
    sides = [_leaves(side) for side in (base, mine, theirs)]
    if any(leaves is None for leaves in sides) or _looks_changed(base, theirs):
        return None
    before, my_words, their_words = (_words(leaves or []) for leaves in sides)
    my_edits = _edits(before, my_words)
    their_edits = _edits(before, their_words)
    if any(edit.is_of_looks for edit in their_edits):
        return None
    new_edits = [edit for edit in their_edits if edit not in my_edits]
    places = [_place_in_mine(edit, my_edits) for edit in new_edits]
    # words that were moved are an insertion here and a deletion there, which must not part
    if None in places and not all(edit.words and edit.start < edit.end for edit in new_edits):
        return None
    taken: list[Changed] = []
    left: list[Changed] = []
    for edit, place in reversed([*zip(new_edits, places, strict=True)]):
        changed = Changed(_said(before[edit.start : edit.end]), "".join(edit.words))
        my_leaves = _leaves(mine) or []
        holds_break = any(mark in changed.after for mark in _BREAKS.values())
        if place is None or holds_break or not _replace(my_leaves, *_span(my_words, place, edit), changed.after):
            left.insert(0, changed)
        else:
            taken.insert(0, changed)
    return Merged(taken, left)


def _looks_changed(one: Side, other: Side) -> bool:
    return one.version.looks_of_paragraph(one.paragraph) != other.version.looks_of_paragraph(other.paragraph)


def _leaves(side: Side) -> list[_Leaf] | None:
    """What the paragraph of a *side* says, in order; None where something in it is not understood."""
    leaves: list[_Leaf] = []
    remarks = 0
    for child in side.paragraph:
        if not isinstance(child.tag, str):
            continue
        if child.tag in _REMARKED and child.get(W + "id", "") in side.remarks:
            remarks += _REMARKED[child.tag]
        if child.tag in _SILENT:
            continue
        if child.tag != _RUN:
            return None
        looks = side.version.looks_of_run(child), remarks > 0
        for leaf in child:
            if leaf.tag == _TEXT:
                leaves.append(_Leaf(leaf, leaf.text or "", looks))
            elif leaf.tag in _BREAKS and not leaf.attrib:
                leaves.append(_Leaf(leaf, _BREAKS[leaf.tag], looks))
            elif leaf.tag not in _SILENT_IN_RUN:
                return None
    return leaves


class _Word(NamedTuple):
    """A word, and how its first letter looks."""

    text: str
    looks: Hashable


def _words(leaves: Sequence[_Leaf]) -> list[_Word]:
    looks = [leaf.looks for leaf in leaves for _letter in leaf.words]
    said = "".join(leaf.words for leaf in leaves)
    return [_Word(match[0], looks[match.start()]) for match in _WORD.finditer(said)]


def _said(words: Iterable[_Word]) -> str:
    return "".join(word.text for word in words)


def _edits(old: Sequence[_Word], new: Sequence[_Word]) -> list[_Edit]:
    """What makes *new* out of *old*: changes close together are one, those of looks are told as such."""
    edits: list[_Edit] = []
    matcher = SequenceMatcher(None, [word.text for word in old], [word.text for word in new], autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            edits += _edits_of_looks(old, new, start, end, new_start)
            continue
        words = tuple(word.text for word in new[new_start:new_end])
        last = edits[-1] if edits else None
        if last is not None and not last.is_of_looks and start - last.end < _JOINED:
            between = tuple(word.text for word in old[last.end : start])
            edits[-1] = _Edit(last.start, end, (*last.words, *between, *words))
        else:
            edits.append(_Edit(start, end, words))
    return edits


def _edits_of_looks(
    old: Sequence[_Word], new: Sequence[_Word], start: int, end: int, new_start: int
) -> Iterator[_Edit]:
    """Yields the equal words from *start* to *end* of *old* that look otherwise in *new*, where they begin later on."""
    for place in range(start, end):
        if old[place].looks != new[new_start + place - start].looks:
            yield _Edit(place, place + 1, (old[place].text,), is_of_looks=True)


def _place_in_mine(edit: _Edit, my_edits: Sequence[_Edit]) -> int | None:
    """Where in mine the words stand that *edit* changes; None where one of *my_edits* touches them."""
    moved = 0
    for mine in my_edits:
        if mine.end + _BESIDE <= edit.start:
            moved += len(mine.words) - (mine.end - mine.start)
        elif mine.start < edit.end + _BESIDE:
            return None
    return edit.start + moved


def _span(words: Sequence[_Word], start: int, edit: _Edit) -> tuple[int, int]:
    """From which letter to which the words of *edit* stand among *words*, from the word *start* on."""
    first = len(_said(words[:start]))
    return first, first + len(_said(words[start : start + edit.end - edit.start]))


def _replace(leaves: Sequence[_Leaf], start: int, end: int, words: str) -> bool:
    """Put *words* in the place of the letters from *start* to *end* of *leaves*; False where a break stands there."""
    touched = list(_touched(leaves, start, end))
    if not touched or any(leaf.element.tag != _TEXT for leaf, _from, _to in touched):
        return False
    (first, begins, ends), *others = touched
    for leaf, other_begins, other_ends in others:
        _say(leaf.element, leaf.words[:other_begins] + leaf.words[other_ends:])
    _split(first.element, first.words[:begins], words, first.words[ends:])
    return True


def _touched(leaves: Sequence[_Leaf], start: int, end: int) -> Iterator[tuple[_Leaf, int, int]]:
    """Yields the leaves with letters from *start* to *end*, and which of their own; of an insertion the one before."""
    at = 0
    is_insertion = start == end
    for number, leaf in enumerate(leaves):
        ends = at + len(leaf.words)
        is_last = number == len(leaves) - 1
        if is_insertion and at <= start and (start < ends or (is_last and start == ends)):
            yield leaf, start - at, start - at
            return
        if not is_insertion and at < end and start < ends:
            yield leaf, max(start, at) - at, min(end, ends) - at
        at = ends


def _split(text: Element, before: str, words: str, after: str) -> None:
    """Let the run of *text* say what stands *before* and *after*, and a run between them *words*, for a comment."""
    run = text.getparent()
    assert run is not None
    properties = run.find(W + "rPr")
    following = [leaf for leaf in run if run.index(leaf) > run.index(text)]
    new = _run_like(properties, words)
    rest = _run_like(properties, after)
    for leaf in following:
        rest.append(leaf)
    _say(text, before)
    place = run
    for one in (new, rest):
        if any(leaf.tag != W + "rPr" for leaf in one):
            place.addnext(one)
            place = one


def _run_like(properties: Element | None, words: str) -> Element:
    run = etree.Element(_RUN)
    if properties is not None:
        run.append(copy.deepcopy(properties))
    if words:
        _say(etree.SubElement(run, _TEXT), words)
    return run


def _say(text: Element, words: str) -> None:
    text.text = words
    text.set(_SPACE, "preserve")
