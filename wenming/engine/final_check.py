"""A last look at a document that is not proved: a broken one is worse than none."""

from collections.abc import Mapping

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine.postprocess import LEFT
from wenming.engine.program import Compiled
from wenming.ooxml import active_content
from wenming.ooxml.integrity import problems


def expect_sound(compiled: Compiled, changed: Mapping[str, bytes], shown: str, *, linked: bool) -> None:
    """Raise Faults where Word would call the document broken, or where it holds what no template may bring along.

    *linked*: it has links of docxtpl's RichText.
    """
    brought = list(active_content.faults(changed, shown))
    if brought:
        raise Faults(brought)
    found = problems({**compiled.unpacked(), **changed}, changed, LEFT)
    if found:
        raise Faults([_fault(f"{shown} · {name}", what, linked=linked) for name, what in found])


def unsound(shown: str, why: str, *, linked: bool) -> Faults:
    """The faults of a part, *shown*, that is no XML: *why* in the words of whoever read it; *linked* as above."""
    what = _("这个模板生成的内容不是完好的 Word 文件：{why}").format(why=why)
    return Faults([_fault(shown, what, linked=linked)])


def _fault(shown: str, what: str, *, linked: bool) -> Fault:
    mend = _("检查标签是不是开始在一段（或表格）里、结束在另一段里")
    if linked:
        mend = _("RichText 的 url_id 只是编号：把 DocxTemplate 也给 render，写成 render(内容, docxtpl=它)")
    return Fault(Place(shown), what, mend, "unsound")
