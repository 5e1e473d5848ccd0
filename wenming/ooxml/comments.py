"""A copy of a template with a Word comment at every fault."""

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.ooxml import archive, package
from wenming.ooxml.bringing import relations
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse

if TYPE_CHECKING:
    import docx.document
    import docx.opc.part
    import docx.text.paragraph
    import docx.text.run
else:
    docx = Later("docx")

_DATE = W + "date"
_INITIALS = "文明"  # of what we remark


def with_comments(data: bytes, faults: Iterable[Fault], author: str) -> bytes:
    """Returns the .docx *data* with each of *faults* as a comment by *author*.

    Those of other parts stand on the first paragraph. Raises Faults where *data* is too broken to hold comments.
    """
    document = _open(data)
    styles = _styles_of(document)
    paragraphs = _paragraphs_by_spot(document.element.body)
    for fault in faults:
        paragraph = _paragraph_of(fault, paragraphs)
        if paragraph is not None:
            comment = _comment(document, paragraph, fault, author)
            _drop_unknown_styles(styles, paragraph, comment)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def remarks_of_others(parts: Mapping[str, bytes]) -> set[str]:
    """Returns the ids of the comments in the file with these *parts* that we have not made."""
    own = relations(BODY, parts).values()
    part = next((one.target for one in own if one.kind.endswith("/comments")), "")
    if part not in parts:
        return set()
    comments = parse(parts[part]).iter(W + "comment")
    return {one.get(W + "id", "") for one in comments if one.get(W + "initials") != _INITIALS}


def _styles_of(document: "docx.document.Document") -> set[str]:
    """Returns the ids of the styles of *document*; its ``styles`` would give it some where it has none."""
    own = document.part.rels.values()
    parts = [relation.target_part for relation in own if relation.reltype.endswith("/styles")]
    styles = [part.element for part in parts if isinstance(part, docx.opc.part.XmlPart)]
    return {style.get(W + "styleId", "") for part in styles for style in part.iter(W + "style")}


def _open(data: bytes) -> "docx.document.Document":
    """Returns the document *data*. Raises Faults where it is broken."""
    data = archive.assemble(package.members(data, ""))
    try:
        return docx.Document(io.BytesIO(data))
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise package.refused("", "unsound", _("这个文件 Word 打不开，加不了批注"), _("请先按上面说的改好")) from error


def _paragraphs_by_spot(body: Element) -> dict[str, list[Element]]:
    """Returns the paragraphs of *body* by the words that say where they stand; a cell may hold several."""
    paragraphs: dict[str, list[Element]] = {}
    for paragraph, spot in paragraph_locations(body).items():
        paragraphs.setdefault(spot, []).append(paragraph)
    return paragraphs


def _paragraph_of(fault: Fault, paragraphs: Mapping[str, list[Element]]) -> Element | None:
    """Returns the paragraph for a comment on *fault*: its own, else the first; None where there are no paragraphs."""
    first = next(iter(paragraphs.values()), [])[:1]
    candidates = paragraphs.get(fault.place.path, first) if _is_in_body(fault) else first
    if not candidates:
        return None
    texts = [_text_in(one) for one in candidates]
    if fault.place.text in texts:
        return _outermost(candidates[texts.index(fault.place.text)])
    holding = [one for one in candidates if _runs_saying(fault.place.text, one)]
    return _outermost([*holding, *candidates][0])


def _is_in_body(fault: Fault) -> bool:
    return fault.place.file.endswith(BODY)


def _text_in(paragraph: Element) -> str:
    return "".join(leaf.text or "" for leaf in paragraph.iter(W + "t"))


def _outermost(paragraph: Element) -> Element:
    """Returns *paragraph*, or the one that holds the text box it stands in: Word takes no comments in a box."""
    holders = [paragraph, *paragraph.iterancestors(W + "p")]
    return holders[-1]


def _words_of(fault: Fault) -> str:
    """Returns what a comment says of *fault*: also where it is, if no comment can stand there, and how to mend it."""
    words = fault.what
    if not _is_in_body(fault) or not fault.place.path:
        words = f"{fault.place.file} {fault.place.path}".strip() + f"：{words}"
    if fault.mend:
        words += "\n" + _("提示：{mend}").format(mend=fault.mend)
    return words


def _drop_unknown_styles(known: set[str], *elements: Element) -> None:
    """Take the styles from *elements* that are not *known*: python-docx writes some of its own template."""
    for element in elements:
        for style in list(element.iter(W + "rStyle", W + "pStyle")):
            if style.get(W + "val") not in known:
                style.getparent().remove(style)


def _own_runs(paragraph: Element) -> list[Element]:
    """Returns the runs of *paragraph*; those in a text box belong to a paragraph of its own."""
    return [run for run in paragraph.iter(W + "r") if next(run.iterancestors(W + "p")) is paragraph]


def _runs_saying(words: str, paragraph: Element) -> list[Element]:
    """Returns the runs of *paragraph* that say *words*, if there are words."""
    return [run for run in _own_runs(paragraph) if words and _text_in(run) == words]


def _comment(document: "docx.document.Document", element: Element, fault: Fault, author: str) -> Element:
    """Returns a comment on *fault*, added to the run of the paragraph *element* that says its text, else to all."""
    paragraph = docx.text.paragraph.Paragraph(element, document)
    elements = _runs_saying(fault.place.text, element)[:1] or _own_runs(element)
    runs = [docx.text.run.Run(run, paragraph) for run in elements]
    if not runs:
        runs = [paragraph.add_run()]
    comment = document.add_comment([runs[0], runs[-1]], _words_of(fault), author=author, initials=_INITIALS)
    comment._comment_elm.attrib.pop(_DATE, None)  # no clock in a document
    return comment._comment_elm
