"""Where every word of the old papers is: printed again from the forms, or at least in them, or listed as not taken."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wenming.authoring.importing.compared import bare, texts_in
from wenming.authoring.importing.draft import Draft, texts_of
from wenming.authoring.importing.proof import Proof
from wenming.base.i18n import _
from wenming.papers.paper import Aside, Paper
from wenming.papers.parts import Division

_TAKEN = "\0"
_PIECES = re.compile(r"[^，。；：、！？,;:!?\s（）()《》“”]+")
_HAN = "[一二三四五六七八九十]"
_GIVEN = re.compile(  # words and numbers that the program writes by itself
    rf"附件?(?:[0-9]|{_HAN}){{0,3}}|抄送|抄报|主送|印发|组长|副组长|成员|序号|文件|签发人|{_HAN}{{1,3}}是"
)


class Accounts(NamedTuple):
    """How many paragraphs and cells the papers have, and what of them is not in a form, with the reason."""

    total: int
    not_taken: tuple[Aside, ...]


def accounts_of(
    papers: Sequence[Paper], divisions: Iterable[Division], drafts: Iterable[Draft], proof: Proof | None
) -> Accounts:
    """Where the words of *papers* are: what the *proof* has found in print is taken; of the rest what *drafts* hold.

    Without a *proof* nothing is in print: then only what stands in the *drafts* is taken.
    """
    pool = _Pool(text for draft in drafts for text in texts_of(draft.record))
    all_texts = [one for paper in papers for one in texts_in(paper.blocks)]
    unprinted = all_texts if proof is None else list(proof.missing)
    not_taken = [aside for paper in papers for aside in paper.aside]
    told = {aside.text: aside for division in divisions for aside in _asides_of(division)}
    for text, place in unprinted:
        if text in told:
            not_taken.append(told[text])
            continue
        left = None if pool.take(bare(text)) else _left_of(text, place, pool)
        if left is not None:
            not_taken.append(left)
    return Accounts(len(all_texts), tuple(not_taken))


def _asides_of(division: Division) -> Sequence[Aside]:
    inner = division.inner.aside if division.inner else ()
    return (*division.aside, *inner)


def _left_of(text: str, place: str, pool: "_Pool") -> Aside | None:
    """What of *text* is neither in the *pool* nor given by the program; None where all of it is."""
    left = [piece for piece in _PIECES.findall(text) if not pool.take(bare(piece)) and not _GIVEN.fullmatch(piece)]
    return Aside("，".join(left), _("没有写进表单"), place) if left else None


class _Pool:
    """The words of the forms, each to be taken once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = _TAKEN.join(map(bare, texts))

    def take(self, wanted: str) -> bool:
        """True if *wanted* is there, and then not any more."""
        at = self._text.find(wanted)
        if at < 0:
            return False
        self._text = self._text[:at] + _TAKEN * len(wanted) + self._text[at + len(wanted) :]
        return True
