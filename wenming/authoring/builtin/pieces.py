"""What templates are put together from: lines in named styles, tables that repeat a row, charts."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from wenming.authoring.builtin import chart_parts

Line = tuple[str, str]  # style name, text
Column = tuple[str, str, int]  # of a table: head, tag, width in twips


def lines(document: WordDocument, written: Iterable[Line]) -> None:
    """A paragraph for each line."""
    for style, text in written:
        paragraph = document.add_paragraph(style=style)
        if text:
            _hint(paragraph.add_run(text)._r)


def _hint(run: Any) -> None:
    properties = run.get_or_add_rPr()
    properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))


def table(document: WordDocument, columns: list[Column], rows: str) -> None:
    """A table whose one row is repeated for 行 in *rows*."""
    made = document.add_table(rows=4, cols=len(columns), style="公文表格")
    widths = [width for _, _, width in columns]
    properties = made._tbl.tblPr
    properties.get_or_add_tblLayout().set(f"{{{properties.nsmap['w']}}}type", "fixed")
    properties.find("{*}tblW").set(f"{{{properties.nsmap['w']}}}w", str(sum(widths)))
    properties.find("{*}tblW").set(f"{{{properties.nsmap['w']}}}type", "dxa")
    for grid, width in zip(made._tbl.tblGrid, widths, strict=True):
        grid.w = Twips(width)
    for number, row in enumerate(made.rows):
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if number == 0:
            row._tr.trPr.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)
            cell.vertical_alignment = 1
    for index, (label, tag, _) in enumerate(columns):
        texts = [label, f"{{%tr for 行 in {rows} %}}" if not index else "", tag, "{%tr endfor %}" if not index else ""]
        left = label in ("任务", "问题")
        for row, text, style in zip(
            made.rows, texts, ["表头", "表格文字", "表格文字" if left else "表格居中", "表格文字"], strict=True
        ):
            paragraph = row.cells[index].paragraphs[0]
            paragraph.style = style
            if text:
                _hint(paragraph.add_run(text)._r)


def chart(document: WordDocument, name: str, figure: chart_parts.Figure) -> None:
    """A chart that takes the figures *name*, or the same figures as bars of text."""
    lines(document, [("公文正文", f"{{%p if 图表.{name} %}}")])
    paragraph = document.add_paragraph(style="图")
    there = [part for part in document.part.package.iter_parts() if part.partname.startswith("/word/charts/")]
    chart_parts.add(paragraph, figure, name, len(there) + 1)
    lines(document, [("图题", name), ("公文正文", "{%p endif %}"), ("公文正文", f"{{{{p 文字条.{name} }}}}")])
