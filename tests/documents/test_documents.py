"""Given these forms, these documents: the example towns, whole."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import ROOT, made
from dump import dump

from wenming.town import folder as towns

TOWNS = ["anping", "heshan", "longtan", "xinhui"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """Every document of every example town by kind and file name."""
    out = tmp_path_factory.mktemp("out")
    return {name: {path.stem: path for path in made(ROOT / "data" / name, out)} for name in TOWNS}


def words(path: Path) -> str:
    """All text of a document in the order of the page, cells included."""
    document = docx.Document(str(path))
    return "\n".join(t for t in ("".join(p.itertext()) for p in document.element.body.iter("{*}p")) if t)


def of_kind(documents: dict[str, Path], pattern: str) -> list[Path]:
    return [path for name, path in sorted(documents.items()) if re.search(pattern, name)]


@pytest.mark.parametrize("name", TOWNS)
def test_every_document_is_as_it_was_read_and_approved(
    built: dict[str, dict[str, Path]], name: str, golden: Callable[[str, str], None]
) -> None:
    plan = towns.read(ROOT / "data" / name, ["plan"]).plan
    assert plan
    for stem, path in built[name].items():
        if stem == plan.record["标题"]:
            golden(dump(path.read_bytes()), f"{name}-plan")
        elif stem.endswith("通知"):
            golden(dump(path.read_bytes()), f"{name}-{'issuing' if '印发' in stem else 'own'}-notice")
        elif "第12周" in stem:
            golden(dump(path.read_bytes()), f"{name}-weekly")


@pytest.mark.parametrize("name", TOWNS)
def test_documents_agree_with_the_forms_and_each_other(built: dict[str, dict[str, Path]], name: str) -> None:
    town = towns.read(ROOT / "data" / name)
    assert town.plan
    record = town.plan.record
    plan, notice = words(built[name][record["标题"]]), words(of_kind(built[name], "印发")[0])
    weeklies = [words(path) for path in of_kind(built[name], "周报")]

    for role in ("组长", "副组长", "成员"):
        for person in record.get("领导小组", {}).get(role, []):
            spread = person.get("姓名", "")
            spread = f"{spread[0]}　{spread[1]}" if len(spread) == 2 else spread
            for text in (plan, notice):
                assert spread in text and person.get("职务", "") in text
    for row in record.get("指标", []):
        target = f"{'' if row.get('比较') == '=' else row.get('比较', '≥')}{row['目标']}{row.get('单位', '')}"
        for text in (plan, notice):
            assert row["名称"] in text and target in text
    for task in record.get("任务", []):
        for text in (plan, notice, *weeklies):
            assert task["名称"] in text and f"{task['目标值']}{task['单位']}" in text
    for village in town.record["行政村"]:
        assert all(village in text for text in weeklies)


def test_the_weekly_figures_are_the_sums_of_the_forms(built: dict[str, dict[str, Path]]) -> None:
    town = towns.read(ROOT / "data" / "anping")
    assert town.plan
    for number, path in enumerate(of_kind(built["anping"], "周报"), 1):
        rows = [row for form in town.weeks[:number] for row in form.record.get("进展", [])]
        this = town.weeks[number - 1].record.get("进展", [])
        tables = docx.Document(str(path)).tables
        by_name = {row.cells[1].text: [cell.text for cell in row.cells] for row in tables[0].rows[1:]}
        for task in town.plan.record["任务"]:
            total = sum(row["完成"] for row in rows if row["任务"] == task["编号"])
            week = sum(row["完成"] for row in this if row["任务"] == task["编号"])
            cells = by_name[task["名称"]]
            assert cells[2:5] == [f"{task['目标值']}{task['单位']}", str(week), str(total)]
            assert abs(float(cells[5].rstrip("%")) - 100 * total / task["目标值"]) <= 0.0500001
        villages = [row.cells[1].text for row in tables[2].rows[1:]]
        assert villages == town.record["行政村"]
        shared = [task for task in town.plan.record["任务"] if "分村" in task]
        for column, task in enumerate(shared, 2):
            cells = [row.cells[column].text.split(" ") for row in tables[3].rows[2:]]
            assert sum(int(total) for total, *_ in cells[:-1]) == int(cells[-1][0])
            expected = sum(r["完成"] for r in rows if r["任务"] == task["编号"] and r["单位"] in villages)
            assert int(cells[-1][0]) == expected
            new = [int(arrow[0].translate({ord("↑"): None, ord("↓"): "-"})) if arrow else 0 for _, *arrow in cells]
            assert sum(new[:-1]) == new[-1]


def test_a_problem_nobody_mentions_again_stays_on_the_list(built: dict[str, dict[str, Path]]) -> None:
    town = towns.read(ROOT / "data" / "anping")
    closed = {row["编号"] for form in town.weeks for row in form.record.get("问题", []) if row.get("状态") == "已整改"}
    opened = {row["编号"] for form in town.weeks for row in form.record.get("问题", [])}
    last = words(of_kind(built["anping"], "周报")[-1])

    assert opened - closed
    assert all(key in last for key in opened - closed)


FIGURES = {
    "anping": ["31个村", "150米", "20米", "七是"],
    "heshan": ["36个", "（七）特色"],
    "longtan": ["1%", "80%", "一约四会"],
    "xinhui": ["≥13%", "≥50%", "≥80%", "100%", "85%", "≥90%", "≥70%", "≥96%", "九是", "不少于1次", "附件1"],
}


@pytest.mark.parametrize("name", TOWNS)
def test_every_figure_of_the_real_plans_is_there(built: dict[str, dict[str, Path]], name: str) -> None:
    plan = towns.read(ROOT / "data" / name, ["plan"]).plan
    assert plan
    text = words(built[name][plan.record["标题"]])

    assert [figure for figure in FIGURES[name] if figure not in text] == []


def test_nothing_is_left_to_fill_in_the_examples(built: dict[str, dict[str, Path]]) -> None:
    for documents in built.values():
        for path in documents.values():
            text = words(path)
            assert "待填" not in text and "{{" not in text and "{%" not in text


@pytest.mark.parametrize("name", TOWNS)
def test_built_twice_the_bytes_are_the_same(built: dict[str, dict[str, Path]], name: str, tmp_path: Path) -> None:
    again = {path.stem: path for path in made(ROOT / "data" / name, tmp_path / "另一个 文件夹")}

    assert {stem: path.read_bytes() for stem, path in again.items()} == {
        stem: path.read_bytes() for stem, path in built[name].items()
    }


def test_the_zip_holds_no_clock(built: dict[str, dict[str, Path]]) -> None:
    for path in built["anping"].values():
        with zipfile.ZipFile(path) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", TOWNS)
def test_every_document_is_valid_ooxml(built: dict[str, dict[str, Path]], name: str) -> None:
    from openxml_audit import OpenXmlValidator

    validator = OpenXmlValidator()
    for path in built[name].values():
        assert validator.validate(str(path)).errors == [], path.name


def test_headings_keep_with_next_and_tables_repeat_their_head(built: dict[str, dict[str, Path]]) -> None:
    for path in built["anping"].values():
        document = docx.Document(io.BytesIO(path.read_bytes()))
        for name in ("一级标题", "二级标题", "三级标题", "四级标题"):
            assert document.styles[name].paragraph_format.keep_with_next
        for table in document.tables:
            rows = table._tbl.tr_lst
            if "公文表格" in (table.style.name if table.style else ""):
                assert rows[0].xpath("./w:trPr/w:tblHeader")
                assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
