"""What stands in each built-in template: the lines of the official layout, their styles, the tags between them."""

from collections.abc import Callable, Iterable

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from wenming.authoring.builtin import chart_parts
from wenming.authoring.builtin.pieces import Column, Line, chart, lines, table
from wenming.gongwen import measures as m

STANDARD = ("总体要求", "组织领导", "目标任务", "工作重点", "工作措施")
CONTEST = ("指导思想", "创建目标", "创建标准", "工作重点", "保障措施")
PROJECT = ("总体要求", "目标任务", "主要内容", "工作要求")
_NUMERALS = "一二三四五"


def plan(chapters: Iterable[str]) -> Callable[[WordDocument], None]:
    """A 实施方案 whose chapter headings stand in the file as typed; none: all chapters of the form."""

    def fill(document: WordDocument) -> None:
        lines(document, [("公文标题", "{{ 标题|分行 }}"), ("公文正文", ""), ("公文正文", "{{p 引言 }}")])
        for numeral, chapter in zip(_NUMERALS, chapters, strict=False):
            lines(document, [("一级标题", f"{numeral}、{chapter}"), ("公文正文", f"{{{{p 章节.{chapter} }}}}")])
        if not chapters:
            lines(document, [("公文正文", "{{p 各章 }}")])
        lines(document, [("附件说明", "{{p 附件说明 }}"), ("落款", "{{p 落款 }}"), ("公文正文", "{{p 附件 }}")])

    return fill


def notice(document: WordDocument) -> None:
    """A 通知: 版头, title, 主送, text, 附件说明, 落款, 附注, 回执, what it issues, 附件, 版记."""
    _issued(document, [("公文正文", "{{p 回执 }}"), ("公文正文", "{{p 印发 }}")])


def circular(document: WordDocument) -> None:
    """A 通报: a 通知 that issues nothing."""
    _issued(document, [])


