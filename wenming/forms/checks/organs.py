"""Checks of the organs that issue a document: its title, 标志 and number must be those of the organ that signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, enumerated
from wenming.forms.checks.common import Path

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import Issue, TownFacts

R = TypeVar("R")


def organ_faults(form: Form[R], path: Path, issue: Issue, town: TownFacts, title: str = "") -> Iterator[Fault]:
    """Yields the faults in what the *issue* at *path*, of a document of this *title*, says of its organs."""
    organs = [_full(organ, town) for organ in issue.get("机关") or [town["机关"]]]
    sign = _full(issue.get("标志", "").removesuffix("文件"), town)
    if sign in _known(town) and sign not in organs:
        what = _("标志是“{sign}”的，发文机关是“{organs}”").format(sign=sign, organs=enumerated(organs))
        mend = _("改标志，或者在这里写 机关: [{organ}]").format(organ=sign)
        yield form.fault((*path, "标志"), "organs-disagree", what, mend)
    named = [_full(organ, town) for organ in _named_in(title, town)]
    if named and set(named) != set(organs):
        what = _("标题是“{named}”的，发文机关是“{organs}”").format(named=enumerated(named), organs=enumerated(organs))
        mend = _("改标题，或者在“发文”里写 机关: [{named}]").format(named=", ".join(named))
        yield form.fault(("标题",), "organs-disagree", what, mend)
    yield from _number_faults(form, path, issue, town, organs)


def _number_faults(form: Form[R], path: Path, issue: Issue, town: TownFacts, organs: Sequence[str]) -> Iterator[Fault]:
    """Yields a fault if the 文号 has not the code of the one organ that issues the document."""
    number = issue.get("文号")
    if not number or len(organs) != 1:
        return
    [organ] = organs
    code, town_code = _code_of(organ, town), town.get("文号代字", "")
    if number.startswith(f"{code}〔"):
        return
    if not code and organ != town["机关"] and town_code and number.startswith(f"{town_code}〔"):
        what = _("文号的代字“{code}”是“{own}”的，发文机关是“{organ}”")
        what = what.format(code=town_code, own=town["机关"], organ=organ)
        mend = _("改文号；这个机关的代字写在 town.yaml 的“其他机关”里")
    elif not code:
        return
    elif "机关" not in issue:
        what = _("文号的代字与镇的“{code}”不一致").format(code=code)
        mend = _("改文号，或者改 town.yaml 里的文号代字")
    else:
        what = _("文号的代字与“{organ}”的“{code}”不一致").format(organ=organ, code=code)
        mend = _("改文号，或者改 town.yaml 里这个机关的文号代字")
    yield form.fault((*path, "文号"), "wrong-organ-code", what, mend)


def _code_of(organ: str, town: TownFacts) -> str:
    """The code of the document numbers of *organ*; empty where the town's form does not say."""
    if organ == town["机关"]:
        return town.get("文号代字", "")
    for other in town.get("其他机关", ()):
        if other["名称"] == organ:
            return other.get("文号代字", "")
    return ""


def _full(organ: str, town: TownFacts) -> str:
    """*organ*, or the town's own as its form has it, where that only has its county in front."""
    return town["机关"] if organ and town["机关"].endswith(organ) else organ


def _known(town: TownFacts) -> list[str]:
    """The organs of the *town*: those that its form names, and those that every town has; the longest names first."""
    name = town["名称"]
    usual = (f"中共{name}委员会", f"中共{name}工作委员会", f"{name}人民政府", f"{name}办事处")
    others = [organ["名称"] for organ in town.get("其他机关", ())]
    return sorted({town["机关"], *others, *usual}, key=len, reverse=True)


def _named_in(title: str, town: TownFacts) -> list[str]:
    """The organs that *title* begins with, where it begins with nothing else before 关于."""
    head, about, _rest = title.partition("关于")
    head = re.sub(r"[\s\u3000、，和]", "", head)
    if not about:
        return []
    named: list[str] = []
    while head:
        organ = next((one for one in _known(town) if head.startswith(one)), "")
        if not organ:
            return []
        named.append(organ)
        head = head.removeprefix(organ)
    return named
