"""What templates may do with values: jinja's own filters with bounds, and those of official documents."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext, Macro
from markupsafe import Markup

from wenming.blocks import Blocks
from wenming.language import _
from wenming.missing import Missing
from wenming.titles import title_text
from wenming.wording import date_text, number_text, padded_name

_PLAIN = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "filesizeformat", "first", "float", "groupby", "int"),
    *("items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round"),
    *("select", "selectattr", "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper"),
    *("urlencode", "wordcount"),
)
_WIDTHS = {"batch": 1000, "center": 1000, "indent": 100, "slice": 1000, "wordwrap": 1000}  # largest first argument
_WIDE = re.compile(r"%[^a-zA-Z%]*?(\d{4,}|\*)")
NO_FIELD = (BuiltinFunctionType, FunctionType, MethodType, ModuleType, type, Macro, Undefined)
_NO_TEXT = (Mapping, Blocks, LoopContext, *NO_FIELD[:-1])
TEXT_MAX = 1_000_000  # characters that a filter may make


def narrow(given: Callable[..., Any], most: int) -> Callable[..., Any]:
    """The filter *given* with its width or number no larger than *most*."""

    def bounded(value: Any, number: Any, *more: Any, **named: Any) -> Any:
        if not isinstance(number, int) or not 0 < number <= most or named.keys() - {"fill_with", "first", "blank"}:
            raise SecurityError(_("这里的数要在 1 和 {most} 之间").format(most=most))
        return given(value, number, *more, **named)

    return bounded


def joined(values: Any, between: str = "", attribute: str | None = None) -> str:
    """The texts of *values* (or of their field *attribute*) with *between* between them."""
    if isinstance(values, Undefined):
        str(values)
    if isinstance(values, Missing):
        return str(values)
    texts = [text_of(value[attribute] if attribute is not None else value) for value in values]
    if len(between) * len(texts) > TEXT_MAX:
        raise SecurityError(_("生成的内容太长"))
    return between.join(texts)


def replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    """*value* with *new* for *old*."""
    text = text_of(value)
    if text.count(old) * len(new) > TEXT_MAX:
        raise SecurityError(_("生成的内容太长"))
    return text.replace(old, new, count)


def formatted(pattern: Any, *values: Any, **named: Any) -> str:
    """*values* in the places of *pattern*: '%.1f'."""
    text = text_of(pattern)
    if _WIDE.search(text):
        raise SecurityError(_("生成的内容太长"))
    return text % (named or tuple(values))


def together(values: list[Any]) -> str:
    """The texts of *values*, one after the other: ``a ~ b``."""
    pieces = [str(value) if isinstance(value, Undefined) else text_of(value) for value in values]
    length = sum(map(len, pieces))
    if length > TEXT_MAX:
        raise SecurityError(_("生成的内容太长"))
    return "".join(pieces)


def listing(value: Any, which: str) -> Any:
    """The items, keys or values of a mapping."""
    if isinstance(value, Mapping) and which not in value:
        return list(getattr(value, which)())
    if isinstance(value, Missing):
        return []
    raise SecurityError(_("模板里不能调用“{name}”").format(name=which))


def text_of(value: Any) -> str:
    """*value* as words of a document: dates as 2026年3月5日, lists joined by 、."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return date_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, list | tuple):
        return "、".join(text_of(item) for item in value)
    if isinstance(value, _NO_TEXT) or value is None:
        raise SecurityError(_("这里要的是文字，“{kind}”要展开写").format(kind=_("一组内容")))
    if hasattr(value, "__next__"):
        return "、".join(text_of(item) for item in value)
    return str(value)


FILTERS_OF_OURS: dict[str, Callable[..., Any]] = {
    **{name: FILTERS[name] for name in _PLAIN},
    **{name: narrow(FILTERS[name], most) for name, most in _WIDTHS.items()},
    "日期": date_text,
    "分行": title_text,
    "数": number_text,
    "顿号": lambda values: joined(values, "、"),
    "姓名": padded_name,
    "join": joined,
    "replace": replaced,
    "format": formatted,
    "e": text_of,
    "escape": text_of,
    "forceescape": text_of,
    "safe": Markup,
    "_together": together,
    "_listing": listing,
}
