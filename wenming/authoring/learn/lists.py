"""Paragraphs or rows of a table that are a list of the forms: one of them in a loop."""

import copy
from collections.abc import Iterator, Mapping, Sequence

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


def replace(old: Old, tags: Sequence[Tag], context: Mapping[str, object]) -> None:
    """Writes a loop for every list among *tags* that stands in the document."""
    for tag in tags:
        items = [_fields(item) for item in _items(tag.path, context)]
        if items:
            _replace_list(old, tag.path, items)


def _replace_list(old: Old, path: str, items: list[dict[str, str]]) -> None:
    """Writes a loop wherever the list at *path* of the context, with its *items*, stands in the document."""
    each = EACH.get(path.rpartition(".")[2], "行")
    for part, root in old.roots.items():
        for table in list(root.iter(W + "tbl")):
            _replace_rows(old, part, table, _Loop(path, each, items, "tr"))
        paragraphs = [paragraph for paragraph in root.iter(W + "p") if paragraph not in old.done]
        owners = dict.fromkeys(paragraph.getparent() for paragraph in paragraphs)
        for owner in owners:
            _replace_paragraphs(old, part, owner, _Loop(path, each, items, "p"))


class _Loop:
    """A loop over a list of the forms: its two tags, what an item is called, the items' fields as they are printed."""

    def __init__(self, path: str, each: str, items: list[dict[str, str]], level: str) -> None:
        self.each, self.items = each, items
        self.opening = f"{{%{level} for {each} in {path} %}}"
        self.closing = f"{{%{level} endfor %}}"

    @property
    def fields_that_tell(self) -> int:
        """How many fields of its first item tell that something is this list."""
        return min(_TELLING, len(self.items[0]))

    def is_told_by(self, fields: int) -> bool:
        """True if so many *fields* in neighbouring paragraphs tell that they are this list."""
        if len(self.items) == 1:
            return fields >= self.fields_that_tell
        return fields > 0

    def tag(self, name: str) -> str:
        """Returns the tag of an item's field *name*; the tag of its number for no name."""
        if not name:
            expression = "loop.index"
        elif name == _SELF:
            expression = self.each
        else:
            expression = f"{self.each}.{name}"
        return f"{{{{ {expression} }}}}"


def _items(path: str, context: Mapping[str, object]) -> list[str | Mapping[str, object]]:
    """Returns the items of the list at *path* of *context*; none where it holds no list, or one text alone."""
    if "[]" in path:
        return []
    items = value_at(context, path)
    if not isinstance(items, list):
        return []
    if not all(isinstance(item, str | Mapping) for item in items):
        return []
    match items:
        case [str()]:
            return []
        case _:
            return items


def _fields(item: str | Mapping[str, object]) -> dict[str, str]:
    """Returns the fields of *item* as they are printed, a name also with the space between its two characters."""
    if isinstance(item, str):
        return {_SELF: item}
    fields = {name: printed(value) for name, value in item.items()}
    if "姓名" in fields:
        fields["姓名|姓名"] = padded_name(fields["姓名"])
    return {name: text for name, text in fields.items() if text}


def _windows(elements: Sequence[Element], length: int) -> Iterator[Sequence[Element]]:
    """Yields every *length* neighbours of *elements*."""
    for start in range(len(elements) - length + 1):
        yield elements[start : start + length]


def _replace_rows(old: Old, part: str, table: Element, loop: _Loop) -> None:
    """Writes *loop* for the first rows of *table* that are its list."""
    rows = [row for row in rows_of(table) if _is_free(row, old)]
    if not rows:
        return
    heads = list(map(cell_text, _cells(rows[0])))
    for window in _windows(rows, len(loop.items)):
        columns = _columns(window, loop, heads)
        if columns:
            _write_rows(old, part, window, columns, loop)
            return


def _is_free(row: Element, old: Old) -> bool:
    """True if no paragraph of *row* is a tag yet."""
    return old.done.isdisjoint(row.iter(W + "p"))


def _write_rows(
    old: Old, part: str, rows: Sequence[Element], columns: Sequence[tuple[Element, patterns.Pattern]], loop: _Loop
) -> None:
    """Writes *loop* in the place of *rows*; the first of them is the one that repeats."""
    repeated = rows[0]
    old.note(part, repeated, "|".join(map(cell_text, _cells(repeated))), loop.opening)
    for cell, pattern in columns:
        _write(next(cell.iter(W + "p")), pattern, loop)
    repeated.addprevious(_row_of_tag(old, repeated, loop.opening))
    repeated.addnext(_row_of_tag(old, repeated, loop.closing))
    for row in rows[1:]:
        row.getparent().remove(row)
    old.done |= set(repeated.iter(W + "p"))


def _cells(row: Element) -> list[Element]:
    return list(row.iterchildren(W + "tc"))


def _row_of_tag(old: Old, row: Element, tag: str) -> Element:
    """Returns a row like *row* with *tag* in its first paragraph and nothing else."""
    new_row = copy.deepcopy(row)
    text = tag
    for paragraph in new_row.iter(W + "p"):
        write_only(paragraph, text)
        text = ""
    old.done |= set(new_row.iter(W + "p"))
    return new_row


