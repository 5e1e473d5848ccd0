"""jinja for people who do not program: sandboxed, strict about names, values escaped and written as 公文 wants."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from wenming import wordml
from wenming.blocks import Blocks, paragraph
from wenming.faults import nearest
from wenming.language import _
from wenming.missing import Missing
from wenming.titles import title_text
from wenming.wording import date_text, number_text

_FILTERS = (
    "abs",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "string",
    "sum",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "wordcount",
)
_NUMBER_MAX, _POWER_MAX = 10**12, 8


class UnknownName(Undefined):
    """A name that no form has: using it in any way is an error that offers the nearest name."""

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> Any:
        raise UnknownField(str(self._undefined_name), self._undefined_obj)

    __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = _fail_with_undefined_error
    __add__ = __radd__ = __call__ = __getitem__ = __lt__ = __gt__ = _fail_with_undefined_error
    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._fail_with_undefined_error()


class UnknownField(Exception):
    """A template or a text asked for *name*, which *owner* does not have."""

    def __init__(self, name: str, owner: object) -> None:
        super().__init__(name)
        self.name = name
        self.names = [str(key) for key in owner] if isinstance(owner, Mapping) else []

    def mend(self, top: Mapping[str, object]) -> str:
        """What to write instead."""
        names = self.names or list(top)
        near = nearest(self.name, names)
        return (
            _("是不是“{near}”？").format(near=near)
            if near
            else _("这里可以用：{names}").format(names="、".join(names[:30]))
        )


class Xml(str):
    """WordprocessingML, written as it is."""


class Environment(SandboxedEnvironment):
    """The sandbox: mapping keys before attributes, no other attribute, filters that cannot grow a text at will."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=UnknownName, autoescape=False, keep_trailing_newline=True, **options)
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"日期": date_text, "分行": title_text, "数": number_text, "顿号": "、".join}
        self.globals = {"range": self.globals["range"], "dict": dict}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a sane size only: no text times a million."""
        if not (_small(left) and _small(right)) or (operator == "**" and abs(right) > _POWER_MAX):
            raise SecurityError(_("乘、除余只能用在不太大的数上"))
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Missing):
            return Missing(attribute)
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping | Missing):
            return self.getattr(obj, argument)
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)


def _small(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and -_NUMBER_MAX < value < _NUMBER_MAX


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
    if isinstance(value, Mapping | Blocks) or value is None:
        raise SecurityError(_("这里要的是文字，“{kind}”要展开写").format(kind=_("一组内容")))
    return str(value)


def for_word(styles: Mapping[str, str]) -> Environment:
    """An environment whose values come out as WordprocessingML in *styles* (name to id)."""

    def finalize(value: Any) -> Any:
        if type(value) is Xml:
            return value
        if hasattr(value, "__html__"):  # docxtpl's RichText and its kin
            return value.__html__()
        if isinstance(value, Undefined):
            return str(value)
        return wordml.text(text_of(value))

    def as_paragraphs(value: Any) -> Xml:
        if isinstance(value, Undefined | Missing):
            value = str(value)
        if hasattr(value, "__html__"):
            return Xml(value.__html__())
        if isinstance(value, Blocks):
            value.placed = True
            return Xml(wordml.write(value.items, styles))
        lines = text_of(value).split("\n")
        return Xml(wordml.write((paragraph("公文正文", line) for line in lines), styles))

    environment = Environment(finalize=finalize)
    environment.filters["_p"] = as_paragraphs
    environment.filters["_r"] = lambda value: Xml(value.__html__()) if hasattr(value, "__html__") else value
    return environment


def for_text() -> Environment:
    """An environment for ``{{ }}`` inside the text of a form."""
    return Environment(finalize=lambda value: value if isinstance(value, Undefined) else text_of(value))
