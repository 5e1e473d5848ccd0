"""``{{ }}`` inside the text of a form, filled from the forms of the same town."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from wenming import engine
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _
from wenming.gongwen.profile import GONGWEN, text_of

if TYPE_CHECKING:
    from wenming.forms.form import Form

R = TypeVar("R")

_TAG = re.compile(r"\{\{|\{%|\{#")
_FIELD = re.compile(r"\{\{\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*(\|\s*length\s*)?\}\}")
_WRITABLE = (dict, list)
_ROUNDS = 5  # a text may quote a text that quotes a third
_LONGEST = 100_000  # characters; texts that quote each other many times over would fill the memory
Path = tuple[str | int, ...]
Owner = Any  # Any: fields by their names, or a list by numbers
Place = tuple[Owner, str | int, Path]  # of a text: what holds it, its key or index there, its path


def fill(form: Form[R], known: Mapping[str, object], everything: Callable[[], Mapping[str, object]]) -> Form[R]:
    """Returns *form* with every text filled. Raises Faults of those that cannot be.

    *known* has the fields that the clerk filled in; *everything* gives also those that were left out, which few texts
    quote.
    """
    filled = form._replace(record=_copied(form.record))
    for _round in range(_ROUNDS):
        waiting = list(_texts(filled.record, ()))
        if not waiting:
            return filled
        faults = [_fill(filled, place, known, everything) for place in waiting]
        found = [fault for fault in faults if fault is not None]
        if found:
            raise Faults(found)
    _owner, _key, path = waiting[0]
    what, mend = _("这段文字绕来绕去引用到了自己"), _("把其中一处 {{ }} 改成写定的文字")
    raise Faults([form.fault(path, "tag-circle", what, mend)])


def _copied(value: Owner) -> Owner:
    """Returns a copy of *value*, a dictionary or list, that is to be written to."""
    if isinstance(value, dict):
        return {key: _copied(item) if type(item) in _WRITABLE else item for key, item in value.items()}
    return [_copied(item) if type(item) in _WRITABLE else item for item in value]


def _texts(value: Owner, path: Path) -> Iterator[Place]:
    """Yields the place of every text with a tag below *value*."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        kind = type(item)
        if kind is str:
            if "{" in item and _TAG.search(item):
                yield value, key, (*path, key)
        elif kind is dict or kind is list:
            yield from _texts(item, (*path, key))


def _fill(
    form: Form[R], place: Place, known: Mapping[str, object], everything: Callable[[], Mapping[str, object]]
) -> Fault | None:
    """Fills the text at *place*; returns the fault if that cannot be done."""
    owner, key, _path = place
    filled = _fill_plainly(owner[key], known)
    if filled is None:
        return _fill_with_jinja(form, place, everything())
    owner[key] = filled
    return None


def _fill_plainly(text: str, context: Mapping[str, object]) -> str | None:
    """Returns *text* with its fields filled in; None where looking them up is not enough, or they are not there.

    What clerks write is nearly always a field or the length of a list, and jinja takes long to be imported.
    """

    def value_of(match: re.Match[str]) -> str:
        value: Any = context  # Any: what is no group of fields raises
        for name in match[1].split("."):
            value = value[name]
        if match[2]:
            return str(len(value))
        return text_of(value)

    if _TAG.search(_FIELD.sub("", text)):
        return None
    try:
        filled = _FIELD.sub(value_of, text)
    except Exception:  # jinja says what is wrong
        return None
    return filled if len(filled) <= _LONGEST else None


def _fill_with_jinja(form: Form[R], place: Place, context: Mapping[str, object]) -> Fault | None:
    """Fills the text at *place* as a template; returns the fault if that cannot be done."""
    owner, key, path = place
    text = owner[key]
    if "{%" in text or "{#" in text:
        return form.fault(
            path, "tag-block", _("表单里只能用 {{ }}，不能用 {% %}"), _("需要循环或判断时，写在 Word 模板里")
        )
    try:
        owner[key] = engine.sandbox.fill_text(text, context, GONGWEN)
    except engine.sandbox.UnknownField as error:
        what = _("{{{{ }}}} 里没有“{name}”这个字段").format(name=error.name)
        return form.fault(path, "unknown-field", what, error.mend(context))
    except engine.sandbox.Uncomputable:
        mend = _("里面只写字段名，如 {{ 镇.名称 }} 或 {{ 镇.行政村|length }}")
        return form.fault(path, "tag-unreadable", _("{{ }} 里的内容算不出来"), mend)
    if len(owner[key]) > _LONGEST:
        return form.fault(path, "tag-too-long", _("{{ }} 填进来以后太长了"), _("少引用几处"))
    return None
