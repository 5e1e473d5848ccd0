"""What the offices, the people and the villages of a 镇, a 乡, a 街道 or a 苏木 are called."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Level(NamedTuple):
    """What the offices of a 镇, a 乡, a 街道 or a 苏木 are called."""

    short: str
    committee: str
    head: str
    organ: str
    sign: str
    units: str
    campaign: str


class Villages(NamedTuple):
    """What the villages of a town are called, alone and in full, their committees and people."""

    committees: str
    village: str
    village_long: str
    people: str
    covenant: str


_TOWN = Level(
    short="镇",
    committee="镇党委",
    head="镇长",
    organ="人民政府",
    sign="政发",
    units="镇直各单位",
    campaign="文明村镇创建工作",
)
_RURAL = _TOWN._replace(short="乡", committee="乡党委", head="乡长", units="乡直各单位")
_SUMU = _TOWN._replace(short="苏木", committee="苏木党委", head="苏木达", units="苏木直属各单位")
_STREET = Level(
    short="街道",
    committee="街道党工委",
    head="办事处主任",
    organ="办事处",
    sign="街办发",
    units="街道各部门",
    campaign="文明社区创建工作",
)
_LEVELS = {"镇": _TOWN, "乡": _RURAL, "街道": _STREET, "苏木": _SUMU}
_COMMUNITIES = ("社区", "居委会", "居民委员会")
_OF_VILLAGES = Villages("各村民委员会", "村", "行政村", "村民", "村规民约")
_OF_COMMUNITIES = Villages("各社区居民委员会", "社区", "社区", "居民", "居民公约")
_OF_BOTH = Villages("各村（居）民委员会", "村（社区）", "村（社区）", "村（居）民", "村规民约（居民公约）")


def level_of(town: str) -> Level | None:
    """The level that the name of a *town* ends in; None where it ends in none of 镇, 乡, 街道 and 苏木."""
    return next((level for ending, level in _LEVELS.items() if town.endswith(ending)), None)


def level_or_usual(town: str) -> Level:
    """The level of a *town*; that of a 镇 where its name does not say."""
    return level_of(town) or _TOWN


def called(villages: Sequence[str]) -> Villages:
    """What these *villages* are called: villages, communities or both."""
    communities = [name for name in villages if name.endswith(_COMMUNITIES)]
    if not communities:
        return _OF_VILLAGES
    return _OF_COMMUNITIES if len(communities) == len(villages) else _OF_BOTH


def words_of(town: str, villages: Sequence[str]) -> Mapping[str, str]:
    """What sentences call a *town* and its *villages*: by 全镇, 行政村, 村 and 村民 the words in their places."""
    of_villages = called(villages)
    return {
        "全镇": f"全{level_or_usual(town).short}",
        "行政村": of_villages.village_long,
        "村": of_villages.village,
        "村民": of_villages.people,
    }
