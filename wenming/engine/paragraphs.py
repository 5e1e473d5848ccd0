"""The tags of one paragraph: found in its runs however they are split, and put in the place of what they stand for."""

import copy
import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine import conditional, lexer
from wenming.engine.emptied import RANGES
from wenming.engine.source_map import CLOSE, MARKED, OPEN, CellTag, Source
from wenming.engine.tag_runs import TagRuns
from wenming.ooxml.namespaces import M, W

_ELEMENT = {"p": W + "p", "tr": W + "tr", "tc": W + "tc", "r": W + "r"}
_SHOWN = [
    *(W + name for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference", "ruby")),
    *(M + name for name in ("oMath", "oMathPara")),
]
_OF_FIELDS = (W + "fldChar", W + "fldSimple")
_BESIDE = (W + "customXmlPr", W + "bookmarkStart", W + "bookmarkEnd")  # what may stand beside a control's only content
_ENDS = re.compile(r"end|else|elif")
_COLOUR = re.compile("#?([0-9A-Fa-f]{6})")
_COMMENT = re.compile(r"\{#(?:(?!\{#).)*?#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}


class _LevelTag(NamedTuple):
    """A tag meant for an element: its level (p, tr, tc, r) and its number, which is -1 for a comment."""

    level: str
    number: int

    @property
    def is_comment(self) -> bool:
        return self.number < 0


class Paragraph:
    """The tags of one paragraph, found from its end to its beginning so that earlier offsets stay right."""

    def __init__(
        self, owner: Element, leaves: list[Element], place: Place, source: Source, joins: list[tuple[Element, bool]]
    ) -> None:
        self.owner, self.leaves, self.source, self.joins = owner, leaves, source, joins
        self.is_prose = owner.tag == W + "p" and leaves[0].tag == W + "t"  # not the code of a field in it
        self.runs = TagRuns(owner, leaves)
        self.full = self.runs.text
        self.place = place
        self.whole: list[_LevelTag] = []  # tags that take the place of a paragraph, row, cell or run
        self.joined = False
        self.bounds: set[int] = set()  # where tags stand that begin or end a raw over several paragraphs

    def read(self) -> None:
        """Put marks in the place of tags. What is wrong becomes a fault of the source."""
        if not any(brace in self.full for brace in "{｛}"):
            return
        wanted = lexer.half_tags(self.full)
        wanted, matches = self._tags(wanted)
        self._note_strays(wanted, matches)
        is_conditional = self.is_prose and lexer.conditional(wanted, matches)
        for match in reversed(matches):
            self._take(match)
        self._frame()
        self.runs.apply()
        self.whole.reverse()
        if self.whole:
            self._lift()
        elif is_conditional and not self.joined:
            self.owner.insert(0, etree.ProcessingInstruction(conditional.MARK))
            self.source.features.add("conditional")

    def _tags(self, wanted: str) -> tuple[str, list[re.Match[str]]]:
        """Returns *wanted* without what a raw over several paragraphs prints as it stands, and its other tags."""
        before = self.source.raw
        wanted, matches, on = lexer.outside_raw(wanted, before is not None)
        if before is not None and matches:
            self.bounds.add(matches[0].start())
        if on and matches:
            self.bounds.add(matches[-1].start())
            self.source.raw = self.at(matches[-1].start())
        elif not on:
            self.source.raw = None
        return wanted, matches

    def at(self, offset: int) -> Place:
        """Returns the place of the character *offset* of the paragraph."""
        return Place(self.place.file, column=offset + 1, path=self.place.path, text=self.full)

    def _note_strays(self, wanted: str, matches: list[re.Match[str]]) -> None:
        """Note the marks in *wanted* that open a tag, or seem to, and belong to none of *matches*."""
        characters = list(wanted)
        for match in matches:
            characters[match.start() : match.end()] = " " * len(match[0])
        for stray in lexer.STRAY.finditer("".join(characters)):
            self._note_stray(stray[0], self.at(stray.start()))

    def _note_stray(self, opening: str, place: Place) -> None:
        closing = _CLOSING.get(lexer.half(opening))
        if lexer.APART_MARKS.fullmatch(opening):
            right = re.sub(r"\s", "", lexer.half(opening))
            what = _("“{open}”中间有空格，不是标签，会原样印出来").format(open=opening)
            mend = _("去掉空格，写成“{right}”，结尾也一样").format(right=right)
            self.source.fault("unclosed-tag", place, what, mend)
        elif closing is None:
            self._note_wrong_level(opening, place)
        else:
            what = _("“{open}”开了头，没有用“{close}”结束").format(open=opening, close=closing)
            mend = _("在同一段里补上“{close}”；一个标签不能跨两段").format(close=closing)
            self.source.fault("unclosed-tag", place, what, mend)

    def _take(self, match: re.Match[str]) -> None:
        """Put marks in the place of the tag, the raw or the literal brace that *match* is."""
        start, end = match.span()
        place = self.at(start)
        if match["raw"] is not None:
            self._print(match["inner"], start, end, place)
        elif match["literal"]:
            self._print(match["literal"].replace("_", ""), start, end, place)
        else:
            self._tag(match["tag"], start, end, place)

    def _print(self, text: str, start: int, end: int, place: Place) -> None:
        """Let *text* be printed as it stands in the place of the characters from *start* to *end*."""
        tag = "{{\n" + lexer.quoted(text) + " }}"
        self.runs.write(start, end, self.source.mark(tag, place))

    def _tag(self, tag: str, start: int, end: int, place: Place) -> None:
        """Put marks in the place of *tag*, as its kind wants it: comments, cell tags, level tags, all others."""
        level, cell = lexer.LEVEL.match(tag), lexer.CELL.match(tag)
        if tag.startswith("{#") or start in self.bounds:
            if level:
                self.whole.append(_LevelTag(level[2], -1))
            self.runs.write(start, end, "")
        elif cell:
            number = self.source.add("{#\n#}", place)
            self.runs.write(start, end, f"{OPEN}{number}{CLOSE}")
            self._expect_quotes(cell, place)
            self.source.cells.append(CellTag(cell[1], lexer.words(cell[2]), self.owner, place, number))
        elif lexer.APART.match(tag):
            self._note_wrong_level(tag, place)
        elif level:
            self._level_tag(tag, level, start, end, place)
        else:
            self._inline(tag, start, end, place)

    def _expect_quotes(self, cell: re.Match[str], place: Place) -> None:
        """Note a fault where the colour of the cell tag *cell* has no quotation marks."""
        colour = _COLOUR.fullmatch(cell[2].strip())
        if cell[1] == "cellbg" and colour:
            what = _("颜色 {colour} 没有加引号").format(colour=cell[2].strip())
            mend = _('颜色要加引号，写成 {{% cellbg "{colour}" %}}').format(colour=colour[1])
            self.source.fault("syntax", place, what, mend)

    def _level_tag(self, tag: str, level: re.Match[str], start: int, end: int, place: Place) -> None:
        """Keep *tag* for the element that it is meant for; only one for a run leaves its mark in the text."""
        number = self.source.add(lexer.jinja(tag, level), place, lexer.first_word(level[1] + level[3]))
        self.whole.append(_LevelTag(level[2], number))
        mark = f"{OPEN}{number}{CLOSE}" if level[2] == "r" else ""
        self.runs.write(start, end, mark)

    def _note_wrong_level(self, tag: str, place: Place) -> None:
        what = _("“{tag}”里的字母写得不对").format(tag=tag)
        mend = _("p、tr、tc、r 要小写，紧跟在“{%”后面，再空一格：{%tr for …… %}")
        self.source.fault("half-level", place, what, mend)

    def _inline(self, tag: str, start: int, end: int, place: Place) -> None:
        """Put a mark in the place of *tag*; ``{%-`` and ``-%}`` at the edge of the paragraph are noted in joins."""
        before, after = tag.startswith("{%-"), tag.endswith("-%}")
        if before and not self.full[:start].strip():
            self.joins.append((self.owner, False))
        if after and not self.full[end:].strip():
            self.joins.append((self.owner, True))
        self.joined = self.joined or before or after
        self.runs.write(start, end, self.source.mark(lexer.jinja(tag, None), place, lexer.first_word(tag)))

    def _lift(self) -> None:
        """Let the tags take the place of the element they are meant for."""
        level = next((tag.level for tag in self.whole if tag.level != "r"), "r")
        if level == "r":
            for tag in self.whole:
                if not tag.is_comment:
                    _lift_run(self.leaves, tag.number, self.source)
            return
        place = self._place_of_level(level)
        target = self.owner if level == "p" else next(self.owner.iterancestors(_ELEMENT[level]), None)
        if target is None or target.tag != _ELEMENT[level]:
            what = _("“{{%{level} %}}”只能写在表格里").format(level=level)
            self.source.fault("wrong-level", place, what, _("段落用 p，表格的行用 tr，单元格用 tc"))
            return
        if target.getparent() is None:  # another tag of the same row or cell has taken its place
            self._note_second_tag(target, level, place)
            return
        self._expect_alone(target, level, place)
        _replace(_with_controls(target), self._numbers(), self.source)

    def _numbers(self) -> list[int]:
        """Returns the numbers of the tags that are meant for an element, without comments."""
        return [tag.number for tag in self.whole if not tag.is_comment]

    def _place_of_level(self, level: str) -> Place:
        """Returns where the first tag of *level* stands, or the first brace where only comments have that level."""
        for tag in self.whole:
            if tag.level == level and not tag.is_comment:
                return self.source.tags[tag.number].place
        return self.at(self.full.find("{"))

    def _note_second_tag(self, target: Element, level: str, place: Place) -> None:
        what = _("同一行（格）里有两个“{{%{level} %}}”，中间的内容会丢掉").format(level=level)
        mend = _("开始和结束的标签各占一行（格），要重复的内容写在它们之间的行（格）里")
        self.source.fault("duplicate-row", place, what, mend)
        first = self.source.placed.get(target)
        if first is None:
            return
        for tag in reversed(self.whole):  # so that blocks are not called unclosed as well
            first.addnext(_instruction(tag.number))

    def _expect_alone(self, target: Element, level: str, place: Place) -> None:
        """Note a fault where *target* holds anything but tags, which would be dropped with it."""
        texts = [leaf.text or "" for leaf in target.iter(W + "t")]
        text = "".join(texts).strip()
        if not self._is_commented_out(level) and self._holds_more_than_tags(target, text, level):
            self._note_lost_text(text, level, place)
        elif target.find(f".//{W}sectPr") is not None:
            what = _("这一段带着分节符，生成时会丢掉")
            self.source.fault("lost-text", place, what, _("把分节符移到另一段里"))
        elif next(target.iter(*_OF_FIELDS), None) is not None:
            what = _("这一段带着域（目录、页码、引用）的开头或结尾，生成时会丢掉")
            self.source.fault("lost-text", place, what, _("把标签移到另一段里"))
        elif any(_is_page_break(element) for element in target.iter(W + "br")):
            what = _("这一段带着分页符，生成时会丢掉")
            self.source.fault("lost-text", place, what, _("把分页符移到另一段里"))

    def _holds_more_than_tags(self, target: Element, text: str, level: str) -> bool:
        """True if something in *target*, whose text is *text*, would be lost with it: a text, a value or a picture."""
        without_comments = _COMMENT.sub("", text)
        if MARKED.sub("", without_comments).strip():
            return True
        numbers = [int(number) for number in MARKED.findall(without_comments)]
        if any(level == "p" or not self.source.tags[number].source.startswith("{#") for number in numbers):
            return True
        return next(target.iter(*_SHOWN), None) is not None

    def _is_commented_out(self, level: str) -> bool:
        """True if only comments are meant for the element of *level*: it goes with all that it holds."""
        return all(tag.is_comment for tag in self.whole if tag.level == level)

    def _note_lost_text(self, text: str, level: str, place: Place) -> None:
        if level in ("tr", "tc") and "{%" + level in _COMMENT.sub("", text):
            return  # said once, with the other tag
        unit = {"p": _("段"), "tr": _("行"), "tc": _("格"), "r": _("处")}[level]
        shown = MARKED.sub("…", text) or _("图片")
        what = _("这一{unit}除了标签还有别的内容，生成时会丢掉：{text}").format(unit=unit, text=shown)
        mend = _("把标签单独写成一{unit}，或去掉标签里的 {level}").format(unit=unit, level=level)
        self.source.fault("lost-text", place, what, mend)

    def _frame(self) -> None:
        """Let text given to ``{{p }}`` be written in the paragraph that the tag stood in."""
        for tag in self.whole:
            if tag.level != "p" or tag.is_comment:
                continue
            if self.source.tags[tag.number].source.startswith("{{"):
                before, after = _around(self.owner)
                arguments = f"{lexer.quoted(before)}, {lexer.quoted(after)}"
                _give_arguments(tag.number, "_p", arguments, self.source)


def _with_controls(target: Element) -> Element:
    """Returns *target*, or the content control that holds nothing else: the tag stands for that, too."""
    while True:
        content = target.getparent()
        if content is None or content.tag not in (W + "sdtContent", W + "customXml"):
            return target
        if any(child is not target and child.tag not in _BESIDE for child in content):
            return target
        target = content.getparent() if content.tag == W + "sdtContent" else content


def _is_page_break(element: Element) -> bool:
    return element.get(W + "type") in ("page", "column")


def _give_arguments(number: int, name: str, arguments: str, source: Source) -> None:
    """Give *arguments* to our filter *name*, which the tag *number* ends with."""
    tag = source.tags[number]
    with_arguments = re.sub(rf"\|{name} (-?\}}\}})$", lambda end: f"|{name}({arguments}) {end[1]}", tag.source)
    source.tags[number] = tag._replace(source=with_arguments)


def _instruction(number: int) -> Element:
    """Returns the processing instruction that stands for the tag *number*."""
    return etree.ProcessingInstruction("wenming", str(number))


def _around(paragraph: Element) -> tuple[str, str]:
    """Returns *paragraph* as what stands before and after its text: its own properties and its first run's."""
    run = next(paragraph.iter(W + "r"), None)
    paragraph_properties = _properties(paragraph, "pPr")
    run_properties = _properties(run, "rPr") if run is not None else ""
    before = f'<w:p>{paragraph_properties}<w:r>{run_properties}<w:t xml:space="preserve">'
    return before, "</w:t></w:r></w:p>"


def _properties(owner: Element, name: str) -> str:
    """Returns the XML of the child *name* (pPr, rPr) of *owner*; empty where it has none."""
    properties = owner.find(W + name)
    return _serialised(properties) if properties is not None else ""


def _serialised(element: Element) -> str:
    """Returns the XML of *element* without the declarations of its namespaces."""
    element = copy.deepcopy(element)
    element.tail = None
    text: str = etree.tostring(element, encoding="unicode")
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)  # the part's root declares them


def _lift_run(leaves: list[Element], number: int, source: Source) -> None:
    """Split the run around the tag: what stands before and after keeps the run's format."""
    mark = f"{OPEN}{number}{CLOSE}"
    leaf = next((one for one in leaves if mark in (one.text or "")), None)
    run = leaf.getparent() if leaf is not None else None
    if leaf is None or run is None or run.tag != W + "r":
        return
    rest, rest_leaf = _split(run, leaf, mark)
    format_ = _properties(run, "rPr")
    if format_:  # text given to ``{{r }}`` is written in it
        _give_arguments(number, "_r", lexer.quoted(format_), source)
    instruction = _instruction(number)
    run.addnext(instruction)
    if rest_leaf.text or len(rest) > 2:  # more than its format and the text
        instruction.addnext(rest)
        leaves.insert(leaves.index(leaf) + 1, rest_leaf)
    if not leaf.text and _is_only_text(run):
        run.getparent().remove(run)


def _split(run: Element, leaf: Element, mark: str) -> tuple[Element, Element]:
    """Leave in *run* what stands before *mark* in *leaf*; returns a run of what stands after it, and its first text."""
    position = run.index(leaf)
    rest = copy.deepcopy(run)
    rest_leaf = rest[position]
    for child in list(rest)[:position]:
        if child.tag != W + "rPr":
            rest.remove(child)
    for child in list(run)[position + 1 :]:
        run.remove(child)
    leaf.text, _mark, rest_leaf.text = leaf.text.partition(mark)
    return rest, rest_leaf


def _is_only_text(run: Element) -> bool:
    """True if *run* holds one text and nothing else but its format."""
    content = [child.tag for child in run if child.tag != W + "rPr"]
    return content == [W + "t"]


def _replace(target: Element, numbers: Sequence[int], source: Source) -> None:
    """Put the tags in the place of *target*; its bookmarks and comments stay, outside the block of the tags."""
    is_end = bool(numbers) and _ENDS.match(source.tags[numbers[0]].word) is not None
    bookmarks = list(target.iter(*RANGES))
    instructions = [_instruction(number) for number in numbers]
    in_order = [*instructions, *bookmarks] if is_end else [*bookmarks, *instructions]
    parent = target.getparent()
    for element in in_order:
        target.addprevious(element)
    if not instructions and _is_between_tables(target):  # a comment: nothing else keeps them apart
        target.addprevious(etree.Element(W + "p"))
    source.placed[target] = instructions[-1] if instructions else target
    parent.remove(target)


def _is_between_tables(target: Element) -> bool:
    beside = (target.getprevious(), target.getnext())
    return all(one is not None and one.tag == W + "tbl" for one in beside)
