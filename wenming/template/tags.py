"""docxtpl's tags in a part of a Word file, translated to jinja source.

``{{ }}`` and ``{% %}`` stay where they stand; ``{%p %}``, ``{{p }}``, ``{%tr %}``, ``{%tc %}`` and ``{%r %}``
take the place of the paragraph, row, cell or run around them. Word and WPS split a tag over several runs:
it is joined in the run that holds the variable's own characters, so the value keeps that run's format.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from wenming.faults import Fault, Place
from wenming.language import _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_FULL_WIDTH_TAG = re.compile(r"｛｛.*?｝｝|｛[％%].*?[％%]｝|\{％.*?％\}|｛#.*?#｝")
_LEVEL = re.compile(r"(\{[{%])(p|tr|tc|r)(?=\s)(.*)", re.DOTALL)
_ELEMENT = {"p": W + "p", "tr": W + "tr", "tc": W + "tc", "r": W + "r"}
_HALF = str.maketrans("｛｝％（），：“”‘’｜．＝　［］", "{}%(),:\"\"''|.= []")
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_MARK = re.compile("<\\?wenming (\\d+)\\?>|\ue000(\\d+)\ue001")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


class Tag(NamedTuple):
    """A tag in jinja's words and where the reader of the template finds it."""

    source: str
    place: Place


@dataclass(slots=True)
class Source:
    """A part as jinja source: its nth line ends in its nth tag, which is how an error finds its place."""

    text: str = ""
    tags: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def translate(xml: bytes, shown: str) -> Source:
    """The jinja source of one part; *shown* names part and file in faults."""
    source = Source()
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        what = _("这一部分不是完好的 XML：{why}").format(why=error.msg)
        source.faults.append(Fault(Place(shown), what, _("请用 Word 或 WPS 打开后另存为 .docx")))
        return source
    paragraphs = list(root.iter(W + "p"))
    for number, element in enumerate(paragraphs, 1):
        _paragraph(element, [t for t in element.iter(W + "t") if _owner(t) is element], number, shown, source)
    if not paragraphs:
        for element in root.iter():
            if isinstance(element.tag, str) and element.text and "{" in element.text:
                _paragraph(element, [element], 0, shown, source)
    text = etree.tostring(root, encoding="unicode")
    for opening in ("{{", "{%", "{#"):  # what is left is text, not a tag
        text = text.replace(opening, "\ue002".join(opening))
    ordered: list[Tag] = []

    def place_tag(match: re.Match[str]) -> str:
        tag = source.tags[int(match[1] or match[2])]
        ordered.append(tag)
        return tag.source

    text = _MARK.sub(place_tag, text)
    source.text = re.sub(r"\{\ue002([{%#])", r"{{ '{' }}\1", text)
    source.tags = ordered
    return source


def _owner(text: etree._Element) -> etree._Element:
    return next(text.iterancestors(W + "p"))


def _paragraph(element: etree._Element, texts: list[etree._Element], number: int, shown: str, source: Source) -> None:
    full = "".join(t.text or "" for t in texts)
    if "{" not in full and "｛" not in full:
        return
    place = Place(shown, path=_("第{n}段").format(n=number) if number else "", text=full)
    wanted = _FULL_WIDTH_TAG.sub(lambda match: match[0].translate(_HALF), full)
    whole: list[tuple[str, int]] = []
    for match in reversed(list(_TAG.finditer(wanted))):  # from the end, so that earlier offsets stay right
        tag = match[0]
        level = _LEVEL.match(tag)
        if tag.startswith("{#"):
            replacement = ""
        else:
            source.tags.append(Tag(_jinja(tag, level), place))
            replacement = f"\ue000{len(source.tags) - 1}\ue001"
        if level:
            whole.insert(0, (level[2], len(source.tags) - 1))
            replacement = ""
        _replace(texts, match.start(), match.end(), replacement)
    if whole:
        _lift(element, texts, whole, place, source)


def _jinja(tag: str, level: re.Match[str] | None) -> str:
    opening, inner, closing = tag[:2], tag[2:-2], tag[-2:]
    if level:
        inner = level[3][:-2]
    inner = inner.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")
    pieces = _QUOTED.split(inner)
    pieces[::2] = [piece.translate(_HALF) for piece in pieces[::2]]
    inner = "".join(pieces).replace("\n", " ")
    if level and opening == "{{":
        inner = f"({inner})|_{level[2]}"
    return f"{opening}\n{inner} {closing}"


def _replace(texts: list[etree._Element], start: int, end: int, replacement: str) -> None:
    """Put *replacement* for the characters from *start* to *end* into the run that holds most of the name."""
    middle = min(start + 2, end - 1)
    written = False
    offset = 0
    for element in texts:
        text = element.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        if low < high:
            here = not written and (offset + high > middle)
            element.text = text[:low] + (replacement if here else "") + text[high:]
            written = written or here
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        offset += len(text)


def _lift(
    element: etree._Element, texts: list[etree._Element], whole: list[tuple[str, int]], place: Place, source: Source
) -> None:
    """Let the tags take the place of the element they are meant for."""
    left = "".join(t.text or "" for t in texts).strip()
    target_name = whole[0][0]
    target = element if target_name == "p" else next(element.iterancestors(_ELEMENT[target_name]), None)
    if target_name == "r":
        target = next(texts[0].iterancestors(W + "r"), None) if texts else None
    if target is None or target.getparent() is None:
        source.faults.append(
            Fault(
                place,
                _("“{{%{level} %}}”只能写在表格里").format(level=target_name),
                _("段落用 p，表格的行用 tr，单元格用 tc"),
            )
        )
        return
    if left and target_name == "p":
        source.faults.append(
            Fault(
                place,
                _("这一段除了标签还有别的字，生成时会丢掉：{text}").format(text=_MARK.sub("…", left)),
                _("把标签单独写成一段，或去掉标签里的 p"),
            )
        )
        return
    parent = target.getparent()
    for _level, index in whole:
        mark = etree.ProcessingInstruction("wenming", str(index))
        target.addprevious(mark)
    parent.remove(target)
