"""What runs over many towns have done, in a table beside the documents: another can go on, or do what changed."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.county import stores
from wenming.county.jobs import Known, TownBuilt
from wenming.county.standing import Standing
from wenming.output import strangers

NAME = ".wenming-runs.sqlite"
_LARGEST = 5_000_000_000  # bytes of the table of a province
_SECONDS = 30.0  # that another run may hold the table
_VERSION = 3  # of the tables
_NOT_DAMAGED = frozenset({"BUSY", "LOCKED", "FULL", "IOERR", "READONLY", "CANTOPEN", "NOMEM"})  # as SQLite calls them
_KEPT = 20  # runs
_REASONS = 3  # of a town that a list of runs tells
_REMEMBERED = 5  # last times that a town was made
_TABLES = """
drop table if exists job;
drop table if exists run;
drop table if exists summary;
create table summary (name text primary key, digest text not null);
create table run (id integer primary key, started text not null, options text not null);
create table job (
    run integer not null, town text not null, name text not null, state text not null, tries integer not null,
    key text not null, written text not null, faults text not null, made text not null, standing text not null,
    primary key (run, town)
);
create index job_of_town on job (town, run);
"""
WAITING, DONE, FAILED = "waiting", "done", "failed"
_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError)


class Run(NamedTuple):
    """A run: when it was *started*, what was asked for, and how many of its towns are *done*, *failed*, *waiting*."""

    number: int
    started: str
    kinds: tuple[str, ...]
    options: Mapping[str, str]
    done: int
    failed: int
    waiting: int

    @property
    def size(self) -> int:
        """How many towns it has."""
        return self.done + self.failed + self.waiting


class TownDone(NamedTuple):
    """A town of a run: how many *documents* it has, or the *faults* for which it was not built; how far it is.

    *written*: the names of the documents that were written before the faults were met.
    """

    town: str
    name: str
    documents: int
    written: tuple[str, ...]
    faults: tuple[Fault, ...]
    standing: Standing | None


def place_of(out: str) -> Path:
    """Where the table of the runs lies whose documents go to *out*: beside them; of a store, in the folder outputs."""
    if not stores.is_remote(out):
        return Path(out, NAME)
    name = files.digest(out.rstrip("/").encode())[:8]
    return Path("outputs", f"{NAME.removesuffix('.sqlite')}-{name}.sqlite")


class Runs:
    """The table of runs in the file *path*. What cannot be read or written raises Faults."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            files.make_folder(path.parent)
            for beside in ("", "-wal", "-shm", "-journal"):
                strangers.put_aside_if_no_file(path.with_name(path.name + beside), _LARGEST)
            self._table = sqlite3.connect(path, timeout=_SECONDS, isolation_level=None)
            self._table.execute("pragma trusted_schema = off")
            self._table.execute("pragma journal_mode = truncate")  # another would not do on a shared folder
            self._table.execute("pragma synchronous = normal")
            [version] = self._table.execute("pragma user_version").fetchone()
            if version != _VERSION:
                self._table.executescript(f"begin immediate; {_TABLES} pragma user_version = {_VERSION}; commit;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._table.close()

    # A run

    def begin(self, towns: Sequence[str], kinds: Sequence[str], options: Mapping[str, str], started: str) -> int:
        """Note a new run over *towns*; its number. Runs long past are forgotten."""
        said = json.dumps({"kinds": [*kinds], "options": {**options}}, ensure_ascii=False)
        with self._told(), self._at_once():
            cursor = self._table.execute("insert into run (started, options) values (?, ?)", (started, said))
            number = int(cursor.lastrowid or 0)
            rows = [(number, _kept(town), WAITING) for town in towns]
            self._table.executemany("insert into job values (?, ?, '', ?, 0, '', '[]', '[]', '{}', 'null')", rows)
            self._table.execute("delete from job where run <= ?", (number - _KEPT,))
            self._table.execute("delete from run where id <= ?", (number - _KEPT,))
        return number

    def note(self, run: int, result: TownBuilt) -> None:
        """Note what became of a town in the *run*."""
        if result.is_unchanged:
            self._note_unchanged(run, result)
            return
        state = FAILED if result.faults else DONE
        faults = [[fault.place.file, fault.place.line, fault.what, fault.mend, fault.code] for fault in result.faults]
        made = {one.name: one.digest for one in result.made}
        standing = result.standing.as_data() if result.standing else None
        shown = [json.dumps(one) for one in (result.written, faults, made, standing)]
        with self._told():
            self._table.execute(
                "update job set name = ?, state = ?, tries = tries + 1, key = ?, written = ?, faults = ?, made = ?,"
                " standing = ?"
                " where run = ? and town = ?",
                (result.name, state, result.key, *shown, run, _kept(result.town)),
            )

    def _note_unchanged(self, run: int, result: TownBuilt) -> None:
        """Note that a town is as it was made by the same key."""
        with self._told():
            self._table.execute(
                "update job set state = ?, key = ?, name = before.name, made = before.made, standing = before.standing"
                " from (select name, made, standing from job where town = ? and key = ? and state = ?"
                " order by run desc limit 1) as before where job.run = ? and job.town = ?",
                (DONE, result.key, _kept(result.town), result.key, DONE, run, _kept(result.town)),
            )

    def known(self, town: str) -> tuple[Known, ...]:
        """What was made of *town* the last times, each by its key."""
        with self._told():
            rows = self._table.execute(
                "select key, made from job where town = ? and state = ? and key != '' order by run desc limit ?",
                (_kept(town), DONE, _REMEMBERED),
            ).fetchall()
        found: dict[str, Known] = {}
        for key, made in rows:
            with contextlib.suppress(*_DAMAGED):
                found.setdefault(str(key), Known(str(key), _names_and_digests(made)))
        return tuple(found.values())

    # What was run

    def all(self) -> list[Run]:
        """All runs, the last first."""
        with self._told():
            rows = self._table.execute("select id, started, options from run order by id desc").fetchall()
            counted = self._table.execute("select run, state, count(*) from job group by run, state").fetchall()
        counts = {(run, state): number for run, state, number in counted}
        runs: list[Run] = []
        for number, started, said in rows:
            with contextlib.suppress(*_DAMAGED):
                kinds, options = _asked(said)
                states = [counts.get((number, state), 0) for state in (DONE, FAILED, WAITING)]
                runs.append(Run(number, str(started), kinds, options, *states))
        return runs

    def last(self) -> Run | None:
        """The last run; None where there was none."""
        return next(iter(self.all()), None)

    def towns(self, run: int) -> list[str]:
        """The towns of the *run*, in the order in which they were named."""
        with self._told():
            rows = self._table.execute("select town from job where run = ? order by rowid", (run,)).fetchall()
        return [_shown(str(town)) for [town] in rows]

    def left(self, run: int) -> list[tuple[str, str]]:
        """The towns of the *run* that are not done, and why not: empty where nobody has come to them."""
        with self._told():
            rows = self._table.execute(
                "select town, faults from job where run = ? and state != ? order by rowid", (run, DONE)
            ).fetchall()
        return [(_shown(str(town)), _reasons(_faults(faults))) for town, faults in rows]

    def done(self, run: int) -> Iterator[TownDone]:
        """Each town of the *run* that is done or has failed, by its address."""
        with self._told():
            rows = self._table.execute(
                "select town, name, made, written, faults, standing from job"
                " where run = ? and state != ? order by town",
                (run, WAITING),
            )
            for row in rows:
                yield _town_done(*map(str, row))

    # The summary

    def summary_digest(self, name: str) -> str:
        """The digest of the summary called *name* as it was written last; empty where it never was."""
        with self._told():
            row = self._table.execute("select digest from summary where name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note_summary(self, name: str, digest: str) -> None:
        """Note the *digest* of the summary called *name*, before it is written."""
        with self._told():
            self._table.execute("insert or replace into summary values (?, ?)", (name, digest))

    # What SQLite does

    @contextlib.contextmanager
    def _at_once(self) -> Iterator[None]:
        """All of it or nothing."""
        self._table.execute("begin immediate")
        try:
            yield
            self._table.execute("commit")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._table.execute("rollback")
            raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Meanwhile what fails becomes Faults."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            what = _("记做了哪些镇的表写不进去：{why}").format(why=error)
            mend = _("这个文件坏了，删掉它再运行：它只记做过哪些，公文都在")
            name = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
            if name in ("READONLY", "CANTOPEN"):
                mend = _("看文件夹能不能写、磁盘是否已满")
            elif name in _NOT_DAMAGED:
                mend = _("看磁盘是否已满、是不是另一次正在做，再加 --resume 接着做")
            raise Faults([Fault(Place(str(self._path)), what, mend, "cannot-write")]) from error
        except OSError as error:
            mend = _("看磁盘是否已满、文件夹能不能写")
            raise files.unwritable(self._path, error, mend) from error


# Towns are kept by their places, wherever a command is typed


def _kept(town: str) -> str:
    """*town* as the table calls it: the whole path of a folder."""
    return town if stores.is_remote(town) else str(Path(town).absolute())


def _shown(town: str) -> str:
    """*town* as a command here calls it: from this folder, if it lies below."""
    if stores.is_remote(town):
        return town
    try:
        relative = os.path.relpath(town)
    except ValueError:  # another drive of Windows
        return town
    return town if relative.startswith(os.pardir) else relative


# What stands in the table is looked at before it is believed: a folder may come from anybody


def _reasons(faults: Sequence[Fault]) -> str:
    """What is wrong, each thing once, of many the first."""
    what = [*dict.fromkeys(fault.what for fault in faults)]
    return "；".join(what[:_REASONS]) + ("……" if len(what) > _REASONS else "")


def _town_done(town: str, name: str, made: str, written: str, faults: str, standing: str) -> TownDone:
    documents = 0
    with contextlib.suppress(*_DAMAGED):
        documents = len(_names_and_digests(made))
    names: tuple[str, ...] = ()
    with contextlib.suppress(*_DAMAGED):
        names = tuple(map(str, json.loads(written)))
    return TownDone(_shown(town), name, documents, names, _faults(faults), _standing(standing))


def _names_and_digests(text: str) -> dict[str, str]:
    return {str(name): str(digest) for name, digest in json.loads(text).items()}


def _faults(text: str) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    with contextlib.suppress(*_DAMAGED):
        for file, line, what, mend, code in json.loads(text):
            faults.append(Fault(Place(str(file), int(line)), str(what), str(mend), code))
    return tuple(faults)


def _standing(text: str) -> Standing | None:
    with contextlib.suppress(*_DAMAGED):
        data: dict[str, Any] | None = json.loads(text)  # Any: of_data looks at it
        return Standing.of_data(data) if data else None
    return None


def _asked(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    said = json.loads(text)
    kinds = tuple(map(str, said["kinds"]))
    return kinds, {str(name): str(value) for name, value in said["options"].items()}
