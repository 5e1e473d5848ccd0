"""What the validator found, in plain words taken from the schema's titles, descriptions and examples."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Mistake, nearest
from wenming.base.i18n import N_, _, enumerated
from wenming.forms.nodes import MOST, Path
from wenming.forms.schema import Rule, Schema

Report = Callable[[Path, Mistake], Fault]  # makes the fault of a place in the form
_SHORT = 20  # characters of a form in a message


def verdicts(
    schema: Schema, record: Any, plain: Any, faulty: set[Path], report: Report, *, lossy: bool = False
) -> Iterator[Fault]:
    """Yields the faults of *record* by its *schema*, but for those within what is known to be *faulty*.

    *plain* is the same record as JSON data. In a *lossy* record, from a form with a line that could not be read,
    nothing is said to be missing.
    """
    for error in itertools.islice(schema.validator.iter_errors(plain), MOST):
        path: Path = tuple(error.instance_path)
        if _is_within(path, faulty):
            continue
        rule = schema.at(path)
        match error.kind.name:
            case "required":
                missing = (*path, error.kind.property)
                if missing not in faulty and not lossy:
                    yield _missing(schema.at(missing), missing, report)
            case "uniqueItems":
                yield from _repeated(record, path, report)
            case "propertyNames":
                yield _bad_title(rule, error, path, report)
            case kind:
                words = _WORDS.get(kind, _otherwise_wrong)
                yield report(path, words(_label(path), error, rule))


def _is_within(path: Path, faulty: set[Path]) -> bool:
    """True if *path*, or something that it is in, is *faulty*."""
    return any(path[:length] in faulty for length in range(len(path) + 1))


def _missing(rule: Rule, path: Path, report: Report) -> Fault:
    """Returns the fault of a field, at *path*, that has to be filled in."""
    what = _("还没有填“{name}”").format(name=path[-1])
    return report(path, Mistake("missing-field", what, _explanation(rule)))


def _repeated(record: Any, path: Path, report: Report) -> Iterator[Fault]:
    """Yields a fault for every text in the list at *path* that stands there before."""
    for step in path:
        record = record[step]
    first: dict[str, int] = {}
    for index, item in enumerate(record):
        if not isinstance(item, str):
            continue
        if item in first:
            what = _("“{item}”重复了").format(item=item)
            before = report((*path, first[item]), Mistake("repeated-item", what, "")).place.line
            mend = _("第 {line} 行已经有了，留一个").format(line=before)
            yield report((*path, index), Mistake("repeated-item", what, mend))
        first.setdefault(item, index)


def _bad_title(rule: Rule, error: Any, path: Path, report: Report) -> Fault:
    """Returns the fault of a title of the clerk's own, in the fields at *path*, that cannot be one."""
    name = error.kind.error.instance
    limits = rule.get("propertyNames", {})
    what = _("“{name}”不能当“{field}”里的标题").format(name=_short(name), field=_label(path))
    mend = _("最多 {n} 个字，不能有换行和大括号").format(n=limits.get("maxLength", 40))
    return report((*path, name), Mistake("bad-title", what, limits.get("description", mend)))


# Below: what is wrong with the field *name*, and how to mend it, in the words of one keyword of JSON Schema each.


def _enum(name: str, error: Any, rule: Rule) -> Mistake:
    options = [str(option) for option in rule.get("enum", ())]
    near = _SIGNS.get(_value(error), "") or nearest(_value(error)[:40], options)
    near = near if near in options else ""
    mend = _("只能填：{options}").format(options=enumerated(options))
    if near:
        mend = _("是不是“{near}”？").format(near=near) + mend
    what = _("“{name}”里不能填“{value}”").format(name=name, value=_short(_value(error)))
    return Mistake("not-an-option", what, mend, near or None)


def _pattern(name: str, error: Any, rule: Rule) -> Mistake:
    value = _value(error)
    if "\n" in value:
        return Mistake("one-line-only", _("“{name}”只能写一行").format(name=name), _("把几行并成一行；不要用“|”"))
    what = _("“{value}”不合“{name}”的写法").format(value=_short(value), name=name)
    return Mistake("wrong-pattern", what, _explanation(rule))


_SIGNS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", ">": "＞", "<": "＜"}


class _Limit(NamedTuple):
    """What is said of a value beyond the limit that a keyword sets."""

    code: Code
    what: str
    mend: str


_LIMITS: Mapping[str, _Limit] = {
    "minimum": _Limit("out-of-range", N_("“{name}”太小了"), N_("不能小于 {limit}")),
    "maximum": _Limit("out-of-range", N_("“{name}”太大了"), N_("不能大于 {limit}")),
    "exclusiveMinimum": _Limit("out-of-range", N_("“{name}”太小了"), N_("要大于 {limit}")),
    "exclusiveMaximum": _Limit("out-of-range", N_("“{name}”太大了"), N_("要小于 {limit}")),
    "minItems": _Limit("wrong-count", N_("“{name}”的项数太少"), N_("至少 {limit} 项")),
    "maxItems": _Limit("wrong-count", N_("“{name}”的项数太多"), N_("最多 {limit} 项")),
    "minLength": _Limit("wrong-length", N_("“{name}”的字数太少"), N_("至少 {limit} 个字")),
}


def _beyond(name: str, error: Any, rule: Rule) -> Mistake:
    limit = _LIMITS[error.kind.name]
    mend = _(limit.mend).format(limit=error.kind.limit)
    return Mistake(limit.code, _(limit.what).format(name=name), mend)


def _long_text(name: str, error: Any, rule: Rule) -> Mistake:
    size = len(_value(error))
    what = _("“{name}”有 {n} 个字，太长了").format(name=name, n=size)
    mend = _("最多 {limit} 个字，检查是不是把别的内容粘进来了").format(limit=error.kind.limit)
    return Mistake("wrong-length", what, mend)


def _blank(name: str, error: Any, rule: Rule) -> Mistake:
    fields = enumerated(rule.get("properties", ()))
    mend = _("至少填一项")
    if fields:
        mend = _("至少填一项：{names}").format(names=fields)
    return Mistake("empty-group", _("“{name}”里面什么也没有填").format(name=name), mend)


def _otherwise_wrong(name: str, error: Any, rule: Rule) -> Mistake:
    return Mistake("invalid", _("“{name}”填得不对").format(name=name), _explanation(rule))


_WORDS: dict[str, Callable[[str, Any, Rule], Mistake]] = {
    "enum": _enum,
    "pattern": _pattern,
    **dict.fromkeys(_LIMITS, _beyond),
    "maxLength": _long_text,
    "minProperties": _blank,
}


def _explanation(rule: Rule) -> str:
    """Returns what the schema says of a field, with its example where that is short enough to read."""
    said = rule.get("description", "") or _("填上这一项")
    example = _example(rule)
    if example is None:
        return str(said)
    return _("{said}。例如：{example}").format(said=said, example=example)


def _example(rule: Rule) -> Any:
    """Returns the first example of a field, a list of texts as one text; None for other lists and for fields."""
    match next(iter(rule.get("examples", ())), None):
        case list(items) if all(isinstance(item, str) for item in items):
            return "、".join(items)
        case list() | dict():
            return None
        case example:
            return example


def _label(path: Path) -> str:
    """Returns the name of the field at *path* or, of an item of a list, that of the list."""
    names = [step for step in path if isinstance(step, str)]
    return names[-1] if names else _("表单")


def _value(error: Any) -> str:
    """Returns the value that *error* is about, as text."""
    return str(error.instance)


def _short(text: str) -> str:
    """Returns *text*, or its beginning where it is too long for a message."""
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
