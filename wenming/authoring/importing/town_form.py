"""The form of a town, as far as its old papers name it; what they do not say is left open."""

import re
from collections.abc import Iterator, Sequence

from wenming.authoring.importing.draft import BLANK, Draft, filled
from wenming.base.i18n import _
from wenming.papers.paper import Block, Grid, Line
from wenming.papers.parts import Division

_HAN = "[\u4e00-\u9fff]"
_NAMED = re.compile(
    rf"(?:中共)?({_HAN}{{1,6}}?(?:镇|乡|街道))(?=人民政府|党委|办事处|委员会|党政|文明村镇|创建|20[0-9]{{2}}年)"
)
_NAMED_AT_FIRST = re.compile(rf"(?:中共)?({_HAN}{{1,4}}?(?:镇|乡|街道))(?={_HAN})")
_NO_TOWN = re.compile("[全各本我该某这村城集]镇|乡镇|[各本我该某]乡|文明|街道办")
_COUNTY = re.compile(rf"({_HAN}{{1,5}}(?:县|区|市)){_HAN}{{1,6}}(?:镇|乡|街道)(?:人民政府|党委|办事处)")
_VILLAGE_HEADS = ("村", "村名", "行政村", "村（社区）", "村庄", "村（居）")
_VILLAGE = re.compile(rf"{_HAN}{{1,8}}(?:村|社区|居委会)")
_GOVERNMENTS = ("人民政府", "办事处")
_YEAR_BEGINS = re.compile(r"[〔\[（(【]")


def town_of(divisions: Sequence[Division]) -> Draft:
    """The town whose old papers *divisions* are."""
    papers = [paper for division in divisions for paper in _with_inner(division)]
    texts = [text for paper in papers for text in _texts_of(paper)]
    name = _name_in(texts)
    organs = list(dict.fromkeys(organ for division in divisions for organ in _organs_of(division)))
    organ = next((one for one in organs if one.endswith(_GOVERNMENTS)), f"{name or f'{BLANK}镇'}人民政府")
    signs = _signs(divisions)
    villages = list(dict.fromkeys(village for paper in papers for village in _villages_in(paper)))
    record = filled(
        名称=name or f"{BLANK}镇",
        上级=next((match[1] for match in map(_COUNTY.search, texts) if match), ""),
        机关=organ,
        文号代字=signs.get(organ, ""),
        办公室=next((division.printed_by for division in divisions if division.printed_by), ""),
        其他机关=[filled(名称=one, 文号代字=signs.get(one, "")) for one in organs if one != organ],
        行政村=villages or [f"{BLANK}村"],
    )
    draft = Draft("town.yaml", {"镇": record})
    if not name:
        draft.remark(("镇", "名称"), _("【核对】原文里没有镇名"))
    words = _("【核对】从原文的表里读的，看看是不是全部") if villages else _("【待填】原文里没有村名，一行一个")
    draft.remark(("镇", "行政村"), words)
    return draft


def _with_inner(division: Division) -> list[Division]:
    return [division] if division.inner is None else [division, division.inner]


def _texts_of(division: Division) -> list[str]:
    """What *division* says of the town, those parts first that name it."""
    parts = [division.mark, *division.organs, division.title, division.printed_by, division.addressees]
    return [*parts, *(text for block in division.body for text in texts_in(block))]


def texts_in(block: Block) -> list[str]:
    """The texts of a line, or of the cells of a table."""
    return [block.text] if isinstance(block, Line) else list(block.texts)


def _name_in(texts: Sequence[str]) -> str:
    """The town that *texts* name; empty where they name none."""
    names = [name for text in texts for name in _NAMED.findall(text)]
    names += [match[1] for match in map(_NAMED_AT_FIRST.match, texts) if match]
    return next((name for name in names if not _NO_TOWN.search(name)), "")


def _organs_of(division: Division) -> Sequence[str]:
    """The organs that sign *division*, or what it issues."""
    if division.organs or division.inner is None:
        return division.organs
    return division.inner.organs


def _signs(divisions: Sequence[Division]) -> dict[str, str]:
    """By the organ that signs first what stands before the year in its document numbers."""
    signs: dict[str, str] = {}
    for division in divisions:
        organs = _organs_of(division)
        if division.number and organs:
            signs.setdefault(organs[0], _YEAR_BEGINS.split(division.number)[0])
    return signs


def _villages_in(division: Division) -> Iterator[str]:
    """Yields the names below a head 村名 of a table in *division*."""
    blocks = [*division.body, *(block for annex in division.annexes for block in annex.blocks)]
    for block in blocks:
        if isinstance(block, Grid):
            yield from _villages_below(block)


def _villages_below(grid: Grid) -> Iterator[str]:
    for column, head in enumerate(grid.rows[0]):
        if head not in _VILLAGE_HEADS:
            continue
        for row in grid.rows[1:]:
            if column < len(row) and _VILLAGE.fullmatch(row[column]):
                yield row[column]
