"""A new town: what it is asked, how village names may be pasted, what stands in its forms."""

import datetime
import difflib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from dump import dump

from wenming import pipeline
from wenming.cli.main import main
from wenming.town import new_town, starters
from wenming.town.village_names import NoNames, village_names

SPRING = datetime.date(2026, 3, 16)
THREE = ["东河村", "西河村", "石桥村"]


@pytest.mark.parametrize(
    "pasted",
    [
        "东河村、西河村、石桥村",
        "东河村 西河村 石桥村",
        "东河村\t西河村\t石桥村",
        "东河村,西河村，石桥村",
        "东河村；西河村;石桥村。",
        "东河村、西河村和石桥村",
        "东河村\n西河村\n石桥村\n",
        "\ufeff东河村\r\n西河村\r\n\r\n石桥村\r\n",
        "1.东河村 2.西河村 3.石桥村",
        "1、东河村\n2、西河村\n3、石桥村",
        "1. 东河村\n2. 西河村\n3. 石桥村",
        "（1）东河村、（2）西河村、（3）石桥村",
        "①东河村 ②西河村 ③石桥村",
        "共3个村：东河村、西河村、石桥村",
        "序号\t村名\n1\t东河村\n2\t西河村\n3\t石桥村\n",
        "村名\t备注\n东河村\t860\n西河村\t1200\n石桥村\t933",
        "　东河村　\n　西河村\n　石桥村",
        "①东河村②西河村③石桥村",
        "第一，东河村；第二，西河村；第三，石桥村",
        "序号,村名,书记,人口\n1,东河村,张三,1200\n2,西河村,李四,900\n3,石桥村,王五,700",
        "序号\t村名\t人口\n1\t东河村\t1200\n2\t西河村\t900\n3\t石桥村\t700",
        "全镇辖东河村、西河村、石桥村3个行政村。",
        "东河村、西河村以及石桥村",
        "东河村、西河村、石桥村等3个村",
        "- 东河村\n- 西河村\n- 石桥村",
        '"东河村","西河村","石桥村"',
        "（一）东河村（二）西河村（三）石桥村",
        "1.东河村2.西河村3.石桥村",
        "单位\t村名\n甲片\t东河村\n甲片\t西河村\n乙片\t石桥村",
        "序号\t村（社区）名称\t人口\n1\t东河村\t12\n2\t西河村\t13\n3\t石桥村\t5\n合计\t\t30",
        "序号,村名\n1,东河村\n2,西河村\n3,石桥村\n,合计",
    ],
)
def test_villages_are_read_however_they_are_pasted(pasted: str) -> None:
    assert village_names(pasted) == THREE


@pytest.mark.parametrize(
    "name", ["十里铺村", "八一村", "三岔口村", "301村", "和平村", "一碗水村", "胡各庄", "110厂社区", "3组村", "1号村"]
)
def test_a_village_s_own_number_stays(name: str) -> None:
    assert village_names(f"{name}、东河村") == [name, "东河村"]


@pytest.mark.parametrize(
    "names", [["石桥村", "和平村"], ["高新区和平社区", "东河村"], ["张有村", "李辖村"], ["东河村（原张村）", "西河村"]]
)
def test_a_name_is_not_cut_at_a_word_that_lists_have(names: list[str]) -> None:
    assert village_names("、".join(names)) == names


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("东河村、西河村、东河村", "东河村"),
        ("", "没有读到"),
        ("1、2、3", "没有读到"),
        ("东河村、西河村#", "不像村名"),
        ("一个都没有", "不像村名"),
        ("张三 东河村\n李四 西河村\n石桥村", "不像村名"),
        ("清河镇行政村名单\n东河村", "不像村名"),
        ("东河村：张三\n西河村：李四", "不像村名"),
        ("东河村 书记张三", "不像村名"),
    ],
)
def test_what_cannot_be_taken_is_told(pasted: str, said: str) -> None:
    with pytest.raises(NoNames, match=said):
        village_names(pasted)


def created(folder: Path, *options: str, typed: str = "", name: str = "清水镇") -> str:
    given = ["--set", f"镇.名称={name}", "--set", "镇.上级=清源县", *options]
    result = CliRunner().invoke(main, ["new", str(folder), *given], input=typed)
    assert result.exit_code == 0, result.output
    return result.output


def test_it_says_how_many_villages_it_read(tmp_path: Path) -> None:
    assert "3 个村（社区）：东河村、西河村、石桥村" in created(tmp_path / "镇", typed="东河村\n西河村\n石桥村\n")


def test_villages_come_from_a_file_in_the_encoding_of_excel(tmp_path: Path) -> None:
    names = tmp_path / "村名.txt"
    for encoding in ("utf-8", "gbk", "utf-16"):
        names.write_bytes("序号\t村名\r\n1\t东河村\r\n2\t西河村".encode(encoding))
        assert "2 个村（社区）：东河村、西河村" in created(tmp_path / encoding, "--villages", str(names))


