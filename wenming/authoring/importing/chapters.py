"""Chapters and items of an old paper as the fields of a form: text, points, groups, tables, items, text behind them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenming.authoring.importing.draft import Draft, Fields, Path
from wenming.base.i18n import _
from wenming.documents.parts import outline as printed
from wenming.gongwen.chinese import numeral
from wenming.papers import known_tables
from wenming.papers.outline import Entry, Outline, outline_of
from wenming.papers.paper import Block, Grid, Line
from wenming.papers.roster import roster_at

_POINT = re.compile(r"(?:^|(?<=[。；;：:，,]))([一二三四五六七八九十]{1,3})是")
_POINTS_MOST = 20


@dataclass(slots=True)
class Chapters:
    """Writes the chapters of one form into its *draft*; groups, tasks and targets go to fields of their own there.

    *plainly*: every table is one of its own, as a known one is not printed with the same words. *own_lines*: headings
    stand on lines of their own in the whole paper (标题行: 单列).
    """

    draft: Draft
    plainly: bool = False
    own_lines: bool = False

    def write(self, outline: Outline) -> None:
        """Write the chapters of *outline* as 章节."""
        chapters: dict[str, object] = {}
        ways = {way for entry in outline.chapters if (way := _way_of_headings(entry))}
        if ways == {"单列"}:
            self.own_lines = True
            self.draft.record["标题行"] = "单列"
        for entry in outline.chapters:
            title = _unlike(entry.title, chapters)
            path: Path = ("章节", title)
            if title != entry.title:
                self.draft.remark(path, _("【核对】两章的标题一样，原文是“{title}”").format(title=entry.title))
            chapters[title] = self._chapter(entry, path)
        self.draft.record["章节"] = chapters

    def before(self, blocks: Sequence[Block], name: str) -> Fields:
        """What stands before the first chapter as the field *name*, which holds text alone: a table row by row."""
        lines: list[str] = []
        for block in blocks:
            if isinstance(block, Line):
                lines.append(block.text)
                continue
            lines += ["\u3000".join(filter(None, row)).replace("\n", "") for row in block.rows]
            self.draft.remark((name,), _("【核对】{place}在各章前面，按一行一行的文字写的").format(place=block.place))
        return {name: "\n".join(lines)} if lines else {}

    def annex(self, title: str, blocks: Sequence[Block], path: Path) -> Fields:
        """The fields of an annex called *title* that holds *blocks*."""
        fields: Fields = {"标题": title}
        score = next((block for block in blocks if isinstance(block, Grid)), None)
        known = known_tables.known_as(score) if score and not self.plainly else None
        if known and known.kind == "评分表" and isinstance(blocks[-1], Grid) and self._is_text(blocks[:-1]):
            fields |= self._text(blocks[:-1])
            total: Fields = {} if known.total is None else {"满分": known.total}
            return fields | {"评分表": {**total, "项目": list(known.rows)}}
        outline = outline_of(blocks)
        below = self._below([*outline.before, *outline.chapters], path, own_lines=self.own_lines)
        points = below.pop("要点", None)  # an annex has none
        if isinstance(points, list):
            below["正文"] = f"{below.get('正文', '')}{printed.points(points)}"
        return fields | below

    def _is_text(self, blocks: Sequence[Block]) -> bool:
        return all(isinstance(block, Line) for block in blocks)

    def _text(self, blocks: Sequence[Block]) -> Fields:
        lines = [block.text for block in blocks if isinstance(block, Line)]
        return {"正文": "\n".join(lines)} if lines else {}

    def _chapter(self, entry: Entry, path: Path) -> Fields:
        """The fields of a chapter."""
        fields: Fields = {}
        way = _way_of_headings(entry)
        if entry.title and entry.first:
            fields["标题行"] = "全部接排"
        elif way == "单列" and not self.own_lines:
            fields["标题行"] = way
        first: list[Block] = [Line(entry.first, entry.line.place)] if entry.first else []
        own_lines = way == "单列" and "全部接排" not in fields.values()
        return fields | self._below([*first, *entry.below], path, own_lines=own_lines)

    def _item(self, entry: Entry, path: Path, *, own_lines: bool) -> Fields:
        """The fields of an item; *own_lines*: headings stand on lines of their own."""
        first: list[Block] = [Line(entry.first, entry.line.place)] if entry.first else []
        below = [*first, *entry.below]
        is_alone = bool(entry.title) and not entry.first and _begins_with_text(entry.below)
        if is_alone and not own_lines and entry.level > 1:  # its text would be run in with it
            heading: list[Block] = [Line(entry.title, entry.line.place)]
            return self._below([*heading, *below], path, own_lines=own_lines)
        fields: Fields = {"标题": entry.title} if entry.title else {}
        return fields | self._below(below, path, own_lines=own_lines)

    def _below(self, below: "Sequence[Entry | Block]", path: Path, *, own_lines: bool) -> Fields:
        """The fields of what stands below a heading."""
        fields: Fields = {}
        lines: list[str] = []
        at = 0
        while at < len(below) and isinstance(below[at], Line) and roster_at(_blocks_from(below, at)) is None:
            lines.append(below[at].text)  # type: ignore[union-attr]
            at += 1
        if lines:
            fields |= _with_points(lines)
        items: list[Fields] = []
        while at < len(below):
            at = self._next(below, at, fields, items, (path, own_lines))
        if items:
            fields["条目"] = items
        return fields

    def _next(
        self, below: "Sequence[Entry | Block]", at: int, fields: Fields, items: list[Fields], under: tuple[Path, bool]
    ) -> int:
        """Write what stands at *at* into *fields*, or as one more of *items*; where it ends.

        *under*: the path of what they stand under, and whether headings there stand on lines of their own.
        """
        one, (path, own_lines) = below[at], under
        if isinstance(one, Entry):
            items.append(self._item(one, (*path, "条目", len(items)), own_lines=own_lines))
            return at + 1
        brought, end = self._brought(below, at, path)
        behind: list[str] = []
        while end < len(below) and isinstance(below[end], Line) and roster_at(_blocks_from(below, end)) is None:
            behind.append(below[end].text)  # type: ignore[union-attr]
            end += 1
        if behind:
            brought["后文"] = "\n".join(behind)
        is_first = not items and not fields.keys() & {"插入", "表格", "后文"}
        goes_on_with_items = end < len(below)
        if is_first and not (behind and goes_on_with_items):
            fields |= brought
        else:
            items.append(brought)
        return end

    def _brought(self, below: "Sequence[Entry | Block]", at: int, path: Path) -> tuple[Fields, int]:
        """A group or a table that stands at *at*, and where it ends; nothing where there is text."""
        one = below[at]
        if isinstance(one, Grid):
            return self._table(one, path), at + 1
        roster = roster_at(_blocks_from(below, at))
        if roster is None:
            return {}, at
        if "领导小组" in self.draft.record:  # a form has one
            rows = [below[place].text for place in range(at, at + roster.length)]  # type: ignore[union-attr]
            self.draft.remark(path, _("【核对】第二个名单，按文字写的"))
            return {"后文": "\n".join(rows)}, at + roster.length
        self.draft.record["领导小组"] = dict(roster.people)
        if roster.doubtful:
            self.draft.remark(("领导小组",), _("【核对】有的姓名、职务没有分清：{place}").format(place=one.place))  # type: ignore[union-attr]
        return {"插入": "领导小组"}, at + roster.length

    def _table(self, grid: Grid, path: Path) -> Fields:
        known = None if self.plainly else known_tables.known_as(grid)
        if known and known.kind in ("任务", "指标") and known.kind not in self.draft.record:
            self.draft.record[known.kind] = list(known.rows)
            self.draft.remark((known.kind,), _("【核对】从{place}读的").format(place=grid.place))
            return {"插入": known.kind}
        return {"表格": known_tables.free_table(grid)}


def _blocks_from(below: "Sequence[Entry | Block]", at: int) -> list[Block]:
    """The blocks from *at* on, up to the next entry."""
    blocks: list[Block] = []
    for one in below[at:]:
        if isinstance(one, Entry):
            break
        blocks.append(one)
    return blocks


def _way_of_headings(chapter: Entry) -> str:
    """How the headings within *chapter* stand: 单列 where text follows each on lines of its own, else 接排.

    Empty where there is none with text.
    """
    ways: set[str] = set()
    for entry in _items_in(chapter):
        if entry.title and entry.first:
            ways.add("接排")
        elif entry.title and _begins_with_text(entry.below):
            ways.add("单列")
    return "单列" if ways == {"单列"} else "接排" if ways else ""


def _items_in(entry: Entry) -> Iterator[Entry]:
    for one in entry.below:
        if isinstance(one, Entry):
            yield one
            yield from _items_in(one)


def _begins_with_text(below: "Sequence[Entry | Block]") -> bool:
    return bool(below) and isinstance(below[0], Line) and roster_at(_blocks_from(below, 0)) is None


def _unlike(title: str, taken: "dict[str, object]") -> str:
    """*title*, with a number behind it where another chapter is called so."""
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title}（{numeral(number)}）"
    return name


def _with_points(lines: Sequence[str]) -> Fields:
    """正文 of *lines*; where the last ends in 一是……；二是……。 that the program prints alike, these as 要点."""
    *before, last = lines
    for start, entries in _points_in(last):
        if printed.points(entries) == last[start:]:
            text = "\n".join([*before, last[:start]] if last[:start] else before)
            return {**({"正文": text} if text else {}), "要点": entries}
    return {"正文": "\n".join(lines)}


def _points_in(text: str) -> Sequence[tuple[int, list[str]]]:
    """Where 一是 begins in *text*, and the points from there on; nothing where they are not counted from one on."""
    marks = list(_POINT.finditer(text))[:_POINTS_MOST]
    if len(marks) < 2 or [mark[1] for mark in marks] != [numeral(number) for number in range(1, len(marks) + 1)]:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    entries = [text[mark.end() : end].rstrip("。；") for mark, end in zip(marks, ends, strict=True)]
    return ((marks[0].start(), entries),)
