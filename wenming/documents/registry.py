"""The table of kinds: the built-in ones, over them those that a county or a town has written; what they make."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wenming.base.diagnostics import Fault, Faults, Place, nearest
from wenming.base.i18n import _, enumerated
from wenming.documents import (
    appeal,
    circular,
    final,
    monthly,
    notice,
    plan,
    rectification,
    scorecard,
    task_book,
    weekly,
    wording,
)
from wenming.documents.kinds import ALL, Asked, Context, Document, Kind
from wenming.documents.wording import Wording
from wenming.forms import form as forms
from wenming.forms.form import Form
from wenming.gongwen.blocks import Blocks
from wenming.town.folder import Town
from wenming.town.levels import words_of

if TYPE_CHECKING:
    from wenming.forms.records import Manifest

_NEEDED: Sequence[Literal["名称", "表单", "次数"]] = ("名称", "表单", "次数")  # in the manifest of a new kind
_BUILT_IN = (
    appeal.KIND,
    circular.KIND,
    final.KIND,
    monthly.KIND,
    notice.KIND,
    plan.KIND,
    rectification.KIND,
    scorecard.KIND,
    task_book.KIND,
    weekly.KIND,
)


def _with_words(kind: Kind, folders: Sequence[Path] = ()) -> Kind:
    """*kind* with its files of words, its own the first, as towns with these *folders* of templates have them."""
    words = kind.words if kind.key in kind.words else (kind.key, *kind.words)
    return kind._replace(words=words, wording=Wording(folders, words))


KINDS: tuple[Kind, ...] = tuple(map(_with_words, _BUILT_IN))


def known_kinds(folders: Sequence[Path], kinds: Sequence[Kind] = KINDS) -> list[Kind]:
    """*kinds*, and over them those whose manifests are in *folders*; an earlier folder goes before a later one.

    Raises Faults of manifests that are wrong.
    """
    known = {kind.key: _with_words(kind) for kind in kinds}
    of_each = {kind.each: kind for kind in known.values() if kind.each}
    for key, path in _manifests(folders).items():
        known[key] = _of_manifest(key, _manifest(path, known.get(key)), of_each, known.get(key))
    _expect_known_words(folders, known)
    worded = {key: _with_words(known[key], folders) for key in sorted(known)}
    return [kind._replace(enclosed=worded.get(kind.encloses)) for kind in worded.values()]


def _expect_known_words(folders: Sequence[Path], known: Mapping[str, Kind]) -> None:
    """Raise Faults where a file of words in *folders* is none that a kind would read."""
    names: set[str] = set()
    for kind in known.values():
        names.update(kind.words)
    strangers = [path for path in wording.files_in(folders) if path.stem not in names]
    if strangers:
        raise Faults([_no_words(path, sorted(names)) for path in strangers])


def _no_words(path: Path, names: Sequence[str]) -> Fault:
    near = nearest(path.stem, names)
    mend = _("有这些：{names}").format(names=enumerated(names))
    if near:
        mend = _("是不是“{name}”？").format(name=f"{near}.yaml")
    return Fault(Place(str(path)), _("没有哪种公文用这个文件里的话"), mend, "unknown-words")


def _manifests(folders: Sequence[Path]) -> dict[str, Path]:
    """The manifest of each key; one that a nearer folder hides is not looked at."""
    nearest_first: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            nearest_first.setdefault(path.stem, path)
    return nearest_first


def _manifest(path: Path, own: Kind | None) -> Manifest:
    """The manifest that a town wrote; of a built-in kind, *own*, only what is otherwise. Raises Faults."""
    form: Form[Manifest] = forms.read(path, "kind")
    if own is not None and "次数" not in form.record:
        return form.record
    missing = [name for name in _NEEDED if name not in form.record]
    faults = [form.fault((), "missing-field", _("还没有填“{name}”").format(name=name), "") for name in missing]
    if "模板" not in form.record and "版式" not in form.record:
        what, mend = _("没有写用哪个 Word 模板"), _("加一行 模板: notice.docx 这样的文件名")
        faults.append(form.fault((), "no-template-named", what, mend))
    if faults:
        raise Faults(faults)
    return form.record


def _of_manifest(key: str, manifest: Manifest, of_each: Mapping[str, Kind], own: Kind | None) -> Kind:
    """The kind *key* that a *manifest* describes: it makes what the built-in kind of the same 次数 does."""
    if own is not None and "次数" not in manifest:
        return _changed(own, manifest)
    model = of_each[manifest["次数"]]
    return model._replace(
        key=key,
        name=manifest["名称"],
        needs=tuple(manifest["表单"]),
        template=manifest.get("模板", ""),
        layouts=manifest.get("版式", {}),
        aliases=tuple(manifest.get("别名", ())),
        named_only=manifest.get("点名才做", False),
        condition=manifest.get("条件", ""),
        excerpt=manifest.get("摘编", False),
    )


def _changed(own: Kind, manifest: Manifest) -> Kind:
    """The built-in kind *own* with what a *manifest* says otherwise."""
    has_template = "模板" in manifest or "版式" in manifest
    return own._replace(
        name=manifest.get("名称", own.name),
        needs=tuple(manifest.get("表单", own.needs)),
        template=manifest.get("模板", "") if has_template else own.template,
        layouts=manifest.get("版式", {}) if has_template else own.layouts,
        aliases=tuple(manifest.get("别名", own.aliases)),
        named_only=manifest.get("点名才做", own.named_only),
        condition=manifest.get("条件", own.condition),
        excerpt=manifest.get("摘编", own.excerpt),
    )


def chosen(names: Sequence[str], known: Sequence[Kind]) -> list[Kind]:
    """The kinds that *names* mean, in English or Chinese; without names all but those made only by name.

    Raises LookupError whose text offers the nearest name.
    """
    if not names:
        return [kind for kind in known if not kind.named_only]
    by_name = _by_name(known)
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise LookupError(_no_kind(unknown[0], by_name, known))
    meant = {by_name[name].key for name in names}
    return [kind for kind in known if kind.key in meant]


def _by_name(known: Sequence[Kind]) -> dict[str, Kind]:
    """The *known* kinds by each of their names."""
    by_name: dict[str, Kind] = {}
    for kind in known:
        by_name.update(dict.fromkeys(kind.names, kind))
    return by_name


def _no_kind(name: str, by_name: Mapping[str, Kind], known: Sequence[Kind]) -> str:
    near = nearest(name, by_name)
    hint = _("是不是“{near}”？").format(near=near) if near else ""
    names = enumerated([f"{kind.key}（{kind.name}）" for kind in known])
    return _("没有“{name}”这种公文。{hint}可以写：{names}").format(name=name, hint=hint, names=names)


def documents(town: Town, wanted: Sequence[Kind], asked: Asked = ALL) -> Iterator[Document]:
    """Every document of the *wanted* kinds that *town* has the forms for, of the weeks that are *asked* for.

    Raises Faults when the plan's chapters are not those of its layout.
    """
    names = words_of(town.record["名称"], town.record["行政村"])
    for kind in wanted:
        yield from kind.documents(town, _about(kind, names), asked)


def _about(kind: Kind, names: Mapping[str, str]) -> Kind:
    """*kind*, and the one that it encloses, with sentences that are about a town with these *names*."""
    enclosed = kind.enclosed
    if enclosed is not None:
        enclosed = enclosed._replace(wording=enclosed.wording.about(names))
    return kind._replace(wording=kind.wording.about(names), enclosed=enclosed)


def left_out(document: Document, placed: Container[str]) -> list[str]:
    """The names of the forms' words in *document* that are not among the *placed* names of its template."""
    if document.kind.excerpt:
        return []
    context = document.context
    words = [name for name in document.kind.own_words if isinstance(context.get(name), Blocks)]
    chapters_stand_apart = context.get("各章") and "各章" not in placed
    if chapters_stand_apart:
        words += [f"章节.{name}" for name in _group(context, "章节")]
    missing = [name for name in words if name not in placed]
    return [name for name in missing if _at(context, name)]


def _at(context: Context, name: str) -> object:
    """What stands in *context* under the dotted *name*."""
    group, dot, inner = name.partition(".")
    return _group(context, group)[inner] if dot else context[group]


def _group(context: Context, name: str) -> Context:
    """The group of values called *name* in *context*."""
    group = context[name]
    assert isinstance(group, Mapping)
    return group
