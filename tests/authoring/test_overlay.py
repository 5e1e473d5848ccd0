"""A town's own templates: listed, copied, searched for fields, checked, compared, updated."""

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import docx
import office
import pytest
from click.testing import CliRunner
from conftest import ROOT, made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from wenming import Fault, Faults, Job, build
from wenming.authoring import catalogue, tag_list
from wenming.authoring.catalogue import Used
from wenming.authoring.check import check
from wenming.authoring.comparison import Compared, compare
from wenming.authoring.learn.learn import learn
from wenming.authoring.upgrade import Upgraded, update
from wenming.base import i18n
from wenming.cli.main import main
from wenming.documents import registry
from wenming.documents.kinds import Kind
from wenming.ooxml import package
from wenming.revision.changes import Change, sentence

Copy = Callable[..., Path]


def kind_of(name: str, folder: Path | None = None) -> Kind:
    [kind] = registry.chosen([name], catalogue.known_kinds(folder))
    return kind


def ejected(folder: Path, name: str = "notice") -> Path:
    """The copy of a template, to be changed."""
    return catalogue.eject(kind_of(name, folder), folder)


def rows(folder: Path) -> dict[str, Used]:
    return {row.kind.key + row.layout: row for row in catalogue.used(catalogue.known_kinds(folder), folder)}


def is_said(what: str, faults: Iterable[Fault]) -> bool:
    return any(what in fault.what for fault in faults)


def compared(folder: Path) -> list[Compared]:
    """The town's templates compared, none of them broken."""
    templates = compare(folder)
    assert not any(template.faults for template in templates)
    return templates


def updated(folder: Path, *, replace: bool = False) -> Sequence[Upgraded]:
    """What became of the town's templates, none of them broken."""
    found = update(folder, replace=replace)
    assert not found.faults
    return found.templates


def in_words(changes: Iterable[Change]) -> str:
    return "\n".join(map(sentence, changes))


def edit(path: Path, before: str, after: str) -> None:
    """What a clerk does in Word: *after* for *before* in the first run that has it."""
    document = docx.Document(str(path))
    everywhere = [run for paragraph in document.paragraphs for run in paragraph.runs]
    found = next(run for run in everywhere if before in run.text)
    found.text = found.text.replace(before, after)
    document.save(str(path))


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def test_the_list_says_where_each_template_comes_from(town: Copy) -> None:
    folder = town()
    assert {row.origin for row in rows(folder).values()} == {"built-in"}
    copy = ejected(folder)
    shared = folder.parent / "templates"
    shared.mkdir()
    (shared / "weekly.docx").write_bytes((ROOT / "templates" / "weekly.docx").read_bytes())
    listed = rows(folder)
    assert (listed["notice"].origin, listed["weekly"].origin) == ("town", "county")
    assert listed["notice"].changed is False
    edit(copy, "{{ 主送 }}", "各村：{{ 主送 }}")
    listed = rows(folder)
    assert listed["notice"].changed is True
    assert catalogue.shown(listed["notice"]) == "镇的，改过"
    assert catalogue.shown(listed["weekly"]) == "县里共用的"
    assert catalogue.shown(listed["plan标准"]) == "自带的"


def test_ejecting_copies_the_layout_that_the_plan_has_and_never_twice(town: Copy) -> None:
    folder = town("longtan")
    copy = ejected(folder, "plan")
    assert [copy] == list((folder / "templates").glob("*.docx"))
    assert copy.read_bytes() == (ROOT / "templates" / copy.name).read_bytes()
    assert rows(folder)["plan通用"].path == copy
    edit(copy, "{{", "县：{{")
    before = copy.read_bytes()
    with pytest.raises(Faults, match="没有动它"):
        ejected(folder, "plan")
    assert copy.read_bytes() == before


def test_what_is_ejected_is_used(town: Copy, tmp_path: Path) -> None:
    folder = town()
    edit(ejected(folder), "{{ 主送 }}", "全镇{{ 主送 }}")
    [notice] = [path for path in made(folder, tmp_path / "out", "notice") if "春季" in path.name]
    assert any(text.startswith("全镇各村民委员会") for text in texts(notice))


