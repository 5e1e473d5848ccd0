"""The parts of an old paper by their place, looks and words: red head, title, 主送, text, signature, annexes, 版记."""

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from wenming.base.i18n import _
from wenming.papers.marks import mark_of
from wenming.papers.paper import Aside, Block, Grid, Line, Paper

KINDS_OF_PAPER = (
    *(
        "实施方案",
        "工作方案",
        "活动方案",
        "方案",
        "工作计划",
        "计划",
        "实施意见",
        "意见",
        "办法",
        "细则",
        "规划",
        "要点",
    ),
    *(
        "规定",
        "制度",
        "通知",
        "通报",
        "报告",
        "请示",
        "函",
        "公告",
        "通告",
        "决定",
        "纪要",
        "周报",
        "月报",
        "简报",
        "总结",
    ),
    *("倡议书", "批复", "标准", "台账", "表"),
)
_HEAD_ENDS = re.compile(r"文件$")
_NUMBER = re.compile(
    r"^(?:[^〔\[（(\s]{1,12})[〔\[（(【]\s*+[0-9]{4}\s*+[〕\]）)】]\s*+(?:第\s*+)?(?:[0-9]{1,4}\s*+)?号?$"
)
_COPY_NUMBER = re.compile(r"^[0-9]{6}$")
_SECRET = re.compile(r"^(?:绝密|机密|秘密)(?:★.{0,8})?$")
_URGENT = re.compile(r"^(?:特急|加急|特提|平急|急件|急)$")
_SIGNER = re.compile(r"签发人\s*[：:]\s*(.*)$")
_DRAFT = re.compile(r"^[（(](.{2,30})[）)]$")
_STATES = ("征求意见稿", "送审稿")
_DIGITS = "〇零○一二三四五六七八九十"
_DATE_WITH_SIGNS = re.compile(r"^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})$")
_YEAR, _PART = rf"[0-9]{{4}}|[{_DIGITS}]{{4}}", rf"[0-9]{{1,2}}|[{_DIGITS}]{{1,3}}"
_DATE = re.compile(rf"^({_YEAR})年({_PART})月({_PART})日$")
_PRINTED = re.compile(rf"^(.*?)((?:{_YEAR})年(?:{_PART})月(?:{_PART})日)\s*+印发$")
_ANNEX_NOTE = re.compile(r"^附\s?件?\s*[：:]\s*(.*)$")
_ANNEX = re.compile(r"^附\s?件?\s*+(?:[0-9一二三四五六七八九十]{1,3}\s*+[：:]?)?$")
_NOTE = re.compile(r"^[（(](.+)[）)]$")
_COPIED = re.compile(r"^抄\s?(?:送|报)\s*[：:]\s*(.*)$")
_SENT_TO = re.compile(r"^主\s?送\s*[：:]\s*(.*)$")
_WIDE_GAP = re.compile(r"\t\s*+|[ \u3000]{2,}+|\u3000")
_ORGAN_ENDS = re.compile(
    r"(?:政府|委员会|党委|党工委|办公室|办|局|所|站|中心|支部|总支|联合会|指挥部|领导小组|公司|协会|社区|团委|妇联|工会|村|镇|乡)"
    r"(?:（[^（）]{1,4}章[^（）]{0,2}）)?$"
)
_NO_TEXT_HERE = re.compile(r"^[（(]?此页无正文[）)]?$")
_SEAL = re.compile(r"[（(](?:盖章|印章|公章|章)[）)]$")
_PERSON_SIGNS = re.compile(
    r"^((?:副)?(?:镇长|乡长|县长|区长|市长|主任|书记|主席|局长))[ \u3000\t]+([\u4e00-\u9fff]{2,4})$"
)
_NUMBERED_NOTE = re.compile(r"^附\s?件\s*([0-9]{1,2})\s*[：:]\s*(.+)$")
_FOOT_BESIDE = re.compile(r"^(?:主题词|[（(]?共印)")
_SENTENCE_ENDS = "。；，：！？;:,!?"
_TITLE_LINES = 4
_TITLE_MOST = 120  # characters
_ADDRESSEES_MOST = 300
_ORGAN_MOST = 40
_LARGE = 30  # points: of a 发文机关标志, which is larger than a title's 22 (GB/T 9704-2012 §7.2.4)
_OF_ISSUING = re.compile(r"(?:印发|转发|下发)(?:(?!印发|转发|下发).)*通知$")


