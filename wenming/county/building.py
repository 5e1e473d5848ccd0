"""One town of many is built: by the pipeline, its faults its own, whatever they are."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from wenming import pipeline
from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, speaking
from wenming.county import bringing, placing, stores
from wenming.county.jobs import TownBuilt, TownJob, broken
from wenming.county.keys import key_of
from wenming.county.standing import standing_of
from wenming.town import beside
from wenming.town.beside import TownThere


def build_town(job: TownJob) -> TownBuilt:
    """What becomes of the town of *job*: its faults are its own, whatever they are."""
    resources.use_command(job.command)
    with speaking(job.options.lang):
        try:
            stores.expect_name(job.town)
            with bringing.forms_of(job.town) as folder:
                return _built(job, folder)
        except Faults as error:
            return TownBuilt(job.town, faults=error.faults, written=error.written)
        except pipeline.JobError as error:
            return TownBuilt(job.town, faults=(Fault(Place(job.town), str(error), "", "nothing-to-make"),))
        except Exception as error:  # a fault of the program in one town stops no other
            return _with_log(broken(job, error))


def _built(job: TownJob, folder: Path) -> TownBuilt:
    """What becomes of the town whose forms lie in *folder*. Raises Faults or JobError."""
    key = key_of(folder, job.options)  # before they are read: what is changed meanwhile is made again the next time
    out = stores.joined(job.out, stores.name_of(job.town))
    if any(one.key == key and placing.are_there(out, one.documents) for one in job.known):
        return TownBuilt(job.town, key=key, is_unchanged=True)
    options = job.options._replace(folder=folder, out=None)
    if stores.is_remote(job.town):
        options = options._replace(here=folder.parent, beside=())
    else:
        options = options._replace(beside=_towns_beside(folder.parent, job.run))
    try:
        built = pipeline.build(options)
        assert built.forms is not None
        standing = standing_of(folder, options.week, built.forms)  # before anything is written: it may go wrong too
        made = placing.placed(built, folder, job.town, out)
    except Faults as error:
        raise Faults.in_order(bringing.of_address(error.faults, folder, job.town), error.written) from error
    notes = bringing.of_address(built.notes, folder, job.town)
    return TownBuilt(job.town, built.forms.record["名称"], key, made, notes=notes, standing=standing)


def _with_log(result: TownBuilt) -> TownBuilt:
    """*result* with the file that the error being handled was written to, if it could be."""
    path = Path(tempfile.gettempdir(), f"wenming-error-{secrets.token_hex(4)}.txt")
    try:
        files.write_new(path, traceback.format_exc().encode(errors="replace"))
    except OSError:
        return result
    mend = _("详细情况在 {log}，请把它发给维护程序的人").format(log=path)
    return result._replace(faults=tuple(fault._replace(mend=mend) for fault in result.faults))


@lru_cache(maxsize=4)
def _towns_beside(folder: Path, _run: str) -> Sequence[TownThere]:
    """The towns in *folder*, looked for once in a run."""
    return tuple(beside.towns_in(folder.absolute()))
