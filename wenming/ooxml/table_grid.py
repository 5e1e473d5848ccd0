"""The columns of tables whose cells depend on the data."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W


def regrid(xml: str) -> str:
    """*xml* with the grid of each table as wide as before and with as many columns as its rows have."""
    root = etree.fromstring(xml.encode())
    for table in root.iter(W + "tbl"):
        rows = [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]
        columns = max(
            (sum(_columns(cell) for cell in row.iter(W + "tc") if _owner(cell) is row) for row in rows), default=0
        )
        grid = table.find(W + "tblGrid")
        if grid is None or not columns or columns == len(grid):
            continue
        widths = _spread([int(float(column.get(W + "w", "0"))) for column in grid], columns)
        for column in list(grid):
            grid.remove(column)
        for width in widths:
            etree.SubElement(grid, W + "gridCol").set(W + "w", str(width))
        _fit(table, rows, widths)
    head = xml[: xml.index("?>") + 2] if xml.startswith("<?xml") else ""
    text: str = etree.tostring(root, encoding="unicode")
    return head + text


def _owner(cell: Element) -> Element:
    return next(cell.iterancestors(W + "tr"))


def _columns(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(W + "val", "1") if span is not None else "1"
    return int(value) if value.isdigit() else 1


def _spread(widths: list[int], columns: int) -> list[int]:
    """*columns* widths, together as wide as *widths*: more columns narrow all, fewer share what is gone."""
    total = sum(widths)
    if columns > len(widths):
        share = len(widths) / columns
        added = [int(total / columns)] * (columns - len(widths))
        return [int(width * share) for width in widths] + added
    gone = int(sum(widths[columns:]) / columns)
    return [width + gone for width in widths[:columns]]


def _fit(table: Element, rows: list[Element], widths: list[int]) -> None:
    """The widths of the table and its cells are those of the grid."""
    own = table.find(f"{W}tblPr/{W}tblW")
    if own is not None and own.get(W + "type") == "dxa":
        own.set(W + "w", str(sum(widths)))
    for row in rows:
        at = 0
        for cell in row.iter(W + "tc"):
            if _owner(cell) is row:
                columns = _columns(cell)
                width = cell.find(f"{W}tcPr/{W}tcW")
                if width is not None and width.get(W + "type") == "dxa":
                    width.set(W + "w", str(sum(widths[at : at + columns])))
                at += columns
