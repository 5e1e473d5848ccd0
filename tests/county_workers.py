"""What a process may do with a town, beside building it: die, or go on for ever."""

import os
import time

from wenming.county.building import TownBuilt, build_town
from wenming.pipeline import Job


def build_or_die(job: Job) -> TownBuilt:
    """Build the town of *job*; one called 夺命 kills its process."""
    assert job.folder is not None
    if job.folder.name == "killer":
        os._exit(9)
    return build_town(job)


def build_or_hang(job: Job) -> TownBuilt:
    """Build the town of *job*; one called hanging never ends."""
    assert job.folder is not None
    if job.folder.name == "hanging":
        time.sleep(600)
    return build_town(job)
