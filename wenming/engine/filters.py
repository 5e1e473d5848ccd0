"""What templates may do with values: jinja's own filters with bounds, and those of official documents."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import FILTERS, make_attrgetter
from markupsafe import Markup

from wenming.base.i18n import _
from wenming.engine.missing import Missing, Nought
from wenming.engine.state import Refused
from wenming.engine.values import TEXT_MAX, joined, length, text_of, together
from wenming.gongwen.chinese import date_text, number_text, padded_name
from wenming.gongwen.titles import title_text

_PLAIN = (
    *("abs", "capitalize", "dictsort", "filesizeformat", "first", "float", "groupby", "int"),
    *("items", "last", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round"),
    *("select", "selectattr", "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper"),
    *("urlencode", "wordcount"),
)
_WIDTHS = {"batch": 1000, "center": 1000, "indent": 100, "slice": 1000, "wordwrap": 1000}  # largest first argument
_NUMBERS = ("width", "linecount", "slices")
_AS_IT_IS = ("default", "d", "length", "count", "_together")  # these know what to do with a field that nobody filled in
_OF_NUMBERS = ("int", "float", "sum", "wordcount")  # of such a field they are 0, which is not to be printed
_WIDE = re.compile(r"%[^a-zA-Z%]*?(\d{4,}|\*)")
_CONVERSION = re.compile(r"%(\(\w+\))?[^a-zA-Z%(]*[a-zA-Z]")


def narrow(given: Callable[..., Any], most: int) -> Callable[..., Any]:
    """The filter *given* with its width or number no larger than *most*."""
    at = _first(given)

    @wraps(given)
    def bounded(*values: Any, **named: Any) -> Any:
        numbers = [*values[at + 1 : at + 2], *(named[name] for name in named if name in _NUMBERS)]
        if not all(isinstance(number, int) and 0 < number <= most for number in numbers):
            raise Refused(_("这里的数要在 1 和 {most} 之间").format(most=most))
        if any(isinstance(one, str) and len(one) > most for one in (*values[at + 2 :], *named.values())):
            raise Refused(_("生成的内容太长"))
        return given(*values, **named)

    return bounded


def _first(filter_: Callable[..., Any]) -> int:
    """Which argument of *filter_* is the value: before it stands what jinja gives some of its own."""
    return 1 if hasattr(filter_, "jinja_pass_arg") else 0


def kept(given: Callable[..., Any], *, number: bool = False) -> Callable[..., Any]:
    """The filter *given*, through which a field that nobody filled in comes as it is, to be printed and counted.

    With *number* it is compared as 0.
    """
    at = _first(given)

    @wraps(given)
    def passed(*values: Any, **named: Any) -> Any:
        value = values[at]
        if isinstance(value, Missing):
            return Nought(value.name) if number else value
        return given(*values, **named)

    return passed


def default(value: Any, instead: Any = "", boolean: bool = False) -> Any:
    """*value*, or *instead* where there is none or nobody filled it in; with *boolean* also where it is empty."""
    return instead if isinstance(value, Missing | Undefined) or (boolean and not value) else value


@pass_environment
def join(environment: Environment, values: Any, between: str = "", attribute: str | None = None) -> Any:
    """The texts of *values*, or of their field *attribute* (``a.b``), with *between* between them."""
    return joined(values if attribute is None else map(make_attrgetter(environment, attribute), values), between)


class Escaped(str):
    """A text that ``|e`` was asked to escape, which is done once, when it is written; ``|safe`` leaves it."""


def safe(value: Any) -> Any:
    """*value* as the XML that it is."""
    return value if isinstance(value, Escaped) else Markup(value)


def escape(value: Any) -> Escaped:
    """*value* as text."""
    return Escaped(text_of(value))


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
    given: dict[Any, Any] = {**dict(enumerate(values)), **named}
    if missing := {key: text_of(value) for key, value in given.items() if isinstance(value, Missing)}:
        given |= missing  # words for which no place of a number will do
        text = _CONVERSION.sub(lambda match: f"%{match[1] or ''}s", text)
    return text % (given if named else tuple(given.values()))


def listing(value: Any, which: str) -> Any:
    """The items, keys or values of a mapping."""
    if isinstance(value, Mapping) and which not in value:
        return list(getattr(value, which)())
    raise Refused(_("模板里不能调用“{name}”").format(name=which))


FILTERS_OF_OURS: dict[str, Callable[..., Any]] = {
    **{name: FILTERS[name] for name in _PLAIN},
    **{name: narrow(FILTERS[name], most) for name, most in _WIDTHS.items()},
    "日期": date_text,
    "分行": title_text,
    "数": number_text,
    "顿号": lambda values: joined(values, "、"),
    "姓名": padded_name,
    **dict.fromkeys(("length", "count"), length),
    "default": default,
    "d": default,
    "join": join,
    "replace": replaced,
    "format": formatted,
    **dict.fromkeys(("e", "escape", "forceescape"), escape),
    "safe": safe,
    "_together": together,
    "_listing": listing,
}
FILTERS_OF_OURS |= {
    name: kept(filter_, number=name in _OF_NUMBERS)
    for name, filter_ in FILTERS_OF_OURS.items()
    if name not in _AS_IT_IS
}
