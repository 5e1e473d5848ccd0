"""What templates may do with values: jinja's own filters with bounds, and those of official documents."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2.filters import FILTERS
from markupsafe import Markup

from wenming.language import _
from wenming.missing import Missing
from wenming.template.rendering import Refused
from wenming.template.values import TEXT_MAX, joined, text_of, together
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


def narrow(given: Callable[..., Any], most: int) -> Callable[..., Any]:
    """The filter *given* with its width or number no larger than *most*."""

    def bounded(value: Any, number: Any, *more: Any, **named: Any) -> Any:
        if not isinstance(number, int) or not 0 < number <= most or named.keys() - {"fill_with", "first", "blank"}:
            raise Refused(_("这里的数要在 1 和 {most} 之间").format(most=most))
        return given(value, number, *more, **named)

    return bounded


def replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    """*value* with *new* for *old*."""
    text = text_of(value)
    if text.count(old) * len(new) > TEXT_MAX:
        raise Refused(_("生成的内容太长"))
    return text.replace(old, new, count)


def formatted(pattern: Any, *values: Any, **named: Any) -> str:
    """*values* in the places of *pattern*: '%.1f'."""
    text = text_of(pattern)
    if _WIDE.search(text):
        raise Refused(_("生成的内容太长"))
    return text % (named or tuple(values))


def listing(value: Any, which: str) -> Any:
    """The items, keys or values of a mapping."""
    if isinstance(value, Mapping) and which not in value:
        return list(getattr(value, which)())
    if isinstance(value, Missing):
        return []
    raise Refused(_("模板里不能调用“{name}”").format(name=which))


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
