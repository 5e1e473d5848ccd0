"""A copy of a template with a Word comment at every fault."""

import io
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.ooxml import archive, package
from wenming.ooxml.locations import spots
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W

_DATE = W + "date"


def annotated(data: bytes, faults: Iterable[Fault], author: str) -> bytes:
    """The .docx *data* with each of *faults* as a comment by *author*; those of other parts on the first paragraph.

    Raises Faults where *data* is too broken to hold comments.
    """
    import docx
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    data = archive.assemble(package.members(data, ""))
    try:
        document = docx.Document(io.BytesIO(data))
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise package.refused("", _("这个文件 Word 打不开，加不了批注"), _("请先按上面说的改好")) from error
    places: dict[str, list[Element]] = {}
    for element, spot in spots(document.element.body).items():
        places.setdefault(spot, []).append(element)
    everywhere = [one for found in places.values() for one in found]
    for fault in faults:
        here = fault.place.file.endswith(BODY)
        found = _found(places.get(fault.place.path, []) if here else [], fault.place.text) or everywhere[:1]
        if not found:
            continue
        element = _holder(found[0])
        paragraph = Paragraph(element, document)
        own = (run for run in element.iter(W + "r") if next(run.iterancestors(W + "p")) is element)
        runs = [Run(run, paragraph) for run in own] or [paragraph.add_run()]
        where = "" if here and fault.place.path else f"{fault.place.file} {fault.place.path}".strip() + "："
        text = f"{where}{fault.what}"
        if fault.mend:
            text += "\n" + _("提示：{mend}").format(mend=fault.mend)
        comment = document.add_comment([runs[0], runs[-1]], text, author=author, initials="文明")
        comment._comment_elm.attrib.pop(_DATE, None)  # no clock in a document
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _holder(element: Element) -> Element:
    """The paragraph itself, or the one that holds the text box it stands in: Word takes no comments in a box."""
    return next(reversed([*element.iterancestors(W + "p")]), element)


def _found(elements: list[Element], text: str) -> list[Element]:
    """Those of *elements* whose text is *text*, for cells that hold several paragraphs."""
    same = [one for one in elements if "".join(leaf.text or "" for leaf in one.iter(W + "t")) == text]
    return same or elements
