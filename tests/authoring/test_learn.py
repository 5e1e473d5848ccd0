"""Last year's finished document becomes a template that gives it back from the same forms."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import ROOT
from conftest import made as built
from hypothesis import given
from hypothesis import strategies as st

from wenming import Faults, Job, build
from wenming.authoring import catalogue
from wenming.authoring.check import check
from wenming.authoring.learn import learn
from wenming.authoring.learn.patterns import pattern
from wenming.authoring.learn.source_document import words
from wenming.authoring.tag_list import Tag
from wenming.documents import registry
from wenming.gongwen.template import Template
from wenming.town import folder as towns

OWN = (ROOT / "templates" / "notice.docx").read_bytes()


def made(*paragraphs: str | list[str], rows: list[list[str]] | None = None) -> bytes:
    """A document of paragraphs (given as text or as the texts of their runs) and perhaps a table."""
    document = docx.Document()
    for texts in paragraphs:
        target = document.add_paragraph()
        for text in [texts] if isinstance(texts, str) else texts:
            target.add_run(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one.text for one in document.paragraphs] + cells


def learnt(data: bytes, context: dict[str, Any], *paths: str) -> list[str]:
    """The lines of what is learnt, after trying that it gives back the same words."""
    tags = [Tag(path, "", "", "", "") for path in paths]
    template = learn.learnt(data, OWN, tags, context, "old.docx").data
    made_of = Template.read(template, "t.docx")
    assert words(made_of.render(context), "new") == words(data, "old")
    return lines(template)


PEOPLE = [
    {"姓名": "刘海燕", "职务": "镇党委副书记"},
    {"姓名": "周敏", "职务": "办公室主任"},
    {"姓名": "孙立", "职务": "文化站站长"},
]


def test_names_and_dates_become_tags_in_the_run_they_stand_in() -> None:
    data = made(["经", "安平", "镇政府", "研究"], "安平镇于2026年3月5日召开会议")
    context = {"镇": {"名称": "安平镇"}, "开会日期": "2026年3月5日"}
    assert learnt(data, context, "镇.名称", "开会日期") == [
        "经{{ 镇.名称 }}政府研究",
        "{{ 镇.名称 }}于{{ 开会日期 }}召开会议",
    ]


def test_a_number_is_known_by_what_stands_beside_it() -> None:
    context = {"镇": {"行政村": [f"第{n}村" for n in range(31)], "人口": 28600}, "期号": 4}
    data = made("全镇31个行政村，人口28600人，31人参加", "第4期", "共4项", "128600")
    assert learnt(data, context, "镇.行政村", "镇.人口", "期号") == [
        "全镇{{ 镇.行政村|length }}个行政村，人口{{ 镇.人口 }}人，31人参加",
        "第{{ 期号 }}期",
        "共4项",
        "128600",
    ]


def test_the_longest_value_is_taken() -> None:
    context = {"镇": {"名称": "安平镇", "机关": "安平镇人民政府"}}
    data = made("安平镇人民政府关于安平镇的通知")
    assert learnt(data, context, "镇.名称", "镇.机关") == ["{{ 镇.机关 }}关于{{ 镇.名称 }}的通知"]


def test_a_list_of_people_becomes_a_loop_with_its_label_and_its_last_mark() -> None:
    data = made(
        "副组长：刘海燕　镇党委副书记；", "　　　　周敏　办公室主任；", "　　　　孙立　文化站站长。", "特此通知。"
    )
    assert learnt(data, {"方案": {"领导小组": {"副组长": PEOPLE}}}, "方案.领导小组.副组长") == [
        "{%p for 人 in 方案.领导小组.副组长 %}",
        "{% if loop.first %}副组长：{% else %}　　　　{% endif %}{{ 人.姓名 }}　{{ 人.职务 }}"
        "{% if loop.last %}。{% else %}；{% endif %}",
        "{%p endfor %}",
        "特此通知。",
    ]


def test_names_of_two_characters_are_known_with_the_space_between() -> None:
    data = made("刘海燕　镇党委副书记", "周　敏　办公室主任", "孙　立　文化站站长")
    assert "{{ 人.姓名|姓名 }}　{{ 人.职务 }}" in learnt(data, {"成员": PEOPLE}, "成员")


def test_rows_of_a_table_become_a_loop_numbered_by_itself() -> None:
    rows = [["序号", "姓名", "职务"], *([str(n), one["姓名"], one["职务"]] for n, one in enumerate(PEOPLE, 1))]
    assert learnt(made("名单", rows=rows), {"成员": PEOPLE}, "成员") == [
        *("名单", "序号", "姓名", "职务", "{%tr for 人 in 成员 %}", "", ""),
        *("{{ loop.index }}", "{{ 人.姓名 }}", "{{ 人.职务 }}", "{%tr endfor %}", "", ""),
    ]


def test_columns_of_equal_words_are_told_apart_by_their_heads() -> None:
    tasks = [{"累计": "2", "本周": "2", "名称": "宣传栏"}, {"累计": "3", "本周": "3", "名称": "服务站"}]
    rows = [["任务", "本周", "累计"], ["宣传栏", "2", "2"], ["服务站", "3", "3"]]
    assert learnt(made("表", rows=rows), {"任务进展": tasks}, "任务进展")[7:10] == [
        *("{{ 行.名称 }}", "{{ 行.本周 }}", "{{ 行.累计 }}")
    ]


def test_a_list_of_names_in_one_line() -> None:
    context = {"镇": {"行政村": ["东河村", "西河村", "南庄村"]}}
    assert learnt(made("范围：东河村、西河村、南庄村。"), context, "镇.行政村") == ["范围：{{ 镇.行政村|顿号 }}。"]


def test_a_title_over_several_paragraphs_becomes_one() -> None:
    context = {"标题": "安平镇文明村镇创建工作实施方案"}
    data = made("安平镇", "文明村镇创建工作实施方案", "正文")
    tags = [Tag("标题", "", "", "", "")]
    assert lines(learn.learnt(data, OWN, tags, context, "old").data) == ["{{ 标题|分行 }}", "正文"]


def test_a_choice_of_a_form_is_no_name_to_look_for() -> None:
    tags = [Tag("版式", "", "", "", "", choice=True), Tag("名称", "", "", "", "")]
    data = made("按标准创建安平镇")
    assert lines(learn.learnt(data, OWN, tags, {"版式": "标准", "名称": "安平镇"}, "old").data) == [
        "按标准创建{{ 名称 }}"
    ]


@pytest.mark.parametrize("name", ["anping", "heshan", "longtan", "xinhui"])
def test_every_document_of_the_example_towns_is_learnt_and_given_back(
    town: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    folder = town(name)
    known = catalogue.known_kinds(folder)
    made_here = list(registry.documents(towns.read(folder, {form for one in known for form in one.needs}), known))
    build(Job(folder=folder, kinds=[kind.key for kind in known], out=tmp_path / "out"))
    for document in made_here:
        old = tmp_path / "out" / name / f"{document.title}.docx"
        path, found = learn.learn(old, folder)
        assert len(found.replaced) >= 4 and not {"{{p 正文 }}", "{{p 引言 }}"} & {*found.missing}
        assert path.name == document.template
        assert not check(path).faults
        path.unlink()


def test_the_clerk_learns_last_years_notice_and_uses_it(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    [old] = [path for path in built(folder, tmp_path / "out", "notice") if "关于印发" in path.name]
    path, found = learn.learn(old, folder)
    assert path == folder / "templates" / "notice.docx" and path.is_file()
    assert "{{p 版头 }}" in [one.tag for one in found.replaced]
    before = old.read_bytes()
    assert old in built(folder, tmp_path / "out", "notice")
    assert words(old.read_bytes(), "") == words(before, "")
    template = path.read_bytes()
    with pytest.raises(Faults, match="没有动它"):
        learn.learn(old, folder)
    assert path.read_bytes() == template


def test_what_cannot_be_learnt_is_said(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    strange = tmp_path / "strange.docx"
    strange.write_bytes(made("与本镇无关的文字"))
    [notice] = registry.chosen(["notice"], catalogue.known_kinds(folder))
    for old, kind, what in (
        (strange, None, "看不出这是哪种公文"),
        (ROOT / "templates" / "notice.docx", notice, "已经有标签"),
        (tmp_path / "none.docx", None, "没有这个文件"),
        (strange, notice, "没有找到表单里的任何内容"),
    ):
        with pytest.raises(Faults, match=what):
            learn.learn(old, folder, kind)


@given(
    st.lists(
        st.tuples(st.text("甲乙丙丁戊", min_size=1, max_size=4), st.text("一二三", min_size=1, max_size=3)), min_size=2
    )
)
def test_a_pattern_gives_back_every_text(people: list[tuple[str, str]]) -> None:
    items = [{"姓名": name, "职务": post} for name, post in people]
    texts = [f"（{number}）{name}：{post}；" for number, (name, post) in enumerate(people, 1)]
    texts[-1] = texts[-1][:-1] + "。"
    found = pattern(texts, items)
    assert found is not None
    for number, (item, text) in enumerate(zip(items, texts, strict=True), 1):
        built, end = "", 0
        for start, after, name in found.fields:
            built += texts[0][end:start] + (item[name] if name else str(number))
            end = after
        built += texts[0][end:]
        if number == len(items):
            built = built.removesuffix(found.between) + found.stop
        assert built == text


def test_what_is_learnt_from_one_notice_turns_no_page_of_the_other(town: Callable[..., Path], tmp_path: Path) -> None:
    def sections(out: str) -> dict[str, list[str]]:
        made_of = {}
        for path in built(folder, tmp_path / out, "notice"):
            with zipfile.ZipFile(path) as archive:
                body = archive.read("word/document.xml").decode()
            made_of[path.stem] = [
                " ".join(re.findall(r'w:type w:val="\w+"|landscape', one))
                for one in re.findall(r"<w:sectPr.*?</w:sectPr>", body)
            ]
        return made_of

    folder = town()
    before = sections("before")
    [old] = (tmp_path / "before").rglob("*清洁行动*.docx")
    learn.learn(old, folder)
    assert sections("after") == before


def heshan_plan(town: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    """The town and its finished plan."""
    folder = town("heshan")
    [old] = built(folder, tmp_path / "out", "plan")
    return folder, old


def half_width(path: Path) -> None:
    """The document *path* as it is pasted from a web page: marks in half width, numbers with 、."""
    document = docx.Document(str(path))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        text = run.text.replace("，", ",").replace("；", ";").replace("（", "(").replace("）", ")")
        run.text = re.sub(r"^(\d+)\.", r"\1、", text)
    document.save(str(path))


def test_a_document_in_half_width_marks_is_learnt_and_builds(town: Callable[..., Path], tmp_path: Path) -> None:
    folder, old = heshan_plan(town, tmp_path)
    before = words(old.read_bytes(), "")
    half_width(old)
    path, found = learn.learn(old, folder)
    assert path == folder / "templates" / "plan-contest.docx"
    assert "{{p 章节.创建标准 }}" in [one.tag for one in found.replaced]
    [again] = built(folder, tmp_path / "again", "plan")
    assert words(again.read_bytes(), "") == before


def test_nothing_is_learnt_that_build_would_refuse(town: Callable[..., Path], tmp_path: Path) -> None:
    folder, old = heshan_plan(town, tmp_path)
    form = folder / "plan.yaml"
    form.write_text(form.read_text("utf-8").replace("牢固树立以人民为中心的发展思想", "牢固树立为民思想"), "utf-8")
    with pytest.raises(Faults, match=r"章节\.指导思想"):
        learn.learn(old, folder)
    assert not (folder / "templates").exists()
    (folder / "templates").mkdir()
    (folder / "templates" / "plan.yaml").write_text("摘编: 是\n", "utf-8")
    learn.learn(old, folder)
    [again] = built(folder, tmp_path / "again", "plan")
    assert "牢固树立以人民为中心的发展思想" in "".join(words(again.read_bytes(), ""))


def test_a_name_is_no_field_because_it_happens_to_be_the_same(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    form = folder / "notices" / "own.yaml"
    form.write_text(
        "标题: 安平镇人民政府关于春季值班的通知\n正文: 由周敏负责。\n"
        "发文: {文号: 安政发〔2026〕88号, 主送: [各村民委员会]}\n",
        "utf-8",
    )
    [old] = [path for path in built(folder, tmp_path / "out", "notice") if "春季值班" in path.name]
    document = docx.Document(str(old))
    document.add_paragraph("请全体村民支持。李倩已安排。联系人：李倩")
    document.save(str(old))
    path, _found = learn.learn(old, folder)
    texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert "请全体村民支持。李倩已安排。联系人：{{ 镇.联系人 }}" in texts
