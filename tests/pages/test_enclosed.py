"""The plan within the notice that issues it: as the town's own template of the plan has it."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from openxml_audit import OpenXmlValidator
from PIL import Image

from wenming import Faults, Job, build
from wenming.authoring import catalogue
from wenming.documents import plan

Copy = Callable[..., Path]


def _notice(folder: Path) -> Document:
    built = build(Job(folder=folder, kinds=["notice"]))
    return docx.Document(io.BytesIO(built.documents[0].data))


def _texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def _own_template(folder: Path) -> Path:
    catalogue.eject(plan.KIND, folder)
    (path,) = (folder / "templates").glob("plan-*.docx")
    return path


def _changed(path: Path, change: Callable[[Document], None]) -> None:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


def _with_last_sentence(document: Document) -> None:
    signature = next(one for one in document.paragraphs if "落款" in one.text)
    signature.insert_paragraph_before("本方案由镇党政综合办公室负责解释。", style="公文正文")


def _picture() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize("name", ["anping", "heshan", "longtan", "xinhui"])
def test_a_copy_that_nobody_changed_changes_no_notice(name: str, town: Copy) -> None:
    folder = town(name)
    before = _texts(_notice(folder))
    _own_template(folder)
    assert _texts(_notice(folder)) == before


def test_what_the_town_wrote_into_its_template_stands_in_the_notice(town: Copy) -> None:
    folder = town("heshan")
    _changed(_own_template(folder), _with_last_sentence)
    texts = _texts(_notice(folder))
    assert "本方案由镇党政综合办公室负责解释。" in texts
    assert [text for text in texts if text.endswith("镇人民政府")] == []  # sealed in a table, by the notice alone


def test_a_style_that_looks_otherwise_keeps_its_looks_beside_that_of_the_notice(town: Copy) -> None:
    def bold(document: Document) -> None:
        document.styles["公文正文"].font.bold = True

    folder = town("heshan")
    _changed(_own_template(folder), bold)
    document = _notice(folder)
    of_plan = next(one for one in document.paragraphs if one.text.startswith("为学习贯彻"))
    of_notice = next(one for one in document.paragraphs if one.style.name == "公文正文" and one.text)
    assert of_plan.style.name == "公文正文（随文）"
    assert of_plan.style.font.bold
    assert not of_notice.style.font.bold


def test_what_a_template_refers_to_comes_along(town: Copy, tmp_path: Path) -> None:
    def with_list_and_picture(document: Document) -> None:
        first = document.paragraphs[0]
        first.insert_paragraph_before().add_run().add_picture(_picture(), width=Mm(20))
        numbering = docx.Document().part.numbering_part  # of python-docx's own template: ours has none
        document.part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
        properties = first.insert_paragraph_before("一个项目")._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 1

    folder = town("heshan")
    _changed(_own_template(folder), with_list_and_picture)
    document = _notice(folder)
    pictures = [relation for relation in document.part.rels.values() if relation.reltype.endswith("/image")]
    assert len(pictures) == 1
    listed = next(one for one in document.paragraphs if one.text == "一个项目")
    number = listed._p.pPr.numPr.numId.val
    assert document.part.numbering_part.element.num_having_numId(number) is not None
    path = tmp_path / "notice.docx"
    document.save(str(path))
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_the_plan_begins_a_page(town: Copy) -> None:
    folder = town("heshan")
    _own_template(folder)
    document = _notice(folder)
    titles = [one for one in document.paragraphs if one.style.name == "公文标题"]
    begins_page = [bool(one.paragraph_format.page_break_before) for one in titles]
    assert begins_page == [False, True, False]  # the notice, the plan, the plan's annex below its label


def test_as_an_annex_it_has_its_label_and_its_own_annexes_another(town: Copy) -> None:
    folder = town("heshan")
    form = folder / "plan.yaml"
    form.write_text(form.read_text("utf-8").replace("印发:\n", "印发:\n  附件方式: 附件\n"), "utf-8")
    for own_template in (False, True):
        if own_template:
            _own_template(folder)
        labels = [one.text for one in _notice(folder).paragraphs if one.style.name == "附件序号"]
        assert labels == ["附件", "附"]


def test_a_mistake_in_the_plans_template_is_told_of_that_template(town: Copy) -> None:
    def with_a_slip(document: Document) -> None:
        document.add_paragraph("{{ 镇.名 }")

    folder = town("heshan")
    path = _own_template(folder)
    _changed(path, with_a_slip)
    with pytest.raises(Faults) as caught:
        build(Job(folder=folder, kinds=["notice"]))
    assert path.name in str(caught.value)


def test_what_the_plans_template_leaves_out_is_told_of_the_notice_too(town: Copy) -> None:
    def without_preamble(document: Document) -> None:
        preamble = next(one for one in document.paragraphs if "引言" in one.text)
        preamble._element.getparent().remove(preamble._element)

    folder = town("heshan")
    _changed(_own_template(folder), without_preamble)
    with pytest.raises(Faults, match="引言"):
        build(Job(folder=folder, kinds=["notice"]))


def test_edits_of_the_plan_that_the_notice_lacks_are_told(town: Copy, tmp_path: Path) -> None:
    def build_both() -> tuple[tuple[str, int], ...]:
        return build(Job(folder=folder, kinds=["notice", "plan"], out=tmp_path)).edited_apart

    folder = town("heshan")
    assert build_both() == ()
    title = "鹤山镇文明村镇创建工作实施方案"
    folder_of_documents = tmp_path / folder.name
    (plan_file,) = folder_of_documents.glob(f"{title}.docx")
    (notice_file,) = folder_of_documents.glob("*通知.docx")
    for path in (plan_file, notice_file):
        docx.Document(str(path)).save(str(path))  # opened and saved
    assert build_both() == ()
    _changed(plan_file, lambda document: document.paragraphs[3].add_run("加一句。"))
    assert build_both() == ((title, 1),)
    of_notice = next(one for one in docx.Document(str(plan_file)).paragraphs if one.text.endswith("加一句。"))

    def likewise(document: Document) -> None:
        same = next(one for one in document.paragraphs if of_notice.text == f"{one.text}加一句。")
        same.add_run("加一句。")

    _changed(notice_file, likewise)
    assert build_both() == ()
