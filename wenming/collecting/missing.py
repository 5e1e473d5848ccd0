"""Who has not reported yet in a week, as a list and as a text to be pasted into a chat."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from wenming.collecting.targets import WEEK, record_of, target_of
from wenming.town.folder import Town
from wenming.town.levels import called


class Missing(NamedTuple):
    """Who has reported in *week* and who has not: names in the town's order; what one of them is, a 村 or a 社区."""

    week: str
    reported: Sequence[str]
    names: Sequence[str]
    village: str = "村"


def missing(town: Town, week: str) -> Missing:
    """Which villages of *town* have reported no figure in *week*. Raises Faults."""
    target = target_of(town, WEEK, week)
    record = record_of(target.data, str(target.path), target.schema)
    told = {row["单位"] for row in record.get("进展", ()) if "完成" in row}
    villages = town.record["行政村"]
    reported = [name for name in villages if name in told]
    silent = [name for name in villages if name not in told]
    return Missing(week, reported, silent, called(villages).village)


def reminder(found: Missing, now: datetime.datetime, *, with_names: bool = True) -> str:
    """The text that asks the villages that are missing to report, as of *now*: polite, with their names or without."""
    number = int(found.week.rpartition("W")[2])
    hour = f"{now.month}月{now.day}日{now.hour}时"
    if not found.names:
        return f"截至{hour}，第{number}周进展已全部报齐，感谢各{found.village}支持！"
    count = f"{len(found.names)}个{found.village}"
    said = f"各{found.village}好！第{number}周进展截至{hour}还有{count}没有报送"
    if with_names:
        said += f"：{'、'.join(found.names)}"
    return said + "。请有空时报一下，没有新进展的报 0 就行，辛苦了！"
