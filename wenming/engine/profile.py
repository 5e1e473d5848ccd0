"""What a house adds to the engine: how its values read, what it lays out itself, what its pages need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from wenming.engine.state import State

Parts = Mapping[str, bytes]


class Nothing:
    """The type of no value: what is laid out by a house that lays nothing out."""


def _no_words(_value: object) -> str | None:
    return None


def _no_xml(_value: object, _styles: Mapping[str, str], _state: "State") -> str:
    return ""


def _unchanged_tree(_root: "Element") -> None:
    return


def _unchanged_part(_root: "Element", _styles: Mapping[str, str], _shown: str) -> frozenset[str]:
    return frozenset()


def _no_parts(_parts: Parts, _kinds: frozenset[str], _styles: Mapping[str, str]) -> dict[str, bytes]:
    return {}


def _same_faces(parts: Parts, _faces: Mapping[str, str]) -> dict[str, bytes]:
    return dict(parts)


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """One house's habits. Each hook does nothing unless it is given; what is not said here is the engine's.

    *name* is part of what compiled templates are remembered by.
    *words* gives a value (a date, a number) as the house writes it, None where the engine's own way will do;
    *between* stands between the items of a list that is printed as a whole; *filters* take one value each.
    *laid_out* is the type of the values that ``{{p }}`` has *write* lay out as whole paragraphs: WordprocessingML in
    the styles of the template (name to id). What a rendering's State offers (ids, pictures) may be used.
    *before_compile* changes the tree of each part, *after_render* that of a part whose values have left marks, which it
    is told to name in faults; the kinds of parts that it asks for are made by *parts_for*, out of the parts there are.
    *exchange* puts a town's own typefaces into the parts of a template.
    *charts* is the name in a context of the figures for charts, by the charts' names.
    """

    name: str = "plain"
    words: Callable[[object], str | None] = _no_words
    between: str = ", "
    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    laid_out: type = Nothing
    write: Callable[[Any, Mapping[str, str], "State"], str] = _no_xml  # Any: of the type laid_out
    before_compile: Callable[["Element"], None] = _unchanged_tree
    after_render: Callable[["Element", Mapping[str, str], str], frozenset[str]] = _unchanged_part
    parts_for: Callable[[Parts, frozenset[str], Mapping[str, str]], dict[str, bytes]] = _no_parts
    exchange: Callable[[Parts, Mapping[str, str]], dict[str, bytes]] = _same_faces
    charts: str = "charts"


PLAIN = Profile()  # values as Python writes them, nothing laid out: docxtpl's language alone
