"""Proof that no value can break the XML: every branch and loop body leaves the open elements as it found them.

A body may close elements and open the same ones again (a loop from the middle of one paragraph to the middle of
another does); what counts is that skipping or repeating it changes nothing. Values are escaped, so a proved
template needs no parsing of what it makes.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinja2 import nodes

_TAG = re.compile(r"<(/?)([\w:.-]++)[^<>]*?(/?)>")
Names = tuple[str, ...]


class Unproved(Exception):
    """A body that is no balanced fragment, on line *line* of the source."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Effect(NamedTuple):
    """What a piece does to the open elements: closes *pops* (innermost first), then opens *pushes*."""

    pops: Names = ()
    pushes: Names = ()

    @property
    def neutral(self) -> bool:
        """True if the same elements are open afterwards as before."""
        return self.pops == self.pushes[::-1]


def prove(tree: nodes.Template) -> bool:
    """True if all that *tree* can make is well-formed without a look at it; False where a look is needed.

    Raises Unproved where a branch or loop body would break it.
    """
    alone: list[bool] = []
    effect = _sequence(tree.body, alone, 1)
    if effect != _Effect():
        raise Unproved(1)
    return all(alone)


def _sequence(body: Iterable[nodes.Node], alone: list[bool], line: int) -> _Effect:
    """Returns the effect of the nodes of *body* one after another."""
    effect, data = _Effect(), ""
    for node in body:
        if isinstance(node, nodes.Output):
            data += "".join(_data(child) for child in node.nodes)
        elif _is_within_tag(data):
            _expect_plain(node)
        else:
            effect = _then(effect, _written(data, line), line)
            data = ""
            effect = _then(effect, _control(node, alone), node.lineno)
    return _then(effect, _written(data, line), line)


def _data(node: nodes.Node) -> str:
    """Returns what *node* writes: itself, or a _ for a value, which is escaped and changes nothing."""
    return node.data if isinstance(node, nodes.TemplateData) else "_"


def _is_within_tag(data: str) -> bool:
    """True if *data* ends within an XML tag: what follows is in an attribute."""
    return data.rfind("<") > data.rfind(">")


def _expect_plain(node: nodes.Node) -> None:
    """Raise Unproved where *node*, in an attribute, writes what would end the attribute or the tag."""
    for data in node.find_all(nodes.TemplateData):
        if re.search(r'[<>"]', data.data):
            raise Unproved(node.lineno)


def _written(data: str, line: int) -> _Effect:
    """Returns the effect of the XML *data*. Raises Unproved where a tag closes another element than the open one."""
    pops: list[str] = []
    pushes: list[str] = []
    for closing, name, single in _TAG.findall(data):
        if single:
            continue
        if not closing:
            pushes.append(name)
        elif not pushes:
            pops.append(name)
        elif pushes.pop() != name:
            raise Unproved(line)
    return _Effect(tuple(pops), tuple(pushes))


def _then(first: _Effect, second: _Effect, line: int) -> _Effect:
    """Returns the effect of *first* and *second* together. Raises Unproved where they do not fit."""
    kept = max(len(first.pushes) - len(second.pops), 0)
    for name, wanted in zip(reversed(first.pushes), second.pops, strict=False):
        if name != wanted:
            raise Unproved(line)
    return _Effect(first.pops + second.pops[len(first.pushes) :], first.pushes[:kept] + second.pushes)


def _control(node: nodes.Node, alone: list[bool]) -> _Effect:
    """Returns the effect of a block; adds to *alone* whether a body that is put elsewhere is sound by itself."""
    match node:
        case nodes.If():
            elif_bodies = [other.body for other in node.elif_]
            bodies = [node.body, *elif_bodies, node.else_]
            effects = [_sequence(body, alone, node.lineno) for body in bodies]
            return _one_of(effects, node.lineno)
        case nodes.For():
            effects = [_sequence(body, alone, node.lineno) for body in (node.body, node.else_)]
            for effect in effects:
                _expect_neutral(effect, node.lineno)
            return _one_of(effects, node.lineno)
        case nodes.With() | nodes.Scope():
            return _sequence(node.body, alone, node.lineno)
        case nodes.Macro() | nodes.CallBlock() | nodes.AssignBlock() | nodes.FilterBlock():
            effect = _sequence(node.body, alone, node.lineno)
            _expect_neutral(effect, node.lineno)
            # where it is put is not known, nor what a filter makes of it
            alone.append(not effect.pops and not isinstance(node, nodes.FilterBlock))
    return _Effect()


def _expect_neutral(effect: _Effect, line: int) -> None:
    """Raise Unproved where a body leaves other elements open than it found."""
    if not effect.neutral:
        raise Unproved(line)


def _one_of(effects: list[_Effect], line: int) -> _Effect:
    """Returns the effect of branches of which one is taken: all the same, or all without any."""
    is_neutral = all(effect.neutral for effect in effects)
    if is_neutral:
        deepest = max(effects, key=lambda effect: len(effect.pops))
        if all(deepest.pops[: len(effect.pops)] == effect.pops for effect in effects):
            return deepest
    elif all(effect == effects[0] for effect in effects):
        return effects[0]
    raise Unproved(line)
