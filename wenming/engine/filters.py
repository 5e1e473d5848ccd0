"""What templates may do with values: jinja's own filters with bounds, and those of official documents."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, wraps
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import FILTERS, make_attrgetter
from markupsafe import Markup

from wenming.base.i18n import _
from wenming.engine import budget
from wenming.engine.missing import Missing, Nought
from wenming.engine.profile import Profile
from wenming.engine.state import Refused
from wenming.engine.values import Values, length, values_of

_OF_ONE = ("abs", "filesizeformat", "first", "float", "int", "last")  # of a number, or of one item
_OF_LISTS = (  # that go through a list, each item once or a little more
    *("dictsort", "groupby", "items", "list", "map", "max", "min", "reject", "rejectattr", "reverse"),
    *("select", "selectattr", "sort", "unique"),
)
_OF_TEXTS = (  # of words
    *("capitalize", "lower", "striptags", "title", "trim", "truncate", "upper", "urlencode", "wordcount"),
)
_WIDEST_INDENT = 100
_DIGITS = 15  # to which a number may be rounded: more it does not have
_LARGEST = {"batch": 1000, "center": 1000, "indent": _WIDEST_INDENT, "slice": 1000, "wordwrap": 1000}  # first argument
_NAMES_OF_FIRST = ("width", "linecount", "slices")  # what that is called where it is given by name
# these know what to do with a field that nobody filled in
_KNOW_MISSING = ("default", "d", "length", "count", "_together")
_OF_NUMBERS = ("int", "float", "sum", "wordcount")  # of such a field they are 0, which is not to be printed
_WIDE = re.compile(r"%[^a-zA-Z%]*?(\d{4,}|\*)")
_WIDEST = 1000  # characters of a number in a pattern
_CONVERSION = re.compile(r"%(\(\w+\))?[^a-zA-Z%(]*[a-zA-Z]")


def narrow(given: Callable[..., object], most: int) -> Callable[..., object]:
    """Returns the filter *given* with its width or number no larger than *most*."""
    at = _place_of_value(given)

    @wraps(given)
    def bounded(*values: object, **named: object) -> object:
        first, others = values[at + 1 : at + 2], values[at + 2 :]
        numbers = [*first, *(named[name] for name in named if name in _NAMES_OF_FIRST)]
        if not all(_is_between_1_and(most, number) for number in numbers):
            raise Refused(_("这里的数要在 1 和 {most} 之间").format(most=most))
        if any(_is_long_text(most, one) for one in (*others, *named.values())):
            raise Refused(_("生成的内容太长"))
        return given(*values, **named)

    return bounded


def _place_of_value(filter_: Callable[..., object]) -> int:
    """Returns which argument of *filter_* is the value: before it stands what jinja gives some of its own."""
    return 1 if hasattr(filter_, "jinja_pass_arg") else 0


def _is_between_1_and(most: int, number: object) -> bool:
    return isinstance(number, int) and 0 < number <= most


def _is_long_text(most: int, value: object) -> bool:
    return isinstance(value, str) and len(value) > most


def kept(given: Callable[..., object], *, number: bool = False) -> Callable[..., object]:
    """Returns the filter *given*, through which a field that nobody filled in comes as it is: printed and counted.

    With *number* it is compared as 0.
    """
    at = _place_of_value(given)

    @wraps(given)
    def passed(*values: object, **named: object) -> object:
        value = values[at]
        if not isinstance(value, Missing):
            return given(*values, **named)
        return Nought(value.name) if number else value

    return passed


def default(value: object, instead: object = "", boolean: bool = False) -> object:
    """Returns *value*, or *instead* if there is none or nobody filled it in; with *boolean* also if it is empty."""
    if isinstance(value, Missing | Undefined):
        return instead
    if boolean and not value:
        return instead
    return value


class Escaped(str):
    """A text that ``|e`` was asked to escape, which is done once, when it is written; ``|safe`` leaves it."""


def safe(value: object) -> Escaped | Markup:
    """Returns *value* as the XML that it is."""
    return value if isinstance(value, Escaped) else Markup(value)


class _WithWords:
    """Filters that need the words of values."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def join(self) -> Callable[..., object]:
        """Returns the filter ``join``, which jinja gives its environment."""
        joined = self._values.joined

        @pass_environment
        def join(
            environment: Environment, values: Iterable[object], between: str = "", attribute: str | None = None
        ) -> str | Missing:
            """Returns the texts of *values*, or of their field *attribute* (``a.b``), with *between* between them."""
            if attribute is not None:
                values = map(make_attrgetter(environment, attribute), values)
            return joined(values, between)

        return join

    def escape(self, value: object) -> Escaped:
        """Returns *value* as text."""
        return Escaped(self._values.text_of(value))

    def string(self, value: object) -> str:
        """Returns the words of *value*."""
        return self._values.text_of(value)

    def of_text(self, filter_: Callable[..., object]) -> Callable[..., object]:
        """Returns *filter_*, which is given the words of its value; what it makes of them is bounded."""
        at = _place_of_value(filter_)

        @wraps(filter_)
        def bounded(*values: object, **named: object) -> object:
            value = values[at]
            text = value if isinstance(value, Markup) else self._values.text_of(value)
            others = [len(one) for one in (*values[at + 1 :], *named.values()) if isinstance(one, str)]
            lines = text.count("\n") + 1
            # what is put between all letters, or before every line
            budget.expect_short(len(text) * (1 + max(others, default=0)) + lines * _WIDEST_INDENT)
            return budget.bounded_result(filter_(*values[:at], text, *values[at + 1 :], **named))

        return bounded

    def replace(self, value: object, old: str, new: str, count: int = -1) -> str:
        """Returns *value* with *new* for *old*. Raises Refused where that would be very long."""
        text = self._values.text_of(value)
        budget.expect_short(len(text) + text.count(old) * len(new))
        return text.replace(old, new, count)

    def format(self, pattern: object, *values: object, **named: object) -> str:
        """Returns *values* in the places of *pattern*: '%.1f'. Raises Refused where that would be very long."""
        text_of = self._values.text_of
        text = text_of(pattern)
        if _WIDE.search(text):
            raise Refused(_("生成的内容太长"))
        given: dict[int | str, object] = dict(enumerate(values)) | named
        if any(isinstance(value, Missing) for value in given.values()):  # for whose words no place of a number will do
            text = _CONVERSION.sub(lambda match: f"%{match[1] or ''}s", text)
        written = {key: value if _is_number(value) else text_of(value) for key, value in given.items()}
        longest = max((len(one) for one in written.values() if isinstance(one, str)), default=0)
        places = len(_CONVERSION.findall(text))
        budget.expect_short(len(text) + places * longest + len(re.findall(r"\d{3}", text)) * _WIDEST)
        if named:
            return text % written
        return text % tuple(written.values())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def rounded(value: object, precision: int = 0, method: str = "common") -> object:
    """Returns the number *value* rounded to *precision* digits. Raises Refused for more digits than a number has."""
    if not isinstance(precision, int) or not -_DIGITS <= precision <= _DIGITS:
        raise Refused(_("这里的数要在 {least} 和 {most} 之间").format(least=-_DIGITS, most=_DIGITS))
    return FILTERS["round"](value, precision, method)