class Annex(NamedTuple):
    """An annex: its label as typed, its title, what it holds."""

    label: Line
    title: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]  # of the title


class Division(NamedTuple):
    """The parts of one paper; what it has not is empty. *inner*: the paper that a notice issues, printed within it,
    or as its only annex (*inner_is_annex*).

    *used*: every line that became a part by itself, and not of the *body*, in order.
    """

    title: str = ""
    mark: str = ""
    number: str = ""
    copy_number: str = ""
    secret: str = ""
    urgent: str = ""
    signer: str = ""
    draft: str = ""
    addressees: str = ""
    body: tuple[Block, ...] = ()
    annex_names: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    date: datetime.date | None = None
    persons: tuple[tuple[str, str], ...] = ()
    note: str = ""
    annexes: tuple[Annex, ...] = ()
    copied: str = ""
    printed_by: str = ""
    printed: datetime.date | None = None
    inner: "Division | None" = None
    inner_is_annex: bool = False
    used: tuple[Line, ...] = ()
    aside: tuple[Aside, ...] = ()

    @property
    def issues_another(self) -> bool:
        """True if it is a notice that issues another paper."""
        return _OF_ISSUING.search(self.title) is not None


def divide(paper: Paper) -> Division:
    """The parts of *paper*."""
    blocks, foot = _without_foot(list(_spread(paper.blocks)))
    division = _divided(blocks)
    return division._replace(
        copied=foot.copied,
        printed_by=foot.printed_by,
        printed=foot.printed,
        used=(*division.used, *foot.used),
        aside=(*division.aside, *foot.aside),
    )


def _spread(blocks: Sequence[Block]) -> Sequence[Block]:
    """*blocks* with what is a 版记 laid out as a table as lines."""
    spread: list[Block] = []
    for block in blocks:
        if not spread and isinstance(block, Grid) and _HEAD_ENDS.search(block.rows[0][-1]):
            spread.append(Line("".join(block.texts).replace("\n", ""), block.place, "center", _LARGE))
            continue
        texts = list(block.texts) if isinstance(block, Grid) else []
        if isinstance(block, Grid) and any(_COPIED.match(text) or _PRINTED.match(text) for text in texts):
            spread += [Line("\t".join(filter(None, row)), block.place) for row in block.rows]
        elif texts and _is_signature(texts):
            lines = [line for text in texts for line in text.split("\n")]
            spread += [
                Line(line, block.place, "right") for line in sorted(lines, key=lambda line: date_in(line) is not None)
            ]
        elif isinstance(block, Line):
            spread += _signature_parted(block)
        else:
            spread.append(block)
    return spread


def _signature_parted(line: Line) -> list[Line]:
    """*line*; where it is organs and a day beside one another, each on a line of its own."""
    pieces = [piece.strip() for piece in _WIDE_GAP.split(line.text) if piece.strip()]
    are_signing = len(pieces) > 1 and all(_ORGAN_ENDS.search(piece) or date_in(piece) for piece in pieces)
    if not are_signing:
        return [line]
    return [line._replace(text=piece, align=line.align or "right") for piece in pieces]


# The 版记, at the foot of the last page


def _without_foot(blocks: list[Block]) -> tuple[list[Block], Division]:
    """*blocks* without the 版记, and that: whom copies go to, who printed it and when."""
    foot = Division()
    while blocks and isinstance(blocks[-1], Line):
        last = blocks[-1]
        printed, copied, sent = (pattern.match(last.text) for pattern in (_PRINTED, _COPIED, _SENT_TO))
        if printed and not foot.printed_by:
            foot = foot._replace(printed_by=printed[1].strip(), printed=date_in(printed[2]))
        elif copied:
            foot = foot._replace(copied="，".join(filter(None, (copied[1].strip("。 "), foot.copied))))
        elif sent and foot.used:
            foot = foot._replace(addressees=sent[1].strip())
        elif _FOOT_BESIDE.match(last.text):
            foot = foot._replace(aside=(Aside(last.text, _("版记里没有这一项"), last.place), *foot.aside))
        else:
            break
        foot = foot._replace(used=(last, *foot.used))
        blocks = blocks[:-1]
    return blocks, foot


