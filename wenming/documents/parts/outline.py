"""Chapters of a form → numbered paragraphs: 一、（一）1.（1）, run-in heads, 一是……；二是……。"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from wenming.documents.parts import inserted
from wenming.gongwen import headings, phrases
from wenming.gongwen.blocks import Block, Paragraph, Run, paragraph
from wenming.gongwen.chinese import CIRCLED, numeral

if TYPE_CHECKING:
    from wenming.forms.records import Annex, Chapter, Item, Notice, Plan

#: What an entry brings beside its text
Insert = Callable[["Annex | Chapter | Item"], Sequence[Block]]

#: The style of a heading by its mark: which face it has follows from the mark (GB/T 9704-2012 §7.3.3)
HEADINGS: Mapping[str, str] = {
    "一、": "一级标题",
    "（一）": "二级标题",
    "1.": "三级标题",
    "（1）": "四级标题",
    "①": "四级标题",
}
BODY = "公文正文"
_STOPS = "。！？；：…，、"


class Numbering(NamedTuple):
    """How the headings of a document are numbered: the *marks* of its four levels, as 一、 （一） 1. （1）.

    *own_lines*: a heading stands on a line of its own, its text below it; else it is run in with its text. *runs_in*:
    the headings of chapters are run in too.
    """

    marks: Sequence[str] = headings.USUAL
    own_lines: bool = False
    runs_in: bool = False

    def of(self, chapter: Chapter) -> Numbering:
        """The same for one *chapter*, which may have its own way."""
        if "标题行" not in chapter:
            return self
        return self._replace(own_lines=chapter["标题行"] == "单列", runs_in=chapter["标题行"] == "全部接排")

    def mark_of(self, level: int) -> str:
        """The mark of a *level* from 1 on; those deeper than the last have its mark."""
        return self.marks[min(level, len(self.marks)) - 1]


USUAL = Numbering()
without_inserts = inserted.WITHOUT_INSERTS.of  # of a form without group, indicators, tasks and pictures


def numbering_of(form: Plan | Notice) -> Numbering:
    """Returns how the *form* of a document wants its headings numbered."""
    marks = headings.BY_NAME[form["层次"]] if "层次" in form else headings.USUAL
    return Numbering(marks, form.get("标题行") == "单列", form.get("标题行") == "全部接排")


def chapters(bodies: Mapping[str, Sequence[Block]], run_in: Container[str] = ()) -> list[Block]:
    """Returns all chapters with their headings 一、二、三、 above their bodies, in their order.

    The headings of those that *run_in* stand in the first lines of their texts.
    """
    blocks: list[Block] = []
    for number, (title, body) in enumerate(bodies.items(), 1):
        mark = numbered_as("一、", number)
        first = body[0] if body else None
        if title in run_in and isinstance(first, Paragraph) and first.style == BODY:
            head = _run_in_head(mark, title.rstrip("。"), f"{HEADINGS['一、']}字")
            blocks.append(first._replace(runs=(head, *first.runs)))
            blocks += body[1:]
        else:
            blocks.append(paragraph(HEADINGS["一、"], mark + title))
            blocks += body
    return blocks


def titles_run_in(chapters: Mapping[str, Chapter], numbering: Numbering) -> set[str]:
    """Returns the titles of those of *chapters* that begin with their headings in their texts."""
    return {title for title, chapter in chapters.items() if numbering.of(chapter).runs_in and "正文" in chapter}


def bodies(chapters: Mapping[str, Chapter], insert: Insert, numbering: Numbering = USUAL) -> dict[str, list[Block]]:
    """Returns each of *chapters*, by its title, without its heading."""
    return {title: chapter_body(chapter, insert, numbering.of(chapter)) for title, chapter in chapters.items()}


def chapter_body(chapter: Chapter, insert: Insert, numbering: Numbering = USUAL) -> list[Block]:
    """Returns a chapter without its heading: text, points, inserted table, items from （一） on, text after these."""
    return [
        *_introduced(text(chapter.get("正文", ""), chapter.get("要点", ())), insert(chapter)),
        *items(chapter.get("条目", ()), insert, 2, numbering),
        *text(chapter.get("后文", "")),
    ]


def items(entries: Iterable[Item], insert: Insert, level: int, numbering: Numbering = USUAL) -> list[Block]:
    """Returns numbered items at *level*: usually 1 is 一、, 2 is （一）, 3 is 1., 4 and deeper is （1）."""
    blocks: list[Block] = []
    number = 0
    for entry in entries:
        is_numbered = not entry.keys() <= {"插入", "名单", "表格", "图片", "后文"}
        if is_numbered:
            number += 1
            blocks += _item(entry, number, level, numbering)
        blocks = _introduced(blocks, insert(entry))
        blocks += items(entry.get("条目", ()), insert, level + 1, numbering)
        blocks += text(entry.get("后文", ""))
    return blocks


def numbered_as(form: str, number: int) -> str:
    """Returns the mark of the *number*th heading in the *form* of 一、 （一） 1. （1） or ① (GB/T 9704-2012 §7.3.3)."""
    match form:
        case "一、":
            return f"{numeral(number)}、"
        case "（一）":
            return f"（{numeral(number)}）"
        case "1.":
            return f"{number}."
        case "①" if number <= len(CIRCLED):
            return CIRCLED[number - 1]
        case _:
            return f"（{number}）"


def _introduced(before: Sequence[Block], inserted: Sequence[Block]) -> list[Block]:
    """Returns *inserted* behind what introduces it, which does not stay alone on the page before."""
    return [*kept(before), *inserted] if inserted else [*before]


def kept(blocks: Sequence[Block]) -> list[Block]:
    """Returns *blocks* with the last paragraph kept on a page with what follows: no page holds a signature alone."""
    if not blocks:
        return []
    *before, last = blocks
    if isinstance(last, Paragraph):
        last = last._replace(keep_next=True)
    return [*before, last]


def points(entries: Sequence[str]) -> str:
    """Returns 一是……；二是……。, parted by 。 where a point holds a sentence of its own."""
    bare = [entry.strip().rstrip("。；") for entry in entries]
    numbered = [f"{numeral(number)}是{entry}" for number, entry in enumerate(bare, 1)]
    has_sentences = any("。" in entry for entry in bare)
    separator = "。" if has_sentences else "；"
    return separator.join(numbered) + "。"


def annex_body(annex: Annex, insert: Insert, numbering: Numbering = USUAL) -> list[Block]:
    """Returns an annex without its title: text, inserted table, items from 一、 on, but for its 后文."""
    return [
        *_introduced(text(annex.get("正文", "")), insert(annex)),
        *items(annex.get("条目", ()), insert, 1, numbering),
    ]


def text(written: str, entries: Sequence[str] = ()) -> list[Block]:
    """Returns the paragraphs of *written*, one a line; *entries* as 一是……；二是……。 at the end of the last."""
    stripped = map(str.strip, written.split("\n"))
    lines = [line for line in stripped if line]
    if entries:
        *before, last = lines or [""]
        lines = [*before, last + points(entries)]
    return [_paragraph_of_text(line) for line in lines]


def _paragraph_of_text(line: str) -> Paragraph:
    """Returns *line* as a paragraph; one with an address is not spread out where that does not fit on a line."""
    align: Literal["", "left"] = "left" if "://" in line else ""
    return Paragraph(style=BODY, runs=phrases.runs(line), align=align)


def _item(entry: Item, number: int, level: int, numbering: Numbering) -> list[Block]:
    """Returns an item without those below it: a heading of its own where no text follows, else run in with the text."""
    title = entry.get("标题", "").strip()
    following = text(entry.get("正文", ""), entry.get("要点", ()))
    form = numbering.mark_of(level)
    mark, style = numbered_as(form, number), HEADINGS[form]
    stands_alone = title and (level == 1 or numbering.own_lines)
    if not following or stands_alone:
        return [paragraph(style, _before(mark, title) + title), *following]
    first, *rest = following
    assert isinstance(first, Paragraph)
    bare = title.rstrip("。")
    head = _run_in_head(_before(mark, bare or first.text), bare, f"{style}字")
    return [Paragraph(style=BODY, runs=(head, *first.runs)), *rest]


def _run_in_head(mark: str, title: str, style: str) -> Run:
    """Returns （一）加强领导。 in the character style of its level; the mark alone in that of the text."""
    if not title:
        return Run(mark)
    stop = "" if title[-1] in _STOPS else "。"
    return Run(f"{mark}{title}{stop}", style)


def _before(mark: str, text: str) -> str:
    """Returns *mark* with a blank where *text* begins with a figure: 10. 4月2日 is no 10.4."""
    return f"{mark} " if mark.endswith(".") and text[:1].isdecimal() else mark


def numbered(lines: Iterable[str]) -> list[Block]:
    """A paragraph for each line: 1. 2. 3."""
    blocks: list[Block] = []
    for number, line in enumerate(lines, 1):
        mark = _before(numbered_as("1.", number), line)
        blocks.append(paragraph(BODY, f"{mark}{line.rstrip('。；')}。"))
    return blocks
