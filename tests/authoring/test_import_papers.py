"""Last year's papers become forms, and the forms print the papers again, paragraph by paragraph."""

import datetime
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, made
from hypothesis import given, settings
from hypothesis import strategies as st
from old_papers import PLAN, with_table, word_file

from wenming import Job, build
from wenming.authoring.importing.compared import Passage, bare, compared, texts_in
from wenming.authoring.importing.importing import Imported, imported, opened
from wenming.authoring.importing.old_paper import OldPaper
from wenming.base.diagnostics import Faults
from wenming.cli.main import main
from wenming.papers.reading import read

TODAY = datetime.date(2026, 3, 1)
YUNXI = ROOT / "tests" / "towns" / "yunxi"
TOWNS = [ROOT / "data" / name for name in ("anping", "heshan", "longtan", "xinhui")]


def forms_of(*papers: OldPaper, as_is: bool = True) -> Imported:
    return imported(opened(papers), Path("nowhere"), TODAY, as_is=as_is, write=False)


def expect_all_back(path: Path) -> None:
    result = forms_of(OldPaper(path.name, path.read_bytes()))
    assert result.proof is not None, f"{path.name}: the forms cannot be built"
    assert [one.text for one in result.proof.missing] == [], path.name
    assert [one.text for one in result.proof.moved] == [], path.name
    assert not result.accounts.not_taken, path.name


def test_every_paper_of_a_town_comes_back(tmp_path: Path) -> None:
    papers = made(YUNXI, tmp_path, "plan", "notice", "appeal")
    assert len(papers) == 27
    for path in papers:
        expect_all_back(path)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_plans_and_the_notices_that_issue_them_come_back(town: Path, tmp_path: Path) -> None:
    for path in made(town, tmp_path, "plan", "notice", "appeal"):
        expect_all_back(path)


@pytest.mark.parametrize(
    "data",
    ["\n".join(PLAN).encode(), word_file(PLAN), word_file(PLAN, counted=True)],
    ids=["text", "formatted by hand", "numbered by Word"],
)
def test_a_plan_in_whatever_file_comes_back(data: bytes) -> None:
    result = forms_of(OldPaper("plan", data))
    assert result.proof is not None and not result.proof.missing and result.proof.total == len(PLAN)
    plan = result.forms["plan.yaml"]
    assert "领导小组:" in plan and "姓名: 程晓" in plan and "标题: 清理积存垃圾" in plan and "划定责任区" in plan


def test_fields_are_what_the_clerk_would_have_written() -> None:
    text = forms_of(OldPaper("plan", word_file(PLAN))).forms["plan.yaml"]
    assert text.splitlines()[2:] == EXPECTED.splitlines()


EXPECTED = """标题: 云溪镇清洁家园行动实施方案
版式: 通用
引言: 为改善村容村貌，结合我镇实际，制定本方案。
章节:
  总体要求:
    正文: 坚持政府引导、群众主体，用一年时间使全镇面貌明显好转。
  组织领导:
    正文: "成立云溪镇清洁家园行动领导小组，组成人员如下："
    插入: 领导小组
    后文: 领导小组办公室设在镇农业农村办公室，承担日常工作。
  重点任务:
    条目:
      - 标题: 清理积存垃圾
        正文: 对房前屋后、沟渠两侧的积存垃圾集中清运。
        要点:
          - 划定责任区
          - 安排清运车辆
          - 公布举报电话
      - 正文: |-
          整治乱堆乱放
          各村要逐户登记，限期清理。
        条目:
          - 正文: 柴草统一堆放到指定地点。
          - 正文: 废旧农具由户主收回院内。
  工作要求:
    条目:
      - 标题: 加强领导
        正文: 各村党组织书记负总责。
      - 标题: 严格考核
        正文: |-
          每月评比一次，结果全镇通报。
          本方案自印发之日起施行。
领导小组:
  组长:
    - 姓名: 程晓
      职务: 镇党委书记
  副组长:
    - 姓名: 沈月娥
      职务: 镇长
  成员:
    - 姓名: 周全有
      职务: 镇农业农村办公室主任
    - 职务: 各村党组织书记
"""


