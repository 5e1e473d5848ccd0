"""A copy of a template with the repairs that cannot be wrong: tags in half width, spelt right, in their place."""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.engine import lexer
from wenming.engine.program import Tag
from wenming.engine.syntax_errors import parsed, whole
from wenming.engine.tag_runs import TagRuns
from wenming.gongwen.font_check import strange
from wenming.ooxml import archive, package, tree
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import A, W
from wenming.ooxml.roles import FILLED, roles_of

_LEVELS = r"(p|tr|tc|r|P|TR|Tr|TC|Tc|R)"
_TAG_OF_LEVEL = re.compile(r"^(\{[{%])(?:p|tr|tc|r)(?=\s)")
_TWO_NAMES = re.compile(  # 镇，名称
    r"^(\{\{\s*+(?:(?:p|tr|tc|r)\s\s*+)?[^\W\d]\w*+)\s*+[，,]\s*+([^\W\d]\w*+\s*+(?:\||\}\}))"
)
_TAG_OF_PARAGRAPH = re.compile(r"\{%p(?=\s)")
_TAG_OF_ROW = re.compile(r"\{%tr\s(?:(?!\{%).)*?%\}")
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_BLOCKS = ("for", "if")
_ENDS_OF_BLOCKS = ("endfor", "endif")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = (W + "pPr", W + "rPr")
_ATOMS = [W + name for name in ("t", "br", "cr", "tab", "noBreakHyphen", "softHyphen")]
_MARKS = (W + "bookmarkStart", W + "bookmarkEnd")
_HOLDERS = [W + name for name in ("p", "r", "ins", "hyperlink", "smartTag", "proofErr", "lastRenderedPageBreak")]
_PARTED = {*_ATOMS, *_MARKS, *_HOLDERS}

_Rewrite = Callable[[re.Match[str]], str]
_SPELLING: list[tuple[re.Pattern[str], _Rewrite]] = [  # how clerks write a tag, and how it is written
    (
        re.compile(rf"^(\{{[%{{])\s*{_LEVELS}\s*(?=(?:for|if|endfor|endif|else|elif|set)\b)"),
        lambda match: match[1] + match[2].lower() + " ",
    ),
    (re.compile(r"\bend[\s_]+(if|for|macro|set|with)\b", re.IGNORECASE), lambda match: "end" + match[1].lower()),
    (re.compile(r"\belse\s*if\b", re.IGNORECASE), lambda _match: "elif"),
    (
        re.compile(r"\b(EndIf|ENDIF|EndFor|ENDFOR|IF|If|FOR|For|ELSE|Else|IN)\b"),
        lambda match: match[1].lower(),
    ),
    # an equals sign in brackets names an argument
    (
        re.compile(r"(?<=\{%)([-+]?(?:p|tr|tc|r)?\s*(?:el)?if\b[^=(（]*?[^=!<>(（])=(?!=)"),
        lambda match: match[1] + "==",
    ),
    (re.compile(r"&&"), lambda _match: "and"),
    (re.compile(r"\|\|"), lambda _match: "or"),
]


def repaired(data: bytes, shown: str) -> tuple[bytes, list[Fault]]:
    """Returns the template *data* with its repairs, and what was repaired.

    *shown* is what the template is called. The ``mend`` of each repair is empty: nothing is left to do.
    """
    members = package.members(data, shown)
    repairs: list[Fault] = []
    roles = roles_of({name: member.unpack() for name, member in members.items()})
    for name, member in list(members.items()):
        if roles.get(name) not in FILLED and name != BODY:
            continue
        try:
            root = tree.parse(member.unpack())
        except etree.XMLSyntaxError:
            continue
        repairs_of_part = list(_repair_part(root, f"{shown} · {name}"))
        if repairs_of_part:
            repairs += repairs_of_part
            members[name] = archive.pack_small(tree.written(root))
    return archive.assemble(members), repairs


def _repair_part(root: Element, shown: str) -> Iterator[Fault]:
    """Repairs the part *root*, which is called *shown*, and yields each repair."""
    where = paragraph_locations(root)
    is_raw = False
    for paragraph in list(root.iter(W + "p", A + "p")):
        was_raw = is_raw
        _read, _tags, is_raw = lexer.outside_raw(lexer.half_tags(_text(paragraph)), is_raw)
        if was_raw:
            continue  # what is printed as it stands is not mended
        place = Place(shown, path=where.get(paragraph, ""))
        yield from _correct_tags(paragraph, place)
        yield from _make_inline(paragraph, place)
        yield from _part_tags_from_text(paragraph, place)
    for row in list(root.iter(W + "tr")):
        yield from _part_tags_from_row(row, shown, where)
    for fonts in list(root.iter(W + "rFonts")):
        yield from _drop_strange_font(fonts, shown, where)


