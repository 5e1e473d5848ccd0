"""The documents' own sentences: which there are, and what a county or a town says instead."""

import ast
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from dump import dump

from wenming import Faults, Job, build
from wenming.authoring import words
from wenming.authoring.comparison import compare
from wenming.documents import registry
from wenming.documents.kinds import Kind
from wenming.documents.wording import NAMES_OF_A_TOWN, Wording

FILES = sorted(path.stem for path in (ROOT / "templates" / "wording").glob("*.yaml"))
ALL = Wording(files=FILES)
FIELD = re.compile(r"\{\{ (\w+) \}\}")


def said() -> Iterator[tuple[set[str], set[str] | None]]:
    """What each ``say(…)`` in the code may say, and the fields that it fills in; None where these are a dict's."""
    for path in (ROOT / "wenming" / "documents").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                fields = {keyword.arg for keyword in node.keywords}
                yield set(literals(node.args[0])), None if None in fields else {str(field) for field in fields}


def literals(node: ast.expr) -> Iterator[str]:
    """The text that *node* is, or the two that it chooses from."""
    if isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    else:
        assert isinstance(node, ast.Constant), ast.unparse(node)
        yield str(node.value)


def test_the_code_says_what_the_files_have_and_nothing_is_left_over() -> None:
    assert {name for names, _fields in said() for name in names} == set(ALL.sentences)


def test_every_sentence_is_given_the_fields_that_it_may_have() -> None:
    for names, fields in said():
        for name in names if fields is not None else ():
            may_have = [set(Wording(files=[file]).sentences[name].fields) for file in FILES if has(file, name)]
            assert fields in may_have, name


def has(file: str, name: str) -> bool:
    return name in Wording(files=[file]).sentences


@pytest.mark.parametrize("file", FILES)
def test_a_sentence_uses_only_fields_that_it_has(file: str) -> None:
    for name, sentence in Wording(files=[file]).sentences.items():
        assert set(FIELD.findall(sentence.text)) <= {*sentence.fields, *NAMES_OF_A_TOWN}, name
        assert sentence.used and "{{" not in FIELD.sub("", sentence.text)


def kind(key: str, folders: list[Path]) -> Kind:
    return next(one for one in registry.known_kinds([*folders, ROOT / "templates"]) if one.key == key)


def write(folder: Path, file: str, text: str) -> Path:
    path = folder / "wording" / f"{file}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_town_goes_before_its_county_and_that_before_the_program(tmp_path: Path) -> None:
    county = write(tmp_path / "county", "circular", "开头: 县里的开头。\n没有红榜: 县里没有。\n")
    town = write(tmp_path / "town", "circular", "开头: 镇里的开头。\n")
    say = kind("circular", [town, county]).wording.say
    assert (say("开头"), say("没有红榜"), say("没有黑榜")) == ("镇里的开头。", "县里没有。", "没有列入黑榜的村。")


def test_a_shared_sentence_may_be_said_otherwise_in_one_kind_alone(tmp_path: Path) -> None:
    town = write(tmp_path, "circular", "截至: 到{{ 日期 }}为止\n")
    assert kind("circular", [town]).wording.say("截至", 日期="3月1日") == "到3月1日为止"
    assert kind("weekly", [town]).wording.say("截至", 日期="3月1日") == "截至3月1日"
    write(tmp_path, "common", "截至: 算到{{ 日期 }}\n")
    assert kind("circular", [town]).wording.say("截至", 日期="3月1日") == "到3月1日为止"
    assert kind("weekly", [town]).wording.say("截至", 日期="3月1日") == "算到3月1日"


