"""Chapters and items of an old paper as the fields of a form: text, points, groups, tables, items, text behind them."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenming.authoring.importing.draft import Draft, Fields, Path, filled
from wenming.authoring.importing.segments import Group, Text, begins_with_text, segments
from wenming.base.i18n import _
from wenming.documents.parts import outline as printed
from wenming.gongwen.chinese import numeral
from wenming.papers import known_tables
from wenming.papers.outline import Entry, Outline, outline_of
from wenming.papers.paper import Block, Grid, Line

_POINT = re.compile(r"(?:^|(?<=[。；;：:，,]))([一二三四五六七八九十]{1,3})是")
_POINTS_MOST = 20
_BROUGHT = {"插入", "表格", "后文"}


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
        ways = {_way_of_headings(entry) for entry in outline.chapters}
        if ways - {""} == {"单列"}:
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
        before, last = blocks[:-1], blocks[-1] if blocks else None
        sheet = self._known(last) if isinstance(last, Grid) else None
        if sheet is not None and sheet.kind == "评分表" and all(isinstance(block, Line) for block in before):
            text = "\n".join(block.text for block in before if isinstance(block, Line))
            return {"标题": title, **filled(正文=text), "评分表": filled(满分=sheet.total, 项目=list(sheet.rows))}
        outline = outline_of(blocks)
        below = self._below([*outline.before, *outline.chapters], path, own_lines=self.own_lines)
        points = below.pop("要点", None)  # an annex has none
        if isinstance(points, list):
            below["正文"] = f"{below.get('正文', '')}{printed.points(points)}"
        return {"标题": title, **below}

    def _chapter(self, entry: Entry, path: Path) -> Fields:
        """The fields of a chapter."""
        way = "全部接排" if entry.first else _way_of_headings(entry)
        is_said = way == "全部接排" or (way == "单列" and not self.own_lines)
        fields = self._below(_with_first(entry), path, own_lines=way == "单列")
        return {**({"标题行": way} if is_said else {}), **fields}

    def _item(self, entry: Entry, path: Path, *, own_lines: bool) -> Fields:
        """The fields of an item; *own_lines*: headings stand on lines of their own."""
        below = _with_first(entry)
        stands_alone = bool(entry.title) and not entry.first and begins_with_text(entry.below)
        would_run_in = stands_alone and not own_lines and entry.level > 1
        if would_run_in:  # as text, its heading stays on its line
            heading = entry.line._replace(text=entry.title)
            return self._below([heading, *below], path, own_lines=own_lines)
        return {**filled(标题=entry.title), **self._below(below, path, own_lines=own_lines)}

    def _below(self, below: "Sequence[Entry | Block]", path: Path, *, own_lines: bool) -> Fields:
        """The fields of what stands below a heading: text, what is brought behind it, items, each with text behind."""
        fields: Fields = {}
        items: list[Fields] = []
        waiting = deque(segments(below))
        first = waiting[0] if waiting else None
        if isinstance(first, Text):
            fields |= _with_points(first)
            waiting.popleft()
        while waiting:
            segment = waiting.popleft()
            if isinstance(segment, Entry):
                items.append(self._item(segment, (*path, "条目", len(items)), own_lines=own_lines))
                continue
            brought = self._brought(segment, path)
            behind = waiting.popleft() if waiting and isinstance(waiting[0], Text) else None
            if isinstance(behind, Text):
                brought["后文"] = "\n".join([*_lines(brought.get("后文")), behind.whole])
            is_first = not items and not fields.keys() & _BROUGHT
            would_stand_last = "后文" in brought and bool(waiting)
            if is_first and not would_stand_last:
                fields |= brought
            else:
                items.append(brought)
        return fields | filled(条目=items)

    def _brought(self, segment: Text | Grid | Group, path: Path) -> Fields:
        """The fields that bring a table, a group of people, or text."""
        match segment:
            case Grid():
                return self._table(segment)
            case Group():
                return self._group(segment, path)
            case Text():
                return {"后文": segment.whole}

    def _group(self, group: Group, path: Path) -> Fields:
        """What inserts the *group*, which becomes that of the form; a second one is text."""
        if "领导小组" in self.draft.record:
            self.draft.remark(path, _("【核对】第二个名单，按文字写的"))
            return {"后文": "\n".join(group.lines)}
        self.draft.record["领导小组"] = dict(group.roster.people)
        for text in group.roster.doubtful:
            words = _("【核对】姓名、职务可能没有分清，原文（{place}起）：{text}").format(place=group.place, text=text)
            self.draft.remark(("领导小组",), words)
        return {"插入": "领导小组"}

    def _table(self, grid: Grid) -> Fields:
        """What inserts tasks or targets, which go to fields of their own; else a table."""
        known = self._known(grid)
        if known is None or known.kind == "评分表" or known.kind in self.draft.record:
            return {"表格": known_tables.free_table(grid)}
        self.draft.record[known.kind] = list(known.rows)
        self.draft.remark((known.kind,), _("【核对】从{place}读的").format(place=grid.place))
        return {"插入": known.kind}

    def _known(self, grid: Grid) -> known_tables.Known | None:
        return None if self.plainly else known_tables.known_as(grid)


def _with_first(entry: Entry) -> "list[Entry | Block]":
    """What stands below the heading of *entry*, with the text that is run in with it."""
    first = [entry.line._replace(text=entry.first)] if entry.first else []
    return [*first, *entry.below]


def _lines(value: object) -> list[str]:
    return [value] if isinstance(value, str) else []


def _way_of_headings(chapter: Entry) -> str:
    """How the headings within *chapter* stand: 单列 where text follows each on lines of its own, else 接排.

    Empty where there is none with text.
    """
    ways = {_way_of(entry) for entry in _items_in(chapter) if entry.title}
    ways.discard("")
    if not ways:
        return ""
    return "单列" if ways == {"单列"} else "接排"


def _way_of(entry: Entry) -> str:
    if entry.first:
        return "接排"
    return "单列" if begins_with_text(entry.below) else ""


def _items_in(entry: Entry) -> Iterator[Entry]:
    for one in entry.entries:
        yield one
        yield from _items_in(one)


def _unlike(title: str, taken: "dict[str, object]") -> str:
    """*title*, with a number behind it where another chapter is called so."""
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title}（{numeral(number)}）"
    return name


def _with_points(text: Text) -> Fields:
    """正文 of *text*; where it ends in 一是……；二是……。 that the program prints alike, these as 要点."""
    *before, last = text.lines
    start, points = _points_in(last)
    if not points or printed.points(points) != last[start:]:
        return {"正文": text.whole}
    return {**filled(正文="\n".join(filter(None, [*before, last[:start]]))), "要点": points}


def _points_in(text: str) -> tuple[int, list[str]]:
    """Where 一是 begins in *text*, and the points from there on; none where they are not counted from one on."""
    marks = list(_POINT.finditer(text))[:_POINTS_MOST]
    counted = [numeral(number) for number, _mark in enumerate(marks, 1)]
    if len(marks) < 2 or [mark[1] for mark in marks] != counted:
        return 0, []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    points = [text[mark.end() : end].rstrip("。；") for mark, end in zip(marks, ends, strict=True)]
    return marks[0].start(), points
