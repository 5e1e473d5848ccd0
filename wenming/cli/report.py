"""What a build has made and what a document was made from: in words for a clerk, as data for programs."""

from collections.abc import Iterator, Sequence

from wenming.base.codes import NAMES, NOTES
from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, enumerated, many
from wenming.output.provenance import Provenance
from wenming.pipeline import Built, BuiltDocument


def documents_as_data(built: Built) -> list[dict[str, object]]:
    """Each document for another program."""
    return [_document_as_data(document) for document in built.documents]


def _document_as_data(document: BuiltDocument) -> dict[str, object]:
    return {
        "kind": document.kind,
        "title": document.title,
        "file": str(document.path),
        "gaps": document.gaps,
        "blanks": document.blanks,
        "replaced": document.replaced,
        "addressees_moved": document.addressees_moved,
        "state": document.state,
        "backup": str(document.backup) if document.backup else None,
        "conflicts": document.conflicts,
        "former": str(document.former) if document.former else None,
        "forms": [str(path) for path in document.sources],
    }


def lines(built: Built) -> Iterator[str]:
    """Each document for the clerk: where it is, what is still to be filled in, what became of his changes."""
    for document in built.documents:
        yield f"{document.kind_name}  {document.path}"
        if document.gaps:
            yield many("    还有 {n} 处【待填】，在文件里查找“待填”", document.gaps)
        if document.blanks:
            yield many("    还有 {n} 处空着，见下面的“请核对”", document.blanks)
        if document.replaced:
            yield many("    有 {n} 个字符 Word 存不了，换成了“�”，请查找并改好", document.replaced)
        if document.addressees_moved:
            said = _("主送机关太多，首页放不下正文，已移到版记；最好改写成统称，如“各村民委员会，镇直各单位”")
            yield f"    {said}"
        became = _became(document)
        if became:
            yield "    " + became
    yield many("共 {n} 个文件，用 Word 或 WPS 打开就能打印。", len(built.documents))


def _became(document: BuiltDocument) -> str:
    """What became of a document that somebody had changed; empty for others."""
    if document.former:
        said = _("标题改了，您在 {former} 里改过的已经并进来；那个文件没有动它").format(former=document.former.name)
        if document.conflicts:
            said += many("；{n} 处两边都改了，留的是您的，新的在批注里", document.conflicts)
        return said
    backup = f"{document.backup.parent.name}/{document.backup.name}" if document.backup else ""
    match document.state:
        case "edited":
            return _("您改过这个文件，数据没有变，没有动它")
        case "merged" if document.conflicts:
            return _(
                "您改过这个文件，新数据已经并进去；{n} 处两边都改了，留的是您的，新的在批注里；改前的另存为 {backup}"
            ).format(n=document.conflicts, backup=backup)
        case "merged":
            return _("您改过这个文件，新数据已经并进去；改前的另存为 {backup}").format(backup=backup)
        case "aside":
            return _("这里原来的文件没有并进去，另存为 {backup}").format(backup=backup)
        case _:
            return ""


def warnings(built: Built) -> Iterator[str]:
    """What was asked for and not made, and which weeks nobody has reported for."""
    if built.not_made:
        yield built.not_made
    if built.weeks_not_reported:
        said = _("{weeks} 的表单里一个完成数也没有填，那一周的周报里都按没有报送算；填好再生成一次")
        yield said.format(weeks=enumerated(built.weeks_not_reported))
    if built.older:
        names = enumerated(built.older[:_NAMED]) + (_("等") if len(built.older) > _NAMED else "")
        yield many("有 {n} 份公文是改表单以前生成的，还要用就再生成一次：{names}", len(built.older), names=names)

    for title, places in built.edited_apart:
        yield many(
            "《{title}》您改过 {n} 处，通知里印的方案没有这些改动：写进 plan.yaml，或者在通知里照样改",
            places,
            title=title,
        )


_NAMED = 3  # documents that are named, of many
_SHOWN = 5  # notes that are shown without being asked for
_OF_CAUSE = 2  # of these of one cause


def note_lines(notes: Sequence[Fault], *, whole: bool = False) -> Iterator[str]:
    """What is to be looked at, grouped by its cause; five, at most two of a cause, or the *whole* of it."""
    if not notes:
        return
    yield _("请核对（公文已经写好）：")
    by_cause: dict[str, list[Fault]] = {}
    for note in notes:
        by_cause.setdefault(note.code, []).append(note)
    shown: list[Fault] = []
    for of_cause in by_cause.values():
        shown += of_cause if whole else of_cause[:_OF_CAUSE]
    if not whole:
        shown = shown[:_SHOWN]
    for note in shown:
        yield f"  {note_line(note)}"
    hidden = len(notes) - len(shown)
    if hidden:
        yield many("  还有 {n} 处，加 --notes 看全部", hidden)
    names = dict.fromkeys(NAMES[note.code] for note in shown if note.code in NOTES)
    if names:
        yield _("  看过不用再提示的，在那份表单里写 不再提示: [{names}]").format(names=", ".join(names))
    if "unread-file" in by_cause:
        yield _("  （没有读的文件，写在 town.yaml 里）")


def note_line(note: Fault) -> str:
    """Where and what, and how to mend it, on one line."""
    place = note.place
    where = f"{place.file}:{place.line}" if place.line else place.file
    if not note.mend:
        return f"{where}  {note.what}"
    return where + "  " + _("{what}。{mend}").format(what=note.what, mend=note.mend)


def provenance_as_data(known: Provenance) -> dict[str, object]:
    """What a document was made from, for another program."""
    return {
        "file": str(known.file),
        "kind": known.kind,
        "title": known.title,
        "edited": known.edited,
        "template": str(known.template),
        "sources": [{"file": str(origin.path), "state": origin.state} for origin in known.origins],
    }


def provenance_lines(known: Provenance) -> Iterator[str]:
    """What a document was made from, for a reader."""
    yield f"{known.title}（{known.kind}）"
    yield _("生成以后有人改过") if known.edited else _("和生成时一样")
    words = {
        "same": _("没有变"),
        "changed": _("后来变了，重新 build 就用新的"),
        "gone": _("不在了"),
        "in a store": _("不在这台电脑上，没有看"),
    }
    for origin in known.origins:
        label = _("模板") if origin.path == known.template else _("表单")
        yield f"{label}  {origin.path}  {words[origin.state]}"
