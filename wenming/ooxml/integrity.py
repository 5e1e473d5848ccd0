"""A look at a document, or at a template: well-formed, every relationship there, no id twice, no tag left over."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml import ids, package
from wenming.ooxml.relationships import relations_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ONCE = {  # elements whose id must be their own, and the attribute
    ids.DOC_PR: "id",
    _W + "bookmarkStart": _W + "id",
}
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def problems(
    parts: Mapping[str, bytes], changed: Iterable[str], left: re.Pattern[str] | None = None
) -> list[tuple[str, str]]:
    """What is wrong with the *changed* ones of *parts*: the part, and what in words.

    *left* matches what whoever made them must not leave in a part.
    """
    looked_at = [name for name in changed if name.endswith((".xml", ".rels"))]
    return [(name, what) for name in looked_at for what in _of_part(name, parts, left)]


def _of_part(name: str, parts: Mapping[str, bytes], left: re.Pattern[str] | None) -> Iterator[str]:
    try:
        root = etree.fromstring(parts[name], _PARSER)
    except etree.XMLSyntaxError as error:
        yield _("这个模板生成的内容不是完好的 Word 文件：{why}").format(why=error.msg)
        return
    if name.endswith(".rels"):
        yield from _lost(name, parts)
        return
    if left is not None and left.search(parts[name].decode(errors="replace")):
        yield _("生成以后还有没处理的标签")
    yield from (what for what, _element in of_tree(root, parts.get(relations_of(name), b"")))
    same = Counter(
        element.get(_PARA_ID) for element in root.iter() if element.get(_PARA_ID) and not ids.is_copy(element)
    )
    yield from _twice(same)


def of_tree(root: Element, relations: bytes, varying: str = "") -> Iterator[tuple[str, Element]]:
    """What is wrong in the tree of a part with these *relations*, and with which element.

    An id with the character *varying* in it is written anew in every turn of a template's loop.
    """
    known = {key.decode() for key in re.findall(rb'\bId="([^"]+)"', relations)}
    met: set[tuple[str, str]] = set()
    for element in root.iter("*"):
        for key, value in element.attrib.items():
            if key.startswith(_R) and value and value not in known and not _varies(value, varying):
                yield _("引用的图片或链接“{key}”不在文件里").format(key=value), element
        once = element.get(_ONCE[element.tag]) if element.tag in _ONCE else None
        if once and not _varies(once, varying) and not ids.is_copy(element):
            if (element.tag, once) in met:
                yield _("编号“{id}”用了两次").format(id=once), element
            met.add((element.tag, once))


def _varies(value: str, varying: str) -> bool:
    return bool(varying) and varying in value


def _twice(values: Counter[str | None]) -> Iterator[str]:
    yield from (_("编号“{id}”用了两次").format(id=value) for value, times in values.items() if times > 1)


def _lost(name: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    """What the relationships *name* lead to that is not there; NULL is what Word writes for a picture that it lost."""
    names = {part.lower() for part in parts}
    for _kind, target, outside in package.relations(parts[name]):
        path = unquote(normpath(join("/", dirname(dirname(name)), target))).lstrip("/")
        if not (outside or target.startswith("#") or path.lower() in names or basename(path) == "NULL"):
            yield _("引用的图片或链接“{key}”不在文件里").format(key=target)
