"""A .docx as its parts: read with bounds, written so that equal parts give equal bytes."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from wenming.faults import Fault, Faults, Place
from wenming.language import _

PARTS_MAX, BYTES_MAX = 2000, 100_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
_DATE = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def read(data: bytes, shown: str) -> Parts:
    """The parts of the Word file *data* by name; *shown* names it in faults. Raises Faults."""
    if data.startswith(_OLD_WORD):
        raise _refused(
            shown, _("这是旧的 .doc 文件，或者是加了密码的文件"), _("请在 Word 或 WPS 里去掉密码，另存为 .docx")
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > PARTS_MAX or sum(member.file_size for member in members) > BYTES_MAX:
            raise _refused(shown, _("这个文件解开以后太大"), _("请另存一份只有文字和必要图片的模板"))
        parts = {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(
            shown, _("这不是 Word 文件，或者文件损坏了"), _("请用 Word 或 WPS 打开后另存为 .docx")
        ) from error
    for name in parts:
        if name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts:
            raise _refused(shown, _("文件里有不该有的路径“{name}”").format(name=name), _("请换一份模板"))
        if name.endswith("vbaProject.bin"):
            raise _refused(shown, _("文件里有宏"), _("请另存为不带宏的 .docx"))
    if "word/document.xml" not in parts:
        raise _refused(shown, _("这不是 Word 文件"), _("请用 Word 或 WPS 打开后另存为 .docx"))
    return parts


def write(parts: Mapping[str, bytes]) -> bytes:
    """The .docx made of *parts*: no clock in it, [Content_Types].xml first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same bytes on Windows and elsewhere
            archive.writestr(member, parts[name])
    return buffer.getvalue()


def _refused(shown: str, what: str, mend: str) -> Faults:
    return Faults([Fault(Place(shown), what, mend)])
