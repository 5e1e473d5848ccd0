"""Names in a template that its context does not have, found without rendering."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from jinja2 import nodes

ANY: object = object()  # a value of which nothing is known
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
_LISTINGS = ("items", "keys", "values")  # the methods of mappings that may be called


class Unknown(NamedTuple):
    """A name on a line of the source; *kind*: field, loop (out of its loop), shadow (hides a field), call…"""

    line: int
    name: str
    kind: str
    known: list[str]


def unknown(
    tree: nodes.Template, context: Mapping[str, object] | None, laid_out: tuple[type, ...] = ()
) -> list[Unknown]:
    """Returns what *tree* asks for that *context* does not have; without a context only what is never allowed.

    Values of the types *laid_out* have no fields, like texts.
    """
    walk = _Walk(context, (str, *laid_out))
    walk.block(tree.body, [dict(context or {}), {}])
    loop_variables = _loop_variables(tree)
    return [_with_kind(one, loop_variables) for one in walk.found]


def first_items(tree: nodes.Template, names: Mapping[str, object]) -> dict[str, object]:
    """By its variable, the first item of what each loop of *tree* goes through, where *names* has that."""
    items: dict[str, object] = {}
    for loop in tree.find_all(nodes.For):
        values = _value_of(loop.iter, names)
        if isinstance(loop.target, nodes.Name) and isinstance(values, list | tuple) and values:
            items[loop.target.name] = values[0]
    return items


def _value_of(node: nodes.Node, names: Mapping[str, object]) -> object:
    """What a name, or the field of one, is in *names*; ANY where that is not known."""
    if isinstance(node, nodes.Name):
        return names.get(node.name, ANY)
    if isinstance(node, nodes.Getattr):
        owner = _value_of(node.node, names)
        return owner.get(node.attr, ANY) if isinstance(owner, Mapping) else ANY
    return ANY


def _with_kind(one: Unknown, loop_variables: Set[str]) -> Unknown:
    """Returns *one*, as kind loop where it is a variable of a loop and not a field of something known."""
    if one.kind == "field" and one.name in loop_variables and not one.known:
        return one._replace(kind="loop")
    return one


def _loop_variables(tree: nodes.Template) -> set[str]:
    names: set[str] = set()
    for loop in tree.find_all(nodes.For):
        names.update(name.name for name in _targets(loop.target))
    return names


def _targets(target: nodes.Node) -> Iterator[nodes.Name]:
    """Yields the names that *target*, a name or a tuple of names, gives values to."""
    if isinstance(target, nodes.Name):
        yield target
    yield from target.find_all(nodes.Name)


def assigned(tree: nodes.Template) -> set[str]:
    """Returns the names that the tags of *tree* give to values themselves."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}


