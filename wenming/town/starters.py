"""The forms that a new town begins with, in its own names: templates/starters, filled by Jinja."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import resources
from wenming.base.weeks import week_of
from wenming.engine.text_files import TextFiles
from wenming.gongwen.chinese import date_text
from wenming.town.levels import called, level_or_usual

_CHAPTERS = {"标准": "plan-standard", "评选": "plan-contest", "工程": "plan-project", "通用": "plan-general"}
LAYOUTS: Sequence[str] = tuple(_CHAPTERS)
#: By its file below the town's folder what each form is filled from
_FORMS = {
    "town.yaml": "town.yaml",
    "plan.yaml": "plan.yaml",
    "notices/example.txt": "notice.txt",
    "weeks/example.txt": "week.txt",
    "scores/example.txt": "score.txt",
}
_LAST_MONTH_TO_BEGIN = 10  # a campaign that is written down later is next year's


class Facts(NamedTuple):
    """What is known of a new town; what is empty is made of its name."""

    name: str
    county: str
    villages: Sequence[str]
    organ: str = ""
    sign: str = ""
    office: str = ""
    title: str = ""


def forms(folder: Path, layout: str, facts: Facts, today: datetime.date) -> dict[str, str]:
    """By its file below *folder* the text of each form, the plan in *layout*, its days in the year of *today*."""
    starters = TextFiles(resources.own("templates") / "starters")
    words = {**_words(facts), **_days(today), "版式": layout, "章节": f"{_CHAPTERS[layout]}.yaml"}
    texts: dict[str, str] = {}
    for file, starter in _FORMS.items():
        rules = resources.schemas_from((folder / file).parent)
        texts[file] = starters.fill(starter, {**words, "规则": rules})
    return texts


def _words(facts: Facts) -> Mapping[str, object]:
    """The names of the town, its offices and its people."""
    level, of_villages = level_or_usual(facts.name), called(facts.villages)
    stem = facts.name.removesuffix(level.short)
    organ = facts.organ or f"{facts.name}{level.organ}"
    return {
        "镇": facts.name,
        "上级": facts.county,
        "机关": organ,
        "代字": facts.sign or f"{stem[:1]}{level.sign}",
        "办公室": facts.office or f"{facts.name}党政综合办公室",
        "标题": facts.title or f"{facts.name}{level.campaign}实施方案",
        "行政村": facts.villages,
        "工作": level.campaign,
        "本": level.short,
        "党委": level.committee,
        "首长": level.head,
        "村": of_villages.village,
        "村全称": of_villages.village_long,
        "村委": of_villages.committees,
        "村委会": of_villages.committees.removeprefix("各"),
        "县": facts.county[-1:] if facts.county[-1:] in ("县", "市", "区", "旗") else "县",
        "直属": level.units,
        "公约": of_villages.covenant,
        "称呼": "广大居民朋友们" if of_villages.village == "社区" else f"全{level.short}父老乡亲",
    }


def _days(today: datetime.date) -> Mapping[str, object]:
    """The days of a campaign from the month of *today*, or from the next year, to the end of the year."""
    begin = today.replace(day=1)
    if begin.month > _LAST_MONTH_TO_BEGIN:
        begin = datetime.date(begin.year + 1, 1, 1)
    end = datetime.date(begin.year, 12, 31)
    middle = begin + (end - begin) / 2
    last_of_middle = middle.replace(day=1) - datetime.timedelta(days=1)
    week = week_of(begin + datetime.timedelta(days=6))  # the first whole one
    wednesday = week.monday + datetime.timedelta(days=2)
    return {
        "年": begin.year,
        "开始": begin,
        "结束": end,
        "中期": max(last_of_middle, begin),
        "年末": f"{begin.year}年底",
        "开始日": date_text(begin),
        "结束日": date_text(begin + datetime.timedelta(days=29)),
        "周": week,
        "星期三": wednesday,
        "下星期五": wednesday + datetime.timedelta(days=9),
    }
