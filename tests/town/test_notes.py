"""What is probably wrong is told, the documents are written; right forms are left alone."""

import datetime
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from dump import dump

from wenming import Job, build
from wenming.cli.report import note_lines
from wenming.town import next_week

Copy = Callable[..., Path]
SPRING = datetime.date(2026, 3, 16)


def codes(folder: Path, *kinds: str) -> list[str]:
    return [note.code for note in build(Job(folder=folder, kinds=kinds)).notes]


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (ROOT / "data").glob("*/town.yaml")))
def test_right_plans_and_notices_are_left_alone(name: str) -> None:
    assert codes(ROOT / "data" / name, "plan", "notice") == []


def test_the_documents_are_written_all_the_same(town: Copy, tmp_path: Path) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("引言: ", "引言: 按____要求，", 1), encoding="utf-8")
    built = build(Job(folder=folder, kinds=["plan"], out=tmp_path / "out"))
    assert [note.code for note in built.notes] == ["left-open"]
    assert built.notes[0].place.line and built.documents[0].path


def test_a_note_is_silenced_in_the_form_that_it_is_about(town: Copy) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("引言: ", "引言: 按____要求，", 1), encoding="utf-8")
    plan.write_text(plan.read_text("utf-8") + "\n不再提示: [空着没有填的地方]\n", encoding="utf-8")
    assert codes(folder, "plan") == []


def test_forms_copied_from_another_town_are_told(town: Copy) -> None:
    town("heshan")
    folder = town()
    notice = next((folder / "notices").glob("*.yaml"))
    text = notice.read_text("utf-8")
    notice.write_text(text.replace("安平镇人民政府", "鹤山镇人民政府", 1), encoding="utf-8")
    assert "other-town" in codes(folder, "notice")


@pytest.mark.parametrize(
    "title",
    [
        "文明乡风建设实施方案",
        "致全镇居民朋友的一封信",
        "关于乡镇机构改革的通知",
        "农民工返乡创业方案",
        "特色小镇建设方案",
        "开展街道清扫的通知",
        "做好乡镇换届工作方案",
        "有关乡镇工作的通知",
        "清源县安平镇实施方案",
    ],
)
def test_a_title_about_towns_is_not_from_another_town(town: Copy, title: str) -> None:
    assert "other-town" not in codes(with_title(town(), title), "plan")


@pytest.mark.parametrize(
    "title",
    [
        "清水镇文明村镇创建实施方案",
        "清源县清水镇人民政府实施方案",
        "安平镇关于印发《清水镇方案》的通知",
        "河东街道办事处方案",
        "中共清水镇委员会方案",
    ],
)
def test_a_title_from_another_town_is_told(town: Copy, title: str) -> None:
    assert "other-town" in codes(with_title(town(), title), "plan")


def with_title(folder: Path, title: str) -> Path:
    plan = folder / "plan.yaml"
    plan.write_text(re.sub(r"(?m)^标题: .*$", f"标题: {title}", plan.read_text("utf-8"), count=1), encoding="utf-8")
    return folder


def test_a_paper_before_it_is_signed_is_a_right_paper(town: Copy) -> None:
    folder = town()
    notice = next(path for path in (folder / "notices").glob("*.yaml"))
    text = re.sub(r"(?m)^( *文号: \S+〕)[0-9]+号", r"\1号", notice.read_text("utf-8"))
    notice.write_text(re.sub(r"(?m)^ *(?:成文|印发)日期:.*\n", "", text), encoding="utf-8")
    built = build(Job(folder=folder, kinds=["notice"]))
    assert [(note.code, note.place.path) for note in built.notes] == [
        ("left-open", "发文.文号"),
        ("left-open", "发文.成文日期"),
    ]
    text = "".join(dump(document.data) for document in built.documents)
    assert "〔2026〕　　号" in text and "2026年　　月　　日" in text and "2026年　　月　　日印发" in text


def test_two_papers_without_a_number_have_not_the_same(town: Copy) -> None:
    folder = town()
    for notice in (folder / "notices").glob("*.yaml"):
        text = re.sub(r"(?m)^( *文号: ).*$", r"\1安政发〔2026〕 号", notice.read_text("utf-8"))
        notice.write_text(text, encoding="utf-8")
        notice.with_stem("b").write_text(text, encoding="utf-8")
    assert "number-used-twice" not in codes(folder, "notice")


