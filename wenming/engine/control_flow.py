"""Blocks of tags: each begins and ends in the same place; ids and lists within loops are made anew in every turn."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.source_map import Source, Tag
from wenming.ooxml import ids
from wenming.ooxml.namespaces import A, W

_OPENERS = {"for", "if", "macro", "call", "filter", "set", "with"}
_REPEATED = {"for", "macro", "call"}
_FORBIDDEN = {"include", "import", "from", "extends", "block", "autoescape"}
_KNOWN = _OPENERS | {"else", "elif", "do"} | {f"end{word}" for word in _OPENERS}
_MISSPELT = [
    (re.compile(r"end\s+(\w+)"), "end{}"),
    (re.compile(r"end_(\w+)"), "end{}"),
    (re.compile(r"else\s*if\b"), "elif"),
    (re.compile(r"(?:fi|endIf|ENDIF|EndIf)\b"), "endif"),
]
_MARKED = re.compile("\ufdd0(\\d+)\ufdd1")
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_CURSOR = "_GoBack"  # the bookmark of where somebody last typed


@dataclass(eq=False, slots=True)
class _Block:
    """An open block: its tag's number, its word, where it stands: the node and what it must share with its end."""

    number: int
    word: str
    node: Element
    level: tuple[object, ...]


def _marks(root: Element) -> Iterator[tuple[Element, list[int]]]:
    """Every node in order with the tags in it."""
    for node in root.iter():
        if node.tag is etree.ProcessingInstruction:
            yield node, [int(node.text)] if node.target == "wenming" else []
        elif isinstance(node.tag, str):
            text = node.text if node.text and "\ufdd0" in node.text else ""
            yield node, [int(number) for number in _MARKED.findall(text)]


def _level(node: Element) -> tuple[object, ...]:
    """What a block's two ends must have in common: the same owner, at the same depth."""
    if node.tag is etree.ProcessingInstruction:
        parent = node.getparent()
        return ("run", parent.getparent()) if parent.tag == W + "p" else ("block", parent)
    paragraph = next(node.iterancestors(W + "p", A + "p"), node)
    return ("text", paragraph.getparent())


def check(root: Element, source: Source) -> None:
    """Note the blocks of *source* that are not closed, not opened, or closed elsewhere than they were opened."""
    open_: list[_Block] = []
    for node, numbers in _marks(root):
        for number in numbers:
            _take(source.tags[number], _Block(number, source.tags[number].word, node, _level(node)), open_, source)
    for block in open_:
        unclosed(block.word, source.tags[block.number].place, source)


def _take(tag: Tag, block: _Block, open_: list[_Block], source: Source) -> None:
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
    elif word in _OPENERS:
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


def _close(word: str, block: _Block, open_: list[_Block], source: Source) -> None:
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


def _crossed(start: _Block, end: _Block, source: Source) -> None:
    place = source.tags[start.number].place
    what = _("“{word}”从这里开始，到{where}“{end}”，两头不在同一处（一头在表格、格子或文本框里，另一头在外面）").format(
        word=start.word,
        where=source.tags[end.number].place.path,
        end=source.tags[end.number].word,
    )
    mend = _("让开始和结束的标签在同一个表格（格子）里、写法（p、tr……）也一样")
    source.fault("crossed", place, what, mend)


def number(root: Element, source: Source, lists: Mapping[str, int]) -> None:
    """Let ids, names and lists within loops be made anew in every turn; *lists* is the list of each style id."""
    _draw_out(root, source)
    open_: list[_Block] = []
    inside: list[tuple[Element, tuple[_Block, ...]]] = []
    for node, numbers in _marks(root):
        if open_ and isinstance(node.tag, str):
            inside.append((node, tuple(open_)))
        for mark in numbers:
            tag = source.tags[mark]
            if tag.word in _REPEATED:
                open_.append(_Block(mark, tag.word, node, ()))
            elif tag.word[3:] in _REPEATED and tag.word.startswith("end") and open_:
                open_.pop()
    _ids(inside, source)
    _bookmarks(root, inside, source)
    _lists(inside, source, lists)


def _ids(inside: list[tuple[Element, tuple[_Block, ...]]], source: Source) -> None:
    for element, blocks in inside:
        place = source.tags[blocks[-1].number].place
        if element.tag == ids.DOC_PR:
            element.set("id", source.mark("{{\n''|_next_id }}", place))
        elif element.tag.startswith(_V) and element.tag != _V + "shapetype" and "id" in element.attrib:
            element.set("id", source.mark(f"{{{{\n{_string(element.get('id'))}|_unique }}}}", place))
            if _O + "spid" in element.attrib:
                del element.attrib[_O + "spid"]


def _draw_out(root: Element, source: Source) -> None:
    """Let a bookmark that begins or ends within a block and not with it hold the whole block.

    Half of it would be gone where the condition is false, or come with every turn; fields name it.
    """
    marked = [(start, end) for start, end in ids.pairs(root) if end is not None and start.get(W + "name") != _CURSOR]
    crossing = bool(marked)
    while crossing:  # each round draws out by at least one block, or is the last
        crossing = False
        around, closing = _enclosing(root, source)
        for start, end in marked:
            first, last = around[start], around[end]
            shared = sum(1 for _same in takewhile(lambda both: both[0] == both[1], zip(first, last, strict=False)))
            for block, _branch in first[shared : shared + 1]:
                _run_of(block.node).addprevious(start)
                crossing = True
            for block, _branch in last[shared : shared + 1]:
                _run_of(closing[block]).addnext(end)
                crossing = True


