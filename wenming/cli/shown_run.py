"""How far a run over many towns is, while it runs: a bar, a line now and then, lines of JSON."""

import json
import sys
import time
from types import TracebackType
from typing import Protocol, Self

import click

from wenming.base.diagnostics import as_json
from wenming.base.i18n import _
from wenming.cli.progress import ProgressBar
from wenming.county.batch import Progress
from wenming.county.jobs import Made

_EVERY = 1.0  # seconds between two lines on how far a run is, where there is no terminal


class Shown(Protocol):
    """What shows how far a run is, for as long as it takes."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def show(self, progress: Progress) -> None:
        """Show how far the run is."""


def shown_run(*, as_data: bool) -> Shown:
    """What shows it: lines of JSON, a bar on a terminal, a line now and then elsewhere."""
    if as_data:
        return _JsonLines()
    return ProgressBar(more_than=0) if sys.stderr.isatty() else _Lines()


class _Lines:
    """A line now and then, where there is no terminal."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._said = self._started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def show(self, progress: Progress) -> None:
        """Say how far the run is, if the last line is some time ago."""
        now = time.monotonic()
        if now - self._said < _EVERY and progress.done < progress.of:
            return
        self._said = now
        left = (now - self._started) / progress.done * (progress.of - progress.done)
        said = _("已做 {done}/{of} 个镇，大约还要 {left} 秒")
        click.echo(said.format(done=progress.done, of=progress.of, left=round(left)), err=True)


class _JsonLines:
    """One object of the usual shape for each town that is done."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def show(self, progress: Progress) -> None:
        """Write the town that is done."""
        result = progress.result
        shape = {
            "town": result.town,
            "documents": [_document_as_data(one) for one in result.made],
            "notes": as_json(result.notes),
            "faults": as_json(result.faults),
            "written": list(result.written),
            "unchanged": result.is_unchanged,
        }
        click.echo(json.dumps(shape, ensure_ascii=False))


def _document_as_data(made: Made) -> dict[str, object]:
    """A document in the shape in which ``build`` of one town tells it."""
    data: dict[str, object] = made._asdict()
    del data["name"], data["digest"]
    return data
