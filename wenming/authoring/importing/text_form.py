"""The text of a form: what stands before the chapters, the chapters, the annexes, and the marks that they need."""

import re
from collections.abc import Iterable, Sequence

from wenming.authoring.importing.chapters import Chapters
from wenming.authoring.importing.draft import BLANK, Draft, texts_of
from wenming.authoring.importing.town_form import texts_in
from wenming.base.i18n import _
from wenming.gongwen import headings
from wenming.papers.outline import Outline
from wenming.papers.paper import Block, Line
from wenming.papers.parts import Division

_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”’）》][,;:?!()]|[,;:?!()][\u4e00-\u9fff“‘（《]")
_BLANK_BETWEEN = re.compile(r"[\u4e00-\u9fff][ \u3000\t]+[\u4e00-\u9fff]")


def write_text(draft: Draft, outline: Outline, division: Division, introduction: str, *, plainly: bool) -> None:
    """Write the chapters and annexes of *division* into *draft*, what stands before them as its *introduction*."""
    chapters = Chapters(draft, plainly)
    _say_marks_of_levels(draft, outline)
    draft.record |= chapters.before(outline.before, introduction)
    if outline.chapters:
        chapters.write(outline)
    _say_punctuation(draft, division, introduction)
    for entry in outline.renumbered:
        words = _("【核对】原文的序号是“{old}”，程序按顺序编").format(old=entry.line.text[: entry.mark.length])
        draft.remark(("章节", entry.title), words)
    if division.annex_names and not division.annexes:
        _keep_names_of_annexes(draft, division.annex_names)
    _write_annexes(draft, division, chapters)


def text_of(blocks: Iterable[Block]) -> str:
    """The lines of *blocks* as a text."""
    return "\n".join(block.text for block in blocks if isinstance(block, Line))


def _say_marks_of_levels(draft: Draft, outline: Outline) -> None:
    """Say in *draft* which marks the levels have, where they are not the usual ones."""
    _usual, *others = headings.BY_NAME
    for name in others:
        if headings.BY_NAME[name] == outline.marks:
            draft.record["层次"] = name


def _say_punctuation(draft: Draft, division: Division, introduction: str) -> None:
    """Say in *draft* that marks and blanks stay as they are, where the program would put them right."""
    old = [text for block in division.body for text in texts_in(block)]
    if any(map(_HALF_WIDTH.search, old)):
        draft.record["标点"] = "照原样"
        draft.remark(("标点",), _("【核对】原文有半角标点；删掉这一行，程序改成全角"))
    written = texts_of([draft.record.get(name, "") for name in (introduction, "章节")])
    if any(map(_BLANK_BETWEEN.search, written)):
        draft.record["标点"] = "照原样"  # blanks between names would be taken out


def _keep_names_of_annexes(draft: Draft, names: Sequence[str]) -> None:
    """Write the note of annexes as text at the end of *draft*: they are not in the file, so no annex can be made."""
    first, *others = names
    lines = [f"附件：1.{first}" if others else f"附件：{first}"]
    lines += [f"{number}.{name}" for number, name in enumerate(others, 2)]
    is_plan = "引言" in draft.record or draft.file == "plan.yaml"
    chapters = draft.record.get("章节")
    if is_plan and isinstance(chapters, dict):
        owner, field = chapters[list(chapters)[-1]], "后文"
    else:
        owner, field = draft.record, "结语"
    before = [owner[field]] if field in owner else []
    owner[field] = "\n".join([*before, *lines])
    draft.remark(("章节" if is_plan else field,), _("【核对】旧公文里只有附件的名称，没有附件，按文字写的"))


def _write_annexes(draft: Draft, division: Division, chapters: Chapters) -> None:
    """Write the annexes of *division* into *draft*; a paper that a notice issues and that is no plan is one of them."""
    annexes: list[object] = []
    inner = division.inner
    if inner is not None:
        annexes.append(chapters.annex(inner.title or BLANK, inner.body, ("附件", 0)))
    for number, annex in enumerate(division.annexes):
        named = division.annex_names[number : number + 1]
        title = annex.title or "".join(named) or BLANK
        annexes.append(chapters.annex(title, annex.blocks, ("附件", len(annexes))))
    if annexes:
        draft.record["附件"] = annexes
