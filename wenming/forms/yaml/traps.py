"""The traps that YAML sets for people who type Chinese: each is a fault and a repaired line to read on with.

A repair never goes into the clerk's file: it only lets the rest of the form be read, so that all faults come at once.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wenming.base.diagnostics import Fault, Mistake
from wenming.base.i18n import _
from wenming.forms.nodes import Node
from wenming.forms.yaml.text import Lines

WIDE = "\u3000\xa0\u2002\u2003"  # blanks that YAML takes for letters
_NAME = r"[^\s：:\"'#{}\[\],，。；、“”‘’《》（）()—－-][^\s：:\"'#{}\[\],，。；、“”‘’《》（）()]{0,19}"
_BLANKS = r"[\s\u200b-\u200d\u2060]"  # also those without a width
_NAMED = re.compile(rf"(\s*(?:-\s+)*)({_NAME})(\s*(?:[：:][：:]+|：|:(?=[^ \t])){_BLANKS}*)(?!//)(.*)")
_DASH = re.compile(r"(\s*)(－|–|•|·|●|◆|—(?!—)|-(?![\s-]))\s*(?=\S)")
_OPENING = ("［", "【", "｛", "[", "{")
_FULL_WIDTH_BRACKETS = frozenset("［］【】｛｝")
_NARROW = str.maketrans("［］【】｛｝", "[][]{}")
_WIDE_MARK = re.compile(r"([，：])\s*")
_NARROW_MARKS = {"，": ", ", "：": ": "}
_HALF_WIDTH = str.maketrans({"\t": "  ", "\u3000": "  ", "\u2002": "  ", "\u2003": "  ", "\xa0": " "})
LEVEL = 2  # blanks
_SHORT = 40  # characters of a form in a message
_GOING_ON = ("，", "、", "；", "：", ",", "（", "“", "《")
_COMMENT = re.compile(r"(?<!\s)\s++#(\s.*)?$")


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault, and what to read instead of the lines that have it."""

    fault: Fault
    lines: dict[int, str]  # by their numbers, from 1
    lossy: bool = False  # something was left out of them
    is_mend: bool = False  # they are what the clerk should write


@dataclass(frozen=True, slots=True)
class Text:
    """A form's text: where faults are placed, and the lines as repaired so far."""

    source: Lines
    lines: Sequence[str]

    def line(self, number: int) -> str:
        """Returns line *number*, from 1; nothing where there is no such line."""
        if 0 < number <= len(self.lines):
            return self.lines[number - 1]
        return ""

    def repair(
        self, number: int, column: int, new: str, mistake: Mistake, path: str = "", *, is_mend: bool = True
    ) -> Repair:
        """Returns the repair of one line, which becomes *new*; if that *is_mend*, it is what the clerk should write."""
        return self.repair_lines(number, column, {number: new}, mistake, path, is_mend=is_mend)

    def repair_lines(
        self,
        number: int,
        column: int,
        lines: dict[int, str],
        mistake: Mistake,
        path: str = "",
        *,
        is_mend: bool = True,
    ) -> Repair:
        """Returns the repair of a fault on line *number*, by which *lines* become others."""
        fault = self.source.fault(number, column, mistake.code, mistake.what, mistake.mend, path)
        return Repair(fault, lines, is_mend=is_mend)

    # Below: one trap each; None where the line is not caught in it. *path* is the field that the fault is told of.

    def colon(self, number: int, names: Container[str] | None = None, path: str = "") -> Repair | None:
        """Repairs a full-width colon behind the name of a field, or a colon without a blank behind it.

        Only *names*, where they are given, are names of fields.
        """
        match = _NAMED.fullmatch(self.line(number))
        if not match:
            return None
        before, name, mark, value = match.groups()
        is_field = _looks_like_field(name, mark) if names is None else name in names
        if not is_field:
            return None
        value = _narrow_brackets(value) or value
        new = f"{before}{name}: {value}"
        column = len(before) + len(name) + 1
        return self.repair(number, column, new, colon_mistake(mark, name, f"{name}: {value}"), path)

    def dash(self, number: int, path: str = "") -> Repair | None:
        """Repairs a list item that begins with another dash or a dot, or with a dash and no blank."""
        line = self.line(number)
        match = _DASH.match(line)
        if not match:
            return None
        new = f"{match[1]}- {line[match.end() :]}"
        if match[2] == "-":
            what = _("列表的“-”后面少一个空格")
        else:
            what = _("列表前面要用半角“-”，不用“{mark}”").format(mark=match[2])
        mend = _("写成 {line}").format(line=_short(new.strip()))
        return self.repair(number, len(match[1]) + 1, new, Mistake("wrong-dash", what, mend), path)

    def indent(self, number: int, path: str = "") -> Repair | None:
        """Repairs tabs or full-width blanks at the beginning of a line."""
        line = self.line(number)
        content = line.lstrip(" \t" + WIDE)
        blanks = line.removesuffix(content)
        odd = blanks.lstrip(" ")  # from the first odd one on
        if not odd or not content:
            return None
        if odd.startswith("\t"):
            what, mend = _("这一行用 Tab 键缩进"), _("删掉行首的 Tab，改用空格，每层两个")
        else:
            what, mend = _("这一行用全角空格缩进"), _("删掉行首的全角空格，改用半角空格，每层两个")
        column = len(blanks) - len(odd) + 1
        new = blanks.translate(_HALF_WIDTH) + content
        return self.repair(number, column, new, Mistake("odd-indent", what, mend), path, is_mend=False)

    def cut(self, number: int, column: int, path: str = "") -> Repair:
        """Repairs a text that is cut short by the # after *column*."""
        line = self.line(number)
        spot = line.index("#", column - 1)
        what = _("“#”前面有空格，后面的“{rest}”会被当成说明丢掉").format(rest=_short(line[spot:]))
        mend = _("是正文就给整段文字加引号；是说明就在“#”后面空一格")
        new = f"{line[:spot].rstrip()}{line[spot:]}"
        return self.repair(number, spot + 1, new, Mistake("cut-by-hash", what, mend), path, is_mend=False)

    def brackets(self, number: int, column: int, path: str = "") -> Repair | None:
        """Repairs full-width brackets around a list or a group of fields."""
        line = self.line(number)
        narrow = _narrow_brackets(bare(line[column - 1 :]))
        if narrow is None:
            return None
        what = _("列表的括号和逗号要用半角")
        mend = _("写成 {line}").format(line=_short(narrow))
        mistake = Mistake("full-width-brackets", what, mend)
        return self.repair(number, column, line[: column - 1] + narrow, mistake, path)

    def quote(self, number: int, column: int, what: str, path: str = "") -> Repair:
        """Repairs a text from *column* to the end of its line that needs quotes, for the reason *what*."""
        line = self.line(number)
        value = quoted(bare(line[column - 1 :]))
        mend = _("给这段文字加引号：{text}").format(text=_short(value))
        mistake = Mistake("needs-quotes", what, mend)
        return self.repair(number, column, line[: column - 1] + value, mistake, path)


