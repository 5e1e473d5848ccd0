"""A .docx as its parts: read with bounds, written by copying what did not change as the bytes it already has."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.ooxml import letting_go, relationships
from wenming.ooxml.archive import Member, assemble, pack_small
from wenming.ooxml.names import BODY
from wenming.ooxml.relationships import ROOT, TYPES, relations_of
from wenming.ooxml.unzip import Locked, NotAZip, TooLarge, Unzipped, unzip

if TYPE_CHECKING:
    import html
else:
    html = Later("html")

MARKS_MAX = 1_500_000  # of elements, begun and ended, in all parts: each takes a hundred bytes and more in memory
ATTRIBUTES_MAX = 5000  # of one element
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
_MAIN = "/officeDocument"  # how the type of the relationship ends that leads to the body
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_XML = ("xml", "rels", "vml")
_STRANGE = re.compile(r"[\\:\0]")  # in the name of a part
_DECLARATION = re.compile(r"\A\s*+<\?xml[^<>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)")
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii", "utf-16")  # that OPC allows, and one that is a part of UTF-8
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # how it begins
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0", b"<\0\0\0")

Parts = dict[str, bytes]


class Package(NamedTuple):
    """The parts of a Word file, still packed, by name; a sentence for each thing that it was made to let go of."""

    members: dict[str, Member]
    let_go: tuple[str, ...] = ()


def members(data: bytes, shown: str) -> dict[str, Member]:
    """Returns the parts of the Word file *data*, still packed, by name. Raises Faults as ``opened`` does."""
    return opened(data, shown).members


def opened(data: bytes, shown: str) -> Package:
    """Returns the Word file *data*, which is called *shown* in faults.

    Raises Faults for what is no .docx, would be too large unpacked, or could reach outside itself.
    """
    before = _unzip(data, shown)
    parts = {name: _in_utf8(name, part.data, shown) for name, part in before.items()}
    _expect_small_trees(parts, shown)
    said = letting_go.let_go(parts)
    for name, part in parts.items():
        _expect_safe(name, part, shown)
    _rename_body(parts)
    _expect_word(parts, shown)
    found: dict[str, Member] = {}
    for name, part in parts.items():
        is_as_before = name in before and before[name].data == part
        found[name] = before[name].member if is_as_before else pack_small(part)
    return Package(found, tuple(said))


def _unzip(data: bytes, shown: str) -> dict[str, Unzipped]:
    """Returns the parts in the zip *data*. Raises Faults."""
    if data.startswith(_OLD_WORD):
        what = _("这是旧的 .doc 文件，或者是加了密码的文件")
        raise refused(shown, "old-word", what, _("请在 Word 或 WPS 里去掉密码，另存为 .docx"))
    try:
        return unzip(data)
    except NotAZip as error:
        what = _("这不是 Word 文件，或者文件损坏了")
        raise refused(shown, "not-word", what, _("请用 Word 或 WPS 打开后另存为 .docx")) from error
    except TooLarge as error:
        what = _("这个文件解开以后太大")
        raise refused(shown, "too-large", what, _("请另存一份只有文字和必要图片的模板")) from error
    except Locked as error:
        raise refused(shown, "old-word", _("这个文件加了密码"), _("请去掉密码，另存为 .docx")) from error


def _expect_small_trees(parts: Parts, shown: str) -> None:
    """Raise Faults where the XML of all *parts* would make a tree that fills the memory, or takes long to read."""
    xml = [part for name, part in parts.items() if _ending(name) in _XML]
    marks = sum(part.count(b"<") for part in xml)
    if marks > MARKS_MAX or any(_has_many_attributes(part) for part in xml):
        raise refused(shown, "too-large", _("这个文件解开以后太大"), _("请另存一份只有文字和必要图片的模板"))


def _has_many_attributes(part: bytes) -> bool:
    """True if an element of *part* has thousands of attributes: how long they take goes by the square."""
    if part.count(b"=") <= ATTRIBUTES_MAX:
        return False
    return any(piece.count(b"=") > ATTRIBUTES_MAX for piece in part.split(b"<"))


def _in_utf8(name: str, part: bytes, shown: str) -> bytes:
    """Returns the *part* called *name* in UTF-8, if it is XML. Raises Faults for encodings that no Word file is in."""
    if _ending(name) not in _XML or not part:
        return part
    try:
        if part.startswith(_UTF_16) and not part.startswith(_UTF_32):
            return _DECLARATION.sub("", _decoded(part).lstrip("\ufeff"), count=1).encode()
        encoding = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf").lstrip())
        if not part.startswith(_UTF_32) and (not encoding or encoding[1].decode().lower() in _ENCODINGS):
            return part
    except UnicodeError:
        pass
    what = _("“{name}”的文字编码不对").format(name=name)
    raise refused(shown, "not-safe", what, _("请用 Word 或 WPS 打开后另存为 .docx"))


def _decoded(part: bytes) -> str:
    """Returns the text of *part*, which is in UTF-16, with or without a mark of the order of its bytes."""
    if part.startswith(b"<"):
        return part.decode("utf-16-le")
    return part.decode("utf-16-be" if part.startswith(b"\0") else "utf-16")


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _rename_body(parts: Parts) -> None:
    """Let the body go by its usual name: Word on the web calls it word/document2.xml."""
    related = relationships.relationships(parts.get(ROOT, b""))
    targets = [one.target for one in related if one.kind.endswith(_MAIN) and not one.outside]
    name = relationships.resolved("", targets[0]) if targets else BODY
    if name == BODY or name not in parts:
        return
    own = relations_of(name)
    parts[BODY] = parts.pop(name)
    parts.pop(relations_of(BODY), None)
    if own in parts:
        parts[relations_of(BODY)] = relationships.from_root(parts.pop(own), name)
    parts[ROOT] = relationships.leading_to(BODY, parts[ROOT], _MAIN)
    parts[TYPES] = relationships.renamed(parts.get(TYPES, b""), name, BODY)


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
    ending = _ending(name)
    plain = part if ending in _XML else b""
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


def _expect_inside(relations: bytes, shown: str) -> None:
    """Raise Faults where one of the *relations* leads out of the package."""
    for one in relationships.relationships(relations):
        if one.outside and not one.kind.endswith("/hyperlink"):  # followed only by a reader's click
            what = _("文件里引用了外面的内容：{target}").format(target=one.target[:80])
            raise refused(shown, "outside", what, _("把图片嵌入文件（不要链接），去掉链接的对象，再保存"))


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