def _issued(document: WordDocument, whole: list[Line]) -> None:
    lines(
        document,
        [
            ("发文机关标志", "{{p 版头 }}"),
            ("公文标题", "{{ 标题|分行 }}"),
            ("公文正文", ""),
            ("公文正文", "{%p if 主送 %}"),
            ("主送机关", "{{ 主送 }}："),
            ("公文正文", "{%p endif %}"),
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
    lines(
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
    lines(document, [("一级标题", "一、任务进展"), ("公文正文", "{%p if 任务进展 %}")])
    _progress(document, _tasks("本周", "较上周"), "二、各{{ 村 }}进展")
    _rest(document, "{{ 活动章 }}、本周活动", "{{ 问题章 }}、问题整改")
    lines(
        document,
        [
            ("公文正文", "{%p if 下周安排 %}"),
            ("一级标题", "{{ 安排章 }}、下周安排"),
            ("公文正文", "{{p 下周安排 }}"),
            ("公文正文", "{%p endif %}"),
            ("版记", "{{p 报尾 }}"),
        ],
    )
    issuer = next(p for p in document.paragraphs if p.style and p.style.name == "简报编发")
    issuer.paragraph_format.tab_stops.add_tab_stop(Twips(m.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    issuer._p.get_or_add_pPr().insert(
        1,
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="{m.RED_RULE_GAP}" '
            f'w:color="{m.RED}"/></w:pBdr>'
        ),
    )


def _progress(document: WordDocument, tasks: list[Column], villages: str) -> None:
    """Figures by task, indicator and unit, charts; by village under the heading *villages*."""
    table(document, tasks, "任务进展")
    lines(
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
    chart(document, "各任务完成率", chart_parts.TASKS)
    chart(document, "逐周走势", chart_parts.TREND)
    lines(
        document,
        [("公文正文", "{%p if 各村进展 %}"), ("一级标题", villages), ("公文正文", "{{p 各村进展 }}")],
    )
    chart(document, "各村完成率", chart_parts.VILLAGES, "各{{ 村 }}完成率")
    lines(document, [("公文正文", "{%p endif %}")])


def _rest(document: WordDocument, activities: str, problems: str) -> None:
    """Activities and the ledger of problems under their headings."""
    lines(
        document,
        [
            ("一级标题", activities),
            ("公文正文", "{{p 活动 }}"),
            ("一级标题", problems),
            ("公文正文", "{{ 问题小结 }}"),
            ("公文正文", "{%p if 问题 %}"),
        ],
    )
    table(document, _PROBLEMS, "问题")
    lines(document, [("公文正文", "{%p endif %}")])


def _tasks(span: str, since: str) -> list[Column]:
    """The columns of tasks: figures of a *span*, change *since* its beginning."""
    return [
        ("序号", "{{ 行.序号 }}", 700),
        ("任务", "{{ 行.名称 }}", 1675),
        ("目标", "{{ 行.目标 }}", 1200),
        (f"{span}完成", "{{ 行.本周 }}", 960),
        ("累计完成", "{{ 行.累计 }}", 960),
        ("完成率", "{{ 行.完成率 }}", 1230),
        (f"{since}（百分点）", "{{ 行.较上周 }}", 1060),
        ("比时序（百分点）", "{{ 行.比时序 }}", 1060),
    ]


_PROBLEMS = [
    ("编号", "{{ 行.编号 }}", 950),
    ("责任单位", "{{ 行.单位 }}", 1190),
    ("问题", "{{ 行.描述 }}", 1835),
    ("发现日期", "{{ 行.发现 }}", 1370),
    ("整改期限", "{{ 行.整改期限 }}", 1370),
    ("责任人", "{{ 行.责任人 }}", 940),
    ("状态", "{{ 行.状态 }}", 1190),
]


def rectification(document: WordDocument) -> None:
    """A 整改通知单: number, whom it goes to, the problems, until when, 落款, a slip to cut off."""
    lines(
        document,
        [
            ("公文标题", "{{ 标题 }}"),
            ("简报期号", "{{ 编号 }}"),
            ("主送机关", "{{ 单位 }}："),
            ("公文正文", "{{p 正文 }}"),
        ],
    )
    table(document, [*_PROBLEMS[:1], ("问题", "{{ 行.描述 }}", 3025), *_PROBLEMS[3:]], "问题")
    lines(document, [("公文正文", "{{p 要求 }}"), ("落款", "{{p 落款 }}"), ("公文正文", "{{p 回执 }}")])


def breakdown(document: WordDocument) -> None:
    """A 任务分解表: the roadmap on a page upright, the task book and the timetable on pages turned."""
    lines(
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
    lines(
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
    lines(
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
    lines(
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
    _progress(document, _tasks("本期", "较期初"), "{{ 章序.各村 }}、各{{ 村 }}排名")
    _rest(document, "{{ 章序.活动 }}、开展活动", "{{ 章序.问题 }}、问题整改")
    lines(
        document,
        [
            ("公文正文", "{%p if 下一步 %}"),
            ("一级标题", "{{ 章序.下一步 }}、下一步打算"),
            ("公文正文", "{{p 下一步 }}"),
            ("公文正文", "{%p endif %}"),
            ("落款", "{{p 落款 }}"),
        ],
    )


def county(document: WordDocument) -> None:
    """The 汇总 of the towns of a county: where they stand, who has not reported, what is overdue, who has faults."""
    lines(
        document,
        [
            ("公文标题", "{{ 标题|分行 }}"),
            ("简报期号", "（{{ 日期|日期 }}）"),
            ("公文正文", ""),
            ("公文正文", "{{p 概况 }}"),
            ("公文正文", "{{p 各镇进展 }}"),
            ("公文正文", "{{p 没有报送 }}"),
            ("公文正文", "{{p 逾期问题 }}"),
            ("公文正文", "{{p 没有做成 }}"),
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
    "county": county,
}
