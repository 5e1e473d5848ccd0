"""Templates that do not work, or lose text: which fault the doctor must find, and where."""

from corpus import Case, bookmarked, box, coded, deleted, inserted, moved, p, proofed, related, styled, t


def _row(*cells: str) -> tuple[str, ...]:
    return cells


def _rows(*first: str) -> str:
    return t(first, ("{{ 行.编号 }}", ""), ("{%tr endfor %}", ""))


def _case(code: str, spot: str, *body: str, **parts: str) -> Case:
    names = {"footer": "word/footer1.xml", **{name: f"word/{name}.xml" for name in ("styles", "numbering", "settings")}}
    return Case(body, {names[name]: xml for name, xml in parts.items()}, code, spot)


_TWO = "第2段"

BROKEN = {
    # a tag that is not closed, or not opened
    "{{ without }}": _case("unclosed-tag", _TWO, "甲", "{{ 标题"),
    "{{ with one }": _case("unclosed-tag", _TWO, "甲", "{{ 标题 }"),
    "{% without %}": _case("unclosed-tag", _TWO, "甲", "{% if 期号", "{% endif %}"),
    "{%p without %}": _case("unclosed-tag", _TWO, "甲", "{%p for 行 in 任务进展", "{{ 标题 }}"),
    "{# without #}": _case("unclosed-tag", _TWO, "甲", "{# 说明"),
    "a tag over two paragraphs": _case("unclosed-tag", "第1段", "{{ 镇.", "名称 }}"),
    "the end of a tag over two paragraphs": _case("stray-close", _TWO, "{{ 镇.", "名称 }}"),
    "a tag over two cells": _case("unclosed-tag", "表1 第1行第1列", t(_row("{{ 镇.", "名称 }}"))),
    "a tag closed by the other kind": _case("unclosed-tag", _TWO, "甲", "{{ 标题 %}"),
    "}} without": _case("stray-close", _TWO, "甲", "标题 }}"),
    "%} without": _case("stray-close", _TWO, "甲", "if 期号 %}"),
    "}}} after a field": _case("stray-close", _TWO, "甲", "{{ 标题 }}}"),
    "%}} after an if": _case("stray-close", _TWO, "甲", "{% if 期号 %}}乙{% endif %}"),
    "one brace": _case("stray-close", _TWO, "甲", "{ 标题 }}"),
    "{ { apart } }": _case("unclosed-tag", _TWO, "甲", "{ { 标题 } }"),
    "{ % apart % }": _case("unclosed-tag", _TWO, "甲", "{ % if 期号 % }乙{ % endif % }"),
    "full-width, not closed": _case("unclosed-tag", _TWO, "甲", "｛｛ 标题"),
    "split over runs, not closed": _case("unclosed-tag", _TWO, "甲", p("{", "{ 标", "题")),
    "in a text box": _case("unclosed-tag", "文本框1", box("{{ 标题")),
    "in a footer": _case("unclosed-tag", "第1段", "甲", footer="{{ 镇.名称"),
    "with spelling marks": _case("unclosed-tag", _TWO, "甲", proofed("{{ 标", "题")),
    # blocks
    "for without endfor": _case("unbalanced", _TWO, "甲", "{%p for 行 in 任务进展 %}", "{{ 行.名称 }}"),
    "if without endif": _case("unbalanced", _TWO, "甲", "{%p if 期号 %}", "乙"),
    "inline if without endif": _case("unbalanced", _TWO, "甲", "{% if 期号 %}乙"),
    "row loop without endfor": _case(
        "unbalanced", "表1 第1行第1列", t(_row("{%tr for 行 in 任务进展 %}"), _row("{{ 行.名称 }}"))
    ),
    "if within for without endif": _case(
        "unbalanced", _TWO, "{%p for 行 in 任务进展 %}", "{%p if 期号 %}", "{{ 行.名称 }}", "{%p endfor %}"
    ),
    "raw without endraw": _case("unbalanced", _TWO, "甲", "{% raw %}{{ 标题 }}", "{{ 标题 }}"),
    "raw paragraphs without endraw": _case("unbalanced", _TWO, "甲", "{%p raw %}", "{{ 题目 }}"),
    "endraw without raw": _case("syntax", _TWO, "甲", "{{ 标题 }}{% endraw %}"),
    "endfor without for": _case("stray-end", _TWO, "甲", "{%p endfor %}"),
    "endif without if": _case("stray-end", _TWO, "甲", "{% endif %}"),
    "endif for a for": _case("stray-end", "第3段", "{%p for 行 in 任务进展 %}", "{{ 行.名称 }}", "{%p endif %}"),
    "two endfor": _case(
        "stray-end", "第4段", "{%p for 行 in 任务进展 %}", "{{ 行.名称 }}", "{%p endfor %}", "{%p endfor %}"
    ),
    "else without if": _case("stray-end", _TWO, "甲", "{%p else %}", "乙"),
    "elif without if": _case("stray-end", _TWO, "甲", "{%p elif 期号 %}", "乙"),
    "blocks that cross": _case(
        "unbalanced", "第2段", "{%p for 行 in 任务进展 %}", "{%p if 期号 %}", "{%p endfor %}", "{%p endif %}"
    ),
    "begun in a table, ended outside": _case(
        "crossed", "表1 第1行第1列", t(_row("{% for 行 in 任务进展 %}{{ 行.名称 }}")), "{% endfor %}"
    ),
    "begun outside, ended in a table": _case(
        "crossed", "第1段", "{% for 行 in 任务进展 %}", t(_row("{{ 行.名称 }}{% endfor %}"))
    ),
    "begun in a cell, ended in the next": _case(
        "crossed", "表1 第1行第1列", t(_row("{% if 期号 %}甲", "乙{% endif %}"))
    ),
    "p begun outside, ended in a table": _case(
        "crossed", "第1段", "{%p if 期号 %}", t(_row("{%p endif %}"), _row("甲"))
    ),
    "tr begun, p ended": _case(
        "crossed", "表1 第1行第1列", t(_row("{%tr for 行 in 任务进展 %}"), _row("{{ 行.名称 }}")), "{%p endfor %}"
    ),
    "begun in one row, ended in the next": _case(
        "crossed", "表1 第1行第1列", t(_row("{% if 期号 %}甲"), _row("乙{% endif %}"))
    ),
    "begun in the body, ended in a text box": _case("crossed", "第1段", "{%p if 期号 %}", box("{%p endif %}")),
    # levels
    "p in capitals": _case("half-level", _TWO, "甲", "{%P if 期号 %}", "乙", "{%p endif %}"),
    "p without a blank": _case("half-level", _TWO, "甲", "{%pif 期号 %}", "乙", "{%p endif %}"),
    "p apart": _case("half-level", _TWO, "甲", "{% p if 期号 %}", "乙", "{%p endif %}"),
    "tr apart": _case("half-level", "表1 第1行第1列", t(_row("{% tr for 行 in 任务进展 %}"), _row("{%tr endfor %}"))),
    "tr outside a table": _case("wrong-level", "第1段", "{%tr for 行 in 任务进展 %}", "甲", "{%tr endfor %}"),
    "tc outside a table": _case("wrong-level", "第1段", "{%tc if 期号 %}", "甲", "{%tc endif %}"),
    "vm outside a table": _case("wrong-level", _TWO, "甲", "{% vm %}{{ 标题 }}"),
    "cellbg outside a table": _case("wrong-level", _TWO, "甲", '{% cellbg "D9D9D9" %}乙'),
    "cellbg without a colour": _case("syntax", "表1 第1行第1列", t(_row("{% cellbg %}甲"))),
    "colspan without a number": _case("syntax", "表1 第1行第1列", t(_row("{% colspan %}甲"))),
    # text that would be lost
    "text beside p": _case("lost-text", _TWO, "甲", "重要：{%p if 期号 %}", "乙", "{%p endif %}"),
    "text behind p": _case("lost-text", "第3段", "{%p if 期号 %}", "乙", "{%p endif %}，丙"),
    "a value beside p": _case("lost-text", "第1段", "{%p if 期号 %}{{ 标题 }}", "{%p endif %}"),
    "text beside tr": _case(
        "lost-text", "表1 第1行第1列", _rows("编号{%tr for 行 in 任务进展 %}", "")
    ),
    "text in another cell of a tr row": _case(
        "lost-text", "表1 第1行第1列", _rows("{%tr for 行 in 任务进展 %}", "名称")
    ),
    "two tr in one row": _case(
        "duplicate-row", "表1 第1行", t(_row("{%tr for 行 in 任务进展 %}", "{%tr endfor %}"), _row("甲", "乙"))
    ),
    "text beside {{p": _case("lost-text", _TWO, "甲", "正文：{{p 标题 }}"),
    "a picture beside p": _case(
        "lost-text", "第1段", '<w:p><w:r><w:t>{%p if 期号 %}</w:t></w:r><w:r><w:drawing/></w:r></w:p>', "{%p endif %}"
    ),
    "a page break in a p": _case(
        "lost-text", "第1段", '<w:p><w:r><w:t>{%p if 期号 %}</w:t><w:br w:type="page"/></w:r></w:p>', "{%p endif %}"
    ),
    "a section's end in a p": _case(
        "lost-text",
        "第1段",
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 期号 %}</w:t></w:r></w:p>",
        "{%p endif %}",
    ),
    # names
    "unknown field": _case("unknown-field", _TWO, "甲", "{{ 题目 }}"),
    "misspelt field": _case("unknown-field", _TWO, "甲", "{{ 标提 }}"),
    "unknown field of a group": _case("unknown-field", _TWO, "甲", "{{ 镇.名子 }}"),
    "unknown field of an item": _case(
        "unknown-field", _TWO, "{%p for 行 in 任务进展 %}", "{{ 行.名字 }}", "{%p endfor %}"
    ),
    "unknown list": _case("unknown-field", "第1段", "{%p for 行 in 任务 %}", "甲", "{%p endfor %}"),
    "unknown field in a condition": _case("unknown-field", _TWO, "甲", "{%p if 附言 %}", "乙", "{%p endif %}"),
    "unknown field in a filter": _case("unknown-field", _TWO, "甲", "{{ 标题|default(副题) }}"),
    "unknown field in a table": _case("unknown-field", "表1 第2行第1列", t(_row("甲"), _row("{{ 目标值 }}"))),
    "unknown field in a text box": _case("unknown-field", "文本框1", box("{{ 题目 }}")),
    "unknown field in a footer": _case("unknown-field", "第1段", "甲", footer="{{ 镇名 }}"),
    "unknown field in a link": _case(
        "unknown-field", "第1段", '<w:p><w:r><w:instrText> HYPERLINK "{{ 题目 }}" </w:instrText></w:r></w:p>'
    ),
    "unknown field in a picture's words": _case(
        "unknown-field",
        _TWO,
        "甲",
        '<w:p><w:r><w:drawing><wp:docPr id="1" descr="{{ 题目 }}"/></w:drawing></w:r></w:p>',
    ),
    "unknown field in a tracked insertion": _case("unknown-field", "第1段", inserted("{{ 题目 }}")),
    "unknown field around a bookmark": _case("unknown-field", "第1段", bookmarked("{{ 题", "目", " }}")),
    "unknown field that is one in a loop": _case(
        "loop-variable", "第4段", "{%p for 行 in 任务进展 %}", "{{ 行.名称 }}", "{%p endfor %}", "{{ 行.名称 }}"
    ),
    "a loop that hides a field": _case("loop-variable", "第1段", "{%p for 标题 in 任务进展 %}", "甲", "{%p endfor %}"),
    "unknown filter": _case("unknown-filter", _TWO, "甲", "{{ 标题|大写 }}"),
    "misspelt filter": _case("unknown-filter", _TWO, "甲", "{{ 标题|分行行 }}"),
    "docxtpl's filter without |": _case("unknown-filter", _TWO, "甲", "{{ 编发日期|date }}"),
    "unknown test": _case("unknown-test", _TWO, "甲", "{% if 期号 is 单数 %}乙{% endif %}"),
    "a broken block beside an unknown field": _case("unknown-field", "第3段", "{%p if 期号 %}", "甲", "{{ 题目 }}"),
    # jinja
    "one equals sign": _case("syntax", _TWO, "甲", "{% if 期号 = 1 %}乙{% endif %}"),
    "a range with dots": _case("syntax", _TWO, "甲", "{%p for n in 1..3 %}", "{{ n }}", "{%p endfor %}"),
    "and as &&": _case("syntax", _TWO, "甲", "{% if 期号 && 附注 %}乙{% endif %}"),
    "not as !": _case("syntax", _TWO, "甲", "{% if !期号 %}乙{% endif %}"),
    "an open bracket": _case("syntax", _TWO, "甲", "{{ 标题|default('无' }}"),
    "an open quote": _case("syntax", _TWO, "甲", "{{ 标题|default('无) }}"),
    "words with a blank": _case("syntax", _TWO, "甲", "{{ 镇 名称 }}"),
    "an empty tag": _case("syntax", _TWO, "甲", "{{ }}"),
    "an unknown word": _case("syntax", _TWO, "甲", "{% foreach 行 in 任务进展 %}"),
    "for without in": _case("syntax", _TWO, "甲", "{%p for 行 任务进展 %}", "乙", "{%p endfor %}"),
    "if without a condition": _case("syntax", _TWO, "甲", "{%p if %}", "乙", "{%p endif %}"),
    "a Chinese word for if": _case("syntax", _TWO, "甲", "{% 如果 期号 %}乙{% endif %}"),
    "a filter without a name": _case("syntax", _TWO, "甲", "{{ 标题| }}"),
    "a dot at the end": _case("syntax", _TWO, "甲", "{{ 镇. }}"),
    "a number for a name": _case("syntax", _TWO, "甲", "{{ 2月进展 }}"),
    # what a template may not do
    "an underscore": _case("forbidden", _TWO, "甲", "{{ 标题.__class__ }}"),
    "an underscore as an item": _case("forbidden", _TWO, "甲", "{{ 标题['__class__'] }}"),
    "a method": _case("forbidden", _TWO, "甲", "{{ 标题.format(期号) }}"),
    "a call of a field": _case("forbidden", _TWO, "甲", "{{ 标题() }}"),
    "include": _case("forbidden", _TWO, "甲", "{% include 'a.docx' %}"),
    "import": _case("forbidden", _TWO, "甲", "{% import 'a.docx' as a %}"),
    "extends": _case("forbidden", _TWO, "甲", "{% extends 'a.docx' %}"),
    # what a template may not bring along
    "an object of another program": Case(("甲",), related("oleObject"), "outside"),
    "a workbook that is no chart's": Case(("甲",), related("package"), "outside"),
    "a control": Case(("甲",), related("control"), "outside"),
    "another file within": Case(("甲",), related("aFChunk"), "outside"),
    "a field that runs a program": _case("outside", _TWO, "甲", coded(" DDEAUTO c:\\a.exe ")),
    "a field that reads a picture": _case("outside", _TWO, "甲", coded(" INCLUDE", 'PICTURE "http://a.example" ')),
    "a field that reads a file": _case(
        "outside", _TWO, "甲", '<w:p><w:fldSimple w:instr=" includetext a.docx "/></w:p>'
    ),
    "a field that a tag makes": _case("outside", _TWO, "甲", coded(" D{{ 'DE' }} ")),
    "a field that a field makes": _case(
        "outside", _TWO, "甲",
        coded(" ", '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> QUOTE 68 </w:instrText>'
        '<w:fldChar w:fldCharType="end"/></w:r>'),
    ),
    # what Word calls damage
    "a picture that is not there": _case(
        "unsound", _TWO, "甲", '<w:p><w:r><w:drawing><a:blip r:embed="rId77"/></w:drawing></w:r></w:p>'
    ),
    "a link that is not there": _case(
        "unsound", _TWO, "甲", '<w:p><w:hyperlink r:id="rId77"><w:r><w:t>{{ 标题 }}</w:t></w:r></w:hyperlink></w:p>'
    ),
    # Word
    "a tag in a tracked deletion": _case("deleted-tag", _TWO, "甲", deleted("{{ 标题 }}")),
    "an endif in a tracked deletion": _case(
        "deleted-tag", "第3段", "{%p if 期号 %}", "甲", deleted("{%p endif %}")
    ),
    "a tag moved away": _case("deleted-tag", _TWO, "甲", moved("{{ 标题 }}")),
    "a style that there is not": _case("missing-style", _TWO, "甲", p("{{ 标题 }}", style="Heading9")),
    "a style of another template": _case("missing-style", "表1 第1行第1列", t((p("甲", style="MyCell"),))),
    "a font of the screen": _case("font", _TWO, "甲", p("{{ 标题 }}", face="微软雅黑")),
    "a font of the west": _case("font", _TWO, "甲", p("2026", face="Calibri")),
    "a font of letters": _case("font", "表1 第1行第1列", t((p("甲", face="华文彩云"),))),
    "a font of a style": _case("font", "样式“公文正文”", "甲", styles=styled("公文正文", "微软雅黑")),
    "a font of the style of plain paragraphs": _case("font", "样式“Normal”", "甲", styles=styled("Normal", "Calibri")),
    "a font of the defaults": _case("font", "默认的字体和段落格式", "甲", styles=styled("", "微软雅黑")),
    "a field in one pair of braces": _case("single-brace", _TWO, "甲", "关于{标题}的通知"),
    "a field with a filter in one pair of braces": _case("single-brace", _TWO, "甲", "{镇.名称|分行}"),
    "a field in one pair of full-width braces": _case("single-brace", _TWO, "甲", "｛标题｝"),
    "a tag in a style": _case(
        "unrendered", "", "甲",
        styles='<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="Normal"><w:name w:val="{{ 标题 }}"/></w:style></w:styles>',
    ),
    "a tag in a list's number": _case(
        "unrendered", "", "甲",
        numbering='<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum><w:lvl><w:lvlText w:val="第{{ 期号 }}条"/></w:lvl></w:abstractNum></w:numbering>',
    ),
    "a tag in the settings": _case(
        "unrendered", "", "甲",
        settings='<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:docVars><w:docVar w:name="a" w:val="{{ 标题 }}"/></w:docVars></w:settings>',
    ),
    "a part that is no XML": _case(
        "broken-xml", "", "甲", footer="<w:ftr"
    ),
}  # fmt: skip
