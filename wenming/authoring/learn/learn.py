"""A finished document of last year becomes a template: what stands in the town's forms is replaced by its tags."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from wenming.authoring import catalogue, tag_list
from wenming.authoring.learn import chapters, lists, values
from wenming.authoring.learn.source_document import Old, Replaced, folded, value_at, words
from wenming.authoring.tag_list import Tag
from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.documents import registry
from wenming.documents.kinds import Document, Kind
from wenming.engine.missing import Missing
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.pages.render import names_left_out
from wenming.papers.typed_numbers import with_numbers_typed
from wenming.town import folder as towns

_HOLDS_TAGS = re.compile(r"\{[{%]|[%}]\}")
_SHARED = ("镇", "方案", "周报", "发文", "各章")  # whole forms: no document says all that they hold
_STYLED = "plan-standard.docx"  # has every named style


@dataclass(slots=True)
class Learnt:
    """The template *data*, what was *replaced* in it, and which tags are *missing*: they found nothing to replace."""

    data: bytes
    replaced: list[Replaced] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def learn(old: Path, town: Path, kind: Kind | None = None, out: Path | None = None) -> tuple[Path, Learnt]:
    """Writes the template that the document *old* becomes; returns where it stands and what was learnt.

    Of the documents that the forms of *town* make (of *kind*, if there is one) it is learnt from the one most like
    *old*, and put among the town's templates, or at *out*. Raises Faults where it is like none, where the same forms
    would not give back its words, or where a template stands there already.
    """
    if not old.is_file():
        raise Faults([Fault(Place(str(old)), _("没有这个文件"), _("写去年那份文件的位置"), "no-file")])
    data = package.write(with_numbers_typed(package.read(old.read_bytes(), old.name)))
    _refuse_template(data, old.name)
    document = _most_like(data, _documents(town, kind), old, kind)
    built_in = resources.own("templates") / document.template
    if not built_in.is_file():
        built_in = resources.own("templates") / _STYLED
    tags = tag_list.tags(document.kind, document.context)
    template = learnt(data, built_in.read_bytes(), tags, document.context, old.name)
    _try(template.data, data, document, old)
    target = out or resources.templates(town)[0] / document.template
    catalogue.place(target, template.data)
    files.remove(resources.original(target))  # of a template that stood there once
    return target, template


def learnt(data: bytes, own: bytes, tags: Iterable[Tag], context: Mapping[str, object], shown: str) -> Learnt:
    """Returns the .docx *data*, called *shown*, with the *tags* of *context* in the place of their values.

    The styles that it lacks come from the template *own*.

    Raises Faults where it holds tags already, or holds nothing of the forms.
    """
    _refuse_template(data, shown)
    old = Old(package.read(data, shown))
    known = list(tags)
    chapters.replace(old, context)
    chapters.empty(old, context, own)
    lists.replace(old, known, context)
    values.replace(old, known, context)
    if not old.replaced:
        what = _("在这个文件里没有找到表单里的任何内容")
        raise Faults(
            [Fault(Place(shown), what, _("先把这个文件里的名称、日期填进镇的表单，或者换 --kind"), "nothing-learnt")]
        )
    return Learnt(old.written(own), old.in_order(), _missing(old, known, context))


def _refuse_template(data: bytes, shown: str) -> None:
    """Raises Faults if the .docx *data*, called *shown*, holds tags already."""
    if any(_HOLDS_TAGS.search(text) for text in words(data, shown)):
        mend = _("要检查它，用 template check")
        raise Faults([Fault(Place(shown), _("这个文件里已经有标签，它本来就是模板"), mend, "already-template")])


def score(data: bytes, context: Mapping[str, object], shown: str) -> int:
    """Returns how much the document *data* is like *context*: the characters it shares, less those that it lacks."""
    text = "".join(_run_together(part) for part in words(data, shown))
    wanted = {folded(line) for line in (*_lines_of_blocks(context), *_names(context))}
    return sum(len(line) if line in text else -len(line) for line in wanted)


def _lines_of_blocks(context: Mapping[str, object]) -> Iterator[str]:
    """Yields the paragraphs that *context* lays out whole, without the rows of tables."""
    for value in context.values():
        if isinstance(value, Blocks):
            for line in chapters.lines(value):
                if "|" not in line:
                    yield line.replace("\n", "")


def _names(context: Mapping[str, object]) -> list[str]:
    """Returns the title of *context*, whom it is sent to and its period, as far as it has them."""
    values = [context.get(name) for name in ("标题", "主送", "期间")]
    return [value for value in values if isinstance(value, str)]


def _documents(folder: Path, kind: Kind | None) -> list[Document]:
    """Returns the documents that the town in *folder* makes; only those of *kind*, if there is one."""
    known = [kind] if kind else catalogue.known_kinds(folder)
    forms = {form for one in known for form in one.needs}
    return list(registry.documents(towns.read(folder, forms), known))


def _most_like(data: bytes, made: Sequence[Document], path: Path, kind: Kind | None) -> Document:
    """Returns the document of *made* that the file *path*, with its *data*, is most like; of equals the first.

    Raises Faults where there is none, or where it is like none and no *kind* says that it must be.
    """
    scores = [score(data, document.context, path.name) for document in made]
    best = max(scores, default=0)
    is_like_none = kind is None and best <= 0
    if not scores or is_like_none:
        what = _("看不出这是哪种公文：和镇的表单没有相同的标题或段落")
        raise Faults([Fault(Place(str(path)), what, _("加上 --kind，或者先把它的内容填进表单"), "cannot-tell-kind")])
    return made[scores.index(best)]


def _try(template: bytes, data: bytes, document: Document, path: Path) -> None:
    """Raises Faults if *template*, filled with the same forms, does not say what the old document *data* says.

    Or if ``build`` would refuse it, as it leaves out what the forms hold. Then it has not been learnt.
    """
    trial = Template.read(template, path.name)
    filled = trial.fill(document.context)
    names = names_left_out(document, trial, filled.placed)
    if names:
        what = _("旧文件里没有表单里的这些内容：{names}").format(names=enumerated(names))
        mend = _(
            "没有写模板；把旧文件的文字填进表单再学；只要一部分的，先在镇的 templates 里放 {kind}.yaml，写 摘编: 是"
        )
        raise Faults([Fault(Place(str(path)), what, mend.format(kind=document.kind.key), "not-the-same")])
    again = trial.pack(filled.parts)
    for before, after in zip_longest(words(data, path.name), words(again, path.name), fillvalue=""):
        old, new = _first_difference(before, after)
        if folded(old) != folded(new):
            what = _("用同样的表单填出来不一样：旧的是“{old}”，填出来是“{new}”").format(old=old, new=new)
            mend = _("没有写模板；把这一段改成和表单一致，或者用 --kind 指定别的公文")
            raise Faults([Fault(Place(str(path)), what, mend, "not-the-same")])


def _first_difference(before: str, after: str) -> tuple[str, str]:
    """Returns the first lines in which the texts *before* and *after* differ; none where their words are the same."""
    if _run_together(before) == _run_together(after):
        return "", ""
    pairs = zip_longest(before.split("\n"), after.split("\n"), fillvalue="")
    differing = ((old, new) for old, new in pairs if folded(old) != folded(new))
    return next(differing, ("", ""))


def _run_together(text: str) -> str:
    """Returns *text* as it is compared, whatever its lines are."""
    return "".join(map(folded, text.split("\n")))


def _missing(old: Old, tags: Sequence[Tag], context: Mapping[str, object]) -> list[str]:
    """Returns the tags of the document's own contents that found nothing."""
    placed = " ".join(one.tag for one in old.replaced)
    expected = [tag for tag in tags if _is_own(tag) and _tells(value_at(context, tag.path))]
    return [tag.tag for tag in expected if not re.search(rf"(?<![\w.]){re.escape(tag.path)}\b", placed)]


def _is_own(tag: Tag) -> bool:
    """True if *tag* is of the document itself: of no item of a list, and of no form that is there as a whole."""
    return "[]" not in tag.path and tag.path.partition(".")[0] not in _SHARED


def _tells(value: object) -> bool:
    """True if *value* is more than a numeral."""
    if not value or isinstance(value, Missing):
        return False
    return not isinstance(value, str) or len(value) > 1