# From the head on


def _divided(blocks: list[Block]) -> Division:
    division, at = _head(blocks)
    title, at = _title(blocks, at)
    division = division._replace(title=_joined(title), used=(*division.used, *title))
    division, at, subtitles = _below_title(division, blocks, at)
    end, annexes_from = _ends(blocks, at, division)
    division = division._replace(body=(*subtitles, *blocks[at:end]))
    division, after = _signed(division, blocks, end)
    rest = blocks[after:]
    first_annex = next((at for at, block in enumerate(rest) if _is_annex(block)), len(rest))
    inner = rest[:first_annex] if annexes_from is None else rest[: max(0, annexes_from - after)]
    annexes = rest[len(inner) :]
    if inner and division.issues_another:
        printed_within = _divided([*inner, *annexes])
        return division._replace(inner=printed_within, used=(*division.used, *printed_within.used))
    if inner:
        division = division._replace(body=(*division.body, *inner))
    label = annexes[0] if annexes else None
    if isinstance(label, Line) and division.issues_another and len(division.annex_names) == 1:
        within = _divided(annexes[1:])
        used = (*division.used, label, *within.used)
        return division._replace(inner=within, inner_is_annex=True, used=used)
    return division._replace(annexes=tuple(_annexes(annexes)))


def _joined(lines: Sequence[Line]) -> str:
    """The title on *lines*; a tab within is none."""
    return re.sub(r"[\t\n]+", "", "".join(line.text for line in lines))


def _head(blocks: Sequence[Block]) -> tuple[Division, int]:
    """What stands above the title, and where that begins."""
    division, at = Division(), 0
    while at < len(blocks) and isinstance(blocks[at], Line):
        line = blocks[at]
        assert isinstance(line, Line)
        text = line.text.replace("\u3000", "").replace(" ", "")
        signer = _SIGNER.search(line.text)
        number = _NUMBER.match(_SIGNER.sub("", line.text).strip())
        if number or (signer and not number):
            division = division._replace(
                number=number[0] if number else division.number,
                signer=signer[1].strip() if signer else division.signer,
            )
        elif text.strip("★☆") == "":
            division = division._replace(aside=(*division.aside, Aside(line.text, _("红头上的记号"), line.place)))
        elif _COPY_NUMBER.match(text):
            division = division._replace(copy_number=text)
        elif _SECRET.match(text):
            division = division._replace(secret=text)
        elif _URGENT.match(text):
            division = division._replace(urgent=text)
        elif not division.mark and (line.size >= _LARGE or _HEAD_ENDS.search(text)) and len(text) <= _ORGAN_MOST:
            division = division._replace(mark=text)
        else:
            break
        division = division._replace(used=(*division.used, line))
        at += 1
    return division, at


def _title(blocks: Sequence[Block], at: int) -> tuple[list[Line], int]:
    """The lines of the title from *at* on, and where they end: centred ones of one size, or up to a kind of paper."""
    lines: list[Line] = []
    while at < len(blocks) and len(lines) < _TITLE_LINES:
        line = blocks[at]
        if not isinstance(line, Line) or not _may_be_title(line, lines):
            break
        lines.append(line)
        at += 1
        if names_a_paper("".join(one.text for one in lines)) and not _goes_on(lines, blocks, at):
            break
    return lines, at


def _is_signature(texts: Sequence[str]) -> bool:
    """True if the cells with these *texts* are names of organs and a date: a signature laid out as a table."""
    lines = [line for text in texts for line in text.split("\n")]
    days = [line for line in lines if date_in(line) is not None]
    organs = [line for line in lines if date_in(line) is None]
    return 0 < len(days) < 4 and bool(organs) and all(_ORGAN_ENDS.search(organ) for organ in organs)


