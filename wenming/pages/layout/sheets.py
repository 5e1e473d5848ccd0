"""Pages being filled: how much of one is used, what is placed on it, what stands on its head and its foot."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from wenming.pages.layout.contents import Block, Contents, Floating, Paragraph, Section, WhichPages
from wenming.pages.layout.placed import Placed
from wenming.pages.layout.rules import Rules
from wenming.pages.layout.typesetter import Typesetter

_A_LITTLE = 0.01  # twips: sums of fractions


class Page(NamedTuple):
    """A page: its *number* as it is printed, the size of its paper in twips, what is placed on it."""

    number: int
    width: float
    height: float
    placed: tuple[Placed, ...]


class Begun(NamedTuple):
    """Where a paragraph begins: the page, counted from 1, and how far down in twips."""

    paragraph: Paragraph
    page: int
    y: float


class Area(NamedTuple):
    """Where text stands on a page: from *top* down to *end*, below that so much that is no whole line of the grid."""

    top: float
    end: float
    below: float


@dataclass(slots=True)
class Sheet:
    """A page being filled; *y* is how far down, *is_turned* if it was begun because the one before was full.

    *behind* and *before*: what floats behind the text and before it. *head*: the section whose head and foot it has.
    """

    section: Section
    head: Section
    number: int
    area: Area
    is_first_of_section: bool
    is_turned: bool
    y: float
    placed: list[Placed] = field(default_factory=list)
    behind: list[Placed] = field(default_factory=list)
    before: list[Placed] = field(default_factory=list)
    is_blank: bool = False

    @property
    def is_empty(self) -> bool:
        """True if nothing stands on it yet."""
        return self.y <= self.area.top

    @property
    def room(self) -> float:
        """How much is left."""
        return self.area.end - self.y

    def holds(self, height: float) -> bool:
        """True if something so high fits below what is there."""
        return self.y + height <= self.area.end + _A_LITTLE

    def lacks(self, height: float) -> bool:
        """True if something so high needs a new page: never on an empty one."""
        return not self.is_empty and not self.holds(height)


class Margins:
    """What stands on the heads and feet of pages, and the room that it leaves for the text."""

    def __init__(self, contents: Contents, typesetter: Typesetter, rules: Rules) -> None:
        self._contents = contents
        self._typesetter = typesetter
        self._rules = rules
        self._heights: dict[tuple[str, int], float] = {}

    def area(self, section: Section, number: int, *, is_first: bool) -> Area:
        """Where text stands on the page with this *number*, the first of its *section* or not."""
        which = self._which(section, number, is_first=is_first)
        head, foot = section.heads.get(which, ""), section.feet.get(which, "")
        top, bottom = float(abs(section.top)), float(abs(section.bottom))
        if section.top >= 0:
            top = max(top, section.head + self._height(head, section))
        if section.bottom >= 0:
            bottom = max(bottom, section.foot + self._height(foot, section))
        whole = max(section.height - top - bottom, 1)
        below = whole % section.pitch if section.pitch else 0
        if self._rules.centres_lines_of_grid:
            top += below / 2
            whole -= below / 2
            below /= 2
        return Area(top, top + whole - below, below)

    def _which(self, section: Section, number: int, *, is_first: bool) -> WhichPages:
        if section.has_first and is_first:
            return "first"
        if self._contents.differs_by_side and number % 2 == 0:
            return "even"
        return "default"

    def _height(self, part: str, section: Section) -> float:
        key = part, section.text_width
        if key not in self._heights:
            blocks = self._contents.margins.get(part, ())
            self._heights[key] = self._typesetter.stack(blocks, section.text_width, 0).height
        return self._heights[key]

    def placed(self, sheet: Sheet, pages: int) -> Iterable[Placed]:
        """What stands on the head and the foot of *sheet*, one of so many *pages*."""
        if sheet.is_blank:
            return
        section = sheet.head
        which = self._which(section, sheet.number, is_first=sheet.is_first_of_section)
        shown = str(sheet.number)
        page = (f"- {shown} -" if section.with_dashes else shown, str(pages))
        head = self._contents.margins.get(section.heads.get(which, ""), ())
        foot = self._contents.margins.get(section.feet.get(which, ""), ())
        for blocks, is_foot in ((head, False), (foot, True)):
            stack = self._typesetter.stack(blocks, section.text_width, 0, page)
            y = section.height - section.foot - stack.height if is_foot else float(section.head)
            yield from stack.at(section.left, y)
            for box in _boxes(blocks):
                yield from self._typesetter.floating(box, section, y, page)


def _boxes(blocks: Iterable[Block]) -> Iterable[Floating]:
    """The boxes that float beside paragraphs among *blocks*."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.floating
