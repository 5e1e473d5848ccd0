"""Templates at random with what Word writes around words: tracked changes, controls, fields, notes, boxes."""

import random
from collections.abc import Callable
from itertools import count
from typing import Any
from xml.etree import ElementTree

import docxtpl
from docx.oxml.ns import nsmap
from lxml import etree

from wenming.gongwen.blocks import Blocks, Section, Table, cell, paragraph
from wenming.ooxml import package
from wenming.ooxml.relationships import OFFICE, TYPES, Relationship, related, with_override
from wenming.ooxml.units import Twips

_PREFIXES = {
    **{prefix: nsmap[prefix] for prefix in ("w", "r", "wp", "a", "w14")},
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SIZES = {"w:w": "11906", "w:h": "16838"}
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
    'w:header="851" w:footer="992" w:gutter="0"/>'
)
CONTEXT: dict[str, Any] = {
    "v": "值&<",
    "breaks": "一\n二\t三\a四\f五\r\n六",
    "yes": True,
    "no": False,
    "xs": ["甲", "乙", "丙"],
    "nil": [],
    "rows": [{"n": "甲", "cells": [1, 2, 3]}, {"n": "乙", "cells": [4, 5, 6]}],
    "cols": ["一月", "二月", "三月"],
}
CONTEXT |= {
    "rich": docxtpl.RichText("粗\n行\a段", bold=True),
    "listing": docxtpl.Listing("一\n二\a三"),
    "table": Blocks([Table(rows=((cell("甲"), cell("乙")),), widths=(Twips(2000), Twips(2000)))]),
    "turned": Blocks([paragraph("公文正文", "甲"), Section(landscape=True), paragraph("公文正文", "横"), Section()]),
}
_TEXTS = ("{{ v }}", "甲{{ breaks }}乙", "{% if yes %}{{ v }}{% endif %}", "{% if no %}{{ v }}{% endif %}", "无标签")


def run(text: str, format_: str = "") -> str:
    properties = f"<w:rPr>{format_}</w:rPr>" if format_ else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


