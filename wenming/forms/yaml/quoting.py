"""A value that YAML cannot read, because of the mark it begins with."""

import re
from collections.abc import Container

import yaml

from wenming.base.i18n import _
from wenming.forms.yaml.traps import Repair, Text, quoted

_MEANINGFUL = "\"'[{@`%*&!|>,]}?"  # what YAML gives a meaning to at the beginning of a value
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_CLOSERS = {"[": "]", "{": "}"}
_FULL_COMMA = re.compile(r"[，,]\s*([^，,:：{}\s]{1,20})(?:：\s*|:\s+)")
_FULL_COLON = re.compile(r"(?<=^\{) *([^，,:：{}\s]{1,20})：\s*")


_INNER = re.compile(  # a text inside brackets that lacks the quotes it needs: 成立{{ 镇.名称 }}小组, [2026]3号
    r"(?:(?<=: )|(?<=\[)|(?<=, ))(?![\"'])"
    r"((?:[^,{}\[\]\"']*\{\{[^{}]*\}\}[^,{}\[\]]*)+|\[[^\[\]]*\][^,{}\[\]\s][^,{}\[\]]*)"
)


def marked(text: Text, number: int, column: int, value: str, problem: str) -> Repair | None:
    """The trap that *value* (line *number*, from *column* on) is caught in, the parser having met *problem*."""
    sign = value[:1]
    if sign == "-" and value[1:2] == " ":
        new = text.line(number)[: column - 1] + "[" + quoted(value[1:].strip()) + "]"
        return text.repair(number, column, new, _("列表不能接在字段名后面写"), _("“-”另起一行，前面加两个空格"))
    if sign not in _MEANINGFUL or _sound(value):
        return None
    if sign in "\"'":
        return _quotes(text, number, column, value, problem)
    if sign in _CLOSERS:
        return _brackets(text, number, column, value)
    return text.quote(number, column, _("文字不能直接用“{sign}”开头").format(sign=sign))


def is_open(value: str) -> bool:
    """Whether *value* begins with a quote that it does not close."""
    return value[:1] in ("'", '"') and not _QUOTED.match(value)


def unclosed(text: Text, number: int, column: int, value: str) -> Repair:
    """The trap of a quote that is not closed."""
    new = text.line(number)[: column - 1] + quoted(value[1:])
    return text.repair(number, column, new, _("引号没有配成一对，只有前一个"), _("在这段文字的末尾补上同样的引号"))


def narrowed(value: str, names: Container[str] | None = None) -> str:
    """*value*, in brackets, with half-width commas and colons around its field names (*names*, where given)."""

    def named(match: re.Match[str]) -> str:
        return f", {match[1]}: " if names is None or match[1] in names else match[0]

    narrow = _FULL_COMMA.sub(named, value)
    return _FULL_COLON.sub(r" \1: ", narrow) if value[:1] == "{" else narrow


def _sound(value: str) -> bool:
    """Whether *value* can be read by itself."""
    try:
        return all(True for _event in yaml.parse(value, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False


def _quotes(text: Text, number: int, column: int, value: str, problem: str) -> Repair | None:
    head = text.line(number)[: column - 1]
    if "\\" in value and ("escape" in problem or "hex" in problem):
        new = head + "'" + value.strip('"').replace("'", "''") + "'"
        return text.repair(number, column, new, _("双引号里的反斜杠“\\”有特别的意思"), _("改用单引号"))
    whole = _QUOTED.match(value)
    if not whole:
        return unclosed(text, number, column, value)
    if not value[whole.end() :].strip():
        return None
    what = _("引号后面还有文字，引号只包住了前一半")
    mend = _("去掉引号，或者把整段文字包起来，里面用“”")
    return text.repair(number, column + whole.end(), head + quoted(value), what, mend)


def _brackets(text: Text, number: int, column: int, value: str) -> Repair:
    head, sign = text.line(number)[: column - 1], value[0]
    reserved = text.quote(number, column, _("文字不能直接用“{sign}”开头").format(sign=sign))
    if value.startswith("{{"):
        return reserved
    narrow = narrowed(value)
    if narrow != value:
        spot = next((index for index, char in enumerate(value) if char in "，："), 0)
        mend = _("写成 {line}").format(line=narrow)
        return text.repair(number, column + spot, head + narrow, _("括号里的逗号和冒号要用半角"), mend)
    inner = _INNER.search(value)
    if inner and _sound(_INNER.sub(lambda match: quoted(match[1].strip()), value)):
        new = head + _INNER.sub(lambda match: quoted(match[1].strip()), value)
        mend = _("给这段文字加引号：{text}").format(text=quoted(inner[1].strip()))
        return text.repair(number, column + inner.start(), new, _("括号里面有大括号、方括号的文字要加引号"), mend)
    if _CLOSERS[sign] in value:
        return reserved
    mend = _("在末尾补上“{closer}”；是文字就给整段加引号").format(closer=_CLOSERS[sign])
    return text.brackets(number, column) or text.repair(
        number, column, head + value + _CLOSERS[sign], _("括号没有配成一对"), mend
    )
