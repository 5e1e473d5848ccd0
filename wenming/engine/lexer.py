"""docxtpl's tags as text: how they are written, in full width too, and what they are in jinja."""

import re
from collections.abc import Iterator

_INNER = r"(?>\"[^\"]*\"|'[^']*'|(?!\{[{%#]).)*?"
TAG = re.compile(
    r"(?P<raw>\{%-?\s*raw\s*-?%\}(?P<inner>(?:(?!\{%-?\s*+raw\b).)*?)\{%-?\s*endraw\s*-?%\})"
    r"|(?P<literal>\{_\{|\}_\}|\{_%|%_\})"
    # what is quoted ends no tag; atomic, so that many quotation marks cost no time, as no tag begins within another
    rf"|(?P<tag>\{{\{{{_INNER}\}}\}}|\{{%{_INNER}%\}}|\{{#(?:(?!\{{#).)*?#\}})"
)
WIDE_TAG = re.compile(
    r"[{｛][{｛](?:(?![{｛][{｛%％]).)*?[}｝][}｝]|[{｛][%％](?:(?![{｛][{｛%％]).)*?[%％][}｝]"
    r"|[{｛][#＃](?:(?![{｛][#＃]).)*?[#＃][}｝]"
)
LEVEL = re.compile(r"(\{[{%#])(p|tr|tc|r)(?=\s)(.*)", re.DOTALL)
CELL = re.compile(r"\{%\s*+(vm|hm|cellbg|colspan)\b(.*?)%\}", re.DOTALL)
HEAD = re.compile(r"[{｛][{｛%％#＃][-+]?(?:(?:p|tr|tc|r)\s)?\s*")
APART = re.compile(
    r"\{[{%]\s+(p|tr|tc|r)\s+\w|\{%(p|tr|tc|r)(?=(?:for|if|endfor|endif|else|elif|set)\b)|\{[{%]\s*(P|TR|Tr|TC|Tc|R)\s+\w"
)
APART_MARKS = re.compile(r"[{｛]\s+[{｛%％]")  # a blank between the two marks that open a tag
STRAY = re.compile(r"[{｛]\s+[{｛%％](?=[^{}]*[}｝%％]\s*[}｝])|\{\{|\{%|\{#|\{(?:p|tr|tc|r)\s*[%{]|｛｛|｛[％%]")
_RAW, _ENDRAW = (re.compile(rf"\{{%[-+]?(?:(?:p|tr|tc|r)\s)?\s*{word}\s*[-+]?%\}}") for word in ("raw", "endraw"))
_CLOSING = re.compile(r"\}\}|%\}|#\}|(?<=\0)[}｝]")  # \0: the end of a tag
_BRACE = re.compile("[{}｛｝]")
_WORD = re.compile(r"\{%[-+]?\s*([A-Za-z_]\w*)")
_HALF = str.maketrans("｛｝％＃（），：“”‘’｜．＝　［］！＜＞＋－＊／", "{}%#(),:\"\"''|.= []!<>+-*/")
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))  # copied along from web pages, unseen
_OURS = re.compile(r"(?:\||^\s*filter\s)\s*(?=_)")  # one of our own tags' filters: _ more, and it is unknown
_DOT = re.compile(r"(?<=\w)\s*[。·]\s*(?=[^\W\d])")  # between two names: 镇。名称
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")


def half(marks: str) -> str:
    """Returns *marks* in half width."""
    return marks.translate(_HALF)


def half_ends(tag: str) -> str:
    """Returns *tag* with the marks that open and close it in half width."""
    return tag[:2].translate(_HALF) + tag[2:-2] + tag[-2:].translate(_HALF)


def half_tags(text: str) -> str:
    """Returns *text* with the marks that open and close its tags in half width."""
    return WIDE_TAG.sub(lambda match: half_ends(match[0]), text)


