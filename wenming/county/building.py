"""One town of many: built by the pipeline, and told in a value that a process can send."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wenming import pipeline
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.county.standing import Standing, standing_of
from wenming.pipeline import Built, Job


class TownBuilt(NamedTuple):
    """What became of a town: what was *built*, without the bytes, or the *faults* for which nothing was written.

    *standing*: how far its campaign is, where that is asked for and it has weeks.
    """

    town: Path
    built: Built | None
    faults: tuple[Fault, ...] = ()
    standing: Standing | None = None


def build_town(job: Job) -> TownBuilt:
    """What becomes of the town of *job*: its faults are its own, whatever they are."""
    assert job.folder is not None
    try:
        built = pipeline.build(job)
    except Faults as error:
        return TownBuilt(job.folder, None, error.faults)
    except pipeline.JobError as error:
        return TownBuilt(job.folder, None, (Fault(Place(str(job.folder)), str(error), "", "nothing-to-make"),))
    except Exception as error:  # a fault of the program in one town stops no other
        what = _("程序自己出了错：{error}").format(error=f"{type(error).__name__}: {error}"[:200])
        mend = _("单独做这个镇，把日志发给维护程序的人")
        return TownBuilt(job.folder, None, (Fault(Place(str(job.folder)), what, mend, "town-broken"),))
    light = built._replace(documents=tuple(document._replace(data=b"") for document in built.documents))
    return TownBuilt(job.folder, light, (), standing_of(job))


def stopped(job: Job, why: str) -> TownBuilt:
    """The town of *job*, which could not be built to the end."""
    assert job.folder is not None
    mend = _("单独做这个镇看看；还是这样，把它的表单发给维护程序的人")
    return TownBuilt(job.folder, None, (Fault(Place(str(job.folder)), why, mend, "town-broken"),))
