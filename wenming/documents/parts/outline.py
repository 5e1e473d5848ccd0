"""Chapters of a form → numbered paragraphs: 一、（一）1.（1）, run-in heads, 一是……；二是……。"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.documents.parts.tables import free_table
from wenming.gongwen import headings
from wenming.gongwen.blocks import Block, Paragraph, Run, paragraph
from wenming.gongwen.chinese import numeral

if TYPE_CHECKING:
    from wenming.forms.records import Annex, Chapter, Item, Notice, Plan

Insert = Callable[[str], Sequence[Block]]

#: The style of a heading by its mark: which face it has follows from the mark (GB/T 9704-2012 §7.3.3)
HEADINGS: Mapping[str, str] = {
    "一、": "一级标题",
    "（一）": "二级标题",
    "1.": "三级标题",
    "（1）": "四级标题",
    "①": "四级标题",
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BODY = "公文正文"
_STOPS = "。！？；：…"


class Numbering(NamedTuple):
    """How the headings of a document are numbered: the *marks* of its four levels, as 一、 （一） 1. （1）.

    *own_lines*: a heading stands on a line of its own, its text below it; else it is run in with its text.
    """

    marks: Sequence[str] = headings.USUAL
    own_lines: bool = False

    def mark_of(self, level: int) -> str:
        """The mark of a *level* from 1 on; those deeper than the last have its mark."""
        return self.marks[min(level, len(self.marks)) - 1]


USUAL = Numbering()


def numbering_of(form: Plan | Notice) -> Numbering:
    """Returns how the *form* of a document wants its headings numbered."""
    marks = headings.BY_NAME[form["层次"]] if "层次" in form else headings.USUAL
    return Numbering(marks, own_lines=form.get("标题行") == "单列")


def nothing(_name: str) -> Sequence[Block]:
    """What 插入 means in a form that has nothing to insert."""
    return ()


def chapters(bodies: Mapping[str, Sequence[Block]]) -> list[Block]:
    """Returns all chapters with their headings 一、二、三、 above their bodies, in their order."""
    blocks: list[Block] = []
    for number, (title, body) in enumerate(bodies.items(), 1):
        blocks.append(paragraph(HEADINGS["一、"], numbered_as("一、", number) + title))
        blocks += body
    return blocks


def bodies(chapters: Mapping[str, Chapter], insert: Insert, numbering: Numbering = USUAL) -> dict[str, list[Block]]:
    """Returns each of *chapters*, by its title, without its heading."""
    return {title: chapter_body(chapter, insert, numbering) for title, chapter in chapters.items()}


def chapter_body(chapter: Chapter, insert: Insert, numbering: Numbering = USUAL) -> list[Block]:
    """Returns a chapter without its heading: text, points, inserted table, items from （一） on, text after these."""
    return [
        *_introduced(text(chapter.get("正文", ""), chapter.get("要点", ())), _insert(chapter, insert)),
        *items(chapter.get("条目", ()), insert, 2, numbering),
        *text(chapter.get("后文", "")),
    ]


def items(entries: Iterable[Item], insert: Insert, level: int, numbering: Numbering = USUAL) -> list[Block]:
    """Returns numbered items at *level*: usually 1 is 一、, 2 is （一）, 3 is 1., 4 and deeper is （1）."""
    blocks: list[Block] = []
    number = 0
    for entry in entries:
        is_numbered = not entry.keys() <= {"插入", "表格", "后文"}
        if is_numbered:
            number += 1
            blocks += _item(entry, number, level, numbering)
        blocks = _introduced(blocks, _insert(entry, insert))
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
        case "①" if number <= len(_CIRCLED):
            return _CIRCLED[number - 1]
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
        *_introduced(text(annex.get("正文", "")), _insert(annex, insert)),
        *items(annex.get("条目", ()), insert, 1, numbering),
    ]


def text(written: str, entries: Sequence[str] = ()) -> list[Block]:
    """Returns the paragraphs of *written*, one a line; *entries* as 一是……；二是……。 at the end of the last."""
    stripped = map(str.strip, written.split("\n"))
    lines = [line for line in stripped if line]
    if entries:
        *before, last = lines or [""]
        lines = [*before, last + points(entries)]
    return [paragraph(BODY, line) for line in lines]


def _insert(entry: Chapter | Item | Annex, insert: Insert) -> list[Block]:
    """Returns the table or the pictures that *entry* names, and its own table, if it has these."""
    blocks: list[Block] = []
    if "插入" in entry:
        blocks += insert(entry["插入"])
    if "表格" in entry:
        blocks += free_table(entry["表格"])
    return blocks


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
