"""What documents still leave open: 【待填】, ____, a number or a day to come; a final paper has none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.town.notes.texts import texts_in

if TYPE_CHECKING:
    from wenming.forms.nodes import Path as FieldPath
    from wenming.town.folder import AnyForm, Town

_PLACEHOLDER = re.compile("【待填：([^】]*)】")
_NAMES_IN_REPORTS = ("任务", "指标")
_OF_THE_PLAN = ("plan", "notice")  # other kinds take figures and names from a plan, and none of its words


class _Made(Protocol):
    """A document that is ready: what it is, from which files it was made, what in it nobody has filled in."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def sources(self) -> tuple[Path, ...]: ...
    @property
    def unfilled(self) -> tuple[str, ...]: ...


def of_document(kind: str, sources: Sequence[Path], town: Town, notes: Sequence[Fault]) -> list[Fault]:
    """Those of *notes* that tell of an open place in the forms whose words a document of *kind* prints."""
    forms = [form for of_name in town.forms.values() for form in of_name if form.path in sources]
    of_forms = {form.shown: form.schema.name for form in forms}
    open_places = [note for note in notes if note.code == "left-open" and note.place.file in of_forms]
    return [note for note in open_places if _prints(kind, of_forms[note.place.file], note.place.path)]


def _prints(kind: str, form: str, path: str) -> bool:
    """True if a document of *kind* prints what is at *path* of a *form*: reports take the names of tasks from plans."""
    if form != "plan" or kind == "notice":
        return True
    if kind == "plan":
        return path != "印发.文号"  # the notice that issues it has the number
    return path.startswith(_NAMES_IN_REPORTS)


def of_these(documents: Sequence[_Made], town: Town, notes: Sequence[Fault]) -> tuple[Fault, ...]:
    """*notes* without those that tell of an open place which none of *documents* prints."""
    if not any(note.code == "left-open" for note in notes):
        return tuple(notes)
    printed: set[Fault] = set()
    for document in documents:
        printed.update(of_document(document.kind, document.sources, town, notes))
    return tuple(note for note in notes if note.code != "left-open" or note in printed)


def expect_none(documents: Sequence[_Made], town: Town, notes: Sequence[Fault]) -> None:
    """Raise Faults where *documents* are not ready to be signed."""
    faults: dict[Fault, None] = {}
    for document in documents:
        faults |= dict.fromkeys(of_document(document.kind, document.sources, town, notes))
        faults |= dict.fromkeys(_unfilled(document, town))
        faults |= dict.fromkeys(_drafts(document, town))
    if faults:
        raise Faults(list(faults))


def _printed(kind: str, sources: Sequence[Path], town: Town) -> list[AnyForm]:
    """The forms among *sources* whose words a document of *kind* prints."""
    forms = [form for of_name in town.forms.values() for form in of_name if form.path in sources]
    return [form for form in forms if form.schema.name != "plan" or kind in _OF_THE_PLAN]


def _unfilled(document: _Made, town: Town) -> Iterator[Fault]:
    """Yields what nobody has filled in: where its placeholder stands in a form, else in which document it is."""
    left = list(document.unfilled)
    for form in _printed(document.kind, document.sources, town):
        for path, name in _placeholders(form):
            if name in document.unfilled:
                yield form.fault(path, "left-open", _("还没有填：{name}").format(name=name), _("换成自己的"))
                left = [one for one in left if one != name]
    if left:
        what = _("“{title}”里还没有填：{names}").format(title=document.title, names=enumerated(left))
        yield Fault(Place(document.title), what, _("在表单里填上"), "left-open")


def _placeholders(form: AnyForm) -> Iterator[tuple[FieldPath, str]]:
    """Yields the path and the name of each placeholder that stands in *form*, not in a form that it quotes."""
    for path, text in texts_in(form.record):
        for name in _PLACEHOLDER.findall(text):
            if f"【待填：{name}】".encode() in form.data:
                yield path, name


def _drafts(document: _Made, town: Town) -> Iterator[Fault]:
    """Yields that a document is still a draft."""
    for form in _printed(document.kind, document.sources, town):
        for field in ("印发", "发文", "通报"):
            issue = form.record.get(field, {})
            if isinstance(issue, dict) and "稿别" in issue:
                what = _("还是{draft}").format(draft=issue["稿别"])
                yield form.fault((field, "稿别"), "left-open", what, _("定稿了就删掉这一行"))
