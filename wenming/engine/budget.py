"""What one expression may cost: lists and texts are weighed where they are made, work is counted where it is done.

A list that holds itself many times over (``[a, a, …]`` of such lists) takes no room and for ever to be gone through. So
every list that a template makes is weighed with all that is in it, and refused where that is too much; whatever goes
through one, compares or prints it spends as much of the rendering's budget.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from wenming.base.i18n import _
from wenming.engine.state import NeedsJinja, Refused, State, Xml, current

TEXT_MAX = 1_000_000  # characters that one expression may make
WEIGHT_MAX = 1_000_000  # of a list that a template makes, all that is in it counted as often as it is there
_LETTERS = 16  # characters that weigh as much as one item


def weight(value: object, state: State) -> int:
    """Returns how many things *value* is, with all that is in it, as often as it is there. Raises Refused."""
    if isinstance(value, str):
        return 1 + len(value) // _LETTERS
    if not isinstance(value, list | tuple | dict):
        return 1
    known = state.weights.get(id(value))
    if known is not None:
        return known[1]
    items: Iterable[object] = value.values() if isinstance(value, dict) else value
    total = 1
    for item in items:
        total += weight(item, state)
        if total > WEIGHT_MAX:
            raise Refused(_("列表里的内容太多"))
    state.weights[id(value)] = value, total  # which keeps it alive, so that no other takes its id
    return total


def weighed(value: object) -> object:
    """Returns *value*, a list or group that a template has made. Raises Refused where there is too much in it."""
    state = current.get(None)
    if state is not None and isinstance(value, list | tuple | dict):
        state.work(len(value))
        weight(value, state)
    return value


def _expect_to_be_read_again(items: object, state: State | None) -> None:
    """Raise NeedsJinja where *items* can be gone through only once, and jinja may have to do that after all."""
    if state is not None and state.light and hasattr(items, "__next__"):
        raise NeedsJinja


def compared(value: object) -> object:
    """Returns *value*, which is to be compared: that costs as much as there is in it."""
    state = current.get(None)
    _expect_to_be_read_again(value, state)
    if state is not None and isinstance(value, list | tuple | dict):
        state.work(weight(value, state))
    return value


def metered(items: Iterable[object]) -> Iterator[object]:
    """Yields *items*, each paid for as it comes. Raises NeedsJinja for what can be gone through only once."""
    state = current.get(None)
    _expect_to_be_read_again(items, state)
    for item in items:
        if state is not None:
            state.work(1 + (len(item) // _LETTERS if isinstance(item, str) else 0))
        yield item


def expect_short(length: int) -> None:
    """Raise Refused where an expression makes a text of this *length*, or has the like to go through."""
    if length > TEXT_MAX:
        raise Refused(_("生成的内容太长"))
    state = current.get(None)
    if state is not None:
        state.work(length // _LETTERS)


def paid(filter_: Callable[..., object], at: int = 0) -> Callable[..., object]:
    """Returns *filter_*, whose argument number *at* is gone through: that and what it gives are paid for."""

    @wraps(filter_)
    def bounded(*values: object, **named: object) -> object:
        _pay_for(values[at] if len(values) > at else None)
        return bounded_result(filter_(*values, **named))

    return bounded


def _pay_for(items: object) -> None:
    """Pay for going through *items*, and for what is compared in them: lists in lists, all of it."""
    state = current.get(None)
    if state is None or not isinstance(items, list | tuple | dict):
        return
    state.work(len(items))
    for item in items:
        if isinstance(item, list | tuple):
            state.work(weight(item, state))


def bounded_result(value: object) -> object:
    """Returns *value*, which a filter gives: a text that is not too long, a list weighed, items metered."""
    if isinstance(value, str):
        if not isinstance(value, Xml):
            expect_short(len(value))
        return value
    if isinstance(value, list | tuple):
        return weighed(value)
    if isinstance(value, Iterator):
        return metered(value)
    return value