def test_files_that_nothing_reads_are_silenced_in_the_form_of_the_town(town: Copy) -> None:
    folder = town()
    (folder / "weeks" / "2026-W18.yaml.txt").write_text("周: 2026-W18\n", encoding="utf-8")
    with (folder / "town.yaml").open("a", encoding="utf-8") as form:
        form.write("\n不再提示: [没有读的文件]\n")
    assert "unread-file" not in codes(folder, "plan")


def test_words_in_a_file_with_another_ending_are_told(town: Copy) -> None:
    folder = town()
    (folder / "templates" / "wording").mkdir(parents=True)
    (folder / "templates" / "wording" / "circular.yml").write_text("开头: 甲。\n", encoding="utf-8")
    assert "unread-file" in codes(folder, "plan")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes and no /dev/zero")
@pytest.mark.parametrize("make", ["mkdir", "mkfifo", "link"])
def test_a_neighbour_that_is_no_town_keeps_nobody_from_building(town: Copy, make: str) -> None:
    folder = town()
    form = folder.parent / "neighbour" / "town.yaml"
    form.parent.mkdir()
    match make:
        case "mkdir":
            form.mkdir()
        case "mkfifo":
            os.mkfifo(form)
        case _:
            form.symlink_to("/dev/zero")
    assert codes(folder, "plan") == []


@pytest.mark.parametrize("name", ["2026-W18.yaml.txt", "2026-W18.bak", "2026-W18.yaml.bak"])
def test_a_form_that_nothing_reads_is_told(town: Copy, name: str) -> None:
    folder = town()
    (folder / "weeks" / name).write_text("周: 2026-W18\n", encoding="utf-8")
    [note] = [note for note in build(Job(folder=folder, kinds=["plan"])).notes if note.code == "unread-file"]
    assert name in note.place.file and "2026-W18.yaml" in note.mend


def test_samples_and_hidden_files_are_no_forms(town: Copy) -> None:
    folder = town()
    for name in ("weeks/example.txt", "weeks/.2026-W18.yaml.swp", "notices/~$a.yaml", "notices/说明.txt"):
        (folder / name).write_text("周: 2026-W18\n", encoding="utf-8")
    assert "unread-file" not in codes(folder, "plan")


def test_the_first_are_shown_by_their_cause(town: Copy) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("。", "__。"), encoding="utf-8")
    notes = build(Job(folder=folder, kinds=["plan"])).notes
    shown, whole = list(note_lines(notes)), list(note_lines(notes, whole=True))
    assert len(notes) > 6 and len(shown) == 1 + 2 + 2 and len(whole) == 1 + len(notes) + 1
    assert "--notes" in shown[-2] and "空着没有填的地方" in shown[-1]
    assert list(note_lines(())) == []


def notice_with(folder: Path, pattern: str, text: str) -> Path:
    notice = next((folder / "notices").glob("*.yaml"))
    changed = re.sub(pattern, text, notice.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert changed != notice.read_text("utf-8")
    notice.write_text(changed, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("请于4月5日前将总结报送镇党政综合办公室。", True),  # a Sunday, and 清明
        ("请各村于2026年4月11日（本周末）下班前报送名单。", True),
        ("4月4日17时前上报。", True),
        ("请于4月3日前报送。", False),
        ("4月5日前完成清理。", False),  # nothing is reported
        ("4月5日前完成清理，并将情况报送镇办公室。", False),
        ("请于4月11日（星期六）前报送。", False),  # whoever wrote it knows
        ("请于4月31日前报送。", False),
        ("请于2026年5月9日前报送。", False),  # a make-up workday
    ],
)
def test_a_deadline_for_reports_on_a_day_off_is_told(town: Copy, text: str, is_told: bool) -> None:
    folder = notice_with(town(), "^结语: .*$", f"结语: {text}")
    assert ("day-off" in codes(folder, "notice")) is is_told


def test_a_paper_to_a_superior_is_not_copied_below(town: Copy) -> None:
    folder = notice_with(town(), r"^  抄送: .*$", "  抄送: [县文明办, 各村民委员会]\n  签发人: [陈立新]")
    assert "copied-below" in codes(folder, "notice")
    assert "copied-below" not in codes(notice_with(folder, r"抄送: .*$", "抄送: [县文明办]"), "notice")


def test_the_code_of_a_neighbour_is_told_where_the_town_has_none(town: Copy) -> None:
    town("heshan")
    folder = notice_with(town(), "文号: 安政发", "文号: 鹤政发")
    form = folder / "town.yaml"
    form.write_text(re.sub(r"(?m)^  文号代字: .*\n", "", form.read_text("utf-8")), encoding="utf-8")
    assert "other-town" in codes(folder, "notice")


