"""The form of an old paper is built, and what it prints is held against the old paper, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wenming import pipeline
from wenming.authoring.importing.compared import Passage, compared, texts_in
from wenming.papers.paper import Paper
from wenming.papers.word_file import read_word


class Proof(NamedTuple):
    """How many paragraphs and cells the old papers have, which do not come back, and which come in another order."""

    total: int
    missing: tuple[Passage, ...]
    moved: tuple[Passage, ...] = ()


def proof_of(papers: Sequence[Paper], forms: Mapping[str, str], kinds: Sequence[str]) -> Proof:
    """How much of *papers* the *forms* print, built as these *kinds*. Raises Faults where they cannot be built."""
    built = pipeline.build(pipeline.Job(forms=forms, kinds=kinds))
    printed = [text for document in built.documents for text, _place in texts_in(read_word(document.data, "").blocks)]
    old = [passage for paper in papers for passage in texts_in(paper.blocks)]
    result = compared(old, printed)
    return Proof(len(old), result.missing, result.moved)
