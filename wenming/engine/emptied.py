"""What false conditions and empty loops leave behind, put right: Word opens no cell without a paragraph."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine import conditional
from wenming.ooxml import table_grid
from wenming.ooxml.namespaces import W14, W

JOINED = "wmjoined"  # between two tables that the template itself has side by side
OWNERS = [  # what Word wants to end with a paragraph
    W + name for name in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent")
]
_CONTROLS = (W + "sdt", W + "customXml", W + "smartTag")
RANGES = [  # both ends of what reaches over texts: they show nothing, and are kept
    W + name + end
    for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange", "perm")
    for end in ("Start", "End")
] + [f"{w}customXml{name}Range{end}" for w in (W, W14) for name in ("Ins", "Del") for end in ("Start", "End")]
_NOTHING = [  # what a paragraph may hold and be empty
    *(W + name for name in ("p", "r", "rPr", "ins", "moveTo", "hyperlink", "bdo", "dir", "smartTag", "smartTagPr")),
    *(W + name for name in ("sdt", "sdtContent", "customXml", "customXmlPr", "proofErr", "lastRenderedPageBreak")),
    *RANGES,
]
_TEXTS = (W + "t", W + "delText", W + "instrText")
_PROPERTIES = (W + "pPr", W + "sdtPr", W + "sdtEndPr")


def mend(root: Element) -> None:
    """Put right under *root* what conditions and loops have left there."""
    _drop_empty_paragraphs(root)
    for row in list(root.iter(W + "tr")):
        if next(row.iter(W + "tc"), None) is None:
            _drop(row)
    for table in list(root.iter(W + "tbl")):
        if next(table.iter(W + "tr"), None) is None:
            _drop(table)
    _drop_empty_controls(root)
    for table in root.iter(W + "tbl"):
        _begin_merges(table)
    _keep_tables_apart(root)
    for owner in root.iter(*OWNERS):
        if not _ends_with_paragraph(owner):
            etree.SubElement(owner, W + "p")


def _instructions(root: Element, target: str) -> list[Element]:
    """Returns the marks of ours under *root* that are called *target*."""
    return [one for one in root.iter(etree.ProcessingInstruction) if one.target == target]


def _drop_empty_paragraphs(root: Element) -> None:
    """Drop the paragraphs of which every word stood under a condition, and none came true."""
    for mark in _instructions(root, conditional.MARK):
        paragraph = mark.getparent()
        paragraph.remove(mark)
        if _is_empty(paragraph) and not _is_between_tables(paragraph):
            _drop(paragraph)


def _is_empty(paragraph: Element) -> bool:
    """True if *paragraph* shows nothing: what we do not know counts as something."""
    for element in paragraph.iter():
        if element.tag in _PROPERTIES:
            if element.find(W + "sectPr") is not None:
                return False
        elif element.tag in _TEXTS:
            if element.text:
                return False
        elif element.tag not in _NOTHING and not _is_property(element):
            return False
    return True


def _is_property(element: Element) -> bool:
    """True if *element* stands within the properties of something."""
    return any(one.tag in _PROPERTIES or one.tag == W + "rPr" for one in element.iterancestors())


def _is_between_tables(paragraph: Element) -> bool:
    """True if only *paragraph* keeps two tables apart: Word would join them."""
    before, after = _neighbour(paragraph, before=True), _neighbour(paragraph, before=False)
    return before is not None and after is not None and before.tag == after.tag == W + "tbl"


def _neighbour(element: Element, *, before: bool) -> Element | None:
    """Returns what stands beside *element*, without marks and ends of ranges."""
    beside = element.itersiblings(preceding=before)
    return next((one for one in beside if isinstance(one.tag, str) and one.tag not in RANGES), None)


def _drop(element: Element) -> None:
    """Drop *element*; the ends of what reaches over more than it stay."""
    for end in list(element.iter(*RANGES)):
        element.addprevious(end)
    element.getparent().remove(element)


def _drop_empty_controls(root: Element) -> None:
    """Drop the controls whose paragraphs, rows or cells have gone, the innermost first."""
    for content in reversed(list(root.iter(W + "sdtContent"))):
        control = content.getparent()
        is_of_words = control.getparent() is not None and control.getparent().tag in (W + "p", W + "r")
        if is_of_words or any(isinstance(one.tag, str) and one.tag not in RANGES for one in content):
            continue
        _drop(control)


def _begin_merges(table: Element) -> None:
    """Let merged cells of *table* begin where the row in which they began has gone."""
    above: dict[int, int] = {}  # the columns at which merged cells stand in the row above, and how many they span
    for row in table_grid.rows_of(table):
        here: dict[int, int] = {}
        column = table_grid.columns_left_out(row, "gridBefore")
        for cell in table_grid.cells_of(row):
            span = table_grid.columns_of_cell(cell)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                here[column] = span
                if above.get(column) != span:
                    merge.set(W + "val", "restart")
            column += span
        above = here


def _keep_tables_apart(root: Element) -> None:
    """Put an empty paragraph between two tables that the template does not have side by side."""
    for table in list(root.iter(W + "tbl")):
        after = _neighbour(table, before=False)
        if after is not None and after.tag == W + "tbl" and not _are_joined(after):
            after.addprevious(etree.Element(W + "p"))
    for mark in _instructions(root, JOINED):
        mark.getparent().remove(mark)


def _are_joined(table: Element) -> bool:
    """True if the template itself has *table* and the one before it side by side."""
    before = table.getprevious()
    return before is not None and before.tag is etree.ProcessingInstruction and before.target == JOINED


def _ends_with_paragraph(owner: Element) -> bool:
    """True if the last thing in *owner* is a paragraph, by itself or in a control."""
    for element in reversed(owner):
        if not isinstance(element.tag, str) or element.tag in RANGES:
            continue
        if element.tag in (*_CONTROLS, W + "sdtContent"):
            return _ends_with_paragraph(element)
        return bool(element.tag == W + "p")
    return False
