"""A .docx as its parts: read with bounds, written by copying what did not change as the bytes it already has."""

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.ooxml.archive import DEFLATED, STORED, Member, assemble, pack, pack_small, stored
from wenming.ooxml.names import BODY
from wenming.ooxml.relationships import TYPES, relations_of

if TYPE_CHECKING:
    import html
    import zipfile
    from xml.etree import ElementTree
else:
    html, zipfile, ElementTree = Later("html"), Later("zipfile"), Later("xml.etree.ElementTree")

PARTS_MAX, BYTES_MAX = 2000, 100_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
_ENCRYPTED = 1  # a flag in the zip
_ROOT = "_rels/.rels"  # the relationships of the package itself
_MAIN = rb'Target="/?(word/document\w*\.xml)"'
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_XML = ("xml", "rels", "vml")
# the .dotm that Word wrote a document with: on somebody's disk, and loaded whenever the document is opened
_SETTINGS = r"(word/(?:glossary/)?)_rels/(settings\.xml)\.rels"
_ATTACHED = rb"<Relationship\b[^>]*/attachedTemplate\"[^>]*?(?:/>|>\s*</Relationship>)"
_NAMED = rb"<(\w+):attachedTemplate\b[^>]*?(?:/>|>\s*</\1:attachedTemplate>)"
_STRANGE = re.compile(r"[\\:\0]")  # in the name of a part

_UNREADABLE = (NotImplementedError, RuntimeError, EOFError, OSError, ValueError, MemoryError)

Parts = dict[str, bytes]


def members(data: bytes, shown: str) -> dict[str, Member]:
    """Returns the parts of the Word file *data*, still packed, by name; *shown* names it in faults.

    Raises Faults for what is no .docx, would be too large unpacked, or could reach outside itself.
    """
    if data.startswith(_OLD_WORD):
        raise refused(
            shown,
            "old-word",
            _("这是旧的 .doc 文件，或者是加了密码的文件"),
            _("请在 Word 或 WPS 里去掉密码，另存为 .docx"),
        )
    parts, found = _unzip(data, shown)
    _detach(parts, found)
    for name, part in parts.items():
        _expect_safe(name, part, shown)
    _rename_body(parts, found)
    _expect_word(parts, shown)
    for name, member in found.items():
        if member.method not in (STORED, DEFLATED):
            found[name] = pack(parts[name], name)
    return found


