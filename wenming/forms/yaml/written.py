"""Values as the YAML of a form: on one line, or as lines of their own."""

import datetime
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from wenming.forms.schema import Rule, Schema

STEP = "  "  # what a level is indented by
_PLAIN = re.compile(
    r"[0-9A-Za-z\u4e00-\u9fff“《（【]"
    r"[\u4e00-\u9fff0-9A-Za-z“”‘’《》（）〔〕【】、，。：；！？％%·—…～＋≥≤/._-]*+"
)
_LIKE_A_NUMBER = re.compile(r"[0-9.eE+_/-]+")  # which other readers of YAML, such as editors, take for one
_WORDS_WITH_A_MEANING = frozenset(("是", "否", "无", "真", "假", "null", "true", "false", "yes", "no", "on", "off"))
_TO_ESCAPE = re.compile(r"[\\\"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar_text(value: object, style: str = "") -> str:
    """The single *value* on one line; in the quotes *style* where the one before it had some and it is a text."""
    match value:
        case bool():
            return "是" if value else "否"
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case str():
            return _text(value, style)
    return str(value)


def quoted(text: str) -> str:
    """The *text* in double quotes."""
    return f'"{_TO_ESCAPE.sub(_escaped, text)}"'


def as_block(text: object) -> list[str]:
    """The lines of *text* where it can stand as a block and has several; none where it cannot."""
    if not isinstance(text, str) or "\n" not in text or not fits_block(text):
        return []
    return text.split("\n")


def fits_block(text: str) -> bool:
    """True if *text* reads back as it is from lines below a ``|-``."""
    lines = text.split("\n")
    is_framed = bool(lines[0]) and lines[0][0] not in " \t" and bool(lines[-1].strip())
    return is_framed and all(_TO_ESCAPE.search(line.replace("\\", "").replace('"', "")) is None for line in lines)


def flow_text(value: object, rule: Rule, schema: Schema) -> str:
    """The *value* on one line, lists and groups in brackets."""
    if isinstance(value, Mapping):
        fields = (flow_field(name, value[name], rule, schema) for name in in_order(value, rule))
        return f"{{{', '.join(fields)}}}"
    if isinstance(value, list):
        below = schema.child(rule, 0) or {}
        return f"[{', '.join(flow_text(item, below, schema) for item in value)}]"
    return scalar_text(value)


def flow_field(name: str, value: object, rule: Rule, schema: Schema) -> str:
    """The field *name* of a group by *rule* as it stands in braces."""
    return f"{scalar_text(name)}: {flow_text(value, schema.child(rule, name) or {}, schema)}"


def field_lines(name: str, value: object, indent: str, rule: Rule, schema: Schema) -> Iterator[str]:
    """The lines of the field *name* of a group by *rule*, whose fields stand behind *indent*."""
    key = f"{indent}{scalar_text(name)}:"
    block = as_block(value)
    if isinstance(value, Mapping | list):
        yield key
        yield from value_lines(value, indent + STEP, schema.child(rule, name) or {}, schema)
    elif block:
        yield f"{key} |-"
        yield from indented(block, indent + STEP)
    else:
        yield f"{key} {scalar_text(value)}"


def value_lines(value: object, indent: str, rule: Rule, schema: Schema) -> Iterator[str]:
    """The lines of the list or the group *value* by *rule* behind *indent*."""
    if isinstance(value, Mapping):
        for name in in_order(value, rule):
            yield from field_lines(name, value[name], indent, rule, schema)
    elif isinstance(value, list):
        below = schema.child(rule, 0) or {}
        for item in value:
            yield from item_lines(item, indent, below, schema)


def item_lines(item: object, indent: str, rule: Rule, schema: Schema) -> Iterator[str]:
    """The lines of the list's *item* by *rule* whose dash stands behind *indent*."""
    block = as_block(item)
    if isinstance(item, Mapping) and item:
        first, *others = value_lines(item, indent + STEP, rule, schema)
        yield f"{indent}- {first.removeprefix(indent + STEP)}"
        yield from others
    elif block:
        yield f"{indent}- |-"
        yield from indented(block, indent + STEP)
    elif isinstance(item, list):
        yield f"{indent}- {flow_text(item, rule, schema)}"
    else:
        yield f"{indent}- {scalar_text(item)}"


def indented(lines: list[str], indent: str) -> list[str]:
    """The *lines* of a text behind *indent*; empty ones stay so."""
    return [f"{indent}{line}" if line else "" for line in lines]


def in_order(names: Mapping[str, object], rule: Rule) -> list[str]:
    """The *names* of fields as the *rule* orders them, people's own behind them as they come."""
    known = [name for name in rule.get("properties", ()) if name in names]
    return [*known, *(name for name in names if name not in known)]


def _text(text: str, style: str) -> str:
    if style == "'" and not _TO_ESCAPE.search(text.replace("\\", "").replace('"', "")):
        return "'" + text.replace("'", "''") + "'"
    needs_quotes = bool(style) or not _is_safe(text)
    return quoted(text) if needs_quotes else text


def _is_safe(text: str) -> bool:
    """True if *text* is read as it is without quotes, wherever it stands."""
    is_word = _PLAIN.fullmatch(text) is not None and not text.endswith("：")
    return is_word and text.lower() not in _WORDS_WITH_A_MEANING and _LIKE_A_NUMBER.fullmatch(text) is None


def _escaped(match: re.Match[str]) -> str:
    mark = match[0]
    return _ESCAPES.get(mark, f"\\u{ord(mark):04x}")
