"""What one rendering keeps count of: how much it may still do, ids and list numbers given out, what it adds."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from itertools import count, islice
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from wenming import engine
from wenming.base.i18n import _

if TYPE_CHECKING:
    from typing import Protocol

    from wenming.engine.docxtpl_objects import DocxTemplate, ReadTemplate
    from wenming.engine.pictures import Pictures

    class Items(Protocol):
        """What a loop goes through, once its turns are counted."""

        def __len__(self) -> int: ...

        def __iter__(self) -> Iterator[object]: ...


TURNS_MAX = 500_000  # of all loops and calls of one document
SIZE_MAX = 20_000_000  # characters of one part
WORK_MAX = 3_000_000  # items gone through, compared, printed by expressions; sixteen characters are as much as one
SECONDS_MAX = 2.0
_COLOUR, _COLUMNS = re.compile("[0-9A-Fa-f]{6}"), re.compile("[1-9]|[1-5][0-9]|6[0-3]")  # 63: Word has no more
_NAME_MAX = 40  # characters of the name of a bookmark, in Word
_WATCHED = 200  # turns of a loop from which each looks at the clock
_FIRST_ID = 1001  # drawings and bookmarks made in loops are numbered from here


class Refused(ValueError):
    """What a template asks for is not allowed, or too much."""


class NeedsJinja(Exception):
    """This needs jinja."""


class UnknownStyle(LookupError):
    """A style called *name*, which the template does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Xml(str):
    """WordprocessingML of our own writing, put in as it is."""


class Note(NamedTuple):
    """A note that a loop has repeated: the role of its part (footnotes, endnotes), its number, that of the original."""

    role: str
    number: str
    of: str


class Captured(Xml):
    """What a block of a template has put together, to be written elsewhere."""


class State:
    """One document being filled; ``current`` finds it from a filter."""

    def __init__(
        self,
        ids: Iterable[int] = (),
        numbers: Iterable[int] = (),
        notes: Mapping[str, int] | None = None,
        docxtpl: "DocxTemplate | None" = None,
    ) -> None:
        self.turns, self.size, self.left = TURNS_MAX, SIZE_MAX, WORK_MAX
        self.weights: dict[int, tuple[object, int]] = {}  # of lists, by their ids
        self.ends = perf_counter() + SECONDS_MAX
        self.part = ""
        self.gaps = 0
        self.replaced = 0
        self.light = False  # jinja may have to read once more what is read now
        self.marks = False  # a value holds marks for the profile to put something in their place
        self.breaks = False  # a value holds what finish has to put right
        self.raw = False  # XML that we have not written ourselves
        self.placed: set[int] = set()  # ids of the laid-out values that have been written
        self.lifted: list[str] = []  # runs that a value within a text brings along
        self.docxtpl = docxtpl  # the DocxTemplate that knows where links of RichText lead
        self.linked = False  # such a link is there of which it does not know
        self.subdocument: ReadTemplate | None = None  # docxtpl's, whose styles and pictures come along
        self.pictures: Pictures | None = None
        highest_id = max(ids, default=0)
        self._ids = count(max(highest_id + 1, _FIRST_ID))
        self._numbers = count(max(numbers, default=0) + 1)
        self.lists: list[tuple[int, int]] = []  # (new list, the list that it restarts)
        self.notes: list[Note] = []
        self._highest_notes = dict(notes or {})
        self._names: dict[str, int] = {}
        self._seen: dict[int, object] = {}
        self._asked: set[object] = set()

    @property
    def brings_parts(self) -> bool:
        """True if lists, notes, pictures or a subdocument want parts beside those that were rendered."""
        return bool(self.lists or self.notes or self.pictures or self.subdocument)

    def turn(self, items: Any, size: int) -> "Items":  # Any: mypy does not see that what has __len__ has a length
        """Returns *items*, their turns and *size* characters for each counted. Raises Refused beyond the bounds."""
        if not hasattr(items, "__len__"):
            items = list(islice(items, self.turns + 1))
        length = len(items)
        self.spend(length + 1, size * length)
        return self._watched(items) if length > _WATCHED else items

    def spend(self, turns: int, size: int = 0) -> None:
        """Count *turns* and *size*. Raises Refused beyond the bounds."""
        self.turns -= turns
        self.size -= size
        if self.turns < 0:
            raise Refused(_("循环的次数太多"))
        if self.size < 0:
            raise Refused(_("生成的内容太长"))
        self.look()

    def work(self, amount: int) -> None:
        """Count the *amount* of work that an expression does. Raises Refused beyond the bounds."""
        self.left -= amount
        if self.left < 0:
            raise Refused(_("模板算得太久"))

    def look(self) -> None:
        """Raise Refused when the time is up."""
        if perf_counter() > self.ends:
            raise Refused(_("模板算得太久"))

    def _watched(self, items: "Items") -> "_Watched":
        return _Watched(items, self)

    def next_id(self) -> int:
        """Returns an id that no drawing and no bookmark has."""
        return next(self._ids)

    def new_list(self, number: int) -> int:
        """Returns the number of a new list that starts again, formatted like the list *number*."""
        new = next(self._numbers)
        self.lists.append((new, number))
        return new

    def next_note(self, number: str, role: str) -> str:
        """Returns *number*, of a note in the part with this *role*, once; from then on that of a copy of the note."""
        if not self.is_first_time((role, number)) and number:
            self._highest_notes[role] = highest = self._highest_notes.get(role, 0) + 1
            self.notes.append(Note(role, str(highest), number))
            return str(highest)
        return number

    def is_first_time(self, key: object) -> bool:
        """True if nobody has asked for *key* before."""
        is_first = key not in self._asked
        self._asked.add(key)
        return is_first

    def unique(self, name: str) -> str:
        """Returns *name*, with a number from its second use on."""
        uses = self._names[name] = self._names.get(name, 0) + 1
        if uses == 1:
            return name
        ending = f"_{uses}"
        return name[: _NAME_MAX - len(ending)] + ending

    def differs(self, value: object, key: int) -> bool:
        """True if *value* is another than the one before it at *key*."""
        before = self._seen.get(key, self)
        self._seen[key] = value
        return bool(before is self or before != value)

    def forget(self, key: int) -> None:
        """Let the next value at *key* differ: another table begins."""
        self._seen.pop(key, None)