def _may_be_title(line: Line, before: Sequence[Line]) -> bool:
    if line.text[-1] in _SENTENCE_ENDS or len(line.text) > _TITLE_MOST:
        return False
    if not before:
        return mark_of(line.text) is None
    is_like_first = line.align == before[0].align and abs(line.size - before[0].size) < 1
    return is_like_first and mark_of(line.text) is None and not _DRAFT.match(line.text)


def names_a_paper(text: str) -> bool:
    """True if *text* ends with a kind of paper: 方案, 通知, 通报, perhaps with 【第一篇】 or （试行） behind it."""
    return re.sub(r"[（(【].{1,12}[）)】]$", "", text).endswith(KINDS_OF_PAPER)


def _goes_on(lines: Sequence[Line], blocks: Sequence[Block], at: int) -> bool:
    """True if the next block is one more line of the same title: centred, as large, and short."""
    following = blocks[at] if at < len(blocks) else None
    first = lines[0]
    if not isinstance(following, Line) or first.align != "center" or following.align != "center":
        return False
    return abs(following.size - first.size) < 1 and first.size > 0 and not _DRAFT.match(following.text)


def _below_title(division: Division, blocks: Sequence[Block], at: int) -> tuple[Division, int, list[Line]]:
    """What stands between the title and the text: a state of the draft, a number, whom it is sent to.

    And where that ends, and other lines in brackets, which belong to the text: （2026年3月9日—15日）.
    """
    subtitles: list[Line] = []
    while at < len(blocks):
        line = blocks[at]
        if not isinstance(line, Line):
            break
        draft, number = _DRAFT.match(line.text), _NUMBER.match(line.text)
        if draft and not division.draft and draft[1] in _STATES:
            division = division._replace(draft=draft[1])
        elif draft and not subtitles and line.align != "right":
            subtitles.append(line)
            at += 1
            continue
        elif number and not division.number:
            division = division._replace(number=number[0])
        elif not division.addressees and _is_addressees(line):
            division = division._replace(addressees=line.text[:-1])
        else:
            break
        division = division._replace(used=(*division.used, line))
        at += 1
        if division.addressees:
            break
    return division, at, subtitles


def _is_addressees(line: Line) -> bool:
    text = line.text
    if text[-1] not in "：:" or len(text) > _ADDRESSEES_MOST or "。" in text or mark_of(text):
        return False
    is_speech = re.search(r"如下|以下|通知|要求|包括|为|组成|名单", text) is not None
    return not is_speech


# The end of the text


def _ends(blocks: Sequence[Block], start: int, division: Division) -> tuple[int, int | None]:
    """Where the text ends (the note of annexes, the signature, the first annex), and where annexes begin, if known."""
    annex = next((at for at in range(start, len(blocks)) if _is_annex(blocks[at])), None)
    limit = len(blocks) if annex is None else annex
    for at in range(start, limit):
        block = blocks[at]
        if isinstance(block, Line) and _ends_text(blocks, at):
            return at, annex
    return limit, annex


def _ends_text(blocks: Sequence[Block], at: int) -> bool:
    """True if the note of annexes or the signature begins at *at*."""
    block = blocks[at]
    assert isinstance(block, Line)
    is_note = _ANNEX_NOTE.match(block.text) or _NUMBERED_NOTE.match(block.text)
    return is_note is not None or _begins_signature(blocks, at)


def _is_annex(block: Block) -> bool:
    return isinstance(block, Line) and _ANNEX.match(block.text) is not None


def _begins_signature(blocks: Sequence[Block], at: int) -> bool:
    """True if from *at* on stand one to four names of organs and a date below them."""
    for step in range(5):
        line = blocks[at + step] if at + step < len(blocks) else None
        if not isinstance(line, Line):
            return False
        if date_in(line.text) or _is_blank_day(line.text):
            following = blocks[at + step + 1] if at + step + 1 < len(blocks) else None
            if isinstance(following, Line) and names_a_paper(following.text):
                return True
            return step > 0 or line.align == "right" or at + 1 == len(blocks)
        if len(line.text) > _ORGAN_MOST or line.align == "center" or not _may_sign(line.text):
            return False
    return False


