"""Paragraphs set to a width, and blocks set one below the other: in cells, on heads and feet, in boxes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wenming.pages.layout.breaking import Line, Measure, broken
from wenming.pages.layout.contents import Block, Contents, Floating, PageNumber, Paragraph, Section, Table
from wenming.pages.layout.faces import Faces
from wenming.pages.layout.looks import Edge, ParagraphLook
from wenming.pages.layout.placed import Fill, Placed, PlacedDrawing, PlacedLine, Rule, Turned
from wenming.pages.layout.rules import Rules
from wenming.pages.layout.set_text import Measuring, set_text
from wenming.pages.layout.stacks import Stack
from wenming.pages.layout.tables import TablePart, set_table

NO_PAGE = ("1", "1")  # what is printed for page numbers where pages are not known


class SetParagraph(NamedTuple):
    """A paragraph in lines; *above* and *below*: what its rules take there, spaces not counted."""

    paragraph: Paragraph
    lines: list[Line]
    above: float
    below: float

    @property
    def look(self) -> ParagraphLook:
        return self.paragraph.look

    @property
    def height(self) -> float:
        """Its height with rules, and the space before it, but not the one after it."""
        return self.look.before + self.above + sum(line.height for line in self.lines) + self.below


class Typesetter:
    """Sets what stands in a document in *faces* by *rules*."""

    def __init__(self, contents: Contents, faces: Faces, rules: Rules) -> None:
        self._contents = contents
        self._measuring = Measuring(faces)
        self._rules = rules
        self._known: dict[tuple[object, ...], list[Line]] = {}  # tables say the same in many cells

    def paragraph(
        self,
        paragraph: Paragraph,
        width: float,
        pitch: int,
        page: tuple[str, str] = NO_PAGE,
        *,
        in_cell: bool = False,
    ) -> SetParagraph:
        """*paragraph* set to *width* on a grid of lines with this *pitch*; *page*: what stands for page numbers."""
        look = paragraph.look
        has_number = any(isinstance(piece, PageNumber) for piece in paragraph.pieces)
        key = paragraph.pieces, look, width, pitch, page if has_number else NO_PAGE, in_cell
        if key not in self._known:
            text = set_text(paragraph, self._measuring, self._rules, page)
            measure = Measure(width, pitch, self._contents.tab, self._contents.squeezes_marks, in_cell)
            self._known[key] = broken(text, look, measure, self._measuring, self._rules)
        return SetParagraph(paragraph, self._known[key], _taken(look.edges.top), _taken(look.edges.bottom))

    def stack(
        self,
        blocks: Iterable[Block],
        width: float,
        pitch: int,
        page: tuple[str, str] = NO_PAGE,
        *,
        in_cell: bool = False,
    ) -> Stack:
        """*blocks* one below the other in a column of this *width*."""
        placed: list[Placed] = []
        y = 0.0
        after = 0.0
        before: ParagraphLook | None = None
        for block in blocks:
            if isinstance(block, Table):
                table = set_table(block, width, pitch, self, page)
                part = TablePart(table, 0, y)
                for row in table.rows:
                    part.add(row)
                placed += part.closed()
                y = part.bottom
                after, before = 0.0, None
                continue
            set_one = self.paragraph(block, width, pitch, page, in_cell=in_cell)
            y += space_between(before, after, block.look)
            placed += placed_paragraph(set_one, 0, y, width)
            y += set_one.height - block.look.before
            after, before = block.look.after, block.look
        is_of_lines = all(isinstance(one, PlacedLine) for one in placed)
        return Stack(tuple(placed), y, is_of_lines=is_of_lines)

    def floating(self, box: Floating, section: Section, y: float, page: tuple[str, str]) -> tuple[Placed, ...]:
        """*box*, which belongs to a paragraph at *y*, on the paper of *section*."""
        x = box.x if box.x_from == "page" else box.x + section.left
        if box.y_from == "page":
            top = box.y
        elif box.y_from in ("margin", "topMargin"):
            top = box.y + section.top
        else:
            top = box.y + y
        if box.drawn is not None:
            return (PlacedDrawing(x, top, box.drawn),)
        if not box.turned:
            stack = self.stack(box.blocks, box.width, 0, page)
            return tuple(stack.at(x, top))
        stack = self.stack(box.blocks, box.height, 0, page)
        if box.turned == _CLOCKWISE:
            return (Turned(x + box.width, top, box.turned, stack.placed),)
        return (Turned(x, top + box.height, box.turned, stack.placed),)


_CLOCKWISE = 90


def space_between(before: ParagraphLook | None, after: float, look: ParagraphLook) -> float:
    """The space between a paragraph that asks for so much *after* it and one below that looks so."""
    is_same_style = before is not None and before.style == look.style
    if before is not None and is_same_style and before.ignores_space_in_style:
        after = 0
    own = 0 if is_same_style and look.ignores_space_in_style else look.before
    return after + own


def placed_paragraph(set_one: SetParagraph, x: float, y: float, width: float) -> list[Placed]:
    """A whole paragraph at *x* and *y*, the space before it left out, in a column of this *width*."""
    return placed_lines(set_one, set_one.lines, x, y, width, is_first=True, is_last=True)


def placed_lines(
    set_one: SetParagraph, lines: Sequence[Line], x: float, y: float, width: float, *, is_first: bool, is_last: bool
) -> list[Placed]:
    """*lines* of a paragraph at *x* and *y*, with its rules above the first and below the last, and what is behind."""
    look = set_one.look
    left, right = x + min(look.left, look.left + look.first, key=abs), x + width - look.right
    placed: list[Placed] = []
    top = y
    if is_first:
        placed += _across(look.edges.top, left, right, y, downwards=True)
        y += set_one.above
    for line in lines:
        placed.append(PlacedLine(x, y, line, set_one.paragraph))
        y += line.height
    if is_last:
        placed += _across(look.edges.bottom, left, right, y + set_one.below, downwards=False)
        y += set_one.below
    placed += _upright(look, left, right, top, y)
    if look.shade:
        placed.insert(0, Fill(left, top, right - left, y - top, look.shade))
    return placed


def _taken(edge: Edge | None) -> float:
    """The height that a rule above or below a paragraph takes."""
    return edge.width + edge.space if edge and edge.width else 0


def _across(edge: Edge | None, left: float, right: float, y: float, *, downwards: bool) -> list[Placed]:
    """The rule *edge* from *left* to *right*; its outer side is at *y*."""
    if edge is None or not edge.width:
        return []
    middle = y + edge.width / 2 if downwards else y - edge.width / 2
    return [Rule(left, middle, right, middle, edge.width, edge.color, edge.dash)]


def _upright(look: ParagraphLook, left: float, right: float, top: float, bottom: float) -> list[Placed]:
    """The rules on the left and on the right of a paragraph."""
    placed: list[Placed] = []
    for edge, x, sign in ((look.edges.left, left, -1), (look.edges.right, right, 1)):
        if edge and edge.width:
            at = x + sign * edge.space
            placed.append(Rule(at, top, at, bottom, edge.width, edge.color, edge.dash))
    return placed
