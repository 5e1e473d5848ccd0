"""Where a paragraph stands, in words that a reader of the Word file can count by."""

from collections import defaultdict

from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml.ids import is_copy
from wenming.ooxml.namespaces import A, W

_BOX = W + "txbxContent"


def paragraph_locations(root: Element) -> dict[Element, str]:
    """Returns the spot of every paragraph below *root*: 第3段, 表2 第3行第1列, 文本框1; all counted from 1.

    Paragraphs are counted outside tables and text boxes; tables are the outermost ones.
    """
    found: dict[Element, str] = {}
    paragraphs = boxes = 0
    box_numbers: dict[Element, int] = {}
    tables = _Tables()
    for element in root.iter(W + "p", A + "p", _BOX):
        if element.tag == _BOX:
            boxes += not is_copy(element)
            box_numbers[element] = boxes
            continue
        box = next(element.iterancestors(_BOX), None)
        table = _outermost(element, W + "tbl")
        if box is not None:
            found[element] = _("文本框{n}").format(n=box_numbers[box])
        elif table is not None:
            found[element] = tables.spot(element, table)
        else:
            paragraphs += 1
            found[element] = _("第{n}段").format(n=paragraphs)
    return found


def _outermost(element: Element, name: str) -> Element | None:
    """Returns the outermost of the elements called *name* that hold *element*; None where none does."""
    holders = list(element.iterancestors(name))
    return holders[-1] if holders else None


class _Tables:
    """The tables of a part, numbered as they are met, with the numbers of their rows and of the cells in these."""

    def __init__(self) -> None:
        self._tables: dict[Element, int] = {}
        self._numbers: dict[Element, dict[Element, int]] = defaultdict(dict)

    def spot(self, paragraph: Element, table: Element) -> str:
        """Returns the spot of *paragraph*, which stands in *table*."""
        table_number = self._tables.setdefault(table, len(self._tables) + 1)
        row = _outermost(paragraph, W + "tr")
        if row is None:
            row = table
        cell = _outermost(paragraph, W + "tc")
        if cell is None:
            cell = row
        row_number = self._number(row, table, W + "tr")
        cell_number = self._number(cell, row, W + "tc")
        return _("表{t} 第{r}行第{c}列").format(t=table_number, r=row_number, c=cell_number)

    def _number(self, element: Element, owner: Element, name: str) -> int:
        """Returns which *element* is of those called *name* in *owner*, but not in another one within it; else 1."""
        if element not in self._numbers[owner]:
            all_inside = owner.iter(name)
            inside = [one for one in all_inside if next(one.iterancestors(owner.tag)) is owner]
            self._numbers[owner] = {one: number for number, one in enumerate(inside, 1)}
        return self._numbers[owner].get(element, 1)
