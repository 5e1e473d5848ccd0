"""Notices and weeks of all lengths, by lot: titles, addressees, annexes, days, organs, tables."""

import calendar
import random
from collections.abc import Mapping

import yaml

Form = dict[str, object]
ORGANS = (
    "安平镇人民政府",
    "中共安平镇委员会",
    "安平镇党政综合办公室",
    "安平镇精神文明建设指导委员会办公室",
    "安平镇文化站",
)
_WORDS = [
    "开展",
    "做好",
    "推进",
    "加强",
    "春季",
    "村庄",
    "清洁",
    "行动",
    "环境",
    "整治",
    "文明",
    "村镇",
    "创建",
    "工作",
    "志愿",
    "服务",
    "移风易俗",
    "宣传",
    "检查",
    "评比",
    "公益广告",
    "宣传栏",
    "新时代",
    "实践站",
    "建设",
    "提升",
    "有关",
    "事项",
    "防汛",
    "护林",
    "防火",
    "安全",
    "生产",
    "排查",
    "行政村",
    "人居",
    "治理",
]
_FIGURES = ("2026年", "2026年上半年", "2026年第3季度", "12月31日前", "“十四五”", "100天", "第15个", "2026—2027年度")
_ADDRESSEES = ("各村民委员会", "镇直各单位", "各站、所", "镇中心学校", "镇派出所", "镇综合行政执法队", "镇财政所")
_COPIES = ("县委宣传部", "县文明办", "县农业农村局", "县委办公室")
_SENTENCE = "各村各单位要结合实际，按照2026年的安排，认真组织实施，在12月31日前完成各项任务，确保取得实效。"
_LINE = 28  # characters


def forms_of(number: int) -> Mapping[str, str]:
    """The forms of a town with the *number*th notice; every sixth issues a plan."""
    lots = random.Random(number)
    notice = _notice(lots, number)
    town = {
        "名称": "安平镇",
        "机关": ORGANS[0],
        "办公室": ORGANS[2],
        "行政村": ["东河村", "西河村"],
        "其他机关": [{"名称": organ, "文号代字": "安政发", "办公室": ORGANS[2]} for organ in ORGANS[1:]],
    }
    forms = {"town.yaml": _yaml({"镇": town})}
    if number % 6 == 5:
        forms["plan.yaml"] = _yaml(_plan(lots, notice))
    else:
        forms["notices/paper.yaml"] = _yaml(notice)
    return forms


def _yaml(form: Form) -> str:
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False)


def _notice(lots: random.Random, number: int) -> Form:
    month = number % 12 + 1
    day = lots.choice([lots.randint(1, 9), lots.randint(10, calendar.monthrange(2026, month)[1])])
    addressees = [f"{lots.choice(_ADDRESSEES)}{n or ''}" for n in range(lots.choice([1, 2, 3, 8, 20, 40]))]
    issue: Form = {
        "文号": f"安政发〔2026〕{number + 1}号",
        "主送": list(dict.fromkeys(addressees)),
        "成文日期": f"2026-{month:02}-{day:02}",
        "机关": lots.sample(ORGANS, lots.choice([1, 1, 1, 2, 3, 4])),
        "盖章": lots.choice(["是", "否"]),
    }
    copies = lots.sample(_COPIES, lots.randint(0, 4))
    if copies:
        issue["抄送"] = copies
    if lots.random() < 0.3:
        issue["附注"] = "此件公开发布"
    form: Form = {
        "标题": _title(lots, lots.randint(8, 60)) + "的通知",
        "正文": _text(lots, lots.choice([1, 3, 8, 12, 14, 16, 18, 20, lots.randint(1, 80)])),
        "结语": "特此通知。",
        "发文": issue,
    }
    if lots.random() < 0.6:
        form["附件"] = [_annex(lots, n) for n in range(1, lots.choice([1, 2, 3, 12]) + 1)]
    if lots.random() < 0.4:
        form["章节"] = {f"{lots.choice(_WORDS)}{n}": _chapter(lots) for n in range(1, lots.randint(2, 3))}
    return form


def _plan(lots: random.Random, notice: Form) -> Form:
    chapters = notice.get("章节") or {"总体要求": {"正文": notice["正文"]}}
    way = lots.choice(["随文", "附件"])
    plan: Form = {
        "标题": _title(lots, lots.randint(12, 40)) + "实施方案",
        "版式": "通用",
        "章节": chapters,
        "印发": {**notice["发文"], "附件方式": way},
    }
    if "附件" in notice:
        plan["附件"] = notice["附件"]
    return plan


def _title(lots: random.Random, length: int) -> str:
    title = "安平镇关于" if length > 16 else "关于"
    while len(title) < length - 3:
        title += lots.choice(_FIGURES) if lots.random() < 0.2 else lots.choice(_WORDS)
    return title


def _text(lots: random.Random, lines: int) -> str:
    """About so many lines, in paragraphs."""
    paragraphs: list[str] = []
    left = lines * _LINE
    while left > 0:
        size = min(left, lots.randint(20, 280))
        paragraphs.append((_SENTENCE * 8)[: max(size - 1, 8)].rstrip("，。") + "。")
        left -= size
    return "\n".join(paragraphs)


def _annex(lots: random.Random, number: int) -> Form:
    annex: Form = {"标题": f"{_title(lots, lots.randint(6, 30))}清单{number}", "正文": _text(lots, lots.randint(1, 30))}
    if lots.random() < 0.6:
        annex["正文"] = f"{annex['正文']}\n具体安排如下："
        annex["表格"] = _table(lots, lots.randint(2, 30))
    return annex


def _chapter(lots: random.Random) -> Form:
    return {"正文": f"{_text(lots, lots.randint(1, 6))}\n任务如下：", "表格": _table(lots, lots.randint(2, 18))}


def _table(lots: random.Random, rows: int) -> Form:
    made = [
        [str(n), f"第{n}村", f"12月{n}日", str(n * 111), "按期完成" * lots.randint(1, 7)] for n in range(1, rows + 1)
    ]
    return {"表头": ["序号", "村名", "完成时限", "数量", "要求"], "行": made}
