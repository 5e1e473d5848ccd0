"""Tables that stand in a file of their own beside a form: a workbook, or CSV as Excel and WPS save it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenming import sheets
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _, enumerated

if TYPE_CHECKING:
    from wenming.forms.nodes import Path as FieldPath
    from wenming.town.folder import AnyForm

_FIELD = "数据"
_ZIP = b"PK"
_LARGEST = 1_000_000  # bytes
_ROWS, _COLUMNS, _LETTERS = 500, 15, 2000  # as of a table in a form
_ENDINGS = (".csv", ".xlsx")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # what Excel calls Unicode text begins with one
_FIGURE = re.compile(r"[-+]?[0-9][0-9.,]*%?")
_SEPARATOR = re.compile(r"sep=(.)\s*$")  # a first line that is for Excel alone
_SHOWN = 10  # names of files in a message


class _Unusable(Exception):
    """A file that no table can be made of: what is wrong, how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


class _Reading(NamedTuple):
    """What is read for a form: the town's *folder*, the *files* read so far, *faults*."""

    form: AnyForm
    folder: Path
    files: list[Path]
    faults: list[Fault]


def with_tables(form: AnyForm, folder: Path) -> AnyForm:
    """*form* with the rows of its tables that stand in files. Raises Faults."""
    reading = _Reading(form, folder, [], [])
    record = _filled(form.record, (), reading)
    if reading.faults:
        raise Faults(reading.faults)
    return form._replace(record=record, beside=tuple(reading.files))


def _filled(value: object, path: FieldPath, reading: _Reading) -> object:
    """*value* with the rows of the tables below it."""
    if isinstance(value, Mapping):
        inner = {name: _filled(one, (*path, name), reading) for name, one in value.items()}
        is_chapter = path[-2:-1] == ("章节",)  # which may be called so
        is_table = path[-1:] == ("表格",) and not is_chapter and isinstance(value.get(_FIELD), str)
        return _with_rows(inner, path, reading) if is_table else inner
    if isinstance(value, list):
        return [_filled(one, (*path, number), reading) for number, one in enumerate(value)]
    return value


def _with_rows(table: dict[str, object], path: FieldPath, reading: _Reading) -> dict[str, object]:
    """*table* with the rows of its file; with its first row as the head, if it has none."""
    name = str(table[_FIELD])
    try:
        if "行" in table:
            raise _Unusable(_("又写了“行”、又写了“数据”"), _("留一个，去掉另一个"))
        path_of_data = _found(name, reading)
        data = _data(path_of_data)
        rows = _rows_of_workbook(data, name) if data.startswith(_ZIP) else _rows(data)
        title, rows = _without_title(rows)
        head = table.get("表头")
        if head is None:
            head, *rows = rows
        elif rows[0] == head or _is_head(rows):
            del rows[0]
        if not rows:
            raise _Unusable(_("这个文件里没有一行数据"), _("填上再存"))
    except _Unusable as error:
        reading.faults.append(reading.form.fault((*path, _FIELD), "table-file", error.what, error.mend))
        return table
    reading.files.append(path_of_data)
    named = {"名称": title} if title and "名称" not in table else {}
    return {**table, **named, "表头": head, "行": rows}


def _without_title(rows: list[list[str]]) -> tuple[str, list[list[str]]]:
    """What a first row of one cell says above a wider table, as a spreadsheet has its title; the other rows."""
    first, *others = rows
    filled = [cell for cell in first if cell]
    is_title = len(first) > 1 and len(filled) == 1 and bool(others) and all(others[0])
    return (filled[0], others) if is_title else ("", rows)


def _is_head(rows: Sequence[Sequence[str]]) -> bool:
    """True if the first of *rows* has no figure, and those below it have some: its own heads."""
    first, *others = rows
    has_figures = any(_FIGURE.fullmatch(cell) for row in others for cell in row)
    return has_figures and not any(_FIGURE.fullmatch(cell) for cell in first)


def _found(name: str, reading: _Reading) -> Path:
    """The file *name*, beside the form or in the town's folder. Raises _Unusable."""
    if Path(name).suffix.lower() not in _ENDINGS:
        raise _Unusable(_("数据文件要是 csv 或 xlsx"), _("在 Excel 或 WPS 里另存为 .xlsx，或者“CSV（逗号分隔）”"))
    inside = reading.folder.resolve()
    for place in (reading.form.path.parent, reading.folder):
        try:
            path = (place / name).resolve()
            if path.is_relative_to(inside) and path.is_file():
                return place / name
            if (place / name).is_symlink() or (place / name).exists():
                raise _Unusable(_("这个文件不在镇的文件夹里，或者是链接"), _("把文件本身复制到表单旁边"))
        except (OSError, ValueError, RuntimeError) as error:  # also of a name that no disk takes
            raise _unreadable() from error
    raise _Unusable(_("没有这个文件"), _mend_of_missing(reading))


