"""What is put right in a part after rendering: line breaks in values, and what empty loops leave that Word refuses."""

import re
from collections.abc import Collection, Sequence

BREAKS = re.compile("[\n\t\a\f\ufdd2]")
LIFT, LOWER = "\ufdd2", "\ufdd3"  # around runs that a value brings along
_LIFTED = re.compile(f"{LIFT}([0-9]{{1,6}}){LOWER}")
_EMPTY = "<?wmempty ?>"
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
    """*xml* with what the *features* of its template may have left put right, and *lifted* runs in their places."""
    xml = breaks(xml, lifted)
    if "empty" in features:
        xml = _without_empty(xml)
    if "rowless" in features:
        xml = re.sub(_NO_ROW, "", xml)
    if "cells" in features:
        xml = re.sub(_NO_PARAGRAPH, r"\1\2\4\5<w:p/>\3", xml)
    if "grid" in features:
        from wenming.ooxml.table_grid import regrid

        xml = regrid(xml)
    return xml


def breaks(xml: str, lifted: Sequence[str] = ()) -> str:
    r"""Line feeds, tabs, \a (a new paragraph), \f (a new page) and runs within texts, as docxtpl writes them."""
    pieces: list[str] = []
    done = 0
    for match in BREAKS.finditer(xml):
        at = match.start()
        if at < done:
            continue
        if not _in_text(xml, at):
            pieces += (xml[done:at], "\ufffd" if match[0] == LIFT else " ")
            done = at + 1
            continue
        run = max(xml.rfind("<w:r>", 0, at), xml.rfind("<w:r ", 0, at))
        format_ = _properties(xml, run, "w:rPr")
        end = at + 1
        if match[0] == LIFT:
            mark = _LIFTED.match(xml, at)
            if mark is None or int(mark[1]) >= len(lifted):  # somebody typed it
                pieces += (xml[done:at], "\ufffd")
                done = at + 1
                continue
            end = mark.end()
            new = f'</w:t></w:r>{breaks(lifted[int(mark[1])])}<w:r>{format_}<w:t xml:space="preserve">'
        elif match[0] == "\n":
            new = '</w:t><w:br/><w:t xml:space="preserve">'
        elif match[0] == "\t":
            new = f'</w:t></w:r><w:r>{format_}<w:tab/></w:r><w:r>{format_}<w:t xml:space="preserve">'
        else:
            paragraph = max(xml.rfind("<w:p>", 0, run), xml.rfind("<w:p ", 0, run))
            page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if match[0] == "\f" else ""
            new = (
                f"</w:t></w:r></w:p>{page}<w:p>{_properties(xml, paragraph, 'w:pPr')}"
                f'<w:r>{format_}<w:t xml:space="preserve">'
            )
        pieces += (xml[done:at], new)
        done = end
    pieces.append(xml[done:])
    return "".join(pieces)


def _in_text(xml: str, at: int) -> bool:
    """Whether the character *at* is text of a run: the nearest mark before it opens a w:t."""
    before = xml.rfind("<", 0, at)
    return xml.startswith(("<w:t>", "<w:t "), before) and xml.find(">", before, at) > 0


def _properties(xml: str, start: int, name: str) -> str:
    inner = xml.find(">", start) + 1
    if inner and xml.startswith(_EMPTY, inner):
        inner += len(_EMPTY)
    if not inner or not xml.startswith(f"<{name}>", inner):
        return ""
    end = xml.index(f"</{name}>", inner)
    return xml[inner:end] + f"</{name}>"


def _without_empty(xml: str) -> str:
    """Without the paragraphs of which every word stood under a condition, and none came true."""
    pieces: list[str] = []
    done = 0
    while (at := xml.find(_EMPTY, done)) >= 0:
        start = max(xml.rfind("<w:p>", done, at), xml.rfind("<w:p ", done, at), done)
        end = xml.index("</w:p>", at) + len("</w:p>")
        inner = xml[at + len(_EMPTY) : end]
        before = xml[done:start] or "".join(pieces[-1:])
        between = before.endswith("</w:tbl>") and xml.startswith(("<w:tbl>", "<w:tbl "), end)  # which Word would join
        if between or re.search(_SOMETHING, inner):
            pieces.append(xml[done:at])
            done = at + len(_EMPTY)
        else:
            pieces += filter(None, (xml[done:start], *re.findall(_BOOKMARK, inner)))
            done = end
    pieces.append(xml[done:])
    return "".join(pieces)
