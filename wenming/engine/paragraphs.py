"""The tags of one paragraph: found in its runs however they are split, and put in the place of what they stand for."""

import copy
import re

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine import lexer
from wenming.engine.source_map import CLOSE, MARKED, OPEN, CellTag, Source
from wenming.engine.tag_runs import TagRuns
from wenming.ooxml.namespaces import W

_ELEMENT = {"p": W + "p", "tr": W + "tr", "tc": W + "tc", "r": W + "r"}
_SHOWN = [W + name for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference")]
_ENDS = re.compile(r"end|else|elif")


class Paragraph:
    """The tags of one paragraph, found from its end to its beginning so that earlier offsets stay right."""

    def __init__(
        self, owner: Element, leaves: list[Element], place: Place, source: Source, joins: list[tuple[Element, bool]]
    ) -> None:
        self.owner, self.leaves, self.source, self.joins = owner, leaves, source, joins
        self.runs = TagRuns(owner, leaves)
        self.full = self.runs.text
        self.place = place
        self.whole: list[tuple[str, int]] = []
        self.joined = False
        self.bounds: set[int] = set()  # where tags stand that begin or end a raw over several paragraphs

    def read(self) -> None:
        """Put marks in the place of tags. What is wrong becomes a fault of the source."""
        if "{" not in self.full and "｛" not in self.full and "}" not in self.full:
            return
        wanted = lexer.half_tags(self.full)
        wanted, matches = self._tags(wanted)
        self._strays(wanted, matches)
        conditional = self.owner.tag == W + "p" and lexer.conditional(wanted, matches)
        for match in reversed(matches):
            self._take(match)
        self._frame()
        self.runs.apply()
        self.whole.reverse()
        if self.whole:
            self._lift()
        elif conditional and not self.joined:
            self.owner.insert(0, etree.ProcessingInstruction("wmempty"))
            self.source.features.add("empty")

    def _tags(self, wanted: str) -> tuple[str, list[re.Match[str]]]:
        """*wanted* without what a raw over several paragraphs prints as it stands, and the tags that are left."""
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
        """The place of the character *offset* of the paragraph."""
        return Place(self.place.file, column=offset + 1, path=self.place.path, text=self.full)

    def _strays(self, wanted: str, matches: list[re.Match[str]]) -> None:
        rest = list(wanted)
        for match in matches:
            rest[match.start() : match.end()] = " " * (match.end() - match.start())
        left = "".join(rest)
        for stray in lexer.STRAY.finditer(left):
            closing = {"{{": "}}", "{%": "%}", "{#": "#}"}.get(lexer.half(stray[0]))
            if lexer.APART_MARKS.fullmatch(stray[0]):
                right = re.sub(r"\s", "", lexer.half(stray[0]))
                what = _("“{open}”中间有空格，不是标签，会原样印出来").format(open=stray[0])
                mend = _("去掉空格，写成“{right}”，结尾也一样").format(right=right)
                self.source.fault("unclosed-tag", self.at(stray.start()), what, mend)
                continue
            if closing is None:
                self._half_level(stray[0], self.at(stray.start()))
                continue
            what = _("“{open}”开了头，没有用“{close}”结束").format(open=stray[0], close=closing)
            mend = _("在同一段里补上“{close}”；一个标签不能跨两段").format(close=closing)
            self.source.fault("unclosed-tag", self.at(stray.start()), what, mend)

    def _take(self, match: re.Match[str]) -> None:
        start, end = match.span()
        place = self.at(start)
        if match["raw"] is not None:
            self.runs.write(start, end, self.source.mark("{{\n" + lexer.quoted(match["inner"]) + " }}", place))
        elif match["literal"]:
            self.runs.write(
                start, end, self.source.mark("{{\n" + lexer.quoted(match["literal"].replace("_", "")) + " }}", place)
            )
        else:
            self._tag(match["tag"], start, end, place)

    def _tag(self, tag: str, start: int, end: int, place: Place) -> None:
        level, cell = lexer.LEVEL.match(tag), lexer.CELL.match(tag)
        if tag.startswith("{#") or start in self.bounds:
            if level:
                self.whole.append((level[2], -1))
            self.runs.write(start, end, "")
        elif cell:
            self.runs.write(start, end, "")
            self.source.cells.append(CellTag(cell[1], lexer.words(cell[2]), self.owner, place))
        elif lexer.APART.match(tag):
            self._half_level(tag, place)
        elif level:
            number = self.source.add(lexer.jinja(tag, level), place, lexer.first_word(level[1] + level[3]))
            self.whole.append((level[2], number))
            self.runs.write(start, end, f"{OPEN}{number}{CLOSE}" if level[2] == "r" else "")
        else:
            self._inline(tag, start, end, place)

    def _half_level(self, tag: str, place: Place) -> None:
        what = _("“{tag}”里的字母写得不对").format(tag=tag)
        mend = _("p、tr、tc、r 要小写，紧跟在“{%”后面，再空一格：{%tr for …… %}")
        self.source.fault("half-level", place, what, mend)

    def _inline(self, tag: str, start: int, end: int, place: Place) -> None:
        before, after = tag.startswith("{%-"), tag.endswith("-%}")
        if before and not self.full[:start].strip():
            self.joins.append((self.owner, False))
        if after and not self.full[end:].strip():
            self.joins.append((self.owner, True))
        self.joined = self.joined or before or after
        self.runs.write(start, end, self.source.mark(lexer.jinja(tag, None), place, lexer.first_word(tag)))

    def _lift(self) -> None:
        """Let the tags take the place of the element they are meant for."""
        kinds = {kind for kind, _number in self.whole}
        if kinds == {"r"}:
            for _kind, number in self.whole:
                _lift_run(self.leaves, number, self.source)
            return
        kind = next(kind for kind, _number in self.whole if kind != "r")
        target = self.owner if kind == "p" else next(self.owner.iterancestors(_ELEMENT[kind]), None)
        number = next((number for level, number in self.whole if level == kind and number >= 0), -1)
        place = self.source.tags[number].place if number >= 0 else self.at(self.full.find("{"))
        if target is None or target.tag != _ELEMENT[kind]:
            what = _("“{{%{level} %}}”只能写在表格里").format(level=kind)
            self.source.fault("wrong-level", place, what, _("段落用 p，表格的行用 tr，单元格用 tc"))
            return
        self._alone(target, kind, place)
        if target.getparent() is not None:
            _replace(target, [number for _kind, number in self.whole if number >= 0], self.source)
        else:  # another tag of the same row or cell has taken its place
            what = _("同一行（格）里有两个“{{%{level} %}}”，中间的内容会丢掉").format(level=kind)
            mend = _("开始和结束的标签各占一行（格），要重复的内容写在它们之间的行（格）里")
            self.source.fault("duplicate-row", place, what, mend)
            for _kind, number in reversed(self.whole) if target in self.source.placed else ():
                self.source.placed[target].addnext(etree.ProcessingInstruction("wenming", str(number)))

    def _alone(self, target: Element, kind: str, place: Place) -> None:
        """What would be dropped with *target* is a fault."""
        texts = [leaf.text or "" for leaf in target.iter(W + "t")]
        left = "".join(texts).strip()
        tags = re.sub(r"\{#.*?#\}", "", left)
        section = target.find(f".//{W}sectPr")
        pictures = next(target.iter(*_SHOWN), None)
        if MARKED.sub("", tags).strip() or (kind == "p" and MARKED.search(tags)) or pictures is not None:
            if kind in ("tr", "tc") and "{%" + kind in tags:
                return  # said once, with the other tag
            what = _("这一{unit}除了标签还有别的内容，生成时会丢掉：{text}").format(
                unit={"p": _("段"), "tr": _("行"), "tc": _("格"), "r": _("处")}[kind],
                text=MARKED.sub("…", left) or _("图片"),
            )
            mend = _("把标签单独写成一{unit}，或去掉标签里的 {level}").format(
                unit={"p": _("段"), "tr": _("行"), "tc": _("格"), "r": _("处")}[kind], level=kind
            )
            self.source.fault("lost-text", place, what, mend)
        elif section is not None:
            what = _("这一段带着分节符，生成时会丢掉")
            self.source.fault("lost-text", place, what, _("把分节符移到另一段里"))
        elif any(one.get(W + "type") == "page" for one in target.iter(W + "br")):
            what = _("这一段带着分页符，生成时会丢掉")
            self.source.fault("lost-text", place, what, _("把分页符移到另一段里"))

    def _frame(self) -> None:
        """Text given to ``{{p }}`` is written in the paragraph that the tag stood in."""
        for kind, number in self.whole:
            tag = self.source.tags[number] if number >= 0 else None
            if kind == "p" and tag and tag.source.startswith("{{"):
                before, after = _around(self.owner)
                self.source.tags[number] = tag._replace(
                    source=tag.source.replace("|_p }}", f"|_p({lexer.quoted(before)}, {lexer.quoted(after)}) }}}}")
                )


def _around(paragraph: Element) -> tuple[str, str]:
    """The paragraph as what stands before and after its text: its own properties and its first run's."""
    properties = paragraph.find(W + "pPr")
    run = next(paragraph.iter(W + "r"), None)
    face = run.find(W + "rPr") if run is not None else None
    inner = "".join(_alone(element) for element in (properties,) if element is not None)
    format_ = "".join(_alone(element) for element in (face,) if element is not None)
    return f'<w:p>{inner}<w:r>{format_}<w:t xml:space="preserve">', "</w:t></w:r></w:p>"


def _alone(element: Element) -> str:
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
    before, _mark, after = (leaf.text or "").partition(mark)
    rest = copy.deepcopy(run)
    rest_leaf = rest[run.index(leaf)]
    for child in list(rest)[: run.index(leaf)]:
        if child.tag != W + "rPr":
            rest.remove(child)
    for child in list(run)[run.index(leaf) + 1 :]:
        run.remove(child)
    leaf.text, rest_leaf.text = before, after
    format_ = run.find(W + "rPr")
    if format_ is not None:  # text given to ``{{r }}`` is written in it
        tag = source.tags[number]
        source.tags[number] = tag._replace(
            source=tag.source.replace("|_r }}", f"|_r({lexer.quoted(_alone(format_))}) }}}}")
        )
    instruction = etree.ProcessingInstruction("wenming", str(number))
    run.addnext(instruction)
    if after or len(rest) > 2:
        instruction.addnext(rest)
        leaves.insert(leaves.index(leaf) + 1, rest_leaf)
    if not before and [child.tag for child in run if child.tag != W + "rPr"] == [W + "t"]:
        run.getparent().remove(run)


def _replace(target: Element, numbers: list[int], source: Source) -> None:
    """Put the tags in the place of *target*; its bookmarks stay, outside the block that begins or ends here."""
    closing = bool(numbers) and bool(_ENDS.match(source.tags[numbers[0]].word))
    parent = target.getparent()
    marks = list(target.iter(W + "bookmarkStart", W + "bookmarkEnd"))
    instructions = [etree.ProcessingInstruction("wenming", str(number)) for number in numbers]
    for instruction in (*instructions, *marks) if closing else (*marks, *instructions):
        target.addprevious(instruction)
    source.placed[target] = instructions[-1] if instructions else target
    parent.remove(target)


def join(owner: Element, forward: bool, moved: dict[Element, Element]) -> None:
    """``{%-`` and ``-%}``: the paragraph goes on in the one before, or the one after in it."""
    while owner in moved:
        owner = moved[owner]
    if owner.tag != W + "p" or owner.getparent() is None:
        return
    first, second = (owner, owner.getnext()) if forward else (owner.getprevious(), owner)
    if first is None or second is None or first.tag != W + "p" or second.tag != W + "p":
        return
    for child in list(second):
        if child.tag != W + "pPr":
            first.append(child)
    second.getparent().remove(second)
    moved[second] = first
