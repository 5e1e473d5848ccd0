"""A town's own templates: listed, copied, searched for fields, checked, compared, updated."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import office
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from wenming.authoring import tag_list
from wenming.cli.main import main
from wenming.documents import registry
from wenming.ooxml import package

Copy = Callable[..., Path]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def told(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def edit(path: Path, before: str, after: str) -> None:
    """What a clerk does in Word: *after* for *before* in the first run that has it."""
    document = docx.Document(str(path))
    everywhere = [run for paragraph in document.paragraphs for run in paragraph.runs]
    found = next(run for run in everywhere if before in run.text)
    found.text = found.text.replace(before, after)
    document.save(str(path))


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def rows(folder: Path) -> dict[str, dict[str, object]]:
    return {
        row["kind"] + row["layout"]: row
        for row in json.loads(told(run("template", "list", folder, "--json")))["templates"]
    }


def test_the_list_says_where_each_template_comes_from(town: Copy) -> None:
    folder = town()
    assert {row["origin"] for row in rows(folder).values()} == {"built-in"}
    told(run("template", "eject", "notice", folder))
    shared = folder.parent / "templates"
    shared.mkdir()
    (shared / "weekly.docx").write_bytes((ROOT / "templates" / "weekly.docx").read_bytes())
    listed = rows(folder)
    assert (listed["notice"]["origin"], listed["weekly"]["origin"]) == ("town", "county")
    assert listed["notice"]["changed"] is False
    edit(folder / "templates" / "notice.docx", "{{ 主送 }}", "各村：{{ 主送 }}")
    assert rows(folder)["notice"]["changed"] is True
    shown = told(run("template", "list", folder))
    assert "镇的，改过" in shown and "县里共用的" in shown and "自带的" in shown


def test_ejecting_copies_the_layout_that_the_plan_has_and_never_twice(town: Copy) -> None:
    folder = town("longtan")
    told(run("template", "eject", "plan", folder))
    copy = next((folder / "templates").glob("*.docx"))
    assert copy.read_bytes() == (ROOT / "templates" / copy.name).read_bytes()
    edit(copy, "{{", "县：{{")
    before = copy.read_bytes()
    again = run("template", "eject", "plan", folder)
    assert again.exit_code == 1 and "没有动它" in again.output and copy.read_bytes() == before


def test_what_is_ejected_is_used(town: Copy, tmp_path: Path) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    edit(folder / "templates" / "notice.docx", "{{ 主送 }}", "全镇{{ 主送 }}")
    told(run("build", folder, "notice", "--out", tmp_path / "out"))
    made = next((tmp_path / "out").rglob("*春季*.docx"))
    assert any(text.startswith("全镇各村民委员会") for text in texts(made))


def test_fields_are_ready_to_copy_with_the_towns_own_example(town: Copy) -> None:
    found = {
        row["tag"]: row for row in json.loads(told(run("template", "fields", "notice", town(), "--json")))["fields"]
    }
    assert found["{{ 发文.文号 }}"]["example"] == "安政发〔2026〕3号"
    assert found["{{p 正文 }}"]["title"] and found["{{ 镇.行政村|顿号 }}"]["description"]
    only = told(run("template", "fields", "notice", "--find", "抄送"))
    assert "抄送" in only and "签发人" not in only
    assert "没有含“无此字”的字段" in told(run("template", "fields", "notice", "--find", "无此字"))


def test_every_listed_tag_renders(town: Copy, tmp_path: Path) -> None:
    """A tag that the list offers and the engine refuses would be a lie."""
    folder = town()
    for kind in ("notice", "plan", "weekly"):
        [known] = registry.chosen([kind], registry.KINDS)
        listed = tag_list.fields(known, folder)
        single = [row.tag for row in listed if row.tag.startswith("{{ ") and "[]" not in row.path]
        path = tmp_path / f"{kind}.docx"
        document = docx.Document(str(ROOT / "templates" / ("plan-standard.docx" if kind == "plan" else f"{kind}.docx")))
        for tag in single:
            document.add_paragraph(tag)
        document.save(str(path))
        assert run("template", "check", path, "--kind", kind).exit_code == 0


def test_check_finds_everything_at_once_and_writes_copies_only_when_asked(town: Copy, tmp_path: Path) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    copy = folder / "templates" / "notice.docx"
    edit(copy, "{{ 主送 }}", "{{ 主送人 }}，{%P if 附注 %}")
    before = copy.read_bytes()
    result = run("template", "check", folder)
    assert result.exit_code == 1
    assert "没有“主送人”这个字段" in result.output and "是不是“主送”" in result.output and "有 " in result.output
    assert [path.name for path in copy.parent.glob("*.docx")] == ["notice.docx"] and copy.read_bytes() == before
    result = run("template", "check", copy, "--annotate", "--fix", "--json")
    written = json.loads(result.stdout)
    [checked] = written["templates"]
    assert result.exit_code == 1 and checked["annotated"] and checked["fixed"] and copy.read_bytes() == before
    assert {fault["code"] for fault in written["faults"]} >= {"unknown-field", "half-level"}
    comments = docx.Document(str(copy.with_name("notice（批注）.docx"))).comments
    assert any("主送人" in one.text for one in comments)
    assert any("{%p if 附注 %}" in text for text in texts(copy.with_name("notice（修复）.docx")))
    told(run("template", "check", ROOT / "templates" / "weekly.docx"))


def test_no_built_in_template_is_blamed(town: Copy) -> None:
    for name in ("anping", "heshan", "longtan", "xinhui"):
        assert "没有问题" in told(run("template", "check", town(name)))


def broken(path: Path, part: str) -> None:
    """What is left of *path* when half of *part* is lost."""
    parts = package.read(path.read_bytes(), path.name)
    parts[part] = parts[part][: len(parts[part]) // 2]
    path.write_bytes(package.write(parts))


def test_a_file_that_is_no_template_hides_no_fault_of_the_others(town: Copy) -> None:
    folder = town()
    for kind in ("notice", "weekly"):
        told(run("template", "eject", kind, folder))
    edit(folder / "templates" / "weekly.docx", "{{ 期号 }}", "{{ 期数 }}")
    (folder / "templates" / "notice.docx").write_bytes(b"PK")
    result = run("template", "check", folder)
    assert result.exit_code == 1 and "没有“期数”这个字段" in result.output and "文件损坏了" in result.output


def test_a_form_with_a_fault_does_not_keep_templates_from_being_checked(town: Copy) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    edit(folder / "templates" / "notice.docx", "{{ 主送 }}", "{{ 主送人 }}")
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("标题:", "标提:", 1), encoding="utf-8")
    result = run("template", "check", folder)
    assert result.exit_code == 1 and "没有“标提”这个字段" in result.output and "没有“主送人”这个字段" in result.output


@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml"])
def test_a_template_that_word_cannot_open_is_told_and_gets_no_comments(town: Copy, part: str) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    copy = folder / "templates" / "notice.docx"
    broken(copy, part)
    result = run("template", "check", copy, "--annotate", "--fix")
    assert result.exit_code == 1 and f"notice.docx · {part}" in result.output and "加不了批注" in result.output
    assert [path.name for path in copy.parent.glob("*.docx")] == ["notice.docx"]
    result = run("template", "diff", folder)
    assert result.exit_code == 1 and f"“{part}”不是完好的 XML" in result.output and str(copy) in result.output


def renamed(path: Path, style: str) -> None:
    """A style renamed in Word, which a template must not be."""
    parts = package.read(path.read_bytes(), path.name)
    name = f'<w:name w:val="{style}"/>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(name.encode(), name.replace(style, "我的").encode())
    path.write_bytes(package.write(parts))


@pytest.mark.parametrize("style", ["落款", "名单", "二级标题字", "表头", "公文表格", "分节", "页码"])
def test_a_style_that_the_documents_are_written_in_is_missed_before_they_are_built(
    town: Copy, tmp_path: Path, style: str
) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    renamed(folder / "templates" / "notice.docx", style)
    checked = run("template", "check", folder)
    assert checked.exit_code == 1 and style in checked.output and "模板里没有" in checked.output
    built = run("build", folder, "notice", "--out", tmp_path / "out")
    assert built.exit_code == (0 if style == "公文表格" else 1)  # a table without its lines is a table


def test_a_table_has_its_lines_whatever_id_its_style_was_given(town: Copy, tmp_path: Path) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    copy = folder / "templates" / "notice.docx"
    parts = package.read(copy.read_bytes(), copy.name)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:styleId="GwTable"', b'w:styleId="27"')
    copy.write_bytes(package.write(parts))
    told(run("build", folder, "notice", "--out", tmp_path / "out"))
    tables = docx.Document(str(next((tmp_path / "out").rglob("*方案*.docx")))).tables
    assert tables and all(table.style is not None and table.style.name == "公文表格" for table in tables)


@pytest.mark.parametrize("name", ["notice（修复）.docx", "notice (2).docx", "notice - 副本.docx"])
def test_a_copy_is_checked_as_what_it_is_a_copy_of(town: Copy, name: str) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    copy = folder / "templates" / name
    copy.write_bytes((folder / "templates" / "notice.docx").read_bytes())
    edit(copy, "{{ 主送 }}", "{{ 主送人 }}")
    assert "没有“主送人”这个字段" in run("template", "check", copy).output


def test_only_the_templates_of_a_kind_are_checked(town: Copy) -> None:
    checked = json.loads(told(run("template", "check", town(), "--kind", "周报", "--json")))["templates"]
    assert [Path(row["file"]).name for row in checked] == ["weekly.docx"]


def changed_above(folder: Path, kind: str = "notice") -> Path:
    """A county's template of *kind* that the town's was copied from, to be changed."""
    shared = folder.parent / "templates"
    shared.mkdir(exist_ok=True)
    path = shared / f"{kind}.docx"
    path.write_bytes((ROOT / "templates" / path.name).read_bytes())
    return path


def test_diff_and_update_bring_the_countys_changes_to_the_town(town: Copy) -> None:
    folder = town()
    county = changed_above(folder)
    told(run("template", "eject", "notice", folder))
    own = folder / "templates" / "notice.docx"
    assert "不用更新" in told(run("template", "update", folder))
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 标题|分行 }}", "县{{ 标题|分行 }}")
    shown = told(run("template", "diff", folder))
    assert "镇里改的" in shown and "全镇{{ 主送 }}" in shown and "县{{ 标题|分行 }}" in shown
    assert rows(folder)["notice"]["outdated"] is True
    before = own.read_bytes()
    told(run("template", "update", folder))
    assert own.read_bytes() == before
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own.with_name("notice（合并）.docx")))
    told(run("template", "update", folder, "--replace"))
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))
    assert own.with_name("notice（换下的）.docx").read_bytes() == before
    assert "不用更新" in told(run("template", "update", folder))


def outdated(town: Copy) -> tuple[Path, Path, Path]:
    """A town whose notice was changed, and the county's that it was copied from too; the town's and the county's."""
    folder = town()
    county = changed_above(folder)
    told(run("template", "eject", "notice", folder))
    own = folder / "templates" / "notice.docx"
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 标题|分行 }}", "县{{ 标题|分行 }}")
    return folder, own, county


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "templates").glob("*.docx")}


