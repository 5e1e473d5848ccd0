"""Notes on a plan: its roster, chapters that are empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms import roster
from wenming.forms.inserts import with_inserts

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import Notice, Plan

_LONGEST_NAME = 4  # characters of a name without a post
_POST = r"(?:书记|镇长|乡长|主任|委员|部长|所长|站长|局长|主席|主管|秘书|干事|组长)[\u4e00-\u9fff]{2,4}$"


def notes(form: Form[Plan]) -> Iterator[Fault]:
    """Yields the notes on the plan *form*."""
    yield from roster_notes(form)
    yield from _empty_chapters(form)


def roster_notes(form: Form[Plan] | Form[Notice]) -> Iterator[Fault]:
    """Yields the names of the leadership group in *form* that have a post before them."""
    for path, name in roster.names(form.record):
        if len(name) > _LONGEST_NAME and re.search(_POST, name):
            what = _("“{name}”里好像带着职务").format(name=name)
            yield form.fault(path, "post-before-name", what, _("姓名只写姓名，职务写在“职务”里"))


def _empty_chapters(form: Form[Plan]) -> Iterator[Fault]:
    """Yields the empty chapters of a layout that has text in each; in others a title may stand alone."""
    for name, chapter in with_inserts(form.record).items():
        if not chapter and form.record["版式"] != "通用":
            what = _("“{name}”一章还没有内容，印成【待填：{name}】").format(name=name)
            yield form.fault(("章节", name), "empty-chapter", what, _("填上正文或条目"))