def _columns(rows: Sequence[Element], loop: _Loop, heads: Sequence[str]) -> list[tuple[Element, patterns.Pattern]]:
    """Returns the cells of the first of *rows* and how their columns come from the items; none where one does not.

    A column that says the same in every row need not come from them. Each row must have as many cells as *heads*.
    """
    cells = [_cells(row) for row in rows]
    if any(len(cells_of_row) != len(heads) for cells_of_row in cells):
        return []
    columns: list[tuple[Element, patterns.Pattern]] = []
    for column, head in zip(zip(*cells, strict=True), heads, strict=True):
        pattern = _pattern_of_column(column, loop, head)
        if pattern is not None:
            columns.append((column[0], pattern))
        elif not _says_the_same(column):
            return []
    fields = sum(len(pattern.fields) for _cell, pattern in columns)
    if fields < loop.fields_that_tell:
        return []
    return columns


def _pattern_of_column(column: Sequence[Element], loop: _Loop, head: str) -> patterns.Pattern | None:
    """Returns how the cells of *column*, under *head*, come from the items.

    None if they do not, or if a cell is empty or has several paragraphs.
    """
    texts = list(map(cell_text, column))
    are_filled = all(texts) and all(map(_is_one_paragraph, column))
    if not are_filled:
        return None
    return patterns.pattern(texts, loop.items, head)


def _says_the_same(column: Sequence[Element]) -> bool:
    """True if all cells of *column* say the same."""
    return len(set(map(cell_text, column))) == 1


def _is_one_paragraph(cell: Element) -> bool:
    return len(list(cell.iter(W + "p"))) == 1


def _replace_paragraphs(old: Old, part: str, owner: Element, loop: _Loop) -> None:
    """Writes *loop* for the first paragraphs in *owner* (a body, a cell) that are its list."""
    paragraphs = [child for child in owner.iterchildren(W + "p") if child not in old.done]
    with_text = [paragraph for paragraph in paragraphs if lines_of(paragraph)]
    for window in _windows(with_text, len(loop.items)):
        pattern = _pattern_of_paragraphs(window, loop)
        if pattern is not None:
            _write_paragraphs(old, part, window, pattern, loop)
            return


def _pattern_of_paragraphs(paragraphs: Sequence[Element], loop: _Loop) -> patterns.Pattern | None:
    """Returns how *paragraphs* come from the items; None if they do not, or if too few fields tell so."""
    texts = list(map(text_in, paragraphs))
    if not _each_names_its_item(texts, loop.items):
        return None
    pattern = patterns.pattern(texts, loop.items)
    if pattern is None or not loop.is_told_by(len(pattern.fields)):
        return None
    return pattern


def _write_paragraphs(
    old: Old, part: str, paragraphs: Sequence[Element], pattern: patterns.Pattern, loop: _Loop
) -> None:
    """Writes *loop* in the place of *paragraphs*; the first of them is the one that repeats."""
    repeated = paragraphs[0]
    old.note(part, repeated, text_in(repeated), loop.opening)
    repeated.addprevious(_paragraph_of_tag(old, repeated, loop.opening))
    repeated.addnext(_paragraph_of_tag(old, repeated, loop.closing))
    _write(repeated, pattern, loop)
    old.done.add(repeated)
    for paragraph in paragraphs[1:]:
        paragraph.getparent().remove(paragraph)


def _each_names_its_item(texts: Sequence[str], items: Sequence[Mapping[str, str]]) -> bool:
    """True if each text holds at least one field of its own item; quick to know, unlike the pattern."""
    return all(_names(text, item) for text, item in zip(texts, items, strict=True))


def _names(text: str, item: Mapping[str, str]) -> bool:
    return any(value in text for value in item.values())


def _paragraph_of_tag(old: Old, paragraph: Element, tag: str) -> Element:
    """Returns a paragraph like *paragraph* that says *tag* and nothing else."""
    new_paragraph = copy.deepcopy(paragraph)
    write_only(new_paragraph, tag)
    old.done.add(new_paragraph)
    return new_paragraph


def _write(paragraph: Element, pattern: patterns.Pattern, loop: _Loop) -> None:
    """Writes the tags of an item's fields into *paragraph*; what only the first or the last has, in a condition."""
    runs = Runs(paragraph, leaves_of(paragraph))
    if pattern.stop:
        end = len(runs.text)
        either = f"{{% if loop.last %}}{pattern.stop}{{% else %}}{pattern.between}{{% endif %}}"
        runs.write(end - len(pattern.between), end, either)
    for start, end, name in reversed(pattern.fields):
        runs.write(start, end, loop.tag(name))
    if pattern.label:
        either = f"{{% if loop.first %}}{pattern.label}{{% else %}}{pattern.indent}{{% endif %}}"
        runs.write(0, len(pattern.label), either)
    runs.apply()