def test_what_is_put_in_its_place_is_the_copy_that_was_looked_at(town: Copy) -> None:
    folder, own, _county = outdated(town)
    told(run("template", "update", folder))
    copy = own.with_name("notice（合并）.docx")
    edit(copy, "县{{ 标题|分行 }}", "看过：{{ 标题|分行 }}")
    looked_at = copy.read_bytes()
    assert "还没有过时" in told(run("template", "update", folder))
    assert copy.read_bytes() == looked_at
    assert "看过的那一份" in told(run("template", "update", folder, "--replace"))
    assert own.read_bytes() == looked_at
    assert names(folder) == {"notice.docx", "notice（换下的）.docx"}
    assert "不用更新" in told(run("template", "update", folder))


def test_updating_twice_leaves_one_copy(town: Copy) -> None:
    folder, _own, county = outdated(town)
    for _time in range(2):
        told(run("template", "update", folder))
    edit(county, "{{ 主送 }}", "{{ 主送 }} ")
    told(run("template", "update", folder))
    assert names(folder) == {"notice.docx", "notice（合并）.docx"}
    told(run("template", "update", folder, "--replace"))
    assert names(folder) == {"notice.docx", "notice（换下的）.docx"}


def test_a_copy_that_no_longer_fits_is_kept_and_it_is_said(town: Copy) -> None:
    folder, own, _county = outdated(town)
    told(run("template", "update", folder))
    edit(own.with_name("notice（合并）.docx"), "县{{ 标题|分行 }}", "看过：{{ 标题|分行 }}")
    edit(own, "全镇{{ 主送 }}", "全镇各单位{{ 主送 }}")
    said = told(run("template", "update", folder))
    assert "notice（合并）.docx 里改的没有用上" in said
    assert names(folder) == {"notice.docx", "notice（合并）.docx", "notice（合并2）.docx"}
    told(run("template", "update", folder, "--replace"))
    assert {"全镇各单位{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))
    assert "看过：{{ 标题|分行 }}" in texts(own.with_name("notice（合并）.docx"))


@pytest.mark.parametrize("name", ["../notice.docx", "/notice.docx", "notice.docx", ".", "", 3])
def test_a_damaged_note_leads_to_no_other_file(town: Copy, name: object) -> None:
    folder, own, _county = outdated(town)
    told(run("template", "update", folder))
    note = own.parent / ".wenming" / "notice.merged.json"
    note.write_text(json.dumps({**json.loads(note.read_bytes()), "file": name}), encoding="utf-8")
    told(run("template", "update", folder, "--replace"))
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))