def dashes(text: Text, node: Node, path: str) -> Iterator[Repair]:
    """Repairs the lines of *node*, a plain text where a list is due, that were meant as items."""
    for number in _lines_of_its_own(text, node):
        repair = text.dash(number, path)
        if repair:
            yield repair


def colons(text: Text, node: Node, path: str) -> Iterator[Repair]:
    """Repairs the lines of *node*, a plain text where fields are due, that were meant as fields."""
    for number in _lines_of_its_own(text, node):
        repair = text.colon(number, path=path)
        if repair:
            yield repair


def _lines_of_its_own(text: Text, node: Node) -> range:
    """Returns the lines of *node*, but for the first where a field's name stands before it."""
    first = node.line if starts_line(text, node) else node.line + 1
    return range(first, node.end_line + 1)


def swallowed(text: Text, node: Node, path: str, names: Mapping[str, int]) -> Iterator[Repair]:
    """Repairs the lines that *node*, a plain text, took up though they were meant as fields or as list items.

    *names* are the fields that may stand there, each with its indentation.
    """
    dash = text.line(node.line)[: node.column - 1].rfind("-")
    first_item = _first_item_misplaced(text, node, dash, path)
    if first_item is not None:
        yield first_item
        return
    for number in range(node.line + 1, node.end_line + 1):
        field = text.colon(number, names, path)
        new = field.lines[number].strip() if field else ""
        name = new.partition(":")[0]
        if field and name in names:
            yield text.repair_lines(
                number, field.fault.place.column, {number: " " * names[name] + new}, mistake_of(field.fault), path
            )
        elif text.line(number).lstrip().startswith("- "):
            yield _swallowed_item(text, number, dash, path, is_sibling=starts_line(text, node))


def missing_dashes(text: Text, node: Node, path: str) -> Repair | None:
    """Returns the repair of the lines below the short item *node* that are items without their dashes; None if none is.

    A line goes on with the one above if that ends in a mark within a sentence.
    """
    dash = text.line(node.line)[: node.column - 1].rfind("-")
    numbers = [number for number in range(node.line + 1, node.end_line + 1) if text.line(number).strip()]
    above = [bare(text.line(number - 1)) for number in numbers]
    goes_on = any(line.endswith(_GOING_ON) for line in above)
    have_dashes = any(text.line(number).lstrip().startswith("- ") for number in numbers)
    if dash < 0 or goes_on or have_dashes or not numbers:
        return None
    lines = {number: f"{' ' * dash}- {text.line(number).lstrip()}" for number in numbers}
    mend = _("写成 {line}").format(line=_short(lines[numbers[0]].strip()))
    mistake = Mistake("missing-dash", _("这一行前面少了“-”，并进了上一行"), mend)
    return text.repair_lines(
        numbers[0], len(text.line(numbers[0])) - len(text.line(numbers[0]).lstrip()) + 1, lines, mistake, path
    )


