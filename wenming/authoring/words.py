"""A town's own words instead of the documents' sentences: which there are, copying them, what changed in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from wenming.authoring import catalogue
from wenming.base import resources
from wenming.base.diagnostics import Faults
from wenming.base.i18n import _
from wenming.documents.kinds import Kind
from wenming.documents.wording import FOLDER, LEFT_OUT, Sentence, texts_copied
from wenming.ooxml.names import BODY
from wenming.revision import Change
from wenming.town import folder as towns

_WIDE = 10_000  # characters of a line of YAML: a sentence is never broken


@dataclass(frozen=True, slots=True)
class Word:
    """A sentence of a document: its *name*, when it is *used*, what is said, its fields with examples.

    *file*: the one of the town, or the county, that says it; None where the built-in one does.
    """

    name: str
    used: str
    text: str
    fields: str
    file: str | None


def words(kind: Kind, word: str = "") -> list[Word]:
    """Returns every sentence of *kind*, as the town says it for which the kind was looked up, that holds *word*.

    Raises Faults of words that are wrong.
    """
    own = {one.name: one for one in reversed(kind.wording.own_words())}
    found: list[Word] = []
    for name, sentence in kind.wording.sentences.items():
        text, file = sentence.text, None
        if name in own:
            text, file = own[name].text, str(own[name].file)
        found.append(Word(name, sentence.used, text, _fields(sentence), file))
    return [one for one in found if word in "\n".join((one.name, one.used, one.text))]


def _fields(sentence: Sentence) -> str:
    """Returns what can be filled into *sentence*, with examples: {{ 日期 }} 3月22日."""
    return "，".join(f"{{{{ {name} }}}} {example}" for name, example in sentence.fields.items())


def eject(kind: Kind, town: Path) -> Path:
    """Copy the sentences of *kind* into *town* to be changed, and keep the original beside them; the copy.

    Raises Faults where the town has them already, or they cannot be written.
    """
    towns.expect_town(town)
    copy = resources.templates(town)[0] / FOLDER / f"{kind.words[0]}.yaml"
    if copy.exists():
        raise Faults([catalogue.taken(copy)])
    data = "".join(_lines(kind)).encode()
    catalogue.place(copy, data)
    catalogue.place(resources.original(copy), data, over=True)
    return copy


def _lines(kind: Kind) -> Iterator[str]:
    yield (
        "# "
        + _("“{kind}”里由程序写的话。改冒号后面的字；{{{{ }}}} 里只能写列出来的名称。").format(kind=kind.name)
        + "\n"
    )
    yield "# " + _("不要的一句写 {word}；没有改的，以后跟着程序更新。").format(word=LEFT_OUT) + "\n"
    for name, sentence in kind.wording.sentences.items():
        can_fill = _fields(sentence)
        about = sentence.used
        if can_fill:
            about += "。" + _("可以填：{fields}").format(fields=can_fill)
        yield f"\n# {about}\n"
        yield yaml.safe_dump({name: sentence.text}, allow_unicode=True, width=_WIDE)


def changes_of_town(path: Path, kind: Kind) -> list[Change]:
    """Returns what the file of words *path*, of *kind*, says otherwise than what it was copied from. Raises Faults."""
    before = {**_texts(kind), **texts_copied(path)}
    return [_change(own.name, before[own.name], own.text) for own in kind.wording.words_in(path)]


def changes_above(path: Path, kind: Kind) -> list[Change]:
    """Returns which sentences the program says otherwise now, or no more, than when the file *path* was copied."""
    now = _texts(kind)
    copied = texts_copied(path)
    return [_change(name, text, now.get(name, "")) for name, text in copied.items() if now.get(name, "") != text]


def _texts(kind: Kind) -> Mapping[str, str]:
    return {name: sentence.text for name, sentence in kind.wording.sentences.items()}


def _change(name: str, before: str, after: str) -> Change:
    return Change(BODY, f"“{name}”", "text", before, after)
