"""``{{ }}`` inside the text of a form, filled from the forms of the same town."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms.form import Form

_TAG = re.compile(r"\{\{|\{%|\{#")
_FIELD = re.compile(r"\{\{\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*(\|\s*length\s*)?\}\}")
_ROUNDS = 5  # a text may quote a text that quotes a third
_LONGEST = 100_000  # characters; texts that quote each other many times over would fill the memory
Path = tuple[str | int, ...]


def fill(form: Form, known: Mapping[str, Any], everything: Callable[[], Mapping[str, Any]]) -> list[Fault]:
    """Fill every text of *form* in place; the faults of those that cannot be filled.

    *known* holds what was filled in; *everything* gives also the fields that were not, which few texts quote.
    """
    faults: list[Fault] = []
    for _round in range(_ROUNDS):
        waiting = list(_texts(form.record, ()))
        if not waiting:
            return faults
        for owner, key, path in waiting:
            fault = _fill(form, owner, key, path, known, everything)
            if fault:
                faults.append(fault)
        if faults:
            return faults
    _owner, _key, path = waiting[0]
    return [form.fault(path, _("这段文字绕来绕去引用到了自己"), _("把其中一处 {{ }} 改成写定的文字"))]


def _texts(value: Any, path: Path) -> Any:
    """Every text with a tag below *value*: the mapping or list that holds it, its key there, its path."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        kind = type(item)
        if kind is str:
            if "{" in item and _TAG.search(item):
                yield value, key, (*path, key)
        elif kind is dict or kind is list:
            yield from _texts(item, (*path, key))


def _fill(
    form: Form,
    owner: Any,
    key: Any,
    path: Path,
    known: Mapping[str, Any],
    everything: Callable[[], Mapping[str, Any]],
) -> Fault | None:
    plain = _plainly(owner[key], known)
    if plain is not None:
        owner[key] = plain
        return None
    return _with_jinja(form, owner, key, path, everything())


def _plainly(text: str, context: Mapping[str, Any]) -> str | None:
    """*text* with its fields filled in; None where that takes more than looking them up, or they are not there.

    What clerks write is nearly always a field or the length of a list, and jinja takes long to be imported.
    """
    from wenming.gongwen.profile import text_of

    def value(match: re.Match[str]) -> str:
        found: Any = context
        for name in match[1].split("."):
            found = found[name]
        return str(len(found)) if match[2] else text_of(found)

    try:
        filled = _FIELD.sub(value, text)
    except Exception:  # jinja says what is wrong
        return None
    return filled if len(filled) <= _LONGEST and not _TAG.search(_FIELD.sub("", text)) else None


def _with_jinja(form: Form, owner: Any, key: Any, path: Path, context: Mapping[str, Any]) -> Fault | None:
    from jinja2 import TemplateError

    from wenming.engine.sandbox import UnknownField, for_text

    text = owner[key]
    if "{%" in text or "{#" in text:
        return form.fault(path, _("表单里只能用 {{ }}，不能用 {% %}"), _("需要循环或判断时，写在 Word 模板里"))
    try:
        owner[key] = for_text().from_string(text).render(context)
    except UnknownField as error:
        return form.fault(path, _("{{{{ }}}} 里没有“{name}”这个字段").format(name=error.name), error.mend(context))
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
        return form.fault(
            path, _("{{ }} 里的内容算不出来"), _("里面只写字段名，如 {{ 镇.名称 }} 或 {{ 镇.行政村|length }}")
        )
    if len(owner[key]) > _LONGEST:
        return form.fault(path, _("{{ }} 填进来以后太长了"), _("少引用几处"))
    return None
