"""Programs that run without jinja being imported, which takes longer than a whole plan takes to render.

jinja compiles a template to a Python function. One that uses only names, fields, conditions, plain loops and our own
filters needs hardly anything of jinja's to run, and that is here. Whatever else happens in it, a name that there is not
or an error of any kind, raises ``NeedsJinja``; then jinja itself renders the template and says what is wrong.
"""

import marshal
import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn, cast

from wenming.engine.missing import Missing
from wenming.engine.profile import Profile
from wenming.engine.state import COUNTED, Captured, NeedsJinja
from wenming.engine.values import length, values_of

if TYPE_CHECKING:
    from jinja2 import nodes

    from wenming.engine.sandbox import Environment


def _again(call: Callable[..., object], at: int = 0) -> Callable[..., object]:
    """*call*, unless its argument number *at* can be read only once: jinja may have to read it after all."""

    def checked(*given: object) -> object:
        if hasattr(given[at], "__next__"):
            raise NeedsJinja
        return call(*given)

    return checked


@cache
def _filters(profile: Profile) -> Mapping[str, Callable[..., object]]:
    values = values_of(profile)
    return {
        **COUNTED,
        "_turn": _again(COUNTED["_turn"], 1),
        "_r": values.runs,
        **{f"_{level}": values.element_of(level) for level in ("tr", "tc")},
        "_made": Captured,
        **{name: _again(filter_) for name, filter_ in profile.filters.items()},
        "join": _again(values.joined),
        "length": length,
    }


_LIGHT = {
    *("Template", "Output", "TemplateData", "Getattr", "Const", "If"),
    *("CondExpr", "Not", "And", "Or", "Compare", "Operand"),
}
_NAMES_OF_JINJA = ("loop", "range", "dict", "namespace", "self", "caller")
_IMPORT = re.compile(r"^from jinja2\.runtime import [^\n]*\n", re.MULTILINE)


def program_without_jinja(tree: "nodes.Template", environment: "Environment", text: str, profile: Profile) -> bytes:
    """The program of *text*, of which *tree* is the tree, marshalled; empty where it needs jinja."""
    filters = {*_filters(profile), "_p"}
    if not all(_is_light(node, filters) for node in _descendants(tree)):
        return b""
    source = environment.compile(environment.parse(text), raw=True)  # of a tree of its own: compiling changes it
    return marshal.dumps(compile(_IMPORT.sub("", source), "<template>", "exec"))


def _descendants(node: "nodes.Node") -> Iterator["nodes.Node"]:
    for child in node.iter_child_nodes():
        yield child
        yield from _descendants(child)


def _is_light(node: Any, filters: Container[str]) -> bool:  # Any: a node that has what its class has
    """True if *node* runs without jinja. Its class is known by name, so that jinja need not be imported to ask."""
    match type(node).__name__:
        case "Filter":
            return node.name in filters and not node.kwargs
        case "For":
            return not (node.recursive or node.test) and type(node.target).__name__ == "Name"
        case "Name":
            return node.name not in _NAMES_OF_JINJA
        case name:
            return name in _LIGHT


def load_program(
    code: bytes, styles: Mapping[str, str], profile: Profile
) -> Callable[[Mapping[str, object]], list[str]]:
    """What makes text of a context with *code*, in *styles* (name to id); it raises NeedsJinja where it cannot tell."""
    values = values_of(profile)
    environment = SimpleNamespace(
        filters={**_filters(profile), "_p": values.paragraphs(styles)},
        tests={},
        finalize=values.finalize,
        getattr=_field,
        undefined=_nothing,
        concat="".join,
    )
    names: dict[str, object] = {"environment": environment, "missing": _MISSING, "Undefined": _nothing}
    exec(marshal.loads(code), names)  # compiled from the template by jinja, kept where only this user writes
    root = cast("Callable[[_Context], Iterator[str]]", names["root"])  # so jinja defines it

    def run(context: Mapping[str, object]) -> list[str]:
        try:
            return list(root(_Context(context)))
        except Exception as error:
            raise NeedsJinja from error

    return run


_MISSING = object()


class _Context:
    """Names as jinja's functions ask for them."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.parent = values
        self.vars: dict[str, object] = {}
        self.exported_vars: set[str] = set()

    def resolve_or_missing(self, name: str) -> object:
        """The value of *name*."""
        return self.parent.get(name, _MISSING)


def _nothing(*_args: object, **_named: object) -> NoReturn:
    raise NeedsJinja


def _field(owner: object, name: str) -> object:
    if type(owner) is dict and name in owner:
        return owner[name]
    if isinstance(owner, Missing):
        return Missing(name)
    raise NeedsJinja
