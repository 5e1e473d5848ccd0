"""The form of an old paper is built, and what it prints is held against the old paper, paragraph by paragraph."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wenming import pipeline
from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Grid, Line, Paper
from wenming.papers.word_file import read_word

_LABELS = re.compile(r"^(?:副?\s?组\s?长|成\s?员(?:单位)?|附\s?件?|抄\s?[送报]|主\s?送)\s?[0-9]{0,2}\s?[：:]\s*+")
_NOT_COMPARED = re.compile(r"[\s_＿\0]++|(?<![。.：:；;])[。.：:；;]++$")
_TAKEN = "\0"


class Missing(NamedTuple):
    """A paragraph, or a row of a table, of the old paper that does not come back; *text* and *place* there."""

    text: str
    place: str


class Proof(NamedTuple):
    """How many paragraphs and rows of the old paper there are, and which of them do not come back."""

    total: int
    missing: tuple[Missing, ...]


def proof_of(papers: Sequence[Paper], forms: Mapping[str, str], kinds: Sequence[str]) -> Proof:
    """How much of *papers* the *forms* print, built as these *kinds*. Raises Faults where they cannot be built."""
    built = pipeline.build(pipeline.Job(forms=forms, kinds=kinds))
    printed = [text for document in built.documents for text, _place in texts_in(read_word(document.data, "").blocks)]
    old = [one for paper in papers for one in texts_in(paper.blocks)]
    return Proof(len(old), tuple(not_among(old, printed)))


def texts_in(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """What *blocks* say, a text for each paragraph and each cell, and where it stands."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        match block:
            case Line():
                found.append((block.text, block.place))
            case Grid():
                found += [(text, block.place) for text in block.texts]
    return found


def not_among(old: Sequence[tuple[str, str]], printed: Sequence[str]) -> list[Missing]:
    """Those of *old* whose words are not among the *printed* ones, each of which answers for one."""
    pool = _TAKEN.join(map(bare, printed))
    missing: list[Missing] = []
    for text, place in sorted(old, key=lambda one: -len(one[0])):
        wanted = bare(text)
        if not wanted:
            continue
        at = pool.find(wanted)
        if at < 0:
            missing.append(Missing(text, place))
        else:
            pool = pool[:at] + _TAKEN * len(wanted) + pool[at + len(wanted) :]
    order = {one: number for number, one in enumerate(old)}
    return sorted(missing, key=lambda one: order[one.text, one.place])


def bare(text: str) -> str:
    """*text* as it is compared: without its number and label, which the program gives, and without marks and blanks."""
    text = _LABELS.sub("", text)
    mark = mark_of(text)
    text = unicodedata.normalize("NFKC", text[mark.length if mark else 0 :])
    return _NOT_COMPARED.sub("", text)