WEEKS = """\
标题: 安平镇方案
版式: 通用
章节: {总体要求: {正文: 坚持以人民为中心。}}
任务:
  - {编号: R1, 名称: 公益广告, 单位: 处, 分村: 10}
  - {编号: R2, 名称: 停车位, 单位: 个, 目标值: 200}
"""


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("R1, 单位: 东河村, 完成: 4", "R1, 单位: 东河村, 完成: 7", True),  # 4, then 7 in all
        ("R1, 单位: 东河村, 完成: 4", "R1, 单位: 东河村, 完成: 6", False),
        ("R1, 单位: 东河村, 完成: 7", "R1, 单位: 东河村, 完成: 4", False),
        ("R1, 单位: 东河村, 完成: 1", "R1, 单位: 西河村, 完成: 10", False),
        ("R2, 单位: 镇行政综合服务中心, 完成: 90", "R2, 单位: 镇行政综合服务中心, 完成: 150", True),
        ("R2, 单位: 镇行政综合服务中心, 完成: 1", "R2, 单位: 镇行政综合服务中心, 完成: 201", True),
        ("R2, 单位: 镇行政综合服务中心, 完成: 90", "R2, 单位: 镇行政综合服务中心, 完成: 80", False),
    ],
)
def test_a_figure_like_a_running_total_is_told(town: Copy, first: str, second: str, is_told: bool) -> None:
    folder = town()
    (folder / "plan.yaml").write_text(WEEKS, encoding="utf-8")
    for path in (folder / "weeks").iterdir():
        path.unlink()
    for week, row in (("2026-W11", first), ("2026-W12", second)):
        text = f"周: {week}\n进展: [{{任务: {row}}}]\n"
        (folder / "weeks" / f"{week}.yaml").write_text(text, encoding="utf-8")
    assert ("over-target" in codes(folder, "weekly")) is is_told


EARLIER_SKELETON = """\
# 印发：印发通知用的文号、主送、日期等；不写就不做通知
# 印发:
#   文号: 安政发〔2026〕3号
#   主送:
#   - 各村民委员会
#   - 镇直各单位
#   成文日期: '2026-03-05'
"""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", "", 0),
        ("安政发〔2026〕3号", "清政发〔2026〕7号", 3),
        ("- 镇直各单位", "- 镇直各单位\n#   - 驻镇各单位", 7),
        ("# 印发：", "# 我记一下：印发：", 0),  # a comment of the clerk's own
    ],
)
def test_what_was_filled_in_behind_the_hash_of_a_skeleton_is_told(
    town: Copy, before: str, after: str, line: int
) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    skeleton = EARLIER_SKELETON.replace(before, after, 1) if before else EARLIER_SKELETON
    plan.write_text(f"{skeleton}\n{plan.read_text('utf-8')}", encoding="utf-8")
    found = [note for note in build(Job(folder=folder, kinds=["plan"])).notes if note.code == "behind-hash"]
    assert [note.place.line for note in found] == ([line] if line else [])


def test_a_new_week_is_as_it_was_made_until_somebody_fills_in_behind_a_hash(town: Copy) -> None:
    folder = town()
    week = next_week.create(folder, "", SPRING)
    assert "behind-hash" not in codes(folder, "weekly")

    week.write_text(
        week.read_text("utf-8").replace("地点: 东河村, 人数: 60", "地点: 石桥村, 人数: 25"), encoding="utf-8"
    )
    assert "behind-hash" in codes(folder, "weekly")


@pytest.mark.parametrize(
    ("form", "line", "is_told"),
    [
        ("plan.yaml", "引言: # 为落实上级部署，制定本方案。", True),
        ("plan.yaml", "引言: #为落实上级部署，制定本方案。", True),
        ("plan.yaml", "引言: 为落实上级部署，制定本方案。  # 领导改过", False),
        ("plan.yaml", "引言:", False),
        ("town.yaml", "  人口:   # 28600", True),
        ("town.yaml", "  人口:   # 如 28600，常住人口，只写数字", False),
    ],
)
def test_a_value_behind_the_hash_of_its_own_line_is_told(town: Copy, form: str, line: str, is_told: bool) -> None:
    folder = town()
    name = line.strip().partition(":")[0]
    path = folder / form
    path.write_text(
        re.sub(rf"(?m)^ *{name}:.*$", lambda _match: line, path.read_text("utf-8"), count=1), encoding="utf-8"
    )
    found = [note for note in build(Job(folder=folder, kinds=["plan"])).notes if note.code == "behind-hash"]
    assert bool(found) is is_told
