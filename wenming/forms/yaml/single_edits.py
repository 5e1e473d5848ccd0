"""A value in a form takes the place of another, of nothing, or goes; what stands around it stays."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wenming.base.i18n import _
from wenming.forms.nodes import Node
from wenming.forms.schema import Rule, Schema
from wenming.forms.yaml.typed import Typed
from wenming.forms.yaml.written import (
    STEP,
    as_block,
    fits_block,
    flow_text,
    indented,
    quoted,
    scalar_text,
    value_lines,
)

_BLOCKS = ("|", ">")
_BLANKS = " \t"


class CannotEdit(Exception):
    """The form cannot be changed so that it reads as wanted; its text says why."""


def unwritable() -> CannotEdit:
    """What says that the form cannot be written so that it reads as wanted."""
    return CannotEdit(unwritable_words())


def unwritable_words() -> str:
    """Why a form is left alone that would not read as wanted."""
    return _("改不了：写进去以后读出来会不一样，请打开表单自己改")


class Spot(NamedTuple):
    """Where a value stands: its *node*, its *rule*, the *indent* of its field or dash; within brackets or not."""

    node: Node
    rule: Rule
    indent: str = ""
    in_flow: bool = False
    is_item: bool = False

    @property
    def is_bare(self) -> bool:
        """True if it is a text, or brackets with nothing in them."""
        return isinstance(self.node.value, str) or not self.node.value


class SingleValues:
    """Has texts, and what stands where there was nothing, changed in a form as it was typed."""

    def __init__(self, typed: Typed, schema: Schema) -> None:
        self.typed, self.schema = typed, schema

    def bare(self, spot: Spot, after: object) -> None:
        """Write *after* where a text stood, or nothing."""
        is_single = not isinstance(after, Mapping | list)
        if not is_single and not spot.in_flow and not spot.is_item:
            if not is_blank(spot.node):
                self.clear(spot)
            self._put_below(spot, value_lines(after, spot.indent + STEP, spot.rule, self.schema))
        elif spot.node.style in _BLOCKS and is_single:
            self._block(spot, after)
        else:
            self._line(spot, after)

    def _line(self, spot: Spot, after: object) -> None:
        """Write *after* in place of what stands on its line, or as a block below it."""
        node, block = spot.node, [] if spot.in_flow else as_block(after)
        body = self._body_indent(spot)
        if block and node.style not in ("'", '"') and not self.would_swallow(self.typed.last_line(node) + 1, body):
            self._fill(spot, "|-")
            self._put_below(spot, indented(block, body))
        elif isinstance(after, Mapping | list):
            self._fill(spot, flow_text(after, spot.rule, self.schema))
        else:
            self._fill(spot, scalar_text(after, node.style))

    def _fill(self, spot: Spot, text: str) -> None:
        """Write *text* in place of what stands at *spot*."""
        node, typed = spot.node, self.typed
        if not is_blank(node):
            typed.put(*typed.span(node), text)
            return
        end = typed.at(node.line, node.column)
        start = len(typed.text[:end].rstrip(_BLANKS))
        mark = "-" if spot.is_item else ":"
        if typed.text[start - 1 : start] != mark:
            raise unwritable()
        rest = typed.rest(end)
        bare = rest.lstrip(_BLANKS)
        if bare.startswith("#"):  # the comment keeps its distance
            is_glued = bare[1:2].strip("# \t") != ""
            needs_quotes = is_glued and text[:1] not in ("'", '"', "|")
            typed.put(start, start, f" {quoted(text) if needs_quotes else text}")
        else:
            typed.put(start, end + len(rest) - len(bare), f" {text}")

    def _block(self, spot: Spot, after: object) -> None:
        """Write *after* in place of a block text."""
        node, typed = spot.node, self.typed
        start, end = typed.header(node)
        first, last = node.line + 1, typed.last_line(node)
        body = self._old_indent(first, last) or self._body_indent(spot)
        text = after if isinstance(after, str) else ""
        if text and fits_block(text) and not self.would_swallow(last + 1, body):
            keeps_mark = end == start + 1 or typed.text[start + 1 : end] == "-"
            is_kept = keeps_mark and (node.style == "|" or "\n" not in text)
            typed.put(start, end, typed.text[start:end] if is_kept else "|-")
            typed.drop_lines(first, last)
            typed.put_lines(last + 1, indented(text.split("\n"), body))
        else:
            typed.put(start, end, scalar_text(after))
            typed.drop_lines(first, last)

    def _old_indent(self, first: int, last: int) -> str:
        """What stands before the first line of a block text from line *first* to *last*."""
        lines = (self.typed.line(number) for number in range(first, last + 1))
        line = next((line for line in lines if line.strip()), "")
        return line[: len(line) - len(line.lstrip(" "))]

    def _body_indent(self, spot: Spot) -> str:
        return spot.indent + STEP

    def would_swallow(self, number: int, indent: str) -> bool:
        """True if a block text behind *indent*, ending before line *number*, would take a comment there for its own."""
        while number <= len(self.typed.lines):
            line = self.typed.line(number)
            if line.strip():
                return line.startswith(indent) and line.lstrip().startswith("#")
            number += 1
        return False

    def _put_below(self, spot: Spot, lines: Iterable[str]) -> None:
        self.typed.put_lines(self.typed.last_line(spot.node) + 1, lines)

    def clear(self, spot: Spot) -> None:
        """Take out the value at *spot*; its field's name stays."""
        node, typed = spot.node, self.typed
        if node.style in _BLOCKS:
            typed.put(*typed.header(node), "")
            typed.drop_lines(node.line + 1, typed.last_line(node))
            return
        start, end = typed.span(node)
        is_alone = not typed.before(node.line, node.column).strip() and not typed.rest(end).strip()
        if is_alone and not spot.in_flow:
            typed.drop_lines(node.line, node.end_line)
        else:
            typed.put(start, end, "")


def is_blank(node: Node) -> bool:
    """True if nothing at all stands where the value of *node* should be."""
    return node.value == "" and not node.style
