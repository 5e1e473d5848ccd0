"""What runs over many towns have done, in a table beside the documents: another can go on, or do what changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from wenming.base import files, resources
from wenming.base.cache import program_digest
from wenming.county.building import TownBuilt
from wenming.pipeline import Job

NAME = ".wenming-runs.sqlite"
_LARGEST = 200_000_000  # bytes of a file that is counted in
_SECONDS = 30.0  # that another run may hold the table
_TABLES = """
create table if not exists run (id integer primary key, started text not null, options text not null);
create table if not exists job (
    run integer not null references run (id), town text not null, key text not null, state text not null,
    tries integer not null, faults text not null, files text not null, primary key (run, town)
);
"""
WAITING, DONE, FAILED = "waiting", "done", "failed"


class Run(NamedTuple):
    """A run: when it was *started*, what was asked for, and how many of its towns are *done*, *failed*, *waiting*."""

    number: int
    started: str
    towns: tuple[str, ...]
    kinds: tuple[str, ...]
    options: dict[str, str]
    done: int
    failed: int
    waiting: int


class Runs:
    """The table of the runs whose documents lie in the folder *out*."""

    def __init__(self, out: Path) -> None:
        files.make_folder(out)
        self._table = sqlite3.connect(out / NAME, timeout=_SECONDS, isolation_level=None)
        self._table.execute("pragma journal_mode = wal")
        self._table.executescript(_TABLES)

    def close(self) -> None:
        """Let the table go."""
        self._table.close()

    def begin(self, jobs: Sequence[Job], keys: Sequence[str], started: str, options: dict[str, str]) -> int:
        """Note a new run over *jobs* with these *keys*; its number."""
        kinds = list(jobs[0].kinds) if jobs else []
        said = json.dumps({"kinds": kinds, "options": options}, ensure_ascii=False)
        with self._table:
            self._table.execute("begin")
            cursor = self._table.execute("insert into run (started, options) values (?, ?)", (started, said))
            number = int(cursor.lastrowid or 0)
            rows = [(number, str(job.folder), key, WAITING, 0, "[]", "[]") for job, key in zip(jobs, keys, strict=True)]
            self._table.executemany("insert into job values (?, ?, ?, ?, ?, ?, ?)", rows)
            self._table.execute("commit")
        return number

    def note(self, run: int, result: TownBuilt) -> None:
        """Note what became of a town in the *run*."""
        state = DONE if result.built is not None else FAILED
        names = [str(document.path) for document in result.built.documents] if result.built else []
        faults = [fault.what for fault in result.faults]
        self._table.execute(
            "update job set state = ?, tries = tries + 1, faults = ?, files = ? where run = ? and town = ?",
            (state, json.dumps(faults, ensure_ascii=False), json.dumps(names), run, str(result.town)),
        )

    def note_unchanged(self, run: int, towns: Iterable[Path]) -> None:
        """Note that *towns* are done already."""
        rows = [(DONE, run, str(town)) for town in towns]
        self._table.executemany("update job set state = ? where run = ? and town = ?", rows)

    def is_done(self, job: Job, key: str) -> bool:
        """True if some run has built *job* by the same *key*, and its documents are still there."""
        found = self._table.execute(
            "select files from job where town = ? and key = ? and state = ? and files != '[]'"
            " order by run desc limit 1",
            (str(job.folder), key, DONE),
        ).fetchone()
        return found is not None and all(Path(name).is_file() for name in json.loads(found[0]))

    def all(self) -> Iterator[Run]:
        """All runs, the last first."""
        for number, started, said in self._table.execute("select id, started, options from run order by id desc"):
            rows = self._table.execute("select town, state from job where run = ? order by rowid", (number,)).fetchall()
            states = [state for _town, state in rows]
            options = json.loads(said)
            yield Run(
                number,
                started,
                tuple(town for town, _state in rows),
                tuple(options["kinds"]),
                options["options"],
                states.count(DONE),
                states.count(FAILED),
                states.count(WAITING),
            )

    def left(self, run: int) -> list[tuple[str, str]]:
        """The towns of the *run* that are not done, and why not: empty where nobody has come to them."""
        rows = self._table.execute(
            "select town, faults from job where run = ? and state != ? order by rowid", (run, DONE)
        ).fetchall()
        return [(town, "；".join(json.loads(faults))) for town, faults in rows]


def last_run(out: Path) -> Run | None:
    """The last run whose documents lie in *out*; None where there was none."""
    if not (out / NAME).is_file():
        return None
    runs = Runs(out)
    with closing(runs):
        return next(runs.all(), None)


def key_of(job: Job) -> str:
    """What tells what *job* would make from what it made before: forms, photos, templates, options, the program."""
    assert job.folder is not None
    digest = hashlib.sha256(program_digest())
    options = [*job.kinds, job.week, job.since, str(job.final), job.lang]
    digest.update("\0".join(options).encode())
    for name, path in _files_of(job.folder):
        digest.update(f"\0{name}\0".encode(errors="replace"))
        try:
            digest.update(hashlib.sha256(files.read(path, _LARGEST)).digest())
        except OSError:
            digest.update(b"unreadable")
    return digest.hexdigest()


def _files_of(town: Path) -> Iterator[tuple[str, Path]]:
    """The files that documents of *town* may be made of, each with a name: not hidden ones of its own, templates."""
    for folder in (town, *resources.templates(town)[1:]):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            inside = path.relative_to(folder)
            is_hidden = any(part.startswith(".") for part in inside.parts)
            if path.is_file() and not is_hidden:
                yield f"{folder.name}/{inside.as_posix()}", path
