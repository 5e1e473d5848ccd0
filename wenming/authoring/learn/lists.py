"""Paragraphs or rows of a table that are a list of the forms: one of them in a loop."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from lxml.etree import _Element as Element

from wenming.authoring.learn import patterns
from wenming.authoring.learn.source_document import (
    Old,
    cell_text,
    leaves_of,
    lines_of,
    printed,
    rows_of,
    text_in,
    value_at,
    write_only,
)
from wenming.authoring.tag_list import EACH, Tag
from wenming.gongwen.chinese import padded_name
from wenming.ooxml.namespaces import W
from wenming.ooxml.runs import Runs

_SELF = "|"  # the name of an item that is a text by itself
_TELLING = 2  # fields without which one paragraph or row is no list


def replace(old: Old, tags: Sequence[Tag], context: Mapping[str, Any]) -> None:
    """A loop for every list among *tags* that stands in the document."""
    for tag in tags:
        items = [_fields(item) for item in _items(tag.path, context)]
        if items:
            each = EACH.get(tag.path.rpartition(".")[2], "行")
            for part, root in old.roots.items():
                for table in list(root.iter(W + "tbl")):
                    _rows(old, part, table, _Loop(tag.path, each, items, "tr"))
                for owner in {one.getparent(): None for one in root.iter(W + "p") if one not in old.done}:
                    _paragraphs(old, part, owner, _Loop(tag.path, each, items, "p"))


class _Loop:
    """A list of the forms: its path, what an item is called, the items' fields as they are printed."""

    def __init__(self, path: str, each: str, items: list[dict[str, str]], level: str) -> None:
        self.each, self.items = each, items
        self.opening, self.closing = f"{{%{level} for {each} in {path} %}}", f"{{%{level} endfor %}}"

    def enough(self, found: int) -> bool:
        """Whether so many fields tell that it is this list."""
        return found >= min(_TELLING, len(self.items[0])) if len(self.items) == 1 else found > 0

    def tag(self, name: str) -> str:
        """The tag of an item's field; of its number for no name."""
        return f"{{{{ {'loop.index' if not name else self.each if name == _SELF else f'{self.each}.{name}'} }}}}"


def _items(path: str, context: Mapping[str, Any]) -> list[Any]:
    found = value_at(context, path) if "[]" not in path else None
    if not isinstance(found, list) or not found or not all(isinstance(one, str | Mapping) for one in found):
        return []
    return found if len(found) > 1 or isinstance(found[0], Mapping) else []


def _fields(item: Any) -> dict[str, str]:
    """The fields of an item as they are printed, a name also with the space between its two characters."""
    if isinstance(item, str):
        return {_SELF: item}
    found = {name: printed(value) for name, value in item.items()}
    if "姓名" in found:
        found["姓名|姓名"] = padded_name(found["姓名"])
    return {name: text for name, text in found.items() if text}


def _rows(old: Old, part: str, table: Element, loop: _Loop) -> None:
    rows = [row for row in rows_of(table) if not old.done & set(row.iter(W + "p"))]
    heads = [cell_text(cell) for cell in rows[0].iterchildren(W + "tc")] if rows else []
    for start in range(len(rows) - len(loop.items) + 1):
        window = rows[start : start + len(loop.items)]
        cells = [list(row.iterchildren(W + "tc")) for row in window]
        found = _columns(cells, loop, heads) if {len(row) for row in cells} == {len(heads)} else []
        if not found:
            continue
        old.note(part, window[0], "|".join(map(cell_text, cells[0])), loop.opening)
        for cell, one in found:
            _write(next(cell.iter(W + "p")), one, loop)
        for tag, add in ((loop.opening, window[0].addprevious), (loop.closing, window[0].addnext)):
            row = copy.deepcopy(window[0])
            for number, paragraph in enumerate(row.iter(W + "p")):
                write_only(paragraph, "" if number else tag)
            old.done |= set(row.iter(W + "p"))
            add(row)
        for row in window[1:]:
            table.remove(row)
        old.done |= set(window[0].iter(W + "p"))
        return


def _columns(
    cells: Sequence[Sequence[Element]], loop: _Loop, heads: Sequence[str]
) -> list[tuple[Element, patterns.Pattern]]:
    """The cells of the first row and how their columns come from the items; nothing where one does not."""
    found: list[tuple[Element, patterns.Pattern]] = []
    for column, head in zip(zip(*cells, strict=True), heads, strict=True):
        texts = [cell_text(cell) for cell in column]
        single = all(sum(1 for _p in cell.iter(W + "p")) == 1 for cell in column)
        one = patterns.pattern(texts, loop.items, head) if single and all(texts) else None
        if one is not None:
            found.append((column[0], one))
        elif len(set(texts)) > 1:
            return []
    fields = sum(len(one.fields) for _cell, one in found)
    return found if fields >= min(_TELLING, len(loop.items[0])) else []


def _paragraphs(old: Old, part: str, owner: Element, loop: _Loop) -> None:
    children = [one for one in owner if one.tag == W + "p" and one not in old.done and lines_of(one)]
    for start in range(len(children) - len(loop.items) + 1):
        window = children[start : start + len(loop.items)]
        texts = [text_in(one) for one in window]
        if not all(any(map(text.__contains__, one.values())) for text, one in zip(texts, loop.items, strict=True)):
            continue
        one = patterns.pattern(texts, loop.items)
        if one is None or not loop.enough(len(one.fields)):
            continue
        old.note(part, window[0], texts[0], loop.opening)
        for tag, add in ((loop.opening, window[0].addprevious), (loop.closing, window[0].addnext)):
            mark = copy.deepcopy(window[0])
            write_only(mark, tag)
            old.done.add(mark)
            add(mark)
        _write(window[0], one, loop)
        old.done.add(window[0])
        for paragraph in window[1:]:
            owner.remove(paragraph)
        return


def _write(paragraph: Element, one: patterns.Pattern, loop: _Loop) -> None:
    """The fields of an item in *paragraph*; what only the first or the last has in a condition."""
    runs = Runs(paragraph, leaves_of(paragraph))
    if one.stop:
        end = len(runs.text)
        either = f"{{% if loop.last %}}{one.stop}{{% else %}}{one.between}{{% endif %}}"
        runs.write(end - len(one.between), end, either)
    for start, end, name in reversed(one.fields):
        runs.write(start, end, loop.tag(name))
    if one.label:
        either = f"{{% if loop.first %}}{one.label}{{% else %}}{one.indent}{{% endif %}}"
        runs.write(0, len(one.label), either)
    runs.apply()
