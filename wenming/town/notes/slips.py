"""Notes on slips in the words of a form: marks that print as they are, a paragraph in a heading, an empty annex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.gongwen import phrases

if TYPE_CHECKING:
    from wenming.forms.nodes import Path
    from wenming.forms.records import Annex
    from wenming.town.folder import AnyForm
    from wenming.town.notes.texts import Text

_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,60})(?<=\S)\*\*")  # as in Markdown
_LIKE_PHRASE = re.compile(r"【\s*[\u4e00-\u9fff]{1,2}体\s*[：:][^】]{0,60}】?")
_WITH_PHRASES = ("正文", "要点", "后文", "结语", "引言", "通知正文", "行", "注", "说明")
_OPENING = {"”": "“", "》": "《", "）": "（", "】": "【"}  # of each mark that closes
_MARK = re.compile("[“”《》（）【】]")
_ISSUES = re.compile(r"现(?:将(?:(?!现将)[^。])*)?(?:予以)?(?:印发|下发|转发)给你们")
_SENTENCE = re.compile(r"。.{6,}", re.DOTALL)  # in a heading: more follows its stop
_NUMBER = re.compile(r"(?<![（\w])[0-9a-zA-Z]{1,2}）")
_SHOWN = 12  # characters of a text in a message
_TITLE_ALONE = {"标题"}


def notes(form: AnyForm, texts: Sequence[Text], whole: str) -> Iterator[Fault]:
    """Yields the notes on the slips in *texts* of *form*; *whole* is all of them together."""
    has_markup = "**" in whole  # most forms have none
    has_phrases = "体：" in whole or "体:" in whole
    for path, text in texts:
        if has_markup:
            yield from _markup(form, path, text)
        if has_phrases:
            yield from _phrase_as_it_is(form, path, text)
        yield from _unpaired(form, path, text)
        if path[-1] == "标题" and "条目" in path:
            yield from _text_in_heading(form, path, text)
        if path == ("引言",) and form.schema.name == "plan":
            yield from _words_of_notice(form, path, text)
    for number, annex in enumerate(form.record.get("附件", ())):
        yield from _empty_annex(form, ("附件", number), annex)


def is_markup(mark: str, text: str) -> bool:
    """True if *mark*, which might be a blank to fill in, sets off words of *text* as in Markdown."""
    return mark == "**" and _BOLD.search(text) is not None


def _markup(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    bold = _BOLD.search(text)
    if bold:
        what = _("“{text}”会照原样印出来").format(text=bold[0])
        yield form.fault(path, "markup", what, _("要突出就写成 【黑体：{words}】").format(words=bold[1]))


def _phrase_as_it_is(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    """Yields 【黑体：……】 where it is no phrase: nested, empty, over two paragraphs, or in a field without them."""
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    for found in _LIKE_PHRASE.finditer(text):
        is_phrase = phrases.PHRASE.match(text, found.start()) is not None
        if is_phrase and field in _WITH_PHRASES:
            continue
        what = _("“{text}”会照原样印出来").format(text=found[0][:_SHOWN])
        mend = _("写成 【黑体：几个字】 或 【楷体：几个字】，只用在正文、条目、表格的文字里，不跨段、不套着写")
        yield form.fault(path, "markup", what, mend)
        return


def _unpaired(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    """Yields the first mark that lacks its other half in its paragraph."""
    if not _MARK.search(text):  # most have none
        return
    for paragraph in text.split("\n"):
        numbered = _NUMBER.sub("", paragraph)  # 1）甲；2）乙 is none
        at = _alone(numbered)
        if at >= 0:
            what = _("“{mark}”不成对：{text}").format(mark=numbered[at], text=numbered[at : at + _SHOWN])
            yield form.fault(path, "unpaired-mark", what, _("补上另一半，或者删掉"))
            return


def _alone(text: str) -> int:
    """Where the first mark stands that lacks its other half; -1 where none does."""
    open_at: dict[str, list[int]] = {opening: [] for opening in _OPENING.values()}
    for mark in _MARK.finditer(text):
        opening = _OPENING.get(mark[0])
        if opening is None:
            open_at[mark[0]].append(mark.start())
        elif open_at[opening]:
            open_at[opening].pop()
        else:
            return mark.start()
    return min((places[0] for places in open_at.values() if places), default=-1)


def _text_in_heading(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    if _SENTENCE.search(text):
        heading = text.partition("。")[0]
        what = _("“{text}……”整段写在了“标题”里").format(text=heading[:_SHOWN])
        mend = _("标题只写 {heading}，后面的写在“正文”里").format(heading=heading)
        yield form.fault(path, "text-in-heading", what, mend)


def _words_of_notice(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    issues = _ISSUES.search(text)
    if issues:
        what = _("“引言”里有通知的话：{text}").format(text=issues[0])
        yield form.fault(path, "words-of-notice", what, _("把这一段移到“印发”里的“通知正文”"))


def _empty_annex(form: AnyForm, path: Path, annex: Annex) -> Iterator[Fault]:
    if annex.keys() <= _TITLE_ALONE:
        what = _("附件“{title}”只有标题，印出来是一张空白的纸").format(title=annex["标题"][:_SHOWN])
        yield form.fault(path, "empty-annex", what, _("填上正文、条目或表格；另外附纸的，不用改"))
