"""A template's tree rewritten so that one rendering can count its loops and calls, and bound its texts."""

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_LISTINGS = ("items", "keys", "values")
_GLOBALS = ("range", "dict", "namespace")
_GIVEN = ("varargs", "kwargs")  # what a macro is called with


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


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    """Returns what gives *node* through our own filter *name*."""
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class _Rewritten(NodeTransformer):
    """``a ~ b`` joined with a bound; what a macro gives taken as XML; ``d.items()``, the only methods there are.

    Lists and groups are weighed where they are made; what is compared with anything but a constant is paid for.
    """

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "_weighed")

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "_weighed")

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "_weighed") if node.ctx == "load" else node

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        is_of_macro = node.ctx == "load" and node.name in _GIVEN
        return _filtered(node, "_weighed") if is_of_macro else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        operands = [node.expr, *(one.expr for one in node.ops)]
        looks_into = any(one.op in ("in", "notin") for one in node.ops)
        if looks_into or not any(isinstance(one, nodes.Const) for one in operands):
            node.expr = _filtered(node.expr, "_compared")
            for one in node.ops:
                one.expr = _filtered(one.expr, "_compared")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        together = nodes.List(node.nodes, lineno=node.lineno)
        return _filtered(together, "_together")

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
                return _filtered(node, "_made")
            case nodes.Name():
                return _filtered(node, "_weighed")
            case nodes.Getattr(node=owner, attr=attribute) if attribute in _LISTINGS and not has_arguments:
                which = nodes.Const(attribute)
                return nodes.Filter(owner, "_listing", [which], [], None, None, lineno=node.lineno)
        return node
