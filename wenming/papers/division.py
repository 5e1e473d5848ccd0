"""The parts of an old paper by their place, looks and words: red head, title, 主送, text, signature, annexes, 版记."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wenming.papers.ending import end_of_text, is_annex, with_ending
from wenming.papers.foot import without_foot
from wenming.papers.head import above_title, below_title
from wenming.papers.laid_out import as_lines
from wenming.papers.paper import Block, Paper
from wenming.papers.parts import Annex, Division
from wenming.papers.titles import joined, title_at, title_of_annex


def divide(paper: Paper) -> Division:
    """The parts of *paper*."""
    blocks, foot = without_foot(list(as_lines(paper.blocks)))
    division = _divided(blocks)
    return division._replace(
        addressees=division.addressees or foot.addressees,
        copied=foot.copied,
        printed_by=foot.printed_by,
        printed=foot.printed,
        aside=(*division.aside, *foot.aside),
    )


def _divided(blocks: Sequence[Block]) -> Division:
    """The parts of the paper that is all of *blocks*, which have no 版记."""
    division, at = above_title(blocks)
    title = title_at(blocks, at)
    division = division._replace(title=joined(title))
    at += len(title)
    division, length = below_title(blocks[at:], division)
    at += length
    end = end_of_text(blocks, at)
    division = division._replace(body=(*division.body, *blocks[at:end]))
    division, end = with_ending(division, blocks, end)
    return _with_rest(division, blocks[end:])


def _with_rest(division: Division, rest: Sequence[Block]) -> Division:
    """*division* with what stands behind its signature: the paper that it issues, or its annexes."""
    first_annex = next((at for at, block in enumerate(rest) if is_annex(block)), len(rest))
    behind, annexes = rest[:first_annex], rest[first_annex:]
    if behind and division.issues_another:
        return division._replace(inner=_divided(rest))
    if behind:  # no signature after all
        division = division._replace(body=(*division.body, *behind))
    issues_its_annex = division.issues_another and len(division.annex_names) == 1
    if annexes and issues_its_annex:
        return division._replace(inner=_divided(annexes[1:]), inner_is_annex=True)
    return division._replace(annexes=tuple(_annexes(annexes)))


def _annexes(blocks: Sequence[Block]) -> Iterator[Annex]:
    """Yields the annexes in *blocks*, each below its label."""
    starts = [at for at, block in enumerate(blocks) if is_annex(block)]
    for start, end in pairwise([*starts, len(blocks)]):
        title = title_of_annex(blocks[start + 1 : end])
        first = start + 1 + len(title)
        yield Annex(joined(title), tuple(blocks[first:end]))
