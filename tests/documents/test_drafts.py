"""稿别: a paper that is still discussed says so under its title, and has no red head, number or colophon."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import office
import pytest
from conftest import made
from dump import dump

from wenming import Job, build
from wenming.gongwen.titles import title_text

Copy = Callable[..., Path]


@pytest.fixture
def drafts(town: Copy) -> Path:
    folder = town()
    for form, field, state in (("plan", "印发", "征求意见稿"), ("notices/spring-cleanup", "发文", "送审稿")):
        path = folder / f"{form}.yaml"
        text = path.read_text("utf-8")
        assert f"\n{field}:\n" in text
        path.write_text(text.replace(f"\n{field}:\n", f"\n{field}:\n  稿别: {state}\n"), encoding="utf-8")
    return folder


def test_a_draft_has_its_mark_under_the_title_and_nothing_of_an_issued_paper(drafts: Path) -> None:
    documents = build(Job(folder=drafts, kinds=["plan", "notice"])).documents
    texts = {document.title: dump(document.data) for document in documents}

    assert [title.rpartition("（")[2] for title in texts] == ["征求意见稿）", "送审稿）", "征求意见稿）"]
    for text in texts.values():
        assert not re.search("人民政府文件|〔2026〕|印发日期|印发$|抄送", text, re.MULTILINE)
        assert re.search(r"\[公文标题\].*⏎（(征求意见稿|送审稿)）", text)


def test_a_draft_needs_neither_number_nor_day(drafts: Path) -> None:
    plan = drafts / "plan.yaml"
    text = re.sub(r"(?m)^ *(?:成文|印发)日期:.*\n|^ *文号:.*\n", "", plan.read_text("utf-8"))
    plan.write_text(text, encoding="utf-8")
    built = build(Job(folder=drafts, kinds=["plan"]))

    assert [note.code for note in built.notes] == [] and built.documents[0].gaps == 0


@pytest.mark.layout
def test_no_page_of_a_draft_is_empty(drafts: Path, tmp_path: Path) -> None:
    for pdf in office.to_pdf(made(drafts, tmp_path / "out", "plan", "notice"), tmp_path):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        assert all(page.strip() for page in text.removesuffix("\f").split("\f")), pdf.stem


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("安平镇方案（征求意见稿）", ["安平镇方案", "（征求意见稿）"]),
        ("安平镇公益广告设置管理暂行办法（送审稿）", ["安平镇公益广告设置管理暂行办法", "（送审稿）"]),
        ("安平镇方案（试行）", ["安平镇方案（试行）"]),
        ("（征求意见稿）", ["（征求意见稿）"]),
    ],
)
def test_the_mark_of_a_draft_stands_on_a_line_of_its_own(title: str, lines: list[str]) -> None:
    assert title_text(title).split("\n") == lines
