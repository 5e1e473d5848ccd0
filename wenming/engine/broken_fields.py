"""Fields of Word that begin within a block of tags and end outside it, or the other way round."""

from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.loop_ids import enclosing_branches
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W


def check(root: Element, source: Source, shown: str) -> None:
    """Note the fields under *root*, a part that is *shown*, of which a condition would leave half."""
    branches, _ends = enclosing_branches(root, source, {W + "fldChar"})
    open_fields: list[Element] = []
    for mark in root.iter(W + "fldChar"):
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append(mark)
        elif open_fields and branches[open_fields[-1]] != branches[mark]:
            _note(open_fields[-1], source, shown)
            return  # those behind it are only out of step
        elif kind == "end" and open_fields:
            open_fields.pop()


def _note(begin: Element, source: Source, shown: str) -> None:
    paragraph = next(begin.iterancestors(W + "p"), begin)
    place = Place(shown, path=source.where.get(paragraph, ""))
    what = _("一个域（页码、交叉引用、题注、目录……）从这里开始，它和结尾之间只隔着半个 if 或 for")
    mend = _(
        "让整个域都在 if（for）和 endif（endfor）之间，或者都在外面；找不到就选中它，按 Ctrl+Shift+F9 变成普通文字"
    )
    source.fault("crossed", place, what, mend)
