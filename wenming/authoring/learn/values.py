"""Names, dates and numbers of the forms, found in the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.etree import _Element as Element

from wenming.authoring.learn.source_document import Old, leaves_of, printed, text_in, value_at
from wenming.authoring.tag_list import Tag
from wenming.gongwen.titles import title_text
from wenming.ooxml.namespaces import W
from wenming.ooxml.runs import Runs

_SHORTEST = 2  # characters of a value that is looked for
_FIGURES = 3  # digits of a number that is looked for without a word beside it
_BESIDE = {  # numbers that are known by the words around them
    "期号": r"(?<=第){}(?=期)",
    "镇.行政村": r"(?<!\d){}(?=个(?:行政|建制)?村)",
    "方案.任务": r"(?<!\d){}(?=[项个](?:重点)?任务)",
}


def replace(old: Old, tags: Sequence[Tag], context: Mapping[str, Any]) -> None:
    """The tags of single values, the longest text first, in every paragraph that is not a tag yet."""
    known: dict[str, tuple[int, str]] = {}
    for pattern, length, expression in _candidates(tags, context):
        known.setdefault(pattern, (length, expression))
    if not known:
        return
    ordered = sorted(known.items(), key=lambda item: -item[1][0])
    finder = re.compile("|".join(f"({pattern})" for pattern, _one in ordered))
    expressions = [expression for _pattern, (_length, expression) in ordered]
    for part, root in old.roots.items():
        for paragraph in [one for one in root.iter(W + "p") if one not in old.done]:
            _paragraph(old, part, paragraph, finder, expressions)


def _candidates(tags: Sequence[Tag], context: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """A pattern of what is printed, its length, and the expression that prints it."""
    for tag in tags:
        value = value_at(context, tag.path) if "[]" not in tag.path else None
        text = printed(value).strip()
        if isinstance(value, list) and value:
            if tag.path in _BESIDE:
                yield _BESIDE[tag.path].format(len(value)), _FIGURES, f"{tag.path}|length"
            if len(value) > 1 and all(isinstance(one, str) for one in value):
                text = "、".join(value)
                yield re.escape(text), len(text), f"{tag.path}|顿号"
        elif tag.choice or not text or "\n" in text:
            continue
        elif tag.path in _BESIDE:
            yield _BESIDE[tag.path].format(re.escape(text)), _FIGURES, tag.path
        elif len(text) >= (_FIGURES if text.isdigit() else _SHORTEST):
            yield _bounded(text), len(text), tag.path


def _bounded(text: str) -> str:
    """*text* as a pattern that does not begin or end within a number."""
    before = r"(?<!\d)" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return before + re.escape(text) + after


def _paragraph(old: Old, part: str, paragraph: Element, finder: re.Pattern[str], expressions: Sequence[str]) -> None:
    runs = Runs(paragraph, leaves_of(paragraph))
    breaks = _breaks(text_in(paragraph).replace("\t", "\n"))
    for match in reversed(list(finder.finditer(runs.text))):
        start, end = match.span()
        expression = expressions[(match.lastindex or 1) - 1]
        inside = [at - start for at in breaks if start < at < end]
        as_title = inside == _breaks(title_text(match[0]))
        if inside and not as_title:
            continue  # broken where a tag would not break it
        if as_title and (inside or expression.endswith("标题")):
            expression += "|分行"
        tag = f"{{{{ {expression} }}}}"
        runs.write(start, end, tag)
        old.note(part, paragraph, match[0], tag)
    runs.apply()


def _breaks(text: str) -> list[int]:
    """Before which of its characters *text* breaks the line."""
    return [match.start() - number for number, match in enumerate(re.finditer("\n", text))]
