"""What jinja does not understand in a tag, in the clerk's language."""

import re

from jinja2 import TemplateSyntaxError, nodes

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import N_, _
from wenming.engine.program import Tag
from wenming.engine.sandbox import Environment, for_text

_WHOLE = {"for": "{}{{% endfor %}}", "if": "{}{{% endif %}}", "elif": "{{% if 1 %}}{}{{% endif %}}", "else": ""}


def whole(tag: Tag) -> str:
    """*tag* as a template of its own."""
    if tag.word.startswith("end"):
        return ""
    if not tag.word:
        return tag.source
    return _WHOLE.get(tag.word, "{}{{% end" + tag.word + " %}}").format(tag.source)


def parsed(text: str) -> nodes.Template | None:
    """The tree of jinja's source *text*; None where jinja does not understand it."""
    try:
        return for_text().parse(text)
    except (TemplateSyntaxError, RecursionError):
        return None


def fault_of_tag(tag: Tag, environment: Environment) -> Fault | None:
    """What is wrong with *tag* by itself; None where nothing is."""
    try:
        environment.parse(whole(tag))
    except TemplateSyntaxError as error:
        return syntax_fault(tag.place, error.message or "", tag.source)
    return None


_HINTS = (
    (re.compile(r"^\{%\s*(?:el)?if\b.*[^=!<>]=[^=]", re.DOTALL), N_("比较相等要写两个等号：==")),
    (re.compile(r"\.\."), N_("从 1 数到 3 写成 range(1, 4)")),
    (re.compile(r"&&|\|\||(?<!\w)!(?!=)"), N_("“并且”写 and，“或者”写 or，“不”写 not")),
    (
        re.compile(r"^\{\{\s*+(?:(?:p|tr|r)\s\s*+)?(?:if|for|endif|endfor|else|elif)\b"),
        N_("if、for 这些写在 {% %} 里，不写在 {{ }} 里"),
    ),
    (
        re.compile(r"^\{%\s*+(?![a-z%])"),
        N_("{% %} 里以 if、for、endif、endfor 这些词开头；要填一个字段，写 {{ 字段 }}"),
    ),
    (re.compile(r"^\{%\s*for\s++(?:in\b|(?!.*\bin\b))", re.DOTALL), N_("循环写成 {% for 行 in 字段 %}")),
    (re.compile(r"""^[^"]*"[^"]*$|^[^']*'[^']*$"""), N_("引号要成对")),
    (re.compile(r"^\{\{\s*\{|^\{%\s*%"), N_("标签的括号只写两个字符：{{ }} 或 {% %}")),
    (re.compile(r"\|\s*\w+\s*[（(][^\"')）]*[\u4e00-\u9fff]"), N_('过滤器括号里的文字要加引号：|default("无")')),
)


def syntax_fault(place: Place, why: str, source: str = "") -> Fault:
    """The fault of a tag at *place* that jinja does not understand; *why* in jinja's words, *source* the tag itself."""
    hints = (_(hint) for pattern, hint in _HINTS if pattern.search(source))
    mend = next(hints, _("检查括号、引号，以及 if、for 和 endif、endfor 是否成对"))
    return Fault(place, _("标签写得不对：{why}").format(why=_in_chinese(why)), mend, "syntax")


_MESSAGES = (  # what jinja says, for those who do not read English
    (re.compile(r"^unexpected char '?(?P<at>.+?)'? at \d+"), N_("不能有“{at}”这个字符")),
    (
        re.compile(r"^unexpected '(?P<at>.+?)', expected '(?P<wanted>(?:(?!', expected ').)+)'"),
        N_("“{at}”前面少了“{wanted}”"),
    ),
    (
        re.compile(r"^expected token '(?P<wanted>.+?)', got '(?P<at>(?:(?!', got ').)+)'"),
        N_("“{at}”这里应当是“{wanted}”"),
    ),
    (re.compile(r"[Uu]nexpected '(?P<at>.+)'"), N_("“{at}”不该在这里，前面可能少了什么")),
    (re.compile(r"Expected an expression, got '(?P<at>.+)'"), N_("“{at}”前面少了字段或条件")),
    (re.compile(r"Encountered unknown tag '(?P<at>.+?)'.*", re.DOTALL), N_("没有“{at}”这种标签")),
    (re.compile(r"tag name expected"), N_("“{{%”后面少了 if、for 这样的词")),
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "name": N_("一个名字"),
    "end of template": N_("模板的结尾"),
}


def _in_chinese(why: str) -> str:
    """What jinja says is wrong, in the clerk's language; as it is where that is not known."""
    for pattern, words in _MESSAGES:
        match = pattern.fullmatch(why)
        if match:
            tokens = {key: _(_TOKENS.get(value, value)) for key, value in match.groupdict().items()}
            return _(words).format(**tokens)
    return why
