"""How wide characters are, and how high lines: of the faces that are found, or of none in particular."""

from typing import NamedTuple, Protocol

from wenming.gongwen.chinese import WIDEST_FIGURE, width
from wenming.pages.layout.looks import RunLook

FIGURES = (0.5, WIDEST_FIGURE)  # of a character: how wide the figures of the faces are that offices print in
_STOPS, _WIDEST_STOP = ".,:;", 0.5  # they are no wider than that, of a character, where figures are


class Metrics(NamedTuple):
    """How far a line of a face reaches above and below the base line, of its size."""

    ascent: float
    descent: float


class Faces(Protocol):
    """The faces that a document is set in."""

    def advance(self, char: str, look: RunLook) -> float:
        """How wide *char* is, of the size of the letters."""

    def metrics(self, look: RunLook) -> Metrics:
        """How high a line in this look is, of the size of the letters."""


class AnyFace:
    """No face in particular: a Chinese character is a full square, a *figure* or a letter so much of one.

    What is written into a document is decided by these, so that it does not depend on the PC that made it.
    """

    def __init__(self, figure: float = FIGURES[0]) -> None:
        self._figure = figure

    def advance(self, char: str, look: RunLook) -> float:
        if width(char) == 1:
            return 1
        return min(self._figure, _WIDEST_STOP) if char in _STOPS else self._figure

    def metrics(self, look: RunLook) -> Metrics:
        return _METRICS


_METRICS = Metrics(0.859, 0.141)  # of 宋体 and 仿宋 as Windows has them
