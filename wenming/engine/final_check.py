"""A last look at a document that is not proved: a broken one is worse than none."""

from collections.abc import Mapping

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine.postprocess import LEFT
from wenming.engine.program import Compiled
from wenming.ooxml.integrity import problems


def expect_sound(compiled: Compiled, changed: Mapping[str, bytes], shown: str, *, linked: bool) -> None:
    """Raise Faults where Word would call the document broken; *linked*: it has links of docxtpl's RichText."""
    found = problems({**compiled.unpacked(), **changed}, changed, LEFT)
    if not found:
        return
    mend = _("检查标签是不是开始在一段（或表格）里、结束在另一段里")
    if linked:
        mend = _("RichText 的 url_id 只是编号：把 DocxTemplate 也给 render，写成 render(内容, docxtpl=它)")
    raise Faults([Fault(Place(f"{shown} · {name}"), what, mend, "unsound") for name, what in found])
