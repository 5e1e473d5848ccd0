"""An .xlsx as sheets of cells, read row by row within bounds: what a cell shows, not what works it out."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.ooxml.relationships import ROOT, relations_of, relationships, resolved
from wenming.ooxml.unzip import Locked, NotAZip, TooLarge, unzip
from wenming.sheets import formats, pictures
from wenming.sheets.cells import (
    COLUMNS_MAX,
    LETTERS_MAX,
    ROWS_MAX,
    SHEETS_MAX,
    Book,
    Cell,
    Picture,
    Sheet,
    Span,
    Spot,
    spot_of,
    with_merged,
)
from wenming.sheets.refusals import locked, no_workbook, too_large

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element
else:
    etree = Later("lxml.etree")

_MAIN = "/officeDocument"  # how the type of the relationship ends that leads to the workbook
_SHARED, _STYLES = "/sharedStrings", "/styles"
_TEXTS_MAX = 400_000  # shared texts
_MERGED_MAX = 20_000
_MARKS_MAX = 3_000_000  # elements of one part, begun and ended
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character (ECMA-376-1 §22.4.2.4)
_NAMED = re.compile(r"([A-Za-z]{1,3}[0-9]{1,7}):([A-Za-z]{1,3}[0-9]{1,7})")
_TRUE = ("1", "true", "on")
_DISPLAYED = "DISPIMG("  # how WPS puts a picture into a cell
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])

Parts = Mapping[str, bytes]


class _Named(NamedTuple):
    """A sheet as the workbook lists it: its name, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class _Shown(NamedTuple):
    """What tells what cells show: the texts that they share, which styles show days and parts of a hundred."""

    texts: Sequence[str]
    dates: frozenset[int]
    percents: frozenset[int]
    from_1904: bool


class _TooLarge(Exception):
    """A sheet with more in it than is read."""


def read_xlsx(data: bytes, shown: str) -> Book:
    """The sheets of the .xlsx *data*, which faults call *shown*. Raises Faults."""
    parts = _unzipped(data, shown)
    try:
        return Book(shown, tuple(_sheets(parts, shown)))
    except (etree.XMLSyntaxError, KeyError, ValueError, OverflowError) as error:
        raise no_workbook(shown) from error


def _unzipped(data: bytes, shown: str) -> Parts:
    """The parts of the zip *data*. Raises Faults where it is none, or is made to do harm."""
    try:
        parts = {name: part.data for name, part in unzip(data).items()}
    except NotAZip as error:
        raise no_workbook(shown) from error
    except TooLarge as error:
        raise too_large(shown) from error
    except Locked as error:
        raise locked(shown) from error
    for name, part in parts.items():
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        if _DECLARED.search(part) or part.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
            raise no_workbook(shown)
        if part.count(b"<") > _MARKS_MAX:
            raise too_large(shown)
    return parts


def _sheets(parts: Parts, shown: str) -> Iterator[Sheet]:
    """The sheets in their order; those of charts are none."""
    workbook = _target(parts, "", _MAIN)
    root = _tree(parts[workbook])
    looks = _looks(parts, workbook, root)
    listed = [*_listed(parts, workbook, root)]
    if not listed or len(listed) > SHEETS_MAX:
        raise no_workbook(shown)
    images = pictures.in_cells(parts, workbook)
    for one in listed:
        try:
            yield _sheet(parts, one, looks, images)
        except _TooLarge as error:
            raise too_large(shown, one.name) from error


def _target(parts: Parts, part: str, kind: str) -> str:
    """The part that a relationship of *part* whose type ends with *kind* leads to; empty where there is none."""
    relations = parts.get(relations_of(part) if part else ROOT, b"")
    for one in relationships(relations):
        if one.kind.endswith(kind) and not one.outside:
            return resolved(part, one.target)
    return ""


def _tree(part: bytes) -> "Element":
    return etree.fromstring(part, _parser())


def _parser() -> "etree.XMLParser":
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def _listed(parts: Parts, workbook: str, root: "Element") -> Iterator[_Named]:
    """The sheets that the *workbook* lists and has."""
    relations = {one.key: one for one in relationships(parts.get(relations_of(workbook), b""))}
    for element in root.iter("{*}sheet"):
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        relation = relations.get(key)
        if relation is None or relation.outside or not relation.kind.endswith("/worksheet"):
            continue
        part = resolved(workbook, relation.target)
        if part in parts:
            yield _Named(element.get("name", ""), part, element.get("state", "visible") != "visible")


# What cells show


def _looks(parts: Parts, workbook: str, root: "Element") -> _Shown:
    properties = root.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "") in _TRUE
    shared = parts.get(_target(parts, workbook, _SHARED), b"")
    dates, percents = _styles(parts.get(_target(parts, workbook, _STYLES), b""))
    return _Shown(_shared_texts(shared), dates, percents, from_1904)


def _shared_texts(part: bytes) -> list[str]:
    texts: list[str] = []
    if not part:
        return texts
    for element in _elements(part, "{*}si"):
        texts.append(_text_of(element))
        if len(texts) > _TEXTS_MAX:
            raise _TooLarge
    return texts


def _text_of(element: "Element") -> str:
    """The text of a shared or an inline string: its runs one after the other, without what tells how it is read."""
    pieces: list[str] = []
    for piece in element.iter("{*}t"):
        parent = piece.getparent()
        is_reading = parent is not None and str(parent.tag).endswith("}rPh")
        if not is_reading:
            pieces.append(piece.text or "")
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)[:LETTERS_MAX]


