"""A file with an old paper, as it is handed over."""

from typing import NamedTuple


class OldPaper(NamedTuple):
    """A file with an old paper: its *name* as it was given, and its bytes."""

    name: str
    data: bytes
