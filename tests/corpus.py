"""Templates for the doctor, written as lines: good ones that he must not blame, broken ones that he must place."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from wenming.ooxml import package
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import OFFICE, ROOT, Relationship, relations_of
from wenming.ooxml.relationships import related as related_with

_BASE = package.read((Path(__file__).parent.parent / "templates" / "notice.docx").read_bytes(), "notice.docx")
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_DATED = 'w:id="9" w:author="甲" w:date="2026-01-01T00:00:00Z"'

SHAPE = {  # the names that a template of the corpus may use
    "标题": None,
    "期号": None,
    "编发日期": None,
    "主送": None,
    "附注": None,
    "镇": {"名称": None, "上级": None, "机关": None, "行政村": ["甲村"]},
    "任务进展": [{"编号": None, "名称": None, "目标": None, "本周": None, "完成率": None}],
    "问题": [{"编号": None, "单位": None, "描述": None, "责任人": None}],
    "方案": {"领导小组": {"名称": None, "成员": [{"姓名": None, "职务": None}]}},
}


class Case(NamedTuple):
    """A template: its body, other parts that it replaces, and of a broken one which fault stands where."""

    body: tuple[str, ...]
    parts: Mapping[str, str] = {}
    code: str = ""
    spot: str = ""

    def docx(self) -> bytes:
        parts = dict(_BASE)
        parts["word/document.xml"] = _root("document", f"<w:body>{''.join(map(p, self.body))}<w:sectPr/></w:body>")
        for name, xml in self.parts.items():
            root = {"footer": "ftr", "header": "hdr"}.get(name[5:11], "")
            parts[name] = xml.encode() if xml.startswith("<") or not root else _root(root, p(xml))
        return package.write(parts)


def _root(name: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{name} {_NAMESPACES}>{inner}</w:{name}>'.encode()


def p(*texts: str, style: str = "", face: str = "") -> str:
    """A paragraph of runs; what begins with < is XML already."""
    if texts and texts[0].startswith("<w:"):
        return "".join(texts)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(r(text, face) for text in texts)}</w:p>"


def r(text: str, face: str = "", element: str = "t") -> str:
    """A run."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{face}" w:eastAsia="{face}"/></w:rPr>' if face else ""
    return f'<w:r>{fonts}<w:{element} xml:space="preserve">{escape(text)}</w:{element}></w:r>'


def t(*rows: tuple[str, ...]) -> str:
    """A table of rows of cells; what begins with < is XML already."""
    cells = ["".join(f"<w:tc><w:tcPr/>{p(cell)}</w:tc>" for cell in row) for row in rows]
    grid = '<w:gridCol w:w="2000"/>' * max(map(len, rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def styled(name: str, face: str = "", theme: str = "") -> str:
    """styles.xml with another face for the style *name*, a new one where there is none; without a name for all text."""
    root = etree.fromstring(_BASE["word/styles.xml"])
    owner = next((one for one in root.iter(W + "style") if one.find(W + "name").get(W + "val") == name), None)
    if not name:
        owner = root.find(f"{W}docDefaults/{W}rPrDefault")
    elif owner is None:
        owner = etree.SubElement(root, W + "style", {W + "type": "paragraph", W + "styleId": "New"})
        etree.SubElement(owner, W + "name", {W + "val": name})
    for one in owner.findall(W + "rPr"):
        owner.remove(one)
    values = {W + "eastAsia": face, W + "ascii": face} if face else {W + "eastAsiaTheme": theme}
    etree.SubElement(etree.SubElement(owner, W + "rPr"), W + "rFonts", values)
    return etree.tostring(root, encoding="unicode")


def deleted(text: str) -> str:
    """A paragraph whose text somebody deleted with changes tracked."""
    return f"<w:p><w:del {_DATED}>{r(text, element='delText')}</w:del></w:p>"


def inserted(text: str) -> str:
    """A paragraph whose text somebody inserted with changes tracked."""
    return f"<w:p><w:ins {_DATED}>{r(text)}</w:ins></w:p>"


def moved(text: str) -> str:
    """A paragraph whose text somebody moved away with changes tracked."""
    return f"<w:p><w:moveFrom {_DATED}>{r(text)}</w:moveFrom></w:p>"


def box(*paragraphs: str) -> str:
    """A paragraph with a text box of *paragraphs*."""
    inner = "".join(map(p, paragraphs))
    shape = f"<v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def field(text: str) -> str:
    """A paragraph with a page number behind *text*."""
    return (
        f'<w:p>{r(text)}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def coded(*codes: str) -> str:
    """A paragraph with a field whose code stands in several runs; what begins with < is a field within it."""
    inner = "".join(code if code.startswith("<") else r(code, element="instrText") for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{inner}{end}</w:p>"


def with_part(parts: Mapping[str, bytes], name: str, data: bytes) -> dict[str, bytes]:
    """*parts* and one more, which the body (or the package) refers to as what its usual *name* says."""
    stem = name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
    role = {
        **{"core": "core-properties", "app": "extended-properties", "custom": "custom-properties"},
        **{"data": "diagramData", "drawing": "diagramDrawing"},
    }.get(stem, stem)
    owner = "" if name.startswith("docProps/") else "word/document.xml"
    relations = relations_of(owner) if owner else ROOT
    added = Relationship(f"rId{stem}", f"{OFFICE}/{role}", f"/{name}")
    return {**parts, name: data, relations: related_with(parts.get(relations, b""), [added])}


def related(kind: str, target: str = "styles.xml") -> dict[str, str]:
    """The relationships of a body that brings along something of this *kind*."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"word/_rels/document.xml.rels": f'<Relationships xmlns="{namespace}">{one}</Relationships>'}


def proofed(*texts: str) -> str:
    """A paragraph as Word leaves it after its spelling was looked at."""
    mark = '<w:proofErr w:type="spellStart"/>'
    return f'<w:p w:rsidR="00AB12CD">{mark.join(r(text) for text in texts)}</w:p>'


def bookmarked(before: str, inside: str, after: str) -> str:
    """A paragraph with a bookmark around *inside*."""
    start, end = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'
    return f"<w:p>{r(before)}{start}{r(inside)}{end}{r(after)}</w:p>"
