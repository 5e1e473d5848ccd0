"""Templates compiled: their parts translated, proved, made into programs."""

import re
from collections.abc import Iterator
from typing import Any

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import N_, _
from wenming.engine.program import Compiled, Part, Tag, place_of
from wenming.ooxml import numbering
from wenming.ooxml.archive import Member
from wenming.ooxml.names import BODY

FILLED = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments|charts/chart\w*|diagrams/(?:data|drawing)\d*)\.xml"
    r"|docProps/(?:core|app|custom)\.xml"
)
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="([^"]+)"')
_DRAWING = re.compile(rb'<wp:docPr [^>]*?id="(\d+)"|<w:bookmarkStart [^>]*?w:id="(\d+)"')
_SPLIT = re.compile(rb"<[^>]*>")


def compile_members(members: dict[str, Member], shown: str) -> Compiled:
    """The template *members* compiled; what is wrong with its tags is in its faults."""
    from wenming.engine.sandbox import for_word
    from wenming.engine.translator import translate
    from wenming.ooxml import active_content

    styles = members["word/styles.xml"].unpack() if "word/styles.xml" in members else b""
    made = Compiled(members, styles={name: key for key, name in _STYLE.findall(styles.decode(errors="replace"))})
    made.faults += active_content.faults(members, shown)
    lists = numbering.of_styles(styles)
    if numbering.PART in members:
        made.numbers = list(numbering.numbers(members[numbering.PART].unpack()))
    for name, member in members.items():
        if not FILLED.fullmatch(name):
            continue
        xml = member.unpack()
        if name == BODY:
            made.ids = [int(one or other) for one, other in _DRAWING.findall(xml) if len(one or other) < 10]
        if name == BODY or _has_tags(xml):
            source = translate(xml, f"{shown} · {name}", lists)
            made.faults += source.faults
            part = Part(None, [(tag.source, tag.place, tag.word) for tag in source.tags], sorted(source.features))
            if source.tags or name == BODY:
                made.parts[name] = part
            if source.faults:
                environment = for_word(made.styles)
                made.faults += [fault for tag in part.tags if (fault := _syntax(tag, environment))]
            else:
                made.faults += _program(part, source.text, f"{shown} · {name}", made.styles)
    return made


def _has_tags(xml: bytes) -> bool:
    """Whether *xml* may hold a tag, however it is split."""
    if b"{" not in xml and "｛".encode() not in xml:
        return False
    text = _SPLIT.sub(b"", xml).decode(errors="replace").replace("｛", "{").replace("％", "%")
    return bool(re.search(r"\{[{%#]", text) or re.search(rb'"[^"]*\{[{%]', xml))


def _program(part: Part, text: str, shown: str, styles: dict[str, str]) -> list[Fault]:
    """Compile *text* into *part*; the faults that are found on the way."""
    from jinja2 import TemplateSyntaxError

    from wenming.engine.balance import Unproved, prove
    from wenming.engine.runtime_without_jinja import program
    from wenming.engine.sandbox import for_word

    environment = for_word(styles)
    try:
        tree = environment.parse(text)
        unknown = list(unknown_helpers(tree, part, shown))
        part.proved = prove(tree)
        if unknown:
            return unknown
        part.light = program(tree, lambda: environment.compile(environment.parse(text), raw=True))
        part.code = environment.compile(tree)
    except Unproved as error:
        what = _("这里的标签开始和结束的地方对不上，生成的文件会打不开")
        return [
            Fault(place_of(part, error.line, shown), what, _("让开始和结束的标签各自单独成段，或在同一段里"), "crossed")
        ]
    except TemplateSyntaxError as error:
        alone = [fault for tag in part.tags if (fault := _syntax(tag, environment))]
        return alone or [_wrong(place_of(part, error.lineno, shown), error.message or "")]
    except RecursionError:
        return [_wrong(Place(shown), _("嵌套得太深"))]
    return []


_WHOLE = {"for": "{}{{% endfor %}}", "if": "{}{{% endif %}}", "elif": "{{% if 1 %}}{}{{% endif %}}", "else": ""}


def whole(tag: Tag) -> str:
    """*tag* as a template of its own."""
    source, _place, word = tag
    if word.startswith("end"):
        return ""
    return _WHOLE.get(word, "{}{{% end" + word + " %}}" if word else "{}").format(source)


