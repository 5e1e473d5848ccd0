"""Makes the built-in templates: ``python -m wenming.layout.make`` writes them to templates/.

python-docx builds each document; the styles, settings and page come from GB/T 9704-2012 (measures, styles).
"""

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from wenming.layout import figures
from wenming.layout import measures as m
from wenming.layout.styles import FANG, HEI, KAI, SONG, SONG_TITLE, styles_xml
from wenming.template import package
from wenming.template.furniture import page_number

Line = tuple[str, str]  # style name, text
_UNUSED = ("thumbnail", "customXml", "webSettings", "numbering", "stylesWithEffects")

STANDARD = ("总体要求", "组织领导", "目标任务", "工作重点", "工作措施")
CONTEST = ("指导思想", "创建目标", "创建标准", "工作重点", "保障措施")
PROJECT = ("总体要求", "目标任务", "主要内容", "工作要求")
_NUMERALS = "一二三四五"


def plan(chapters: Iterable[str]) -> Callable[[WordDocument], None]:
    """A 实施方案 whose chapter headings stand in the file as typed; none: all chapters of the form."""

    def fill(document: WordDocument) -> None:
        _lines(document, [("公文标题", "{{ 标题|分行 }}"), ("公文正文", ""), ("公文正文", "{{p 引言 }}")])
        for numeral, chapter in zip(_NUMERALS, chapters, strict=False):
            _lines(document, [("一级标题", f"{numeral}、{chapter}"), ("公文正文", f"{{{{p 章节.{chapter} }}}}")])
        if not chapters:
            _lines(document, [("公文正文", "{{p 各章 }}")])
        _lines(document, [("附件说明", "{{p 附件说明 }}"), ("落款", "{{p 落款 }}"), ("公文正文", "{{p 附件 }}")])

    return fill


def notice(document: WordDocument) -> None:
    """A 通知: 版头, title, 主送, text, 附件说明, 落款, 附注, what it issues, 附件, 版记."""
    _issued(document, [("公文正文", "{{p 印发 }}")])


def circular(document: WordDocument) -> None:
    """A 通报: a 通知 that issues nothing."""
    _issued(document, [])


def _issued(document: WordDocument, whole: list[Line]) -> None:
    _lines(
        document,
        [
            ("发文机关标志", "{{p 版头 }}"),
            ("公文标题", "{{ 标题|分行 }}"),
            ("公文正文", ""),
            ("主送机关", "{{ 主送 }}："),
            ("公文正文", "{{p 正文 }}"),
            ("附件说明", "{{p 附件说明 }}"),
            ("落款", "{{p 落款 }}"),
            ("附注", "{{p 附注 }}"),
            *whole,
            ("公文正文", "{{p 附件 }}"),
            ("版记", "{{p 版记 }}"),
        ],
    )