def test_fields_are_ready_to_copy_with_the_towns_own_example(town: Copy) -> None:
    folder = town()
    found = {tag.tag: tag for tag in tag_list.fields(kind_of("notice", folder), folder)}
    assert found["{{ 发文.文号 }}"].example == "安政发〔2026〕3号"
    assert found["{{p 正文 }}"].title and found["{{ 镇.行政村|顿号 }}"].description
    only = str(tag_list.fields(kind_of("notice"), word="抄送"))
    assert "抄送" in only and "签发人" not in only
    assert tag_list.fields(kind_of("notice"), word="无此字") == []


def test_every_listed_tag_renders(town: Copy, tmp_path: Path) -> None:
    """A tag that the list offers and the engine refuses would be a lie."""
    folder = town()
    for name in ("notice", "plan", "weekly"):
        kind = kind_of(name)
        listed = tag_list.fields(kind, folder)
        single = [row.tag for row in listed if row.tag.startswith("{{ ") and "[]" not in row.path]
        path = tmp_path / f"{name}.docx"
        document = docx.Document(str(ROOT / "templates" / ("plan-standard.docx" if name == "plan" else f"{name}.docx")))
        for tag in single:
            document.add_paragraph(tag)
        document.save(str(path))
        assert not check(path, kind).faults


def test_check_finds_everything_at_once_and_writes_copies_only_when_asked(town: Copy) -> None:
    folder = town()
    copy = ejected(folder)
    edit(copy, "{{ 主送 }}", "{{ 主送人 }}，{%P if 附注 %}")
    before = copy.read_bytes()
    [unknown] = [fault for fault in check(folder).faults if "没有“主送人”这个字段" in fault.what]
    assert "是不是“主送”" in unknown.mend
    assert [path.name for path in copy.parent.glob("*.docx")] == ["notice.docx"] and copy.read_bytes() == before
    found = check(copy, annotate=True, fix=True)
    [checked] = found.templates
    assert checked.annotated == copy.with_name("notice（批注）.docx")
    assert checked.fixed == copy.with_name("notice（修复）.docx")
    assert copy.read_bytes() == before
    assert {fault.code for fault in found.faults} >= {"unknown-field", "half-level"}
    comments = docx.Document(str(checked.annotated)).comments
    assert any("主送人" in one.text for one in comments)
    assert any("{%p if 附注 %}" in text for text in texts(checked.fixed))
    assert not check(ROOT / "templates" / "weekly.docx").faults


def test_no_built_in_template_is_blamed(town: Copy) -> None:
    for name in ("anping", "heshan", "longtan", "xinhui"):
        found = check(town(name))
        assert found.asked == len(found.templates) > 0 and not found.faults


def broken(path: Path, part: str) -> None:
    """What is left of *path* when half of *part* is lost."""
    parts = package.read(path.read_bytes(), path.name)
    parts[part] = parts[part][: len(parts[part]) // 2]
    path.write_bytes(package.write(parts))


def test_a_file_that_is_no_template_hides_no_fault_of_the_others(town: Copy) -> None:
    folder = town()
    notice = ejected(folder)
    weekly = ejected(folder, "weekly")
    edit(weekly, "{{ 期号 }}", "{{ 期数 }}")
    notice.write_bytes(b"PK")
    faults = check(folder).faults
    assert is_said("没有“期数”这个字段", faults) and is_said("文件损坏了", faults)


def test_a_form_with_a_fault_does_not_keep_templates_from_being_checked(town: Copy) -> None:
    folder = town()
    edit(ejected(folder), "{{ 主送 }}", "{{ 主送人 }}")
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("标题:", "标提:", 1), encoding="utf-8")
    faults = check(folder).faults
    assert is_said("没有“标提”这个字段", faults) and is_said("没有“主送人”这个字段", faults)


@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml"])
def test_a_template_that_word_cannot_open_is_told_and_gets_no_comments(town: Copy, part: str) -> None:
    folder = town()
    copy = ejected(folder)
    broken(copy, part)
    found = check(copy, annotate=True, fix=True)
    [checked] = found.templates
    assert any(f"notice.docx · {part}" in fault.place.file for fault in found.faults)
    assert "加不了批注" in checked.not_annotated
    assert checked.annotated is None and checked.fixed is None
    assert [path.name for path in copy.parent.glob("*.docx")] == ["notice.docx"]