class _Walk:
    """One pass over the tree with what is known of every name in scope."""

    def __init__(self, context: Mapping[str, object] | None, without_fields: tuple[type, ...]) -> None:
        self.context = context
        self.without_fields = without_fields
        self.found: list[Unknown] = []

    def block(self, body: Iterable[nodes.Node], scopes: list[dict[str, object]]) -> None:
        for node in body:
            self.statement(node, scopes)

    def statement(self, node: nodes.Node, scopes: list[dict[str, object]]) -> None:
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
            case nodes.Macro():
                scopes[-1][node.name] = ANY
                self.body_with_arguments(node, scopes)
            case nodes.CallBlock():
                self.shape(node.call, scopes)
                self.body_with_arguments(node, scopes)
            case nodes.With():
                self.with_(node, scopes)
            case nodes.Expr():
                self.shape(node, scopes)
            case _:
                self.block(node.iter_child_nodes(), scopes)

    def body_with_arguments(self, node: nodes.Macro | nodes.CallBlock, scopes: list[dict[str, object]]) -> None:
        arguments: dict[str, object] = {argument.name: ANY for argument in node.args}
        self.block(node.body, [*scopes, arguments])

    def with_(self, node: nodes.With, scopes: list[dict[str, object]]) -> None:
        inner: dict[str, object] = {}
        for target, value in zip(node.targets, node.values, strict=True):
            self.bind(target, self.shape(value, scopes), inner)
        self.block(node.body, [*scopes, inner])

    def loop(self, node: nodes.For, scopes: list[dict[str, object]]) -> None:
        items = self.shape(node.iter, scopes)
        inner: dict[str, object] = {"loop": ANY}
        for target in _targets(node.target):
            if self.context is not None and target.name in self.context:
                self.found.append(Unknown(target.lineno, target.name, "shadow", []))
        self.bind(node.target, _item(items), inner)
        if node.test:
            self.shape(node.test, [*scopes, inner])
        self.block(node.body, [*scopes, inner])
        self.block(node.else_, scopes)

    def bind(self, target: nodes.Node, value: object, scope: dict[str, object]) -> None:
        """Note in *scope* that *target* is *value*; of several names at once nothing is known."""
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = ANY

    def shape(self, node: nodes.Node, scopes: list[dict[str, object]]) -> object:
        """Returns what is known of the value of *node*; unknown names on the way are noted."""
        match node:
            case nodes.Name():
                return self.name(node, scopes)
            case nodes.Getattr(node=owner, attr=attribute):
                return self.field(node, self.shape(owner, scopes), attribute)
            case nodes.Getitem(node=owner, arg=nodes.Const(value=key)):
                value = self.shape(owner, scopes)
                return self.field(node, value, key) if isinstance(key, str) else _item(value)
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

    def name(self, node: nodes.Name, scopes: list[dict[str, object]]) -> object:
        for scope in reversed(scopes):
            if node.name in scope:
                return scope[node.name]
        is_ours = node.name in _BUILT_IN or node.name.startswith("_")
        if self.context is not None and not is_ours:
            self.found.append(Unknown(node.lineno, node.name, "field", []))
        return ANY

    def field(self, node: nodes.Node, owner: object, name: str) -> object:
        if name.startswith("_"):
            self.found.append(Unknown(node.lineno, name, "forbidden", []))
        elif isinstance(owner, Mapping):
            if name in owner:
                return owner[name]
            self.found.append(Unknown(node.lineno, name, "field", [str(key) for key in owner]))
        elif isinstance(owner, self.without_fields):
            self.found.append(Unknown(node.lineno, name, "field", []))
        return ANY

    def filtered(self, node: nodes.Filter, inner: nodes.Expr, name: str, scopes: list[dict[str, object]]) -> object:
        before = len(self.found)
        value = self.shape(inner, scopes)
        if name in _FORGIVING:  # what is not there has a default
            del self.found[before:]
            value = ANY
        self.arguments(node, scopes)
        if name in _SAME:
            return value
        return _item(value) if name in _ONE else ANY

    def arguments(self, node: nodes.Filter | nodes.Call, scopes: list[dict[str, object]]) -> None:
        """Look at what *node* is given."""
        by_name = [pair.value for pair in node.kwargs]
        for argument in (*node.args, *by_name):
            self.shape(argument, scopes)

    def call(self, node: nodes.Call, scopes: list[dict[str, object]]) -> object:
        self.arguments(node, scopes)
        match node.node:
            case nodes.Name(name=name):
                if not any(name in names for names in (_BUILT_IN, *scopes[1:])):
                    self.found.append(Unknown(node.lineno, name, "call", []))
            case nodes.Getattr() as method:
                return self.method(node, method, scopes)
        return ANY

    def method(self, node: nodes.Call, method: nodes.Getattr, scopes: list[dict[str, object]]) -> object:
        """Returns what is known of the value of the *method* that *node* calls: those of a mapping, and of loop."""
        owner = self.shape(method.node, scopes)
        is_known = method.attr in _LISTINGS or _is_loop(method.node)
        if not is_known:
            self.found.append(Unknown(node.lineno, method.attr, "call", []))
        elif method.attr == "values" and isinstance(owner, Mapping):
            return list(owner.values())
        return ANY


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"


def _item(value: object) -> object:
    """Returns what is known of an item of *value*: the fields that any item has, each as the first item has it."""
    if not isinstance(value, list | tuple) or not value:
        return ANY
    if not all(isinstance(one, Mapping) for one in value):
        return ANY
    fields: dict[str, object] = {}
    for mapping in reversed(value):
        fields.update(mapping)
    return fields
