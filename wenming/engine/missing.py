"""Fields of a form that nobody filled in: templates may name them, and print 【待填：…】."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from wenming.base.i18n import _

if TYPE_CHECKING:
    from decimal import Decimal


class Missing:
    """A field that was not filled in: false, empty, printed as 【待填：…】."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __str__(self) -> str:
        return f"【待填：{self.name}】"

    def needed(self, _other: object = None) -> NoReturn:
        """Raise TypeError: what was not filled in can be neither counted with nor compared."""
        raise TypeError(_("“{name}”还没有填").format(name=self.name))

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = needed
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __index__ = needed

    def _compare(self, other: "float | Decimal") -> bool:
        return bool(self.needed(other))

    __lt__ = __le__ = __gt__ = __ge__ = _compare


class Nought(Missing):
    """How many, or how much, there is of what nobody filled in: 0 where it is compared, printed as 【待填：…】."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other == 0

    def __hash__(self) -> int:
        return hash(0)

    def __lt__(self, other: "float | Decimal") -> bool:
        return bool(other > 0)

    def __le__(self, other: "float | Decimal") -> bool:
        return bool(other >= 0)

    def __gt__(self, other: "float | Decimal") -> bool:
        return bool(other < 0)

    def __ge__(self, other: "float | Decimal") -> bool:
        return bool(other <= 0)
