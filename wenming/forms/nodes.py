"""What a source of forms gives: nodes of text, lists and fields, each of which knows where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from wenming.base.diagnostics import Edit, Fault, Mistake, Place

MOST = 200  # faults of one form and kind; nobody mends more in one go
Step = str | int
Path = tuple[Step, ...]  # to a field of a form: names, and numbers of list items from 0


@dataclass(slots=True)
class Node:
    """A piece of a form and its position: line and column of a text, row and column of a sheet, from 1.

    *style* of a text is the mark that opened it (' " | >), empty where it is plain; *keys* has the position of each
    field's name.
    """

    value: "str | list[Node] | dict[str, Node]"
    line: int
    column: int
    style: str = ""
    end_line: int = 0
    end_column: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """True if this is text without quotes or block mark."""
        return isinstance(self.value, str) and not self.style


class Places(Protocol):
    """Where the positions of nodes are."""

    def place(self, line: int, column: int, path: str = "") -> Place:
        """The place at *line* and *column*, both from 1, of the field *path*."""


class Understood(NamedTuple):
    """A form that was read: the tree of its nodes, its record, its faults; with faults the first two may be None.

    *unfolded*: where lines of a text were taken for paragraphs.
    """

    root: Node | None
    record: Any
    faults: list[Fault]
    places: Places
    unfolded: Sequence[Place] = ()


def fault_at(places: Places, root: Node, path: Sequence[Step], mistake: Mistake) -> Fault:
    """The fault at *path* in the tree, or at the nearest thing above it."""
    place = places.place(*position(root, path), path_text(path))
    node = at(root, path)
    edit = edit_of(node, mistake.instead, place.text) if node is not None and mistake.instead is not None else None
    return Fault(place, mistake.what, mistake.mend, mistake.code, edit)


def at(root: Node, path: Sequence[Step]) -> Node | None:
    """The node at *path* in the tree; None where there is none."""
    node = root
    for step in path:
        child: Node | None = None
        if isinstance(node.value, dict) and isinstance(step, str):
            child = node.value.get(step)
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
        if child is None:
            return None
        node = child
    return node


def edit_of(node: Node, text: str, line: str) -> Edit | None:
    """What writes *text* for the value of *node*, which stands on this *line* of the file.

    None where it stands on several lines, or elsewhere in the line, as it was read after another slip was put right.
    """
    if not isinstance(node.value, str) or node.end_line != node.line or not node.end_column:
        return None
    mark = node.style if node.style in ("'", '"') else ""
    there = line[node.column - 1 : node.end_column - 1]
    is_there = there[:1] == there[-1:] == mark if mark else there == node.value
    if not is_there:
        return None
    return Edit(node.line, node.column, node.line, node.end_column, f"{mark}{text}{mark}")


def position(root: Node, path: Sequence[Step]) -> tuple[int, int]:
    """Line and column of *path* in the tree, or of the nearest thing above it."""
    node, found = root, (root.line, root.column)
    for step in path:
        if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
            found, node = node.keys[step], node.value[step]
            if isinstance(node.value, str) and node.value:
                found = node.line, node.column
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            found = node.line, node.column
        else:
            break
    return found


def path_text(path: Sequence[Step]) -> str:
    """A path as people read it: 领导小组.组长[1].姓名."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        elif text:
            text += f".{step}"
        else:
            text = step
    return text
