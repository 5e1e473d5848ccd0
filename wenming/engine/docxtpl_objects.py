"""docxtpl's own objects among the values: RichText, Listing, InlineImage, subdocuments; and ``|safe``."""

import io
import re
from typing import TYPE_CHECKING

from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.engine.breaks import LIFT, LOWER, marked
from wenming.engine.pictures import Pictures, inline
from wenming.engine.state import Refused, State
from wenming.ooxml import package
from wenming.ooxml.text import FORBIDDEN

if TYPE_CHECKING:
    from os import PathLike
    from typing import BinaryIO, Protocol, TypeGuard

    import docxtpl
    from docx.document import Document
    from docx.opc.rel import _Relationship
    from docx.shared import Length

    class DocxTemplate(Protocol):
        """A template of docxtpl; its document is there once it has been read."""

        @property
        def docx(self) -> Document | None: ...

    class ReadTemplate(Protocol):
        """A template of docxtpl that has been read."""

        @property
        def docx(self) -> Document: ...

    class WithXml(Protocol):
        """RichText, Listing and what ``|safe`` makes."""

        def __html__(self) -> object: ...

    class Subdocument(Protocol):
        """A subdocument, whose parts have been put into those of *tpl*."""

        @property
        def tpl(self) -> ReadTemplate: ...

        def _get_xml(self) -> str: ...

    class InlineImage(Protocol):
        """A picture: a path, or a file that is open; its size, its link."""

        @property
        def image_descriptor(self) -> str | PathLike[str] | BinaryIO: ...

        @property
        def width(self) -> Length | None: ...

        @property
        def height(self) -> Length | None: ...

        @property
        def anchor(self) -> str | None: ...
else:
    docxtpl = Later("docxtpl")

RUNS = re.compile(r"<w:(?:r|hyperlink|ins|smartTag|sdt)[ >]")
_DRAWING = re.compile(r'(<wp:docPr [^<>]*?\bid=")\d+')
_BOOKMARK = re.compile(r'(<w:bookmark(?:Start|End) [^<>]*?w:id=")(\d+)')
_LINK = re.compile(r'(<w:hyperlink [^<>]*?r:id=")([^"<]+)')
BLOCKS = re.compile(r"<w:(?:p|tbl|sectPr)[ >/]|<\?")


def xml(value: "WithXml", rendering: State, *, whole: bool = False) -> str:
    """Returns the XML of *value*; *whole*: it takes the place of an element, else it stands within a text.

    Raises Refused where paragraphs stand within a text.
    """
    content = marked(FORBIDDEN.sub("\ufffd", _content(value, rendering)))
    rendering.breaks = True
    if whole:
        return content
    if BLOCKS.match(content):
        raise Refused(_("整段的内容要单独写成一段，用 {{p …… }}"))
    return lifted(content, rendering) if RUNS.match(content) else content


def _content(value: "WithXml", rendering: State) -> str:
    """Returns the XML that docxtpl's object *value* gives, with ids of this document."""
    if isinstance(value, str):  # what |safe makes: no reason to import docxtpl, whose objects come with it
        return _with_links(value, rendering)
    if isinstance(value, docxtpl.InlineImage):
        return inline(value, rendering)
    if _is_subdocument(value):
        rendering.subdocument = value.tpl
        return _with_own_ids(value._get_xml(), rendering)
    return _with_links(value, rendering)


def _is_subdocument(value: object) -> "TypeGuard[Subdocument]":
    """True if *value* is a subdocument; docxtpl has none where docxcompose is not installed."""
    return isinstance(value, getattr(docxtpl, "Subdoc", ()))


def _with_links(value: "WithXml", rendering: State) -> str:
    """Returns the XML of *value* with the links of RichText made links of this document."""
    return _LINK.sub(lambda match: _link(match, rendering), str(value.__html__()))


def _with_own_ids(xml: str, rendering: State) -> str:
    """Returns a subdocument's *xml* with ids of this document for its drawings and bookmarks, which may come often."""
    ids: dict[str, int] = {}
    xml = _DRAWING.sub(lambda match: f"{match[1]}{rendering.next_id()}", xml)
    return _BOOKMARK.sub(lambda match: f"{match[1]}{ids.setdefault(match[2], rendering.next_id())}", xml)


def _link(match: re.Match[str], rendering: State) -> str:
    """Returns a link of RichText, which holds the id that docxtpl's own document gave it, with one of this document."""
    document = getattr(rendering.docxtpl, "docx", None)
    part = getattr(document, "part", None)
    relation: _Relationship | None = part.rels.get(match[2]) if part is not None else None
    if not _is_link(relation):
        rendering.linked = True
        return match[0]
    rendering.pictures = rendering.pictures or Pictures()
    key = rendering.pictures.relate(rendering.part, "hyperlink", relation.target_ref, external=True)
    return f"{match[1]}{key}"


def _is_link(relation: "_Relationship | None") -> "TypeGuard[_Relationship]":
    """True if *relation*, of python-docx, leads out of the document and is followed by a reader's click."""
    return relation is not None and relation.is_external and relation.reltype.endswith("/hyperlink")


def lifted(runs: str, rendering: State) -> str:
    """Returns a mark for *runs*, which are put beside the run that they stand in."""
    rendering.lifted.append(runs)
    return f"{LIFT}{len(rendering.lifted) - 1}{LOWER}"


def brought(owner: "ReadTemplate") -> dict[str, bytes]:
    """Returns the parts of docxtpl's template *owner*, with the styles, lists and pictures of its subdocuments."""
    buffer = io.BytesIO()
    owner.docx.save(buffer)
    return package.read(buffer.getvalue(), "")
