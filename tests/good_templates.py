"""Templates that work: the doctor must find nothing in them."""

from corpus import Case, bookmarked, box, coded, field, inserted, p, proofed, related, styled, t

_LOOP = ("{%p for 行 in 任务进展 %}", "{{ 行.名称 }}", "{%p endfor %}")

GOOD = {
    "values": Case(("{{ 标题 }}", "{{ 镇.名称 }}（{{ 期号 }}）")),
    "split over runs": Case((p("{", "{ 标", "题 }", "}"),)),
    "spelling marks": Case((proofed("{{ 镇.", "名称 }}"),)),
    "unseen characters of a web page": Case(("{{ 标\u200b题\ufeff }}",)),
    "a box to tick, a year": Case(
        (p("☐", face="MS Gothic"), p("o", face="Wingdings"), p("2026", face="Times New Roman"))
    ),
    "braces of the text's own around a field": Case(("{甲{{ 标题 }}}", "{% raw %}{{ 标题 }}}{% endraw %}")),
    "braces with blanks": Case(("用 { 和 } 括起来，{ { 是开头",)),
    "a bookmark inside": Case((bookmarked("{{ 标", "题", " }}"),)),
    "tracked insertion": Case((inserted("{{ 标题 }}"),)),
    "full-width marks": Case(("｛｛ 标题 ｝｝", "{{ 主送|default（“无”） }}")),
    "full-width block": Case(("｛％p if 期号 ％｝", "甲", "｛％p endif ％｝")),
    "filters": Case(("{{ 标题|分行 }}", "{{ 编发日期|日期 }}", "{{ 镇.行政村|顿号 }}", "{{ 镇.行政村|length }}")),
    "jinja's own filters": Case(('{{ 主送|default("无") }}', "{{ 标题|upper|trim }}", "{{ 镇.行政村|join('，') }}")),
    "paragraph loop": Case(_LOOP),
    "loop.index": Case(("{%p for 行 in 任务进展 %}", "{{ loop.index }}.{{ 行.名称 }}", "{%p endfor %}")),
    "inline loop": Case(("{% for 村 in 镇.行政村 %}{{ 村 }}{% if not loop.last %}、{% endif %}{% endfor %}",)),
    "condition": Case(("{%p if 附注 %}", "{{ 附注 }}", "{%p else %}", "无", "{%p endif %}")),
    "condition with elif": Case(
        ("{%p if 期号 == 1 %}", "甲", "{%p elif 期号 == 2 %}", "乙", "{%p else %}", "丙", "{%p endif %}")
    ),
    "row loop": Case(
        (
            t(
                ("编号", "名称"),
                ("{%tr for 行 in 任务进展 %}", ""),
                ("{{ 行.编号 }}", "{{ 行.名称 }}"),
                ("{%tr endfor %}", ""),
            ),
        )
    ),
    "column loop": Case((t(("{%tc for 村 in 镇.行政村 %}", "{{ 村 }}", "{%tc endfor %}")),)),
    "a loop within a loop": Case(
        ("{%p for 行 in 任务进展 %}", "{%p for 人 in 方案.领导小组.成员 %}", "{{ 行.名称 }}{{ 人.姓名 }}")
        + ("{%p endfor %}",) * 2
    ),
    "a condition within a row": Case((t(("{% if 期号 %}甲{% else %}乙{% endif %}", "丙")),)),
    "vertical merge": Case(
        (
            t(
                ("{%tr for 行 in 问题 %}", ""),
                ("{% vm 行.单位 %}{{ 行.单位 }}", "{{ 行.描述 }}"),
                ("{%tr endfor %}", ""),
            ),
        )
    ),
    "cell colour": Case((t(('{% cellbg "D9D9D9" %}{{ 标题 }}', "乙")),)),
    "colspan": Case((t(("{% colspan 2 %}{{ 标题 }}",)),)),
    "a table in a loop": Case(("{%p for 行 in 任务进展 %}", t(("{{ 行.编号 }}", "{{ 行.名称 }}")), "{%p endfor %}")),
    "text box": Case((box("{{ 标题 }}"),)),
    "footer": Case(("{{ 标题 }}",), {"word/footer1.xml": "{{ 镇.名称 }}"}),
    "page number beside a tag": Case((field("{{ 标题 }} 第"),)),
    "fields that read nothing": Case(
        (
            coded(" PAGE "),
            coded(" RE", "F {{ 标题 }} \\h "),
            coded(' HYPERLINK "{{ 标题 }}" '),
            coded(" = {{ 期号 }} + 1 "),
            coded("TOC", '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', field("{{ 标题 }}")[5:-6]),
            '<w:p><w:fldSimple w:instr=" NUMPAGES "/></w:p>',
            "DDE 和 INCLUDETEXT 只是字",
        )
    ),
    "ids that come again": Case((bookmarked("甲", "乙", "丙"),) * 2 + (box("{{ 标题 }}"),) * 2),
    "ids that come again in a loop": Case(
        ("{%p for 行 in 任务进展 %}", bookmarked("甲", "乙", "丙"), "{%p endfor %}", bookmarked("甲", "乙", "丙"))
    ),
    "a picture that Word lost": Case(("甲",), related("image", "NULL")),
    "set": Case(("{%p set 全名 = 镇.上级 ~ 镇.名称 %}", "{{ 全名 }}")),
    "macro": Case(("{% macro 行文(名) %}关于{{ 名 }}{% endmacro %}{{ 行文(标题) }}",)),
    "comment": Case(("甲{# 说明 #}乙",)),
    "raw": Case(("{% raw %}{{ 花括号 }}{% endraw %}",)),
    "raw over paragraphs": Case(
        ("{% raw %}{{ 花 }", "{% 括 号", "号 }}{% endraw %}", "{%p raw %}", "{{ 号", "{%p endraw %}")
    ),
    "literal braces": Case(("{{ '{{' }} 和 {{ '}}' }}",)),
    "single braces": Case(("集合 {1, 2}，100%，{a}", "50%")),
    "joined paragraphs": Case(("甲{% if 期号 -%}", "乙", "{%- endif %}")),
    "loop filters": Case(("{%p for 行 in 任务进展|sort(attribute='编号') %}", "{{ 行.编号 }}", "{%p endfor %}")),
    "loop over a range": Case(("{%p for n in range(1, 4) %}", "{{ n }}", "{%p endfor %}")),
    "grouped": Case(("{%p for 组 in 问题|groupby('单位') %}", "{{ 组.grouper }}", "{%p endfor %}")),
    "tests": Case(("{% if 附注 is defined and 期号 is number %}甲{% endif %}",)),
    "arithmetic": Case(("{{ 期号 + 1 }}，{{ (期号 * 2) // 3 }}",)),
    "styles of 公文": Case((p("{{ 标题 }}", style="GwTitle"), p("{{ 镇.名称 }}", style="GwBody"))),
    "fonts of 公文": Case((p("{{ 标题 }}", face="方正小标宋_GBK"), p("甲", face="仿宋"), p("乙", face="楷体_GB2312"))),
    "a font of a style that nothing is written in": Case(("甲",), {"word/styles.xml": styled("网页", "微软雅黑")}),
    "a font of a style that runs do without": Case(
        (p("甲", style="New", face="仿宋"),), {"word/styles.xml": styled("网页", "微软雅黑")}
    ),
    "a font of the theme": Case(("甲",), {"word/styles.xml": styled("Normal", theme="minorEastAsia")}),
    "single braces around what is no field": Case(("{标题党}", "{ }", "{%raw%}{标题}{%endraw%}", "{{ {'标题': 1} }}")),
    "first and last": Case(("{{ 镇.行政村|first }}至{{ 镇.行政村[-1] }}",)),
    "a condition over paragraphs": Case(("甲{% if 期号 %}乙", "丙", "丁{% endif %}戊")),
    "no tags": Case(("特此通知。",)),
    "empty": Case(()),
}
