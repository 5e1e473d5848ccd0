"""Towns and weeks as people type them."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from wenming.cli.main import main
from wenming.cli.typed import week_meant

TODAY = datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text", ["12", "１２", "W12", "w12", "第12周", "12周", "2026W12", "2026年第12周", "2026-w12", "2026-W12"]
)
def test_a_week_may_be_typed_short(text: str) -> None:
    assert week_meant(text, ["2026-W11"], TODAY) == "2026-W12"


@pytest.mark.parametrize("text", ["2026-12", "2026", "三月", "", "W", "123", "2026-W123"])
def test_what_is_no_week_stays(text: str) -> None:
    assert week_meant(text, ["2026-W11"], TODAY) == text


def test_a_number_is_of_the_last_year_that_has_it() -> None:
    there = ["2025-W12", "2025-W50", "2026-W03"]
    assert week_meant("50", there, TODAY) == "2025-W50"
    assert week_meant("3", there, TODAY) == "2026-W03"
    assert week_meant("20", there, TODAY) == "2026-W20"
    assert week_meant("20", [], TODAY) == "2026-W20"


def built(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["build", *args])
    return result.exit_code, result.output


@pytest.mark.parametrize("name", ["anping", "安平镇", "data/anping"])
def test_a_town_is_found_by_its_name(name: str, town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = town()
    town("heshan")
    monkeypatch.chdir(folder.parent.parent)
    code, said = built(name, "周报", "--week", "12")
    assert code == 0 and "第12周" in said, said


def test_a_town_that_is_not_there_is_told(town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town().parent.parent)
    code, said = built("清水镇")
    assert code and "清水镇" in said and "anping" in said


def test_a_name_that_is_nearly_one_is_offered(town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town().parent.parent)
    code, said = built("anpin")
    assert code and "data/anping" in said


@pytest.mark.parametrize("name", ["路线图", "任务书", "时间表"])
def test_the_parts_of_the_breakdown_are_asked_for_by_their_names(
    name: str, town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(town().parent.parent)
    code, said = built("anping", name)
    assert code == 0 and "任务分解表" in said
