"""Text as typed becomes a number, a yes or no, a date; or a word on what is wrong with it."""

import datetime
import re
from decimal import Decimal

from wenming.base.i18n import _

_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_DATE_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DIGITS = re.compile(r"[-0-9.]+")
_NOUGHT_AND_DIGITS = re.compile(r"-?0+[0-9.]+")
_LEADING_ZEROS = re.compile(r"^(-?)0+(?=[0-9])")
_NUMBER_WITH_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(\D+)")
_CHINESE_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+")
_PLAIN = re.compile(r"\w[\w（）〔〕《》、，；。-]*")  # needs no quotes within brackets
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，％：／", "0123456789.-,%:/")
_LONGEST = 15  # digits of a number
_SHORT = 20  # characters of a form in a message


class Unreadable(ValueError):
    """A text is not what its field takes; says what is wrong and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def number(text: str, *, whole: bool) -> int | Decimal:
    """Returns the number typed as *text*; *whole* where no fraction may stand. Raises Unreadable."""
    text = text.strip()
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > _LONGEST:
        raise Unreadable(*_no_number(text))
    if not match[3]:
        return int(text)
    if whole:
        what = _("“{text}”带小数，这里要填整数").format(text=text)
        raise Unreadable(what, _("写成整数，如 {n}").format(n=int(match[2])))
    return Decimal(text)


def yes(text: str) -> bool:
    """True if *text* says yes, False if it says no. Raises Unreadable."""
    text = text.strip()
    if text in ("是", "true"):
        return True
    if text in ("否", "false"):
        return False
    raise Unreadable(_("“{text}”看不出是还是否").format(text=_short(text)), _("写成 是 或 否"))


def date(text: str) -> datetime.date:
    """Returns the date typed as *text*: 2026-03-05, 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日. Raises Unreadable."""
    text = text.strip()
    match = _DATE.fullmatch(text)
    if not match:
        raise Unreadable(*_no_date(text))
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Unreadable(_("没有 {text} 这一天").format(text=text), _("查一下日历，改成真有的日期")) from None


def in_brackets(value: str) -> str:
    """Returns *value* as YAML within brackets, in quotes where it needs them."""
    if _PLAIN.fullmatch(value) and value != "null":
        return value
    escaped = value.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


# Below: what is wrong with a text, and how to mend it.


def _no_date(text: str) -> tuple[str, str]:
    """Returns why *text* is no date."""
    narrow = text.translate(_FULL_WIDTH)
    if narrow != text and _DATE.fullmatch(narrow):
        return _("日期里有全角数字或符号"), _("改成半角：{text}").format(text=narrow)
    parts = _DATE_TOGETHER.fullmatch(text)
    if parts:
        what = _("日期“{text}”没有分开年月日").format(text=text)
        return what, _("写成 {text}").format(text="-".join(parts.groups()))
    return _("“{text}”不是完整的日期").format(text=_short(text)), _("年月日写全，如 2026-03-05")


def _no_number(text: str) -> tuple[str, str]:
    """Returns why *text* is no number."""
    narrow = text.translate(_FULL_WIDTH)
    if len(text) > _LONGEST and _DIGITS.fullmatch(narrow):
        return _("这个数太长"), _("最多 {n} 位，检查是不是多打了").format(n=_LONGEST)
    if narrow != text and _NUMBER.fullmatch(narrow):
        return _("数字要用半角，不用全角“{text}”").format(text=_short(text)), _("改成 {n}").format(n=narrow)
    if _has_leading_zeros(text):
        return _("数字“{text}”前面多了 0").format(text=text), _("改成 {n}").format(n=_LEADING_ZEROS.sub(r"\1", text))
    if _NUMBER_WITH_COMMAS.fullmatch(narrow):
        return _("数字里不用逗号分节"), _("改成 {n}").format(n=narrow.replace(",", ""))
    if _CHINESE_NUMBER.fullmatch(text):
        return _("“{text}”要写成阿拉伯数字").format(text=_short(text)), _("如 310")
    quantity = _NUMBER_WITH_UNIT.fullmatch(narrow)
    if quantity:
        number, unit = quantity.groups()
        what = _("“{text}”里只能写数字").format(text=_short(text))
        return what, _("改成 {n}，“{unit}”不写在这里").format(n=number, unit=_short(unit))
    return _("“{text}”不是数字").format(text=_short(text)), _("只写数字，如 310")


def _has_leading_zeros(text: str) -> bool:
    """True if *text* is made of digits and points and a nought before its first digit can go."""
    return _NOUGHT_AND_DIGITS.fullmatch(text) is not None and _LEADING_ZEROS.match(text) is not None


def _short(text: str) -> str:
    """Returns *text*, or its beginning where it is too long for a message."""
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
