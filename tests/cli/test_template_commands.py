"""The commands for templates as a clerk types them: what they print, their options, how they end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, made

from wenming.cli.main import main
from wenming.ooxml import package

Copy = Callable[..., Path]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["template", *map(str, arguments)])


def told(*arguments: object) -> str:
    """What a command prints that ends well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: object) -> str:
    """What a command prints that ends with faults."""
    result = run(*arguments)
    assert result.exit_code == 1 and "Traceback" not in result.output, result.output
    return result.output


def data(result: Result, *own: str) -> Any:
    """What a command gives to other programs, with its *own* keys."""
    written = json.loads(result.stdout)
    assert set(written) == {"documents", "notes", "faults", *own}
    return written


def edit(path: Path, before: str, after: str) -> None:
    """What a clerk does in Word: *after* for *before* in the first run that has it."""
    document = docx.Document(str(path))
    everywhere = [run for paragraph in document.paragraphs for run in paragraph.runs]
    found = next(run for run in everywhere if before in run.text)
    found.text = found.text.replace(before, after)
    document.save(str(path))


def shared(folder: Path, name: str) -> Path:
    """A template of the county that *folder* lies in, to be changed."""
    path = folder.parent / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((ROOT / "templates" / name).read_bytes())
    return path


def ejected(folder: Path, kind: str = "notice") -> Path:
    told("eject", kind, folder)
    return folder / "templates" / f"{kind}.docx"


def outdated(folder: Path) -> tuple[Path, Path]:
    """The town's notice that was changed, and the county's that it was copied from, changed too."""
    county = shared(folder, "notice.docx")
    own = ejected(folder)
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 标题|分行 }}", "县{{ 标题|分行 }}")
    return own, county


def test_list_prints_where_each_template_comes_from(town: Copy) -> None:
    folder = town()
    shared(folder, "weekly.docx")
    own = ejected(folder)
    assert "镇的，没有改过" in told("list", folder)
    edit(own, "{{ 主送 }}", "各村：{{ 主送 }}")
    shown = told("list", folder)
    assert "镇的，改过" in shown and "县里共用的" in shown and "自带的" in shown
    assert "镇的" not in told("list")
    listed = {row["kind"]: row for row in data(run("list", folder, "--json"), "templates")["templates"]}
    assert (listed["notice"]["origin"], listed["notice"]["changed"]) == ("town", True)
    assert listed["notice"]["path"] == str(own) and listed["weekly"]["origin"] == "county"


def test_eject_prints_the_copy_and_what_to_do_next(town: Copy) -> None:
    folder = town("longtan")
    shown = told("eject", "plan", folder)
    [copy] = (folder / "templates").glob("*.docx")
    assert shown.splitlines()[0] == str(copy) and f"build {folder}" in shown
    assert "没有动它" in refused("eject", "plan", folder)
    assert told("eject", "plan", folder, "--layout", "标准").startswith(str(copy.with_name("plan-standard.docx")))


def test_fields_prints_tags_to_copy(town: Copy) -> None:
    assert "安政发〔2026〕3号" in told("fields", "notice", town())
    only = told("fields", "notice", "--find", "抄送")
    assert "抄送" in only and "签发人" not in only
    assert "没有含“无此字”的字段" in told("fields", "notice", "--find", "无此字")


def test_fields_gives_every_tag_to_other_programs(town: Copy) -> None:
    said = data(run("fields", "notice", town(), "--json"), "fields", "words")
    found = {row["tag"]: row for row in said["fields"]}
    assert found["{{ 发文.文号 }}"]["example"] == "安政发〔2026〕3号"
    assert found["{{p 正文 }}"]["title"] and found["{{ 镇.行政村|顿号 }}"]["description"]
    [text] = [row["text"] for row in said["words"] if row["name"] == "正文"]
    assert "现将" in text


