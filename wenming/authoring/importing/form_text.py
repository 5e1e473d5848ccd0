"""A draft as the YAML of a form: a field a line, texts of several lines as blocks, remarks as comments above."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal

from wenming.authoring.importing.draft import Draft, Path, Value

_PLAIN = re.compile(r"[\u4e00-\u9fff“《（][\u4e00-\u9fff0-9A-Za-z“”‘’《》（）〔〕、，。；！？％%·—＋/.-]*")
_WORDS_WITH_A_MEANING = ("是", "否", "无", "真", "假")
_INDENT = "  "
Remarks = Mapping[Path, list[str]]


def yaml_of(draft: Draft, head: str = "") -> str:
    """The text of the form *draft*, with *head* as comments at its top."""
    lines = [f"# {line}" for line in head.splitlines()]
    _fields(draft.in_order, (), "", draft.remarks, lines)
    return "\n".join(lines) + "\n"


def _fields(
    fields: Mapping[str, Value],
    path: Path,
    indent: str,
    remarks: Mapping[Path, list[str]],
    lines: list[str],
    first: str = "",
) -> None:
    """Add the *fields* to *lines*; *first* stands in the place of the first one's indent: the dash of a list."""
    for name, value in fields.items():
        here = (*path, name)
        lines += [f"{indent}# {words}" for words in remarks.get(here, ())] if not first else []
        _field(_scalar(name), value, here, (first or indent, indent), remarks, lines)
        first = ""


def _field(name: str, value: Value, path: Path, indents: tuple[str, str], remarks: Remarks, lines: list[str]) -> None:
    begin, indent = indents
    if isinstance(value, Mapping):
        lines.append(f"{begin}{name}:" if value else f"{begin}{name}: {{}}")
        _fields(value, path, indent + _INDENT, remarks, lines)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        lines.append(f"{begin}{name}:")
        for number, item in enumerate(value):
            lines += [f"{indent}{_INDENT}# {words}" for words in remarks.get((*path, number), ())]
            _fields(item, (*path, number), indent + _INDENT * 2, remarks, lines, first=f"{indent}{_INDENT}- ")
    elif isinstance(value, list):
        lines.append(f"{begin}{name}:" if value else f"{begin}{name}: []")
        lines += [f"{indent}{_INDENT}- {_item(item)}" for item in value]
    elif isinstance(value, str) and "\n" in value:
        lines.append(f"{begin}{name}: |-")
        lines += [f"{indent}{_INDENT}{line}" for line in value.split("\n")]
    else:
        lines.append(f"{begin}{name}: {_scalar(value)}")


def _item(value: Value) -> str:
    """An item of a list on its line: a text, or a row of cells."""
    if isinstance(value, list):
        return f"[{', '.join(_quoted(str(cell)) for cell in value)}]"
    return _scalar(value)


def _scalar(value: Value) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case datetime.date():
            return value.isoformat()
        case int() | Decimal():
            return str(value)
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    is_plain = (
        _PLAIN.fullmatch(text) is not None and text not in _WORDS_WITH_A_MEANING and not text.endswith(("：", ":"))
    )
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