class Template:
    """One template being made, with *lots*: ids of its own, the notes and comments that its texts refer to."""

    def __init__(self, lots: random.Random) -> None:
        self.lots = lots
        self.ids = count(1)
        self.notes: list[str] = []
        self.comments: list[str] = []
        self.links: list[Relationship] = []
        self.moves = count(1)

    def change(self) -> str:
        return f'w:id="{next(self.ids)}" w:author="甲" w:date="2026-11-30T08:00:00Z"'

    def range(self, kind: str, inner: str, more: str = "") -> str:
        id_ = next(self.ids)
        return f'<w:{kind}Start w:id="{id_}"{more}/>{inner}<w:{kind}End w:id="{id_}"/>'

    # what may stand around a text

    def plain(self, text: str) -> str:
        return run(text, self.lots.choice(["", "<w:b/>"]))

    def in_pieces(self, text: str) -> str:
        at = self.lots.randint(0, len(text))
        return run(text[:at]) + '<w:proofErr w:type="spellStart"/>' + run(text[at:])

    def with_tracked_format(self, text: str) -> str:
        return run(text, f"<w:b/><w:rPrChange {self.change()}><w:rPr><w:i/></w:rPr></w:rPrChange>")

    def inserted(self, text: str) -> str:
        return f"<w:ins {self.change()}>{run(text)}</w:ins>"

    def beside_deleted(self, text: str) -> str:
        return f"<w:del {self.change()}><w:r><w:delText>删去</w:delText></w:r></w:del>{run(text)}"

    def moved(self, text: str) -> str:
        name = f' w:author="甲" w:date="2026-11-30T08:00:00Z" w:name="move{next(self.moves)}"'
        gone = self.range("moveFromRange", f"<w:moveFrom {self.change()}>{run('原处')}</w:moveFrom>", name)
        return gone + self.range("moveToRange", f"<w:moveTo {self.change()}>{run(text)}</w:moveTo>", name)

    def linked(self, text: str) -> str:
        if self.lots.random() < 0.5:
            return f'<w:hyperlink w:anchor="处">{run(text)}</w:hyperlink>'
        key = f"rIdLink{len(self.links)}"
        self.links.append(Relationship(key, f"{OFFICE}/hyperlink", "https://example.com/", outside=True))
        return f'<w:hyperlink r:id="{key}">{run(text)}</w:hyperlink>'

    def controlled(self, text: str) -> str:
        return self.control(run(text))

    def control(self, inner: str) -> str:
        binding = self.lots.choice(["", '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>'.replace("{0}", _STORE)])
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{next(self.ids)}"/>{binding}</w:sdtPr>'
            f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        )

    def in_smart_tag(self, text: str) -> str:
        return f'<w:smartTag w:uri="u" w:element="e">{run(text)}</w:smartTag>'

    def in_custom_xml(self, text: str) -> str:
        return f'<w:customXml w:uri="u" w:element="e">{run(text)}</w:customXml>'

    def in_simple_field(self, text: str) -> str:
        return f'<w:fldSimple w:instr=" REF 处 ">{run(text)}</w:fldSimple>'

    def in_field(self, text: str) -> str:
        return self.field(" REF 处 ", run(text))

    def field(self, code: str, result: str) -> str:
        def mark(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        at = self.lots.randint(0, len(code))
        pieces = "".join(
            f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in (code[:at], code[at:])
        )
        return mark("begin") + pieces + mark("separate") + result + mark("end")

    def caption(self, text: str) -> str:
        return run("表") + self.field(" SEQ 表 \\* ARABIC ", run("1")) + run(text)

    def in_ruby(self, text: str) -> str:
        return (
            '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/>'
            f'<w:hpsBaseText w:val="32"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt>{run("an")}</w:rt>'
            f"<w:rubyBase>{run(text)}</w:rubyBase></w:ruby></w:r>"
        )

    def turned(self, text: str) -> str:
        return f'<w:bdo w:val="rtl">{run(text)}</w:bdo>'

    def bookmarked(self, text: str) -> str:
        return self.range("bookmark", run(text), f' w:name="书签{next(self.ids)}"')

    def permitted(self, text: str) -> str:
        return self.range("perm", run(text), ' w:edGrp="everyone"')

    def commented(self, text: str) -> str:
        id_ = len(self.comments)
        self.comments.append(f'<w:comment w:id="{id_}" w:author="甲"><w:p>{run("批注")}</w:p></w:comment>')
        return (
            f'<w:commentRangeStart w:id="{id_}"/>{run(text)}<w:commentRangeEnd w:id="{id_}"/>'
            f'<w:r><w:commentReference w:id="{id_}"/></w:r>'
        )

    def noted(self, text: str) -> str:
        id_ = len(self.notes) + 1
        self.notes.append(f'<w:footnote w:id="{id_}"><w:p>{run("注" + "{{ v }}")}</w:p></w:footnote>')
        return f'{run(text)}<w:r><w:footnoteReference w:id="{id_}"/></w:r>'

    def in_box(self, text: str) -> str:
        inner = f'<w:txbxContent><w:p><w:pPr><w:jc w:val="right"/></w:pPr>{run(text)}</w:p></w:txbxContent>'
        return self.box(inner) + run(text)

    def box(self, inner: str) -> str:
        shape = (
            f'<v:shape id="s{next(self.ids)}" style="width:90pt;height:40pt"><v:textbox>{inner}</v:textbox></v:shape>'
        )
        return f"<w:r><w:pict>{shape}</w:pict></w:r>"

    def beside_formula(self, text: str) -> str:
        return f"<m:oMath><m:r><m:t>x=</m:t></m:r><m:r><m:t>1</m:t></m:r></m:oMath>{run(text)}"

    def inline(self, text: str) -> str:
        around: list[Callable[[str], str]] = [
            *(self.plain, self.in_pieces, self.with_tracked_format, self.inserted, self.beside_deleted, self.moved),
            *(self.linked, self.controlled, self.in_smart_tag, self.in_custom_xml, self.in_simple_field, self.in_field),
            *(self.caption, self.in_ruby, self.turned, self.bookmarked, self.permitted, self.commented, self.noted),
            *(self.in_box, self.beside_formula),
        ]
        return self.lots.choice(around)(text)

    # what may stand below one another

    def paragraph(self, text: str = "") -> str:
        texts = [text] if text else [self.lots.choice(_TEXTS) for _number in range(self.lots.randint(1, 3))]
        inner = "".join(map(self.inline, texts))
        if self.lots.random() < 0.25:
            inner = run("{% for x in xs %}") + inner + self.inline("{{ x }}") + run("{% endfor %}")
        return f"<w:p>{self.paragraph_properties()}{inner}</w:p>"

    def paragraph_properties(self) -> str:
        jc = '<w:jc w:val="center"/>'
        mark = f"<w:rPr><w:ins {self.change()}/></w:rPr>"
        old = f'<w:pPrChange {self.change()}><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange>'
        return self.lots.choice(["", f"<w:pPr>{jc}</w:pPr>", f"<w:pPr>{jc}{mark}{old}</w:pPr>"])

    def tag(self, text: str) -> str:
        paragraph = f"<w:p>{run(text)}</w:p>"
        return self.control(paragraph) if self.lots.random() < 0.3 else paragraph

    def block(self, depth: int = 0) -> str:
        kinds: list[Callable[[int], str]] = [
            *(lambda _depth: self.paragraph(), lambda _depth: self.paragraph(), self.loop, self.condition),
            *(self.table_of_rows, self.table_of_columns, self.tables_apart, self.held, self.section),
            *(self.laid_out, self.ranging, self.table_in_controls, self.table_spread, self.table_indented),
        ]
        return self.lots.choice(kinds if depth < 2 else kinds[:2])(depth)

    def loop(self, depth: int) -> str:
        over = self.lots.choice(["xs", "nil"])
        inner = self.paragraph("{{ x }}") + self.block(depth + 1)
        return self.tag(f"{{%p for x in {over} %}}") + inner + self.tag("{%p endfor %}")

    def condition(self, depth: int) -> str:
        which = self.lots.choice(["yes", "no"])
        return self.tag(f"{{%p if {which} %}}") + self.block(depth + 1) + self.tag("{%p endif %}")

    def held(self, depth: int) -> str:
        return self.control(self.condition(depth) if self.lots.random() < 0.5 else self.paragraph())

    def section(self, depth: int) -> str:
        if depth:
            return self.paragraph()
        old = f"<w:sectPrChange {self.change()}><w:sectPr>{_PAGE}</w:sectPr></w:sectPrChange>"
        return f"<w:p><w:pPr><w:sectPr>{_PAGE}{old}</w:sectPr></w:pPr>{run('{{ breaks }}')}</w:p>"

    def cell(self, inner: str, width: int = 2000, properties: str = "") -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'

    def row(self, *cells: str) -> str:
        tracked = f"<w:trPr><w:cantSplit/><w:ins {self.change()}/></w:trPr>"
        return f"<w:tr>{self.lots.choice(['', tracked])}{''.join(cells)}</w:tr>"

    def table(self, *rows: str, columns: int = 2) -> str:
        grid = '<w:gridCol w:w="2000"/>' * columns
        properties = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def table_of_rows(self, depth: int) -> str:
        merged = self.lots.random() < 0.4
        begin, go_on = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>") if merged else ("", "")
        inner = self.lots.choice([self.paragraph("{{ r.n }}"), f"{self.paragraph()}{self.paragraph('{{ r.n }}')}"])
        only = self.lots.choice([self.paragraph(), f"<w:p>{run('{% if no %}无{% endif %}')}</w:p>"])
        over = self.lots.choice(["rows", "nil"])
        tag = f"<w:p>{run(f'{{%tr for r in {over} %}}')}</w:p>"
        end = f"<w:p>{run('{%tr endfor %}')}</w:p>"
        head = [self.row(self.cell(self.paragraph("任务")), self.cell(self.paragraph("进展")))]
        return (
            self.table(
                *(head if self.lots.random() < 0.7 else []),
                self.row(self.cell(tag, properties=begin), self.cell("<w:p/>")),
                self.row(self.cell(inner, properties=go_on), self.cell(only)),
                self.row(self.cell(end, properties=go_on), self.cell("<w:p/>")),
            )
            + self.paragraph()
        )

    def table_of_columns(self, depth: int) -> str:
        begin, end = (f"<w:p>{run(text)}</w:p>" for text in ("{%tc for c in cols %}", "{%tc endfor %}"))
        title = self.row(self.cell(self.paragraph("{{ v }}"), 8000, '<w:gridSpan w:val="4"/>'))
        colour = self.lots.choice(["", "{% cellbg 'FF0000' %}", "{% if no %}{% cellbg 'FF0000' %}{% endif %}"])
        varying = self.row(
            *(self.cell(self.paragraph("项")), self.cell(begin, 500)),
            *(self.cell(f"<w:p>{run(colour + '{{ c }}')}</w:p>"), self.cell(end, 500)),
        )
        return self.table(*([title] if self.lots.random() < 0.5 else []), varying, columns=4) + self.paragraph()

    def tables_apart(self, depth: int) -> str:
        one = self.table(self.row(self.cell(self.paragraph()), self.cell(self.paragraph())))
        two = self.table(self.row(self.cell(self.paragraph()), self.cell(self.paragraph())))
        return one + self.condition(2) + two + self.paragraph()

    def laid_out(self, depth: int) -> str:
        """Whole paragraphs and tables, in the body, a cell and a box; runs that a value brings along."""
        tag = f"<w:p>{run('{{p table }}')}</w:p>"
        cell = self.table(self.row(self.cell(tag), self.cell(f"<w:p>{run('{{r rich }}')}</w:p>")))
        box = f"<w:p>{self.box(f'<w:txbxContent>{tag}</w:txbxContent>')}</w:p>"
        sections = "" if depth else f"<w:p>{run('{{p turned }}')}</w:p>"
        return cell + box + sections + self.paragraph("{{ rich }}{{ listing }}")

    def ranging(self, depth: int) -> str:
        """What begins in one paragraph and ends in another, a block between them or around one."""
        id_ = next(self.ids)
        kind = self.lots.choice(["bookmark", "perm"])
        more = f' w:name="长{id_}"' if kind == "bookmark" else ' w:edGrp="everyone"'
        start, end = f'<w:{kind}Start w:id="{id_}"{more}/>', f'<w:{kind}End w:id="{id_}"/>'
        first, last = f"<w:p>{start}{run('始')}</w:p>", f"<w:p>{run('终')}{end}</w:p>"
        condition = [self.tag(f"{{%p if {self.lots.choice(['yes', 'no'])} %}}"), self.tag("{%p endif %}")]
        if self.lots.random() < 0.5:
            return condition[0] + first + condition[1] + last
        return first + condition[0] + last + condition[1] + self.paragraph()

    def table_in_controls(self, depth: int) -> str:
        """Rows and cells in controls of their own."""
        tag, end = (f"<w:p>{run(text)}</w:p>" for text in ("{%tr for r in nil %}", "{%tr endfor %}"))
        looped = "".join(
            self.row(self.cell(inner), self.cell("<w:p/>")) for inner in (tag, self.paragraph("{{ r.n }}"), end)
        )
        single = self.row(self.control(self.cell(self.paragraph())), self.cell(self.control(self.condition(2))))
        return self.table(self.control(single), self.control(looped)) + self.paragraph()

    def table_spread(self, depth: int) -> str:
        begin, end = (f"<w:p>{run(text)}</w:p>" for text in ("{%tr for r in rows %}", "{%tr endfor %}"))
        tag = self.lots.choice(
            ["{% vm %}", "{% vm r.n %}", "{% if no %}{% vm %}{% endif %}", "{% if yes %}{% vm %}{% endif %}"]
        )
        spread = self.lots.choice(
            ["{% colspan 2 %}", "{% if yes %}{% colspan 2 %}{% else %}{% colspan 3 %}{% endif %}"]
        )
        wide = self.row(self.cell(f"<w:p>{run(spread + '宽')}</w:p>"), self.cell(self.paragraph()))
        rows = [
            self.row(self.cell(one), self.cell("<w:p/>"))
            for one in (begin, f"<w:p>{run(tag + '{{ r.n }}')}</w:p>", end)
        ]
        return self.table(*rows) + self.paragraph() + self.table(wide) + self.paragraph()

    def table_indented(self, depth: int) -> str:
        """A column loop in a row that leaves out a column at its beginning."""
        begin, end = (f"<w:p>{run(text)}</w:p>" for text in ("{%tc for c in cols %}", "{%tc endfor %}"))
        cells = self.cell(begin, 500) + self.cell(f"<w:p>{run('{{ c }}')}</w:p>") + self.cell(end, 500)
        out = '<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/></w:trPr>'
        usual = self.row(self.cell(self.paragraph()), self.cell(self.paragraph(), 3000, '<w:gridSpan w:val="3"/>'))
        return self.table(usual, f"<w:tr>{out}{cells}</w:tr>", columns=4) + self.paragraph()

    # the whole

    def body(self) -> str:
        blocks = "".join(self.block() for _number in range(self.lots.randint(1, 5)))
        old = f"<w:sectPrChange {self.change()}><w:sectPr>{_PAGE}</w:sectPr></w:sectPrChange>"
        header = '<w:headerReference w:type="default" r:id="rIdYemei"/>'
        place = self.range("bookmark", run("此处"), ' w:name="处"')
        return f"<w:body><w:p>{place}</w:p>{blocks}<w:sectPr>{header}{_PAGE}{old}</w:sectPr></w:body>"


_STORE = "{00000000-0000-0000-0000-000000000001}"
_STYLES = (
    f'<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    "</w:style>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="s{number}"><w:name w:val="{name}"/></w:style>'
        for number, name in enumerate(("公文正文", "分节", "页码", "表格文字", "表头", "公文表格"))
    )
    + "</w:styles>"
)


