"""The 台账 of a town as a command asks for it: the workbook, and what is to be said of the numbers of documents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from wenming.documents.kinds import Kind
from wenming.documents.registry import KINDS
from wenming.ledger.register import Issued, issued, register_notes
from wenming.ledger.workbook import workbook
from wenming.town.folder import Town


class Ledgers(NamedTuple):
    """The 台账 of a town: the bytes of its *workbook*, the documents *issued*, and *notes* on their numbers."""

    workbook: bytes
    issued: Sequence[Issued]
    notes: Sequence[str]


def ledger(town: Town, today: datetime.date, kinds: Sequence[Kind] = KINDS) -> Ledgers:
    """The 台账 of *town* as it stands *today*; titles are those that the town's *kinds* of document make."""
    rows = issued(town, kinds)
    return Ledgers(workbook(town, rows, today), rows, register_notes(rows))
