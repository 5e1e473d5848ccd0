"""Questions that are asked on the terminal, and answers that come from a file or a pipe."""

import sys
from typing import IO

import click

from wenming.town.new_town import Question, checked

_ENCODINGS = ("utf-8-sig", "gb18030")
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")  # how .xlsx and .xls begin
_VILLAGES = "行政村"  # the sheet of villages in a workbook of ours
_NO_VILLAGES = frozenset({"合计", "总计", "小计", "共计"})
_FOOT = ("填报人：", "制表", "审核人", "说明：", "注：")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def answer_to(question: Question) -> str:
    """What the clerk answers to *question*, asked again until it can be taken; from a pipe it is asked once.

    Raises click's UsageError.
    """
    while True:
        typed = _pasted(question) if question.is_list else _typed(question)
        try:
            return checked(question.field, typed)
        except ValueError as error:
            if not sys.stdin.isatty():
                raise click.UsageError(str(error)) from error
            click.echo(str(error), err=True)


def text_in(file: IO[bytes]) -> str:
    """The text of *file* in the encodings that Notepad and Excel write; of a workbook its first sheet, row by row.

    Raises Faults where a workbook cannot be read.
    """
    data = file.read()
    if data.startswith(_WORKBOOKS):
        return _rows_of_workbook(data, str(getattr(file, "name", "")))
    if data.startswith(_UTF_16) or b"\0" in data:
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace")


def _rows_of_workbook(data: bytes, name: str) -> str:
    """What the first sheet of the workbook *data* holds: a line a row, a tab between cells."""
    from wenming.sheets import reading

    filled = [sheet for sheet in reading.read(data, name).sheets if sheet.cells and not sheet.hidden]
    if not filled:
        return ""
    sheet = next((one for one in filled if one.name == _VILLAGES), filled[0])
    lines: list[str] = []
    last = max(column for _row, column in sheet.cells)
    for row in sheet.rows().values():
        cells = [row[column].text.replace("\n", "").strip() if column in row else "" for column in range(1, last + 1)]
        is_title = len(set(filter(None, cells))) == 1 and last > 1
        is_no_village = is_title or any(cell in _NO_VILLAGES or cell.startswith(_FOOT) for cell in cells)
        if not is_no_village:
            lines.append("\t".join(cells))
    return "\n".join(lines)


def _typed(question: Question) -> str:
    return str(click.prompt(question.text, default=question.default or None))


def _pasted(question: Question) -> str:
    """The lines up to an empty one; from a pipe, all of them."""
    click.echo(f"{question.text}:")
    if not sys.stdin.isatty():
        return sys.stdin.read()
    lines: list[str] = []
    while line := sys.stdin.readline().strip("\r\n"):
        lines.append(line)
    return "\n".join(lines)
