"""Makes the built-in templates: ``python -m wenming.authoring.builtin.make`` writes them to templates/.

python-docx builds each document; the styles, settings and page come from GB/T 9704-2012 (measures, styles).
"""

import io
import re
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from wenming.authoring.builtin.contents import TEMPLATES
from wenming.base import files
from wenming.gongwen import measures as m
from wenming.gongwen.footers import page_number
from wenming.gongwen.styles import FANG, HEI, KAI, SONG, SONG_TITLE, styles_xml
from wenming.ooxml import package

_UNUSED = ("thumbnail", "customXml", "webSettings", "numbering", "stylesWithEffects")


def make(fill: Callable[[WordDocument], None]) -> bytes:
    """The .docx of one template."""
    document = Document()
    _style(document)
    _settings(document)
    _page(document)
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    parts = package.read(buffer.getvalue(), "")
    return package.write(_slim(parts))


def _style(document: WordDocument) -> None:
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:styles {nsdecls('w')}>{styles_xml()}</w:styles>"):
        element.append(child)


def _settings(document: WordDocument) -> None:
    element = document.settings.element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{m.SIZE_3 * 2}"/><w:evenAndOddHeaders/>'
        f'<w:drawingGridVerticalSpacing w:val="{m.LINE // 2}"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    ):
        element.append(child)


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Twips(m.PAGE_WIDTH), Twips(m.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(m.MARGIN_TOP), Twips(m.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Twips(m.MARGIN_LEFT), Twips(m.MARGIN_RIGHT)
    section.header_distance, section.footer_distance = Twips(m.HEADER), Twips(m.FOOTER)
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        element = footer._element
        for child in list(element):
            element.remove(child)
        element.append(parse_xml(page_number("GwPageNumber", odd=odd).replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    grid = section._sectPr.find("{*}docGrid")
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{m.LINE}"/>'))


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 标题 }}</dc:title>'
    "<dc:creator>{{ 镇.机关 }}</dc:creator></cp:coreProperties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>wenming</Application>'
    "</Properties>"
)


def _slim(parts: package.Parts) -> package.Parts:
    """Without what python-docx's own skeleton brings and a 公文 does not use."""
    kept = {name: data for name, data in parts.items() if not any(word in name for word in _UNUSED)}
    for name, data in kept.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            for word in _UNUSED:
                data = re.sub(rb"<(Relationship|Override) [^<>]*%s[^<>]*/>" % word.encode(), b"", data)
            kept[name] = data
    theme = kept["word/theme/theme1.xml"]  # WPS asks for every font a theme names
    kept["word/theme/theme1.xml"] = re.sub(
        rb'(<a:(?:latin|ea|cs|font) [^<>]*typeface=")[^"]*', rb"\1" + FANG.encode(), theme
    )
    kept["docProps/core.xml"], kept["docProps/app.xml"] = _CORE.encode(), _APP.encode()
    fonts = "".join(f'<w:font w:name="{face}"/>' for face in (SONG_TITLE, FANG, KAI, HEI, SONG))
    kept["word/fontTable.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )
    return kept


def main() -> None:
    """Write every built-in template."""
    folder = Path(__file__).parents[3] / "templates"
    for name, fill in TEMPLATES.items():
        files.write(folder / f"{name}.docx", make(fill))


if __name__ == "__main__":
    main()
