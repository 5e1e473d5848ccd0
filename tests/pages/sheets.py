"""The pages of a PDF as rows of words with their places, in points."""

import html
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

MM = 72 / 25.4
LEFT, RIGHT, FOOT = 28 * MM, 184 * MM, 262 * MM  # of the type area (GB/T 9704-2012 §5.2.1)
_UPRIGHT = 700  # points: a page that is wider lies across
_BESIDE = 5  # points between the middles of words in one row
_WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
_PAGE_NUMBER = re.compile(r"[—－-]*\d+[—－-]*")


class Word(NamedTuple):
    """A word and the edges of the box around it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Row(NamedTuple):
    """Words beside each other, from left to right."""

    words: list[Word]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)


class Sheet(NamedTuple):
    """A page: its width, its rows without the page number."""

    width: float
    rows: list[Row]

    @property
    def is_upright(self) -> bool:
        return self.width < _UPRIGHT

    @property
    def ends(self) -> float:
        return max((row.bottom for row in self.rows), default=0)


def sheets(pdf: Path) -> list[Sheet]:
    """The pages of *pdf*."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [_sheet(page) for page in re.findall(r"<page .*?</page>", told, re.DOTALL)]


def _sheet(page: str) -> Sheet:
    width = float(re.search(r'width="([\d.]+)"', page)[1])
    words = [Word(*map(float, found[:4]), html.unescape(found[4])) for found in _WORD.findall(page)]
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if rows and abs(word.middle - rows[-1][0].middle) < _BESIDE:
            rows[-1].append(word)
        else:
            rows.append([word])
    made = [Row(sorted(row)) for row in rows]
    return Sheet(width, [row for row in made if row.top < FOOT or not _PAGE_NUMBER.fullmatch(row.text)])