def _data(path: Path) -> bytes:
    """The contents of the file *path*. Raises _Unusable."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _Unusable(_("这个文件太大（超过 1 MB）"), _("只留要印的几列、几行"))
        return path.read_bytes()
    except OSError as error:
        raise _unreadable() from error


def _unreadable() -> _Unusable:
    return _Unusable(_("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用"))


def _mend_of_missing(reading: _Reading) -> str:
    here = reading.form.path.parent
    there = _tables_in(here)
    mend = _("把它放在这份表单旁边（{folder}）").format(folder=here)
    if there:
        mend += _("；那里有：{names}").format(names=enumerated(there[:_SHOWN]))
    return mend


def _tables_in(folder: Path) -> list[str]:
    """The names of the files in *folder* that hold tables."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)


def _rows_of_workbook(data: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet of the workbook *data* that holds some, empty ones left out. Raises _Unusable."""
    try:
        book = sheets.reading.read(data, name)
    except Faults as error:
        raise _Unusable(error.faults[0].what, error.faults[0].mend) from error
    filled = [sheet for sheet in book.sheets if sheet.cells and not sheet.hidden]
    if not filled:
        raise _Unusable(_("这个文件里没有一行数据"), _("填上再存"))
    cells = filled[0].cells
    wrong = next((cell for cell in cells.values() if cell.kind in ("error", "uncounted")), None)
    if wrong is not None:
        what = _("有一格的公式没有算出来：{text}").format(text=wrong.text)
        raise _Unusable(what, _("改好公式，用 Excel 或 WPS 存一次"))
    first = min(column for _row, column in cells)
    last = max(column for _row, column in cells)
    rows: list[list[str]] = []
    for row in filled[0].rows().values():
        texts = [row[column].text.strip() if column in row else "" for column in range(first, last + 1)]
        rows.append([_on_one_line(text) for text in texts])
    _expect_small(rows)
    return rows


def _on_one_line(text: str) -> str:
    return "".join(line.strip() for line in text.split("\n"))


def _rows(data: bytes) -> list[list[str]]:
    """The rows of the CSV *data*, cells stripped, empty rows left out. Raises _Unusable."""
    if b"\0" in data and not data.startswith(_UTF16):
        raise _Unusable(_("这不是 csv 文件"), _("在 Excel 或 WPS 里另存为“CSV（逗号分隔）”"))
    text = _text(data)
    first_line, _end, rest = text.partition("\n")
    told = _SEPARATOR.match(first_line)
    text, delimiter = (rest, told[1]) if told else (text, max((",", "\t", ";", "，"), key=first_line.count))
    try:
        read = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise _Unusable(_("这个 csv 文件读不下去"), _("在 Excel 或 WPS 里打开，另存一次")) from error
    if any("\n" in cell for row in read for cell in row):
        raise _Unusable(_("有一格里分了几行，多半是引号不成对"), _("在 Excel 或 WPS 里打开，改好再存"))
    rows = _without_empty_columns([row for row in read if any(row)])
    if not rows:
        raise _Unusable(_("这个文件里没有一行数据"), _("填上再存"))
    _expect_small(rows)
    return rows


def _expect_small(rows: Sequence[Sequence[str]]) -> None:
    """Raise _Unusable where *rows* are more than a page of a document takes."""
    longest = max(len(cell) for row in rows for cell in row)
    if longest > _LETTERS:
        raise _Unusable(_("有一格超过 {n} 字").format(n=_LETTERS), _("分成几格，或者写短一些"))
    if len(rows) > _ROWS or len(rows[0]) > _COLUMNS:
        what = _("这张表太大：最多 {rows} 行、{columns} 列").format(rows=_ROWS, columns=_COLUMNS)
        raise _Unusable(what, _("只留要印的几列、几行"))


def _text(data: bytes) -> str:
    text: str | None = sheets.delimited.text_of(data)
    if text is None:
        raise _Unusable(_("看不懂这个文件的编码"), _("在 Excel 或 WPS 里另存为“CSV UTF-8”"))
    return text


def _without_empty_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """*rows* equally long, without the empty columns at their end that a spreadsheet leaves."""
    used = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    return [[*row, *[""] * used][:used] for row in rows]
