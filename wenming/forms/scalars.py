"""Text as typed becomes a number, a yes or no, a date; or a word on what is wrong with it."""

import datetime
import re
from decimal import Decimal

from wenming.base.codes import Code
from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _

_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_DATE_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DIGITS = re.compile(r"[-0-9.]+")
_NOUGHT_AND_DIGITS = re.compile(r"-?0[0-9.]+")
_LEADING_ZEROS = re.compile(r"^(-?)0+(?=[0-9])")
_NUMBER_WITH_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(\D+)")
_CHINESE_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+")
_PLAIN = re.compile(r"\w[\w（）〔〕《》、，；。-]*")  # needs no quotes within brackets
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，％：／", "0123456789.-,%:/")
_SIZES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LONGEST = 15  # digits of a number
_SHORT = 20  # characters of a form in a message


class Unreadable(ValueError):
    """A text is not what its field takes; says what is wrong and how to mend it."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.what)
        self.mistake = mistake


def number(text: str, *, whole: bool) -> int | Decimal:
    """Returns the number typed as *text*; *whole* where no fraction may stand. Raises Unreadable."""
    text = text.strip()
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > _LONGEST:
        raise Unreadable(_no_number(text))
    if not match[3]:
        return int(text)
    if whole:
        what = _("“{text}”带小数，这里要填整数").format(text=text)
        raise Unreadable(Mistake("not-whole", what, _("写成整数，如 {n}").format(n=int(match[2]))))
    return Decimal(text)


def yes(text: str) -> bool:
    """True if *text* says yes, False if it says no. Raises Unreadable."""
    text = text.strip()
    if text in ("是", "true"):
        return True
    if text in ("否", "false"):
        return False
    what = _("“{text}”看不出是还是否").format(text=_short(text))
    raise Unreadable(Mistake("not-yes-or-no", what, _("写成 是 或 否")))


def date(text: str) -> datetime.date:
    """Returns the date typed as *text*: 2026-03-05, 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日. Raises Unreadable."""
    text = text.strip()
    match = _DATE.fullmatch(text)
    if not match:
        raise Unreadable(_no_date(text))
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        what = _("没有 {text} 这一天").format(text=text)
        raise Unreadable(Mistake("not-a-date", what, _("查一下日历，改成真有的日期"))) from None


def in_brackets(value: str) -> str:
    """Returns *value* as YAML within brackets, in quotes where it needs them."""
    if _PLAIN.fullmatch(value) and value != "null":
        return value
    escaped = value.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


# Below: what is wrong with a text, and how to mend it.


def _no_date(text: str) -> Mistake:
    """Returns why *text* is no date."""
    narrow = text.translate(_FULL_WIDTH)
    if narrow != text and _DATE.fullmatch(narrow):
        return _instead("not-a-date", _("日期里有全角数字或符号"), _("改成半角：{text}"), narrow)
    parts = _DATE_TOGETHER.fullmatch(text)
    if parts:
        what = _("日期“{text}”没有分开年月日").format(text=text)
        return _instead("not-a-date", what, _("写成 {text}"), "-".join(parts.groups()))
    return Mistake("not-a-date", _("“{text}”不是完整的日期").format(text=_short(text)), _("年月日写全，如 2026-03-05"))


def _no_number(text: str) -> Mistake:
    """Returns why *text* is no number."""
    narrow = text.translate(_FULL_WIDTH)
    if len(text) > _LONGEST and _DIGITS.fullmatch(narrow):
        mend = _("最多 {n} 位，检查是不是多打了").format(n=_LONGEST)
        return Mistake("not-a-number", _("这个数太长"), mend)
    if narrow != text and _NUMBER.fullmatch(narrow):
        what = _("数字要用半角，不用全角“{text}”").format(text=_short(text))
        return _instead("not-a-number", what, _("改成 {text}"), narrow)
    if _has_leading_zeros(text):
        what = _("数字“{text}”前面多了 0").format(text=text)
        return _instead("not-a-number", what, _("改成 {text}"), _LEADING_ZEROS.sub(r"\1", text))
    if _NUMBER_WITH_COMMAS.fullmatch(narrow):
        return _instead("not-a-number", _("数字里不用逗号分节"), _("改成 {text}"), narrow.replace(",", ""))
    if _CHINESE_NUMBER.fullmatch(text):
        what = _("“{text}”要写成阿拉伯数字").format(text=_short(text))
        return Mistake("not-a-number", what, _("如 310"))
    quantity = _NUMBER_WITH_UNIT.fullmatch(narrow)
    if quantity:
        return _with_unit(text, *quantity.groups())
    return Mistake("not-a-number", _("“{text}”不是数字").format(text=_short(text)), _("只写数字，如 310"))


def _with_unit(text: str, number: str, unit: str) -> Mistake:
    """Returns why *text*, a *number* and its *unit*, is no number."""
    what = _("“{text}”里只能写数字").format(text=_short(text))
    size = unit.strip()[:1]
    if size in _SIZES:
        whole = Decimal(number) * _SIZES[size]
        shown = f"{whole.normalize():f}"
        return _instead("not-a-number", what, _("改成 {text}"), shown)
    mend = _("改成 {n}，“{unit}”不写在这里").format(n=number, unit=_short(unit))
    return Mistake("not-a-number", what, mend, number)


def _instead(code: Code, what: str, mend: str, text: str) -> Mistake:
    """Returns the mistake that is mended by writing *text*, which *mend* says."""
    return Mistake(code, what, mend.format(text=text), text)


def _has_leading_zeros(text: str) -> bool:
    """True if *text* is made of digits and points and a nought before its first digit can go."""
    return _NOUGHT_AND_DIGITS.fullmatch(text) is not None and _LEADING_ZEROS.match(text) is not None


def _short(text: str) -> str:
    """Returns *text*, or its beginning where it is too long for a message."""
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
