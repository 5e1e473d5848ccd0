"""A form as it was typed: where its nodes stand in its text, and pieces of it put in the place of others."""

import codecs
import itertools
import re
from collections.abc import Iterable
from typing import NamedTuple

from wenming.forms.nodes import Node

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"[|>][-+0-9]*+")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Change(NamedTuple):
    """What stands from *start* to *end* of the text becomes *text*."""

    start: int
    end: int
    text: str


class Typed:
    """The text of a form, its lines and the changes that are to be made in it.

    Lines and columns count from 1; a last line without a line end has one while it is changed.
    """

    def __init__(self, data: bytes) -> None:
        self._mark = next((mark for mark in (*_UTF_16, codecs.BOM_UTF8) if data.startswith(mark)), b"")
        self._encoding = _UTF_16.get(self._mark, "utf-8")
        text = data[len(self._mark) :].decode(self._encoding)
        ends = list(_LINE_END.finditer(text))
        self._line_end = ends[0][0] if ends else "\n"
        self._is_open = not text or not ends or ends[-1].end() < len(text)
        self.text = text + self._line_end if self._is_open else text
        self._starts = [0, *(end.end() for end in ends)]
        if self._is_open:
            self._starts.append(len(self.text))
        self.lines = _LINE_END.split(self.text)
        self._changes: list[Change] = []

    def put(self, start: int, end: int, text: str) -> None:
        """Have *text* written for what stands from *start* to *end*."""
        self._changes.append(Change(start, end, text.replace("\n", self._line_end)))

    def put_lines(self, number: int, lines: Iterable[str]) -> None:
        """Have *lines* written before the line *number*, behind those that are put there already."""
        start = self.start_of(number)
        self.put(start, start, "".join(f"{line}\n" for line in lines))

    def drop_lines(self, first: int, last: int) -> None:
        """Have the lines from *first* to *last* taken out."""
        self.put(self.start_of(first), self.start_of(last + 1), "")

    @property
    def changed(self) -> bytes:
        """The form with all changes made, those at one place in the order in which they came."""
        pieces, done = [], 0
        for change in self._in_order:
            pieces += [self.text[done : change.start], change.text]
            done = change.end
        text = "".join((*pieces, self.text[done:]))
        if self._is_open:
            text = text.removesuffix(self._line_end)
        return self._mark + text.encode(self._encoding, "surrogatepass")

    @property
    def is_muddled(self) -> bool:
        """True if two changes touch the same characters."""
        return any(one.end > other.start for one, other in itertools.pairwise(self._in_order))

    @property
    def _in_order(self) -> list[Change]:
        return sorted(self._changes, key=lambda change: (change.start, change.end))

    def start_of(self, number: int) -> int:
        """Where the line *number* begins."""
        return self._starts[number - 1] if number <= len(self._starts) else len(self.text)

    def at(self, line: int, column: int) -> int:
        """Where the character at *line* and *column* is."""
        return self.start_of(line) + column - 1

    def line(self, number: int) -> str:
        """The line *number*, empty behind the last."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def span(self, node: Node) -> tuple[int, int]:
        """Where *node* begins and ends: a text without a block mark, or what stands in brackets."""
        return self.at(node.line, node.column), self.at(node.end_line, node.end_column)

    def header(self, node: Node) -> tuple[int, int]:
        """Where the mark of the block text *node* begins and ends."""
        start = self.at(node.line, node.column)
        match = _HEADER.match(self.text, start)
        return start, match.end() if match else start

    def rest(self, offset: int) -> str:
        """What follows *offset* on its line."""
        match = _LINE_END.search(self.text, offset)
        return self.text[offset : match.start() if match else len(self.text)]

    def before(self, line: int, column: int) -> str:
        """What stands on *line* before *column*."""
        return self.line(line)[: column - 1]

    def last_line(self, node: Node) -> int:
        """The last line that holds something of *node*."""
        if isinstance(node.value, str):
            return self._end_of_block(node) if node.style in ("|", ">") else node.end_line
        children = list(node.value.values()) if isinstance(node.value, dict) else node.value
        if node.style == "flow" or not children:
            return node.end_line
        return max(self.last_line(children[-1]), children[-1].line)

    def _end_of_block(self, node: Node) -> int:
        number = node.end_line if node.end_column > 1 else node.end_line - 1
        while number > node.line and not self.line(number).strip():
            number -= 1
        return max(number, node.line)

    def dash_line(self, items: Node, child: Node) -> int:
        """The line with the dash of *child*, one of the list *items*."""
        number = child.line
        while number > items.line and self.line(number)[items.column - 1 : items.column] != "-":
            number -= 1
        return number