def renamed(path: Path, style: str) -> None:
    """A style renamed in Word, which a template must not be."""
    parts = package.read(path.read_bytes(), path.name)
    name = f'<w:name w:val="{style}"/>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(name.encode(), name.replace(style, "我的").encode())
    path.write_bytes(package.write(parts))


@pytest.mark.parametrize("style", ["落款", "名单", "二级标题字", "表头", "公文表格", "分节", "页码"])
def test_a_style_that_the_documents_are_written_in_is_missed_before_they_are_built(town: Copy, style: str) -> None:
    folder = town()
    renamed(ejected(folder), style)
    faults = check(folder).faults
    assert any(style in fault.what and "模板里没有" in fault.what for fault in faults)
    job = Job(folder=folder, kinds=["notice"])
    if style == "公文表格":  # a table without its lines is a table
        assert build(job).documents
    else:
        with pytest.raises(Faults):
            build(job)


def test_a_table_has_its_lines_whatever_id_its_style_was_given(town: Copy, tmp_path: Path) -> None:
    folder = town()
    copy = ejected(folder)
    parts = package.read(copy.read_bytes(), copy.name)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:styleId="GwTable"', b'w:styleId="27"')
    copy.write_bytes(package.write(parts))
    [notice] = [path for path in made(folder, tmp_path / "out", "notice") if "方案" in path.name]
    tables = docx.Document(str(notice)).tables
    assert tables and all(table.style is not None and table.style.name == "公文表格" for table in tables)


@pytest.mark.parametrize("name", ["notice（修复）.docx", "notice (2).docx", "notice - 副本.docx"])
def test_a_copy_is_checked_as_what_it_is_a_copy_of(town: Copy, name: str) -> None:
    original = ejected(town())
    copy = original.with_name(name)
    copy.write_bytes(original.read_bytes())
    edit(copy, "{{ 主送 }}", "{{ 主送人 }}")
    assert is_said("没有“主送人”这个字段", check(copy).faults)


def test_only_the_templates_of_a_kind_are_checked(town: Copy) -> None:
    folder = town()
    found = check(folder, kind_of("周报", folder))
    assert [template.path.name for template in found.templates] == ["weekly.docx"] and not found.faults


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
    own = ejected(folder)
    assert not updated(folder)
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 标题|分行 }}", "县{{ 标题|分行 }}")
    [notice] = compared(folder)
    assert notice.path == own
    assert "全镇{{ 主送 }}" in in_words(notice.of_town) and "县{{ 标题|分行 }}" in in_words(notice.above)
    assert rows(folder)["notice"].outdated is True
    before = own.read_bytes()
    [merged] = updated(folder)
    assert (merged.path, merged.state, merged.copy) == (own, "merged", own.with_name("notice（合并）.docx"))
    assert own.read_bytes() == before
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(merged.copy))
    updated(folder, replace=True)
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))
    assert own.with_name("notice（换下的）.docx").read_bytes() == before
    assert not updated(folder)


def outdated(town: Copy) -> tuple[Path, Path, Path]:
    """A town whose notice was changed, and the county's that it was copied from too; the town's and the county's."""
    folder = town()
    county = changed_above(folder)
    own = ejected(folder)
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 标题|分行 }}", "县{{ 标题|分行 }}")
    return folder, own, county


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "templates").glob("*.docx")}


def test_what_is_put_in_its_place_is_the_copy_that_was_looked_at(town: Copy) -> None:
    folder, own, _county = outdated(town)
    updated(folder)
    copy = own.with_name("notice（合并）.docx")
    edit(copy, "县{{ 标题|分行 }}", "看过：{{ 标题|分行 }}")
    looked_at = copy.read_bytes()
    [waiting] = updated(folder)
    assert (waiting.state, waiting.copy) == ("waiting", copy)
    assert copy.read_bytes() == looked_at
    [installed] = updated(folder, replace=True)
    assert (installed.state, installed.copy) == ("installed", own.with_name("notice（换下的）.docx"))
    assert own.read_bytes() == looked_at
    assert names(folder) == {"notice.docx", "notice（换下的）.docx"}
    assert not updated(folder)


def test_updating_twice_leaves_one_copy(town: Copy) -> None:
    folder, _own, county = outdated(town)
    for _time in range(2):
        updated(folder)
    edit(county, "{{ 主送 }}", "{{ 主送 }} ")
    updated(folder)
    assert names(folder) == {"notice.docx", "notice（合并）.docx"}
    updated(folder, replace=True)
    assert names(folder) == {"notice.docx", "notice（换下的）.docx"}