def outside_raw(text: str, raw: bool) -> tuple[str, list[re.Match[str]], bool]:
    """*text* without what a raw over several paragraphs prints as it stands, its tags, whether such a raw goes on.

    *raw*: whether one goes on from before. A tag that ends it is then the first, one that begins another the last.
    """
    begin, end = 0, len(text)
    if raw:
        closing = _ENDRAW.search(text)
        if closing is None:
            return "", [], True
        begin = closing.start()
    tags: list[re.Match[str]] = []
    goes_on = False
    for tag in TAG.finditer(text, begin):
        tags.append(tag)
        if _RAW.match(tag["tag"] or ""):
            goes_on = True
            end = tag.end()
            break
    return " " * begin + text[begin:end], tags, goes_on


def strays(text: str) -> Iterator[re.Match[str]]:
    """Yields closing marks in *text* that nothing opened, and the one brace too many after a tag."""
    left = TAG.sub(_blank, half_tags(text))
    depth = 0  # of the braces of the text's own
    done = 0
    for match in _CLOSING.finditer(left):
        for brace in _BRACE.findall(left, done, match.start()):
            depth = depth + 1 if brace in "{｛" else max(depth - 1, 0)
        done = match.start()
        is_of_braces = match[0].strip("}｝") == ""
        if not is_of_braces or depth < len(match[0]):
            yield match


def _blank(match: re.Match[str]) -> str:
    """Returns blanks as long as *match*; the last is \\0 where a tag ends."""
    last = "\0" if match["tag"] else " "
    return " " * (len(match[0]) - 1) + last


def conditional(text: str, matches: list[re.Match[str]]) -> bool:
    """True if every word of *text* stands within ``{% if %}`` or ``{% for %}``."""
    depth = 0
    done = 0
    has_block = False
    for match in matches:
        is_outside = depth == 0
        if is_outside and text[done : match.start()].strip():
            return False
        word = first_word(match[0])
        if word in ("if", "for"):
            depth += 1
            has_block = True
        elif word in ("endif", "endfor"):
            depth -= 1
        elif is_outside and not match[0].startswith(("{%", "{#")):
            return False
        done = match.end()
    return has_block and depth == 0 and not text[done:].strip()


def first_word(tag: str) -> str:
    """Returns the word that a block's tag begins with: for, if, endif; empty for a value and ``set x = …``."""
    match = _WORD.match(tag.translate(_HALF))
    if not match:
        return ""
    rest = tag[match.end() :].translate(_HALF)
    is_assignment = match[1] == "set" and "=" in rest
    return "" if is_assignment else match[1]


def jinja(tag: str, level: re.Match[str] | None) -> str:
    """Returns *tag* in jinja's words, which begin on their own line; *level*: the match of LEVEL, if it has one."""
    opening, inner, closing = tag[:2], tag[2:-2], tag[-2:]
    if level:
        inner = level[3][:-2]
    if inner[:1] in ("-", "+"):  # - of {%- joins paragraphs, which is done; of {{- it takes the space before
        sign, inner = inner[0], inner[1:]
        opening += sign if opening == "{{" else ""
    if inner[-1:] in ("-", "+"):
        inner, sign = inner[:-1], inner[-1]
        closing = sign + closing if closing == "}}" else closing
    inner = _without_our_filters(words(inner))
    if level and opening.startswith("{{"):
        inner = f"({inner})|_{level[2]}"
    return f"{opening}\n{inner} {closing}"


def _without_our_filters(inner: str) -> str:
    """Returns *inner* with the names of our own tags' filters spoilt, except within quotation marks."""
    pieces = _QUOTED.split(inner)
    pieces[::2] = [_OURS.sub(r"\g<0>_", piece) for piece in pieces[::2]]
    return "".join(pieces)


def words(text: str) -> str:
    """Returns the words of a tag with half-width marks, except within quotation marks."""
    text = text.translate(_NOTHING).replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")
    pieces = _QUOTED.split(text.replace("\xa0", " "))
    pieces[::2] = [_DOT.sub(".", piece.translate(_HALF)) for piece in pieces[::2]]
    return "".join(pieces).replace("\n", " ").strip()


def quoted(text: str) -> str:
    """Returns *text* as a jinja string."""
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    # no tag may seem to begin or end inside the string
    return "'" + text.replace("{", "\\x7b").replace("}", "\\x7d").replace("%", "\\x25") + "'"