def test_check_prints_how_many_it_has_checked(town: Copy, tmp_path: Path) -> None:
    assert "没有问题" in told("check", town())
    assert "检查了 1 个模板，没有问题" in told("check", ROOT / "templates" / "weekly.docx")
    unknown = tmp_path / "card.docx"
    unknown.write_bytes((ROOT / "templates" / "weekly.docx").read_bytes())
    assert "没有查字段名" in told("check", unknown)
    assert "没有查字段名" not in told("check", unknown, "--kind", "weekly")
    checked = data(run("check", town("heshan"), "--kind", "周报", "--json"), "templates")
    assert [Path(row["file"]).name for row in checked["templates"]] == ["weekly.docx"] and not checked["faults"]


def test_check_prints_every_fault_and_the_copies_that_were_asked_for(town: Copy) -> None:
    folder = town()
    copy = ejected(folder)
    edit(copy, "{{ 主送 }}", "{{ 主送人 }}，{%P if 附注 %}")
    shown = refused("check", folder)
    assert "没有“主送人”这个字段" in shown and "是不是“主送”" in shown and "处要改" in shown
    assert "写在" not in shown
    shown = refused("check", copy, "--annotate", "--fix")
    assert f"批注写在 {copy.with_name('notice（批注）.docx')}" in shown
    assert f"改好 2 处，写在 {copy.with_name('notice（修复）.docx')}" in shown
    result = run("check", copy, "--annotate", "--fix", "--json")
    written = data(result, "templates")
    [checked] = written["templates"]
    assert result.exit_code == 1 and checked["annotated"] and checked["fixed"] and checked["fixes"]
    assert {fault["code"] for fault in written["faults"]} >= {"unknown-field", "half-level"}


def test_check_prints_why_there_are_no_comments(town: Copy) -> None:
    copy = ejected(town())
    parts = package.read(copy.read_bytes(), copy.name)
    parts["word/footer1.xml"] = parts["word/footer1.xml"][:100]
    copy.write_bytes(package.write(parts))
    shown = refused("check", copy, "--annotate", "--fix")
    assert "notice.docx · word/footer1.xml" in shown and f"{copy}  " in shown and "加不了批注" in shown


def test_diff_prints_what_the_town_and_the_county_have_changed(town: Copy) -> None:
    folder = town()
    assert "没有复制来的模板" in told("diff", folder)
    own, _county = outdated(folder)
    ejected(folder, "weekly")
    shown = told("diff", folder, "notice")
    before, _heading, above = shown.partition("原来的那个后来改的：")
    assert before.startswith(f"{own}\n  镇里改的：\n") and "全镇{{ 主送 }}" in before and "县{{ 标题|分行 }}" in above
    assert "镇里改的：没有" in told("diff", folder, "weekly")
    [row] = data(run("diff", folder, "notice", "--json"), "templates")["templates"]
    assert row["file"] == str(own)
    assert [change["after"] for change in row["town"]] == ["全镇{{ 主送 }}："]
    assert [change["after"] for change in row["above"]] == ["县{{ 标题|分行 }}"]


def test_diff_speaks_english(town: Copy) -> None:
    folder = town()
    outdated(folder)
    result = CliRunner().invoke(main, ["--lang", "en", "template", "diff", str(folder)])
    assert result.exit_code == 0, result.output
    assert "Changed by the town:" in result.output and "text changed: {{ 主送 }}" in result.output


def test_update_prints_what_became_of_each_template(town: Copy) -> None:
    folder = town()
    own, county = outdated(folder)
    copy = own.with_name("notice（合并）.docx")
    assert f"合并好的在 {copy}；" in told("update", folder)
    assert "还没有过时" in told("update", folder, "notice")
    shown = told("update", folder, "--replace")
    assert "看过的那一份" in shown and str(own.with_name("notice（换下的）.docx")) in shown
    assert "不用更新" in told("update", folder)
    edit(county, "{{ 主送 }}", "全县{{ 主送 }}")
    shown = told("update", folder, "--replace")
    assert f"{own} 已经更新" in shown and "两边都改了" in shown and "全县{{ 主送 }}" in shown


