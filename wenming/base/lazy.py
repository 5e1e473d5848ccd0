"""Modules that are imported when they are first asked for: a run is over before it needs most of them.

A room opens modules that most runs do without through a ``door`` (PEP 562), to itself and to the rooms above. What a
module takes from elsewhere, other people's libraries above all, may come ``Later``.
"""

import sys
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Any


def door(
    package: str, modules: Collection[str], names: Mapping[str, str] | None = None
) -> Callable[[str], Any]:  # Any: what a module holds is known to nobody before it is imported
    """The ``__getattr__`` of *package*: it imports its *modules*; each of *names* comes from the module it maps to."""

    def find(name: str) -> object:
        if name in modules:
            return import_module(f"{package}.{name}")
        if names is None or name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{names[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find


class Later:
    """A module that is imported when something in it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:  # Any: as if it were the module itself
        if name.startswith("__"):
            raise AttributeError(name)  # whoever looks for one only wants to know what this is
        return getattr(import_module(self._name), name)
