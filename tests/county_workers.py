"""What a process may do with a town, beside building it: die, or go on for ever."""

import os
import time
from pathlib import Path

from wenming.county.building import build_town
from wenming.county.jobs import TownBuilt, TownJob


def build_or_die(job: TownJob) -> TownBuilt:
    """Build the town of *job*; one called killer kills its process."""
    if Path(job.town).name == "killer":
        os._exit(9)
    return build_town(job)


def build_or_hang(job: TownJob) -> TownBuilt:
    """Build the town of *job*; one called hanging never ends, and lets nobody in."""
    if Path(job.town).name == "hanging":
        time.sleep(600)
    return build_town(job)


def build_slowly(job: TownJob) -> TownBuilt:
    """Build the town of *job*, and take a moment more."""
    time.sleep(0.3)
    return build_town(job)


def build_or_send_nothing(job: TownJob) -> TownBuilt:
    """Build the town of *job*; what becomes of one called unsendable no process can send."""
    result = build_town(job)
    if Path(job.town).name == "unsendable":
        return result._replace(key=lambda: "")  # type: ignore[arg-type]  # what no pickle takes
    return result
