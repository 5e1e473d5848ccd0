"""The lines of a form become a tree of nodes that know where they stand.

Only the events of libyaml are used: no value is retyped (010 stays 010), nothing is expanded, nothing recurses.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from wenming.base.codes import Code
from wenming.base.diagnostics import Edit, Fault, Place
from wenming.base.i18n import _
from wenming.forms.nodes import MOST, Node, Step, path_text
from wenming.forms.yaml.text import Lines

_DEEPEST = 40
_ENDS = tuple("。！？：；")  # what a line ends with that ends a paragraph
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef“”‘’…—]")
_NO_KEYS: dict[str, tuple[int, int]] = {}  # of every text


@dataclass(slots=True)
class Tree:
    """What was read before the end or the first error."""

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    cut: list[Node] = field(default_factory=list)  # plain texts that a # without a blank after it cut short
    error: yaml.MarkedYAMLError | None = None
    refused: bool = False  # it makes no sense to read on
    unfolded: list[Place] = field(default_factory=list)  # plain texts whose lines were taken for paragraphs


def parse(source: Lines, lines: Sequence[str]) -> Tree:
    """The tree of *lines*, which stand in *source* (perhaps repaired since)."""
    builder = _Builder(source, lines)
    try:
        builder.run(yaml.CSafeLoader("\n".join(lines)).get_event)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or "") and error.problem_mark:  # libyaml from 0.2.6 on counts ahead of us
            builder.too_deep(error.problem_mark)
        else:
            builder.tree.error = error
    return builder.tree


def _blank_between(left: str, right: str) -> str:
    """What stands between the characters *left* and *right* of one text on two lines."""
    return "" if _WIDE.match(left) or _WIDE.match(right) else " "


class _Builder:
    """A stack of open collections; every event opens, closes or fills one."""

    def __init__(self, source: Lines, lines: Sequence[str]) -> None:
        self.source, self.lines = source, lines
        self.tree = Tree()
        self.stack: list[Node] = []
        self.names: list[tuple[str, int, int] | None] = []  # the key each open mapping waits to fill
        self._without_dash: set[int] = set()  # by their ids the items whose dashes are missing
        self.cutting = {number for number, line in enumerate(lines) if "#" in line}  # lines that may be cut short

    def run(self, event: Callable[[], Any]) -> None:
        actions = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (one := event()) is not None:
            action = actions.get(type(one))
            if action:
                action(one)
                if self.tree.refused:
                    return

    def too_deep(self, mark: yaml.Mark) -> None:
        """Refuse what is nested so deep at *mark* that nobody wrote it as a form."""
        what, mend = _("一层套一层，套得太深"), _("表单用不着这么多层，检查这里的括号和缩进")
        self.tree.faults.append(self.source.fault(mark.line + 1, mark.column + 1, "too-deep", what, mend, self._path()))
        self.tree.refused = True

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        style, line, column = event.style or "", start.line + 1, start.column + 1
        if event.anchor or event.tag:
            self._marked(event)
        value = event.value
        if self.names and self.names[-1] is None and type(self.stack[-1].value) is dict:
            self.names[-1] = self._key(value, line, column), line, column
            return
        if style in ("|", ">"):
            value = value.rstrip("\n")  # the line's end is the mark's doing, not the clerk's
        if not style and end.line > start.line:
            value = self._unfolded(start, end)
        node = Node(value, line, column, style, end.line + 1, end.column + 1, _NO_KEYS)
        if not style and value and end.line in self.cutting:
            rest = self.lines[end.line][end.column :]
            bare = rest.lstrip(" \t")
            if bare != rest and bare[:1] == "#" and bare[1:2].strip("# \t"):
                self.tree.cut.append(node)
        self._place(node)

    def _unfolded(self, start: yaml.Mark, end: yaml.Mark) -> str:
        """A plain text over several lines: a line that ends a sentence, or an empty one, ends a paragraph.

        Other lines go on, with a blank only between words that are not Chinese.
        """
        lines = [self.lines[number] for number in range(start.line, end.line + 1)]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        first, *others = [line.strip(" \t") for line in lines]
        text, was_empty, has_paragraphs = first, False, False
        for line in others:
            if not line:
                was_empty = True
                continue
            if was_empty or text.endswith(_ENDS):
                text += f"\n{line}"
                has_paragraphs = True
            else:
                text += f"{_blank_between(text[-1], line[0])}{line}"
            was_empty = False
        if has_paragraphs:
            self.tree.unfolded.append(self.source.place(start.line + 1, start.column + 1, self._path()))
        return text

    def _open(self, event: Any) -> None:
        if len(self.stack) >= _DEEPEST:
            self.too_deep(event.start_mark)
            return
        if event.anchor or event.tag:
            self._marked(event)
        mark = event.start_mark
        node = Node(
            [] if isinstance(event, yaml.SequenceStartEvent) else {},
            mark.line + 1,
            mark.column + 1,
            "flow" if event.flow_style else "",
        )
        self._place(node)
        self.stack.append(node)
        self.names.append(None)

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        node.end_line = event.end_mark.line + 1
        if node.style:  # of others the end is where the next thing begins
            node.end_column = event.end_mark.column + 1
        self.names.pop()

    def _alias(self, event: Any) -> None:
        self._marked(event)
        mark = event.start_mark
        self._place(Node(f"*{event.anchor}", mark.line + 1, mark.column + 1, "*", mark.line + 1))

    def _document(self, event: Any) -> None:
        if self.tree.root is not None:
            self._fault(
                event, "two-forms", _("一个文件里只能有一份表单"), _("去掉“---”，或者把后面的内容放到另一个文件")
            )
            self.tree.refused = True

    def _place(self, node: Node) -> None:
        """Put *node* where the innermost open collection waits for it."""
        if not self.stack:
            self.tree.root = self.tree.root or node
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        key = self.names[-1]
        assert isinstance(parent.value, dict)
        if key is None:  # a collection, which cannot be a key
            self.names[-1] = "", node.line, node.column
            return
        self.names[-1] = None
        name, line, column = key
        if name in parent.value:
            if not name:
                return
            self.names[-1] = key  # for the path
            self._told_twice(parent, name, line, column)
            self.names[-1] = None
            return
        parent.value[name] = node
        parent.keys[name] = line, column

    def _key(self, name: str, line: int, column: int) -> str:
        """The *name* of a field; what joins mappings is none."""
        if name == "<<":
            what, mend = _("这里不能用“<<”"), _("把要的字段一个一个写出来")
            self.tree.faults.append(self.source.fault(line, column, "merge-key", what, mend, self._path()))
        return name

    def _told_twice(self, parent: Node, name: str, line: int, column: int) -> None:
        """The field *name* of *parent* that is there already: of an item whose dash is missing, told once."""
        if id(parent) in self._without_dash:
            return
        is_item = len(self.stack) > 1 and isinstance(self.stack[-2].value, list)
        is_first = name == next(iter(parent.value))
        if is_item and is_first and not parent.style:
            self._without_dash.add(id(parent))
            self._dashless(line, column)
        else:
            self._repeated(name, parent.keys[name][0], line, column)

    def _dashless(self, line: int, column: int) -> None:
        what, mend = _("新的一项前面少了“-”"), _("在这一行前面加“- ”，与上一项的“-”对齐")
        fault = self.source.fault(line, column, "missing-dash", what, mend, self._path())
        has_room = self.lines[line - 1][: column - 1].endswith("  ")
        edit = Edit(line, column - 2, line, column, "- ") if has_room else None
        self.tree.faults.append(fault._replace(edit=edit))

    def _repeated(self, name: str, first: int, line: int, column: int) -> None:
        if len(self.tree.faults) >= MOST:
            return
        what = _("“{name}”写了两次，第一次在第 {line} 行").format(name=name, line=first)
        self.tree.faults.append(
            self.source.fault(line, column, "repeated-field", what, _("留一个，删一个"), self._path())
        )

    def _marked(self, event: Any) -> None:
        """An anchor, alias or tag: a form needs none, so it is text that lacks its quotes."""
        mark = event.start_mark
        sign = self.lines[mark.line][mark.column : mark.column + 1] or "&"
        self._fault(event, "needs-quotes", _("文字不能直接用“{sign}”开头").format(sign=sign), _("给这段文字加引号"))

    def _fault(self, event: Any, code: Code, what: str, mend: str) -> None:
        mark = event.start_mark
        self.tree.faults.append(self.source.fault(mark.line + 1, mark.column + 1, code, what, mend, self._path()))

    def _path(self) -> str:
        steps: list[Step] = []
        for node, name in zip(self.stack, self.names, strict=True):
            if isinstance(node.value, list):
                steps.append(len(node.value))
            elif name:
                steps.append(name[0])
        return path_text(steps)