class _Watched:
    """A long sequence that looks at the clock at every turn."""

    def __init__(self, items: "Items", rendering: State) -> None:
        self._items, self._rendering = items, rendering

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[object]:
        look = self._rendering.look
        for item in self._items:
            look()
            yield item


current: ContextVar[State] = ContextVar("rendering")


def _turn(_context: object, items: Iterable[object], size: int) -> "Items":
    return current.get().turn(items, size)


def _call(_context: object, size: int) -> Xml:
    current.get().spend(1, size)
    return Xml("")


def _next_id(_context: object, _old: str) -> int:
    return current.get().next_id()


def _new_list(_context: object, number: int) -> int:
    return current.get().new_list(number)


def _unique(_context: object, name: str) -> str:
    return current.get().unique(name)


def _next_note(_context: object, number: str, role: str) -> str:
    return current.get().next_note(number, role)


def _first_time(_context: object, key: int) -> bool:
    return current.get().is_first_time(key)


def _differs(_context: object, value: object, key: int) -> bool:
    return current.get().differs(value, key)


def _forget(_context: object, key: int) -> Xml:
    current.get().forget(key)
    return Xml("")


def _colour(_context: object, value: object) -> str:
    """A colour as Word writes it: six digits, or auto for none. Raises Refused for anything else."""
    text = str(value or "auto").removeprefix("#")
    if text != "auto" and not _COLOUR.fullmatch(text):
        raise Refused(_("“{text}”不是颜色，要写成 FF0000 这样的六位").format(text=text[:20]))
    return text


def _columns(_context: object, value: object) -> int:
    """How many columns a cell spans. Raises Refused for what is no such number."""
    text = str(value).removesuffix(".0")
    if isinstance(value, bool) or not _COLUMNS.fullmatch(text):
        raise Refused(_("跨几列要写 1 到 63 之间的数，不能是“{text}”").format(text=text[:20]))
    return int(text)


def _weighed(_context: object, value: object) -> object:
    return engine.budget.weighed(value)


def _compared(_context: object, value: object) -> object:
    return engine.budget.compared(value)


# what compiled tags call, each with jinja's context before its value
COUNTED: dict[str, Callable[..., object]] = {
    "_turn": _turn,
    "_call": _call,
    "_next_id": _next_id,
    "_new_list": _new_list,
    "_unique": _unique,
    "_next_note": _next_note,
    "_first_time": _first_time,
    "_differs": _differs,
    "_forget": _forget,
    "_colour": _colour,
    "_columns": _columns,
    "_weighed": _weighed,
    "_compared": _compared,
}
