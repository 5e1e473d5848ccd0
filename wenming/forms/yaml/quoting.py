"""A value that YAML cannot read, because of the mark it begins with."""

import re
from collections.abc import Container

import yaml

from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _
from wenming.forms.yaml.traps import Repair, Text, quoted

_MEANINGFUL = "\"'[{@`%*&!|>,]}?"  # what YAML gives a meaning to at the beginning of a value
_QUOTED = re.compile(r'(?<!\\)"(?:[^"\\]|\\.)*+"|\'(?:[^\']|\'\')*+\'')
_SIGNS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", ">": "＞", "<": "＜"}
_CLOSERS = {"[": "]", "{": "}"}
_FULL_COMMA = re.compile(r"[，,、；;]\s*+([^，,、；;:：{}\s]{1,20})(?:：\s*|:\s+)")
_TAIL = re.compile("(?<=[]}])[，,。；;、”\"'\\s\u3000\u00a0]+$")
_NO_COMMA = re.compile(r"([^\s,{\[:])\s+([\u4e00-\u9fff]{1,6}: )")
_SIGN_INSIDE = re.compile(r"(?<=: )([%@`*&!|>=<][^,{}\[\]]*)")
_FULL_COLON = re.compile(r"(?<=^\{) *([^，,:：{}\s]{1,20})：\s*")
_FULL_MARK = re.compile("[，：]")
_INNER = re.compile(  # a text inside brackets that lacks the quotes it needs: 成立{{ 镇.名称 }}小组, [2026]3号
    r"(?:(?<=: )|(?<=\[)|(?<=, ))(?![\"'])"
    r"((?:[^,{}\[\]\"']*\{\{[^{}]*\}\}[^,{}\[\]]*)+|\[[^\[\]]*\][^,{}\[\]\s][^,{}\[\]]*)"
)


def marked(text: Text, number: int, column: int, value: str, problem: str) -> Repair | None:
    """Returns the repair of *value*, which stands on line *number* from *column* on; None if it can be read.

    *problem* is what the parser says of it.
    """
    sign = value[:1]
    if value in _SIGNS:
        what = _("“{sign}”要写成一个字").format(sign=value)
        mistake = Mistake("not-an-option", what, _("写成 {sign}").format(sign=_SIGNS[value]))
        return text.repair(number, column, text.line(number)[: column - 1] + _SIGNS[value], mistake)
    if value.startswith("- "):
        new = text.line(number)[: column - 1] + "[" + quoted(value[1:].strip()) + "]"
        what, mend = _("列表不能接在字段名后面写"), _("“-”另起一行，前面加两个空格")
        return text.repair(number, column, new, Mistake("dash-behind-colon", what, mend), is_mend=False)
    if sign not in _MEANINGFUL or _is_readable(value):
        return None
    if sign in "\"'":
        return _quotes(text, number, column, value, problem)
    if sign in _CLOSERS:
        return _brackets(text, number, column, value)
    return _reserved(text, number, column, value)


def is_open(value: str) -> bool:
    """True if *value* begins with a quote that it does not close."""
    return value[:1] in ("'", '"') and not _QUOTED.match(value)


def unclosed(text: Text, number: int, column: int, value: str) -> Repair:
    """Returns the repair of *value*, which begins with a quote and does not close it."""
    new = text.line(number)[: column - 1] + quoted(value[1:])
    mistake = Mistake("unclosed-quote", _("引号没有配成一对，只有前一个"), _("在这段文字的末尾补上同样的引号"))
    return text.repair(number, column, new, mistake, is_mend=new.endswith(value + value[0]))


def narrowed(value: str, names: Container[str] | None = None) -> str:
    """Returns *value*, a list or fields in brackets, with half-width commas and colons around its field names.

    Where *names* are given, only these are taken for names of fields.
    """

    def narrow_marks(match: re.Match[str]) -> str:
        if names is None or match[1] in names:
            return f", {match[1]}: "
        return match[0]

    narrow = _FULL_COMMA.sub(narrow_marks, value)
    if value.startswith("{"):
        return _FULL_COLON.sub(r" \1: ", narrow)
    return narrow


