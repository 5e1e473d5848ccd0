"""What reaches over texts, or belongs to them, within loops: comments, notes, permissions, moves, controls, changes."""

from collections import defaultdict
from collections.abc import Sequence

from lxml.etree import _Element as Element

from wenming.engine.control_flow import Block, Repeated, at_beginning
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W14, W

_COMMENTS = [W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")]
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_CHANGES = [  # tracked changes of one thing each
    W + name
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
        *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange"),
        "sectPrChange",
    )
]
_CUSTOM_XML = [f"{w}customXml{name}Range" for w in (W, W14) for name in ("Ins", "Del", "MoveFrom", "MoveTo")]
_MOVES = [W + "moveFromRange", W + "moveToRange"]
_RANGES = [W + "perm", *_MOVES, *_CUSTOM_XML]  # the names of their two ends end with Start and End


def renew(root: Element, repeated: Sequence[Repeated], source: Source) -> None:
    """Let what the *repeated* elements are be renewed in every turn, or be there once.

    A comment stands where it comes first: it is somebody's remark on the template. A note is copied for each turn.
    """
    for element, loops in repeated:
        place = source.tags[loops[-1].number].place
        if element.tag in _COMMENTS:
            _show_once(element, source, loops[-1])
        elif element.tag in _NOTES:
            note = f"'{_digits(element)}'|_next_note('{_NOTES[element.tag]}')"
            element.set(W + "id", source.mark(f"{{{{\n{note} }}}}", place))
        elif element.tag in _CHANGES and W + "id" in element.attrib:
            element.set(W + "id", source.mark("{{\n''|_next_id }}", place))
        elif element.tag == W + "id" and element.getparent().tag == W + "sdtPr":
            element.set(W + "val", source.mark("{{\n''|_next_id }}", place))
    loops_of = {element: loops[-1] for element, loops in repeated}
    _renew_ranges(root, loops_of, source)


def _digits(element: Element) -> str:
    """Returns the id of *element*, which is a number."""
    id_ = element.get(W + "id", "")
    return id_ if id_.lstrip("-").isdecimal() else ""


def _show_once(element: Element, source: Source, loop: Block) -> None:
    """Let *element* be written in the first of all turns alone."""
    place = source.tags[loop.number].place
    key = len(source.tags)
    element.addprevious(source.instruction(f"{{%\nif {key}|_first_time %}}", place, "if"))
    element.addnext(source.instruction("{%\nendif %}", place, "endif"))


def _renew_ranges(root: Element, loops_of: dict[Element, Block], source: Source) -> None:
    """Let ranges within one loop have ids of their own in every turn; those that reach out of one go."""
    variables: dict[tuple[Block, str], str] = {}

    def variable_of(loop: Block, key: str) -> str:
        if (loop, key) not in variables:
            variables[loop, key] = _begin(loop, source)
        return variables[loop, key]

    for name, starts in _moves(root).items():
        loops = {loops_of.get(start) for start in starts}
        loop = next(iter(loops))
        if len(loops) > 1:
            _drop_moves(root, name)
        elif loop is not None:
            _rename(starts, name, variable_of(loop, name), loop, source)
    for kind, ranges in _ranges(root).items():
        for id_, ends in ranges.items():
            loops = {loops_of.get(end) for end in ends}
            loop = next(iter(loops))
            if len(loops) > 1 or (loop is not None and len(ends) != 2):
                _drop(ends)
            elif loop is not None:
                _number(ends, variable_of(loop, f"{kind} {id_}"), loop, source)


def _ranges(root: Element) -> dict[str, dict[str, list[Element]]]:
    """Returns the ends of the ranges under *root* by their kind and their id."""
    found: dict[str, dict[str, list[Element]]] = defaultdict(lambda: defaultdict(list))
    names = {f"{kind}{end}": kind for kind in _RANGES for end in ("Start", "End")}
    for element in root.iter(*names):
        found[names[element.tag]][element.get(W + "id", "")].append(element)
    return found


def _moves(root: Element) -> dict[str, list[Element]]:
    """Returns the beginnings of moved ranges under *root* by the name that the old and the new place share."""
    found: dict[str, list[Element]] = defaultdict(list)
    for start in root.iter(*(f"{kind}Start" for kind in _MOVES)):
        found[start.get(W + "name", "")].append(start)
    return found


def _begin(loop: Block, source: Source) -> str:
    """Let *loop* make a new id at the beginning of each turn; returns the variable that holds it."""
    variable = f"_range{len(source.tags)}"
    at_beginning(loop, f"{{%\nset {variable} = ''|_next_id %}}", source)
    return variable


def _number(ends: Sequence[Element], variable: str, loop: Block, source: Source) -> None:
    place = source.tags[loop.number].place
    for end in ends:
        end.set(W + "id", source.mark(f"{{{{\n{variable} }}}}", place))


def _rename(starts: Sequence[Element], name: str, variable: str, loop: Block, source: Source) -> None:
    place = source.tags[loop.number].place
    for start in starts:
        start.set(W + "name", name + source.mark(f"{{{{\n{variable} }}}}", place))


def _drop(elements: Sequence[Element]) -> None:
    for element in elements:
        element.getparent().remove(element)


def _drop_moves(root: Element, name: str) -> None:
    """Drop both ends of the moved ranges called *name*: what was moved stays as it stands."""
    for start in _moves(root)[name]:
        kind = start.tag.removesuffix("Start")
        ends = [end for end in root.iter(f"{kind}End") if end.get(W + "id") == start.get(W + "id")]
        _drop([start, *ends])
