"""Values as they come out in a document: escaped, as the house writes dates and numbers, paragraphs in their styles."""

import re
from collections.abc import Callable, Iterable, Mapping, Sized
from functools import cache
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from wenming import engine
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.engine.breaks import BREAKS, marked
from wenming.engine.drawings import Chart
from wenming.engine.missing import Missing, Nought
from wenming.engine.profile import Profile
from wenming.engine.state import Captured, Refused, Xml, current
from wenming.ooxml.text import FORBIDDEN

if TYPE_CHECKING:
    import html

    from wenming.engine.docxtpl_objects import WithXml
else:
    html = Later("html")

try:
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # no compiled markupsafe

    def escaped(value: str, /) -> str:
        """*value* with the marks of XML escaped."""
        return str(Markup.escape(value))


_LONG = 10_000  # characters of a value from which each printing counts
NO_FIELD = (BuiltinFunctionType, FunctionType, MethodType, ModuleType, type)
_MARKUP = re.compile("<[^<>]*>")
_WHOLE = ("<w:p>", "<w:p ", "<w:tbl>", "<w:tbl ")  # how whole paragraphs and tables begin
_PARAGRAPH = ("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")


class Values:
    """How the values of one house come out."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._no_text = (Mapping, profile.laid_out, Chart, *NO_FIELD)

    def text_of(self, value: object) -> str:
        """*value* as words of a document. Raises Refused where it is none."""
        if isinstance(value, str):
            return _words_in(value) if type(value) is Captured else value
        words = self.profile.words(value)
        if words is not None:
            return words
        if isinstance(value, list | tuple):
            return self._in_a_row(value)
        if isinstance(value, Missing) or is_undefined(value):
            return _valueless(value)
        if isinstance(value, self._no_text) or value is None or callable(value):
            raise Refused(_("这里要的是文字，“{kind}”要展开写").format(kind=_("一组内容")))
        if hasattr(value, "__next__"):
            return self._in_a_row(cast("Iterable[object]", value))  # what has a next one can be gone through
        if hasattr(value, "__html__"):
            raise Refused(_("带格式的内容（RichText、图片）要单独写成一个标签，不能和别的拼在一起"))
        if type(value).__str__ is object.__str__ and type(value).__repr__ is object.__repr__:  # its address
            raise Refused(_("这里要的是文字，“{kind}”要展开写").format(kind=_("一组内容")))
        return str(value)

    def _in_a_row(self, items: Iterable[object]) -> str:
        return self._joined(items, self.profile.between)

    def _joined(self, items: Iterable[object], between: str) -> str:
        texts: list[str] = []
        letters = 0
        for item in engine.budget.metered(items):
            texts.append(self.text_of(item))
            letters += len(texts[-1]) + len(between)
            if letters > engine.budget.TEXT_MAX:
                raise Refused(_("生成的内容太长"))
        return between.join(texts)

    def joined(self, values: Iterable[object], between: str = "") -> str | Missing:
        """The texts of *values* with *between* between them."""
        if is_undefined(values):
            str(values)  # which says that there is no such name
        if isinstance(values, Missing):
            return values
        return self._joined(values, between)

    def together(self, values: list[object]) -> str:
        """The texts of *values*, one after the other: ``a ~ b``."""
        return self._joined(values, "")

    def finalize(self, value: Any) -> object:  # Any: of what type it is, kind says, asked for once
        """*value* as the text of a run: escaped."""
        kind = type(value)
        if kind is str:
            if len(value) > _LONG:
                current.get().spend(0, len(value))
            return escaped(value) if value.isprintable() else _unusual(value)
        if kind is int or kind is Xml:
            return value
        if kind is Captured:
            return _within_text(value)
        if hasattr(value, "__html__"):
            return _of_docxtpl(value)
        text = self.text_of(value)
        return escaped(text) if text.isprintable() else _unusual(text)

    def paragraphs(self, styles: Mapping[str, str]) -> Callable[..., Xml]:
        """What writes the value of ``{{p }}`` as whole paragraphs in *styles* (name to id)."""
        profile = self.profile

        def write(value: object, before: str = _PARAGRAPH[0], after: str = _PARAGRAPH[1]) -> Xml:
            """What is laid out in styles of its own; text in the paragraph that the tag stood in."""
            if isinstance(value, profile.laid_out):
                state = current.get()
                xml = profile.write(value, styles, state)
                state.placed.add(id(value))
                state.replaced += xml.count("\ufffd")
                return Xml(xml)
            if type(value) is Captured:
                return _in_paragraph(value, before, after)
            if hasattr(value, "__html__"):
                return _in_paragraph(_of_docxtpl(value, whole=True), before, after)
            return Xml("".join(f"{before}{self.finalize(line)}{after}" for line in self._lines(value)))

        return write

    def runs(self, value: object, format_: str = "") -> object:
        """The value of ``{{r }}``: XML of runs; text in a run like *format_*. Raises Refused for whole paragraphs."""
        if is_undefined(value):
            return value
        begin, end = f'<w:r>{format_}<w:t xml:space="preserve">', "</w:t></w:r>"
        if hasattr(value, "__html__"):
            xml = _of_docxtpl(value, whole=True)
            if engine.docxtpl_objects.BLOCKS.match(xml):
                raise Refused(_("整段的内容要单独写成一段，用 {{p …… }}"))
            return Xml(xml if engine.docxtpl_objects.RUNS.match(xml) or not xml else f"{begin}{xml}{end}")
        return Xml(f"{begin}{self.finalize(value)}{end}")

    def element_of(self, level: str) -> Callable[..., object]:
        """What writes the value of ``{{tr }}``, ``{{tc }}``, as *level* says: whole rows, whole cells."""
        begins = f"<w:{level}"

        def element(value: object) -> object:
            """The XML of a row or cell. Raises Refused for anything else."""
            if is_undefined(value):
                return value
            xml = _of_docxtpl(cast("WithXml", value), whole=True) if hasattr(value, "__html__") else ""
            if not xml.startswith(begins):
                raise Refused(_("“{{{{{level} }}}}”里要的是整行（整格）的内容").format(level=level))
            return Xml(xml)

        return element

    def _lines(self, value: object) -> list[Missing] | list[str]:
        return [value] if isinstance(value, Missing) else self.text_of(value).split("\n")


@cache
def values_of(profile: Profile) -> Values:
    """The values of the house with *profile*, made once."""
    return Values(profile)


def is_undefined(value: object) -> bool:
    """True if *value* is jinja's word for a name that there is not; asked without importing jinja."""
    return hasattr(type(value), "_fail_with_undefined_error")