def _leaves(paragraph: Element) -> list[Element]:
    """Returns the texts (w:t, a:t) of *paragraph* itself, without those of a text box in it."""
    leaves = paragraph.iter(W + "t", A + "t")
    return [leaf for leaf in leaves if next(leaf.iterancestors(paragraph.tag), None) is paragraph]


def _text(paragraph: Element) -> str:
    """Returns the text of *paragraph* itself."""
    return "".join(leaf.text or "" for leaf in _leaves(paragraph))


def _correct_tags(paragraph: Element, place: Place) -> Iterator[Fault]:
    """Writes each tag of *paragraph* as it should be, whole in one run, and yields each repair."""
    runs = TagRuns(paragraph, _leaves(paragraph))
    _read, tags, _is_raw = lexer.outside_raw(lexer.half_tags(runs.text), False)
    for match in reversed(tags):
        tag = match["tag"]
        if not tag or tag.startswith("{#"):
            continue
        right = _correct(tag)
        if right != tag and _is_broken(right):
            continue  # what is not mended is not said to be
        start, end = match.span()
        old = runs.text[start:end]
        if right != old:
            what = _("“{old}”改成了“{new}”").format(old=old, new=right)
        elif not any(right in (leaf.text or "") for leaf in runs.leaves):
            what = _("“{new}”断成了几截，接好了").format(new=right)
        else:
            continue
        runs.write(start, end, right)
        yield _repair(place, what, runs.text, start)
    runs.apply()


def _repair(place: Place, what: str, text: str, start: int) -> Fault:
    """Returns the note of a repair in *text*, at its character *start*, in the paragraph at *place*."""
    return Fault(Place(place.file, column=start + 1, path=place.path, text=text), what, "", "repaired")


def _is_broken(tag: str) -> bool:
    """True if the value, the loop or the condition in *tag* cannot be understood even by itself."""
    plain = _TAG_OF_LEVEL.sub(r"\1", tag)
    word = lexer.first_word(plain)
    if tag.startswith("{%") and word not in _BLOCKS:
        return False
    return parsed(whole(Tag(plain, Place(""), word))) is None


def _correct(tag: str) -> str:
    """Returns *tag* as it should be written: marks outside quotation marks in half width, words spelt right."""
    right = _with_half_marks(_TWO_NAMES.sub(r"\1.\2", tag))
    if tag.startswith("{%"):
        for pattern, rewrite in _SPELLING:
            right = _rewrite_outside_quotes(right, pattern, rewrite)
    return right


def _with_half_marks(tag: str) -> str:
    """Returns *tag* with the marks of its expression in half width; a tag that has them is left as it is."""
    level = ""
    inner = tag[2:-2]
    match = lexer.LEVEL.match(tag)
    if match:
        level = match[2]
        inner = match[3][:-2]
    trim_before = _trim_mark(inner[:1])
    trim_after = _trim_mark(inner[-1:])
    inner = inner[len(trim_before) : len(inner) - len(trim_after)].strip()
    expression = lexer.words(inner)
    if expression == inner:
        return tag
    return f"{tag[:2]}{level}{trim_before} {expression} {trim_after}{tag[-2:]}"


def _trim_mark(character: str) -> str:
    """Returns *character* if it is Jinja's mark for the blanks around a tag (- or +), otherwise nothing."""
    return character if character in ("-", "+") else ""


