"""Blocks of tags: each begins and ends in the same place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.source_map import MARKED, OPEN, Source, Tag
from wenming.ooxml.namespaces import A, W

OPENERS = {"for", "if", "macro", "call", "filter", "set", "with"}
_REPEATED = {"for", "macro", "call"}
_FORBIDDEN = {"include", "import", "from", "extends", "block", "autoescape"}
_KNOWN = OPENERS | {"else", "elif", "do"} | {f"end{word}" for word in OPENERS}
_MISSPELT = [
    (re.compile(r"end\s+(\w+)"), "end{}"),
    (re.compile(r"end_(\w+)"), "end{}"),
    (re.compile(r"else\s*if\b"), "elif"),
    (re.compile(r"(?:fi|endIf|ENDIF|EndIf)\b"), "endif"),
]


@dataclass(eq=False, slots=True)
class Block:
    """An open block: its tag's number, its word, where it stands: the node and what it must share with its end."""

    number: int
    word: str
    node: Element
    level: tuple[object, ...]


def tags_by_node(root: Element) -> Iterator[tuple[Element, list[int]]]:
    """Every node in order with the tags in it."""
    for node in root.iter():
        if node.tag is etree.ProcessingInstruction:
            yield node, [int(node.text)] if node.target == "wenming" else []
        elif isinstance(node.tag, str):
            text = node.text if node.text and OPEN in node.text else ""
            yield node, [int(number) for number in MARKED.findall(text)]


def _level(node: Element) -> tuple[object, ...]:
    """What a block's two ends must have in common: the same owner, at the same depth."""
    if node.tag is etree.ProcessingInstruction:
        parent = node.getparent()
        return ("run", parent.getparent()) if parent.tag == W + "p" else ("block", parent)
    paragraph = next(node.iterancestors(W + "p", A + "p"), node)
    return ("text", paragraph.getparent())


def check(root: Element, source: Source) -> None:
    """Note the blocks of *source* that are not closed, not opened, or closed elsewhere than they were opened."""
    open_: list[Block] = []
    for node, numbers in tags_by_node(root):
        for number in numbers:
            _take(source.tags[number], Block(number, source.tags[number].word, node, _level(node)), open_, source)
    for block in open_:
        unclosed(block.word, source.tags[block.number].place, source)


def _take(tag: Tag, block: Block, open_: list[Block], source: Source) -> None:
    word = block.word
    if not tag.source.startswith("{%") or not word:
        return
    right = _right(tag.source)
    if word in _FORBIDDEN:
        what = _("模板里不能用“{word}”").format(word=word)
        source.fault("forbidden", tag.place, what, _("模板只能用它自己的内容，去掉这个标签"))
    elif right or word not in _KNOWN:
        what = _("没有“{word}”这种标签").format(word=tag.source[2:-2].strip().split("\n")[0][:20])
        mend = (
            _("写成 {{% {right} %}}").format(right=right)
            if right
            else _("可以用 if、elif、else、endif、for、endfor、set")
        )
        source.fault("syntax", tag.place, what, mend)
        if right.startswith("end") and open_ and open_[-1].word == right[3:]:
            open_.pop()
    elif word in OPENERS:
        open_.append(block)
    elif word in ("else", "elif"):
        if not open_ or open_[-1].word not in ("if", "for") or (word == "elif" and open_[-1].word != "if"):
            what = _("“{word}”前面没有开始的“if”").format(word=word)
            source.fault("stray-end", tag.place, what, _("补上 {% if …… %}，或删掉这个标签"))
        elif open_[-1].level != block.level:
            _crossed(open_[-1], block, source)
    else:
        _close(word[3:], block, open_, source)


def _right(text: str) -> str:
    """How a misspelt tag is to be written; empty when it is not one."""
    inner = text[2:-2].strip()
    for pattern, right in _MISSPELT:
        match = pattern.match(inner)
        if match:
            return right.format(match[1] if match.groups() else "")
    return ""


def _close(word: str, block: Block, open_: list[Block], source: Source) -> None:
    if not any(other.word == word for other in open_):
        what = _("“end{word}”前面没有开始的“{word}”").format(word=word)
        mend = _("补上 {{% {word} …… %}}，或删掉这个标签").format(word=word)
        source.fault("stray-end", source.tags[block.number].place, what, mend)
        return
    while open_[-1].word != word:
        inner = open_.pop()
        unclosed(inner.word, source.tags[inner.number].place, source)
    start = open_.pop()
    if start.level != block.level:
        _crossed(start, block, source)


def unclosed(word: str, place: Place, source: Source) -> None:
    """Note a block that begins with *word* at *place* and ends nowhere."""
    what = _("“{word}”没有用“end{word}”结束").format(word=word)
    mend = _("在要结束的地方补上 {{% end{word} %}}，写法（p、tr……）和开始的一样").format(word=word)
    source.fault("unbalanced", place, what, mend)


def _crossed(start: Block, end: Block, source: Source) -> None:
    place = source.tags[start.number].place
    what = _("“{word}”从这里开始，到{where}“{end}”，两头不在同一处（一头在表格、格子或文本框里，另一头在外面）").format(
        word=start.word,
        where=source.tags[end.number].place.path,
        end=source.tags[end.number].word,
    )
    mend = _("让开始和结束的标签在同一个表格（格子）里、写法（p、tr……）也一样")
    source.fault("crossed", place, what, mend)


class Repeated(NamedTuple):
    """An element within loops, and the loops (macros, calls) around it, the outermost first."""

    element: Element
    loops: tuple[Block, ...]


def repeated(root: Element, source: Source) -> list[Repeated]:
    """The elements of *root* that stand within loops, in order."""
    open_: list[Block] = []
    inside: list[Repeated] = []
    for node, numbers in tags_by_node(root):
        if open_ and isinstance(node.tag, str):
            inside.append(Repeated(node, tuple(open_)))
        for mark in numbers:
            tag = source.tags[mark]
            if tag.word in _REPEATED:
                open_.append(Block(mark, tag.word, node, ()))
            elif tag.word[3:] in _REPEATED and tag.word.startswith("end") and open_:
                open_.pop()
    return inside
