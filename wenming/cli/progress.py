"""How far a long build is, as a bar on stderr."""

import sys
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from wenming.base.i18n import _
from wenming.pages.render import Progress

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar as ClickBar

_HANDFUL = 5  # more documents than this show a bar


class ProgressBar:
    """A bar that is drawn from the first Progress on, where there are more than a handful of documents."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._bar: ClickBar[int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.__exit__(kind, error, at)

    def show(self, progress: Progress) -> None:
        """Move the bar to where *progress* is."""
        if progress.of <= _HANDFUL:
            return
        if self._bar is None:
            bar = click.progressbar(length=progress.of, label=_("正在生成"), file=sys.stderr)
            self._bar = self._open.enter_context(bar)
        self._bar.update(progress.done - self._bar.pos)