def _first_item_misplaced(text: Text, node: Node, dash: int, path: str) -> Repair | None:
    """Returns the repair of the item that *node* is, if all others of its list stand deeper and it took them up."""
    if _has_item_at(text, node.line - 1, dash) or _has_item_at(text, node.end_line + 1, dash):
        return None
    below = [text.line(number) for number in range(node.line + 1, node.end_line + 1) if text.line(number).strip()]
    depths = {len(line) - len(line.lstrip(" ")) for line in below}
    are_items = all(line.lstrip().startswith("- ") for line in below)
    if dash < 0 or not are_items or len(depths) != 1 or text.line(node.line)[:dash].strip():
        return None
    [deep] = depths
    is_second_alone_out_of_place = len(below) == 1 and dash % LEVEL == 0
    if is_second_alone_out_of_place:
        return None
    new = " " * deep + text.line(node.line).lstrip()
    mend = _("行首空 {n} 格，与下面的“-”对齐").format(n=deep)
    return text.repair(node.line, dash + 1, new, Mistake("misaligned", _("这一行的缩进对不上"), mend), path)


def _has_item_at(text: Text, number: int, dash: int) -> bool:
    return dash >= 0 and text.line(number).startswith(" " * dash + "- ")


def _swallowed_item(text: Text, number: int, dash: int, path: str, *, is_sibling: bool) -> Repair:
    """Returns the repair of an item that became part of the text above it.

    It moves below the *dash* (its place from 0) of the item above; where there is none (-1), it is left out. If that
    text is nothing but an item, it *is_sibling* of it.
    """
    line = text.line(number)
    item = line.lstrip()
    what = _("这一行被并进了上一行的文字")
    mend = _("“-”要与同一个列表的其他“-”对齐；上一行的字段后面不要再写内容")
    if dash >= 0 and is_sibling:
        mend = _("行首空 {n} 格，与上面的“-”对齐").format(n=dash)
    fault = text.source.fault(number, len(line) - len(item) + 1, "swallowed-line", what, mend, path)
    if dash < 0:
        return Repair(fault, {number: ""}, lossy=True)
    return Repair(fault, {number: " " * dash + item}, is_mend=is_sibling)


def _narrow_brackets(value: str) -> str | None:
    """Returns *value*, a list or a group of fields, with half-width marks; None if its brackets are half-width."""
    if not value.startswith(_OPENING) or _FULL_WIDTH_BRACKETS.isdisjoint((value[0], value[-1])):
        return None
    narrow = value.translate(_NARROW)
    return _WIDE_MARK.sub(lambda mark: _NARROW_MARKS[mark[1]], narrow)


def colon_mistake(mark: str, name: str, mended: str) -> Mistake:
    """Returns what is wrong with the colon *mark* behind the field *name*; *mended*, it is written like that."""
    line = _short(bare(mended))
    if "：" in mark:
        what = _("“{name}”后面是全角冒号“：”").format(name=name)
        return Mistake("full-width-colon", what, _("改成半角冒号加一个空格：{line}").format(line=line))
    what = _("“{name}”的冒号后面少一个空格").format(name=name)
    if re.search(r"[^\x00-\x7f]", mark):
        what = _("“{name}”的冒号后面是全角空格，不是半角的").format(name=name)
    return Mistake("colon-without-blank", what, _("写成 {line}").format(line=line))


def mistake_of(fault: Fault) -> Mistake:
    """Returns what *fault* says, without its place."""
    return Mistake(fault.code, fault.what, fault.mend)


def starts_line(text: Text, node: Node) -> bool:
    """True if nothing but blanks and list dashes stands before *node*."""
    return not text.line(node.line)[: node.column - 1].strip(" -")


def bare(value: str) -> str:
    """Returns *value* without a comment behind it."""
    return _COMMENT.sub("", value).rstrip()


def quoted(value: str) -> str:
    """Returns *value* in quotes that keep it as it is."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _looks_like_field(name: str, mark: str) -> bool:
    """True if *name*, with the colon *mark* behind it, may be a field: the colon is full-width or the name Chinese."""
    return "：" in mark or "\u4e00" <= name[0] <= "\u9fff"


def _short(text: str) -> str:
    """Returns *text*, or its beginning where it is too long for a message."""
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