def test_update_prints_that_a_copy_was_not_used(town: Copy) -> None:
    folder = town()
    own, _county = outdated(folder)
    told("update", folder)
    edit(own.with_name("notice（合并）.docx"), "县{{ 标题|分行 }}", "看过：{{ 标题|分行 }}")
    edit(own, "全镇{{ 主送 }}", "全镇各单位{{ 主送 }}")
    assert "notice（合并）.docx 里改的没有用上" in told("update", folder)


def test_a_broken_template_is_told_after_the_others(town: Copy) -> None:
    folder = town()
    own, _county = outdated(folder)
    weekly = shared(folder, "weekly.docx")
    ejected(folder, "weekly")
    edit(weekly, "{{ 期号 }}", "{{ 期号 }}号")
    own.write_bytes(b"PK")
    shown = refused("diff", folder)
    assert "原来的那个后来改的" in shown and "文件损坏了" in shown
    result = run("diff", folder, "--json")
    listed = data(result, "templates")
    compared = {Path(row["file"]).stem: row for row in listed["templates"]}
    assert result.exit_code == 1 and compared["weekly"]["above"]
    assert [Path(fault["file"]).stem for fault in listed["faults"]] == ["notice"]
    shown = refused("update", folder)
    assert "weekly（合并）.docx" in shown and "文件损坏了" in shown


def test_learn_prints_what_was_learnt(town: Copy, tmp_path: Path) -> None:
    folder = town()
    [old] = [path for path in made(folder, tmp_path / "out", "notice") if "关于印发" in path.name]
    shown = told("learn", old, folder)
    assert "→ {{p 版头 }}" in shown and f"写在 {folder / 'templates' / 'notice.docx'}" in shown
    assert "没有动它" in refused("learn", old, folder)
    elsewhere = tmp_path / "learnt.docx"
    result = run("learn", old, folder, "--kind", "notice", "--out", elsewhere, "--json")
    [row] = data(result, "templates")["templates"]
    assert result.exit_code == 0 and row["file"] == str(elsewhere) and elsewhere.is_file()
    assert "{{p 版头 }}" in [one["tag"] for one in row["replaced"]] and isinstance(row["missing"], list)


def test_learn_prints_why_it_cannot(town: Copy, tmp_path: Path) -> None:
    folder = town()
    strange = tmp_path / "strange.docx"
    document = docx.Document()
    document.add_paragraph("与本镇无关的文字")
    document.save(str(strange))
    assert "看不出这是哪种公文" in refused("learn", strange, folder)
    assert "没有找到表单里的任何内容" in refused("learn", strange, folder, "--kind", "notice")
    assert "已经有标签" in refused("learn", ROOT / "templates" / "notice.docx", folder, "--kind", "notice")
    assert "没有这个文件" in refused("learn", tmp_path / "none.docx", folder)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("eject", "noticee", "TOWN"), 2, "notice"),
        (("eject", "plan", "TOWN", "--layout", "别的"), 1, "没有“别的”这种版式"),
        (("eject", "notice", "TOWN/none"), 1, "没有这个文件夹"),
        (("eject", "notice", "TOWN/weeks"), 1, "没有 town.yaml"),
        (("eject", "plan", "TOWN/weeks"), 1, "没有 town.yaml"),
        (("list", "TOWN/none"), 1, "没有这个文件夹"),
        (("diff", "TOWN/none"), 1, "没有这个文件夹"),
        (("update", "TOWN/town.yaml"), 1, "没有这个文件夹"),
        (("check", "TOWN", "--kind", "noticee"), 2, "notice"),
        (("check", "TOWN/none.docx"), 1, "没有这个文件"),
        (("check", "TOWN/town.yaml"), 1, "不是 Word 文件"),
    ],
)
def test_wrong_arguments_are_answered(town: Copy, arguments: tuple[str, ...], code: int, words: str) -> None:
    folder = town()
    result = run(*(one.replace("TOWN", str(folder)) for one in arguments))
    assert result.exit_code == code and words in result.output and "Traceback" not in result.output
