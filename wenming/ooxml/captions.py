"""The numbers of captions (SEQ fields): counted again, as Word does when its fields are brought up to date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from wenming.ooxml.ids import is_copy
from wenming.ooxml.namespaces import W

_SEQUENCE = re.compile(r'\s*SEQ\s+("[^"]*"|\S+)(.*)', re.IGNORECASE | re.DOTALL)
_SWITCH = re.compile(r"\\([a-zA-Z*])\s*([^\\]*)")
_PLAIN = ("arabic", "mergeformat", "charformat")
_LISTS = re.compile(r"\s*TOC\b.*\\c", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Field:
    """A field: the element at which it begins, its code, the texts of its result."""

    begin: Element
    code: list[str] = field(default_factory=list)
    result: list[Element] = field(default_factory=list)
    has_result: bool = False


def is_sequence(code: str) -> bool:
    """True if *code*, of a field or a part of one, is that of a caption's number."""
    return _SEQUENCE.match(code) is not None


def count(root: Element) -> None:
    """Number the captions under *root* anew; what is not numbered 1, 2, 3 is marked for Word to bring up to date."""
    numbers: dict[str, int] = {}
    for one in _fields(root):
        code = "".join(one.code)
        sequence = _SEQUENCE.match(code)
        if sequence is not None:
            is_of_copy = is_copy(one.begin)  # of what only old programs read, which is numbered like the other
            number = numbers.get(sequence[1]) if is_of_copy else _next(sequence[1], sequence[2], numbers)
            if number is None or not one.result:
                _mark(one)
            else:
                _write(str(number), one)
        elif _LISTS.match(code):
            _mark(one)


def _next(name: str, switches: str, numbers: dict[str, int]) -> int | None:
    """Returns the number of the next caption of the sequence *name*; None where it is not counted so simply."""
    number = numbers.get(name, 0) + 1
    for letter, text in _SWITCH.findall(switches):
        match letter.lower():
            case "c":
                number -= 1
            case "r" if text.strip().isdecimal():
                number = int(text)
            case "*" if text.strip().lower() in _PLAIN:
                continue
            case "n":
                continue
            case _:  # by chapter, hidden, in Chinese or Roman figures
                numbers[name] = number
                return None
    numbers[name] = number
    return number


def _fields(root: Element) -> Iterator[_Field]:
    """Yields the fields under *root* that hold no other, in the order in which they end."""
    unclosed: list[_Field] = []
    for element in root.iter(W + "fldSimple", W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "fldSimple":
            yield _Field(element, [element.get(W + "instr", "")], list(element.iter(W + "t")))
        elif element.tag == W + "fldChar":
            kind = element.get(W + "fldCharType")
            if kind == "begin":
                unclosed.append(_Field(element))
            elif kind == "separate" and unclosed:
                unclosed[-1].has_result = True
            elif kind == "end" and unclosed:
                yield unclosed.pop()
        elif unclosed and element.tag == W + "instrText":
            unclosed[-1].code.append(element.text or "")
        elif unclosed and unclosed[-1].has_result:
            unclosed[-1].result.append(element)


def _write(text: str, one: _Field) -> None:
    first, *others = one.result
    first.text = text
    for other in others:
        other.text = ""


def _mark(one: _Field) -> None:
    """Let Word bring the field *one* up to date when it opens the file."""
    one.begin.set(W + "dirty", "1")