def _is_readable(value: str) -> bool:
    """True if YAML can read *value* by itself."""
    try:
        for _event in yaml.parse(value, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError:
        return False
    return True


def _quotes(text: Text, number: int, column: int, value: str, problem: str) -> Repair | None:
    """Returns the repair of *value*, which begins with a quote."""
    head = text.line(number)[: column - 1]
    if "\\" in value and ("escape" in problem or "hex" in problem):
        single = "'" + value.strip('"').replace("'", "''") + "'"
        what, mend = _("双引号里的反斜杠“\\”有特别的意思"), _("改用单引号：{text}").format(text=single)
        return text.repair(number, column, head + single, Mistake("backslash", what, mend))
    whole = _QUOTED.match(value)
    if not whole:
        return unclosed(text, number, column, value)
    rest = value[whole.end() :]
    if not rest.strip():
        return None
    what = _("引号后面还有文字，引号只包住了前一半")
    whole_text = quoted(value)
    mend = _("把整段文字包起来：{text}；或者去掉引号，改用“”").format(text=whole_text)
    return text.repair(number, column + whole.end(), head + whole_text, Mistake("text-behind-quote", what, mend))


def _brackets(text: Text, number: int, column: int, value: str) -> Repair:
    """Returns the repair of *value*, which begins with a bracket."""
    if value.startswith("{{"):
        return _reserved(text, number, column, value)
    for mend in (_wide_marks, _behind_bracket, _lost_comma, _sign_inside, _text_inside):
        repair = mend(text, number, column, value)
        if repair:
            return repair
    if _CLOSERS[value[0]] in value:
        return _reserved(text, number, column, value)
    return text.brackets(number, column) or unclosed_bracket(text, number, column, value)


def _rewritten(text: Text, number: int, column: int, start: int, new: str, mistake: Mistake) -> Repair:
    """Returns the repair of a value that stands from *column* on: *new* in its place; wrong from its *start* (0) on."""
    return text.repair(number, column + start, text.line(number)[: column - 1] + new, mistake)


def _wide_marks(text: Text, number: int, column: int, value: str) -> Repair | None:
    """Repairs full-width commas and colons within brackets."""
    narrow = narrowed(value)
    if narrow == value:
        return None
    wide = _FULL_MARK.search(value)
    start = wide.start() if wide else 0
    mistake = Mistake("full-width-brackets", _("括号里的逗号和冒号要用半角"), _("写成 {line}").format(line=narrow))
    return _rewritten(text, number, column, start, narrow, mistake)


def _behind_bracket(text: Text, number: int, column: int, value: str) -> Repair | None:
    """Repairs a mark too many behind the closing bracket."""
    tail = _TAIL.search(value)
    if not tail or not tail.start() or not _is_readable(value[: tail.start()]):
        return None
    extra = tail[0].strip()
    mistake = Mistake(
        "behind-bracket", _("括号后面多了“{tail}”").format(tail=extra), _("删掉“{tail}”").format(tail=extra)
    )
    return _rewritten(text, number, column, tail.start(), value[: tail.start()], mistake)


def _lost_comma(text: Text, number: int, column: int, value: str) -> Repair | None:
    """Repairs a comma that is missing between two fields."""
    with_comma = _NO_COMMA.sub(r"\1, \2", value)
    if with_comma == value or not _is_readable(with_comma):
        return None
    mistake = Mistake("full-width-brackets", _("括号里两项之间少了逗号"), _("写成 {line}").format(line=with_comma))
    return _rewritten(text, number, column, 0, with_comma, mistake)


def _sign_inside(text: Text, number: int, column: int, value: str) -> Repair | None:
    """Repairs >= as the value of a field within brackets."""
    sign = _SIGN_INSIDE.search(value)
    typed = sign[1].strip() if sign else ""
    if not sign or typed not in _SIGNS:
        return None
    right = _SIGNS[typed]
    new = value[: sign.start(1)] + right + value[sign.end(1) :]
    what, mend = _("“{sign}”要写成一个字").format(sign=typed), _("写成 {sign}").format(sign=right)
    return _rewritten(text, number, column, sign.start(1), new, Mistake("not-an-option", what, mend))


def _text_inside(text: Text, number: int, column: int, value: str) -> Repair | None:
    """Repairs a text within brackets that lacks the quotes it needs."""
    inner = _INNER.search(value) or _SIGN_INSIDE.search(value)
    new = _SIGN_INSIDE.sub(_quote_inner, _INNER.sub(_quote_inner, value))
    if not inner or not _is_readable(new):
        return None
    what = _("括号里面有大括号、方括号的文字要加引号")
    mend = _("给这段文字加引号：{text}").format(text=_quote_inner(inner))
    return _rewritten(text, number, column, inner.start(), new, Mistake("needs-quotes", what, mend))


def _quote_inner(match: re.Match[str]) -> str:
    """Returns the text inside brackets that was found, in quotes."""
    return quoted(match[1].strip())


def leaves_bracket_open(value: str) -> bool:
    """True if *value* begins with a bracket and closes fewer than it opens."""
    if value[:1] not in _CLOSERS:
        return False
    bare_of_quotes = _QUOTED.sub("", value)
    opened = sum(bare_of_quotes.count(bracket) for bracket in _CLOSERS)
    closed = sum(bare_of_quotes.count(bracket) for bracket in _CLOSERS.values())
    return opened > closed


def unclosed_bracket(text: Text, number: int, column: int, value: str) -> Repair:
    """Returns the repair of *value*, which lacks the bracket that closes it."""
    closer = _CLOSERS[value[0]]
    head = text.line(number)[: column - 1]
    rest_is_comment = text.line(number + 1).lstrip().startswith("#") and closer in text.line(number + 1)
    if rest_is_comment and value.endswith(","):
        new = head + value.removesuffix(",") + closer
        mend = _("下一行的“#”也要去掉；不要下一行，就把末尾的逗号换成“{closer}”").format(closer=closer)
    else:
        new = head + value + closer
        mend = _("在末尾补上“{closer}”；是文字就给整段加引号").format(closer=closer)
    return text.repair(number, column, new, Mistake("unclosed-bracket", _("括号没有配成一对"), mend))


def _reserved(text: Text, number: int, column: int, value: str) -> Repair:
    """Returns the repair of *value*, a text that begins with a mark that means something in YAML."""
    return text.quote(number, column, _("文字不能直接用“{sign}”开头").format(sign=value[0]))
