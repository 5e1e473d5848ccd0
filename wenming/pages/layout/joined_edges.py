"""Paragraphs with the same rules around them, one below the other, are in one box (OOXML 17.3.1.24)."""

from collections.abc import Iterable

from wenming.pages.layout.contents import Block, Paragraph
from wenming.pages.layout.looks import Edges, ParagraphLook

_NONE = Edges()


def with_joined_edges(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """*blocks*, those that share a box without the rules that would part it, but for the one that is said to."""
    joined: list[Block] = []
    before: ParagraphLook | None = None  # as it was read
    for block in blocks:
        look = block.look if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and before is not None and _share_a_box(before, block.look):
            last = joined[-1]
            assert isinstance(last, Paragraph)
            joined[-1] = _with_edges(last, last.look.edges._replace(bottom=block.look.edges.between_rows))
            block = _with_edges(block, block.look.edges._replace(top=None))
        joined.append(block)
        before = look
    return tuple(joined)


def _share_a_box(above: ParagraphLook, below: ParagraphLook) -> bool:
    is_alike = above.edges == below.edges != _NONE
    is_in_line = (above.left, above.right, above.frame) == (below.left, below.right, below.frame)
    return is_alike and is_in_line and above.frame is None


def _with_edges(paragraph: Paragraph, edges: Edges) -> Paragraph:
    return paragraph._replace(look=paragraph.look._replace(edges=edges))
