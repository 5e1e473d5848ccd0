"""The form that an old paper becomes: a plan with what issues it, or a notice."""

import re

from wenming.authoring.importing.draft import BLANK, Draft
from wenming.authoring.importing.issue_form import bare_title, issue_of
from wenming.authoring.importing.text_form import text_of, write_text
from wenming.base.i18n import _
from wenming.papers.outline import outline_of
from wenming.papers.paper import Block, Line
from wenming.papers.parts import Division

_LETTERS = (  # papers of words, which are no plans
    *("通知", "通报", "报告", "请示", "函", "公告", "通告", "公示", "决定", "纪要", "批复", "议案", "命令", "令"),
    *("倡议书", "公开信", "通知书", "通知单", "说明", "名单"),
)
_OF_FIGURES = ("周报", "月报", "简报", "总结", "自评表", "台账")  # that the program makes of the forms of weeks
_CLOSING = re.compile(r"(?:特此|专此|以上|妥否|当否|可否|请予|敬请|此致|现予)[^。；]{0,24}[。！]?$")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('《》<>:"/\\|?*\n\t', ""))
_NAME_MOST = 30  # characters of a title in the name of its form


def plan_of(division: Division, town: Draft, *, plainly: bool) -> Draft | None:
    """The plan that *division* is or issues, with 印发 of the notice; None where it is none, as it has no chapters.

    *plainly*: every table becomes one of its own. *town*: whose it is.
    """
    inner = division.inner or division
    is_letter = division.inner is None and bare_title(division).endswith((*_LETTERS, *_OF_FIGURES))
    outline = outline_of(inner.body)
    if is_letter or not outline.chapters:
        return None
    draft = Draft("plan.yaml", {"标题": inner.title or BLANK, "版式": "通用"})
    write_text(draft, outline, inner, "引言", plainly=plainly)
    issue = issue_of(division, inner, town)
    if division.inner is not None:
        issue["附件方式"] = "附件" if division.inner_is_annex else "随文"
        body = text_of(division.body)
        if body:
            issue["通知正文"] = body
    if issue:
        draft.record["印发"] = issue
    return draft


def notice_of(division: Division, town: Draft, *, plainly: bool) -> Draft:
    """The notice, or another paper of words, that *division* is."""
    body, closing = _without_closing(division.body)
    name = division.title.translate(_NOT_IN_NAMES)[-_NAME_MOST:] or "old"
    draft = Draft(f"notices/{name}.yaml", {"标题": division.title or BLANK, "正文": BLANK})
    if not division.title:
        draft.remark(("标题",), _("【核对】原文里没有看出标题"))
    if bare_title(division).endswith(_OF_FIGURES):
        draft.remark(("标题",), _("【核对】周报、月报、总结这些，程序从每周的表单里算；这份只按文字写"))
    if closing:
        draft.record["结语"] = closing
    division = division._replace(body=body)
    write_text(draft, outline_of(body), division, "正文", plainly=plainly)
    issue = issue_of(division, division, town)
    if "文号" not in issue:
        issue["红头"] = False
        if issue.keys() & {"抄送", "印发机关"}:
            issue["版记"] = True
    draft.record["发文"] = {"主送": ["无"], **issue}
    return draft


def _without_closing(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """*body* without the words that close a letter, 特此通知。 and the like, and these."""
    last = body[-1] if len(body) > 1 else None
    if isinstance(last, Line) and _CLOSING.match(last.text):
        return body[:-1], last.text
    return body, ""
