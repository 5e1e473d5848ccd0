"""The documents' own sentences: data in templates/wording, which a county or a town may say otherwise, one by one."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenming import base
from wenming.base import resources
from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, nearest
from wenming.base.i18n import _, enumerated
from wenming.forms import form as forms
from wenming.forms.schema import Schema

if TYPE_CHECKING:
    from wenming.forms.form import Form

FOLDER = "wording"  # beside the templates
LEFT_OUT = "不写"  # instead of a sentence that a town does not want
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|[｛｝]")
NAMES_OF_A_TOWN: Mapping[str, str] = {"全镇": "全镇", "行政村": "行政村", "村": "村", "村民": "村民"}
_LONGEST = 2000  # characters of a sentence
_LARGEST = 1_000_000  # bytes of the original of a copy


class Sentence(NamedTuple):
    """A sentence as it is built in: when it is *used*, its *text*, and by its name an example of each of its fields.

    One that *is_needed* cannot be left out: a title, the name of a file, a piece of another sentence.
    """

    used: str
    text: str
    fields: Mapping[str, str]
    is_needed: bool = False


class Own(NamedTuple):
    """What a town or a county says instead of the sentence *name*, in its *file*."""

    name: str
    text: str
    file: Path


class Wording:
    """What one kind of document says: the words of the town, else of the county, else the built-in ones.

    *folders*: those of templates, the nearest first; *files*: the names of its files of words, its own first;
    *names*: what every sentence may call the town and its villages by: 全镇, 行政村, 村, 村民.
    """

    def __init__(
        self, folders: Sequence[Path] = (), files: Sequence[str] = (), names: Mapping[str, str] = NAMES_OF_A_TOWN
    ) -> None:
        self.folders, self.files, self.names = tuple(folders), tuple(files), names

    def __reduce__(self) -> tuple[type[Wording], tuple[Sequence[Path], Sequence[str], Mapping[str, str]]]:
        return Wording, (self.folders, self.files, self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.folders, self.files, tuple(self.names.items())

    def about(self, names: Mapping[str, str]) -> Wording:
        """The same words about a town that is called by these *names*."""
        if names == self.names:
            return self
        words = copy.copy(self)
        words.names = names
        return words

    def say(self, name: str, **fields: object) -> str:
        """The sentence *name* with its *fields* filled in; empty where the town leaves it out.

        Raises Faults of words that are wrong.
        """
        filled = {**self.names, **fields}
        return _FIELD.sub(lambda match: str(filled[match[1]]), self._texts[name])

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        texts = {name: sentence.text for name, sentence in self.sentences.items()}
        for own in reversed(self.own_words()):
            texts[own.name] = "" if is_left_out(own.text) else own.text
        return texts

    @cached_property
    def sentences(self) -> Mapping[str, Sentence]:
        """The built-in sentences by their names."""
        sentences: dict[str, Sentence] = {}
        for file in self.files:
            sentences = {**sentences, **built_in(file), **sentences}
        return sentences

    def own_words(self) -> list[Own]:
        """What a town or a county says instead, the nearest first. Raises Faults."""
        own: list[Own] = []
        faults: list[Fault] = []
        for folder in self.folders:
            for file in self.files:
                path = folder / FOLDER / f"{file}.yaml"
                try:
                    own += self.words_in(path)
                except Faults as error:
                    faults += error.faults
        if faults:
            raise Faults(faults)
        return own

    def words_in(self, path: Path) -> Iterator[Own]:
        """The words in the file *path*, but for those of a copy that nobody changed. Raises Faults.

        None where there is no such file, or it is the program's own.
        """
        if path.parent == _own_folder() or not path.is_file():
            return
        copied = texts_copied(path)
        form: Form[Mapping[str, str]] = forms.read(path, self._schema([*self.sentences, *copied]))
        faults = list(self._faults(form))
        if faults:
            raise Faults(faults)
        for name, text in form.record.items():
            is_changed = text != copied.get(name)  # what nobody changed in a copy goes on with the program
            if is_changed and name in self.sentences:  # else the program had it once, and has it no more
                yield Own(name, text, path)

    def _faults(self, form: Form[Mapping[str, str]]) -> Iterator[Fault]:
        """What a file of words leaves out and must not, and what is in its braces and cannot be filled in."""
        for name, text in form.record.items():
            if name not in self.sentences:
                continue
            fields = self.sentences[name].fields
            if self.sentences[name].is_needed and is_left_out(text):
                what = _("“{name}”不能不写：{used}").format(name=name, used=self.sentences[name].used)
                yield form.fault((name,), "sentence-needed", what, _("写上要说的话，或者删掉这一行"))
            for field in _FIELD.findall(text):
                if field not in fields and field not in NAMES_OF_A_TOWN:
                    what = _("这句话里没有“{name}”可以填").format(name=field)
                    yield form.fault((name,), "unknown-field", what, _offer(field, fields))
            if _BRACES.search(_FIELD.sub("", text)):
                what = _("{{ }} 里只能写一个名称")
                yield form.fault((name,), "tag-unreadable", what, _offer("", fields))

    def _schema(self, names: Iterable[str]) -> Schema:
        """The rules of a file of words: a text for any of the sentences of these *names*."""
        properties = {name: {"type": "string", "minLength": 1, "maxLength": _LONGEST, "title": name} for name in names}
        return Schema(FOLDER, {"type": "object", "additionalProperties": False, "properties": properties})


def _offer(field: str, known: Collection[str]) -> str:
    """The advice for the unknown *field*: the one that is *known* and nearest to it, or else all of them."""
    near = nearest(field, known) if field else ""
    if near:
        return _("是不是“{name}”？").format(name=near)
    return _("可以填的有：{names}").format(names=enumerated(known) or "—")


def texts_copied(path: Path) -> Mapping[str, str]:
    """The texts that the file of words *path* was copied with, by their names; none where it is no copy."""
    kept = resources.original(path)
    if not kept.is_file():
        return {}
    try:
        if kept.stat().st_size > _LARGEST:
            return {}
        texts = base.own_yaml.load(kept.read_bytes())
    except (OSError, ValueError, base.own_yaml.Broken):
        return {}
    if not isinstance(texts, Mapping):
        return {}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def is_left_out(text: str) -> bool:
    """True if a town says *text* to leave a sentence out: 不写, with a stop behind it or without."""
    return text.rstrip("。. ") == LEFT_OUT


def _own_folder() -> Path:
    return resources.own("templates") / FOLDER


@cache
def built_in(file: str) -> Mapping[str, Sentence]:
    """The sentences in the program's own *file* of words, by their names; none where it has no such file."""
    path = _own_folder() / f"{file}.yaml"
    if not path.is_file():
        return {}
    data = path.read_bytes()
    return recall(lambda: _sentences(data), b"wording", data)


def _sentences(data: bytes) -> dict[str, Sentence]:
    sentences: dict[str, Sentence] = {}
    for name, said in base.own_yaml.load(data).items():
        assert isinstance(said, dict)
        fields = {field: str(example) for field, example in said.get("可用", {}).items()}
        sentences[name] = Sentence(said["用在"], said["文字"], fields, said.get("必写") == "是")
    return sentences


def files_in(folders: Sequence[Path]) -> list[Path]:
    """The files of words that towns and counties have in *folders* of templates."""
    own = _own_folder()
    return [path for folder in folders if folder / FOLDER != own for path in sorted((folder / FOLDER).glob("*.yaml"))]
