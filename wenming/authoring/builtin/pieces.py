"""What templates are put together from: lines in named styles, tables that repeat a row, charts."""

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.text.run import CT_R
from docx.shared import Twips
from docx.table import Table, _Cell

from wenming.authoring.builtin import chart_parts
from wenming.gongwen.columns import broken_head
from wenming.ooxml.units import Twips as OwnTwips

Line = tuple[str, str]  # style name, text
Column = tuple[str, str, int]  # of a table: head, tag, width in twips
_LONG_TEXTS = ("任务", "问题")  # heads of the columns that are not centred
_BEFORE_TABLES = ("如下：", "{{ 问题小结 }}")  # how a line ends that stays on the page of the table below it


def lines(document: WordDocument, written: Iterable[Line]) -> None:
    """Adds a paragraph for each line."""
    for style, text in written:
        paragraph = document.add_paragraph(style=style)
        if text.endswith(_BEFORE_TABLES):
            paragraph.paragraph_format.keep_with_next = True
        if text:
            _hint(paragraph.add_run(text)._r)


def _hint(run: CT_R) -> None:
    """Makes *run* take its font for Chinese also for marks that Western fonts have too."""
    properties = run.get_or_add_rPr()
    properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))


def table(document: WordDocument, columns: list[Column], rows: str) -> None:
    """Adds a table whose one row is repeated for 行 in *rows*."""
    added = document.add_table(rows=4, cols=len(columns), style="公文表格")
    _set_widths(added, [width for _head, _tag, width in columns])
    for row in added.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    added.rows[0]._tr.trPr.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    head_row, opening_row, value_row, closing_row = added.rows
    for index, (head, tag, width) in enumerate(columns):
        _write(head_row.cells[index], broken_head(head, OwnTwips(width)), "表头")
        _write(value_row.cells[index], tag, "表格文字" if head in _LONG_TEXTS else "表格居中")
    for cell in (*opening_row.cells, *closing_row.cells):
        _write(cell, "", "表格文字")
    _write(opening_row.cells[0], f"{{%tr for 行 in {rows} %}}", "表格文字")
    _write(closing_row.cells[0], "{%tr endfor %}", "表格文字")


def _set_widths(added: Table, widths: list[int]) -> None:
    """Fixes the *widths* of the columns (twips), and sets what stands in the cells in their middle height."""
    properties = added._tbl.tblPr
    word = f"{{{properties.nsmap['w']}}}"
    properties.get_or_add_tblLayout().set(f"{word}type", "fixed")
    width_of_table = properties.find("{*}tblW")
    width_of_table.set(f"{word}w", str(sum(widths)))
    width_of_table.set(f"{word}type", "dxa")
    for grid, width in zip(added._tbl.tblGrid, widths, strict=True):
        grid.w = Twips(width)
    for row in added.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _write(cell: _Cell, text: str, style: str) -> None:
    """Writes *text* in *style* into *cell*."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if text:
        _hint(paragraph.add_run(text)._r)


def chart(document: WordDocument, name: str, figure: chart_parts.Figure, caption: str = "") -> None:
    """Adds a chart that takes the figures *name*, or the same figures as bars of text; its *caption*, else its name."""
    lines(document, [("公文正文", f"{{%p if 图表.{name} %}}")])
    paragraph = document.add_paragraph(style="图")
    parts = document.part.package.iter_parts()
    charts = [part for part in parts if part.partname.startswith("/word/charts/")]
    chart_parts.add(paragraph, figure, name, len(charts) + 1)
    lines(document, [("图题", caption or name), ("公文正文", "{%p endif %}")])
    lines(document, [("公文正文", f"{{{{p 文字条.{name} }}}}")])
