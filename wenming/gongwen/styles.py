"""The named Word styles of an official document (GB/T 9704-2012 §7) and their OOXML."""

from dataclasses import dataclass
from typing import Literal

from wenming.gongwen import measures as m
from wenming.ooxml.units import Points, Twips

_SIZE_2, _SIZE_4, _SMALL_4 = Points(22), Points(14), Points(12)  # 二号, 四号, 小四
_NONE, _AS_BASED = Twips(0), Points(0)
SONG_TITLE, FANG, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One named style; *first* indents the first line, in characters."""

    id: str
    name: str
    kind: Literal["paragraph", "character"] = "paragraph"
    based: str = "Normal"
    face: str = ""
    size: Points = _AS_BASED
    color: str = ""
    tracking: Twips | None = None
    line: Twips = _NONE
    single: bool = False  # lines as high as what stands in them: an exact line would cut a picture off
    before: Twips = _NONE
    align: str = ""
    first: int = 0
    keep_next: bool = False
    outline: int | None = None


STYLES = (
    Style(id="GwBody", name="公文正文", first=2),
    Style(
        id="GwTitle",
        name="公文标题",
        face=SONG_TITLE,
        size=_SIZE_2,
        tracking=_NONE,
        line=m.TITLE_LINE,
        align="center",
        keep_next=True,
    ),
    Style(id="GwAddressee", name="主送机关"),
    Style(id="GwHeading1", name="一级标题", face=HEI, first=2, keep_next=True, outline=0),
    Style(id="GwHeading2", name="二级标题", face=KAI, first=2, keep_next=True, outline=1),
    Style(id="GwHeading3", name="三级标题", first=2, keep_next=True, outline=2),
    Style(id="GwHeading4", name="四级标题", first=2, keep_next=True, outline=3),
    Style(id="GwHeading1Run", name="一级标题字", kind="character", face=HEI),
    Style(id="GwHeading2Run", name="二级标题字", kind="character", face=KAI),
    Style(id="GwHeading3Run", name="三级标题字", kind="character"),
    Style(id="GwHeading4Run", name="四级标题字", kind="character"),
    Style(id="GwRoster", name="名单"),
    Style(id="GwAnnexNote", name="附件说明", keep_next=True),
    Style(id="GwSignature", name="落款", align="right", keep_next=True),
    Style(id="GwSignatureCentred", name="联合署名", align="center", keep_next=True),
    Style(id="GwRemark", name="附注", first=2),
    Style(id="GwAnnexLabel", name="附件序号", face=HEI, keep_next=True),
    Style(id="GwMark", name="份号"),
    Style(id="GwMarkBold", name="密级和紧急程度", face=HEI),
    Style(id="GwSign", name="发文机关标志", face=SONG_TITLE, color=m.RED, tracking=_NONE, align="center"),
    Style(id="GwNumber", name="发文字号", align="center"),
    Style(id="GwSigner", name="签发人", kind="character", face=KAI),
    Style(id="GwColophon", name="版记", size=_SIZE_4, tracking=_NONE, line=m.COLOPHON_LINE),
    Style(id="GwPageNumber", name="页码", face=SONG, size=_SIZE_4, tracking=_NONE, line=m.SIZE_4),
    Style(id="GwTableTitle", name="表格标题", face=HEI, align="center", keep_next=True),
    Style(
        id="GwTableHead",
        name="表头",
        face=HEI,
        size=_SMALL_4,
        tracking=_NONE,
        line=m.TABLE_LINE,
        align="center",
        keep_next=True,
    ),
    Style(id="GwTableText", name="表格文字", size=_SMALL_4, tracking=_NONE, line=m.TABLE_LINE, align="left"),
    Style(id="GwTableCentre", name="表格居中", size=_SMALL_4, tracking=_NONE, line=m.TABLE_LINE, align="center"),
    Style(id="GwFigure", name="图", single=True, align="center", keep_next=True),
    Style(id="GwFigureTitle", name="图题", face=HEI, size=_SMALL_4, tracking=_NONE, line=m.TABLE_LINE, align="center"),
    Style(
        id="GwBulletinName",
        name="简报名称",
        face=SONG_TITLE,
        size=Points(42),
        color=m.RED,
        tracking=_NONE,
        line=Twips(1000),
        align="center",
    ),
    Style(id="GwBulletinNumber", name="简报期号", align="center"),
    Style(id="GwBulletinIssuer", name="简报编发"),
    # 22 lines leave 18 twips of the type area: what ends a section stands there, on no page of its own
    Style(id="GwBreak", name="分节", size=Points(1), tracking=_NONE, line=Twips(14)),
)

_NO_GRID_GAPS = (  # a gap beside digits, or a mark hung outside the line, would break the 28-character line
    '<w:kinsoku w:val="1"/><w:overflowPunct w:val="0"/><w:topLinePunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
)


def styles_xml() -> str:
    """The children of ``w:styles``: document defaults and every named style."""
    return _DEFAULTS + "".join(_style(style) for style in STYLES)


_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FANG}" w:eastAsia="{FANG}" w:hAnsi="{FANG}" w:cs="{FANG}"/>'
    f'<w:spacing w:val="{m.TRACKING}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl w:val="0"/>{_NO_GRID_GAPS}'
    f'<w:spacing w:before="0" w:after="0" w:line="{m.LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    f'<w:top w:w="0" w:type="dxa"/><w:left w:w="{m.CELL_MARGIN}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    f'<w:right w:w="{m.CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="GwTable"><w:name w:val="公文表格"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)


def _style(style: Style) -> str:
    """The ``w:style`` of one style."""
    based = "DefaultParagraphFont" if style.kind == "character" else style.based
    return (
        f'<w:style w:type="{style.kind}" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/>{_paragraph_properties(style)}{_run_properties(style)}</w:style>'
    )


def _paragraph_properties(style: Style) -> str:
    """The ``w:pPr`` of *style*, its children in the order of the schema (CT_PPrBase); empty where it has none."""
    xml = ""
    if style.keep_next:
        xml += "<w:keepNext/><w:keepLines/>"
    xml += _line_spacing(style)
    if style.first:
        xml += f'<w:ind w:firstLineChars="{style.first * 100}" w:firstLine="{style.first * m.SIZE_3}"/>'
    if style.align:
        xml += f'<w:jc w:val="{style.align}"/>'
    if style.outline is not None:
        xml += f'<w:outlineLvl w:val="{style.outline}"/>'
    return _element("w:pPr", xml)


def _line_spacing(style: Style) -> str:
    """How high the lines of *style* are; a line of its own height does not stand on the grid of the page."""
    xml = ""
    if style.line:
        xml += '<w:snapToGrid w:val="0"/>'
    if style.single:
        xml += '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
    if style.before:
        xml += f'<w:spacing w:before="{style.before}" w:line="{style.line or m.LINE}" w:lineRule="exact"/>'
    elif style.line:
        xml += f'<w:spacing w:line="{style.line}" w:lineRule="exact"/>'
    return xml


def _run_properties(style: Style) -> str:
    """The ``w:rPr`` of *style*, its children in the order of the schema (EG_RPrBase); empty where it has none."""
    xml = ""
    if style.face:
        face = f'"{style.face}"'
        xml += f"<w:rFonts w:ascii={face} w:eastAsia={face} w:hAnsi={face} w:cs={face}/>"
    if style.color:
        xml += f'<w:color w:val="{style.color}"/>'
    if style.tracking is not None:
        xml += f'<w:spacing w:val="{style.tracking}"/>'
    if style.size:
        half_points = round(style.size * 2)
        xml += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return _element("w:rPr", xml)


def _element(name: str, content: str) -> str:
    """The element *name* around *content*; nothing where there is no content."""
    if not content:
        return ""
    return f"<{name}>{content}</{name}>"


FACES = {"小标宋": SONG_TITLE, "仿宋": FANG, "楷体": KAI, "黑体": HEI, "宋体": SONG}
