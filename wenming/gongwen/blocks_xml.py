"""Blocks written as WordprocessingML."""

import re
from collections.abc import Iterable, Mapping, Sequence

from wenming.engine.drawings import PICTURE_MARK
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import HEAD, RULED, Block, Cell, Frame, Indent, Paragraph, Rule, Run, Section, Table, cell
from wenming.gongwen.columns import broken_head, lines_of
from wenming.ooxml.text import FORBIDDEN, escape
from wenming.ooxml.units import Twips, half_points

_ENDS_OF_LINES, _NO_TEXT = re.compile("\r\n?"), re.compile("[\a\f]")
_SMALL, _SMALL_LINES = 6, 10  # rows, and lines, of a table that is kept on one page
SECTION = "wenming-section"  # an element in whose place sections come when the whole body is known: see sections.py


def write(blocks: Iterable[Block], styles: Mapping[str, str]) -> str:
    """The XML of *blocks*; *styles* gives the id of each style name.

    Raises KeyError with the name of a style that the template does not have.
    """
    return "".join(_block(block, styles) for block in blocks)


def text(value: str) -> str:
    """*value* as the content of ``w:t``: escaped, line feeds as line breaks, tabs as tabs."""
    if not value.isprintable():
        value = _ENDS_OF_LINES.sub("\n", value)
        value = FORBIDDEN.sub("\ufffd", _NO_TEXT.sub("\ufffd", value))
    value = escape(value)
    if "\n" in value:
        value = value.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in value:
        value = value.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return value


def _block(block: Block, styles: Mapping[str, str]) -> str:
    match block:
        case Paragraph():
            return _paragraph(block, styles)
        case Table():
            return _table(block, styles)
        case Section():
            return _section_mark(block)


def _section_mark(section: Section) -> str:
    attributes = f' start="{section.start}"'
    if section.landscape:
        attributes += ' landscape="1"'
    if not section.numbered:
        attributes += ' unnumbered="1"'
    return f"<{SECTION}{attributes}/>"


def _paragraph(paragraph: Paragraph, styles: Mapping[str, str]) -> str:
    properties = _paragraph_properties(paragraph, styles)
    picture = PICTURE_MARK if paragraph.picture else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{picture}{_runs(paragraph, styles)}</w:p>"


def _paragraph_properties(paragraph: Paragraph, styles: Mapping[str, str]) -> str:
    """The children of ``w:pPr`` in the order of the schema (CT_PPrBase)."""
    xml = f'<w:pStyle w:val="{styles[paragraph.style]}"/>'
    if paragraph.keep_next:
        xml += "<w:keepNext/>"
    if paragraph.new_page:
        xml += "<w:pageBreakBefore/>"
    if paragraph.frame:
        xml += _frame(paragraph.frame)
    if paragraph.rules:
        xml += f"<w:pBdr>{''.join(map(_rule, paragraph.rules))}</w:pBdr>"
    if paragraph.indent:
        xml += _tab(paragraph.indent)
    if paragraph.line or paragraph.before:
        xml += _spacing(paragraph.line, paragraph.before)
    if paragraph.indent:
        xml += _indent(paragraph.indent)
    if paragraph.align:
        xml += f'<w:jc w:val="{paragraph.align}"/>'
    return xml


def _spacing(line: Twips, before: Twips) -> str:
    """An exact *line* in twips, which does not stand on the grid of the page, and *before* above the paragraph."""
    if not line:
        return f'<w:spacing w:before="{before}"/>'
    return f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:line="{line}" w:lineRule="exact"/>'


def _runs(paragraph: Paragraph, styles: Mapping[str, str]) -> str:
    properties = ""
    if paragraph.squeeze != 100:
        properties += f'<w:w w:val="{paragraph.squeeze}"/>'
    if paragraph.points:
        size = half_points(paragraph.points)
        properties += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return "".join(_run(run, styles, properties) for run in paragraph.runs)


