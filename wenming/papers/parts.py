"""The parts of an old paper (GB/T 9704-2012 §7), as they are told apart."""

import datetime
import re
from typing import NamedTuple

from wenming.papers.paper import Aside, Block

_ISSUES_ANOTHER = re.compile(r"(?:印发|转发|下发)(?:(?!印发|转发|下发).)*通知$")


class Annex(NamedTuple):
    """An annex: its title, empty where it has none, and what it holds."""

    title: str
    blocks: tuple[Block, ...]


class Division(NamedTuple):
    """The parts of one paper; what it has not is empty.

    *mark*: the 发文机关标志. *draft*: 征求意见稿 or 送审稿. *persons*: who sign by name, each with the post.
    *inner*: the paper that a notice issues, printed within it, or as its only annex (*inner_is_annex*). *aside*: what
    is no part.
    """

    mark: str = ""
    number: str = ""
    copy_number: str = ""
    secret: str = ""
    urgent: str = ""
    signer: str = ""
    title: str = ""
    draft: str = ""
    addressees: str = ""
    body: tuple[Block, ...] = ()
    annex_names: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    persons: tuple[tuple[str, str], ...] = ()
    date: datetime.date | None = None
    note: str = ""
    annexes: tuple[Annex, ...] = ()
    copied: str = ""
    printed_by: str = ""
    printed: datetime.date | None = None
    inner: "Division | None" = None
    inner_is_annex: bool = False
    aside: tuple[Aside, ...] = ()

    @property
    def issues_another(self) -> bool:
        """True if it is a notice that issues another paper."""
        return _ISSUES_ANOTHER.search(self.title) is not None
