"""A part without what Word and WPS write for themselves, its equal neighbouring runs joined."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W14, W

_OWN_MARKS = [W + name for name in ("proofErr", "lastRenderedPageBreak", "noProof")]
_WITH_REVISION_IDS = [W + name for name in ("p", "r", "tr", "tbl", "sectPr")]
_REVISION_ID = W + "rsid"  # how its attributes begin: rsidR, rsidRPr …
_PARAGRAPH_IDS = (W14 + "paraId", W14 + "textId")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def normalise(root: Element, *, ids: bool = False) -> None:
    """Drop spelling marks, revision ids and paragraph ids (kept with *ids*) below *root*; join equal runs."""
    for mark in list(root.iter(*_OWN_MARKS)):
        _drop_mark(mark)
    dropped = () if ids else _PARAGRAPH_IDS
    for element in root.iter(*_WITH_REVISION_IDS):
        for key in list(element.attrib):
            if key.startswith(_REVISION_ID) or key in dropped:
                del element.attrib[key]
    for run in list(root.iter(W + "r")):
        _join_to_previous(run)


def _drop_mark(mark: Element) -> None:
    """Drop *mark*, and the properties of a run that hold nothing else."""
    parent = mark.getparent()
    parent.remove(mark)
    if parent.tag == W + "rPr" and not len(parent):
        parent.getparent().remove(parent)


def _join_to_previous(run: Element) -> None:
    """Join *run* to the run before it where both are text of the same look."""
    previous = run.getprevious()
    if previous is None or previous.tag != W + "r":
        return
    if not _is_plain(run) or not _is_plain(previous):
        return
    if _properties(run) != _properties(previous):
        return
    text, text_before = run[-1], previous[-1]
    # joined from the left, so that the run on the right goes on being somebody's neighbour
    text.text = (text_before.text or "") + (text.text or "")
    text.set(_XML_SPACE, "preserve")
    previous.getparent().remove(previous)


def _is_plain(run: Element) -> bool:
    """True if *run* is text and nothing else."""
    names = [child.tag for child in run]
    return names in ([W + "t"], [W + "rPr", W + "t"]) and not run.attrib


def _properties(run: Element) -> bytes:
    """Returns the properties of a plain *run* as bytes that can be compared; empty where it has none."""
    if len(run) < 2:
        return b""
    canonical: bytes = etree.tostring(run[0], method="c14n")
    return canonical
