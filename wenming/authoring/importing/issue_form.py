"""The fields of 印发 and 发文: number, addressees, days, signature, notes, copies."""

import re

from wenming.authoring.importing.draft import Draft, Fields, filled
from wenming.papers.parts import Division

_UPWARD = ("请示", "报告")
_URGENCIES = ("特急", "加急")
_BETWEEN_KINDS = re.compile(r"[，,；;]")
_BEHIND_TITLE = re.compile(r"[（(][^（()）]*[）)]$")


def issue_of(division: Division, inner: Division, town: Draft) -> Fields:
    """How *division*, which issues *inner* (or is that), is issued in its *town*."""
    of_town = town.record["镇"]
    main = of_town["机关"] if isinstance(of_town, dict) else ""
    organs = list(division.organs or inner.organs)
    has_own_mark = len(organs) < 2 and division.mark != f"{main}文件"
    return filled(
        文号=division.number,
        主送=_kinds_in(division.addressees),
        抄送=_kinds_in(division.copied),
        签发人=_signers(division),
        署名=[{"职务": post, "姓名": name} for post, name in division.persons],
        份号=division.copy_number,
        密级=division.secret,
        紧急程度=division.urgent if division.urgent in _URGENCIES else "",
        稿别=inner.draft,
        成文日期=division.date or inner.date,
        印发日期=division.printed,
        标志=division.mark if has_own_mark else "",
        机关=organs if organs != [main] else [],
        附注=division.note,
        印发机关=division.printed_by,
    )


def bare_title(division: Division) -> str:
    """The title without what stands in brackets behind it."""
    return _BEHIND_TITLE.sub("", division.title)


def _signers(division: Division) -> list[str]:
    """Who signs a paper to those above; one is to be filled in where the old paper of that kind names none."""
    if division.signer:
        return re.split(r"[、\s]+", division.signer)
    goes_up = division.inner is None and bare_title(division).endswith(_UPWARD)
    return ["【待填：签发人】"] if goes_up else []


def _kinds_in(text: str) -> list[str]:
    """The kinds of organs in *text*, parted by commas (GB/T 9704-2012 §7.3.2)."""
    kinds = [one.strip() for one in _BETWEEN_KINDS.split(text.strip("。."))]
    return [one for one in kinds if one]