def test_half_a_copy_is_put_nowhere(town: Copy) -> None:
    folder, own, _county = outdated(town)
    told(run("template", "update", folder))
    before = own.read_bytes()
    own.with_name("notice（合并）.docx").write_bytes(b"PK")
    result = run("template", "update", folder, "--replace")
    assert result.exit_code == 1 and "文件损坏了" in result.output and own.read_bytes() == before


def test_a_broken_template_does_not_keep_the_others_from_being_compared_and_updated(town: Copy) -> None:
    folder, own, _county = outdated(town)
    county = changed_above(folder, "weekly")
    told(run("template", "eject", "weekly", folder))
    edit(county, "{{ 期号 }}", "{{ 期号 }}号")
    own.write_bytes(b"PK")
    result = run("template", "diff", folder)
    assert result.exit_code == 1 and "文件损坏了" in result.output and "原来的那个后来改的" in result.output
    listed = json.loads(run("template", "diff", folder, "--json").stdout)
    compared = {Path(row["file"]).stem: row for row in listed["templates"]}
    assert [Path(fault["file"]).stem for fault in listed["faults"]] == ["notice"] and compared["weekly"]["above"]
    result = run("template", "update", folder)
    assert result.exit_code == 1 and "文件损坏了" in result.output and "weekly（合并）.docx" in names(folder)