def weekly(document: WordDocument) -> None:
    """A 周报: 报头, figures in words, tables by task and by village, activities, problems, next week, 报尾."""
    _lines(
        document,
        [
            ("简报名称", "{{p 简报名称 }}"),
            ("简报期号", "第{{ 期号 }}期"),
            ("简报期号", "（{{ 期间 }}）"),
            ("简报编发", "{{ 编发单位 }}\t{{ 编发日期|日期 }}"),
            ("公文正文", ""),
            ("公文正文", "{{p 概况 }}"),
        ],
    )
    _lines(document, [("一级标题", "一、任务进展"), ("公文正文", "{%p if 任务进展 %}")])
    _table(
        document,
        _tasks("本周", "较上周"),
        "任务进展",
    )
    _lines(
        document,
        [
            ("公文正文", "{%p else %}"),
            ("公文正文", "本方案没有分解任务。"),
            ("公文正文", "{%p endif %}"),
            ("公文正文", "{{p 更正 }}"),
            ("公文正文", "{%p if 指标进展 %}"),
            ("公文正文", "主要指标现值如下："),
            ("公文正文", "{{p 指标进展 }}"),
            ("公文正文", "{%p endif %}"),
            ("公文正文", "{%p if 单位进展 %}"),
            ("公文正文", "各牵头单位负责的任务平均完成情况如下："),
            ("公文正文", "{{p 单位进展 }}"),
            ("公文正文", "{%p endif %}"),
        ],
    )
    _chart(document, "各任务完成率", figures.TASKS)
    _chart(document, "逐周走势", figures.TREND)
    _lines(
        document,
        [
            ("公文正文", "{%p if 各村进展 %}"),
            ("一级标题", "二、各村进展"),
            ("公文正文", "{{p 各村进展 }}"),
        ],
    )
    _chart(document, "各村完成率", figures.VILLAGES)
    _lines(
        document,
        [
            ("公文正文", "{%p endif %}"),
            ("一级标题", "{{ 活动章 }}、本周活动"),
            ("公文正文", "{{p 活动 }}"),
            ("一级标题", "{{ 问题章 }}、问题整改"),
            ("公文正文", "{{ 问题小结 }}"),
            ("公文正文", "{%p if 问题 %}"),
        ],
    )
    _table(document, _PROBLEMS, "问题")
    _lines(
        document,
        [
            ("公文正文", "{%p endif %}"),
            ("一级标题", "{{ 安排章 }}、下周安排"),
            ("公文正文", "{{p 下周安排 }}"),
            ("版记", "{{p 报尾 }}"),
        ],
    )
    issuer = next(p for p in document.paragraphs if p.style and p.style.name == "简报编发")
    issuer.paragraph_format.tab_stops.add_tab_stop(Twips(m.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    issuer._p.get_or_add_pPr().insert(
        1,
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="{m.RED_RULE_GAP_POINTS}" '
            f'w:color="{m.RED}"/></w:pBdr>'
        ),
    )


def _tasks(span: str, since: str) -> list[tuple[str, str, int]]:
    """The columns of tasks: figures of a *span*, change *since* its beginning."""
    return [
        ("序号", "{{ 行.序号 }}", 720),
        ("任务", "{{ 行.名称 }}", 1900),
        ("目标", "{{ 行.目标 }}", 1175),
        (f"{span}完成", "{{ 行.本周 }}", 950),
        ("累计完成", "{{ 行.累计 }}", 950),
        ("完成率", "{{ 行.完成率 }}", 1050),
        (f"{since}（百分点）", "{{ 行.较上周 }}", 1050),
        ("比时序（百分点）", "{{ 行.比时序 }}", 1050),
    ]


_PROBLEMS = [
    ("编号", "{{ 行.编号 }}", 900),
    ("责任单位", "{{ 行.单位 }}", 1250),
    ("问题", "{{ 行.描述 }}", 1995),
    ("发现日期", "{{ 行.发现 }}", 1200),
    ("整改期限", "{{ 行.整改期限 }}", 1200),
    ("责任人", "{{ 行.责任人 }}", 950),
    ("状态", "{{ 行.状态 }}", 1350),
]


def _chart(document: WordDocument, name: str, chart: figures.Figure) -> None:
    """A chart that takes the figures *name*, or the same figures as bars of text."""
    _lines(document, [("公文正文", f"{{%p if 图表.{name} %}}")])
    paragraph = document.add_paragraph(style="图")
    there = [part for part in document.part.package.iter_parts() if part.partname.startswith("/word/charts/")]
    figures.add(paragraph, chart, name, len(there) + 1)
    _lines(document, [("图题", name), ("公文正文", "{%p endif %}"), ("公文正文", f"{{{{p 文字条.{name} }}}}")])


def rectification(document: WordDocument) -> None:
    """A 整改通知单: number, whom it goes to, the problems, until when, 落款, a slip to cut off."""
    _lines(
        document,
        [
            ("公文标题", "{{ 标题 }}"),
            ("简报期号", "{{ 编号 }}"),
            ("主送机关", "{{ 单位 }}："),
            ("公文正文", "{{p 正文 }}"),
        ],
    )
    _table(document, [*_PROBLEMS[:1], ("问题", "{{ 行.描述 }}", 3245), *_PROBLEMS[3:]], "问题")
    _lines(document, [("公文正文", "{{p 要求 }}"), ("落款", "{{p 落款 }}"), ("公文正文", "{{p 回执 }}")])


def breakdown(document: WordDocument) -> None:
    """A 任务分解表: the roadmap on a page upright, the task book and the timetable on pages turned."""
    _lines(
        document,
        [
            ("公文标题", "{{ 标题|分行 }}"),
            ("公文正文", ""),
            ("公文正文", "{{p 说明 }}"),
            ("一级标题", "一、路线图"),
            ("公文正文", "{{p 路线图 }}"),
            ("公文正文", "{{p 横排 }}"),
            ("一级标题", "二、任务书"),
            ("公文正文", "{{p 任务书 }}"),
            ("一级标题", "三、时间表"),
            ("公文正文", "{{p 时间表 }}"),
        ],
    )


def scorecard(document: WordDocument) -> None:
    """A 测评自评表: who and when, the result in a sentence, the items, what is missing."""
    _lines(
        document,
        [
            ("公文标题", "{{ 标题|分行 }}"),
            ("简报期号", "（{{ 自评单位 }}，{{ 自评日期 }}）"),
            ("公文正文", ""),
            ("公文正文", "{{ 小结 }}"),
            ("一级标题", "一、自评得分"),
            ("公文正文", "{{p 自评表 }}"),
            ("一级标题", "二、差距清单"),
            ("公文正文", "{{p 差距清单 }}"),
        ],
    )


def appeal(document: WordDocument) -> None:
    """A 倡议书: to whom, why, what is asked, who asks."""
    _lines(
        document,
        [
            ("公文标题", "{{ 标题|分行 }}"),
            ("公文正文", ""),
            ("主送机关", "{{ 称呼 }}："),
            ("公文正文", "{{p 正文 }}"),
            ("落款", "{{p 落款 }}"),
        ],
    )


def summary(document: WordDocument) -> None:
    """A 月报 or 总结: the figures of a span, what was done, which problems are left, what comes next."""
    _lines(
        document,
        [
            ("公文标题", "{{ 标题|分行 }}"),
            ("简报期号", "（{{ 期间 }}）"),
            ("公文正文", ""),
            ("一级标题", "{{ 章序.总体 }}、总体情况"),
            ("公文正文", "{{p 概况 }}"),
            ("公文正文", "{%p if 成效 %}"),
            ("一级标题", "{{ 章序.成效 }}、主要成效"),
            ("公文正文", "{{p 成效 }}"),
            ("公文正文", "{%p endif %}"),
            ("一级标题", "{{ 章序.任务 }}、任务进展"),
            ("公文正文", "{%p if 任务进展 %}"),
        ],
    )
    _table(
        document,
        _tasks("本期", "较期初"),
        "任务进展",
    )
    _lines(
        document,
        [
            ("公文正文", "{%p else %}"),
            ("公文正文", "本方案没有分解任务。"),
            ("公文正文", "{%p endif %}"),
            ("公文正文", "{{p 更正 }}"),
            ("公文正文", "{%p if 指标进展 %}"),
            ("公文正文", "主要指标现值如下："),
            ("公文正文", "{{p 指标进展 }}"),
            ("公文正文", "{%p endif %}"),
            ("公文正文", "{%p if 单位进展 %}"),
            ("公文正文", "各牵头单位负责的任务平均完成情况如下："),
            ("公文正文", "{{p 单位进展 }}"),
            ("公文正文", "{%p endif %}"),
        ],
    )
    _chart(document, "各任务完成率", figures.TASKS)
    _chart(document, "逐周走势", figures.TREND)
    _lines(
        document,
        [
            ("公文正文", "{%p if 各村进展 %}"),
            ("一级标题", "{{ 章序.各村 }}、各村排名"),
            ("公文正文", "{{p 各村进展 }}"),
        ],
    )
    _chart(document, "各村完成率", figures.VILLAGES)
    _lines(
        document,
        [
            ("公文正文", "{%p endif %}"),
            ("一级标题", "{{ 章序.活动 }}、开展活动"),
            ("公文正文", "{{p 活动 }}"),
            ("一级标题", "{{ 章序.问题 }}、问题整改"),
            ("公文正文", "{{ 问题小结 }}"),
            ("公文正文", "{%p if 问题 %}"),
        ],
    )
    _table(document, _PROBLEMS, "问题")
    _lines(
        document,
        [
            ("公文正文", "{%p endif %}"),
            ("一级标题", "{{ 章序.下一步 }}、下一步打算"),
            ("公文正文", "{{p 下一步 }}"),
            ("落款", "{{p 落款 }}"),
        ],
    )


TEMPLATES: dict[str, Callable[[WordDocument], None]] = {
    "plan-standard": plan(STANDARD),
    "plan-contest": plan(CONTEST),
    "plan-project": plan(PROJECT),
    "plan-general": plan(()),
    "notice": notice,
    "weekly": weekly,
    "circular": circular,
    "rectification": rectification,
    "breakdown": breakdown,
    "scorecard": scorecard,
    "appeal": appeal,
    "monthly": summary,
    "final": summary,
}


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


def _lines(document: WordDocument, lines: Iterable[Line]) -> None:
    for style, text in lines:
        paragraph = document.add_paragraph(style=style)
        if text:
            _hint(paragraph.add_run(text)._r)


def _hint(run: object) -> None:
    properties = run.get_or_add_rPr()  # type: ignore[attr-defined]
    properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))