def test_last_years_days_and_number_are_left_open() -> None:
    lines = [
        "云溪镇人民政府文件",
        "云政发〔2025〕6号",
        "云溪镇人民政府关于开展春季清洁行动的通知",
        "各村民委员会：",
        "请于2025年4月10日前完成清运。",
        "云溪镇人民政府",
        "2025年3月5日",
    ]
    paper = OldPaper("notice", "\n".join(lines).encode())
    [name] = [name for name in forms_of(paper).forms if name.startswith("notices/")]
    as_it_was, open_ = forms_of(paper).forms[name], forms_of(paper, as_is=False).forms[name]
    assert "文号: 云政发〔2025〕6号" in as_it_was and "成文日期: 2025-03-05" in as_it_was
    assert "文号: 云政发〔2026〕号" in open_ and "成文日期:" not in open_
    assert "去年是 云政发〔2025〕6号" in open_ and "去年是 2025-03-05" in open_
    assert "请于【待填：2025年4月10日】前完成清运。" in open_
    forms = forms_of(paper, as_is=False).forms
    assert "2025" not in build(Job(forms=forms)).documents[0].title


def test_a_year_in_the_name_of_a_chapter_is_left_open_too() -> None:
    paper = OldPaper("plan", "青山镇防汛方案\n一、2025年目标\n一人不伤。\n二、要求\n抓好落实。".encode())
    plan = forms_of(paper, as_is=False).forms["plan.yaml"]
    assert '"【待填：2025年】目标":' in plan and '"2025年目标":' in forms_of(paper).forms["plan.yaml"]
    assert build(Job(forms=forms_of(paper, as_is=False).forms)).documents


def test_deadlines_are_moved_to_this_year_and_marked() -> None:
    cells = [
        ["序号", "任务", "目标", "完成时限"],
        ["1", "清淤", "12处", "2024年2月29日"],
        ["2", "加固", "3处", "2026年5月1日"],
    ]
    data = with_table(word_file(PLAN), cells)
    plan = forms_of(OldPaper("plan", data), as_is=False).forms["plan.yaml"]
    assert "完成时限: 2026-02-28" in plan and "完成时限: 2026-05-01" in plan
    assert "去年是：清淤 2024-02-29" in plan and "加固 2026" not in plan
    assert "完成时限: 2024-02-29" in forms_of(OldPaper("plan", data)).forms["plan.yaml"]


def test_a_town_says_what_its_papers_say() -> None:
    town = forms_of(OldPaper("plan", word_file(PLAN))).forms["town.yaml"]
    assert "名称: 云溪镇" in town and "____村" in town and "【待填】" in town


def test_names_of_another_town_are_told_and_exchanged(tmp_path: Path) -> None:
    town, old = tmp_path / "town", tmp_path / "old.docx"
    town.mkdir()
    form = "镇:\n  名称: 安平镇\n  上级: 清源县\n  机关: 安平镇人民政府\n  行政村: [东河村]\n"
    (town / "town.yaml").write_text(form, encoding="utf-8")
    old.write_bytes(word_file(PLAN))
    told = CliRunner().invoke(main, ["import", str(old), str(town), "--as-is"])
    assert told.exit_code == 0 and "旧公文写的是“云溪镇”，本镇写的是“安平镇”" in told.output
    assert "--exchange 云溪镇=安平镇" in told.output and "云溪镇" in (town / "plan.yaml").read_text(encoding="utf-8")

    (town / "plan.yaml").unlink()
    done = CliRunner().invoke(main, ["import", str(old), str(town), "--as-is", "--exchange", "云溪镇=安平镇"])
    text = (town / "plan.yaml").read_text(encoding="utf-8")
    assert done.exit_code == 0 and "标题: 安平镇清洁家园行动实施方案" in text and "换了名称：云溪镇→安平镇" in text
    assert (town / "town.yaml").read_text(encoding="utf-8") == form


def test_several_papers_become_one_town(tmp_path: Path) -> None:
    notice = "云溪镇人民政府关于召开会议的通知\n各村民委员会：\n定于3月8日开会。\n云溪镇人民政府\n2026年3月5日"
    old = opened([OldPaper("plan", word_file(PLAN)), OldPaper("notice", notice.encode())])
    result = imported(old, tmp_path / "town", TODAY, as_is=True)
    assert sorted(path.name for path in result.written) == [
        "plan.yaml",
        "town.yaml",
        "云溪镇人民政府关于召开会议的通知.yaml",
    ]
    assert result.proof is not None and not result.proof.missing


def test_papers_of_one_title_become_forms_of_two_names(tmp_path: Path) -> None:
    paper = "关于放假的通知\n各村：\n放假3天。".encode()
    forms = forms_of(OldPaper("一", paper), OldPaper("二", paper)).forms
    assert sorted(forms) == ["notices/关于放假的通知.yaml", "notices/关于放假的通知（2）.yaml", "town.yaml"]


