"""What is put right in a part after rendering: line breaks in values, and what empty loops leave that Word refuses."""

import re
from collections.abc import Collection, Sequence

from wenming import ooxml

BREAKS = re.compile("[\n\t\a\f\ufdd2]")
LIFT, LOWER = "\ufdd2", "\ufdd3"  # around runs that a value brings along
_LIFTED = re.compile(f"{LIFT}([0-9]{{1,6}}){LOWER}")
_EMPTY = "<?wmempty ?>"
_PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
LEFT = re.compile(r"\ufdd2|<\?wmempty|<\?wenming|<wenming-section")  # marks of ours that no document may hold
_SOMETHING = (
    r"<(?:w:(?:drawing|pict|object|sym|fldChar|fldSimple|br|tab|ptab|sectPr|footnoteReference|endnoteReference"
    r"|commentReference|p[ >/])|m:)|<w:t(?: [^>]*)?>[^<]"
)
_MARKS = r"((?:<w:bookmark[^>]*/>)*)"
_NO_PARAGRAPH = (
    rf"(<w:tc>|<w:tc [^>]*>|</w:tcPr>|<w:tcPr/>|</w:tbl>){_MARKS}(</w:tc>)"
    rf"|(<w:(?:hdr|ftr|footnote|endnote|comment|txbxContent)(?: [^>]*)?(?<!/)>){_MARKS}(?=</w:)"
)
_BOOKMARK = r"<w:bookmark(?:Start|End) [^>]*/>"
_NO_ROW = (
    r"<w:tbl>(?:<w:bookmark[^>]*/>)*<w:tblPr(?:/>|>(?:(?!<w:tr[ >]|</w:tbl>).)*?</w:tblPr>)"
    r"(?:<w:tblGrid/>|<w:tblGrid>(?:(?!</w:tblGrid>).)*</w:tblGrid>)?(?:<w:bookmark[^>]*/>)*</w:tbl>"
)


def finish(xml: str, features: Collection[str], lifted: Sequence[str] = ()) -> str:
    """Returns *xml* with what the *features* of its template may have left put right, and *lifted* runs in place."""
    xml = breaks(xml, lifted)
    if "empty" in features:
        xml = _without_empty(xml)
    if "rowless" in features:
        xml = re.sub(_NO_ROW, "", xml)
    if "cells" in features:
        xml = re.sub(_NO_PARAGRAPH, r"\1\2\4\5<w:p/>\3", xml)
    if "grid" in features:
        xml = ooxml.table_grid.regrid(xml)
    return xml


def breaks(xml: str, lifted: Sequence[str] = ()) -> str:
    r"""Line feeds, tabs, \a (a new paragraph), \f (a new page) and runs within texts, as docxtpl writes them."""
    pieces: list[str] = []
    done = 0
    for match in BREAKS.finditer(xml):
        at = match.start()
        if at < done:
            continue
        new, end = _break_at(xml, at, lifted)
        pieces += (xml[done:at], new)
        done = end
    pieces.append(xml[done:])
    return "".join(pieces)


def _break_at(xml: str, at: int, lifted: Sequence[str]) -> tuple[str, int]:
    """Returns what takes the place of the mark at *at*, and where what it replaces ends."""
    mark = xml[at]
    if not _in_text(xml, at):
        return ("\ufffd" if mark == LIFT else " "), at + 1
    run = _last_start(xml, "w:r", at)
    run_properties = _properties(xml, run, "w:rPr")
    new_run = f'<w:r>{run_properties}<w:t xml:space="preserve">'
    if mark == LIFT:
        match = _LIFTED.match(xml, at)
        if match is None or int(match[1]) >= len(lifted):  # somebody typed it
            return "\ufffd", at + 1
        runs = breaks(lifted[int(match[1])])
        return f"</w:t></w:r>{runs}{new_run}", match.end()
    if mark == "\n":
        return '</w:t><w:br/><w:t xml:space="preserve">', at + 1
    if mark == "\t":
        return f"</w:t></w:r><w:r>{run_properties}<w:tab/></w:r>{new_run}", at + 1
    paragraph = _last_start(xml, "w:p", run)
    paragraph_properties = _properties(xml, paragraph, "w:pPr")
    page = _PAGE_BREAK if mark == "\f" else ""
    return f"</w:t></w:r></w:p>{page}<w:p>{paragraph_properties}{new_run}", at + 1


def _last_start(xml: str, name: str, before: int) -> int:
    """Returns where the last element *name* begins that begins before *before*; -1 where there is none."""
    return max(xml.rfind(f"<{name}>", 0, before), xml.rfind(f"<{name} ", 0, before))


def _in_text(xml: str, at: int) -> bool:
    """True if the character *at* is text of a run: the nearest mark before it opens a w:t."""
    before = xml.rfind("<", 0, at)
    return xml.startswith(("<w:t>", "<w:t "), before) and xml.find(">", before, at) > 0


def _properties(xml: str, start: int, name: str) -> str:
    """Returns the properties *name* (w:rPr, w:pPr) of the element that begins at *start*; empty where it has none."""
    inner = xml.find(">", start) + 1
    if inner and xml.startswith(_EMPTY, inner):
        inner += len(_EMPTY)
    if not inner or not xml.startswith(f"<{name}>", inner):
        return ""
    end = xml.index(f"</{name}>", inner)
    return xml[inner:end] + f"</{name}>"


def _without_empty(xml: str) -> str:
    """Returns *xml* without the paragraphs of which every word stood under a condition, and none came true."""
    pieces: list[str] = []
    done = 0
    while (at := xml.find(_EMPTY, done)) >= 0:
        start = max(xml.rfind("<w:p>", done, at), xml.rfind("<w:p ", done, at), done)
        end = xml.index("</w:p>", at) + len("</w:p>")
        inner = xml[at + len(_EMPTY) : end]
        before = xml[done:start] or "".join(pieces[-1:])
        if _is_between_tables(xml, before, end) or re.search(_SOMETHING, inner):
            pieces.append(xml[done:at])
            done = at + len(_EMPTY)
        else:
            bookmarks = re.findall(_BOOKMARK, inner)
            pieces += filter(None, (xml[done:start], *bookmarks))
            done = end
    pieces.append(xml[done:])
    return "".join(pieces)


def _is_between_tables(xml: str, before: str, end: int) -> bool:
    """True if a table ends *before* and another begins at *end*: Word would join them."""
    return before.endswith("</w:tbl>") and xml.startswith(("<w:tbl>", "<w:tbl "), end)
