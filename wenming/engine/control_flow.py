"""Blocks of tags: each begins and ends in the same place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.source_map import CLOSE, MARKED, OPEN, Source, Tag
from wenming.ooxml.namespaces import A, W

OPENERS = {"for", "if", "macro", "call", "filter", "set", "with"}
_REPEATED = {"for", "macro", "call"}  # blocks whose body may be written more than once
_REPEATED_ENDS = {f"end{word}" for word in _REPEATED}
_DIVIDED = {"else": ("if", "for"), "elif": ("if",)}  # the blocks that each of the words may divide
_FORBIDDEN = {"include", "import", "from", "extends", "block", "autoescape"}
_KNOWN = OPENERS | {"else", "elif", "do"} | {f"end{word}" for word in OPENERS}
_MISSPELT = [
    (re.compile(r"end\s+(\w+)"), "end{}"),
    (re.compile(r"end_(\w+)"), "end{}"),
    (re.compile(r"else\s*if\b"), "elif"),
    (re.compile(r"(?:fi|endIf|ENDIF|EndIf)\b"), "endif"),
]
_SHOWN_CHARACTERS = 20  # of a tag that there is not


@dataclass(eq=False, slots=True)
class Block:
    """A block that a tag opens: the tag's number and first word, the node that the tag stands in, and its level.

    The *level* is what the tag that closes the block must share; it is empty where nobody compares it.
    """

    number: int
    word: str
    node: Element
    level: tuple[object, ...]


def tags_by_node(root: Element) -> Iterator[tuple[Element, list[int]]]:
    """Yields every node under *root* in order, with the numbers of the tags in it."""
    for node in root.iter():
        if node.tag is etree.ProcessingInstruction:
            yield node, _tags_of_instruction(node)
        elif isinstance(node.tag, str):
            yield node, _tags_in_text(node.text or "")


def _tags_of_instruction(instruction: Element) -> list[int]:
    return [int(instruction.text)] if instruction.target == "wenming" else []


def _tags_in_text(text: str) -> list[int]:
    if OPEN not in text:
        return []
    return [int(number) for number in MARKED.findall(text)]


def _level(node: Element) -> tuple[object, ...]:
    """Returns what the two ends of a block must have in common: the same owner, at the same depth."""
    if node.tag is not etree.ProcessingInstruction:
        paragraph = next(node.iterancestors(W + "p", A + "p"), node)
        return ("text", paragraph.getparent())
    parent = node.getparent()
    if parent.tag == W + "p":
        return ("run", parent.getparent())
    return ("block", parent)


def check(root: Element, source: Source) -> None:
    """Note the blocks of *source* that are not closed, not opened, or closed elsewhere than they were opened."""
    checker = _Checker(source)
    for node, numbers in tags_by_node(root):
        for number in numbers:
            tag = source.tags[number]
            if tag.word and tag.source.startswith("{%"):
                checker.read(tag, Block(number, tag.word, node, _level(node)))
    checker.finish()


class _Checker:
    """Reads the tags of a part in order and knows which blocks are open; what is wrong becomes a fault of *source*."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open_blocks: list[Block] = []  # the outermost first

    def read(self, tag: Tag, block: Block) -> None:
        """Read *tag*, which opens, divides or closes a block; *block* says where it stands."""
        spelling = _right_spelling(tag.source)
        if tag.word in _FORBIDDEN:
            self._note_forbidden(tag)
        elif spelling:
            self._note_unknown(tag, _("写成 {{% {right} %}}").format(right=spelling))
            self._close_misspelt(spelling)
        elif tag.word not in _KNOWN:
            self._note_unknown(tag, _("可以用 if、elif、else、endif、for、endfor、set"))
        elif tag.word in OPENERS:
            self.open_blocks.append(block)
        elif tag.word in _DIVIDED:
            self._divide(tag, block)
        else:
            self._close(tag, block)

    def finish(self) -> None:
        """Note the blocks that are open still at the end of the part."""
        for block in self.open_blocks:
            self._note_unclosed(block)

    def _divide(self, tag: Tag, block: Block) -> None:
        """Read an else or elif."""
        if not self.open_blocks or self.open_blocks[-1].word not in _DIVIDED[tag.word]:
            what = _("“{word}”前面没有开始的“if”").format(word=tag.word)
            self.source.fault("stray-end", tag.place, what, _("补上 {% if …… %}，或删掉这个标签"))
            return
        self._expect_same_level(self.open_blocks[-1], block)

    def _close(self, tag: Tag, block: Block) -> None:
        """Read the tag that closes a block; blocks inside that one are not closed."""
        word = tag.word[3:]
        if not any(other.word == word for other in self.open_blocks):
            what = _("“end{word}”前面没有开始的“{word}”").format(word=word)
            mend = _("补上 {{% {word} …… %}}，或删掉这个标签").format(word=word)
            self.source.fault("stray-end", tag.place, what, mend)
            return
        while self.open_blocks[-1].word != word:
            self._note_unclosed(self.open_blocks.pop())
        start = self.open_blocks.pop()
        self._expect_same_level(start, block)

    def _close_misspelt(self, spelling: str) -> None:
        """Close the innermost block where *spelling* would close it, so that it is not called unclosed as well."""
        if self.open_blocks and spelling == f"end{self.open_blocks[-1].word}":
            self.open_blocks.pop()

    def _expect_same_level(self, start: Block, end: Block) -> None:
        if start.level == end.level:
            return
        what = _(
            "“{word}”从这里开始，到{where}“{end}”，两头不在同一处（一头在表格、格子、文本框或内容控件里，另一头在外面）"
        ).format(
            word=start.word,
            where=self.source.tags[end.number].place.path,
            end=end.word,
        )
        mend = _("让开始和结束的标签在同一个表格（格子）里、写法（p、tr……）也一样")
        self.source.fault("crossed", self.source.tags[start.number].place, what, mend)

    def _note_forbidden(self, tag: Tag) -> None:
        what = _("模板里不能用“{word}”").format(word=tag.word)
        self.source.fault("forbidden", tag.place, what, _("模板只能用它自己的内容，去掉这个标签"))

    def _note_unknown(self, tag: Tag, mend: str) -> None:
        first_line = tag.source[2:-2].strip().split("\n")[0]
        what = _("没有“{word}”这种标签").format(word=first_line[:_SHOWN_CHARACTERS])
        self.source.fault("syntax", tag.place, what, mend)

    def _note_unclosed(self, block: Block) -> None:
        unclosed(block.word, self.source.tags[block.number].place, self.source)


