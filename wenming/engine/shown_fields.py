"""Which fields of a group a template prints, or goes through, by their names."""

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from wenming.engine.program import Compiled
from wenming.engine.syntax_errors import parsed, whole

_ALL = ("items", "values")  # by which a loop goes through all fields of a group


class Shown(NamedTuple):
    """The dotted paths below a group that stand in values, and those that loops go through."""

    printed: frozenset[str]
    looped: frozenset[str]

    def holds(self, name: str) -> bool:
        """True if the field *name* (引言, 章节.总体要求), or something in it, is printed, or gone through."""
        owner, _dot, _own = name.rpartition(".")
        if owner in self.looped:
            return True
        below = f"{name}."
        return any(path == name or path.startswith(below) for path in self.printed | self.looped)


def shown_below(group: str, compiled: Compiled) -> Shown:
    """The fields of *group* that the tags of a template show."""
    printed: set[str] = set()
    looped: set[str] = set()
    for part in compiled.parts.values():
        for tag in part.tags:
            tree = parsed(whole(tag))
            if tree is None:
                continue
            for output in tree.find_all(nodes.Output):
                printed.update(_paths_in(output, group))
            for loop in tree.find_all(nodes.For):
                looped.update(_path_of(loop.iter, group))
    return Shown(frozenset(printed), frozenset(looped))


def _paths_in(output: nodes.Output, group: str) -> Iterator[str]:
    """Yields the paths below *group* that *output* prints, not those that it counts."""
    for node in output.nodes:
        if isinstance(node, nodes.Filter) and node.name in ("length", "count"):
            continue
        for value in (node, *node.find_all(nodes.Getattr)):
            yield from _path_of(value, group)


def _path_of(node: nodes.Node, group: str) -> Iterator[str]:
    """Yields the dotted path below *group* that *node* is, if it is one; of 章节.items() that of 章节."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in _ALL:
        node = node.node.node
    if isinstance(node, nodes.Filter) and node.node is not None:
        node = node.node
    steps: list[str] = []
    while isinstance(node, nodes.Getattr):
        steps.insert(0, node.attr)
        node = node.node
    if isinstance(node, nodes.Name) and node.name == group and steps:
        yield ".".join(steps)
