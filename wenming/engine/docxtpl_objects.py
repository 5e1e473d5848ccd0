"""docxtpl's own objects among the values: RichText, Listing, InlineImage, subdocuments; and ``|safe``."""

import re
from typing import Any

from wenming.base.i18n import _
from wenming.engine.postprocess import LIFT, LOWER
from wenming.engine.state import Refused, State
from wenming.ooxml.text import FORBIDDEN

RUNS = re.compile(r"<w:(?:r|hyperlink|ins|smartTag|sdt)[ >]")
_DRAWING = re.compile(r'(<wp:docPr [^>]*?\bid=")\d+')
_BOOKMARK = re.compile(r'(<w:bookmark(?:Start|End) [^>]*?w:id=")(\d+)')
_LINK = re.compile(r'(<w:hyperlink [^>]*?r:id=")([^"]+)')
_BLOCKS = re.compile(r"<w:(?:p|tbl)[ >/]")


def xml(value: Any, rendering: State, *, whole: bool = False) -> str:
    """The XML of *value*; *whole*: it takes the place of an element, else it stands within a text.

    Raises Refused where paragraphs stand within a text.
    """
    kinds = {kind.__name__ for kind in type(value).__mro__}
    if "InlineImage" in kinds:
        from wenming.engine.pictures import inline

        made = inline(value, rendering)
    elif "Subdoc" in kinds:
        rendering.subdocument = value.tpl
        made = _numbered(value._get_xml(), rendering)
    else:
        made = _LINK.sub(lambda match: _link(match, rendering), str(value.__html__()))
    made = FORBIDDEN.sub("\ufffd", made)
    rendering.breaks = True
    if whole:
        return made
    if _BLOCKS.match(made):
        raise Refused(_("整段的内容要单独写成一段，用 {{p …… }}"))
    return lifted(made, rendering) if RUNS.match(made) else made


def _numbered(xml: str, rendering: State) -> str:
    """A subdocument's *xml* with ids of this document's own for its drawings and bookmarks, which may come often."""
    ids: dict[str, int] = {}
    xml = _DRAWING.sub(lambda match: f"{match[1]}{rendering.next_id()}", xml)
    return _BOOKMARK.sub(lambda match: f"{match[1]}{ids.setdefault(match[2], rendering.next_id())}", xml)


def _link(match: re.Match[str], rendering: State) -> str:
    """A link of RichText, which holds the id that docxtpl's own document gave it, with one of this document's."""
    part = getattr(getattr(rendering.docxtpl, "docx", None), "part", None)
    relation = part.rels.get(match[2]) if part is not None else None
    if relation is None or not relation.is_external or not relation.reltype.endswith("/hyperlink"):
        rendering.linked = True
        return match[0]
    from wenming.engine.pictures import Pictures

    rendering.pictures = rendering.pictures or Pictures()
    key = rendering.pictures.relate(rendering.part, "hyperlink", relation.target_ref, external=True)
    return f"{match[1]}{key}"


def lifted(runs: str, rendering: State) -> str:
    """A mark for *runs*, which are put beside the run that they stand in."""
    rendering.lifted.append(runs)
    return f"{LIFT}{len(rendering.lifted) - 1}{LOWER}"


def brought(owner: Any) -> dict[str, bytes]:
    """The parts of docxtpl's template *owner* with the styles, lists and pictures its subdocuments brought along."""
    import io

    from wenming.ooxml import package

    buffer = io.BytesIO()
    owner.docx.save(buffer)
    return package.read(buffer.getvalue(), "")
