"""A tree of nodes while a form is read from the sheets of a workbook, row by row."""

from itertools import pairwise

from wenming.forms.nodes import Node, Path, at

_NO_COLUMN = 1


class NodeTree:
    """The tree of one form; what leads to a node is made when the node is put there."""

    def __init__(self) -> None:
        self.root = Node({}, 0, _NO_COLUMN)

    def at(self, path: Path) -> Node | None:
        """The node at *path*; None where there is none yet."""
        return at(self.root, path)

    def count(self, path: Path) -> int:
        """How many items the list at *path* has so far."""
        node = self.at(path)
        return len(node.value) if node is not None and isinstance(node.value, list) else 0

    def put(self, path: Path, node: Node) -> None:
        """Put *node* at *path*."""
        put_below(self.root, path, node)

    def append(self, path: Path, node: Node) -> None:
        """Put *node* at the end of the list at *path*."""
        self.put((*path, self.count(path)), node)


def put_below(owner: Node, path: Path, node: Node) -> None:
    """Put *node* at *path* below *owner*, with the groups and lists that lead there."""
    for step, following in pairwise(path):
        owner = _made_below(owner, step, [] if isinstance(following, int) else {}, node)
    last = path[-1]
    if isinstance(owner.value, list):
        owner.value.append(node)
    elif isinstance(owner.value, dict):
        _put_field(owner, str(last), node)


def _made_below(owner: Node, step: str | int, empty: list[Node] | dict[str, Node], node: Node) -> Node:
    """What stands at *step* of *owner*; made *empty*, where *node* is, if there is nothing yet."""
    if isinstance(owner.value, list):
        assert isinstance(step, int)
        return owner.value[step]
    assert isinstance(owner.value, dict)
    name = str(step)
    if name not in owner.value:
        _put_field(owner, name, Node(empty, node.line, node.column))
    return owner.value[name]


def _put_field(owner: Node, name: str, node: Node) -> None:
    assert isinstance(owner.value, dict)
    owner.value[name] = node
    owner.keys = {**owner.keys, name: (node.line, node.column)}
