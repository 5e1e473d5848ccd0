"""The forms that an old paper becomes: a plan with what issues it, or a notice; and the town, as far as it says."""

import re
from collections.abc import Iterable, Sequence

from wenming.authoring.importing.chapters import Chapters, Fields
from wenming.authoring.importing.draft import Draft, texts_of
from wenming.base.i18n import _
from wenming.gongwen import headings
from wenming.papers.outline import Outline, outline_of
from wenming.papers.paper import Block, Grid, Line
from wenming.papers.parts import Annex, Division

_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”’）》][,;:?!()]|[,;:?!()][\u4e00-\u9fff“‘（《]")
_BLANK_BETWEEN = re.compile(r"[\u4e00-\u9fff][ \u3000\t]+[\u4e00-\u9fff]")
_TOWN = re.compile(
    r"(?:中共)?([\u4e00-\u9fff]{1,6}?(?:镇|乡|街道))(?=人民政府|党委|办事处|委员会|党政|文明村镇|创建|20[0-9]{2}年)"
)
_TOWN_AT_FIRST = re.compile(r"(?:中共)?([\u4e00-\u9fff]{1,4}?(?:镇|乡|街道))(?=[\u4e00-\u9fff])")
_NO_TOWN = re.compile("[全各本我该某这村城集]镇|乡镇|[各本我该某]乡|文明|街道办")
_COUNTY = re.compile(r"([\u4e00-\u9fff]{1,5}(?:县|区|市))([\u4e00-\u9fff]{1,6}(?:镇|乡|街道))(?:人民政府|党委|办事处)")
_VILLAGE_HEADS = ("村", "村名", "行政村", "村（社区）", "村庄", "村（居）")
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:村|社区|居委会)")
_TITLES_TO_NAMES = str.maketrans(dict.fromkeys('《》<>:"/\\|?*\n\t', ""))
_LETTERS = (  # papers of words, which are no plans
    *("通知", "通报", "报告", "请示", "函", "公告", "通告", "公示", "决定", "纪要", "批复", "议案", "命令", "令"),
    *("倡议书", "公开信", "通知书", "通知单", "说明", "名单"),
)
_UPWARD = ("请示", "报告")
_CLOSING = re.compile(r"(?:特此|专此|以上|妥否|当否|可否|请予|敬请|此致|现予)[^。；]{0,24}[。！]?$")
_OF_FIGURES = ("周报", "月报", "简报", "总结", "自评表", "台账")  # that the program makes of the forms of weeks
BLANK = "____"


def plan_of(division: Division, town: Draft, *, plainly: bool) -> Draft | None:
    """The plan that *division* is or issues, with 印发 of the notice; None where it is none, as it has no chapters.

    *plainly*: every table becomes one of its own. *town*: whose it is.
    """
    inner = division.inner or division
    outline = outline_of(inner.body)
    is_letter = division.inner is None and _bare_title(division).endswith((*_LETTERS, *_OF_FIGURES))
    if is_letter or not outline.chapters:
        return None
    draft = Draft("plan.yaml", {"标题": inner.title or BLANK, "版式": "通用"})
    _write_text(draft, outline, inner, "引言", plainly=plainly)
    issue = _issue_of(division, inner, town)
    if division.inner is not None:
        body = _text_of(division.body)
        issue |= {"通知正文": body} if body else {}
        issue["附件方式"] = "附件" if division.inner_is_annex else "随文"
    if issue:
        draft.record["印发"] = issue
    return draft


def notice_of(division: Division, town: Draft, *, plainly: bool) -> Draft:
    """The notice, or another paper of words, that *division* is."""
    text, closing = _without_closing(division.body)
    division = division._replace(body=text)
    outline = outline_of(text)
    name = division.title.translate(_TITLES_TO_NAMES)[-30:] or "old"
    draft = Draft(f"notices/{name}.yaml", {"标题": division.title or BLANK, "正文": BLANK})
    if not division.title:
        draft.remark(("标题",), _("【核对】原文里没有看出标题"))
    if closing:
        draft.record["结语"] = closing
    if _bare_title(division).endswith(_OF_FIGURES):
        draft.remark(("标题",), _("【核对】周报、月报、总结这些，程序从每周的表单里算；这份只按文字写"))
    _write_text(draft, outline, division, "正文", plainly=plainly)
    issue = _issue_of(division, division, town)
    if "文号" not in issue:
        issue |= {"红头": False, "版记": True} if issue.keys() & {"抄送", "印发机关"} else {"红头": False}
    draft.record["发文"] = {"主送": ["无"], **issue}
    return draft