@pytest.mark.layout
def test_a_template_that_libreoffice_opened_and_saved_was_not_changed(town: Copy, tmp_path: Path) -> None:
    folder = town()
    for kind in ("notice", "weekly"):
        told(run("template", "eject", kind, folder))
    copies = sorted((folder / "templates").glob("*.docx"))
    for copy, saved in zip(copies, office.converted(copies, tmp_path, "docx"), strict=True):
        copy.write_bytes(saved.read_bytes())
    assert [row["town"] for row in json.loads(told(run("template", "diff", folder, "--json")))["templates"]] == [[], []]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "字号 22 磅 → 字号 18 磅，对齐 左对齐，1.5 倍"),
        ("en", "size 22 pt → size 18 pt, alignment left, 1.5 lines"),
    ],
)
def test_a_style_that_was_changed_is_told_as_word_shows_it(town: Copy, language: str, words: str) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    copy = folder / "templates" / "notice.docx"
    document = docx.Document(str(copy))
    style = next(one for one in document.styles if one.name == "公文标题")
    style.font.size, style.paragraph_format.alignment = Pt(18), WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.line_spacing = 1.5
    document.save(str(copy))
    shown = told(run("--lang", language, "template", "diff", folder))
    assert all(word in shown for word in words.replace(" → ", "，").replace(", ", "，").split("，"))


def test_what_is_learnt_is_no_copy_of_what_stood_there_before(town: Copy, tmp_path: Path) -> None:
    folder = town()
    told(run("template", "eject", "notice", folder))
    (folder / "templates" / "notice.docx").rename(tmp_path / "old.docx")
    told(run("build", folder, "notice", "--out", tmp_path / "out"))
    told(run("template", "learn", next((tmp_path / "out").rglob("*春季*.docx")), folder))
    assert rows(folder)["notice"]["changed"] is None
    assert "没有复制来的模板" in told(run("template", "diff", folder))


