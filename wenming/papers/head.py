"""What stands above and below the title of an old paper: the red head (GB/T 9704-2012 §7.2), the draft, 主送."""

import re
from collections.abc import Callable, Sequence

from wenming.base.i18n import _
from wenming.papers.laid_out import LARGE
from wenming.papers.marks import mark_of
from wenming.papers.paper import Aside, Block, Line
from wenming.papers.parts import Division

_NUMBER = re.compile(r"[^〔\[（(\s]{1,12}[〔\[（(【]\s*+[0-9]{4}\s*+[〕\]）)】]\s*+(?:第\s*+)?(?:[0-9]{1,4}\s*+)?号?")
_SIGNER = re.compile(r"签发人\s*+[：:]\s*+(.*)$")
_COPY_NUMBER = re.compile(r"[0-9]{6}")
_SECRET = re.compile(r"(?:绝密|机密|秘密)(?:★.{0,8})?")
_URGENT = ("特急", "加急", "特提", "平急", "急件", "急")
_IN_BRACKETS = re.compile(r"[（(](.{2,30})[）)]")
_STATES = ("征求意见稿", "送审稿")
_NOT_ADDRESSED = re.compile("如下|以下|通知|要求|包括|为|组成|名单")  # what goes on behind the colon
_MARK_MOST = 40  # characters
_ADDRESSEES_MOST = 300
_Read = Callable[[Line, Division], Division | None]


def above_title(blocks: Sequence[Block]) -> tuple[Division, int]:
    """What stands above the title, and how many blocks that takes."""
    return _read_while(blocks, (_number_or_signer, _star, _copy_number, _secret, _urgent, _mark), Division())


def below_title(blocks: Sequence[Block], division: Division) -> tuple[Division, int]:
    """*division* with what stands between the title and the text, and how many blocks that takes.

    Its body begins with a line in brackets that is no state of a draft: （2026年3月9日—15日）.
    """
    return _read_while(blocks, (_state, _subtitle, _number_below, _addressees), division)


def _read_while(blocks: Sequence[Block], readers: Sequence[_Read], division: Division) -> tuple[Division, int]:
    """*division* with what the first of *blocks* say, as long as one of *readers* knows them, and how many they are."""
    for count, block in enumerate(blocks):
        read = _first(block, readers, division) if isinstance(block, Line) else None
        if read is None:
            return division, count
        division = read
    return division, len(blocks)


def _first(line: Line, readers: Sequence[_Read], division: Division) -> Division | None:
    for reader in readers:
        read = reader(line, division)
        if read is not None:
            return read
    return None


def _bare(line: Line) -> str:
    return line.text.replace("\u3000", "").replace(" ", "")


def _number_or_signer(line: Line, division: Division) -> Division | None:
    signer = _SIGNER.search(line.text)
    number = _NUMBER.fullmatch(_SIGNER.sub("", line.text).strip())
    if signer is None and number is None:
        return None
    return division._replace(
        number=number[0] if number else division.number,
        signer=signer[1].strip() if signer else division.signer,
    )


def _star(line: Line, division: Division) -> Division | None:
    if _bare(line).strip("★☆"):
        return None
    aside = Aside(line.text, _("红头上的记号"), line.place)
    return division._replace(aside=(*division.aside, aside))


def _copy_number(line: Line, division: Division) -> Division | None:
    return division._replace(copy_number=_bare(line)) if _COPY_NUMBER.fullmatch(_bare(line)) else None


def _secret(line: Line, division: Division) -> Division | None:
    return division._replace(secret=_bare(line)) if _SECRET.fullmatch(_bare(line)) else None


def _urgent(line: Line, division: Division) -> Division | None:
    return division._replace(urgent=_bare(line)) if _bare(line) in _URGENT else None


def _mark(line: Line, division: Division) -> Division | None:
    text = _bare(line)
    looks_like_one = line.size >= LARGE or text.endswith("文件")
    if division.mark or not looks_like_one or len(text) > _MARK_MOST:
        return None
    return division._replace(mark=text)


def _state(line: Line, division: Division) -> Division | None:
    bracketed = _IN_BRACKETS.fullmatch(line.text)
    if bracketed is None or bracketed[1] not in _STATES or division.addressees:
        return None
    return division._replace(draft=bracketed[1])


def _subtitle(line: Line, division: Division) -> Division | None:
    is_one = _IN_BRACKETS.fullmatch(line.text) is not None and line.align != "right"
    if not is_one or division.body or division.addressees:
        return None
    return division._replace(body=(line,))


def _number_below(line: Line, division: Division) -> Division | None:
    if division.number or division.addressees or not _NUMBER.fullmatch(line.text):
        return None
    return division._replace(number=line.text)


def _addressees(line: Line, division: Division) -> Division | None:
    text = line.text
    ends_as_one = text[-1] in "：:" and "。" not in text and len(text) <= _ADDRESSEES_MOST
    if division.addressees or not ends_as_one or mark_of(text) or _NOT_ADDRESSED.search(text):
        return None
    return division._replace(addressees=text[:-1])