def _styles(part: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """By their numbers, the styles of cells that show days, and those that show parts of a hundred."""
    dates: set[int] = set()
    percents: set[int] = set()
    if not part:
        return frozenset(), frozenset()
    root = _tree(part)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    for number, style in enumerate(styles if styles is not None else ()):
        key = style.get("numFmtId", "0")
        known = int(key) if key.isdecimal() else 0
        if formats.is_date(known, codes.get(key, "")):
            dates.add(number)
        elif formats.is_percent(known, codes.get(key, "")):
            percents.add(number)
    return frozenset(dates), frozenset(percents)


def _elements(part: bytes, *tags: str) -> "Iterator[Element]":
    """The elements of *part* called one of *tags*, each gone again when the next is asked for."""
    for _event, element in etree.iterparse(
        io.BytesIO(part), events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


# One sheet


def _sheet(parts: Parts, listed: _Named, looks: _Shown, images: Mapping[str, tuple[str, bytes]]) -> Sheet:
    """The sheet *listed*; *images* are those that its cells name by what WPS calls them."""
    cells: dict[Spot, Cell] = {}
    hidden_rows: set[int] = set()
    merged: list[Span] = []
    within: list[Picture] = []
    last = 0
    for element in _elements(parts[listed.part], "{*}row", "{*}mergeCell"):
        if str(element.tag).endswith("}mergeCell"):
            merged.append(_span(element.get("ref", "")))
            if len(merged) > _MERGED_MAX:
                raise _TooLarge
            continue
        last = _number_of(element, last)
        found = _cells_of(element, last, looks)
        if element.get("hidden", "") in _TRUE and found:
            hidden_rows.add(last)
        for spot, cell in found.items():
            key = _image_named(cell)
            if key is None and cell.text.strip():
                cells[spot] = cell
            elif key is not None and key in images:
                name, picture = images[key]
                within.append(Picture(*spot, picture, name))
    _expect_small(merged)
    over = pictures.over_cells(parts, listed.part)
    return Sheet(
        listed.name,
        with_merged(cells, merged),
        listed.hidden,
        frozenset(hidden_rows),
        tuple(merged),
        (*over, *within),
    )


def _number_of(row: "Element", before: int) -> int:
    """The number of a *row* behind the row *before*. Raises _TooLarge."""
    said = row.get("r", "")
    number = int(said) if said.isdecimal() and len(said) < 9 else before + 1
    if number > ROWS_MAX and any(_has_value(cell) for cell in row):
        raise _TooLarge
    return number


def _has_value(cell: "Element") -> bool:
    return any((child.text or "").strip() or len(child) for child in cell)


def _cells_of(row: "Element", number: int, looks: _Shown) -> dict[Spot, Cell]:
    """What the cells of *row* show, those that show something."""
    found: dict[Spot, Cell] = {}
    column = 0
    for element in row:
        spot = spot_of(element.get("r", ""))
        column = spot[1] if spot else column + 1
        cell = _cell(element, looks)
        if cell is None:
            continue
        if column > COLUMNS_MAX or number > ROWS_MAX:
            raise _TooLarge
        found[number, column] = cell
    return found


def _cell(element: "Element", looks: _Shown) -> Cell | None:
    """What the cell *element* shows; None where it shows nothing."""
    typed, formula = "", None
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "v":
            typed = child.text or ""
        elif name == "f":
            formula = child.text or ""
        elif name == "is":
            return Cell(_text_of(child))
    if formula is not None and (_DISPLAYED in formula or not typed.strip()):
        return Cell(f"={formula}", "text" if _DISPLAYED in formula else "uncounted")
    return _value(element, typed, looks) if typed.strip() else None


def _value(element: "Element", typed: str, looks: _Shown) -> Cell | None:
    """What the cell *element* shows for the value *typed* in it."""
    match element.get("t", "n"):
        case "s":
            place = int(typed)
            return Cell(looks.texts[place]) if 0 <= place < len(looks.texts) else None
        case "str":
            return Cell(_unescaped(typed))
        case "b":
            return Cell("是" if typed.strip() in _TRUE else "否", "yes-or-no")
        case "e":
            return Cell(typed.strip(), "error")
        case "d":
            return Cell(typed.strip().removesuffix("T00:00:00"), "date")
        case _:
            return _number(typed, int(element.get("s", "0") or 0), looks)


def _number(typed: str, style: int, looks: _Shown) -> Cell:
    """What the number *typed* shows in a cell of this *style*."""
    if style in looks.dates:
        try:
            return Cell(formats.date_text(typed, from_1904=looks.from_1904), "date")
        except ValueError:
            return Cell(formats.number_text(typed), "number")
    if style in looks.percents:
        return Cell(formats.percent_text(typed), "number")
    return Cell(formats.number_text(typed), "number")


def _image_named(cell: Cell) -> str | None:
    """What WPS calls the picture in *cell*: =DISPIMG("ID_…",1); None where it holds none."""
    if _DISPLAYED not in cell.text:
        return None
    return cell.text.partition(_DISPLAYED)[2].partition(",")[0].strip(' "')


def _span(name: str) -> Span:
    """The cells from one to another: A1:B3. Raises ValueError."""
    found = _NAMED.fullmatch(name)
    first, last = (spot_of(found[1]), spot_of(found[2])) if found else (None, None)
    if first is None or last is None:
        raise ValueError(name)
    return *first, *last


def _expect_small(merged: Sequence[Span]) -> None:
    """Raise _TooLarge where the *merged* spans cover more cells than a sheet may have."""
    covered = 0
    for first_row, first_column, last_row, last_column in merged:
        if last_row > ROWS_MAX or last_column > COLUMNS_MAX:
            raise _TooLarge
        covered += (last_row - first_row + 1) * (last_column - first_column + 1)
    if covered > ROWS_MAX * 10:
        raise _TooLarge
