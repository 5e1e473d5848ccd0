"""Where a paragraph stands, in words that a reader of the Word file can count by."""

from collections import defaultdict

from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml.namespaces import FALLBACK, A, W


def spots(root: Element) -> dict[Element, str]:
    """The spot of every paragraph below *root*: 第3段, 表2 第3行第1列, 文本框1; all counted from 1.

    Paragraphs are counted outside tables and text boxes; tables are the outermost ones.
    """
    found: dict[Element, str] = {}
    paragraphs, boxes = 0, 0
    box_numbers: dict[Element, int] = {}
    tables: dict[Element, int] = {}
    counts: dict[Element, dict[Element, int]] = defaultdict(dict)
    for element in root.iter(W + "p", A + "p", W + "txbxContent"):
        if element.tag == W + "txbxContent":
            boxes += next(element.iterancestors(FALLBACK), None) is None
            box_numbers[element] = boxes
            continue
        above = list(element.iterancestors())
        box = next((one for one in above if one.tag == W + "txbxContent"), None)
        table = next((one for one in reversed(above) if one.tag == W + "tbl"), None)
        if box is not None:
            found[element] = _("文本框{n}").format(n=box_numbers[box])
        elif table is not None:
            row = next((one for one in reversed(above) if one.tag == W + "tr"), table)
            cell = next((one for one in reversed(above) if one.tag == W + "tc"), row)
            found[element] = _("表{t} 第{r}行第{c}列").format(
                t=_nth(tables, table), r=_among(counts, table, row, "tr"), c=_among(counts, row, cell, "tc")
            )
        else:
            paragraphs += 1
            found[element] = _("第{n}段").format(n=paragraphs)
    return found


def _nth(seen: dict[Element, int], element: Element) -> int:
    return seen.setdefault(element, len(seen) + 1)


def _among(counts: dict[Element, dict[Element, int]], owner: Element, element: Element, name: str) -> int:
    if element not in counts[owner]:
        inner = (one for one in owner.iter(W + name) if next(one.iterancestors(owner.tag)) is owner)
        counts[owner] = {one: number for number, one in enumerate(inner, 1)}
    return counts[owner].get(element, 1)
