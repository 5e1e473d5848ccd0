"""A town's own templates over those above it: which file is used, copying one to change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.documents import registry
from wenming.documents.kinds import Kind
from wenming.forms import form as forms
from wenming.town import folder as towns

Origin = Literal["town", "county", "built-in", "none"]


@dataclass(frozen=True, slots=True)
class Used:
    """The template file that a kind, in a layout, is made with.

    *changed*: differs from what it was copied from; *outdated*: what it was copied from has changed since.
    Both are None where nothing tells.
    """

    kind: Kind
    layout: str
    file: str
    path: Path | None
    origin: Origin
    changed: bool | None = None
    outdated: bool | None = None


def known_kinds(town: Path | None = None) -> list[Kind]:
    """The kinds of document that there are for *town*; without a town: the built-in ones. Raises Faults."""
    return registry.known_kinds(resources.templates(town))


def used(known: Sequence[Kind], town: Path | None = None) -> Iterator[Used]:
    """Which template each of the *known* kinds is made with in *town*; without a town: the built-in ones.

    Raises Faults where there is no such folder.
    """
    if town and not town.is_dir():
        raise Faults([_no_folder(town)])
    chain = resources.templates(town)
    origins: list[Origin] = ["town", "county", "built-in"]
    for kind in known:
        for layout, name in template_files(kind).items():
            path = _first(chain, name)
            if path is None:
                yield Used(kind, layout, name, None, "none")
                continue
            origin = origins[chain.index(path.parent) - len(chain)]
            state = _state(path, _first(chain[1:], name)) if origin == "town" else (None, None)
            yield Used(kind, layout, name, path, origin, *state)


def template_files(kind: Kind) -> dict[str, str]:
    """The template file of *kind* for each layout; the only one stands for no layout."""
    if kind.layouts:
        return {name: layout["模板"] for name, layout in kind.layouts.items()}
    return {"": kind.template}


def file(kind: Kind, town: Path, layout: str = "") -> str:
    """The template file that *kind* is made with in *town*: of *layout*, else of the layout the plan says.

    Raises Faults where there is no such layout, or nothing says which.
    """
    if not kind.layouts:
        return kind.template
    path = town / "plan.yaml"
    if not layout and not path.is_file():
        what = _("没有 plan.yaml，不知道是哪种版式")
        mend = _("加上 --layout {name}").format(name=next(iter(kind.layouts)))
        raise Faults([Fault(Place(str(path)), what, mend, "layout-needed")])
    layout = layout or forms.read(path, "plan").record["版式"]
    if layout not in kind.layouts:
        what = _("“{kind}”没有“{name}”这种版式").format(kind=kind.name, name=layout)
        mend = _("可以是：{names}").format(names=enumerated(kind.layouts))
        raise Faults([Fault(Place(kind.key), what, mend, "unknown-layout")])
    return str(kind.layouts[layout]["模板"])


def eject(kind: Kind, town: Path, layout: str = "") -> Path:
    """Copy the template of *kind* into *town* to be changed, and keep the original beside it; the copy.

    Raises Faults where the town has one already, or it cannot be written.
    """
    towns.expect_town(town)
    name = file(kind, town, layout)
    own, *above = resources.templates(town)
    copy = own / name
    if copy.exists():
        raise Faults([taken(copy)])
    source = _first(above, name)
    if source is None:
        mend = _("在镇的 templates 文件夹里放一个，或者改 {kind}.yaml").format(kind=kind.key)
        raise Faults([Fault(Place(name), _("没有模板 {name}").format(name=name), mend, "no-template")])
    data = source.read_bytes()
    place(copy, data)
    place(resources.original(copy), data, over=True)
    return copy


def copies(town: Path, kind: Kind | None = None) -> Iterator[tuple[Path, bytes, bytes]]:
    """The *town*'s templates that were copied: each, what it was copied from, and what stands above it now."""
    known = [kind] if kind else known_kinds(town)
    for row in used(known, town):
        if row.origin != "town" or row.path is None:
            continue
        above = _first(resources.templates(town)[1:], row.file)
        if above is not None and resources.original(row.path).is_file():
            yield row.path, resources.original(row.path).read_bytes(), above.read_bytes()


def place(path: Path, data: bytes, *, over: bool = False) -> None:
    """Write *data* to *path*; raises Faults where it cannot be written, or stands there and is not to be lost."""
    try:
        if over:
            files.write(path, data)
        else:
            files.write_new(path, data)
    except FileExistsError:
        raise Faults([taken(path)]) from None
    except OSError as error:
        raise files.unwritable(path, error, _("换一个能写的文件夹")) from error


def taken(copy: Path) -> Fault:
    """The fault of writing over a template that somebody may have changed."""
    if copy.suffix == ".docx":
        mend = _("直接用 Word 或 WPS 改它；想从头来，先把它改名或移走再运行一次")
    else:
        mend = _("直接用记事本改它；想从头来，先把它改名或移走再运行一次")
    return Fault(Place(str(copy)), _("镇里已经有这个模板了，没有动它"), mend, "template-exists")


def as_json(row: Used) -> Mapping[str, object]:
    """One row as plain data for other programs."""
    return {
        "kind": row.kind.key,
        "layout": row.layout,
        "file": row.file,
        "path": str(row.path) if row.path else None,
        "origin": row.origin,
        "changed": row.changed,
        "outdated": row.outdated,
    }


def shown(row: Used) -> str:
    """Where the template comes from and how it stands, in a few words."""
    words = {
        "town": _("镇的"),
        "county": _("县里共用的"),
        "built-in": _("自带的"),
        "none": _("没有找到"),
    }
    states = [words[row.origin]]
    if row.origin == "town":
        states.append({True: _("改过"), False: _("没有改过"), None: _("不是复制来的")}[row.changed])
    if row.outdated:
        states.append(_("原来的那个后来更新了"))
    return "，".join(states)


def _no_folder(town: Path) -> Fault:
    return Fault(Place(str(town)), _("没有这个文件夹"), _("写镇的文件夹，例如 data/anping"), "no-folder")


def _first(folders: Sequence[Path], name: str) -> Path | None:
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _state(copy: Path, above: Path | None) -> tuple[bool | None, bool | None]:
    """Whether *copy* was changed, and whether the one *above* it is no longer what it was copied from."""
    kept = resources.original(copy)
    if not kept.is_file():
        same = above is not None and above.read_bytes() == copy.read_bytes()
        return (False, False) if same else (None, None)
    base = kept.read_bytes()
    return copy.read_bytes() != base, above is not None and above.read_bytes() != base
