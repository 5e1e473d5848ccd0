"""What a value may have drawn: a picture, or figures for a chart that stands in the template."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from wenming.ooxml.units import Twips

PICTURE_MARK = "<wenming-picture/>"  # replaced, in order, by the pictures of a value


class Picture(NamedTuple):
    """A picture as it is stored (PNG or JPEG): its size, what it shows in words."""

    data: bytes
    width: Twips
    height: Twips
    description: str = ""


class Chart(NamedTuple):
    """Figures for a chart: by the name of a series a value for each category, None where there is none.

    *as_text*: bars of text stand for it, so that it is false in conditions; one that is drawn all the same is filled.
    """

    categories: Sequence[str] = ()
    series: Mapping[str, Sequence[Decimal | None]] = {}
    as_text: bool = False

    def __bool__(self) -> bool:
        return bool(self.categories) and not self.as_text
