"""Notes on slips in the words of a form: marks that print as they are, a paragraph in a heading, an empty annex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _

if TYPE_CHECKING:
    from wenming.forms.nodes import Path
    from wenming.forms.records import Annex
    from wenming.town.folder import AnyForm
    from wenming.town.notes.texts import Text

_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,60})(?<=\S)\*\*")  # as in Markdown
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("【", "】"))
_ISSUES = re.compile(r"现(?:将[^。]*)?(?:予以)?(?:印发|下发|转发)给你们")
_SENTENCE = re.compile(r"。.{6,}", re.DOTALL)  # in a heading: more follows its stop
_SHOWN = 12  # characters of a text in a message
_WITHOUT_WORDS = {"标题"}


def notes(form: AnyForm, texts: Sequence[Text]) -> Iterator[Fault]:
    """Yields the notes on the slips in *texts* of *form*."""
    for path, text in texts:
        yield from _markup(form, path, text)
        yield from _unpaired(form, path, text)
        yield from _text_in_heading(form, path, text)
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


def _unpaired(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    """Yields the first kind of marks that come in pairs and do not here, paragraph by paragraph."""
    for paragraph in text.split("\n"):
        for opening, closing in _PAIRS:
            opened, closed = paragraph.count(opening), paragraph.count(closing)
            if opened != closed:
                mark = opening if opened > closed else closing
                at = paragraph.find(mark)
                what = _("“{mark}”不成对：{text}").format(mark=mark, text=paragraph[at : at + _SHOWN])
                yield form.fault(path, "unpaired-mark", what, _("补上另一半，或者删掉"))
                return


def _text_in_heading(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    if path[-1] == "标题" and "条目" in path and _SENTENCE.search(text):
        heading = text.partition("。")[0]
        what = _("“{text}……”整段写在了“标题”里").format(text=heading[:_SHOWN])
        mend = _("标题只写 {heading}，后面的写在“正文”里").format(heading=heading)
        yield form.fault(path, "text-in-heading", what, mend)


def _words_of_notice(form: AnyForm, path: Path, text: str) -> Iterator[Fault]:
    issues = _ISSUES.search(text) if form.schema.name == "plan" and path == ("引言",) else None
    if issues:
        what = _("“引言”里有通知的话：{text}").format(text=issues[0])
        yield form.fault(path, "words-of-notice", what, _("把这一段移到“印发”里的“通知正文”"))


def _empty_annex(form: AnyForm, path: Path, annex: Annex) -> Iterator[Fault]:
    if annex.keys() <= _WITHOUT_WORDS:
        what = _("附件“{title}”只有标题，印出来是一张空白的纸").format(title=annex["标题"][:_SHOWN])
        yield form.fault(path, "empty-annex", what, _("填上正文、条目或表格；另外附纸的，不用改"))
