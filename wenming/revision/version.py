"""One version of a Word file: its parts, the trees of those with words, what tells one paragraph from another."""

from collections.abc import Hashable

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml import package
from wenming.ooxml.bringing import relations
from wenming.ooxml.cleanup import normalise
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import R, W
from wenming.ooxml.relationships import TYPES
from wenming.ooxml.roles import TEXTS, part_with, roles_of
from wenming.ooxml.tree import parse
from wenming.revision import fingerprint
from wenming.revision.contents import text_of

STYLES = "word/styles.xml"  # what a change of styles is said to be in


class Version:
    """One version of a file: its parts, the trees of those with words, how it tells one paragraph from another."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown, self.parts = shown, package.read(data, shown)
        self._expect_whole()
        self.roles = roles_of(self.parts)
        self.looks = fingerprint.Styles(None)
        styles = part_with("styles", self.roles)
        self.styles = self.root(styles) if styles else None
        self.looks = fingerprint.Styles(self.styles)
        self.words_only = False

    def _expect_whole(self) -> None:
        """Raise Faults where what says which parts there are is broken, or the body is none."""
        for name in self.parts:
            if name == TYPES or name.endswith(".rels"):
                self._parsed(name)
        body = self._parsed(BODY)
        if body.tag != W + "document" or body.find(W + "body") is None:
            what = _("“{name}”不是 Word 的正文").format(name=BODY)
            raise package.refused(self.shown, "unsound", what, _("请用 Word 或 WPS 打开后另存为 .docx"))

    def _parsed(self, name: str) -> Element:
        try:
            return parse(self.parts[name])
        except etree.XMLSyntaxError as error:
            what = _("“{name}”不是完好的 XML").format(name=name)
            raise package.refused(self.shown, "unsound", what, _("请用 Word 或 WPS 打开后另存为 .docx")) from error

    def is_text(self, name: str) -> bool:
        """True if the part *name* is one that people write in."""
        return name == BODY or self.roles.get(name) in TEXTS

    def root(self, name: str) -> Element:
        """Returns a new tree of the part *name*. Raises Faults where that is broken."""
        root = self._parsed(name)
        normalise(root)
        self._note_links(name, root)
        return root

    def _note_links(self, name: str, root: Element) -> None:
        """Keep where each link under *root*, the tree of the part *name*, leads."""
        leads = relations(name, self.parts)
        for link in root.iter(W + "hyperlink"):
            key = link.get(R + "id", "")
            if key in leads:
                self.looks.links[link] = leads[key].target

    def size(self, style: Element) -> str:
        """Returns the size of letters that *style* gives, in half points."""
        return self.looks.of(style.get(W + "styleId", ""))["sz"]

    def key(self, element: Element) -> Hashable:
        """Returns what tells *element* from others: its words and looks, or only its words."""
        return fingerprint.signature(element, self.looks, words_only=self.words_only)

    def looks_of_run(self, run: Element) -> Hashable:
        """Returns what tells the looks of *run*; nothing where only words tell."""
        return () if self.words_only else fingerprint.looks_of_run(run, self.looks)

    def looks_of_paragraph(self, paragraph: Element) -> Hashable:
        """Returns what tells the looks of *paragraph* as a whole; nothing where only words tell."""
        return () if self.words_only else fingerprint.looks_of_paragraph(paragraph, self.looks)


_FEW = 6  # paragraphs of which one cannot say that all were written anew


def versions_of(*data: bytes, shown: str) -> list[Version]:
    """Returns the versions whose bytes are *data*, the oldest first. Raises Faults of the file *shown*.

    They are told apart by words alone where a word processor wrote all the formats of the second anew.
    """
    versions = [Version(one, shown) for one in data]
    if len(versions) > 1 and _is_rewritten(versions[0], versions[1]):
        for version in versions:
            version.words_only = True
    return versions


def _is_rewritten(old: Version, new: Version) -> bool:
    """True if most paragraphs of *new* that have the words of one of *old* look different from it."""
    if BODY not in old.parts or BODY not in new.parts:
        return False
    old_paragraphs = [*old.root(BODY).iter(W + "p")]
    new_paragraphs = [*new.root(BODY).iter(W + "p")]
    if len(old_paragraphs) <= _FEW:
        return False
    new_looks = {text_of(one): new.key(one) for one in new_paragraphs}
    with_same_words = kept_looks = 0
    for one in old_paragraphs:
        text = text_of(one)
        if text and text in new_looks:
            with_same_words += 1
            kept_looks += old.key(one) == new_looks[text]
    return kept_looks * 2 < with_same_words
