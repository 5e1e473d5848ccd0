"""A look at a document, or at a template: well-formed, every relationship there, no id twice, no tag left over."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml import ids
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import owner_of, relations_of, relationships, resolved

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OWN_IDS = {  # elements whose id must be their own, and the attribute
    ids.DOC_PR: "id",
    W + "bookmarkStart": W + "id",
}
_LOST_PICTURE = "NULL"  # what Word writes where it lost one
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def problems(
    parts: Mapping[str, bytes], changed: Iterable[str], left: re.Pattern[str] | None = None
) -> list[tuple[str, str]]:
    """Returns what is wrong with the *changed* ones of *parts*: the part, and what in words.

    *left* matches what whoever made them must not leave in a part.
    """
    found: list[tuple[str, str]] = []
    for name in changed:
        if name.endswith((".xml", ".rels")):
            found += ((name, what) for what in _problems_of_part(name, parts, left))
    return found


def _problems_of_part(name: str, parts: Mapping[str, bytes], left: re.Pattern[str] | None) -> Iterator[str]:
    try:
        root = etree.fromstring(parts[name], _PARSER)
    except etree.XMLSyntaxError as error:
        yield _("这个模板生成的内容不是完好的 Word 文件：{why}").format(why=error.msg)
        return
    if name.endswith(".rels"):
        yield from _lost_targets(name, parts)
        return
    if left is not None and left.search(parts[name].decode(errors="replace")):
        yield _("生成以后还有没处理的标签")
    for what, _element in of_tree(root, parts.get(relations_of(name), b"")):
        yield what
    yield from _repeated_paragraph_ids(root)


def of_tree(root: Element, relations: bytes, varying: str = "") -> Iterator[tuple[str, Element]]:
    """Yields what is wrong in the tree of a part with these *relations*, and with which element.

    An id with the character *varying* in it is written anew in every turn of a template's loop.
    """
    known = {one.key for one in relationships(relations)}
    met: set[tuple[str, str]] = set()
    for element in root.iter("*"):  # hot: over every element of every document that is checked
        for key, value in element.attrib.items():
            if key.startswith(_R) and value not in known and _is_fixed(value, varying):
                yield _("引用的图片或链接“{key}”不在文件里").format(key=value), element
        if element.tag not in _OWN_IDS:
            continue
        id_ = element.get(_OWN_IDS[element.tag])
        if not _is_fixed(id_, varying) or ids.is_copy(element):
            continue
        if (element.tag, id_) in met:
            yield _("编号“{id}”用了两次").format(id=id_), element
        met.add((element.tag, id_))


def _is_fixed(id_: str | None, varying: str) -> bool:
    """True if there is an id and it has no character *varying* in it (empty: there is no such character)."""
    if not id_:
        return False
    return not varying or varying not in id_


def _repeated_paragraph_ids(root: Element) -> Iterator[str]:
    """Yields a sentence for every id of a paragraph that stands in the tree of *root* more than once."""
    times = Counter(_paragraph_ids(root))
    for id_, number in times.items():
        if number > 1:
            yield _("编号“{id}”用了两次").format(id=id_)


def _paragraph_ids(root: Element) -> Iterator[str]:
    """Yields the ids of the paragraphs in the tree of *root*, but not in what repeats others for old programs."""
    for element in root.iter():
        id_ = element.get(_PARA_ID)
        if id_ and not ids.is_copy(element):
            yield id_


def _lost_targets(name: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yields a sentence for everything that the relationships *name* lead to and that is not there."""
    names = {part.lower() for part in parts}
    for one in relationships(parts[name]):
        if one.outside or one.target.startswith("#"):
            continue
        path = resolved(owner_of(name), one.target)
        if path.lower() in names or basename(path) == _LOST_PICTURE:
            continue
        yield _("引用的图片或链接“{key}”不在文件里").format(key=one.target)
