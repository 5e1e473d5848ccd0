"""Kinds of document, and one document to make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.weeks import Week
from wenming.documents.wording import Wording

if TYPE_CHECKING:
    from wenming.forms.records import Layout
    from wenming.town.folder import Town

Context = Mapping[str, object]  # what a template is filled with, by name: words, tables, charts, records


class Asked(NamedTuple):
    """Which weeks are asked for: *week*, the only or the last one; *since*, the first of many. None: as is usual."""

    week: Week | None = None
    since: Week | None = None

    def wants(self, week: Week) -> bool:
        """True if *week* is the one that is asked for, or none is."""
        return self.week in (None, week)


ALL = Asked()


class Document(NamedTuple):
    """One document to make: *title* names the file, *template* and *context* fill it.

    *tighter* changes the context, one after another, as long as no text stands on the first page (§7.3.3).
    *enclosed*: another document that stands within it.
    """

    kind: Kind
    title: str
    template: str
    context: Context
    sources: tuple[Path, ...]
    tighter: tuple[Context, ...] = ()
    enclosed: Enclosed | None = None


class Enclosed(NamedTuple):
    """A *document* within another, where that has the *tag* ``{{p }}``.

    It stands there as the program lays it out; where its kind has a template of the town's own, as that does, with
    *instead* in the context of the document around. *new_page*: it begins one.
    """

    document: Document
    tag: str
    instead: Context
    new_page: bool = False


class Kind(NamedTuple):
    """A kind of document: the forms that it *needs*, what makes its *documents*, its template or one for each layout.

    *each* is the word for how often it is made: a town's own manifest takes the documents of a built-in kind by it,
    and schemas/context.yaml explains by it what templates may name.
    *own_words*: names of the context that hold a form's own words, which no template may leave out; of a group of
    chapters none, where 各章 is not placed. An *excerpt* takes some of them, and leaves others out on purpose.
    *named_only*: made where it is asked for by its name. *spans_weeks*: over many weeks, from the one asked for on.
    *condition*: what the forms must hold, for a clerk. *words*: the files of its sentences beside the one called like
    it; *wording*: what it says, in the town that it is made for. *encloses*: the key of the kind whose documents stand
    within its own; *enclosed*: that kind, as the town has it.
    """

    key: str
    name: str
    needs: tuple[str, ...]
    documents: Callable[[Town, Kind, Asked], Iterator[Document]]
    each: str = ""
    template: str = ""
    layouts: Mapping[str, Layout] = {}
    aliases: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    named_only: bool = False
    spans_weeks: bool = False
    condition: str = ""
    excerpt: bool = False
    words: tuple[str, ...] = ()
    wording: Wording = Wording()
    encloses: str = ""
    enclosed: Kind | None = None

    @property
    def names(self) -> Sequence[str]:
        """What it may be called in a command, in English or Chinese."""
        return self.key, self.name, *self.aliases
