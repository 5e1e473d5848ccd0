"""The XML parts of a workbook, read within bounds: none says what it is made of, none takes more than its share."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wenming.base.lazy import Later

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element
else:
    etree = Later("lxml.etree")

_MARKS_MAX = 500_000  # of a part that is read piece by piece: elements, begun and ended
_TREE_MARKS_MAX = 200_000  # of one that is read as a whole; fifty thousand styles, or pictures
_TREE_BYTES_MAX = 10_000_000
_PIECE = 1 << 16  # bytes
_APART_MAX = 3_000_000  # bytes from one element that is asked for to the next: in memory they are forty times that
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*+=\s*+[\"']([^\"']*+)")
_UTF_8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_BOM = b"\xef\xbb\xbf"


class Harmful(ValueError):
    """A part as no program writes it: with a DTD, or in an encoding that hides one."""


class TooMuch(Exception):
    """A part with more in it than is read."""


def tree(part: bytes) -> "Element":
    """The tree of the small *part*. Raises Harmful, TooMuch, etree.XMLSyntaxError."""
    _expect_plain(part)
    if len(part) > _TREE_BYTES_MAX or part.count(b"<") + part.count(b"=") > _TREE_MARKS_MAX:
        raise TooMuch
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(part, parser)


def elements(part: bytes, *tags: str) -> "Iterator[Element]":
    """The elements of *part* called one of *tags*, each gone again when the next is asked for. Raises as ``tree``."""
    _expect_plain(part)
    if part.count(b"<") > _MARKS_MAX:
        raise TooMuch
    parser = etree.XMLPullParser(
        events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    source = io.BytesIO(part)
    apart = 0
    while piece := source.read(_PIECE):
        parser.feed(piece)
        apart += len(piece)
        for _event, element in parser.read_events():
            apart = 0
            yield element
            _let_go(element)
        if apart > _APART_MAX:
            raise TooMuch
    parser.close()


def expect_plain(relations: bytes) -> None:
    """Raise Harmful or TooMuch where the part *relations* is not to be read as a tree."""
    _expect_plain(relations)
    if relations.count(b"<") + relations.count(b"=") > _TREE_MARKS_MAX:
        raise TooMuch


def _expect_plain(part: bytes) -> None:
    bare = part.removeprefix(_BOM).lstrip()
    said = _ENCODING.match(bare)
    is_other = said is not None and said[1].lower() not in _UTF_8
    if is_other or b"\0" in part or (bare and not bare.startswith(b"<")) or _DECLARED.search(part):
        raise Harmful


def _let_go(element: "Element") -> None:
    """Let *element* take no room any more, nor what stands before it."""
    element.clear()
    for one in (element, *element.iterancestors()):
        parent = one.getparent()
        while parent is not None and one.getprevious() is not None:
            del parent[0]