def _run(run: Run, styles: Mapping[str, str], properties: str) -> str:
    style = f'<w:rStyle w:val="{styles[run.style]}"/>' if run.style else ""
    # the hint sends “ ” … — to the Chinese face
    return (
        f'<w:r><w:rPr>{style}<w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>'
        f'<w:t xml:space="preserve">{text(run.text)}</w:t></w:r>'
    )


def _frame(frame: Frame) -> str:
    return (
        f'<w:framePr w:w="{m.TEXT_WIDTH}" w:h="{frame.height}" w:hRule="exact" w:wrap="around" '
        f'w:vAnchor="margin" w:hAnchor="margin" w:x="1" w:y="{frame.top}"/>'
    )


def _rule(rule: Rule) -> str:
    return f'<w:{rule.edge} w:val="single" w:sz="{rule.width}" w:space="{rule.gap}" w:color="{rule.color}"/>'


def _tab(indent: Indent) -> str:
    if not indent.tab:
        return ""
    return f'<w:tabs><w:tab w:val="{indent.tab_align}" w:pos="{indent.tab}"/></w:tabs>'


def _indent(indent: Indent) -> str:
    # the character counts of the style would win over the twips, so they are set to nought
    if indent.hanging:
        first = f'w:hangingChars="0" w:hanging="{indent.hanging}"'
    else:
        first = f'w:firstLineChars="0" w:firstLine="{indent.first}"'
    return f'<w:ind w:leftChars="0" w:left="{indent.left}" w:rightChars="0" w:right="{indent.right}" {first}/>'


def _table(table: Table, styles: Mapping[str, str]) -> str:
    width = sum(table.widths)
    # Word and WPS may give the style another id
    style = f'<w:tblStyle w:val="{styles.get(RULED, "GwTable")}"/>' if table.ruled else ""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in table.widths)
    head = "".join(_head_row(labels, table.widths, styles) for labels in table.head)
    rows = "".join(_row(cells, table.widths, styles) for cells in _kept_together(table))
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _kept_together(table: Table) -> Sequence[Sequence[Cell]]:
    """The rows of *table*; those of a small one stay on one page, so that it does not break after its first."""
    is_small = table.ruled and 1 < len(table.rows) <= _SMALL
    if not is_small or sum(lines_of(row, table.widths) for row in table.rows) > _SMALL_LINES:
        return table.rows
    *others, last = table.rows
    return [*([_kept(cell) for cell in row] for row in others), last]


def _kept(cell: Cell) -> Cell:
    return cell._replace(paragraphs=[paragraph._replace(keep_next=True) for paragraph in cell.paragraphs])


def _head_row(labels: Iterable[str | Cell], widths: Sequence[Twips], styles: Mapping[str, str]) -> str:
    """A header row, which stands on every page that the table reaches."""
    return _row(head_cells(labels, widths), widths, styles, "<w:tblHeader/>")


def head_cells(labels: Iterable[str | Cell], widths: Sequence[Twips]) -> list[Cell]:
    """The cells of a header row over columns of these *widths*, its labels broken where they do not fit."""
    left = list(widths)
    cells: list[Cell] = []
    for label in labels:
        if isinstance(label, str):
            label = cell(broken_head(label, left[0]), HEAD)
        del left[: label.columns]
        cells.append(label)
    return cells


def _row(cells: Iterable[Cell], widths: Iterable[Twips], styles: Mapping[str, str], mark: str = "") -> str:
    """A row that does not split; its *cells* take all of the *widths*."""
    left = list(widths)
    inner = ""
    for one in cells:
        own, left = left[: one.columns], left[one.columns :]
        inner += _cell(one, Twips(sum(own)), styles)
    assert not left
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inner}</w:tr>"


def _cell(cell: Cell, width: Twips, styles: Mapping[str, str]) -> str:
    merge = _vertical_merge(cell.rows)
    inner = "".join(_paragraph(paragraph, styles) for paragraph in cell.paragraphs)
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="{cell.align}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def _vertical_merge(rows: int) -> str:
    """A cell over *rows* rows; 0: it belongs to the one above it."""
    match rows:
        case 0:
            return "<w:vMerge/>"
        case 1:
            return ""
        case _:
            return '<w:vMerge w:val="restart"/>'
