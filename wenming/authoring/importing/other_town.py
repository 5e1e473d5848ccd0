"""A paper of the county, or of another town: its names, and what they are called here."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from wenming.authoring.importing.draft import Draft
from wenming.base.i18n import _
from wenming.town.beside import county_of, name_of

Names = Mapping[str, str]


def names_meant(paper_town: Draft, folder: Path) -> dict[str, str]:
    """By what an old paper calls the town and its county what the town in *folder* calls them, where they differ."""
    of_paper = paper_town.record["镇"]
    assert isinstance(of_paper, dict)
    found: dict[str, str] = {}
    for theirs, ours in ((of_paper["名称"], name_of(folder)), (of_paper.get("上级", ""), county_of(folder))):
        if ours and theirs and theirs != ours and "_" not in theirs:
            found[theirs] = ours
    return found


def exchange(draft: Draft, names: Names) -> None:
    """Write the new of *names* in the place of the old, wherever they stand in *draft*; a remark says so."""
    before = draft.record
    draft.change_texts(partial(_in_text, names=names))
    if draft.record != before:
        pairs = "、".join(f"{old}→{new}" for old, new in names.items())
        draft.remark(("标题",), _("【核对】换了名称：{names}").format(names=pairs))


def _in_text(text: str, names: Names) -> str:
    for old in sorted(names, key=len, reverse=True):
        text = text.replace(old, names[old])
    return text
