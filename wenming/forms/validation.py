"""What the validator found, in plain words taken from the schema's titles, descriptions and examples."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from wenming.base.diagnostics import Fault, nearest
from wenming.base.i18n import _
from wenming.forms.reader import Path
from wenming.forms.schema import Rule, Schema
from wenming.forms.yaml.events import MOST

Report = Callable[[Path, str, str], Fault]  # makes the fault of a place in the form


def verdicts(
    schema: Schema, record: Any, plain: Any, faulty: set[Path], report: Report, *, lossy: bool = False
) -> Iterator[Fault]:
    """The faults of *record* (*plain* is the same as JSON data), but for what is known to be *faulty*.

    In a *lossy* record, from a form with a line that could not be read, nothing is said to be missing.
    """
    for error in itertools.islice(schema.validator.iter_errors(plain), MOST):
        path: Path = tuple(error.instance_path)
        if any(path[:length] in faulty for length in range(len(path) + 1)):
            continue
        kind = error.kind.name
        rule = schema.at(path)
        if kind == "required":
            path = (*path, error.kind.property)
            if path not in faulty and not lossy:
                yield report(path, _("还没有填“{name}”").format(name=path[-1]), _explained(schema.at(path)))
        elif kind == "uniqueItems":
            yield from _repeated(record, path, report)
        elif kind == "propertyNames":
            yield from _named(rule, error, path, report)
        elif kind in _WORDS:
            what, mend = _WORDS[kind](_label(path), error, rule)
            yield report(path, what, mend)
        else:
            yield report(path, _("“{name}”填得不对").format(name=_label(path)), _explained(rule))


def _repeated(record: Any, path: Path, report: Report) -> Iterator[Fault]:
    for step in path:
        record = record[step]
    seen: dict[Any, int] = {}
    for index, item in enumerate(record):
        if isinstance(item, str):
            if item in seen:
                what = _("“{item}”重复了").format(item=item)
                first = report((*path, seen[item]), "", "").place.line
                mend = _("第 {line} 行已经有了，留一个").format(line=first)
                yield report((*path, index), what, mend)
            seen.setdefault(item, index)


def _named(rule: Rule, error: Any, path: Path, report: Report) -> Iterator[Fault]:
    name = error.kind.error.instance
    limits = rule.get("propertyNames", {})
    what = _("“{name}”不能当“{field}”里的标题").format(name=_short(name), field=_label(path))
    mend = _("最多 {n} 个字，不能有换行和大括号").format(n=limits.get("maxLength", 40))
    yield report((*path, name), what, limits.get("description", mend))


def _enum(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    options = [str(option) for option in rule.get("enum", ())]
    near = nearest(_value(error)[:40], options)
    mend = _("只能填：{options}").format(options="、".join(options))
    if near:
        mend = _("是不是“{near}”？").format(near=near) + mend
    return _("“{name}”里不能填“{value}”").format(name=name, value=_short(_value(error))), mend


def _pattern(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    value = _value(error)
    if "\n" in value:
        return _("“{name}”只能写一行").format(name=name), _("把几行并成一行；不要用“|”")
    return _("“{value}”不合“{name}”的写法").format(value=_short(value), name=name), _explained(rule)


def _least(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”太小了").format(name=name), _("不能小于 {limit}").format(limit=error.kind.limit)


def _most(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”太大了").format(name=name), _("不能大于 {limit}").format(limit=error.kind.limit)


def _above(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”太小了").format(name=name), _("要大于 {limit}").format(limit=error.kind.limit)


def _below(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”太大了").format(name=name), _("要小于 {limit}").format(limit=error.kind.limit)


def _few(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”的项数太少").format(name=name), _("至少 {limit} 项").format(limit=error.kind.limit)


def _many(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”的项数太多").format(name=name), _("最多 {limit} 项").format(limit=error.kind.limit)


def _short_text(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    return _("“{name}”的字数太少").format(name=name), _("至少 {limit} 个字").format(limit=error.kind.limit)


def _long_text(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    size = len(_value(error))
    return (
        _("“{name}”有 {n} 个字，太长了").format(name=name, n=size),
        _("最多 {limit} 个字，检查是不是把别的内容粘进来了").format(limit=error.kind.limit),
    )


def _blank(name: str, error: Any, rule: Rule) -> tuple[str, str]:
    fields = "、".join(rule.get("properties", ()))
    mend = _("至少填一项：{names}").format(names=fields) if fields else _("至少填一项")
    return _("“{name}”里面什么也没有填").format(name=name), mend


_WORDS: dict[str, Callable[[str, Any, Rule], tuple[str, str]]] = {
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _least,
    "maximum": _most,
    "exclusiveMinimum": _above,
    "exclusiveMaximum": _below,
    "minItems": _few,
    "maxItems": _many,
    "minLength": _short_text,
    "maxLength": _long_text,
    "minProperties": _blank,
}


def _explained(rule: Rule) -> str:
    """What the schema says of a field, with its example when that is short enough to read."""
    said = rule.get("description", "") or _("填上这一项")
    example = next(iter(rule.get("examples", ())), None)
    if isinstance(example, list) and all(isinstance(item, str) for item in example):
        example = "、".join(example)
    if example is None or isinstance(example, (list, dict)):
        return str(said)
    return _("{said}。例如：{example}").format(said=said, example=example)


def _label(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return names[-1] if names else _("表单")


def _value(error: Any) -> str:
    return str(error.instance)


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
