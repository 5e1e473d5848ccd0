"""Given these weeks and forms, these documents: circulars, orders to rectify, task books, scores, summaries."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import office
import pytest
from conftest import ROOT, made
from docx.oxml.ns import qn
from dump import dump
from hypothesis import given
from hypothesis import strategies as st

from wenming import Faults, Job, build
from wenming.authoring.check import check
from wenming.base.weeks import Week, named
from wenming.documents.circular import judged
from wenming.documents.registry import KINDS
from wenming.documents.wording import Wording
from wenming.figures import honours
from wenming.figures.problems import Ledger, Problem
from wenming.figures.progress import Books, Standing, Subject, figures
from wenming.figures.scores import score_of, thresholds
from wenming.figures.workdays import workday_after
from wenming.forms import form as forms
from wenming.gongwen import measures as m
from wenming.pipeline import JobError

DAY = datetime.date
WORDS = Wording(files=("circular", "common"))
NAMES = {
    "appeal": "倡议书",
    "breakdown": "任务分解表",
    "circular": "通报",
    "final": "总结",
    "monthly": "月报（2026年3月）",
    "rectification": "白塔村",
    "scorecard": "自评表",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return made(ROOT / "data" / "anping", tmp_path_factory.mktemp("out"), *NAMES)


@pytest.mark.parametrize("kind", NAMES)
def test_every_document_is_as_it_was_read_and_approved(
    built: list[Path], kind: str, golden: Callable[[str, str], None]
) -> None:
    [path] = [one for one in built if NAMES[kind] in one.stem]
    golden(dump(path.read_bytes()), f"anping-{kind}")


@pytest.mark.layout
def test_pages_are_turned_only_where_they_should(built: list[Path], tmp_path: Path) -> None:
    import subprocess

    for pdf in office.to_pdf(built, tmp_path):
        told = subprocess.run(["pdfinfo", "-l", "99", str(pdf)], capture_output=True, text=True, check=True).stdout
        sizes = re.findall(r"size: +([\d.]+) x ([\d.]+)", told)
        turned = [float(width) > float(height) for width, height in sizes]
        if "任务分解表" in pdf.stem:
            assert not turned[0] and all(turned[1:]) and len(turned) > 1
        else:
            assert not any(turned)
        if "整改通知单" in pdf.stem:
            assert len(turned) == 1, pdf.stem


def village(name: str, rate: float, rank: int, due: float | None = 0.5) -> Subject:
    passed = None if due is None else Fraction(str(due))
    return Subject(name, {}, {}, Standing(Fraction(str(rate)), Fraction(0), passed), rank)


def problem(unit: str, overdue: int | None) -> Problem:
    return Problem({"编号": "W1", "单位": unit, "状态": "整改中"}, False, False, False, overdue)


FOUR = [village("甲", 0.9, 1), village("乙", 0.6, 2), village("丙", 0.6, 2), village("丁", 0.1, 4)]


@pytest.mark.parametrize(
    ("rules", "late", "red", "black"),
    [
        ({"红榜": {"名次": 1}, "黑榜": {"名次": 1}}, [], "甲", "丁"),
        ({"红榜": {"名次": 2}, "黑榜": {"名次": 2}}, [], "甲乙丙", "丁"),  # 乙 and 丙 are not below the mean
        ({"红榜": {"超前": 10}, "黑榜": {"落后": 40}}, [], "甲乙丙", "丁"),
        ({"红榜": {"超前": 41}, "黑榜": {"落后": 41}}, [], "", ""),
        ({"红榜": {"名次": 1}, "黑榜": {"逾期问题": 1}}, [problem("甲", 3)], "", "甲"),
        ({"红榜": {"名次": 1}, "黑榜": {"逾期问题": 2}}, [problem("甲", 3)], "", ""),
        ({"红榜": {"名次": 1}, "黑榜": {"逾期问题": 1}}, [problem("甲", None)], "", "甲"),
        ({"红榜": {"名次": 1}, "黑榜": {"逾期问题": 1}}, [problem("甲", 0)], "甲", ""),
        ({}, [], "", ""),
    ],
)
def test_villages_are_named_by_the_rules_of_the_plan(
    rules: dict[str, Any], late: list[Problem], red: str, black: str
) -> None:
    named = judged(WORDS, FOUR, late, rules)
    assert ["".join(one.name for one in row) for row in named] == [red, black]


def test_the_worst_comes_first_and_reasons_are_given() -> None:
    rules = {"红榜": {"名次": 2}, "黑榜": {"落后": 5, "逾期问题": 1}}
    rows = [village("甲", 0.9, 1), village("乙", 0.9, 1), village("丙", 0.4, 3), village("丁", 0.3, 4)]
    red, black = judged(WORDS, rows, [problem("丁", 8)], rules)
    assert [one.reasons for one in red] == ["完成率90.0%，并列第1名，超前时序进度40.0个百分点"] * 2
    assert [(one.name, one.reasons) for one in black] == [
        ("丁", "完成率30.0%，列第4名，落后时序进度20.0个百分点，有1个问题超过整改期限（W1逾期8个工作日）"),
        ("丙", "完成率40.0%，列第3名，落后时序进度10.0个百分点"),
    ]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9))
def test_nobody_is_on_both_lists_and_where_all_are_equal_nobody_is_named(rates: list[int]) -> None:
    rows = [village(str(n), rate / 4, 1 + sum(other > rate for other in rates), None) for n, rate in enumerate(rates)]
    red, black = judged(WORDS, rows, [], {"红榜": {"名次": 3}, "黑榜": {"名次": 3}})
    assert not {one.name for one in red} & {one.name for one in black}
    assert bool(red) == bool(black) == (len(set(rates)) > 1)


def test_a_rule_that_the_plan_does_not_have_fits_nobody() -> None:
    verdicts = honours.verdicts(FOUR, [problem("甲", 3)] * 9, honours.Rules.from_record({}))
    assert not any(verdict.is_named or verdict.is_praised for verdict in verdicts)


def test_a_verdict_says_which_rule_it_is_by() -> None:
    rules = honours.Rules.from_record({"红榜": {"名次": 1, "超前": 10}, "黑榜": {"名次": 1, "落后": 50}})
    first, second, _third, last = honours.verdicts(FOUR, [problem("甲", 3)], rules)
    assert (first.is_among_first, first.is_ahead, first.is_praised) == (True, True, False)  # it has an overdue problem
    assert (second.is_among_first, second.is_ahead, second.is_praised) == (False, True, True)
    assert (last.is_among_last, last.is_behind, last.is_overdue, last.is_named) == (True, False, False, True)


def test_each_unit_with_open_problems_gets_one_order_with_a_slip(built: list[Path]) -> None:
    orders = sorted(path.stem for path in built if "整改通知单" in path.stem)
    assert orders == [
        f"整改通知单（2026年第17周第{number}号，{name}）"
        for number, name in [(17, "高店村"), (22, "白塔村"), (23, "古城村"), (30, "小王庄村")]
    ]
    late = docx.Document(str(next(path for path in built if "高店村" in path.stem)))
    text = "\n".join(one.text for one in late.paragraphs)
    assert "W12-2已超过整改期限，请立即整改。" in text
    assert "请于2026年4月29日前将回执报送" in text  # three working days after Sunday, 26 April
    assert len(late.tables) == 2 and late.tables[1].cell(1, 0).text == "W12-2"


def test_working_days_go_over_holidays() -> None:
    assert workday_after(DAY(2026, 4, 30), 1) == DAY(2026, 5, 6)  # Labour Day is five days long
    assert workday_after(DAY(2099, 1, 2), 1) is None  # not published yet, and not guessed


def test_where_holidays_are_not_known_an_order_asks_for_days_not_for_a_date(
    town: Callable[..., Path], tmp_path: Path
) -> None:
    folder = town()
    (folder / "weeks" / "2099-W10.yaml").write_text(
        "周: 2099-W10\n问题:\n"
        "  - {编号: W99-1, 单位: 东河村, 描述: 宣传栏破损, 发现: 2099-03-01, 整改期限: 2099-03-03}\n",
        encoding="utf-8",
    )
    path = next(one for one in made(folder, tmp_path, "rectification", week="2099-W10") if "东河村" in one.stem)
    text = "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert "请在收到后三个工作日内将回执报送" in text and "W99-1已超过整改期限" in text


ITEMS = st.fixed_dictionaries(
    {
        "内容": st.just("甲"),
        "分值": st.decimals(Decimal("0.1"), 20, places=1),
        "条件": st.lists(st.fixed_dictionaries({"内容": st.just("乙"), "达到": st.booleans()}), min_size=1, max_size=6),
        "扣分": st.lists(st.fixed_dictionaries({"原因": st.just("丙"), "分值": st.decimals("0.1", 9, places=1)})),
    }
)


@given(ITEMS)
def test_points_are_never_below_nought_nor_above_the_item_and_more_met_is_never_worse(item: dict[str, Any]) -> None:
    parts = {"A": Decimal(1), "B": Decimal("0.8"), "C": Decimal("0.6")}
    score = score_of(item, parts)
    assert 0 <= score.points <= Fraction(item["分值"]) and score.lost == Fraction(item["分值"]) - score.points
    better = {**item, "条件": [*item["条件"][1:], {"内容": "乙", "达到": True}]}
    if not item["条件"][0]["达到"]:
        assert score_of(better, parts).points >= score.points


@pytest.mark.parametrize(
    ("met", "grade"), [((1, 1, 1, 1), "A"), ((1, 1, 1, 0), "B"), ((1, 0, 1, 0), "C"), ((1, 0, 0, 0), "D")]
)
def test_the_grade_is_how_many_conditions_are_met(met: tuple[int, ...], grade: str) -> None:
    item = {"内容": "甲", "分值": 5, "条件": [{"内容": "乙", "达到": bool(one)} for one in met]}
    assert score_of(item, {}).grade == grade
    assert thresholds({**item, "等级": {"A": 1}}) == {"A": 1}
    assert score_of({**item, "等级": {"A": 1}}, {}).grade == "A"


def test_a_score_sheet_that_does_not_add_up_is_a_fault(town: Callable[..., Path]) -> None:
    folder = town()
    path = folder / "scores" / "2026-04.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after, said in [
        ("满分: 40", "满分: 41", "各项分值加起来是 40，不是 41"),
        ("{A: 4, B: 3, C: 2}", "{A: 5, B: 3, C: 2}", "共有 4 个条件"),
        ("{A: 4, B: 3, C: 2}", "{A: 2, B: 3, C: 4}", "共有 4 个条件"),
        ("等级: {A: 4, B: 3, C: 2}", "档次: A", "又写了条件、又写了档次"),
    ]:
        path.write_text(text.replace(before, after), encoding="utf-8")
        with pytest.raises(Faults, match=said):
            build(Job(folder=folder, kinds=["scorecard"]))


def weeks() -> list[dict[str, Any]]:
    return [forms.read(path, "week").record for path in sorted((ROOT / "data" / "anping" / "weeks").iterdir())]


def test_overdue_problems_are_named_also_where_no_task_is_shared_out() -> None:
    late = [problem("甲", 3), problem("甲", None), problem("乙", 0)]
    assert [one.name for one in judged(WORDS, [], late, {"黑榜": {"逾期问题": 2}}, ["甲", "乙"])[1]] == ["甲"]
    assert judged(WORDS, [], late, {"黑榜": {"名次": 3}}, ["甲", "乙"]) == ([], [])


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_span_is_the_sum_of_its_weeks(one: int, other: int) -> None:
    first, last = sorted((one, other))
    plan = forms.read(ROOT / "data" / "anping" / "plan.yaml", "plan").record
    names = forms.read(ROOT / "data" / "anping" / "town.yaml", "town").record["镇"]["行政村"]
    books = Books(plan, names)
    for week in weeks()[: last + 1]:
        books.enter(week)
    span = books.figures(since=named(weeks()[first]["周"]))
    single = [figures(plan, names, weeks()[: n + 1]) for n in range(first, last + 1)]
    for n, row in enumerate(span.tasks):
        assert row.week == sum(each.tasks[n].week for each in single) and row.total == single[-1].tasks[n].total
        assert row.standing.before == single[0].tasks[n].standing.before
    for n, subject in enumerate(span.villages):
        assert subject.week.get("R2", 0) == sum(each.villages[n].week.get("R2", 0) for each in single)
        assert subject.standing.before == single[0].villages[n].standing.before


def test_a_span_tells_what_became_of_every_problem_in_it() -> None:
    ledger = Ledger()
    for week in weeks():
        ledger.enter(week)
    every = ledger.problems(since=Week(2026, 11))
    written = {row["编号"] for week in weeks() for row in week.get("问题", ())}
    assert {row.record["编号"] for row in every} == written and all(row.new for row in every)
    assert sum(row.open for row in every) == sum(row.open for row in ledger.problems())


def test_months_are_those_of_the_thursdays_and_spans_can_be_asked_for(
    town: Callable[..., Path], tmp_path: Path
) -> None:
    folder = town()

    def written(kind: str, since: str = "", week: str = "") -> list[Path]:
        out = tmp_path / f"{kind}-{since}-{week}"
        build(Job(folder=folder, kinds=[kind], since=since, week=week, out=out))
        return sorted(out.rglob("*.docx"))

    def names(kind: str, since: str = "", week: str = "") -> list[str]:
        return [path.stem for path in written(kind, since, week)]

    def said(kind: str, since: str = "", week: str = "") -> str:
        [path] = written(kind, since, week)
        return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)

    monthly = [f"安平镇文明村镇创建工作月报（2026年{month}月）" for month in (3, 4)]
    assert names("monthly") == monthly and names("月报", week="2026-W13") == monthly[:1]
    assert "2026年3月30日—4月26日" in said("monthly", since="2026-W14")  # W14: Thursday is 2 April
    assert "2026年3月9日—4月26日" in said("final")
    assert "2026年3月16日—3月29日" in said("final", since="2026-W12", week="2026-W13")
    assert names("final", since="2026-W12") == ["安平镇文明村镇创建工作总结（2026年3月16日—4月26日）"]


def test_what_is_made_only_by_name_is_not_made_with_all(built: list[Path]) -> None:
    known = {kind.key: kind for kind in KINDS}
    assert {key for key, kind in known.items() if kind.named_only} == {"rectification", "breakdown", "monthly", "final"}


@pytest.mark.parametrize(
    ("name", "kinds", "week", "said"),
    [
        (
            "anping",
            ["circular"],
            "2026-W12",
            "还做不了通报\n  提示：要这样才有：通报：那一周的表单里填了“通报”",
        ),
        ("anping", ["circular"], "2026-W30", "没有 2026-W30 这一周的表单"),
        ("heshan", ["scorecard", "appeal"], "", "倡议书：方案里填了“倡议书”；测评自评表：scores 里有表单"),
    ],
)
def test_what_the_forms_cannot_make_yet_is_told(
    town: Callable[..., Path], tmp_path: Path, name: str, kinds: list[str], week: str, said: str
) -> None:
    with pytest.raises(Faults) as caught:
        build(Job(folder=town(name), kinds=kinds, week=week, out=tmp_path / "out"))
    assert said in str(caught.value) and not (tmp_path / "out").exists()


def test_a_problem_of_last_year_says_of_which(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    row = "{编号: W60-1, 单位: 东河村, 描述: 宣传栏破损, 发现: 2026-12-29, 整改期限: 2027-01-08}"
    form = folder / "weeks" / "2027-W01.yaml"
    form.write_text(f"周: 2027-W01\n问题:\n  - {row}\n", encoding="utf-8")
    [path] = made(folder, tmp_path, "weekly", week="2027-W01")
    last = docx.Document(str(path)).tables[-1].rows[-1]
    assert [last.cells[column].text for column in (3, 4)] == ["2026年12月29日", "1月8日"]


def test_where_only_one_week_is_reported_on_since_cannot_be_meant(town: Callable[..., Path]) -> None:
    with pytest.raises(JobError, match="--since 只用于月报、总结"):
        build(Job(folder=town(), kinds=["weekly"], since="2026-W16"))


def test_a_town_that_says_nothing_of_results_has_templates_without_fault(town: Callable[..., Path]) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text[: text.index("\n总结:")] + "\n", encoding="utf-8")
    checked = check(folder)
    assert checked.asked and len(checked.templates) == checked.asked
    assert not checked.faults


def test_a_table_of_tasks_within_a_chapter_is_no_wider_than_an_upright_page(
    town: Callable[..., Path], tmp_path: Path
) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    changed = text.replace("插入: 指标", "插入: 任务", 1)
    assert changed != text
    plan.write_text(changed, encoding="utf-8")
    [path] = made(folder, tmp_path, "plan")
    tables = [table for table in docx.Document(str(path)).tables if table.rows[0].cells[1].text == "任务"]
    assert [sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) for table in tables] == [m.TEXT_WIDTH]


def test_what_was_named_and_is_not_made_is_said_beside_what_is(town: Callable[..., Path], tmp_path: Path) -> None:
    built = build(Job(folder=town(), kinds=["plan", "weekly", "circular"], week="2026-W12", out=tmp_path / "out"))
    assert "没有做通报。要这样才有：通报：那一周的表单里填了“通报”" in built.not_made
    assert [document.kind for document in built.documents] == ["plan", "weekly"]
    assert len([*(tmp_path / "out").rglob("*.docx")]) == 2


def test_who_has_not_reported_is_named_and_told_apart_from_who_has_done_nothing(town: Callable[..., Path]) -> None:
    folder = town()
    week = folder / "weeks" / "2026-W11.yaml"
    rows = ["{任务: R2, 单位: 东河村, 完成: 3}", "{任务: R2, 单位: 西河村, 完成: 0}"]
    week.write_text("周: 2026-W11\n进展:\n" + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    [document] = build(Job(folder=folder, kinds=["weekly"], week="2026-W11")).documents
    text = dump(document.data)

    assert "有2个村报送了进展" in text and "没有报送的是南庄村、北庄村" in text and "没有报送的是东河村" not in text
    assert re.search(r"东河村 \| \[表格居中\]1项", text) and re.search(r"西河村 \| \[表格居中\]0项", text)
    assert re.search(r"南庄村 \| \[表格居中\]未报", text)
    assert re.search(r"东河村 \| \[表格居中\]0 \| \[表格居中\]3 ↑3", text)
    assert re.search(r"西河村 \| \[表格居中\]0 \| \[表格居中\]0 ↑0", text)
    assert re.search(r"南庄村 \| \[表格居中\]0 \| \[表格居中\]0 \|", text)


def test_what_a_week_explains_of_its_figures_is_printed(town: Callable[..., Path]) -> None:
    folder = town()
    week = folder / "weeks" / "2026-W11.yaml"
    rows = "进展: [{任务: R2, 单位: 东河村, 完成: 3, 说明: 含补报2处。}]\n指标: [{指标: Z1, 现值: 5, 说明: 入户抽查}]\n"
    week.write_text(f"周: 2026-W11\n{rows}", encoding="utf-8")
    [document] = build(Job(folder=folder, kinds=["weekly"], week="2026-W11")).documents

    assert "有关数据说明：东河村“公益广告设置”（含补报2处）；“村行政综合服务站规范升级”（入户抽查）。" in dump(
        document.data
    )