def _table(document: WordDocument, columns: list[tuple[str, str, int]], rows: str) -> None:
    """A table whose one row is repeated for 行 in *rows*; columns are head, tag and width in twips."""
    table = document.add_table(rows=4, cols=len(columns), style="公文表格")
    widths = [width for _, _, width in columns]
    properties = table._tbl.tblPr
    properties.get_or_add_tblLayout().set(f"{{{properties.nsmap['w']}}}type", "fixed")
    properties.find("{*}tblW").set(f"{{{properties.nsmap['w']}}}w", str(sum(widths)))
    properties.find("{*}tblW").set(f"{{{properties.nsmap['w']}}}type", "dxa")
    for grid, width in zip(table._tbl.tblGrid, widths, strict=True):
        grid.w = Twips(width)
    for number, row in enumerate(table.rows):
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
            table.rows, texts, ["表头", "表格文字", "表格文字" if left else "表格居中", "表格文字"], strict=True
        ):
            paragraph = row.cells[index].paragraphs[0]
            paragraph.style = style
            if text:
                _hint(paragraph.add_run(text)._r)


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
                data = re.sub(rb"<(Relationship|Override) [^>]*%s[^>]*/>" % word.encode(), b"", data)
            kept[name] = data
    theme = kept["word/theme/theme1.xml"]  # WPS asks for every font a theme names
    kept["word/theme/theme1.xml"] = re.sub(
        rb'(<a:(?:latin|ea|cs|font) [^>]*typeface=")[^"]*', rb"\1" + FANG.encode(), theme
    )
    kept["docProps/core.xml"], kept["docProps/app.xml"] = _CORE.encode(), _APP.encode()
    fonts = "".join(f'<w:font w:name="{face}"/>' for face in (SONG_TITLE, FANG, KAI, HEI, SONG))
    kept["word/fontTable.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )
    return kept


def main() -> None:
    """Write every built-in template."""
    folder = Path(__file__).parent.parent.parent / "templates"
    for name, fill in TEMPLATES.items():
        (folder / f"{name}.docx").write_bytes(make(fill))


if __name__ == "__main__":
    main()