_Around = tuple[tuple[_Block, int], ...]


def _enclosing(root: Element, source: Source) -> tuple[dict[Element, _Around], dict[_Block, Element]]:
    """The blocks around both ends of every bookmark, each with the number of its branch; where each block ends."""
    open_: list[tuple[_Block, int]] = []
    around: dict[Element, _Around] = {}
    closing: dict[_Block, Element] = {}
    for node, numbers in _marks(root):
        if node.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
            around[node] = tuple(open_)
        for mark in numbers:
            word = source.tags[mark].word
            if word in _OPENERS:
                open_.append((_Block(mark, word, node, ()), 0))
            elif word in ("else", "elif"):
                open_[-1] = (open_[-1][0], open_[-1][1] + 1)
            elif word.startswith("end"):
                closing[open_.pop()[0]] = node
    return around, closing


def _run_of(node: Element) -> Element:
    """What a bookmark may stand beside: a tag by itself, or the run that a tag stands in."""
    return next(node.iterancestors(W + "r"), node) if isinstance(node.tag, str) else node


def _bookmarks(root: Element, inside: list[tuple[Element, tuple[_Block, ...]]], source: Source) -> None:
    where = dict(inside)
    for start, end in ids.pairs(root):
        blocks, others = where.get(start, ()), where.get(end, ()) if end is not None else ()
        if end is None or blocks != others or start.get(W + "name") == _CURSOR:
            for element in (start, end):
                if element is not None and element.getparent() is not None:
                    element.getparent().remove(element)
        elif blocks:
            place = source.tags[blocks[-1].number].place
            name = f"_bm{len(source.tags)}"
            start.addprevious(source.instruction(f"{{%\nset {name} = ''|_next_id %}}", place))
            for element in (start, end):
                element.set(W + "id", source.mark(f"{{{{\n{name} }}}}", place))
            start.set(W + "name", source.mark(f"{{{{\n{_string(start.get(W + 'name'))}|_unique }}}}", place))


def _string(text: str) -> str:
    return "'" + re.sub(r"['\\{}%]", "", text) + "'"


@dataclass(eq=False, slots=True)
class _Item:
    """A numbered paragraph within loops: its list, its level in it."""

    paragraph: Element
    blocks: tuple[_Block, ...]
    list: int
    level: int


def _lists(inside: list[tuple[Element, tuple[_Block, ...]]], source: Source, lists: Mapping[str, int]) -> None:
    """A list starts again in every turn of a loop, unless the turns themselves are what it numbers.

    They are when the numbered paragraph is the first of the turn and the only one of its list: then the list
    starts again in every turn of the loop around that one.
    """
    paragraphs = [(element, blocks) for element, blocks in inside if element.tag == W + "p"]
    items = [item for element, blocks in paragraphs if (item := _item(element, blocks, lists))]
    firsts: dict[_Block, Element] = {}
    for element, blocks in paragraphs:
        for block in blocks:
            firsts.setdefault(block, element)
    direct = Counter((item.blocks[-1], item.list) for item in items)
    highest: dict[tuple[_Block, int], int] = {}
    for item in items:
        for block in item.blocks:
            highest[block, item.list] = min(highest.get((block, item.list), item.level), item.level)
    names: dict[tuple[_Block, int], str] = {}
    for item in items:
        loop = item.blocks[-1]
        if direct[loop, item.list] == 1 and firsts[loop] is item.paragraph:
            if len(item.blocks) < 2:
                continue
            loop = item.blocks[-2]
        if loop.word == "for" and highest[loop, item.list] == item.level:  # Word itself restarts a lower level
            if (loop, item.list) not in names:
                names[loop, item.list] = _begin(loop, item.list, source)
            _renumber(item, names[loop, item.list], source)


def _item(paragraph: Element, blocks: tuple[_Block, ...], lists: Mapping[str, int]) -> _Item | None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        return None
    own = properties.find(f"{W}numPr/{W}numId")
    style = properties.find(W + "pStyle")
    value = own.get(W + "val") if own is not None else lists.get(style.get(W + "val") if style is not None else "")
    level = properties.find(f"{W}numPr/{W}ilvl")
    if value in (None, "0"):
        return None
    return _Item(paragraph, blocks, int(value), int(level.get(W + "val", "0")) if level is not None else 0)


def _begin(loop: _Block, number: int, source: Source) -> str:
    """Let *loop* make a new list at the beginning of each turn; the name it goes by."""
    name = f"_list{len(source.tags)}"
    text = f"{{%\nset {name} = {number}|_new_list %}}"
    place = source.tags[loop.number].place
    if loop.node.tag is etree.ProcessingInstruction:
        loop.node.addnext(source.instruction(text, place))
    else:
        mark = f"\ufdd0{loop.number}\ufdd1"
        loop.node.text = loop.node.text.replace(mark, mark + source.mark(text, place))
    return name


def _renumber(item: _Item, name: str, source: Source) -> None:
    properties = item.paragraph.find(W + "pPr")
    numbering = properties.find(W + "numPr")
    if numbering is None:
        numbering = etree.Element(W + "numPr")
        before = (W + key for key in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
        properties.insert(sum(1 for key in before if properties.find(key) is not None), numbering)
        etree.SubElement(numbering, W + "ilvl").set(W + "val", str(item.level))
        etree.SubElement(numbering, W + "numId")
    place = source.tags[item.blocks[-1].number].place
    numbering.find(W + "numId").set(W + "val", source.mark(f"{{{{\n{name} }}}}", place))