def test_a_sentence_that_is_not_wanted_is_left_out(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    write(folder / "templates", "circular", "开头: 不写\n时序超前: 不写\n")
    [made] = build(Job(folder=folder, kinds=["circular"], week="2026-W16")).documents
    text = dump(made.data)
    assert (
        "现将各村进展情况通报如下" not in text
        and "超前时序进度" not in text
        and "，，" not in text
        and "，。" not in text
    )


WRONG = {
    "开头们: 甲。": ("开头们", "开头"),
    "名次: 第{{ 名词 }}名": ("没有“名词”可以填", "名次"),
    "开头: 第{{ 名次 }}名": ("没有“名次”可以填", "—"),
    "开头: 甲{% if 乙 %}丙{% endif %}": ("只能写一个名称", "—"),
    "截至: 到{{ 日期|大写 }}": ("只能写一个名称", "日期"),
    "名次: 第｛｛ 名次 ｝｝名": ("只能写一个名称", "名次"),
    "红榜: 不写。": ("不能不写", "删掉这一行"),
}


@pytest.mark.parametrize("line", WRONG)
def test_what_cannot_be_said_is_a_fault_at_its_place(line: str, tmp_path: Path) -> None:
    what, mend = WRONG[line]
    with pytest.raises(Faults) as caught:
        kind("circular", [write(tmp_path, "circular", f"没有红榜: 无。\n{line}\n")]).wording.say("开头")
    [fault] = caught.value.faults
    assert fault.place.file == str(tmp_path / "wording" / "circular.yaml") and fault.place.line == 2
    assert what in fault.what and mend in fault.mend


def test_a_file_that_no_kind_reads_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        kind("plan", [write(tmp_path, "circulr", "开头: 甲。\n")])
    [fault] = caught.value.faults
    assert "circulr.yaml" in fault.place.file and "circular.yaml" in fault.mend


def test_what_nobody_changed_in_a_copy_goes_on_with_the_program(
    town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = town()
    copy = words.eject(kind("circular", [folder / "templates"]), folder)
    copy.write_text(copy.read_text("utf-8").replace("没有列入黑榜的{{ 村 }}。", "无。"), encoding="utf-8")
    kept = copy.parent / ".wenming" / copy.name  # as if it had been copied when the program said otherwise
    for path in (copy, kept):
        path.write_text(path.read_text("utf-8").replace("没有列入红榜的{{ 村 }}。", "旧的话。"), encoding="utf-8")
    meant = kind("circular", [folder / "templates"])
    assert (meant.wording.say("没有红榜"), meant.wording.say("没有黑榜")) == ("没有列入红榜的村。", "无。")
    [compared] = compare(folder, meant)
    assert [(change.spot, change.before, change.after) for change in compared.of_town] == [
        ("“没有黑榜”", "没有列入黑榜的{{ 村 }}。", "无。")
    ]
    assert [(change.before, change.after) for change in compared.above] == [("旧的话。", "没有列入红榜的{{ 村 }}。")]


def test_what_the_program_does_not_say_any_more_stops_nobody_and_is_told_by_diff(town: Callable[..., Path]) -> None:
    folder = town()
    copy = words.eject(kind("circular", [folder / "templates"]), folder)
    for path in (copy, copy.parent / ".wenming" / copy.name):  # as if the program had said it then
        path.write_text(path.read_text("utf-8") + "\n以前的话: 旧的。\n", encoding="utf-8")
    meant = kind("circular", [folder / "templates"])
    assert meant.wording.say("没有红榜") == "没有列入红榜的村。"
    [compared] = compare(folder, meant)
    assert [(change.spot, change.before, change.after) for change in compared.above] == [("“以前的话”", "旧的。", "")]


@pytest.mark.parametrize("kept", ["", "- a", "abc", "5", "~", "[" * 300 + "]" * 300])
def test_a_broken_original_of_a_copy_is_none(town: Callable[..., Path], kept: str) -> None:
    folder = town()
    copy = words.eject(kind("circular", [folder / "templates"]), folder)
    (copy.parent / ".wenming" / copy.name).write_text(kept, encoding="utf-8")
    meant = kind("circular", [folder / "templates"])
    assert meant.wording.say("没有红榜") == "没有列入红榜的村。"
    compare(folder, meant)


@pytest.mark.parametrize("name", [name for name, one in ALL.sentences.items() if not one.is_needed])
def test_what_may_be_left_out_leaves_no_stray_mark(town: Callable[..., Path], name: str) -> None:
    folder = town()
    file = next(file for file in FILES if has(file, name))
    write(folder / "templates", file, f"{name}: 不写\n")
    for made in build(Job(folder=folder, week="2026-W16")).documents:
        text = dump(made.data)
        assert not re.search("，，|。。|；。|，。|：。", text), made.name


def test_a_name_that_is_no_more_is_a_fault_where_it_was_written_by_hand(town: Callable[..., Path]) -> None:
    folder = town()
    write(folder / "templates", "circular", "以前的话: 甲。\n")
    [compared] = compare(folder)
    [fault] = compared.faults
    assert "以前的话" in fault.what and fault.place.line == 1


def test_what_a_copy_has_is_all_that_the_kind_says_in_yaml_that_can_be_read_back(town: Callable[..., Path]) -> None:
    folder = town()
    for meant in registry.known_kinds([folder / "templates", ROOT / "templates"]):
        if meant.wording.sentences:
            words.eject(meant, folder)
            assert list(meant.wording.own_words()) == []
    with pytest.raises(Faults, match="已经有这个模板"):
        words.eject(kind("circular", [folder / "templates"]), folder)


def test_a_list_of_the_words_tells_who_says_them(tmp_path: Path) -> None:
    meant = kind("circular", [write(tmp_path, "circular", "开头: 甲。\n")])
    by_name = {word.name: word for word in words.words(meant)}
    assert by_name["开头"].file and by_name["开头"].text == "甲。"
    assert by_name["名次"].file is None and by_name["名次"].fields == "{{ 完成率 }} 90.0%，{{ 名次 }} 1"
    assert {word.name for word in words.words(meant, "并列")} == {"并列名次"}


def test_kinds_with_their_words_go_to_other_processes(tmp_path: Path) -> None:
    meant = kind("circular", [write(tmp_path, "circular", "开头: 甲。\n")])
    assert pickle.loads(pickle.dumps(meant)).wording.say("开头") == "甲。"
