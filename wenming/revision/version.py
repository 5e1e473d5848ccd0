"""One version of a Word file: its parts, the trees of those with words, what tells one paragraph from another."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml import package
from wenming.ooxml.cleanup import normalise
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse
from wenming.revision import fingerprint
from wenming.revision.fingerprint import text_of

STYLES = "word/styles.xml"


class Version:
    """One version of a file: its parts, the trees of those with words, how it tells one paragraph from another."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown, self.parts = shown, package.read(data, shown)
        self.styles = self.root(STYLES) if STYLES in self.parts else None
        self.looks = fingerprint.Styles(self.styles)
        self.words_only = False

    def root(self, name: str) -> Element:
        try:
            root = parse(self.parts[name])
        except etree.XMLSyntaxError as error:
            what = _("“{name}”不是完好的 XML").format(name=name)
            raise package.refused(self.shown, what, _("请用 Word 或 WPS 打开后另存为 .docx")) from error
        normalise(root)
        return root

    def size(self, style: Element) -> str:
        """The size of letters that *style* gives, in half points."""
        return self.looks.of(style.get(W + "styleId", ""))["sz"]

    def key(self, element: Element) -> Any:
        return fingerprint.signature(element, self.looks, words_only=self.words_only)


def versions_of(*data: bytes, shown: str) -> list[Version]:
    """The versions; told apart by words alone where a word processor wrote all the formats of the second anew."""
    versions = [Version(one, shown) for one in data]
    if len(data) > 1 and all(BODY in one.parts for one in versions[:2]):
        first, second = ([*one.root(BODY).iter(W + "p")] for one in versions[:2])
        if len(first) > _FEW and _rewritten(versions, first, second):
            for one in versions:
                one.words_only = True
    return versions


_FEW = 6  # paragraphs of which one cannot say that all were written anew


def _rewritten(versions: Sequence[Version], first: Sequence[Element], second: Sequence[Element]) -> bool:
    """Whether most paragraphs with the same words look different."""
    looks = {text: versions[1].key(one) for one in second if (text := text_of(one))}
    same = [versions[0].key(one) == looks[text] for one in first if (text := text_of(one)) in looks]
    return bool(same) and sum(same) * 2 < len(same)


def written(root: Element) -> bytes:
    """The part that *root* is the tree of."""
    part: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return part
