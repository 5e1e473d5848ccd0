"""A part without what Word and WPS write for themselves, its equal neighbouring runs joined."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W

_OWN = [W + name for name in ("proofErr", "lastRenderedPageBreak", "noProof")]
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def normalise(root: Element, *, ids: bool = False) -> None:
    """Drop spelling marks, revision ids and paragraph ids (kept with *ids*) below *root*; join equal runs."""
    for element in list(root.iter(*_OWN)):
        parent = element.getparent()
        parent.remove(element)
        if parent.tag == W + "rPr" and not len(parent):
            parent.getparent().remove(parent)
    for element in root.iter(W + "p", W + "r", W + "tr", W + "tbl", W + "sectPr"):
        for key in list(element.attrib):
            if key.startswith(W + "rsid") or (not ids and key in (_W14 + "paraId", _W14 + "textId")):
                del element.attrib[key]
    for run in list(root.iter(W + "r")):
        _join(run)


def _join(run: Element) -> None:
    before = run.getprevious()
    if before is None or before.tag != W + "r" or not (_plain(run) and _plain(before)):
        return
    if _properties(run) != _properties(before):
        return
    mine, theirs = run[-1], before[-1]
    # joined from the left, so that the run on the right goes on being somebody's neighbour
    mine.text = (theirs.text or "") + (mine.text or "")
    mine.set(_XML_SPACE, "preserve")
    before.getparent().remove(before)


def _plain(run: Element) -> bool:
    """Whether *run* is text and nothing else."""
    names = [child.tag for child in run]
    return names in ([W + "t"], [W + "rPr", W + "t"]) and not run.attrib


def _properties(run: Element) -> bytes:
    return etree.tostring(run[0], method="c14n") if len(run) == 2 else b""
