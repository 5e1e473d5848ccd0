"""Kinds of document, each a manifest ``templates/<key>.yaml`` beside its Word templates; one document to make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from wenming.base import resources
from wenming.base.cache import recall
from wenming.base.diagnostics import Faults, nearest
from wenming.base.i18n import _
from wenming.forms import form as forms

SPANS = ("每月", "总结")  # how often what is over many weeks is made


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: the forms it needs, how often it is made, its template or one for each layout.

    *named_only*: made where it is asked for by its name. *condition*: what the forms must hold, for a clerk.
    *excerpt*: it takes some of the forms' words, and leaves others out on purpose.
    """

    key: str
    name: str
    needs: tuple[str, ...]
    each: str
    template: str = ""
    layouts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    named_only: bool = False
    condition: str = ""
    excerpt: bool = False


class Asked(NamedTuple):
    """Which weeks are asked for: *week*, the only or the last one; *since*, the first of many. Empty: as is usual."""

    week: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document to make: *title* names the file, *template* and *context* fill it.

    *tighter* changes the context, one after another, as long as no text stands on the first page (§7.3.3).
    """

    kind: Kind
    title: str
    template: str
    context: Mapping[str, Any]
    sources: tuple[Path, ...]
    tighter: tuple[Mapping[str, Any], ...] = ()


def kinds(folders: Sequence[Path]) -> list[Kind]:
    """The kinds whose manifests are in *folders*; a kind in an earlier folder hides its namesake in a later one.

    Raises Faults of manifests that a town wrote.
    """
    found: dict[str, Kind] = {}
    for folder in folders:
        if folder == resources.own("templates"):
            found = {**_own(folder), **found}
            continue
        for path in sorted(folder.glob("*.yaml")):
            if path.stem not in found:
                found[path.stem] = _kind(path.stem, _manifest(path))
    return [found[key] for key in sorted(found)]


def _own(folder: Path) -> dict[str, Kind]:
    """The kinds that came with the program, which need no second look at every start."""

    def make() -> dict[str, Kind]:
        return {key: _kind(key, resources.own_yaml(folder / f"{key}.yaml")) for key in manifests}

    manifests = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    return recall(make, b"kinds", *(part for key, data in manifests.items() for part in (key.encode(), data)))


def _manifest(path: Path) -> Mapping[str, Any]:
    """The manifest that a town wrote. Raises Faults."""
    form = forms.read(path, "kind")
    if "模板" not in form.record and "版式" not in form.record:
        raise Faults([form.fault((), _("没有写用哪个 Word 模板"), _("加一行 模板: notice.docx 这样的文件名"))])
    return form.record


def _kind(key: str, manifest: Mapping[str, Any]) -> Kind:
    return Kind(
        key=key,
        name=manifest["名称"],
        needs=tuple(manifest["表单"]),
        each=manifest["次数"],
        template=manifest.get("模板", ""),
        layouts=manifest.get("版式", {}),
        aliases=tuple(manifest.get("别名", ())),
        named_only=manifest.get("点名才做", False),
        condition=manifest.get("条件", ""),
        excerpt=manifest.get("摘编", False),
    )


def chosen(names: Sequence[str], known: Sequence[Kind]) -> list[Kind]:
    """The kinds that *names* mean, in English or Chinese; without names all but those made only by name.

    Raises LookupError whose text offers the nearest name.
    """
    by_name = {name: kind for kind in known for name in (kind.key, kind.name, *kind.aliases)}
    for name in names:
        if name not in by_name:
            near = nearest(name, by_name)
            hint = _("是不是“{near}”？").format(near=near) if near else ""
            raise LookupError(
                _("没有“{name}”这种公文。{hint}可以写：{names}").format(
                    name=name, hint=hint, names="、".join(f"{kind.key}（{kind.name}）" for kind in known)
                )
            )
    return [kind for kind in known if (kind in [by_name[name] for name in names] if names else not kind.named_only)]
