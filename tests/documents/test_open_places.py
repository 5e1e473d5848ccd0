"""What is still open is counted with each document; with --final it keeps all of them from being written."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from wenming import Faults, Job, build

Copy = Callable[..., Path]


def edit(path: Path, pattern: str, text: str) -> None:
    changed = re.sub(pattern, text, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert changed != path.read_text("utf-8")
    path.write_text(changed, encoding="utf-8")


def faults(folder: Path, *kinds: str) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as raised:
        build(Job(folder=folder, kinds=kinds, final=True, out=folder / "out"))
    assert not (folder / "out").exists()
    assert {fault.code for fault in raised.value.faults} == {"left-open"}
    return [(Path(fault.place.file).name, fault.place.path) for fault in raised.value.faults]


def test_every_blank_of_a_text_is_told_and_counted(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "^引言: ", "引言: 按____要求，于20__年前，由XX负责，")
    built = build(Job(folder=folder, kinds=["plan", "weekly"]))

    assert [note.code for note in built.notes if note.place.path == "引言"] == ["left-open"] * 3
    assert {(document.kind, document.blanks) for document in built.documents} == {("plan", 3), ("weekly", 0)}


def test_a_final_paper_has_no_blank_number_or_day(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "^引言: ", "引言: 按____要求，")
    edit(folder / "plan.yaml", r"〕3号$", "〕号")
    edit(folder / "plan.yaml", r"^  成文日期: .*\n  印发日期: .*\n", "")

    of_plan = [("plan.yaml", "印发.成文日期"), ("plan.yaml", "引言")]
    assert sorted(faults(folder, "plan")) == of_plan  # the notice has the number
    assert sorted(faults(folder, "notice")) == sorted([*of_plan, ("plan.yaml", "印发.文号")])


def test_a_final_paper_has_no_placeholder(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "姓名: 陈立新", "姓名: 【待填：姓名】")
    edit(folder / "town.yaml", "联系人: 李倩", "联系人: 【待填：联系人】")

    assert faults(folder, "plan") == [("plan.yaml", "领导小组.组长[1].姓名")]
    assert ("town.yaml", "镇.联系人") in faults(folder, "notice")  # its remark quotes it


def test_a_final_paper_is_no_draft(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "^印发:$", "印发:\n  稿别: 征求意见稿")

    assert faults(folder, "plan") == [("plan.yaml", "印发.稿别")]


def test_a_paper_is_held_back_by_its_own_words_alone(town: Copy, tmp_path: Path) -> None:
    folder = town()
    edit(folder / "plan.yaml", "^  标题: 安平镇文明村镇创建倡议书", "  标题: 致____的倡议书")

    assert faults(folder, "appeal") == [("plan.yaml", "倡议书.标题")]
    assert build(Job(folder=folder, kinds=["plan", "weekly"], final=True, out=tmp_path)).documents


def test_a_silenced_note_on_number_or_day_still_counts_for_a_final_paper(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", r"〕3号$", "〕号")
    edit(folder / "plan.yaml", "^标题: ", "不再提示: [空着没有填的地方]\n标题: ")

    assert build(Job(folder=folder, kinds=["notice"])).notes == ()
    assert faults(folder, "notice") == [("plan.yaml", "印发.文号")]


def test_what_is_open_in_other_papers_does_not_matter(town: Copy, tmp_path: Path) -> None:
    folder = town()
    edit(folder / "plan.yaml", "^引言: ", "引言: 按____要求，")

    assert build(Job(folder=folder, kinds=["weekly"], final=True, out=tmp_path)).documents


def test_an_open_place_is_told_only_with_the_papers_that_have_it(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", r"〕3号$", "〕号")

    assert [note.code for note in build(Job(folder=folder, kinds=["notice"])).notes] == ["left-open"]
    assert build(Job(folder=folder, kinds=["breakdown"])).notes == ()