def _with_signer(division: Division, line: Line) -> Division:
    """*division* signed by who stands on *line*: an organ, or a person with a post."""
    person = _PERSON_SIGNS.match(line.text)
    if _NO_TEXT_HERE.match(line.text):
        return division._replace(aside=(*division.aside, Aside(line.text, _("程序自己排落款的位置"), line.place)))
    if person:
        return division._replace(persons=(*division.persons, (person[1], person[2])))
    return division._replace(organs=(*division.organs, _SEAL.sub("", line.text).strip()))


def _is_blank_day(text: str) -> bool:
    """True if *text* is a day to be filled in by hand: ____年__月__日."""
    return re.fullmatch(r"[_＿\s0-9]*年[_＿\s]*月[_＿\s]*日", text) is not None


def _may_sign(text: str) -> bool:
    return text[-1] not in _SENTENCE_ENDS and not set(text) & set("：:；。") and mark_of(text) is None


def _signed(division: Division, blocks: Sequence[Block], at: int) -> tuple[Division, int]:
    """The names of annexes, the signature and the 附注 from *at* on, and what follows."""
    names, at = _names_of_annexes(blocks, at)
    used = list(names)
    division = division._replace(annex_names=tuple(_bare_names(names)))
    if at < len(blocks) and _begins_signature(blocks, at):
        while isinstance(line := blocks[at], Line):
            used.append(line)
            at += 1
            day = date_in(line.text)
            if day or _is_blank_day(line.text):
                division = division._replace(date=day)
                break
            division = _with_signer(division, line)
    note = blocks[at] if at < len(blocks) else None
    if division.date and isinstance(note, Line) and _NOTE.match(note.text):
        division = division._replace(note=note.text[1:-1])
        used.append(note)
        at += 1
    return division._replace(used=(*division.used, *used)), at


def _names_of_annexes(blocks: Sequence[Block], at: int) -> tuple[list[Line], int]:
    lines: list[Line] = []
    while at < len(blocks):
        line = blocks[at]
        if not isinstance(line, Line):
            break
        begins = (not lines and _ANNEX_NOTE.match(line.text)) or _NUMBERED_NOTE.match(line.text)
        is_next = lines and mark_of(line.text) and mark_of(line.text).form == "1."  # type: ignore[union-attr]
        if not begins and not is_next:
            break
        lines.append(line)
        at += 1
    return lines, at


def _bare_names(lines: Sequence[Line]) -> Sequence[str]:
    names: list[str] = []
    for line in lines:
        text = _ANNEX_NOTE.sub(r"\1", _NUMBERED_NOTE.sub(r"\2", line.text))
        mark = mark_of(text)
        names.append(text[mark.length if mark else 0 :].strip())
    return [name for name in names if name]


def _annexes(blocks: Sequence[Block]) -> Sequence[Annex]:
    starts = [at for at, block in enumerate(blocks) if _is_annex(block)]
    annexes: list[Annex] = []
    for start, end in pairwise([*starts, len(blocks)]):
        label = blocks[start]
        assert isinstance(label, Line)
        title, at = _title_of_annex(blocks[start + 1 : end])
        annexes.append(Annex(label, _joined(title), tuple(blocks[start + 1 + at : end]), tuple(title)))
    return annexes


def _title_of_annex(blocks: Sequence[Block]) -> tuple[list[Line], int]:
    lines, at = _title(blocks, 0)
    if lines and not lines[0].align and not names_a_paper("".join(line.text for line in lines)):
        return lines[:1], 1
    return lines, at


def date_in(text: str) -> datetime.date | None:
    """The day that *text* is, in figures or in Chinese; None where it is none."""
    text = text.replace(" ", "").replace("\u3000", "")
    match = _DATE.match(text) or _DATE_WITH_SIGNS.match(text)
    if not match:
        return None
    year, month, day = (_number(part) for part in match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """2026, 二〇二六, 十二, 二十一 as a number."""
    if text.isdecimal():
        return int(text)
    values = {char: value for value, chars in enumerate(("〇零○", *"一二三四五六七八九")) for char in chars}
    if "十" not in text:
        return int("".join(str(values[char]) for char in text))
    tens, _ten, ones = text.partition("十")
    return values.get(tens, 1) * 10 + values.get(ones, 0)