def test_a_village_that_stands_twice_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    given = ["--set", "镇.名称=清水镇", "--set", "镇.上级=清源县", "--set", "镇.行政村=东河村、东河村"]
    result = CliRunner().invoke(main, ["new", str(tmp_path / "镇"), *given])

    assert result.exit_code == 2 and "写了两次：东河村" in result.output
    assert not (tmp_path / "镇").exists()


def test_a_name_without_its_level_is_asked_about(tmp_path: Path) -> None:
    asked = CliRunner().invoke(main, ["new", str(tmp_path / "镇")], input="清水\n\n清源县\n东河村\n")

    assert "是镇、乡还是街道" in asked.output
    assert "名称: 清水镇" in (tmp_path / "镇" / "town.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("东风街道办事处", "东风街道"), ("清河镇人民政府", "清河镇"), ("巴音苏木", "巴音苏木"), ("清河 镇", "清河镇")],
)
def test_the_organ_behind_the_name_of_a_town_is_taken_off(typed: str, kept: str) -> None:
    assert new_town.checked("镇.名称", typed) == kept


@pytest.mark.parametrize("typed", ["123镇", "“清河”镇", "镇", "-镇", "街道办事处"])
def test_what_is_no_name_of_a_town_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="不像"):
        new_town.checked("镇.名称", typed)


def test_a_street_has_an_office_and_communities(tmp_path: Path) -> None:
    created(tmp_path / "街道", "--set", "镇.行政村=和平社区、光明社区", name="幸福街道")
    forms = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "街道").rglob("*.*"))

    assert "机关: 幸福街道办事处" in forms and "党工委书记" in forms and "各社区居民委员会" in forms
    assert not re.search("人民政府|镇长|村民委员会|我镇|全镇|村规民约", forms)


@pytest.mark.parametrize("layout", starters.LAYOUTS)
@pytest.mark.parametrize("name", ["清水镇", "清水乡", "清水街道"])
def test_what_new_leaves_builds_at_once_and_its_samples_too(tmp_path: Path, layout: str, name: str) -> None:
    folder = tmp_path / "town"
    facts = starters.Facts(name, "清源县", THREE)
    for file, text in starters.forms(folder, layout, facts, SPRING).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for sample, used in (("notices", "n"), ("weeks", "2026-W10"), ("scores", "2026-12")):
        text = (folder / sample / "example.txt").read_text(encoding="utf-8")
        (folder / sample / f"{used}.yaml").write_text(text, encoding="utf-8")

    built = pipeline.build(pipeline.Job(folder=folder, today=SPRING))

    assert {document.kind for document in built.documents} == {"plan", "notice", "weekly", "scorecard", "appeal"}
    assert {note.code for note in built.notes} <= {"left-open"}


NEWCOMER = Path(__file__).parent.parent / "newcomer"
MOST_LINES = 40  # that a clerk has to touch for a plan and its notice: 12 people, 6 tasks, 3 indicators
ITS_VILLAGES = "周家坳村、塘口村、石岭村、白沙村、古井村、新塘村、竹林村、渡头村、梅溪村、大坪村、双河村、枫树村"


def test_a_newcomer_touches_few_lines() -> None:
    facts = starters.Facts("青峰镇", "临溪县", ITS_VILLAGES.split("、"))
    touched: list[str] = []
    for file, text in starters.forms(NEWCOMER, "标准", facts, SPRING).items():
        if not file.endswith(".yaml"):
            continue
        there = (NEWCOMER / file).read_text(encoding="utf-8")
        changes = difflib.ndiff(text.splitlines(), there.splitlines())
        touched += [change for change in changes if change.startswith("+ ")]

    assert len(touched) <= MOST_LINES, "\n".join(touched)


def test_a_newcomer_s_plan_and_notice_are_whole() -> None:
    built = pipeline.build(pipeline.Job(folder=NEWCOMER, kinds=("plan", "notice")))

    assert [document.kind for document in built.documents] == ["notice", "plan"]
    assert [document.gaps for document in built.documents] == [0, 0]
    assert built.notes == ()


@pytest.mark.parametrize(
    ("name", "villages", "said", "not_said"),
    [
        ("清水乡", THREE, "全乡3个行政村", "全镇|镇党委"),
        ("清水街道", ["和平社区", "光明社区"], "全街道2个社区", "全镇|行政村|个村|各村|你村|村民"),
        ("清水镇", ["东河村", "光明社区"], "全镇2个村（社区）", "个行政村"),
    ],
)
def test_reports_call_a_town_and_its_villages_what_they_are(
    tmp_path: Path, name: str, villages: list[str], said: str, not_said: str
) -> None:
    folder = tmp_path / "town"
    for file, text in starters.forms(folder, "标准", starters.Facts(name, "清源县", villages), SPRING).items():
        path = folder / file.replace("weeks/example.txt", "weeks/2026-W10.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    documents = pipeline.build(pipeline.Job(folder=folder, kinds=("weekly", "monthly", "rectification"))).documents
    printed = "\n".join(dump(document.data) for document in documents)
    lines = re.findall(r"^\[(?:公文正文|一级标题|图题)\].*", printed, re.MULTILINE)

    assert any(said in line for line in lines)
    assert not [line for line in lines if re.search(not_said, line)]
