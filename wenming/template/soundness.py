"""A look at a finished document: well-formed, every relationship there, no id twice, no tag left over."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from wenming.language import _
from wenming.template.pictures import relations_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ONCE = {  # elements whose id must be their own, and the attribute
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr": "id",
    _W + "bookmarkStart": _W + "id",
}
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_LEFT = re.compile(r"\ufdd2|<\?wmempty|<\?wenming|<wenming-section")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def problems(parts: Mapping[str, bytes], changed: Iterable[str]) -> list[tuple[str, str]]:
    """What is wrong with the *changed* ones of *parts*: the part, and what in words."""
    return [(name, what) for name in changed if name.endswith((".xml", ".rels")) for what in _of_part(name, parts)]


def _of_part(name: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    try:
        root = etree.fromstring(parts[name], _PARSER)
    except etree.XMLSyntaxError as error:
        yield _("这个模板生成的内容不是完好的 Word 文件：{why}").format(why=error.msg)
        return
    if _LEFT.search(parts[name].decode()):
        yield _("生成以后还有没处理的标签")
    known = set(re.findall(rb'\bId="([^"]+)"', parts.get(relations_of(name), b"")))
    wanted = {value for element in root.iter() for key, value in element.attrib.items() if key.startswith(_R)}
    for key in sorted(wanted):
        if key.encode() not in known and key:
            yield _("引用的图片或链接“{key}”不在文件里").format(key=key)
    ids = Counter((element.tag, element.get(_ONCE[element.tag])) for element in root.iter(*_ONCE))
    ids.update(("paraId", element.get(_PARA_ID)) for element in root.iter() if element.get(_PARA_ID))
    for (_tag, value), times in ids.items():
        if times > 1:
            yield _("编号“{id}”用了两次").format(id=value)