def length(value: Sized) -> int | Nought:
    """How many *value* holds."""
    if isinstance(value, Missing):
        return Nought(value.name)
    return len(_words_in(value)) if isinstance(value, Captured) else len(value)


def _valueless(value: object) -> str:
    """The words for a field that nobody filled in, which are counted; raises where there is no such field."""
    text, state = str(value), current.get(None)
    if state is not None:  # none fills a form's own text
        state.gaps += 1
    return text


def _unusual(text: str) -> str:
    """*text* that holds more than letters: line breaks are noted, what XML forbids is replaced and counted."""
    state = current.get()
    text, replaced = FORBIDDEN.subn("\ufffd", text)
    state.replaced += replaced
    text = marked(text)
    state.breaks = state.breaks or bool(BREAKS.search(text))
    return escaped(text)


def _of_docxtpl(value: "WithXml", *, whole: bool = False) -> str:
    """The XML of docxtpl's objects and of ``|safe``, which is parsed before it is written."""
    state = current.get()
    state.raw = True
    return engine.docxtpl_objects.xml(value, state, whole=whole)


def _within_text(xml: Captured) -> Captured:
    """*xml*, which a template has put together, within a text. Raises Refused for whole paragraphs."""
    if xml.startswith(_WHOLE):
        raise Refused(_("整段的内容要单独写成一段，用 {{p …… }}"))
    return xml


def _words_in(xml: str) -> str:
    """The words in *xml*, which a template has put together."""
    return html.unescape(_MARKUP.sub("", xml))


def _in_paragraph(xml: str, before: str, after: str) -> Xml:
    """*xml* by itself where it is paragraphs; runs and texts between the *before* and *after* of a paragraph."""
    if engine.docxtpl_objects.BLOCKS.match(xml):
        return Xml(xml)
    if not engine.docxtpl_objects.RUNS.match(xml):
        return Xml(f"{before}{xml}{after}")
    return Xml(f"{before}{engine.docxtpl_objects.lifted(xml, current.get())}{after}")