def test_a_copy_that_no_longer_fits_is_kept_and_it_is_said(town: Copy) -> None:
    folder, own, _county = outdated(town)
    updated(folder)
    copy = own.with_name("notice（合并）.docx")
    edit(copy, "县{{ 标题|分行 }}", "看过：{{ 标题|分行 }}")
    edit(own, "全镇{{ 主送 }}", "全镇各单位{{ 主送 }}")
    [merged] = updated(folder)
    assert merged.unused == copy
    assert names(folder) == {"notice.docx", "notice（合并）.docx", "notice（合并2）.docx"}
    updated(folder, replace=True)
    assert {"全镇各单位{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))
    assert "看过：{{ 标题|分行 }}" in texts(copy)


@pytest.mark.parametrize("name", ["../notice.docx", "/notice.docx", "notice.docx", ".", "", 3])
def test_a_damaged_note_leads_to_no_other_file(town: Copy, name: object) -> None:
    folder, own, _county = outdated(town)
    updated(folder)
    note = own.parent / ".wenming" / "notice.merged.json"
    note.write_text(json.dumps({**json.loads(note.read_bytes()), "file": name}), encoding="utf-8")
    updated(folder, replace=True)
    assert {"全镇{{ 主送 }}：", "县{{ 标题|分行 }}"} <= set(texts(own))


def test_half_a_copy_is_put_nowhere(town: Copy) -> None:
    folder, own, _county = outdated(town)
    updated(folder)
    before = own.read_bytes()
    own.with_name("notice（合并）.docx").write_bytes(b"PK")
    assert is_said("文件损坏了", update(folder, replace=True).faults)
    assert own.read_bytes() == before


def test_a_broken_template_does_not_keep_the_others_from_being_compared_and_updated(town: Copy) -> None:
    folder, own, _county = outdated(town)
    county = changed_above(folder, "weekly")
    ejected(folder, "weekly")
    edit(county, "{{ 期号 }}", "{{ 期号 }}号")
    own.write_bytes(b"PK")
    notice, weekly = compare(folder)
    assert is_said("文件损坏了", notice.faults)
    assert [Path(fault.place.file).stem for fault in notice.faults] == ["notice"]
    assert weekly.path.stem == "weekly" and weekly.above and not weekly.faults
    assert is_said("文件损坏了", update(folder).faults)
    assert "weekly（合并）.docx" in names(folder)


@pytest.mark.layout
def test_a_template_that_libreoffice_opened_and_saved_was_not_changed(town: Copy, tmp_path: Path) -> None:
    folder = town()
    for name in ("notice", "weekly"):
        ejected(folder, name)
    copies = sorted((folder / "templates").glob("*.docx"))
    for copy, saved in zip(copies, office.converted(copies, tmp_path, "docx"), strict=True):
        copy.write_bytes(saved.read_bytes())
    assert [list(template.of_town) for template in compared(folder)] == [[], []]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "字号 22 磅 → 字号 18 磅，对齐 左对齐，1.5 倍"),
        ("en", "size 22 pt → size 18 pt, alignment left, 1.5 lines"),
    ],
)
def test_a_style_that_was_changed_is_told_as_word_shows_it(town: Copy, language: str, words: str) -> None:
    folder = town()
    copy = ejected(folder)
    document = docx.Document(str(copy))
    style = next(one for one in document.styles if one.name == "公文标题")
    style.font.size, style.paragraph_format.alignment = Pt(18), WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.line_spacing = 1.5
    document.save(str(copy))
    i18n.use(language)
    [notice] = compared(folder)
    shown = in_words(notice.of_town)
    assert all(word in shown for word in words.replace(" → ", "，").replace(", ", "，").split("，"))


def test_what_is_learnt_is_no_copy_of_what_stood_there_before(town: Copy, tmp_path: Path) -> None:
    folder = town()
    ejected(folder).rename(tmp_path / "old.docx")
    [old] = [path for path in made(folder, tmp_path / "out", "notice") if "春季" in path.name]
    learn(old, folder)
    assert rows(folder)["notice"].changed is None
    assert compare(folder) == []


