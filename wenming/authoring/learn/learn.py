"""A finished document of last year becomes a template: what stands in the town's forms is replaced by its tags."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from wenming.authoring import tag_list
from wenming.authoring.learn import chapters, lists, values
from wenming.authoring.learn.source_document import Old, Replaced, value_at, words
from wenming.authoring.tag_list import Tag
from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import kinds
from wenming.documents import plan as documents
from wenming.documents.kinds import Document, Kind
from wenming.engine.missing import Missing
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.town import folder as towns

_HOLDS_TAGS = re.compile(r"\{[{%]|[%}]\}")
_SHARED = ("镇", "方案", "周报", "发文", "各章")  # whole forms: no document says all that they hold
_STYLED = "plan-standard.docx"  # has every named style


@dataclass(slots=True)
class Learnt:
    """The template, what was replaced in it, and which tags found nothing to replace."""

    data: bytes
    replaced: list[Replaced] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def learnt(path: Path, folder: Path, kind: Kind | None = None) -> tuple[Path, Learnt]:
    """Where the template of the document *path* belongs in the town in *folder*, and what was learnt.

    Of the documents that the town's forms make (of *kind*) it is learnt from the one most like it.
    Raises Faults where it is like none, or where the same forms would not give back its words.
    """
    if not path.is_file():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写去年那份文件的位置"))])
    data = path.read_bytes()
    _no_template(data, path.name)
    document = _most_like(data, _documents(folder, kind), path, kind)
    built_in = resources.own("templates") / document.template
    own = (built_in if built_in.is_file() else resources.own("templates") / _STYLED).read_bytes()
    tags = tag_list.tags(document.kind, document.context)
    made = learn(data, own, tags, document.context, path.name)
    _tried(made.data, data, document.context, path)
    return resources.templates(folder)[0] / document.template, made


def learn(data: bytes, own: bytes, tags: Iterable[Tag], context: Mapping[str, Any], shown: str) -> Learnt:
    """The .docx *data*, called *shown*, with the *tags* of *context* for their values; styles it lacks from *own*.

    Raises Faults where it holds tags already, or holds nothing of the forms.
    """
    _no_template(data, shown)
    old, known = Old(package.read(data, shown)), list(tags)
    chapters.replace(old, context)
    chapters.empty(old, context, own)
    lists.replace(old, known, context)
    values.replace(old, known, context)
    if not old.replaced:
        what = _("在这个文件里没有找到表单里的任何内容")
        raise Faults([Fault(Place(shown), what, _("先把这个文件里的名称、日期填进镇的表单，或者换 --kind"))])
    return Learnt(old.written(own), old.in_order(), _missing(old, known, context))


def _no_template(data: bytes, shown: str) -> None:
    if any(_HOLDS_TAGS.search(text) for text in words(data, shown)):
        mend = _("要检查它，用 template check")
        raise Faults([Fault(Place(shown), _("这个文件里已经有标签，它本来就是模板"), mend)])


def score(data: bytes, context: Mapping[str, Any], shown: str) -> int:
    """How much the document *data* is like *context*: the characters it shares, less those that it lacks."""
    text = "".join(words(data, shown)).replace("\n", "")
    own = (value for value in context.values() if isinstance(value, Blocks))
    said = [line.replace("\n", "") for blocks in own for line in chapters.lines(blocks) if "|" not in line]
    names = [context[name] for name in ("标题", "主送", "期间") if isinstance(context.get(name), str)]
    return sum(len(one) if one in text else -len(one) for one in {*said, *names})


def _documents(folder: Path, kind: Kind | None) -> list[Document]:
    known = [kind] if kind else kinds.kinds(resources.templates(folder))
    return list(documents.documents(towns.read(folder, {form for one in known for form in one.needs}), known))


def _most_like(data: bytes, made: Sequence[Document], path: Path, kind: Kind | None) -> Document:
    scored = [(score(data, document.context, path.name), -number) for number, document in enumerate(made)]
    if not scored or (kind is None and max(scored)[0] <= 0):
        what = _("看不出这是哪种公文：和镇的表单没有相同的标题或段落")
        raise Faults([Fault(Place(str(path)), what, _("加上 --kind，或者先把它的内容填进表单"))])
    return made[-max(scored)[1]]


def _tried(template: bytes, data: bytes, context: Mapping[str, Any], path: Path) -> None:
    """The template filled with the same forms must say what the old document says, or it has not been learnt."""
    again = Template.read(template, path.name).render(context)
    for before, after in zip_longest(words(data, path.name), words(again, path.name), fillvalue=""):
        if before.replace("\n", "") != after.replace("\n", ""):
            lines = zip_longest(before.split("\n"), after.split("\n"), fillvalue="")
            first = next(pair for pair in lines if pair[0] != pair[1])
            what = _("用同样的表单填出来不一样：旧的是“{old}”，填出来是“{new}”").format(old=first[0], new=first[1])
            mend = _("没有写模板；把这一段改成和表单一致，或者用 --kind 指定别的公文")
            raise Faults([Fault(Place(str(path)), what, mend)])


def _missing(old: Old, tags: Sequence[Tag], context: Mapping[str, Any]) -> list[str]:
    """The tags of the document's own contents that found nothing."""
    placed = " ".join(one.tag for one in old.replaced)
    own = [tag for tag in tags if "[]" not in tag.path and tag.path.partition(".")[0] not in _SHARED]
    told = [tag for tag in own if _tells(value_at(context, tag.path))]
    return [tag.tag for tag in told if not re.search(rf"(?<![\w.]){re.escape(tag.path)}\b", placed)]


def _tells(value: Any) -> bool:
    """Whether *value* is more than a numeral."""
    return bool(value) and not isinstance(value, Missing) and (not isinstance(value, str) or len(value) > 1)
