"""What documents still leave open: 【待填】, ____, a number or a day to come; a final paper has none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.forms.nodes import path_text
from wenming.town.notes.texts import texts_in

if TYPE_CHECKING:
    from wenming.forms.nodes import Path as FieldPath
    from wenming.town.folder import AnyForm, Town

_NAMES = r"(?:任务|指标)\[[0-9]+\]\.名称"
#: By the kind of document the paths of a plan whose words it prints
_OF_A_PLAN = {
    "plan": r"(?!倡议书|总结|通报规则|印发)|印发\.成文日期",  # the notice that issues it has the number
    "notice": r"(?!倡议书|总结|通报规则)",
    "appeal": r"倡议书",
    "weekly": _NAMES,
    "monthly": rf"总结|{_NAMES}",
    "final": rf"总结|{_NAMES}",
    "circular": rf"通报规则|{_NAMES}",
    "rectification": _NAMES,
    "breakdown": r"任务|指标",
    "scorecard": r"(?!)",
}
_OF_A_TOWN = r"镇\.(?!上级|人口)"  # the paths of a town's form whose words documents print
_WITHOUT_VILLAGES = ("plan", "notice", "appeal")  # kinds of document that name none of them
_PLACEHOLDER = re.compile("【待填：([^【】]*)】")


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
    """Those of *notes* that tell of an open place in the words which a document of *kind* prints of its forms."""
    forms = {form.shown: form for form in _forms(sources, town)}
    found: list[Fault] = []
    for note in notes:
        form = forms.get(note.place.file)
        if note.code == "left-open" and form is not None and _prints(kind, form.schema.name, note.place.path):
            found.append(note)
    return found


def _prints(kind: str, form: str, path: str) -> bool:
    """True if a document of *kind* prints what stands at *path* of a *form*; a kind of the town's own prints all."""
    if form == "plan":
        return re.match(_OF_A_PLAN.get(kind, ""), path) is not None
    if form == "town" and kind in _OF_A_PLAN:
        names_villages = kind not in _WITHOUT_VILLAGES or not path.startswith("镇.行政村")
        return names_villages and re.match(_OF_A_TOWN, path) is not None
    if form == "week":
        is_circular = path.startswith("通报")
        return is_circular == (kind == "circular") or kind not in _OF_A_PLAN
    return True


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


def _forms(sources: Sequence[Path], town: Town) -> list[AnyForm]:
    return [form for of_name in town.forms.values() for form in of_name if form.path in sources]


def _unfilled(document: _Made, town: Town) -> Iterator[Fault]:
    """Yields what nobody has filled in: where its placeholder stands in a form, else in which document it is."""
    left = list(document.unfilled)
    for form in _forms(document.sources, town):
        for path, name in _placeholders(form):
            if name in document.unfilled and _prints(document.kind, form.schema.name, path_text(path)):
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
    for form in _forms(document.sources, town):
        for field in ("印发", "发文", "通报"):
            issue = form.record.get(field, {})
            if "稿别" in issue and _prints(document.kind, form.schema.name, f"{field}.成文日期"):
                what = _("还是{draft}").format(draft=issue["稿别"])
                yield form.fault((field, "稿别"), "left-open", what, _("定稿了就删掉这一行"))
