"""An .xlsx as sheets of cells, read row by row within bounds: what a cell shows, not what works it out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.ooxml.relationships import ROOT, relations_of, relationships, resolved
from wenming.ooxml.unzip import Locked, NotAZip, TooLarge, unzip
from wenming.sheets import formats, pictures, xml
from wenming.sheets.cells import (
    CELLS_MAX,
    COLUMNS_MAX,
    ROWS_MAX,
    SHEETS_MAX,
    Book,
    Cell,
    Picture,
    Sheet,
    Span,
    Spot,
    clean,
    is_small,
    spot_of,
    with_merged,
)
from wenming.sheets.refusals import locked, no_workbook, too_large
from wenming.sheets.xml import Harmful, TooMuch

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element
else:
    etree = Later("lxml.etree")

_MAIN = "/officeDocument"  # how the type of the relationship ends that leads to the workbook
_SHARED, _STYLES = "/sharedStrings", "/styles"
_TEXTS_MAX = 150_000  # shared texts
_CODE_MAX = 255  # characters of a format, as Excel has it
_XML_MAX = 20_000_000  # bytes of all parts but pictures
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character (ECMA-376-1 §22.4.2.4)
_NAMED = re.compile(r"([A-Za-z]{1,3}[0-9]{1,7}):([A-Za-z]{1,3}[0-9]{1,7})")
_XML = (".xml", ".rels")
_FORMAT_NUMBER = re.compile("[0-9]{1,9}")
_TRUE = ("1", "true", "on")
_DISPLAYED = "DISPIMG("  # how WPS puts a picture into a cell

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


def read_xlsx(data: bytes, shown: str) -> Book:
    """The sheets of the .xlsx *data*, which faults call *shown*. Raises Faults."""
    parts = _unzipped(data, shown)
    try:
        return Book(shown, tuple(_sheets(parts, shown)))
    except TooMuch as error:
        raise too_large(shown) from error
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
    if sum(len(part) for name, part in parts.items() if name.endswith(_XML)) > _XML_MAX:
        raise too_large(shown)
    try:
        for name, part in parts.items():
            if name.endswith(".rels"):
                xml.expect_plain(part)
    except Harmful as error:
        raise no_workbook(shown) from error
    except TooMuch as error:
        raise too_large(shown) from error
    return parts


def _sheets(parts: Parts, shown: str) -> Iterator[Sheet]:
    """The sheets in their order; those of charts are none."""
    workbook = _target(parts, "", _MAIN)
    root = xml.tree(parts[workbook])
    looks = _looks(parts, workbook, root)
    listed = [*_listed(parts, workbook, root)]
    if not listed or len(listed) > SHEETS_MAX:
        raise no_workbook(shown)
    images = pictures.in_cells(parts, workbook)
    room = CELLS_MAX
    for one in listed:
        try:
            sheet = _sheet(parts, one, looks, images, room)
        except TooMuch as error:
            raise too_large(shown, one.name) from error
        room -= len(sheet.cells)
        yield sheet


def _target(parts: Parts, part: str, kind: str) -> str:
    """The part that a relationship of *part* whose type ends with *kind* leads to; empty where there is none."""
    relations = parts.get(relations_of(part) if part else ROOT, b"")
    for one in relationships(relations):
        if one.kind.endswith(kind) and not one.outside:
            return resolved(part, one.target)
    return ""


def _listed(parts: Parts, workbook: str, root: "Element") -> Iterator[_Named]:
    """The sheets that the *workbook* lists and has."""
    relations = {one.key: one for one in relationships(parts.get(relations_of(workbook), b""))}
    seen: set[str] = set()
    for element in root.iter("{*}sheet"):
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        relation = relations.get(key)
        if relation is None or relation.outside or not relation.kind.endswith("/worksheet"):
            continue
        part = resolved(workbook, relation.target)
        if part in parts and part not in seen:
            seen.add(part)
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
    for element in xml.elements(part, "{*}si"):
        texts.append(_text_of(element))
        if len(texts) > _TEXTS_MAX:
            raise TooMuch
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
    return clean(text)


def _styles(part: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """By their numbers, the styles of cells that show days, and those that show parts of a hundred."""
    dates: set[int] = set()
    percents: set[int] = set()
    if not part:
        return frozenset(), frozenset()
    root = xml.tree(part)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "")[:_CODE_MAX] for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    kinds: dict[str, tuple[bool, bool]] = {}
    for number, style in enumerate(styles if styles is not None else ()):
        key = style.get("numFmtId", "0")
        if key not in kinds:
            known = int(key) if _FORMAT_NUMBER.fullmatch(key) else 0
            code = codes.get(key, "")
            kinds[key] = formats.is_date(known, code), formats.is_percent(known, code)
        is_date, is_percent = kinds[key]
        if is_date:
            dates.add(number)
        elif is_percent:
            percents.add(number)
    return frozenset(dates), frozenset(percents)


# One sheet


def _sheet(parts: Parts, listed: _Named, looks: _Shown, images: Mapping[str, tuple[str, bytes]], room: int) -> Sheet:
    """The sheet *listed*, of at most *room* cells; *images* are those that its cells name by what WPS calls them."""
    cells: dict[Spot, Cell] = {}
    hidden_rows: set[int] = set()
    merged: list[Span] = []
    within: list[Picture] = []
    last = 0
    for element in xml.elements(parts[listed.part], "{*}row", "{*}mergeCell"):
        if str(element.tag).endswith("}mergeCell"):
            merged.append(_span(element.get("ref", "")))
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
        if len(cells) > room:
            raise TooMuch
    if not is_small(merged):
        raise TooMuch
    over = pictures.over_cells(parts, listed.part)
    return Sheet(
        listed.name,
        _within(room, with_merged(cells, merged)),
        listed.hidden,
        frozenset(hidden_rows),
        tuple(merged),
        (*over, *within[: pictures.PICTURES_MAX]),
    )


def _number_of(row: "Element", before: int) -> int:
    """The number of a *row* behind the row *before*. Raises TooMuch."""
    said = row.get("r", "")
    number = int(said) if said.isdecimal() and len(said) < 9 and int(said) else before + 1
    if number > ROWS_MAX and any(_has_value(cell) for cell in row):
        raise TooMuch
    return number


def _within(room: int, cells: dict[Spot, Cell]) -> dict[Spot, Cell]:
    """*cells* where they are no more than there is *room* for. Raises TooMuch."""
    if len(cells) > room:
        raise TooMuch
    return cells


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
            raise TooMuch
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
