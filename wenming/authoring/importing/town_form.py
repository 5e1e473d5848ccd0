"""The form of a town, as far as its old papers name it; what they do not say is left open."""

import re
from collections.abc import Iterable, Iterator, Sequence

from wenming.authoring.importing.draft import BLANK, Draft, Fields, filled
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
    villages = _without_doubles(village for paper in papers for village in _villages_in(paper))
    name = _name_in(texts)
    record = {
        "名称": name or f"{BLANK}镇",
        **filled(上级=_county_in(texts)),
        **_offices(divisions, name or f"{BLANK}镇"),
        "行政村": villages or [f"{BLANK}村"],
    }
    draft = Draft("town.yaml", {"镇": record})
    if not name:
        draft.remark(("镇", "名称"), _("【核对】原文里没有镇名"))
    words = _("【核对】从原文的表里读的，看看是不是全部") if villages else _("【待填】原文里没有村名，一行一个")
    draft.remark(("镇", "行政村"), words)
    return draft


def _offices(divisions: Sequence[Division], town: str) -> Fields:
    """The organs of the *town*, what their numbers begin with, and its office."""
    organs = _without_doubles(organ for division in divisions for organ in _organs_of(division))
    governments = [organ for organ in organs if organ.endswith(_GOVERNMENTS)]
    main = governments[0] if governments else f"{town}人民政府"
    signs = _signs(divisions)
    offices = [division.printed_by for division in divisions if division.printed_by]
    others = [filled(名称=organ, 文号代字=signs.get(organ, "")) for organ in organs if organ != main]
    return filled(机关=main, 文号代字=signs.get(main, ""), 办公室="".join(offices[:1]), 其他机关=others)


def _without_doubles(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _county_in(texts: Sequence[str]) -> str:
    """The county that stands before the town in one of *texts*; empty where it does in none."""
    for text in texts:
        county = _COUNTY.search(text)
        if county is not None:
            return county[1]
    return ""


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
