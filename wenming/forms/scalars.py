"""Text as typed becomes a number, a yes or no, a date; or a word on what is wrong with it."""

import datetime
import re
from decimal import Decimal

from wenming.base.i18n import _

Value = str | int | Decimal | bool | datetime.date
_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，％：／", "0123456789.-,%:/")
_LONGEST = 15  # digits of a number


class Unreadable(ValueError):
    """A text that is not what its field takes: what is wrong, how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def number(text: str, *, whole: bool) -> int | Decimal:
    """The number typed as *text*; *whole* where no fraction may stand. Raises Unreadable."""
    text = text.strip()
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > _LONGEST:
        raise _no_number(text)
    if not match[3]:
        return int(text)
    if whole:
        raise Unreadable(
            _("“{text}”带小数，这里要填整数").format(text=text), _("写成整数，如 {n}").format(n=int(match[2]))
        )
    return Decimal(text)


def yes(text: str) -> bool:
    """Whether *text* says yes. Raises Unreadable."""
    text = text.strip()
    if text in ("是", "true"):
        return True
    if text in ("否", "false"):
        return False
    raise Unreadable(_("“{text}”看不出是还是否").format(text=_short(text)), _("写成 是 或 否"))


def date(text: str) -> datetime.date:
    """The date typed as *text*: 2026-03-05, 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日. Raises Unreadable."""
    text = text.strip()
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise Unreadable(_("没有 {text} 这一天").format(text=text), _("查一下日历，改成真有的日期")) from None
    narrow = text.translate(_FULL_WIDTH)
    if narrow != text and _DATE.fullmatch(narrow):
        raise Unreadable(_("日期里有全角数字或符号"), _("改成半角：{text}").format(text=narrow))
    digits = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text)
    if digits:
        raise Unreadable(
            _("日期“{text}”没有分开年月日").format(text=text), _("写成 {text}").format(text="-".join(digits.groups()))
        )
    raise Unreadable(_("“{text}”不是完整的日期").format(text=_short(text)), _("年月日写全，如 2026-03-05"))


def _no_number(text: str) -> Unreadable:
    narrow = text.translate(_FULL_WIDTH)
    if len(text) > _LONGEST and re.fullmatch(r"[-0-9.]+", narrow):
        return Unreadable(_("这个数太长"), _("最多 {n} 位，检查是不是多打了").format(n=_LONGEST))
    if narrow != text and _NUMBER.fullmatch(narrow):
        return Unreadable(_("数字要用半角，不用全角“{text}”").format(text=_short(text)), _("改成 {n}").format(n=narrow))
    if re.fullmatch(r"-?0+[0-9.]+", text) and (bare := re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)) != text:
        return Unreadable(_("数字“{text}”前面多了 0").format(text=text), _("改成 {n}").format(n=bare))
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", narrow):
        return Unreadable(_("数字里不用逗号分节"), _("改成 {n}").format(n=narrow.replace(",", "")))
    if re.fullmatch(r"[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+", text):
        return Unreadable(_("“{text}”要写成阿拉伯数字").format(text=_short(text)), _("如 310"))
    unit = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(\D+)", narrow)
    if unit:
        return Unreadable(
            _("“{text}”里只能写数字").format(text=_short(text)),
            _("改成 {n}，“{unit}”不写在这里").format(n=unit[1], unit=_short(unit[2])),
        )
    return Unreadable(_("“{text}”不是数字").format(text=_short(text)), _("只写数字，如 310"))


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"


_PLAIN = re.compile(r"\w[\w（）〔〕《》、，；。-]*")


def in_brackets(value: str) -> str:
    """*value* as YAML within brackets, quoted where it must be."""
    if _PLAIN.fullmatch(value) and value != "null":
        return value
    escaped = value.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
