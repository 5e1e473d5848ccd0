"""The engines that build many towns, by the names that a command gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.county import local
from wenming.county.jobs import TownBuilt, TownJob

cluster = Later("wenming.county.cluster")  # dask takes a second to load

Engine = Callable[[Sequence[TownJob], int], Iterator[TownBuilt]]
LOCAL, DASK = "local", "dask"
_DASK_AT = "dask://"
_ADDRESS = r"dask://[^\s/:]+:[0-9]{1,5}|dask://\[[0-9a-fA-F:]+\]:[0-9]{1,5}"


class NoSuchEngineError(ValueError):
    """There is no engine of the name that was given."""


def engine_called(name: str) -> Engine:
    """The engine of this *name*: local, dask, or dask://host:8786. Raises NoSuchEngineError."""
    if name == LOCAL:
        return local.build_all
    if name == DASK:
        engine: Engine = cluster.build_all
        return engine
    if re.fullmatch(_ADDRESS, name):
        return partial(cluster.build_all, scheduler="tcp://" + name.removeprefix(_DASK_AT))
    raise NoSuchEngineError(_("没有“{name}”这种引擎，可以是：local、dask、dask://电脑名:8786").format(name=name))