def _right_spelling(text: str) -> str:
    """Returns how the misspelt tag *text* is to be written; empty when it is not one."""
    inner = text[2:-2].strip()
    for pattern, right in _MISSPELT:
        match = pattern.match(inner)
        if match:
            return right.format(*match.groups())
    return ""


def unclosed(word: str, place: Place, source: Source) -> None:
    """Note a block that begins with *word* at *place* and ends nowhere."""
    what = _("“{word}”没有用“end{word}”结束").format(word=word)
    mend = _("在要结束的地方补上 {{% end{word} %}}，写法（p、tr……）和开始的一样").format(word=word)
    source.fault("unbalanced", place, what, mend)


class Repeated(NamedTuple):
    """An element within loops, and the loops (macros, calls) around it, the outermost first."""

    element: Element
    loops: tuple[Block, ...]


def repeated_elements(root: Element, source: Source) -> list[Repeated]:
    """Returns the elements of *root* that stand within loops, in order."""
    loops: list[Block] = []
    repeated: list[Repeated] = []
    for node, numbers in tags_by_node(root):
        if loops and isinstance(node.tag, str):
            repeated.append(Repeated(node, tuple(loops)))
        for number in numbers:
            word = source.tags[number].word
            if word in _REPEATED:
                loops.append(Block(number, word, node, ()))
            elif word in _REPEATED_ENDS and loops:
                loops.pop()
    return repeated


def at_beginning(loop: Block, text: str, source: Source) -> None:
    """Let the tag *text*, in jinja's words, be read at the beginning of each turn of *loop*."""
    place = source.tags[loop.number].place
    if loop.node.tag is etree.ProcessingInstruction:
        loop.node.addnext(source.instruction(text, place))
    else:
        mark = f"{OPEN}{loop.number}{CLOSE}"
        loop.node.text = loop.node.text.replace(mark, mark + source.mark(text, place))
