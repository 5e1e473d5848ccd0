"""The towns beside a town: those of its county, where a whole province lies in one folder."""

from pathlib import Path

from wenming.town import beside


def towns(folder: Path, number: int, county: str) -> None:
    for n in range(number):
        town = folder / f"{county}{n}"
        town.mkdir()
        (town / "town.yaml").write_text(f"镇:\n  名称: {county}{n}镇\n  上级: {county}县\n", encoding="utf-8")


def names(folder: Path) -> set[str]:
    return {neighbour.name for neighbour in beside.neighbours_of(folder)}


def test_the_towns_of_a_county_are_neighbours_whatever_their_county(tmp_path: Path) -> None:
    towns(tmp_path, 2, "清源")
    towns(tmp_path, 1, "宁安")
    assert names(tmp_path / "清源0") == {"清源1镇", "宁安0镇"}


def test_of_a_whole_province_those_of_the_same_county_are(tmp_path: Path) -> None:
    towns(tmp_path, 3, "清源")
    towns(tmp_path, 100, "宁安")
    assert names(tmp_path / "清源0") == {"清源1镇", "清源2镇"}


def test_who_has_looked_already_may_say_what_is_there(tmp_path: Path) -> None:
    towns(tmp_path, 2, "清源")
    there = beside.towns_in(tmp_path)
    towns(tmp_path, 1, "宁安")
    assert [town.name for town in beside.neighbours_of(tmp_path / "清源0", there)] == ["清源1镇"]
