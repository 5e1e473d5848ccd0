"""Values as they come out in a document: escaped, dates and numbers as 公文 write them, paragraphs in their styles."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from markupsafe import Markup

from wenming.base.i18n import _
from wenming.engine import docxtpl_objects
from wenming.engine.drawings import Chart
from wenming.engine.missing import Missing, Nought
from wenming.engine.postprocess import BREAKS
from wenming.engine.state import Refused, Xml, current
from wenming.gongwen import blocks_xml, sections
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.chinese import date_text, number_text
from wenming.ooxml.text import FORBIDDEN

try:
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # no compiled markupsafe

    def escaped(value: str, /) -> str:
        """*value* with the marks of XML escaped."""
        return str(Markup.escape(value))


TEXT_MAX = 1_000_000  # characters that a filter may make
_LONG = 10_000  # characters of a value from which each printing counts
NO_FIELD = (BuiltinFunctionType, FunctionType, MethodType, ModuleType, type)
_NO_TEXT = (Mapping, Blocks, Chart, *NO_FIELD)


def _unknown(value: Any) -> bool:
    """Whether *value* is jinja's word for a name that there is not."""
    return hasattr(type(value), "_fail_with_undefined_error")


def text_of(value: Any) -> str:
    """*value* as words of a document: dates as 2026年3月5日, lists joined by 、."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{date_text(value)} {str(value.time()).removesuffix(':00')}"
    if isinstance(value, datetime.date):
        return date_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, list | tuple):
        return "、".join(text_of(item) for item in value)
    if isinstance(value, Missing) or _unknown(value):
        return _valueless(value)
    if isinstance(value, _NO_TEXT) or value is None or callable(value):
        raise Refused(_("这里要的是文字，“{kind}”要展开写").format(kind=_("一组内容")))
    if hasattr(value, "__next__"):
        return "、".join(text_of(item) for item in value)
    return str(value)


def _valueless(value: Any) -> str:
    """The words for a field that nobody filled in, which are counted; raises where there is no such field."""
    text, rendering = str(value), current.get(None)
    if rendering is not None:  # none fills a form's own text
        rendering.gaps += 1
    return text


def joined(values: Any, between: str = "") -> Any:
    """The texts of *values* with *between* between them."""
    if _unknown(values):
        str(values)
    if isinstance(values, Missing):
        return values
    texts = [text_of(value) for value in values]
    if len(between) * len(texts) > TEXT_MAX:
        raise Refused(_("生成的内容太长"))
    return between.join(texts)


def together(values: list[Any]) -> str:
    """The texts of *values*, one after the other: ``a ~ b``."""
    pieces = [text_of(value) for value in values]
    if sum(map(len, pieces)) > TEXT_MAX:
        raise Refused(_("生成的内容太长"))
    return "".join(pieces)


def length(value: Any) -> Any:
    """How many *value* holds."""
    return Nought(value.name) if isinstance(value, Missing) else len(value)


def finalize(value: Any) -> Any:
    """*value* as the text of a run: escaped."""
    kind = type(value)
    if kind is str:
        if len(value) > _LONG:
            current.get().spend(0, len(value))
        return escaped(value) if value.isprintable() else _unusual(value)
    if kind is int or kind is Xml:
        return value
    if hasattr(value, "__html__"):
        return _foreign(value)
    text = text_of(value)
    return escaped(text) if text.isprintable() else _unusual(text)


def _unusual(text: str) -> str:
    """*text* that holds more than letters: line breaks are noted, what XML forbids is replaced and counted."""
    rendering = current.get()
    text, replaced = FORBIDDEN.subn("\ufffd", text)
    rendering.replaced += replaced
    rendering.breaks = rendering.breaks or bool(BREAKS.search(text))
    return escaped(text)


def paragraphs(styles: Mapping[str, str]) -> Callable[..., Xml]:
    """What writes the value of ``{{p }}`` as whole paragraphs in *styles* (name to id)."""

    def write(value: Any, before: str = "<w:p><w:r><w:t>", after: str = "</w:t></w:r></w:p>") -> Xml:
        """Blocks in their own styles; text in the paragraph that the tag stood in."""
        if isinstance(value, Blocks):
            made, rendering = blocks_xml.write(value.items, styles), current.get()
            rendering.placed.add(id(value))
            if blocks_xml.PICTURE_MARK in made:
                from wenming.engine.pictures import placed

                made = placed(made, value.pictures(), rendering)
            rendering.replaced += made.count("\ufffd")
            rendering.sections = rendering.sections or sections.MARK in made
            return Xml(made)
        if hasattr(value, "__html__"):
            made = _foreign(value, whole=True)
            return Xml(
                f"{before}{docxtpl_objects.lifted(made, current.get())}{after}"
                if docxtpl_objects.RUNS.match(made)
                else made
            )
        return Xml("".join(f"{before}{finalize(line)}{after}" for line in _lines(value)))

    return write


def element(value: Any, format_: str = "") -> Any:
    """The value of ``{{r }}``, ``{{tr }}`` and ``{{tc }}``: XML of runs, rows, cells; text in a run as *format_*."""
    if _unknown(value):
        return value
    if hasattr(value, "__html__"):
        return Xml(_foreign(value, whole=True))
    return Xml(f'<w:r>{format_}<w:t xml:space="preserve">{finalize(value)}</w:t></w:r>')


def _lines(value: Any) -> list[Any]:
    return [value] if isinstance(value, Missing) else text_of(value).split("\n")


def _foreign(value: Any, *, whole: bool = False) -> str:
    """The XML of docxtpl's objects and of ``|safe``, which is parsed before it is written."""
    rendering = current.get()
    rendering.raw = True
    return docxtpl_objects.xml(value, rendering, whole=whole)
