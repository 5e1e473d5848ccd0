"""What the checks of all forms share: types, repeated numbers, what to offer for an unknown name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, nearest
from wenming.base.i18n import _, enumerated

if TYPE_CHECKING:
    from wenming.forms.form import Form

Path = tuple[str | int, ...]  # to a field of a form; items of a list from 0
R = TypeVar("R")
_MOST_OFFERED = 40


def unique(form: Form[R], path: Path, keys: Sequence[str], name: str) -> Iterator[Fault]:
    """Yields a fault for every one of *keys*, the fields *name* of the list at *path*, that repeats an earlier one."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            what = _("编号“{key}”与第{n}条重复").format(key=key, n=first[key] + 1)
            yield form.fault((*path, index, name), "repeated-number", what, _("换一个编号"))
        first.setdefault(key, index)


def unknown(form: Form[R], path: Path, code: Code, what: str, name: str, names: Iterable[str]) -> Fault:
    """Returns the fault of the unknown *name* at *path*, with the one of *names* that is nearest to it, or all."""
    offered = list(names)
    near = offered[0] if len(offered) == 1 else nearest(name, offered)
    if near:
        return form.fault(path, code, what, _("是不是“{name}”？").format(name=near), instead=near)
    listed = enumerated(offered[:_MOST_OFFERED])
    return form.fault(path, code, what, _("有这些：{names}").format(names=listed or "—"))


class Strangers:
    """Names that there are not, each told once, where it stands first, with how often it stands anywhere."""

    def __init__(self) -> None:
        self._first: dict[tuple[Code, str], Callable[[str], Fault]] = {}
        self._times: Counter[tuple[Code, str]] = Counter()

    def add(self, form: Form[R], path: Path, code: Code, what: str, name: str, names: Iterable[str]) -> None:
        """Note the unknown *name* at *path*; *names* are those that there are."""
        self._first.setdefault((code, name), lambda more: unknown(form, path, code, what + more, name, names))
        self._times[code, name] += 1

    def faults(self) -> Iterator[Fault]:
        """Yields the fault of each name."""
        for key, fault_with in self._first.items():
            times = self._times[key]
            yield fault_with(_("（共 {n} 处）").format(n=times) if times > 1 else "")