@pytest.mark.parametrize(
    "lines",
    [
        "关于检查的通知\n各村：\n开展检查。\n附件\n检查要求\n一是查隐患；二是查台账。",
        "关于申请资金的请示\n县政府：\n资金不足。\n妥否，请批示。",
        "关于检查的通知\n各村：\n见附件。\n特此通知。\n附件：检查表",
        "关于印发《村规民约》的通知\n各村：\n印发给你们。\n青山镇人民政府\n2024年5月1日\n村规民约\n第一条　爱护环境。",
    ],
    ids=["points in an annex", "a report upward", "an annex named only", "issued without chapters"],
)
def test_papers_of_words_come_back(lines: str) -> None:
    result = forms_of(OldPaper("old", lines.encode()))
    assert result.proof is not None, result.unbuilt
    assert not result.proof.missing and not result.accounts.not_taken


def test_a_paper_that_cannot_be_built_says_why() -> None:
    result = forms_of(OldPaper("old", f"关于放假的通知\n{'字' * 30_000}".encode()))
    assert result.proof is None and "太长" in result.unbuilt[0].what


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("标题: 我的方案", encoding="utf-8")
    with pytest.raises(Faults, match="已经有这个表单了"):
        imported(opened([OldPaper("plan", word_file(PLAN))]), tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


def test_the_command_says_what_became_of_the_paper(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(word_file(PLAN))
    arguments = ["import", str(tmp_path / "old.docx"), str(tmp_path / "town"), "--as-is"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "旧公文的 21 段，印出来一样的有 21 段" in result.output and "build" in result.output


@pytest.mark.parametrize("counted", [False, True], ids=["typed numbers", "numbers of Word"])
def test_template_and_forms_of_one_paper_build_together(counted: bool, tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(word_file(PLAN, counted=counted))
    town = tmp_path / "town"
    result = CliRunner().invoke(main, ["import", str(tmp_path / "old.docx"), str(town), "--as-is", "--template"])
    assert result.exit_code == 0, result.output
    assert (town / "templates" / "plan-general.docx").is_file(), result.output
    [plan] = build(Job(folder=town, kinds=("plan",))).documents
    assert plan.template.parent == town / "templates"
    printed = "".join(bare(text) for text, _place in texts_in(read(plan.data, "").blocks))
    assert printed == "".join(map(bare, PLAN))


def test_a_layout_that_cannot_be_learnt_is_told_and_the_forms_are_there(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("\n".join(PLAN), encoding="utf-8")
    result = CliRunner().invoke(main, ["import", str(tmp_path / "old.txt"), str(tmp_path / "town"), "--template"])
    assert result.exit_code == 0 and "版面没有学成" in result.output and (tmp_path / "town" / "plan.yaml").is_file()


def test_json_says_the_same(tmp_path: Path) -> None:
    arguments = ["import", "-", str(tmp_path / "town"), "--json"]
    result = CliRunner().invoke(main, arguments, input="\n".join(PLAN))
    told = json.loads(result.output)
    assert told["proof"] == [{"total": len(PLAN), "missing": 0, "moved": 0}] and len(told["written"]) == 2


def test_new_takes_an_old_paper_too(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("\n".join(PLAN), encoding="utf-8")
    result = CliRunner().invoke(main, ["new", str(tmp_path / "town"), "--from", str(tmp_path / "old.txt")])
    assert result.exit_code == 0 and (tmp_path / "town" / "plan.yaml").is_file()


def test_what_is_printed_elsewhere_than_it_stood_is_told() -> None:
    first, second, third = (f"第{name}段说的是一件要紧的事情，各村都要照办" for name in "甲乙丙")
    old = [Passage(text, "") for text in (first, second, third)]
    assert compared(old, [first, second, third]).moved == ()
    assert [one.text for one in compared(old, [second, third, first]).moved] == [first]
    assert [one.text for one in compared(old, [first, third]).missing] == [second]


WORDS = st.text(alphabet="一二三甲乙丙丁，。；：、（）《》“”1230.年月日 \u3000组长成员附件", min_size=1, max_size=30)
LINES = st.lists(st.one_of(st.sampled_from(PLAN), WORDS), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_no_word_is_unaccounted_for(lines: Sequence[str]) -> None:
    """Every paragraph is printed again, or in a form, or listed; never an error of the program."""
    data = "\n".join(lines).encode()
    try:
        paper = read(data, "")
    except Faults:
        return
    result = forms_of(OldPaper("old", data))
    missing = None if result.proof is None else {one.text for one in result.proof.missing}
    unprinted = [one.text for one in texts_in(paper.blocks) if missing is None or one.text in missing]
    wanted = Counter("".join(map(bare, unprinted)))
    told = Counter(bare("".join(aside.text for aside in result.accounts.not_taken)))
    written = Counter(bare("".join("".join(result.forms.values()).split())))
    left = wanted - told - written
    assert not [character for character in left if character not in PUNCTUATION], (unprinted, left)


PUNCTUATION = "，。；：、（）《》“”.,;:()\"'"
