"""What a finished document was made from, and whether that, or the document, has changed since."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.output import folder as outputs


def told(file: Path) -> dict[str, Any]:
    """Kind and title of the document *file*, whether it was edited, and each file it was made from, as plain data.

    Raises Faults where there is no such file, or nothing is known of it.
    """
    if not file.is_file():
        raise Faults([Fault(Place(str(file)), _("没有这个文件"), _("写 outputs 里的一个文件"))])
    entry = outputs.record(file)
    if entry is None:
        mend = _("它改过名，是合并前的副本，不是 build 做的，或者旁边的 .wenming 文件夹不在了；重新 build 就有了")
        raise Faults([Fault(Place(str(file)), _("不知道这个文件是怎样来的"), mend)])
    return {
        "file": str(file),
        "kind": entry["kind"],
        "title": entry["title"],
        "edited": outputs.digest(file.read_bytes()) != entry["generated"],
        "template": entry["template"],
        "sources": [{"file": path, "state": _state(Path(path), digest)} for path, digest in entry["sources"].items()],
    }


def lines(known: Mapping[str, Any]) -> Iterator[str]:
    """The same for a reader."""
    yield f"{known['title']}（{known['kind']}）"
    yield _("生成以后有人改过") if known["edited"] else _("和生成时一样")
    words = {"same": _("没有变"), "changed": _("后来变了，重新 build 就用新的"), "gone": _("不在了")}
    for source in known["sources"]:
        label = _("模板") if source["file"] == known["template"] else _("表单")
        yield f"{label}  {source['file']}  {words[source['state']]}"


def _state(path: Path, digest: str) -> str:
    if not path.is_file():  # nor a device, which never ends
        return "gone"
    try:
        return "same" if outputs.digest(path.read_bytes()) == digest else "changed"
    except OSError:
        return "gone"