@pass_environment
def added(
    environment: Environment, values: Iterable[object], attribute: str | int | None = None, start: object = 0
) -> object:
    """Returns the sum of *values*, or of their field *attribute*: numbers, to which *start* is added."""
    if attribute is not None:
        values = map(make_attrgetter(environment, attribute), values)
    total: Any = start  # Any: numbers of more than one kind
    for value in budget.metered(values):
        if isinstance(value, Missing | Undefined):
            total = total + value
        elif not _is_number(value) or not _is_number(total):
            raise Refused(_("“{filter}”要用在数字上").format(filter="sum"))
        else:
            total += value
    return total


def listing(value: object, which: str) -> list[object]:
    """Returns the items, keys or values of the mapping *value*, as *which* says. Raises Refused for what is none."""
    if isinstance(value, Mapping) and which not in value:
        return list(getattr(value, which)())
    raise Refused(_("模板里不能调用“{name}”").format(name=which))


def _bounded(name: str, with_words: _WithWords) -> Callable[..., object]:
    """Returns jinja's filter *name*, of a text or of a list, with what it makes bounded."""
    filter_ = FILTERS[name]
    if name in ("batch", "slice"):
        return budget.paid(filter_, _place_of_value(filter_))
    return with_words.of_text(filter_)


@cache
def filters_of(profile: Profile) -> Mapping[str, Callable[..., object]]:
    """Returns every filter that templates of the house with *profile* may use, by its name."""
    values = values_of(profile)
    with_words = _WithWords(values)
    known: dict[str, Callable[..., object]] = {
        **{name: FILTERS[name] for name in _OF_ONE},
        **{name: budget.paid(FILTERS[name], _place_of_value(FILTERS[name])) for name in _OF_LISTS},
        **{name: with_words.of_text(FILTERS[name]) for name in _OF_TEXTS},
        **{name: narrow(_bounded(name, with_words), most) for name, most in _LARGEST.items()},
        **profile.filters,
        **dict.fromkeys(("length", "count"), length),
        **dict.fromkeys(("default", "d"), default),
        "join": with_words.join(),
        "replace": with_words.replace,
        "round": rounded,
        "string": with_words.string,
        "sum": added,
        "format": with_words.format,
        **dict.fromkeys(("e", "escape", "forceescape"), with_words.escape),
        "safe": safe,
        "_together": values.together,
        "_listing": listing,
    }
    passing = {name: kept(known[name], number=name in _OF_NUMBERS) for name in known if name not in _KNOW_MISSING}
    return {**known, **passing}