def parsed(text: str) -> Any:
    """The tree of *text*; None where jinja does not understand it."""
    from jinja2 import TemplateSyntaxError

    from wenming.engine.sandbox import for_text

    try:
        return for_text().parse(text)
    except (TemplateSyntaxError, RecursionError):
        return None


def _syntax(tag: Tag, environment: Any) -> Fault | None:
    """What is wrong with *tag* by itself."""
    from jinja2 import TemplateSyntaxError

    try:
        environment.parse(whole(tag))
    except TemplateSyntaxError as error:
        return _wrong(tag[1], error.message or "", tag[0])
    return None


_HINTS = (
    (re.compile(r"^\{%\s*(?:el)?if\b.*[^=!<>]=[^=]", re.DOTALL), N_("比较相等要写两个等号：==")),
    (re.compile(r"\.\."), N_("从 1 数到 3 写成 range(1, 4)")),
    (re.compile(r"&&|\|\||(?<!\w)!(?!=)"), N_("“并且”写 and，“或者”写 or，“不”写 not")),
    (
        re.compile(r"^\{\{\s*(?:p\s|tr\s|r\s)?\s*(?:if|for|endif|endfor|else|elif)\b"),
        N_("if、for 这些写在 {% %} 里，不写在 {{ }} 里"),
    ),
    (
        re.compile(r"^\{%\s*+(?![a-z%])"),
        N_("{% %} 里以 if、for、endif、endfor 这些词开头；要填一个字段，写 {{ 字段 }}"),
    ),
    (re.compile(r"^\{%\s*for\s+(?:in\b|(?!.*\bin\b))", re.DOTALL), N_("循环写成 {% for 行 in 字段 %}")),
    (re.compile(r"""^[^"]*"[^"]*$|^[^']*'[^']*$"""), N_("引号要成对")),
    (re.compile(r"^\{\{\s*\{|^\{%\s*%"), N_("标签的括号只写两个字符：{{ }} 或 {% %}")),
    (re.compile(r"\|\s*\w+\s*[（(][^\"')）]*[\u4e00-\u9fff]"), N_('过滤器括号里的文字要加引号：|default("无")')),
)


def _wrong(place: Place, why: str, source: str = "") -> Fault:
    mend = next((_(hint) for pattern, hint in _HINTS if pattern.search(source)), "")
    what = _("标签写得不对：{why}").format(why=_said(why))
    return Fault(place, what, mend or _("检查括号、引号，以及 if、for 和 endif、endfor 是否成对"), "syntax")


_SAID = (  # what jinja says, for those who do not read English
    (re.compile(r"unexpected char '?(?P<at>.+?)'? at \d+"), N_("不能有“{at}”这个字符")),
    (re.compile(r"unexpected '(?P<at>.+)', expected '(?P<wanted>.+)'"), N_("“{at}”前面少了“{wanted}”")),
    (re.compile(r"expected token '(?P<wanted>.+)', got '(?P<at>.+)'"), N_("“{at}”这里应当是“{wanted}”")),
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


def _said(why: str) -> str:
    """What jinja says is wrong, in the clerk's language; as it is where that is not known."""
    for pattern, words in _SAID:
        if match := pattern.fullmatch(why):
            return _(words).format(**{key: _(_TOKENS.get(value, value)) for key, value in match.groupdict().items()})
    return why


def unknown_helpers(tree: Any, part: Part, shown: str, place: Place | None = None) -> Iterator[Fault]:
    """Filters and tests that there are not, at *place* or where their tags stand."""
    from jinja2 import nodes

    from wenming.engine.sandbox import for_word, hint

    environment = for_word({})
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        kind, known = ("filter", environment.filters) if isinstance(node, nodes.Filter) else ("test", environment.tests)
        if node.name not in known:
            what = _("没有“{name}”这个过滤器") if kind == "filter" else _("没有“{name}”这个判断")
            names = sorted((one for one in known if not one.startswith("_")), key=lambda one: (one.isascii(), one))
            here = place or place_of(part, node.lineno, shown)
            yield Fault(here, what.format(name=node.name), hint(node.name, names), f"unknown-{kind}")
