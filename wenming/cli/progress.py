"""How far a long build is, as a bar on stderr."""

import sys
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import click

from wenming.base.i18n import _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar as ClickBar

_HANDFUL = 5  # more documents than this show a bar


class HowFar(Protocol):
    """How many are done of how many."""

    @property
    def done(self) -> int: ...

    @property
    def of(self) -> int: ...


class ProgressBar:
    """A bar with the time left, drawn from the first progress on, where there are *more_than* a handful."""

    def __init__(self, more_than: int = _HANDFUL) -> None:
        self._more_than = more_than
        self._open = ExitStack()
        self._bar: ClickBar[int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.__exit__(kind, error, at)

    def show(self, progress: HowFar) -> None:
        """Move the bar to where *progress* is."""
        if progress.of <= self._more_than:
            return
        if self._bar is None:
            bar = click.progressbar(length=progress.of, label=_("正在生成"), file=sys.stderr, show_pos=True)
            self._bar = self._open.enter_context(bar)
        self._bar.update(progress.done - self._bar.pos)