def test_where_both_changed_the_town_stays_and_is_told(town: Copy) -> None:
    folder = town()
    county = changed_above(folder)
    told(run("template", "eject", "notice", folder))
    own = folder / "templates" / "notice.docx"
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 主送 }}", "全县{{ 主送 }}")
    shown = told(run("template", "update", folder, "--replace"))
    assert "两边都改了" in shown and "全县{{ 主送 }}" in shown
    assert any(text.startswith("全镇") for text in texts(own))


def test_a_town_without_copies_is_told(town: Copy) -> None:
    assert "没有复制来的模板" in told(run("template", "diff", town()))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("eject", "noticee", "TOWN"), "notice"),
        (("eject", "plan", "TOWN", "--layout", "别的"), "没有“别的”这种版式"),
        (("eject", "notice", "TOWN/none"), "没有这个文件夹"),
        (("eject", "notice", "TOWN/weeks"), "没有 town.yaml"),
        (("eject", "plan", "TOWN/weeks"), "没有 town.yaml"),
        (("list", "TOWN/none"), "没有这个文件夹"),
        (("diff", "TOWN/none"), "没有这个文件夹"),
        (("update", "TOWN/town.yaml"), "没有这个文件夹"),
        (("check", "TOWN", "--kind", "noticee"), "notice"),
        (("check", "TOWN/none.docx"), "没有这个文件"),
        (("check", "TOWN/town.yaml"), "不是 Word 文件"),
    ],
)
def test_wrong_arguments_are_answered(town: Copy, arguments: tuple[str, ...], words: str) -> None:
    folder = town()
    result = run("template", *(one.replace("TOWN", str(folder)) for one in arguments))
    assert result.exit_code in (1, 2) and words in result.output and "Traceback" not in result.output


def test_a_copy_opens_as_it_is(town: Copy) -> None:
    folder = town()
    told(run("template", "eject", "weekly", folder))
    data = (folder / "templates" / "weekly.docx").read_bytes()
    assert docx.Document(io.BytesIO(data)).paragraphs


def test_a_field_of_what_is_laid_out_is_found_before_building(town: Callable[..., Path]) -> None:
    folder = town()
    CliRunner().invoke(main, ["template", "eject", "notice", str(folder)])
    path = folder / "templates" / "notice.docx"
    made = docx.Document(str(path))
    made.paragraphs[1].insert_paragraph_before("{{ 印发.成文日期|日期 }}")
    made.save(str(path))
    result = CliRunner().invoke(main, ["template", "check", str(folder)])
    assert result.exit_code == 1 and "没有“成文日期”这个字段" in result.output


def card(folder: Path, manifest: str) -> None:
    """A kind of the town's own: the 明白卡 of docs/templates.md, the town's name and what is to be done."""
    made = docx.Document(str(ROOT / "templates" / "notice.docx"))
    for paragraph in made.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    made.paragraphs[0].text = "{{ 镇.名称 }}明白卡：{{ 方案.标题 }}"
    (folder / "templates").mkdir(exist_ok=True)
    made.save(str(folder / "templates" / "card.docx"))
    (folder / "templates" / "card.yaml").write_text(manifest, encoding="utf-8")


def test_a_kind_of_a_towns_own_may_take_a_part_of_the_plan_where_it_says_so(
    town: Callable[..., Path], tmp_path: Path
) -> None:
    folder = town()
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    [manifest] = re.findall(r"```yaml\n(名称: 明白卡.*?)```", guide, re.DOTALL)
    card(folder, manifest)
    assert CliRunner().invoke(main, ["template", "check", str(folder)]).exit_code == 0
    result = CliRunner().invoke(main, ["build", str(folder), "明白卡", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    [path] = tmp_path.rglob("*实施方案.docx")
    assert docx.Document(str(path)).paragraphs[0].text == "安平镇明白卡：安平镇文明村镇创建工作实施方案"


def test_what_build_would_refuse_check_refuses(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    card(folder, "名称: 明白卡\n表单: [plan]\n次数: 每个方案\n模板: card.docx\n")
    built = CliRunner().invoke(main, ["build", str(folder), "明白卡", "--out", str(tmp_path)])
    checked = CliRunner().invoke(main, ["template", "check", str(folder)])
    for result in (built, checked):
        assert result.exit_code == 1 and "模板里没有放“章节.总体要求”" in result.output
        assert "在 card.yaml 里写 摘编: 是" in result.output
