"""What every check of forms uses."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wenming.base.diagnostics import Fault, nearest
from wenming.base.i18n import _
from wenming.forms.form import Form

Path = tuple[str | int, ...]
Record = dict[str, Any]


def unique(form: Form, path: Path, rows: Sequence[dict[str, Any]], name: str) -> Iterator[Fault]:
    """A fault for every row of the list at *path* whose field *name* repeats that of an earlier row."""
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row[name] in seen:
            yield form.fault(
                (*path, index, name),
                _("编号“{key}”与第{n}条重复").format(key=row[name], n=seen[row[name]] + 1),
                _("换一个编号"),
            )
        seen.setdefault(row[name], index)


def offer(name: str, names: Iterable[str]) -> str:
    """Advice for the unknown *name*: the nearest of *names*, else a list of them."""
    near = nearest(name, names)
    return (
        _("是不是“{near}”？").format(near=near)
        if near
        else _("有这些：{names}").format(names="、".join(list(names)[:40]) or "—")
    )