def _unzip(data: bytes, shown: str) -> tuple[Parts, dict[str, Member]]:
    """Returns the parts in the zip *data*, unpacked and as they are packed. Raises Faults."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
        _expect_readable(listed, shown)
        files = [info for info in listed if not info.is_dir()]
        # reading checks sizes and checksums; a name twice is read as Word reads it, the last one
        parts = {info.filename: archive.read(info) for info in files}
        found = {info.filename: stored(data, info) for info in files}
    except (zipfile.BadZipFile, zlib.error, struct.error, *_UNREADABLE) as error:
        raise refused(
            shown, "not-word", _("这不是 Word 文件，或者文件损坏了"), _("请用 Word 或 WPS 打开后另存为 .docx")
        ) from error
    return parts, found


def _expect_readable(listed: "Sequence[zipfile.ZipInfo]", shown: str) -> None:
    """Raise Faults where what is *listed* in a zip would be too large unpacked, or has a password."""
    size = sum(info.file_size for info in listed)
    if len(listed) > PARTS_MAX or size > BYTES_MAX:
        raise refused(shown, "too-large", _("这个文件解开以后太大"), _("请另存一份只有文字和必要图片的模板"))
    if any(info.flag_bits & _ENCRYPTED for info in listed):
        raise refused(shown, "old-word", _("这个文件加了密码"), _("请去掉密码，另存为 .docx"))


def _detach(parts: Parts, found: dict[str, Member]) -> None:
    """Let go of the template that Word attached: nothing here follows it, and no document is to carry it on."""
    for relations in list(parts):
        if re.fullmatch(_SETTINGS, relations):
            settings = re.sub(_SETTINGS, r"\1\2", relations)
            _cut_out(_ATTACHED, relations, parts, found)
            _cut_out(_NAMED, settings, parts, found)


def _cut_out(pattern: bytes, name: str, parts: Parts, found: dict[str, Member]) -> None:
    """Cut what *pattern* matches out of the part *name*, if there is such a part."""
    part = parts.get(name, b"")
    kept = re.sub(pattern, b"", part)
    if kept != part:
        parts[name], found[name] = kept, pack_small(kept)


def _rename_body(parts: Parts, found: dict[str, Member]) -> None:
    """Let the body go by its usual name: Word on the web calls it word/document2.xml."""
    match = re.search(_MAIN, parts.get(_ROOT, b""))
    name = match[1].decode(errors="replace") if match else BODY
    if name == BODY or name not in parts or BODY in parts:
        return
    for old, new in ((name, BODY), (relations_of(name), relations_of(BODY))):
        if old in parts:
            parts[new], found[new] = parts.pop(old), found.pop(old)
    for place in (_ROOT, TYPES):
        if place in parts:
            parts[place] = parts[place].replace(name.encode(), BODY.encode())
            found[place] = pack_small(parts[place])


def _expect_word(parts: Parts, shown: str) -> None:
    """Raise Faults where *parts* are not those of a Word file, or not of the usual kind."""
    if BODY not in parts:
        raise refused(shown, "not-word", _("这不是 Word 文件"), _("请用 Word 或 WPS 打开后另存为 .docx"))
    if _STRICT in parts[BODY]:
        raise refused(
            shown,
            "strict-word",
            _("这是“Strict Open XML 文档”，一般的软件不认"),
            _("请在 Word 里另存为“Word 文档 (*.docx)”"),
        )


def _expect_safe(name: str, part: bytes, shown: str) -> None:
    """Raise Faults where the *part* called *name* could reach outside the file, or run."""
    if _leads_outside(name):
        raise refused(shown, "not-safe", _("文件里有不该有的路径“{name}”").format(name=name), _("请换一份模板"))
    ending = name.lower().rpartition(".")[2]
    plain = part.replace(b"\0", b"") if ending in _XML else b""  # UTF-16 is read too
    if _has_macros(name, plain):
        raise refused(shown, "macros", _("文件里有宏"), _("请另存为不带宏的 .docx"))
    if _DECLARED.search(plain):
        raise refused(
            shown,
            "not-safe",
            _("“{name}”里有不该有的声明（DTD）").format(name=name),
            _("请用 Word 或 WPS 打开后另存为 .docx"),
        )
    if ending == "rels" and _may_be_external(plain):
        _expect_inside(part, shown)


def _leads_outside(name: str) -> bool:
    """True if a part called *name* would be unpacked elsewhere than in the folder of the file."""
    folders = PurePosixPath(name.lower().replace("%2e", ".")).parts
    return name.startswith("/") or ".." in folders or _STRANGE.search(name) is not None


def _has_macros(name: str, plain: bytes) -> bool:
    """True if the part *name* holds macros, or says that others of the package do."""
    if name.lower().endswith("vbaproject.bin"):
        return True
    return name == TYPES and _MACROS.search(_spelt_out(plain)) is not None


def _may_be_external(plain: bytes) -> bool:
    """True if the word External stands in relationships, or could: as numbers of characters."""
    return b"xternal" in plain or b"&#" in plain


def _expect_inside(relationships: bytes, shown: str) -> None:
    """Raise Faults where one of the *relationships* leads out of the package."""
    for kind, target, outside in relations(relationships):
        if outside and not kind.endswith("/hyperlink"):  # followed only by a reader's click
            what = _("文件里引用了外面的内容：{target}").format(target=target[:80])
            raise refused(shown, "outside", what, _("把图片嵌入文件（不要链接），去掉链接的对象，再保存"))


def relations(part: bytes) -> Iterator[tuple[str, str, bool]]:
    """Yields type and target of every relationship in *part*, and whether it leads out of the package."""
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return
    for one in root:
        yield one.get("Type", ""), one.get("Target", ""), one.get("TargetMode", "").lower() == "external"


def _spelt_out(xml: bytes) -> bytes:
    """Returns *xml* with the characters that it writes as numbers."""
    return html.unescape(xml.decode(errors="replace")).encode()


def read(data: bytes, shown: str) -> Parts:
    """Returns the parts of the Word file *data* by name, unpacked. Raises Faults as ``members`` does."""
    return {name: member.unpack() for name, member in members(data, shown).items()}


def write(parts: Mapping[str, bytes]) -> bytes:
    """Returns the .docx made of *parts*, as small as zlib can."""
    return assemble({name: pack_small(data) for name, data in parts.items()})


def refused(shown: str, code: Code, what: str, mend: str) -> Faults:
    """Returns the fault of a file that is not taken as a template."""
    return Faults([Fault(Place(shown), what, mend, code)])
