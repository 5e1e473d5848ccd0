"""A .docx as its parts: read with bounds, written by copying what did not change as the bytes it already has."""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.ooxml.archive import DEFLATED, STORED, Member, assemble, pack, pack_small, stored

PARTS_MAX, BYTES_MAX = 2000, 100_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
_ENCRYPTED = 1  # a flag in the zip
_BODY, _ROOT, _TYPES = "word/document.xml", "_rels/.rels", "[Content_Types].xml"
_MAIN = rb'Target="/?(word/document\w*\.xml)"'
_RELATIONS = "word/_rels/{}.rels"
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
    """The parts of the Word file *data*, still packed, by name; *shown* names it in faults.

    Raises Faults for what is no .docx, would be too large unpacked, or could reach outside itself.
    """
    import zipfile

    if data.startswith(_OLD_WORD):
        raise refused(
            shown, _("这是旧的 .doc 文件，或者是加了密码的文件"), _("请在 Word 或 WPS 里去掉密码，另存为 .docx")
        )
    try:
        import io

        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
        if len(listed) > PARTS_MAX or sum(member.file_size for member in listed) > BYTES_MAX:
            raise refused(shown, _("这个文件解开以后太大"), _("请另存一份只有文字和必要图片的模板"))
        if any(member.flag_bits & _ENCRYPTED for member in listed):
            raise refused(shown, _("这个文件加了密码"), _("请去掉密码，另存为 .docx"))
        # reading checks sizes and checksums; a name twice is read as Word reads it, the last one
        parts = {member.filename: archive.read(member) for member in listed if not member.is_dir()}
        found = {member.filename: stored(data, member) for member in listed if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, struct.error, *_UNREADABLE) as error:
        raise refused(shown, _("这不是 Word 文件，或者文件损坏了"), _("请用 Word 或 WPS 打开后另存为 .docx")) from error
    _detach(parts, found)
    for name, part in parts.items():
        _safe(name, part, shown)
    _rename_body(parts, found)
    if _BODY not in parts:
        raise refused(shown, _("这不是 Word 文件"), _("请用 Word 或 WPS 打开后另存为 .docx"))
    if _STRICT in parts[_BODY]:
        raise refused(
            shown, _("这是“Strict Open XML 文档”，一般的软件不认"), _("请在 Word 里另存为“Word 文档 (*.docx)”")
        )
    return {
        name: member if member.method in (STORED, DEFLATED) else pack(parts[name], name)
        for name, member in found.items()
    }


def _detach(parts: Parts, found: dict[str, Member]) -> None:
    """Let go of the template that Word attached: nothing here follows it, and no document is to carry it on."""
    for relations in [name for name in parts if re.fullmatch(_SETTINGS, name)]:
        settings = re.sub(_SETTINGS, r"\1\2", relations)
        for name, pattern in ((relations, _ATTACHED), (settings, _NAMED)):
            kept = re.sub(pattern, b"", parts.get(name, b""))
            if kept != parts.get(name, b""):
                parts[name], found[name] = kept, pack_small(kept)


def _rename_body(parts: Parts, found: dict[str, Member]) -> None:
    """Let the body go by its usual name: Word on the web calls it word/document2.xml."""
    match = re.search(_MAIN, parts.get(_ROOT, b""))
    name = match[1].decode(errors="replace") if match else _BODY
    if name == _BODY or name not in parts or _BODY in parts:
        return
    for old, new in ((name, _BODY), (_RELATIONS.format(name[5:]), _RELATIONS.format(_BODY[5:]))):
        if old in parts:
            parts[new], found[new] = parts.pop(old), found.pop(old)
    for place in (_ROOT, _TYPES):
        if place in parts:
            parts[place] = parts[place].replace(name.encode(), _BODY.encode())
            found[place] = pack_small(parts[place])


def _safe(name: str, part: bytes, shown: str) -> None:
    folders = PurePosixPath(name.lower().replace("%2e", ".")).parts
    if name.startswith("/") or ".." in folders or re.search(_STRANGE, name):
        raise refused(shown, _("文件里有不该有的路径“{name}”").format(name=name), _("请换一份模板"))
    ending = name.lower().rpartition(".")[2]
    plain = part.replace(b"\0", b"") if ending in _XML else b""  # UTF-16 is read too
    if name.lower().endswith("vbaproject.bin") or (name == _TYPES and _MACROS.search(_spelt_out(plain))):
        raise refused(shown, _("文件里有宏"), _("请另存为不带宏的 .docx"))
    if _DECLARED.search(plain):
        raise refused(
            shown, _("“{name}”里有不该有的声明（DTD）").format(name=name), _("请用 Word 或 WPS 打开后另存为 .docx")
        )
    if ending == "rels" and (b"xternal" in plain or b"&#" in plain):
        for kind, target, outside in relations(part):
            if outside and not kind.endswith("/hyperlink"):  # followed only by a reader's click
                what = _("文件里引用了外面的内容：{target}").format(target=target[:80])
                raise refused(shown, what, _("把图片嵌入文件（不要链接），去掉链接的对象，再保存"))


def relations(part: bytes) -> Iterator[tuple[str, str, bool]]:
    """Type and target of every relationship in *part*, and whether it leads out of the package."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return
    for one in root:
        yield one.get("Type", ""), one.get("Target", ""), one.get("TargetMode", "").lower() == "external"


def _spelt_out(xml: bytes) -> bytes:
    """*xml* with the characters that it writes as numbers."""
    from html import unescape

    return unescape(xml.decode(errors="replace")).encode()


def read(data: bytes, shown: str) -> Parts:
    """The parts of the Word file *data* by name, unpacked. Raises Faults as ``members`` does."""
    return {name: member.unpack() for name, member in members(data, shown).items()}


def write(parts: Mapping[str, bytes]) -> bytes:
    """The .docx made of *parts*, as small as zlib can."""
    return assemble({name: pack_small(data) for name, data in parts.items()})


def refused(shown: str, what: str, mend: str) -> Faults:
    """The fault of a file that is not taken as a template."""
    return Faults([Fault(Place(shown), what, mend)])
