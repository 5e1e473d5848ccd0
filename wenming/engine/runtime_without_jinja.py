"""Programs that run without jinja being imported, which takes longer than a whole plan takes to render.

jinja compiles a template to a Python function. One that uses only names, fields, conditions, plain loops and our own
filters needs hardly anything of jinja's to run, and that is here. Whatever else happens in it, a name that there is not
or an error of any kind, raises ``Heavy``; then jinja itself renders the template and says what is wrong.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from wenming.engine.missing import Missing
from wenming.engine.state import COUNTED, Xml
from wenming.engine.values import element, finalize, joined, length, paragraphs
from wenming.gongwen.chinese import date_text, number_text, padded_name
from wenming.gongwen.titles import title_text

if TYPE_CHECKING:
    from jinja2 import nodes


class Heavy(Exception):
    """This needs jinja."""


def _again(call: Callable[..., Any], at: int = 0) -> Callable[..., Any]:
    """*call*, unless its argument number *at* can be read only once: jinja may have to read it after all."""

    def checked(*given: Any) -> Any:
        if hasattr(given[at], "__next__"):
            raise Heavy
        return call(*given)

    return checked


_FILTERS: dict[str, Callable[..., Any]] = {
    **COUNTED,
    "_turn": _again(COUNTED["_turn"], 1),
    **dict.fromkeys(("_r", "_tr", "_tc"), element),
    "_made": Xml,
    "日期": date_text,
    "分行": title_text,
    "数": number_text,
    "姓名": padded_name,
    "顿号": _again(lambda values: joined(values, "、")),
    "join": _again(joined),
    "length": length,
}
_LIGHT = {
    *("Template", "Output", "TemplateData", "Name", "Getattr", "Const", "Filter", "If", "For"),
    *("CondExpr", "Not", "And", "Or", "Compare", "Operand"),
}
_HEAD = re.compile(r"^from jinja2\.runtime import [^\n]*\n", re.MULTILINE)


def program(tree: "nodes.Template", source: Callable[[], str]) -> CodeType | None:
    """The program of *tree*, of which *source* gives jinja's Python; None where it needs jinja."""
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        if type(node).__name__ not in _LIGHT:
            return None
        if isinstance(node, nodes.Filter) and (node.name not in (*_FILTERS, "_p") or node.kwargs):
            return None
        if isinstance(node, nodes.For) and (node.recursive or node.test or not isinstance(node.target, nodes.Name)):
            return None
        if isinstance(node, nodes.Name) and node.name in ("loop", "range", "dict", "namespace", "self", "caller"):
            return None
    return compile(_HEAD.sub("", source()), "<template>", "exec")


def loaded(code: CodeType, styles: Mapping[str, str]) -> Callable[[Mapping[str, Any]], list[str]]:
    """What makes text of a context with *code*, in *styles* (name to id); it raises Heavy where it cannot tell."""
    environment = SimpleNamespace(
        filters={**_FILTERS, "_p": paragraphs(styles)},
        tests={},
        finalize=finalize,
        getattr=_field,
        undefined=_nothing,
        concat="".join,
    )
    names: dict[str, Any] = {"environment": environment, "missing": _MISSING, "Undefined": _nothing}
    exec(code, names)  # compiled from the template by jinja, kept where only this user writes
    root: Callable[[_Context], Iterator[str]] = names["root"]

    def run(context: Mapping[str, Any]) -> list[str]:
        try:
            return list(root(_Context(context)))
        except Exception as error:
            raise Heavy from error

    return run


_MISSING = object()


class _Context:
    """Names as jinja's functions ask for them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.parent = values
        self.vars: dict[str, Any] = {}
        self.exported_vars: set[str] = set()

    def resolve_or_missing(self, name: str) -> Any:
        """The value of *name*."""
        return self.parent.get(name, _MISSING)


def _nothing(*_args: Any, **_named: Any) -> Any:
    raise Heavy


def _field(owner: Any, name: str) -> Any:
    if type(owner) is dict and name in owner:
        return owner[name]
    if isinstance(owner, Missing):
        return Missing(name)
    raise Heavy