def _rewrite_outside_quotes(tag: str, pattern: re.Pattern[str], rewrite: _Rewrite) -> str:
    """Returns *tag* with *pattern* rewritten wherever it does not stand in quotation marks."""
    pieces = _QUOTED.split(tag)
    pieces[::2] = [pattern.sub(rewrite, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _tags_of_paragraphs(text: str) -> list[re.Match[str]]:
    """Returns the tags ``{%p … %}`` in *text*."""
    return [match for match in lexer.TAG.finditer(text) if _is_tag_of_paragraph(match)]


def _is_tag_of_paragraph(match: re.Match[str]) -> bool:
    return bool(match["tag"]) and _TAG_OF_PARAGRAPH.match(match["tag"]) is not None


def _without_level(tag: str) -> str:
    """Returns the tag ``{%p … %}`` as ``{% … %}``."""
    return _TAG_OF_PARAGRAPH.sub("{%", tag, count=1)


def _make_inline(paragraph: Element, place: Place) -> Iterator[Fault]:
    """Takes the p from ``{%p if %}`` and its end where both stand within the words of one paragraph.

    A part of the paragraph was meant, not the whole.
    """
    runs = TagRuns(paragraph, _leaves(paragraph))
    tags = _tags_of_paragraphs(runs.text)
    if not tags or not _are_inline(tags, runs.text):
        return
    for match in reversed(tags):
        runs.write(*match.span(), _without_level(match[0]))
    runs.apply()
    first_tag = tags[0]["tag"]
    what = _("“{old}”改成了“{new}”").format(old=first_tag, new=_without_level(first_tag))
    yield _repair(place, what, runs.text, tags[0].start())


def _are_inline(tags: Sequence[re.Match[str]], text: str) -> bool:
    """True if the blocks of *tags* begin and end within *text*, and there is more text around them."""
    depth = 0
    end_of_last_tag = 0
    text_around = ""
    for match in tags:
        word = lexer.first_word(_without_level(match["tag"]))
        if depth == 0:
            text_around += text[end_of_last_tag : match.start()]
        depth += _change_of_depth(word)
        is_outside_blocks = depth == 0 and not word.startswith("end")
        if depth < 0 or is_outside_blocks:
            return False
        end_of_last_tag = match.end()
    text_around += text[end_of_last_tag:]
    return depth == 0 and bool(text_around.strip())


def _change_of_depth(word: str) -> int:
    """Returns 1 for the *word* of a tag that opens a block, -1 for one that ends a block, otherwise 0."""
    if word in _BLOCKS:
        return 1
    if word in _ENDS_OF_BLOCKS:
        return -1
    return 0


def _part_tags_from_text(paragraph: Element, place: Place) -> Iterator[Fault]:
    """Gives a ``{%p %}`` with text beside it a paragraph of its own; not where more than text would be parted."""
    text = _text(paragraph)
    tags = _tags_of_paragraphs(text)
    if not tags or not lexer.TAG.sub("", text).strip() or not _is_plain(paragraph):
        return
    bounds = [0]
    for match in tags:
        bounds += match.span()
    bounds.append(len(text))
    for start, end in pairwise(bounds):
        if text[start:end].strip():
            paragraph.addprevious(_piece(paragraph, _Span(start, end, len(text))))
    paragraph.getparent().remove(paragraph)
    what = _("“{tag}”单独成了一段").format(tag=tags[0]["tag"])
    yield _repair(place, what, text, tags[0].start())


def _is_plain(paragraph: Element) -> bool:
    """True if *paragraph* is text, line breaks, tabs and marks alone, and ends no section and no page."""
    if next(paragraph.iter(W + "sectPr"), None) is not None:
        return False
    contents = [element for element in paragraph.iter() if not _is_property(element)]
    return all(_may_be_parted(element) for element in contents)


def _is_property(element: Element) -> bool:
    """True if *element* is the properties of a paragraph or run, or stands in them."""
    return element.tag in _PROPERTIES or next(element.iterancestors(*_PROPERTIES), None) is not None


def _may_be_parted(element: Element) -> bool:
    """True if *element* may stand in either of two paragraphs; a page break or column break may not."""
    return element.tag in _PARTED and element.get(W + "type") in (None, "textWrapping")


@dataclass(frozen=True, slots=True)
class _Span:
    """The characters from *start* up to *end*, of a paragraph of *length* characters."""

    start: int
    end: int
    length: int

    def holds_mark(self, position: int) -> bool:
        """True if a bookmark's beginning or end before the character *position* belongs to the span."""
        is_inside = self.start <= position < self.end
        return is_inside or position == self.end == self.length

    def holds_break(self, position: int) -> bool:
        """True if a line break or tab before the character *position* belongs to the span.

        What stands between two spans belongs to neither: it is where they are parted.
        """
        is_inside = self.start < position < self.end
        is_first = position == self.start == 0
        is_last = position == self.end == self.length
        return is_inside or is_first or is_last


def _piece(paragraph: Element, span: _Span) -> Element:
    """Returns a paragraph like *paragraph* with nothing but the characters of *span*."""
    piece = copy.deepcopy(paragraph)
    position = 0
    for element in list(piece.iter(*_ATOMS, *_MARKS)):
        if element.tag == W + "t":
            text = element.text or ""
            element.text = text[max(span.start - position, 0) : max(span.end - position, 0)]
            element.set(_SPACE, "preserve")
            position += len(text)
            is_kept = bool(element.text)
        elif element.tag in _MARKS:
            is_kept = span.holds_mark(position)
        else:
            is_kept = span.holds_break(position)
        if not is_kept:
            element.getparent().remove(element)
    _drop_empty_runs(piece)
    return piece


def _drop_empty_runs(paragraph: Element) -> None:
    """Removes the runs of *paragraph* that hold nothing but their properties."""
    for run in list(paragraph.iter(W + "r")):
        if all(child.tag == W + "rPr" for child in run):
            run.getparent().remove(run)


def _part_tags_from_row(row: Element, shown: str, where: dict[Element, str]) -> Iterator[Fault]:
    """Gives ``{%tr for %}`` and ``{%tr endfor %}`` in the row that repeats rows of their own, above and below it."""
    if next(row.iterancestors(W + "tbl"), None) is None:
        return
    paragraphs = [paragraph for paragraph in row.iter(W + "p") if next(paragraph.iterancestors(W + "tr")) is row]
    texts = [_text(paragraph) for paragraph in paragraphs]
    above, below = _tags_around_text("\n".join(texts))
    tags = [*above, *below]
    if not tags or _holds_empty_block(above) or _holds_empty_block(below):
        return
    is_split = [tag for text in texts for tag in _TAG_OF_ROW.findall(text)] != tags
    if is_split:  # a tag over two paragraphs: which of them is meant is not known
        return
    for paragraph in paragraphs:
        _drop_tags_of_rows(paragraph)
    for tag in above:
        row.addprevious(_row_of_tag(row, tag))
    for tag in reversed(below):
        row.addnext(_row_of_tag(row, tag))
    first = next(number for number, text in enumerate(texts) if _TAG_OF_ROW.search(text))
    place = Place(shown, path=where.get(paragraphs[first], ""))
    what = _("“{tag}”单独成了一行").format(tag=tags[0])
    yield _repair(place, what, texts[first], texts[first].index(tags[0]))


def _tags_around_text(text: str) -> tuple[list[str], list[str]]:
    """Returns the tags ``{%tr … %}`` before and after what else the *text* of a row says.

    None at all where it says nothing else, or where a tag stands between two texts.
    """
    tags = _TAG_OF_ROW.findall(text)
    pieces = [piece.strip() for piece in _TAG_OF_ROW.split(text)]
    with_text = [number for number, piece in enumerate(pieces) if piece]
    if len(with_text) != 1:
        return [], []
    tags_before = with_text[0]
    return tags[:tags_before], tags[tags_before:]


def _holds_empty_block(tags: Sequence[str]) -> bool:
    """True if the *tags* on one side of the row's text open a block and end it, with nothing in it."""
    words = [lexer.first_word(tag.replace("{%tr", "{%", 1)) for tag in tags]
    return any(_is_empty_block(word, following) for word, following in pairwise(words))


def _is_empty_block(word: str, following: str) -> bool:
    return not word.startswith("end") and following.startswith("end")


def _drop_tags_of_rows(paragraph: Element) -> None:
    """Takes every ``{%tr … %}`` out of *paragraph*."""
    runs = TagRuns(paragraph, _leaves(paragraph))
    for match in reversed(list(_TAG_OF_ROW.finditer(runs.text))):
        runs.write(match.start(), match.end(), "")
    runs.apply()


def _row_of_tag(row: Element, tag: str) -> Element:
    """Returns a row like *row* with *tag* in its first cell and nothing else."""
    new_row = copy.deepcopy(row)
    for cell in list(new_row.iter(W + "tc")):
        for child in cell:
            if child.tag != W + "tcPr":
                cell.remove(child)
        etree.SubElement(cell, W + "p")
    first_paragraph = next(new_row.iter(W + "p"))
    run = etree.SubElement(first_paragraph, W + "r")
    etree.SubElement(run, W + "t").text = tag
    return new_row


def _drop_strange_font(fonts: Element, shown: str, where: dict[Element, str]) -> Iterator[Fault]:
    """Takes the font *fonts* (w:rFonts) from its run if it is none of official documents: the style's font remains."""
    run = fonts.getparent().getparent()
    if run is None or run.tag != W + "r" or run.find(W + "t") is None:
        return
    name = strange(fonts)
    if not name:
        return
    path = ""
    paragraph = next(run.iterancestors(W + "p"), None)
    if paragraph is not None:
        path = where.get(paragraph, "")
    fonts.getparent().remove(fonts)
    text = "".join(leaf.text or "" for leaf in run.iter(W + "t"))
    yield Fault(Place(shown, path=path, text=text), _("字体“{name}”改成了样式里的").format(name=name), "", "repaired")
