"""What stays together: paragraphs with the next, lines of a paragraph."""

from collections.abc import Iterator, Sequence

from wenming.pages.layout.contents import Block, Paragraph, Table
from wenming.pages.layout.looks import ParagraphLook

_LEAST_TOGETHER = 2  # lines of a paragraph on a page, where widows are controlled


def chains(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks that stay on one page together: paragraphs that keep with the next, and that one."""
    chain: list[Block] = []
    for place, block in enumerate(blocks):
        chain.append(block)
        is_last = place + 1 == len(blocks)
        if is_last or not _keeps(block, blocks[place + 1]):
            yield chain
            chain = []


def _keeps(block: Block, following: Block) -> bool:
    """True if *block* stays on the page of the one *following*, which may itself ask for a new page."""
    if isinstance(block, Table) or block.section is not None:
        return False
    if block.look.frame is not None:
        return True
    breaks = isinstance(following, Paragraph) and following.look.breaks_page
    return block.look.keeps_next and not breaks


def lines_together(look: ParagraphLook, count: int) -> int:
    """How many of the *count* lines of a paragraph its first line must have beside it on a page."""
    if look.keeps_lines:
        return count
    return _LEAST_TOGETHER if look.controls_widows else 1


def lines_here(look: ParagraphLook, fitting: int, left: int, *, is_first: bool) -> int:
    """How many lines of a paragraph stand on a page, where of the *left* ones so many would be *fitting*, and not all.

    *is_first*: its first line is among them. 0: the page is turned before them.
    """
    if look.keeps_lines and is_first:
        return 0
    if not look.controls_widows:
        return fitting
    if left - fitting == 1:
        fitting -= 1
    if is_first and fitting < _LEAST_TOGETHER:
        return 0
    return max(fitting, 0)
