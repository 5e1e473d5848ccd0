"""A template's tree rewritten so that one rendering can count its loops and calls, and bound its texts."""

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_LISTINGS = ("items", "keys", "values")
_GLOBALS = ("range", "dict", "namespace")


def bounded(tree: nodes.Template) -> nodes.Template:
    """Returns *tree*, changed so that the rendering counts its loops, calls and joined texts."""
    for loop in tree.find_all(nodes.For):
        size = _size(loop.body)
        loop.iter = nodes.Filter(loop.iter, "_turn", [nodes.Const(size)], [], None, None, lineno=loop.iter.lineno)
        if loop.recursive:
            loop.body.insert(0, _counter(size, loop.lineno))
    blocks: list[nodes.Macro | nodes.CallBlock] = [*tree.find_all(nodes.Macro), *tree.find_all(nodes.CallBlock)]
    for block in blocks:
        block.body.insert(0, _counter(_size(block.body), block.lineno))
    return _Rewritten().visit(tree)  # type: ignore[no-any-return]


def _counter(size: int, line: int) -> nodes.Node:
    """Returns what, put first in a body of *size* characters, counts that the body is written once more."""
    call = nodes.Filter(nodes.Const(size), "_call", [], [], None, None, lineno=line)
    return nodes.Output([call], lineno=line)


def _size(body: list[nodes.Node]) -> int:
    """Returns how many characters the template itself has in *body*, inner loops counted once."""
    return sum(len(data.data) for node in body for data in node.find_all(nodes.TemplateData))


class _Rewritten(NodeTransformer):
    """``a ~ b`` joined with a bound; what a macro gives taken as XML; ``d.items()``, the only methods there are."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        together = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(together, "_together", [], [], None, None, lineno=node.lineno)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:
        self.generic_visit(node)
        node.filter = nodes.Filter(node.filter, "_made", [], [], None, None, lineno=node.lineno)
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.call, nodes.Filter):  # a block calls the macro itself
            node.call = node.call.node
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        has_arguments = bool(node.args or node.kwargs)
        match node.node:
            case nodes.Name(name=name) if name not in _GLOBALS:
                return nodes.Filter(node, "_made", [], [], None, None, lineno=node.lineno)
            case nodes.Getattr(node=owner, attr=attribute) if attribute in _LISTINGS and not has_arguments:
                which = nodes.Const(attribute)
                return nodes.Filter(owner, "_listing", [which], [], None, None, lineno=node.lineno)
        return node
