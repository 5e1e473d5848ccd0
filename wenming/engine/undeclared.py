"""Names in a template that its context does not have, found without rendering."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes

ANY: Any = object()  # a value of which nothing is known
_BUILT_IN = {
    "range",
    "dict",
    "namespace",
    "loop",
    "caller",
    "varargs",
    "kwargs",
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
}
_SAME = {"sort", "reverse", "list", "unique", "select", "reject", "selectattr", "rejectattr"}  # of a list, a list
_ONE = {"first", "last", "min", "max"}
_FORGIVING = {"default", "d"}


class Unknown(NamedTuple):
    """A name on a line of the source; *kind*: field, loop (out of its loop), shadow (hides a field), call…"""

    line: int
    name: str
    kind: str
    known: list[str]


def unknown(tree: nodes.Template, context: Mapping[str, Any] | None, laid_out: tuple[type, ...] = ()) -> list[Unknown]:
    """What *tree* asks for that *context* does not have; without a context only what is never allowed.

    Values of the types *laid_out* have no fields, like texts.
    """
    walk = _Walk(context, (str, *laid_out))
    walk.block(tree.body, [dict(context or {}), {}])
    loops = {name.name for loop in tree.find_all(nodes.For) for name in _targets(loop.target)}
    return [
        one._replace(kind="loop") if one.kind == "field" and one.name in loops and not one.known else one
        for one in walk.found
    ]


def _targets(target: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(target, nodes.Name):
        yield target
    yield from target.find_all(nodes.Name)


def assigned(tree: nodes.Template) -> set[str]:
    """The names that the tags of *tree* give to values themselves."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}


class _Walk:
    """One pass over the tree with what is known of every name in scope."""

    def __init__(self, context: Mapping[str, Any] | None, without_fields: tuple[type, ...]) -> None:
        self.context = context
        self.without_fields = without_fields
        self.found: list[Unknown] = []

    def block(self, body: Iterable[nodes.Node], scopes: list[dict[str, Any]]) -> None:
        for node in body:
            self.statement(node, scopes)

    def statement(self, node: nodes.Node, scopes: list[dict[str, Any]]) -> None:
        match node:
            case nodes.For():
                self.loop(node, scopes)
            case nodes.If():
                self.shape(node.test, scopes)
                self.block([*node.body, *node.elif_, *node.else_], scopes)
            case nodes.Assign():
                self.bind(node.target, self.shape(node.node, scopes), scopes[-1])
            case nodes.AssignBlock():
                self.block(node.body, [*scopes, {}])
                self.bind(node.target, ANY, scopes[-1])
            case nodes.Macro() | nodes.CallBlock():
                if isinstance(node, nodes.CallBlock):
                    self.shape(node.call, scopes)
                else:
                    scopes[-1][node.name] = ANY
                self.block(node.body, [*scopes, {argument.name: ANY for argument in node.args}])
            case nodes.With():
                inner: dict[str, Any] = {}
                for target, value in zip(node.targets, node.values, strict=True):
                    self.bind(target, self.shape(value, scopes), inner)
                self.block(node.body, [*scopes, inner])
            case nodes.Expr():
                self.shape(node, scopes)
            case _:
                self.block(node.iter_child_nodes(), scopes)

    def loop(self, node: nodes.For, scopes: list[dict[str, Any]]) -> None:
        items = self.shape(node.iter, scopes)
        inner: dict[str, Any] = {"loop": ANY}
        for target in _targets(node.target):
            if self.context is not None and target.name in self.context:
                self.found.append(Unknown(target.lineno, target.name, "shadow", []))
        self.bind(node.target, _item(items), inner)
        if node.test:
            self.shape(node.test, [*scopes, inner])
        self.block(node.body, [*scopes, inner])
        self.block(node.else_, scopes)

    def bind(self, target: nodes.Node, value: Any, scope: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = ANY

    def shape(self, node: nodes.Node, scopes: list[dict[str, Any]]) -> Any:
        """What is known of the value of *node*; unknown names on the way are noted."""
        match node:
            case nodes.Name():
                return self.name(node, scopes)
            case nodes.Getattr(node=owner, attr=attribute):
                return self.field(node, self.shape(owner, scopes), attribute)
            case nodes.Getitem(node=owner, arg=nodes.Const(value=key)):
                inner = self.shape(owner, scopes)
                return self.field(node, inner, key) if isinstance(key, str) else _item(inner)
            case nodes.Filter(node=inner, name=name) if inner is not None:
                return self.filtered(node, inner, name, scopes)
            case nodes.Test(name="defined" | "undefined"):
                return ANY
            case nodes.Call():
                return self.call(node, scopes)
            case nodes.Const():
                return node.value
        for child in node.iter_child_nodes():
            self.shape(child, scopes)
        return ANY

    def name(self, node: nodes.Name, scopes: list[dict[str, Any]]) -> Any:
        for scope in reversed(scopes):
            if node.name in scope:
                return scope[node.name]
        if self.context is not None and node.name not in _BUILT_IN and not node.name.startswith("_"):
            self.found.append(Unknown(node.lineno, node.name, "field", []))
        return ANY

    def field(self, node: nodes.Node, owner: Any, name: str) -> Any:
        if name.startswith("_"):
            self.found.append(Unknown(node.lineno, name, "forbidden", []))
        elif isinstance(owner, Mapping):
            if name in owner:
                return owner[name]
            self.found.append(Unknown(node.lineno, name, "field", [str(key) for key in owner]))
        elif isinstance(owner, self.without_fields):
            self.found.append(Unknown(node.lineno, name, "field", []))
        return ANY

    def filtered(self, node: nodes.Filter, inner: nodes.Expr, name: str, scopes: list[dict[str, Any]]) -> Any:
        if name in _FORGIVING:
            before = len(self.found)
            self.shape(inner, scopes)
            del self.found[before:]
            value = ANY
        else:
            value = self.shape(inner, scopes)
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self.shape(argument, scopes)
        return value if name in _SAME else _item(value) if name in _ONE else ANY

    def call(self, node: nodes.Call, scopes: list[dict[str, Any]]) -> Any:
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self.shape(argument, scopes)
        called = node.node
        if isinstance(called, nodes.Name):
            if not any(called.name in names for names in (_BUILT_IN, *scopes[1:])):
                self.found.append(Unknown(node.lineno, called.name, "call", []))
        elif isinstance(called, nodes.Getattr):
            owner = self.shape(called.node, scopes)
            of_loop = isinstance(called.node, nodes.Name) and called.node.name == "loop"
            if called.attr not in ("items", "keys", "values") and not of_loop:
                self.found.append(Unknown(node.lineno, called.attr, "call", []))
            elif called.attr == "values" and isinstance(owner, Mapping):
                return list(owner.values())
        return ANY


def _item(value: Any) -> Any:
    """What is known of an item of *value*."""
    if isinstance(value, list | tuple) and value:
        mappings = [one for one in value if isinstance(one, Mapping)]
        if len(mappings) == len(value):
            return {key: item for mapping in reversed(mappings) for key, item in mapping.items()}
    return ANY
