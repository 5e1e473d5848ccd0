"""What 公文 add to the engine, in one Profile: words, blocks, sections and footers, typefaces."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming import engine, gongwen
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.base.lazy import Later
from wenming.engine.drawings import PICTURE_MARK
from wenming.engine.missing import Missing
from wenming.engine.profile import Parts, Profile
from wenming.engine.state import Refused, State, UnknownStyle
from wenming.engine.values import values_of
from wenming.gongwen import blocks_xml
from wenming.gongwen.blocks import BREAK, NUMBER, Blocks
from wenming.gongwen.chinese import date_text, number_text, padded_name
from wenming.gongwen.titles import title_text

if TYPE_CHECKING:
    from babel import dates as babel_dates
    from babel import numbers as babel_numbers
    from lxml.etree import _Element as Element
else:
    babel_dates, babel_numbers = Later("babel.dates"), Later("babel.numbers")

_LOCALE = "zh_Hans_CN"
_MIDNIGHT = datetime.time()
_LONGEST_PATTERN = 100  # characters


def words_of(value: object) -> str | None:
    """*value* as 公文 write it: 2026年3月5日, 是 or 否, 13; None for what is no date, truth or number."""
    if isinstance(value, datetime.datetime) and value.time() != _MIDNIGHT:
        return f"{date_text(value)} {str(value.time()).removesuffix(':00')}"
    if isinstance(value, datetime.date):
        return date_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_text(value)
    return None


def _enumerated(values: Iterable[object]) -> str | Missing:
    """``|顿号``: the items with 、 between them."""
    return values_of(GONGWEN).joined(values, "、")


def _dated(date: object, pattern: str) -> str:
    """``|日期式("M月d日 EEEE")``: 3月22日 星期日; the letters of the *pattern* are those of Unicode (UTS 35)."""
    if not isinstance(date, datetime.date):
        raise Refused(_("“{filter}”要用在日期上").format(filter="日期式"))
    try:
        return babel_dates.format_date(date, pattern[:_LONGEST_PATTERN], _LOCALE)
    except (AttributeError, TypeError, ValueError) as error:  # a letter for the time of day, too many letters
        said = _("“{filter}”里写的不是日期的格式：{pattern}").format(
            filter="日期式", pattern=pattern[:_LONGEST_PATTERN]
        )
        raise Refused(said) from error


def _grouped(number: object) -> str:
    """``|千分位``: 28,600, for figures that are hard to read without."""
    if not isinstance(number, int | Decimal) or isinstance(number, bool):
        raise Refused(_("“{filter}”要用在数字上").format(filter="千分位"))
    return babel_numbers.format_decimal(number, locale=_LOCALE, decimal_quantization=False)


def _write(blocks: Blocks, styles: Mapping[str, str], state: State) -> str:
    """*blocks* as WordprocessingML in *styles*, their pictures stored. Raises UnknownStyle."""
    try:
        xml = blocks_xml.write(blocks.items, styles)
    except KeyError as error:
        raise UnknownStyle(error.args[0]) from error
    if PICTURE_MARK in xml:
        xml = engine.pictures.placed(xml, blocks.pictures(), state)
    state.marks = state.marks or blocks_xml.SECTION in xml
    return xml


def _with_page_setup(root: "Element") -> None:
    """Give the body below *root* the paper and margins of the standard where it says none."""
    gongwen.page_setup.complete(root)


def _set_sections(root: "Element", styles: Mapping[str, str], shown: str) -> frozenset[str]:
    """Puts sections in the place of the section marks of a part; returns the footers they need. Raises Faults."""
    missing = [name for name in (BREAK, NUMBER) if name not in styles]
    if missing and next(root.iter(blocks_xml.SECTION), None) is not None:
        what = _("模板里没有“{name}”这个样式").format(name=enumerated(missing))
        raise Faults([Fault(Place(shown), what, _("从自带的模板复制这个样式"), "missing-style")])
    return frozenset(gongwen.sections.assemble(root, styles, shown))


def _footers(parts: Parts, kinds: frozenset[str], styles: Mapping[str, str]) -> dict[str, bytes]:
    return gongwen.footers.furnish(parts, set(kinds), styles)


def _with_faces(parts: Parts, faces: Mapping[str, str]) -> dict[str, bytes]:
    return gongwen.fonts.exchange(parts, faces)


GONGWEN = Profile(
    name="公文",
    words=words_of,
    between="、",
    filters={
        "日期": date_text,
        "日期式": _dated,
        "分行": title_text,
        "数": number_text,
        "千分位": _grouped,
        "姓名": padded_name,
        "顿号": _enumerated,
    },
    laid_out=Blocks,
    write=_write,
    before_compile=_with_page_setup,
    after_render=_set_sections,
    parts_for=_footers,
    exchange=_with_faces,
    charts="图表",
)


def text_of(value: object) -> str:
    """*value* as words of a 公文. Raises Refused where it is none."""
    return values_of(GONGWEN).text_of(value)