def template(lots: random.Random) -> bytes:
    """A template at random; its parts go by names that nobody expects, in prefixes and encodings of their own."""
    making = Template(lots)
    body = making.body()
    around = lots.choice([making.plain, making.inserted, making.controlled, making.linked, making.in_box])
    header = f"<w:p>{making.paragraph_properties()}{around('{{ v }}')}</w:p>"
    stem = lots.choice(["yemei", "headers/header1", "header9"])
    parts = {
        "word/document.xml": _part("document", body),
        f"word/{stem}.xml": _part("hdr", header),
        "word/footnotes2.xml": _part("footnotes", "".join(making.notes)),
        "word/comments7.xml": _part("comments", "".join(making.comments)),
        "word/styles2.xml": _STYLES.encode(),
    }
    roles = {f"word/{stem}.xml": "header", "word/footnotes2.xml": "footnotes", "word/comments7.xml": "comments"}
    roles["word/styles2.xml"] = "styles"
    keys = {f"word/{stem}.xml": "rIdYemei"}
    leads = [
        Relationship(keys.get(name, f"rId{number}"), f"{OFFICE}/{role}", f"/{name}")
        for number, (name, role) in enumerate(roles.items())
    ]
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    for name, role in {"word/document.xml": "document.main", **roles}.items():
        types = with_override(types, name, f"{_WORD}.{role}+xml")
    types = types.replace(
        b"<Override",
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/><Override',
        1,
    )
    written = {name: _disguised(data, lots) for name, data in parts.items()}
    header_links = [one for one in making.links if f'"{one.key}"'.encode() in parts[f"word/{stem}.xml"]]
    written["word/_rels/document.xml.rels"] = related(b"", [*leads, *making.links])
    folder, _slash, name = f"word/{stem}.xml".rpartition("/")
    written[f"{folder}/_rels/{name}.rels"] = related(b"", header_links)
    written["_rels/.rels"] = related(b"", [Relationship("rId1", f"{OFFICE}/officeDocument", "word/document.xml")])
    return package.write({**written, TYPES: types})


def _part(root: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {_NAMESPACES}>{inner}</w:{root}>'.encode()


def _disguised(part: bytes, lots: random.Random) -> bytes:
    """The *part* as another program might have written it: other prefixes, single quotes, UTF-16."""
    kind = lots.random()
    if kind < 0.15:
        return ElementTree.tostring(ElementTree.fromstring(part))  # ns0:, ns1: …
    if kind < 0.3:
        return etree.tostring(etree.fromstring(part), encoding="UTF-16")
    if kind < 0.4:
        return part.replace(b'"', b"'")
    return part