def test_where_both_changed_the_town_stays_and_is_told(town: Copy) -> None:
    folder = town()
    county = changed_above(folder)
    own = ejected(folder)
    edit(own, "{{ 主送 }}", "全镇{{ 主送 }}")
    edit(county, "{{ 主送 }}", "全县{{ 主送 }}")
    [replaced] = updated(folder, replace=True)
    [conflict] = replaced.conflicts
    assert replaced.state == "replaced" and not conflict.whole
    assert "全镇{{ 主送 }}" in conflict.mine and "全县{{ 主送 }}" in conflict.theirs
    assert any(text.startswith("全镇") for text in texts(own))


def test_a_town_without_copies_is_told(town: Copy) -> None:
    assert compare(town()) == []


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda town: kind_of("noticee", town), "是不是“notice”"),
        (lambda town: catalogue.eject(kind_of("plan", town), town, "别的"), "没有“别的”这种版式"),
        (lambda town: ejected(town / "none"), "没有这个文件夹"),
        (lambda town: ejected(town / "weeks"), "没有 town.yaml"),
        (lambda town: ejected(town / "weeks", "plan"), "没有 town.yaml"),
        (lambda town: rows(town / "none"), "没有这个文件夹"),
        (lambda town: compare(town / "none"), "没有这个文件夹"),
        (lambda town: update(town / "town.yaml"), "没有这个文件夹"),
        (lambda town: check(town / "none.docx"), "没有这个文件"),
    ],
)
def test_wrong_arguments_are_answered(town: Copy, ask: Callable[[Path], object], words: str) -> None:
    folder = town()
    with pytest.raises((Faults, LookupError), match=words):
        ask(folder)


def test_a_file_that_is_not_of_word_is_told(town: Copy) -> None:
    assert is_said("不是 Word 文件", check(town() / "town.yaml").faults)


def test_a_copy_opens_as_it_is(town: Copy) -> None:
    data = ejected(town(), "weekly").read_bytes()
    assert docx.Document(io.BytesIO(data)).paragraphs


def test_a_field_of_what_is_laid_out_is_found_before_building(town: Copy) -> None:
    folder = town()
    path = ejected(folder)
    document = docx.Document(str(path))
    document.paragraphs[1].insert_paragraph_before("{{ 印发.成文日期|日期 }}")
    document.save(str(path))
    assert is_said("没有“成文日期”这个字段", check(folder).faults)


def card(folder: Path, manifest: str) -> None:
    """A kind of the town's own: the 明白卡 of docs/templates.md, the town's name and what is to be done."""
    document = docx.Document(str(ROOT / "templates" / "notice.docx"))
    for paragraph in document.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    document.paragraphs[0].text = "{{ 镇.名称 }}明白卡：{{ 方案.标题 }}"
    (folder / "templates").mkdir(exist_ok=True)
    document.save(str(folder / "templates" / "card.docx"))
    (folder / "templates" / "card.yaml").write_text(manifest, encoding="utf-8")


def test_a_kind_of_a_towns_own_may_take_a_part_of_the_plan_where_it_says_so(town: Copy, tmp_path: Path) -> None:
    folder = town()
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    [manifest] = re.findall(r"```yaml\n(名称: 明白卡.*?)```", guide, re.DOTALL)
    card(folder, manifest)
    assert not check(folder).faults
    [path] = made(folder, tmp_path / "out", "明白卡")
    assert path.name.endswith("实施方案.docx")
    assert texts(path)[0] == "安平镇明白卡：安平镇文明村镇创建工作实施方案"


def test_what_build_would_refuse_check_refuses(town: Copy) -> None:
    folder = town()
    card(folder, "名称: 明白卡\n表单: [plan]\n次数: 每个方案\n模板: card.docx\n")
    with pytest.raises(Faults) as refused:
        build(Job(folder=folder, kinds=["明白卡"]))
    for faults in (refused.value.faults, check(folder).faults):
        [left_out] = [fault for fault in faults if "模板里没有放“章节.总体要求”" in fault.what]
        assert "放一个 card.yaml，里面写 摘编: 是" in left_out.mend


SLIPS = ("｛｛ 镇，名称 ｝｝", "{%p if 镇.人口 %}", "{{ 联系电话 }}", "{ { 镇.名称 } }")


