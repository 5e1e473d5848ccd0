"""A form's file becomes a validated record, or all its faults at once."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from wenming.base.cache import recall
from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, Mistake, Place
from wenming.base.i18n import _
from wenming.forms import schema as schemas
from wenming.forms import tidying
from wenming.forms.nodes import Node, Step, Understood, fault_at, path_text, position
from wenming.forms.notes import Told, note_of
from wenming.forms.schema import Schema
from wenming.forms.sources import YAML, Source

_TOLD = 3  # changes of a kind that are told with their places
_TAG = re.compile(rb"\{[{%#]")
R = TypeVar("R")  # what the record of a form holds: one of the types in wenming.forms.records


class Form(NamedTuple, Generic[R]):
    """A form that was read: its record, and what tells where something in it stands.

    *path* is its file, also where it was never saved; *shown* is what faults call it, *data* what it holds.
    *told*: what was put right in it; *renamed*: what chapters were called before that; *beside*: the
    files with more of its contents.
    """

    path: Path
    record: R
    schema: Schema
    shown: str
    data: bytes
    source: Source = YAML
    told: Sequence[Told] = ()
    renamed: Mapping[str, str] = {}
    beside: Sequence[Path] = ()

    @property
    def tagged(self) -> bool:
        """True if there is a ``{{`` somewhere in it."""
        return _TAG.search(self.data) is not None

    @property
    def digest(self) -> bytes:
        """What tells the form from others: of its schema, its file's name, its contents."""
        return _digest(self.path, self.schema, self.data)

    def place(self, *path: Step) -> Place:
        """Where *path* (list items from 0) stands in the file, or the nearest thing above it."""
        tree, root = self._tree()
        return tree.places.place(*position(root, self._as_typed(path)), path_text(path))

    def fault(self, path: Sequence[Step], code: Code, what: str, mend: str, instead: str | None = None) -> Fault:
        """A fault at *path*; *instead* is what to write there, where that is known."""
        tree, root = self._tree()
        return fault_at(tree.places, root, self._as_typed(path), Mistake(code, what, mend, instead))

    @property
    def notes(self) -> list[Fault]:
        """What was put right in it, or can be read in two ways, in words."""
        return [note_of(told, self.shown) for told in self.told]

    def _as_typed(self, path: Sequence[Step]) -> Sequence[Step]:
        """*path* with its chapter by the name that the form has."""
        if len(path) < 2 or path[0] != "章节":
            return path
        return ("章节", self.renamed.get(str(path[1]), path[1]), *path[2:])

    def _tree(self) -> tuple[Understood, Node]:
        understood = _understood(self.source, self.schema, self.shown, self.data)
        assert understood.root is not None
        return understood, understood.root


def read(path: Path, name: str | Schema, shown: str | None = None, source: Source = YAML) -> Form[Any]:
    """The form by the schema *name* (town, plan, notice, week) in the file *path*, called *shown* in faults.

    Raises Faults.
    """
    shown = shown or str(path)
    try:
        _expect_small(path.stat().st_size, shown, source)
        data = path.read_bytes()
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(shown), what, mend, "cannot-read")]) from error
    return read_data(data, path, name, shown, source)


def read_data(data: bytes, path: Path, name: str | Schema, shown: str, source: Source = YAML) -> Form[Any]:
    """The form that *data* holds, as the file *path* would. Raises Faults."""
    _expect_small(len(data), shown, source)
    schema = schemas.load(name) if isinstance(name, str) else name

    def kept() -> _Kept:
        understood = source.understand(data, shown, schema)
        if understood.faults or understood.root is None:
            raise Faults(understood.faults)
        return _tidied(understood, schema)

    digest = _digest(path, schema, data)
    found = recall(kept, b"form", _name_of(source), digest)
    return Form(path, found.record, schema, shown, data, source, found.told, found.renamed)


class _Kept(NamedTuple):
    """What is kept of a form that was read: the same in every language, wherever its file lies."""

    record: Any
    told: Sequence[Told]
    renamed: Mapping[str, str]


def _tidied(understood: Understood, schema: Schema) -> _Kept:
    """The record that was *understood*, put right, and what is told of that."""
    assert understood.root is not None
    tidied = tidying.tidy.tidy(understood.record, schema)
    told: list[Told] = []
    told_of: Counter[Code] = Counter()
    for change, count in tidying.tidy.told_first(tidied.changes, _TOLD):
        told_of[change.code] += 1
        is_last_told = told_of[change.code] == _TOLD
        place = understood.places.place(*position(understood.root, change.path), path_text(change.path))
        told.append(Told(change.code, place, change.before, change.after, count if is_last_told else 1))
    for place in understood.unfolded[:1]:
        told.append(Told("lines-as-paragraphs", place, times=len(understood.unfolded)))
    return _Kept(tidied.record, tuple(told), tidied.renamed)


def _expect_small(size: int, shown: str, source: Source) -> None:
    """Raise Faults where a form of *size* bytes is larger than its source takes."""
    if size > source.largest:
        what, mend = _("这个文件太大（超过 1 MB），不像是一份表单"), _("检查是不是放错了文件")
        raise Faults([Fault(Place(shown), what, mend, "too-large")])


def _name_of(source: Source) -> bytes:
    """What tells what the source understands from what another would of the same bytes."""
    return f"{source.understand.__module__}.{source.understand.__qualname__}".encode()


def _digest(path: Path, schema: Schema, data: bytes) -> bytes:
    return hashlib.sha256(b"\0".join((schema.token, path.name.encode(), data))).digest()


@lru_cache(maxsize=4)
def _understood(source: Source, schema: Schema, shown: str, data: bytes) -> Understood:
    """The form's tree, kept for the next fault in it."""
    return source.understand(data, shown, schema)
