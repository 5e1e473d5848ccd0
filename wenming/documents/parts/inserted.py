"""What an entry of a form brings beside its text: what it names (领导小组 …), names in columns, tables, pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.documents.parts import free_table
from wenming.documents.parts.names import names_in_columns
from wenming.documents.parts.tables import breakdown, roster, targets
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Section
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.nodes import Path
    from wenming.forms.records import Annex, Chapter, Item, Notice, Photo, Plan, Task
    from wenming.town import photos
    from wenming.town.folder import AnyForm, Town
else:
    photos = Later("wenming.town.photos")


def _nothing(_name: str) -> Sequence[Block]:
    return ()


class Inserted(NamedTuple):
    """Makes what entries bring: *named* gives what 插入 names, *pictures* the photos by their names.

    *measure* is the width of the page, in twips; a table for a page across gets one, unless it lies on one already.
    """

    named: Callable[[str], Sequence[Block]] = _nothing
    pictures: Mapping[str, bytes] = {}
    measure: Twips = m.TEXT_WIDTH

    def of(self, entry: Chapter | Item | Annex) -> list[Block]:
        """The blocks that *entry* brings."""
        blocks: list[Block] = []
        if "插入" in entry:
            blocks += self.named(entry["插入"])
        if "名单" in entry:
            blocks += names_in_columns(entry["名单"])
        if "表格" in entry:
            blocks += self._table(entry)
        if "图片" in entry:
            blocks += photos.blocks(entry["图片"], self.pictures)
        return blocks

    def _table(self, entry: Chapter | Item | Annex) -> list[Block]:
        table = entry["表格"]
        if free_table.lies_across(table) and self.measure == m.TEXT_WIDTH:
            return [Section(landscape=True), *free_table.free_table(table, m.TEXT_HEIGHT), Section()]
        return free_table.free_table(table, self.measure)


WITHOUT_INSERTS = Inserted()  # of entries that name nothing


def inserting(
    words: Wording,
    record: Plan | Notice,
    tasks: Sequence[Task] = (),
    pictures: Mapping[str, bytes] | None = None,
    measure: Twips = m.TEXT_WIDTH,
) -> Inserted:
    """What entries of *record* bring, with these *tasks* and *pictures*, on pages with lines as long as *measure*."""

    def named(name: str) -> Sequence[Block]:
        match name:
            case "领导小组":
                return roster(words, record["领导小组"])
            case "指标":
                return targets(record["指标"])
            case _:
                return breakdown(tasks, measure)

    return Inserted(named, pictures or {}, measure)


def pictures_of(form: AnyForm, town: Town) -> Mapping[str, bytes]:
    """The pictures that *form* names, by their names there. Raises Faults where one cannot be taken."""
    rows: list[tuple[Path, Photo]] = []
    _gather_pictures(form.record, (), rows)
    if not rows:  # reading them takes Pillow
        return {}
    return photos.read_photos(form, rows, town.folder)


def _gather_pictures(value: object, path: Path, rows: list[tuple[Path, Photo]]) -> None:
    """Add the pictures that are named below *value* to *rows*, each with its path."""
    if isinstance(value, dict):
        named = value.get("图片")
        if isinstance(named, list):  # a chapter may be called so
            rows += [((*path, "图片", number), photo) for number, photo in enumerate(named)]
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                _gather_pictures(inner, (*path, name), rows)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, dict | list):
                _gather_pictures(inner, (*path, number), rows)