def _without_closing(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """*body* without the words that close a letter, 特此通知。 and the like, and these."""
    last = body[-1] if len(body) > 1 else None
    if isinstance(last, Line) and _CLOSING.match(last.text):
        return body[:-1], last.text
    return body, ""


def _bare_title(division: Division) -> str:
    """The title without what stands in brackets behind it."""
    return re.sub(r"[（(][^（()）]*[）)]$", "", division.title)


def town_of(divisions: Sequence[Division]) -> Draft:
    """The town, as far as old papers name it; what they do not say is left open."""
    draft = Draft("town.yaml")
    texts: list[str] = []
    villages: list[str] = []
    for division in divisions:
        whole = [division.mark, *division.organs, division.title, division.printed_by, division.addressees]
        whole += [text for block in division.body for text in _texts_in(block)]
        texts += whole
        villages += _villages_in(division)
        if division.inner is not None:
            texts += [division.inner.title, *(text for block in division.inner.body for text in _texts_in(block))]
            villages += _villages_in(division.inner)
    names = [name for text in texts for name in _TOWN.findall(text)]
    names += [match[1] for text in texts if (match := _TOWN_AT_FIRST.match(text))]
    town = next((name for name in names if not _NO_TOWN.search(name)), "")
    county = next((match for text in texts if (match := _COUNTY.search(text))), None)
    name = town or f"{BLANK}镇"
    organs = list(dict.fromkeys(organ for one in divisions for organ in _organs_of(one)))
    governments = [organ for organ in organs if organ.endswith(("人民政府", "办事处"))]
    organ = governments[0] if governments else f"{name}人民政府"
    record: Fields = {"名称": name}
    record |= {"上级": county[1]} if county else {}
    record |= {"机关": organ}
    signs = _signs(divisions)
    record |= {"文号代字": signs[organ]} if organ in signs else {}
    offices = [one.printed_by for one in divisions if one.printed_by]
    record |= {"办公室": offices[0]} if offices else {}
    others = [_other_organ(one, signs.get(one, "")) for one in organs if one != organ]
    record |= {"其他机关": others} if others else {}
    record["行政村"] = list(dict.fromkeys(villages)) or [f"{BLANK}村"]
    draft.record["镇"] = record
    if not town:
        draft.remark(("镇", "名称"), _("【核对】原文里没有镇名"))
    if not villages:
        draft.remark(("镇", "行政村"), _("【待填】原文里没有村名，一行一个"))
    else:
        draft.remark(("镇", "行政村"), _("【核对】从原文的表里读的，看看是不是全部"))
    return draft


def _signs(divisions: Sequence[Division]) -> dict[str, str]:
    """By the organ that signs first what stands before the year in its document numbers."""
    signs: dict[str, str] = {}
    for division in divisions:
        organs = _organs_of(division)
        if division.number and organs:
            signs.setdefault(organs[0], re.split(r"[〔\[（(【]", division.number)[0])
    return signs


def _other_organ(name: str, sign: str) -> Fields:
    return {"名称": name, "文号代字": sign} if sign else {"名称": name}


def _organs_of(division: Division) -> Sequence[str]:
    """The organs that sign *division*, or what it issues."""
    return division.organs or (division.inner.organs if division.inner else ())


def _texts_in(block: Block) -> Sequence[str]:
    return [block.text] if isinstance(block, Line) else list(block.texts)


def _villages_in(division: Division) -> list[str]:
    """The names below a head 村名 of a table in *division*."""
    blocks = [*division.body, *(block for annex in division.annexes for block in annex.blocks)]
    found: list[str] = []
    for grid in blocks:
        if not isinstance(grid, Grid):
            continue
        for column, head in enumerate(grid.rows[0]):
            if head in _VILLAGE_HEADS:
                cells = [row[column] for row in grid.rows[1:] if column < len(row)]
                found += [cell for cell in cells if _VILLAGE.fullmatch(cell)]
    return found


# The text and the annexes


def _write_text(draft: Draft, outline: Outline, division: Division, introduction: str, *, plainly: bool) -> None:
    """Write the chapters and annexes of *division* into *draft*, what stands before them as its *introduction*."""
    marks = next(name for name, marks in headings.BY_NAME.items() if tuple(marks) == tuple(outline.marks))
    if marks != next(iter(headings.BY_NAME)):
        draft.record["层次"] = marks
    texts = [text for block in division.body for text in _texts_in(block)]
    if any(_HALF_WIDTH.search(text) for text in texts):
        draft.record["标点"] = "照原样"
        draft.remark(("标点",), _("【核对】原文有半角标点；删掉这一行，程序改成全角"))
    chapters = Chapters(draft, plainly)
    before = chapters.before(outline.before, introduction)
    draft.record |= before
    if outline.chapters:
        chapters.write(outline)
    texts = list(texts_of({name: draft.record.get(name, "") for name in (introduction, "章节")}))
    if any(_BLANK_BETWEEN.search(text) for text in texts):
        draft.record["标点"] = "照原样"  # blanks between names would be taken out
    for entry in outline.renumbered:
        words = _("【核对】原文的序号是“{old}”，程序按顺序编").format(old=entry.line.text[: entry.mark.length])
        draft.remark(("章节", entry.title), words)
    if division.annex_names and not division.annexes:
        _keep_names_of_annexes(draft, division)
    annexes = [_annex(annex, number, division, chapters) for number, annex in enumerate(division.annexes)]
    if division.inner is not None and introduction == "正文":  # a paper without chapters, issued by a notice
        inner = division.inner
        annexes.insert(0, chapters.annex(inner.title or BLANK, inner.body, ("附件", 0)))
    if annexes:
        draft.record["附件"] = annexes


def _keep_names_of_annexes(draft: Draft, division: Division) -> None:
    """Write the note of annexes as text at the end of *draft*: they are not in the file, so no annex can be made."""
    names = division.annex_names
    lines = [f"附件：{names[0]}"] if len(names) == 1 else [f"附件：1.{names[0]}"]
    lines += [f"{number}.{name}" for number, name in enumerate(names[1:], 2)]
    where = "结语" if draft.file.startswith("notices") else ""
    if where:
        draft.record[where] = "\n".join(filter(None, [str(draft.record.get(where, "")), *lines]))
    else:
        chapters = draft.record["章节"]
        assert isinstance(chapters, dict)
        last = chapters[list(chapters)[-1]]
        last["后文"] = "\n".join(filter(None, [last.get("后文", ""), *lines]))
    draft.remark((where or "章节",), _("【核对】旧公文里只有附件的名称，没有附件，按文字写的"))


def _annex(annex: Annex, number: int, division: Division, chapters: Chapters) -> Fields:
    names = division.annex_names
    title = annex.title or (names[number] if number < len(names) else BLANK)
    return chapters.annex(title, annex.blocks, ("附件", number))


def _text_of(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Line))


