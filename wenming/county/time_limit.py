"""A town that takes too long ends the process that builds it, which is the only way to end whatever it is busy with."""

from __future__ import annotations

import contextlib
import faulthandler
import os
from collections.abc import Iterator


@contextlib.contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End this process if what is done meanwhile takes more than so many *seconds*."""
    nowhere = os.open(os.devnull, os.O_WRONLY)  # for the traceback: what is told is told by who waits for the process
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.close(nowhere)