def with_slips(folder: Path) -> Path:
    """The town's own weekly template with mistakes outside and inside its table."""
    copy = ejected(folder, "weekly")
    document = docx.Document(str(copy))
    for slip in SLIPS:
        document.paragraphs[3].insert_paragraph_before(slip)
    [row] = [row for row in document.tables[0].rows if "行.完成率" in "".join(cell.text for cell in row.cells)]
    for run in (run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
        run.text = run.text.replace("完成率", "完成律")
    document.save(str(copy))
    return copy


def test_build_says_what_check_says_in_the_same_order(town: Copy, tmp_path: Path) -> None:
    folder = town()
    copy = with_slips(folder)
    found = check(copy).faults
    told = CliRunner().invoke(main, ["build", str(folder), "weekly", "--out", str(tmp_path), "--json"])
    said = [(fault["path"], fault["what"], fault["mend"]) for fault in json.loads(told.output)["faults"]]

    assert said == [(fault.place.path, fault.what, fault.mend) for fault in found]
    with pytest.raises(Faults) as refused:  # what the program itself stops at is among them
        build(Job(folder=folder, kinds=["weekly"]))
    assert {fault.what for fault in refused.value.faults} <= {fault.what for fault in found}
    assert [fault.place.path for fault in found] == ["第4段", "第5段", "第6段", "第7段", "表1 第3行第6列"]
    mends = "\n".join(fault.mend for fault in found)
    assert "完成率" in mends and "镇.电话" in mends
    assert len(found) == len(SLIPS) + 1  # each slip once


def test_what_is_said_to_be_mended_is_mended(town: Copy) -> None:
    folder = town()
    copy = ejected(folder, "weekly")
    document = docx.Document(str(copy))
    for slip in ("｛｛ 镇。名称 ｝｝", "{{ 镇，名称 }}", "{{ 镇.名称 」}}"):
        document.paragraphs[1].insert_paragraph_before(slip)
    document.save(str(copy))
    [checked] = check(copy, fix=True).templates
    mended = texts(checked.fixed)

    assert mended.count("{{ 镇.名称 }}") == 2
    assert "{{ 镇.名称 」}}" in mended
    assert len(checked.fixes) == 2


def test_a_chapter_that_is_placed_field_by_field_is_placed(town: Copy, tmp_path: Path) -> None:
    folder = town("heshan")
    copy = ejected(folder, "plan")
    edit(copy, "{{p 章节.创建标准 }}", "{%p for 条 in 方案.章节.创建标准.条目 %}")
    document = docx.Document(str(copy))
    opening = next(one for one in document.paragraphs if "for 条" in one.text)
    for text in ("{%p endfor %}", "{{ 条.标题 }}"):  # each right behind the opening tag
        opening._p.addnext(opening.insert_paragraph_before(text)._p)
    document.save(str(copy))
    [made] = build(Job(folder=folder, kinds=["plan"])).documents
    assert "领导班子坚强有力" in [one.text for one in docx.Document(io.BytesIO(made.data)).paragraphs]


def test_a_typeface_in_a_style_holds_and_the_towns_own_is_no_fault(town: Copy) -> None:
    folder = town()
    copy = ejected(folder, "weekly")
    document = docx.Document(str(copy))
    document.styles["公文标题"].element.rPr.rFonts.set(qn("w:eastAsia"), "华文中宋")
    document.save(str(copy))
    [font] = check(copy).faults
    assert "字体: {小标宋: 华文中宋}" in font.mend
    form = folder / "town.yaml"
    form.write_text(form.read_text("utf-8") + "字体: {小标宋: 华文中宋}\n", "utf-8")
    assert not check(copy).faults


def test_a_format_on_a_tag_that_prints_in_its_own_styles_is_told(town: Copy, tmp_path: Path) -> None:
    folder = town()
    copy = ejected(folder, "weekly")
    document = docx.Document(str(copy))
    for run in document.paragraphs[0].runs:
        run.font.size = Pt(30)
    document.save(str(copy))
    [lost] = check(copy).faults
    assert lost.code == "lost-format" and "简报名称" in lost.what
    told = CliRunner().invoke(main, ["build", str(folder), "weekly", "--week", "2026-W12", "--out", str(tmp_path)])
    assert told.exit_code == 0
    assert lost.what in told.stderr