# What issues it


def _issue_of(division: Division, inner: Division, town: Draft) -> Fields:
    """The fields of 印发 or 发文: number, addressees, days, signature, notes, copies."""
    issue: Fields = {}
    issue |= {"文号": division.number} if division.number else {}
    issue |= {"主送": _groups(division.addressees)} if division.addressees else {}
    issue |= {"抄送": _groups(division.copied)} if division.copied else {}
    issue |= {"签发人": re.split(r"[、\s]+", division.signer)} if division.signer else {}
    if not division.signer and division.inner is None and _bare_title(division).endswith(_UPWARD):
        issue["签发人"] = ["【待填：签发人】"]
    issue |= {"署名": [{"职务": post, "姓名": name} for post, name in division.persons]} if division.persons else {}
    issue |= {"份号": division.copy_number} if division.copy_number else {}
    issue |= {"密级": division.secret} if division.secret else {}
    issue |= {"紧急程度": division.urgent} if division.urgent in ("特急", "加急") else {}
    issue |= {"稿别": inner.draft} if inner.draft in ("征求意见稿", "送审稿") else {}
    date = division.date or inner.date
    issue |= {"成文日期": date} if date else {}
    issue |= {"印发日期": division.printed} if division.printed else {}
    organs = division.organs or inner.organs
    of_town = town.record["镇"]
    main = of_town["机关"] if isinstance(of_town, dict) else ""
    issue |= {"标志": division.mark} if division.mark and len(organs) < 2 and division.mark != f"{main}文件" else {}
    issue |= {"机关": list(organs)} if organs and list(organs) != [main] else {}
    issue |= {"附注": division.note} if division.note else {}
    issue |= {"印发机关": division.printed_by} if division.printed_by else {}
    return issue


def _groups(text: str) -> list[str]:
    """The kinds of organs in *text*, parted by commas (GB/T 9704-2012 §7.3.2)."""
    return [one.strip() for one in re.split(r"[，,；;]", text.strip("。.")) if one.strip()]
