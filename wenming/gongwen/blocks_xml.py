"""Blocks written as WordprocessingML."""

from collections.abc import Iterable, Mapping

from wenming.engine.drawings import PICTURE_MARK
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import HEAD, RULED, Block, Cell, Frame, Indent, Paragraph, Rule, Run, Section, Table, cell
from wenming.ooxml.text import FORBIDDEN

SECTION_MARK = "<wenming-section{0}/>"  # replaced when the whole body is known: see template/sections.py


def write(blocks: Iterable[Block], styles: Mapping[str, str]) -> str:
    """The XML of *blocks*; *styles* gives the id of each style name.

    Raises KeyError with the name of a style that the template does not have.
    """
    return "".join(_block(block, styles) for block in blocks)


def text(value: str) -> str:
    """*value* as the content of ``w:t``: escaped, line feeds as line breaks, tabs as tabs."""
    if not value.isprintable():
        value = FORBIDDEN.sub("\ufffd", value.replace("\a", "\ufffd"))
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
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
            landscape = ' landscape="1"' if block.landscape else ""
            numbered = "" if block.numbered else ' unnumbered="1"'
            return SECTION_MARK.format(f' start="{block.start}"{landscape}{numbered}')


def _paragraph(block: Paragraph, styles: Mapping[str, str]) -> str:
    properties = f'<w:pStyle w:val="{styles[block.style]}"/>'
    if block.keep_next:
        properties += "<w:keepNext/>"
    if block.new_page:
        properties += "<w:pageBreakBefore/>"
    if block.frame:
        properties += _frame(block.frame)
    if block.rules:
        properties += f"<w:pBdr>{''.join(map(_rule, block.rules))}</w:pBdr>"
    if block.indent and block.indent.tab:
        properties += f'<w:tabs><w:tab w:val="{block.indent.tab_align}" w:pos="{block.indent.tab}"/></w:tabs>'
    if block.line:
        properties += '<w:snapToGrid w:val="0"/>'
    if block.before or block.line:
        line = f' w:line="{block.line}" w:lineRule="exact"' if block.line else ""
        properties += f'<w:spacing w:before="{block.before}"{line}/>'
    if block.indent:
        properties += _indent(block.indent)
    if block.align:
        properties += f'<w:jc w:val="{block.align}"/>'
    picture = PICTURE_MARK if block.picture else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{picture}{_runs(block, styles)}</w:p>"


def _runs(block: Paragraph, styles: Mapping[str, str]) -> str:
    size = (
        f'<w:sz w:val="{round(block.points * 2)}"/><w:szCs w:val="{round(block.points * 2)}"/>' if block.points else ""
    )
    squeeze = f'<w:w w:val="{block.squeeze}"/>' if block.squeeze != 100 else ""
    return "".join(_run(run, styles, squeeze + size) for run in block.runs)


def _run(run: Run, styles: Mapping[str, str], properties: str = "") -> str:
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


def _indent(indent: Indent) -> str:
    # the character counts of the style would win over the twips, so they are set to nought
    first = (
        f'w:hangingChars="0" w:hanging="{indent.hanging}"'
        if indent.hanging
        else f'w:firstLineChars="0" w:firstLine="{indent.first}"'
    )
    return f'<w:ind w:leftChars="0" w:left="{indent.left}" w:rightChars="0" w:right="{indent.right}" {first}/>'


def _table(table: Table, styles: Mapping[str, str]) -> str:
    width = sum(table.widths)
    # Word and WPS may give the style another id
    style = f'<w:tblStyle w:val="{styles.get(RULED, "GwTable")}"/>' if table.ruled else ""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in table.widths)
    head = "".join(
        _row([cell(label, HEAD) for label in labels], table.widths, styles, "<w:tblHeader/>") for labels in table.head
    )
    rows = "".join(_row(cells, table.widths, styles) for cells in table.rows)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _row(cells: Iterable[Cell], widths: Iterable[int], styles: Mapping[str, str], mark: str = "") -> str:
    inner = "".join(_cell(cell, width, styles) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inner}</w:tr>"


def _cell(cell: Cell, width: int, styles: Mapping[str, str]) -> str:
    merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "<w:vMerge/>" if cell.rows == 0 else ""
    inner = "".join(_paragraph(paragraph, styles) for paragraph in cell.paragraphs)
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="{cell.align}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
