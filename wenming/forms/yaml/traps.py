"""The traps that YAML sets for people who type Chinese: each is a fault and a repaired line to read on with.

A repair never goes into the clerk's file: it only lets the rest of the form be read, so that all faults come at once.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms.yaml.events import Node
from wenming.forms.yaml.text import Source

WIDE = "\u3000\xa0\u2002\u2003"  # blanks that YAML takes for letters
_NAME = r"[^\s：:\"'#{}\[\],，。；、“”‘’《》（）()—－-][^\s：:\"'#{}\[\],，。；、“”‘’《》（）()]{0,19}"
_NAMED = re.compile(rf"(\s*(?:-\s+)*)({_NAME})(\s*(?:：|:(?=\S))\s*)(?!//)(.*)")
_DASH = re.compile(r"(\s*)(－|–|•|·|●|◆|—(?!—)|-(?![\s-]))\s*(?=\S)")
_FULL_WIDTH = str.maketrans("［］【】｛｝，：", "[][]{},:")
_COMMENT = re.compile(r"\s+#(\s.*)?$")


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault and the lines to read instead (numbers from 1); *lossy* when something was left out of them."""

    fault: Fault
    lines: dict[int, str]
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A form's text: where faults are placed, and the lines as repaired so far."""

    source: Source
    lines: Sequence[str]

    def line(self, number: int) -> str:
        """Line *number*, from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def repair(self, number: int, column: int, new: str, what: str, mend: str, path: str = "") -> Repair:
        """The repair of one line."""
        return Repair(self.source.fault(number, column, what, mend, path), {number: new})

    # Below: one trap each; None where the line is not caught in it.

    def colon(self, number: int, names: Container[str] | None = None, path: str = "") -> Repair | None:
        """A field name (one of *names*, where given) with a full-width colon, or no blank after the colon."""
        match = _NAMED.fullmatch(self.line(number))
        if not match or (names is not None and match[2] not in names):
            return None
        before, name, mark, value = match.groups()
        if names is None and "：" not in mark and not "\u4e00" <= name[0] <= "\u9fff":
            return None
        new = f"{before}{name}: {value}"
        column = len(before) + len(name) + 1
        what, mend = colon_words(mark, name, value)
        return self.repair(number, column, new, what, mend, path)

    def dash(self, number: int, path: str = "") -> Repair | None:
        """A list item that begins with another dash or a dot, or with a dash and no blank."""
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
        return self.repair(number, len(match[1]) + 1, new, what, mend, path)

    def indent(self, number: int, path: str = "") -> Repair | None:
        """Tabs or full-width blanks at the beginning of a line."""
        line = self.line(number)
        bare = line.lstrip(" \t" + WIDE)
        blanks = line[: len(line) - len(bare)]
        odd = next((spot for spot, char in enumerate(blanks) if char != " "), None)
        if odd is None or not bare:
            return None
        new = "".join(" " if char in " \xa0" else "  " for char in blanks) + bare
        if blanks[odd] == "\t":
            what, mend = _("这一行用 Tab 键缩进"), _("删掉行首的 Tab，改用空格，每层两个")
        else:
            what, mend = _("这一行用全角空格缩进"), _("删掉行首的全角空格，改用半角空格，每层两个")
        return self.repair(number, odd + 1, new, what, mend, path)

    def cut(self, number: int, column: int, path: str = "") -> Repair:
        """A text cut short by the # after *column*."""
        line = self.line(number)
        spot = line.index("#", column - 1)
        what = _("“#”前面有空格，后面的“{rest}”会被当成说明丢掉").format(rest=_short(line[spot:]))
        mend = _("是正文就给整段文字加引号；是说明就在“#”后面空一格")
        return self.repair(number, spot + 1, f"{line[:spot].rstrip()}{line[spot:]}", what, mend, path)

    def brackets(self, number: int, column: int, path: str = "") -> Repair | None:
        """Full-width brackets around a list or a group of fields."""
        line = self.line(number)
        value = bare(line[column - 1 :])
        if value[:1] not in ("［", "【", "｛", "[", "{") or not re.search("[［］【】｛｝]", value[0] + value[-1]):
            return None
        new = line[: column - 1] + value.translate(_FULL_WIDTH).replace(",", ", ").replace(":", ": ")
        return self.repair(
            number,
            column,
            new,
            _("列表的括号和逗号要用半角"),
            _("写成 {line}").format(line=_short(new[column - 1 :])),
            path,
        )

    def quote(self, number: int, column: int, what: str, path: str = "") -> Repair:
        """A text from *column* to the end of its line that needs quotes, for the reason *what*."""
        line = self.line(number)
        value = bare(line[column - 1 :])
        new = line[: column - 1] + quoted(value)
        return self.repair(
            number, column, new, what, _("给这段文字加引号：{text}").format(text=_short(quoted(value))), path
        )


def dashes(text: Text, node: Node, path: str) -> Iterator[Repair]:
    """The lines of *node*, a plain text where a list is due, that were meant as items."""
    for number in range(node.line, node.end_line + 1):
        if number > node.line or starts_line(text, node):
            found = text.dash(number, path)
            if found:
                yield found


def colons(text: Text, node: Node, path: str) -> Iterator[Repair]:
    """The lines of *node*, a plain text where fields are due, that were meant as fields."""
    for number in range(node.line, node.end_line + 1):
        if number > node.line or starts_line(text, node):
            found = text.colon(number, path=path)
            if found:
                yield found


def swallowed(text: Text, node: Node, path: str, names: Mapping[str, int]) -> Iterator[Repair]:
    """The lines that *node*, a plain text, swallowed: fields (of *names*, each with its indentation), list items."""
    dash = text.line(node.line)[: node.column - 1].rfind("-")
    for number in range(node.line + 1, node.end_line + 1):
        line = text.line(number)
        found = text.colon(number, names, path)
        if found:
            new = found.lines[number].strip()
            yield Repair(found.fault, {number: " " * names[new.partition(":")[0]] + new})
        elif line.lstrip().startswith("- "):
            what, mend = (
                _("这一行被并进了上一行的文字"),
                _("“-”要与同一个列表的其他“-”对齐；上一行的字段后面不要再写内容"),
            )
            fault = text.source.fault(number, len(line) - len(line.lstrip()) + 1, what, mend, path)
            yield Repair(fault, {number: " " * dash + line.lstrip() if dash >= 0 else ""}, lossy=dash < 0)


def colon_words(mark: str, name: str, value: str) -> tuple[str, str]:
    """What is wrong with the colon *mark* behind the field *name*, and how to mend it."""
    line = _short(f"{name}: {value}")
    if "：" in mark:
        what = _("“{name}”后面是全角冒号“：”").format(name=name)
        return what, _("改成半角冒号加一个空格：{line}").format(line=line)
    return _("“{name}”的冒号后面少一个空格").format(name=name), _("写成 {line}").format(line=line)


def starts_line(text: Text, node: Node) -> bool:
    """Whether nothing but blanks and list dashes stands before *node*."""
    return not text.line(node.line)[: node.column - 1].strip(" -")


def bare(value: str) -> str:
    """*value* without a comment behind it."""
    return _COMMENT.sub("", value).rstrip()


def quoted(value: str) -> str:
    """*value* in quotes that keep it as it is."""
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
