"""What the offices, the people and the villages of a 镇, a 乡, a 街道 or a 苏木 are called."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Level(NamedTuple):
    """What the offices and people of a 镇, a 乡 or a 街道 are called."""

    short: str
    committee: str
    head: str
    organ: str
    sign: str
    villages: str
    village: str
    village_long: str
    people: str
    units: str
    campaign: str
    covenant: str


_TOWN = Level(
    short="镇",
    committee="镇党委",
    head="镇长",
    organ="人民政府",
    sign="政发",
    villages="各村民委员会",
    village="村",
    village_long="行政村",
    people="村民",
    units="镇直各单位",
    campaign="文明村镇创建工作",
    covenant="村规民约",
)
_RURAL = _TOWN._replace(short="乡", committee="乡党委", head="乡长", units="乡直各单位")
_SUMU = _TOWN._replace(short="苏木", committee="苏木党委", head="苏木达", units="苏木直属各单位")
_STREET = Level(
    short="街道",
    committee="街道党工委",
    head="办事处主任",
    organ="办事处",
    sign="街办发",
    villages="各社区居民委员会",
    village="社区",
    village_long="社区",
    people="居民",
    units="街道各部门",
    campaign="文明社区创建工作",
    covenant="居民公约",
)
_LEVELS = {"镇": _TOWN, "乡": _RURAL, "街道": _STREET, "苏木": _SUMU}
_COMMUNITIES = ("社区", "居委会", "居民委员会")


_OF_VILLAGES = {
    "villages": "各村民委员会",
    "village": "村",
    "village_long": "行政村",
    "people": "村民",
    "covenant": "村规民约",
}
_OF_COMMUNITIES = {
    "villages": "各社区居民委员会",
    "village": "社区",
    "village_long": "社区",
    "people": "居民",
    "covenant": "居民公约",
}
_OF_BOTH = {
    "villages": "各村（居）民委员会",
    "village": "村（社区）",
    "village_long": "村（社区）",
    "people": "村（居）民",
    "covenant": "村规民约（居民公约）",
}


def level_of(town: str) -> Level | None:
    """The level that the name of a *town* ends in; None where it ends in none of 镇, 乡, 街道 and 苏木."""
    return next((level for ending, level in _LEVELS.items() if town.endswith(ending)), None)


def level_with(town: str, villages: Sequence[str]) -> Level:
    """The level of a *town*, which calls its *villages* what they are: villages, communities or both."""
    level = level_of(town) or _TOWN
    communities = [name for name in villages if name.endswith(_COMMUNITIES)]
    if not communities:
        return level._replace(**_OF_VILLAGES)
    if len(communities) == len(villages):
        return level._replace(**_OF_COMMUNITIES)
    return level._replace(**_OF_BOTH)


def words_of(town: str, villages: Sequence[str]) -> Mapping[str, str]:
    """What sentences call a *town* and its *villages*: by 全镇, 行政村, 村 and 村民 the words in their places."""
    level = level_with(town, villages)
    return {"全镇": f"全{level.short}", "行政村": level.village_long, "村": level.village, "村民": level.people}
