"""Names, dates and numbers of the forms, found in the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.authoring.learn.source_document import Old, leaves_of, printed, text_in, value_at
from wenming.authoring.tag_list import Tag
from wenming.gongwen.titles import title_text
from wenming.ooxml.namespaces import W
from wenming.ooxml.runs import Runs

_SHORTEST = 2  # characters of a value that is looked for
_FIGURES = 3  # digits of a number that is looked for without a word beside it
_TELLING = 8  # characters of a text that is in a document only for the field's sake
_NAMES_OF_TOWN = ("名称", "上级", "机关", "办公室", "电话")
_BESIDE = {  # numbers that are known by the words around them
    "期号": r"(?<=第){}(?=期)",
    "镇.行政村": r"(?<!\d){}(?=个(?:行政|建制)?村)",
    "方案.任务": r"(?<!\d){}(?=[项个](?:重点)?任务)",
}


class _Candidate(NamedTuple):
    """What may stand in the text for a field: a pattern, how much it tells (characters), what prints it in a tag."""

    pattern: str
    length: int
    expression: str


def replace(old: Old, tags: Sequence[Tag], context: Mapping[str, object]) -> None:
    """Writes the tags of single values, the longest text first, in every paragraph that is not a tag yet."""
    candidates = _all_candidates(tags, context)
    if not candidates:
        return
    groups = [f"({candidate.pattern})" for candidate in candidates]
    finder = re.compile("|".join(groups))
    expressions = [candidate.expression for candidate in candidates]
    for part, root in old.roots.items():
        paragraphs = [paragraph for paragraph in root.iter(W + "p") if paragraph not in old.done]
        for paragraph in paragraphs:
            _replace_in_paragraph(old, part, paragraph, finder, expressions)


def _all_candidates(tags: Sequence[Tag], context: Mapping[str, object]) -> list[_Candidate]:
    """Returns how the values of *tags* may stand in the text, the longest first, and each way once."""
    candidates: dict[str, _Candidate] = {}
    for tag in tags:
        for candidate in _candidates(tag, context):
            candidates.setdefault(candidate.pattern, candidate)
    return sorted(candidates.values(), key=lambda candidate: -candidate.length)


def _candidates(tag: Tag, context: Mapping[str, object]) -> Iterator[_Candidate]:
    """Yields how the value of *tag* may stand in the text; nothing for what is too short to be known."""
    if "[]" in tag.path:
        return  # of an item of a list: nothing by itself
    value = value_at(context, tag.path)
    if isinstance(value, list):
        yield from _candidates_of_list(tag.path, value)
    elif not tag.choice:
        yield from _candidates_of_text(tag.path, printed(value).strip())


def _candidates_of_text(path: str, text: str) -> Iterator[_Candidate]:
    """Yields how *text* may stand in the document; nothing for no text and for several lines."""
    if not text or "\n" in text:
        return
    shortest = _FIGURES if text.isdigit() else _SHORTEST
    if path in _BESIDE:
        yield _Candidate(_BESIDE[path].format(re.escape(text)), _FIGURES, path)
    elif _may_be_anything(path, text):
        label = path.rpartition(".")[2]
        yield _Candidate(rf"(?:(?<={label}：)|(?<={label}:)){re.escape(text)}", len(text), path)
    elif len(text) >= shortest:
        yield _Candidate(_bounded(text), len(text), path)


def _may_be_anything(path: str, text: str) -> bool:
    """True if *text* is a word that stands in a document for many reasons, so that only its label tells the field.

    Names of persons, and what another document says (全体村民, 领导小组); not what a town and its offices are called.
    """
    group, dot, name = path.partition(".")
    is_of_town = group == "镇" and name in _NAMES_OF_TOWN
    is_of_document = not dot or group == "发文"
    return not is_of_town and not is_of_document and len(text) < _TELLING and not text.isdigit()


def _candidates_of_list(path: str, items: Sequence[object]) -> Iterator[_Candidate]:
    """Yields how the list of *items* may stand in the text: their number, and themselves with 、 between them."""
    if not items:
        return
    if path in _BESIDE:
        yield _Candidate(_BESIDE[path].format(len(items)), _FIGURES, f"{path}|length")
    texts = [item for item in items if isinstance(item, str)]
    if len(items) > 1 and len(texts) == len(items):
        text = "、".join(texts)
        yield _Candidate(re.escape(text), len(text), f"{path}|顿号")


def _bounded(text: str) -> str:
    """Returns *text* as a pattern that does not begin or end within a number."""
    before = r"(?<!\d)" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return before + re.escape(text) + after


def _replace_in_paragraph(
    old: Old, part: str, paragraph: Element, finder: re.Pattern[str], expressions: Sequence[str]
) -> None:
    """Writes a tag for each match of *finder* in *paragraph*; each group of it has its expression."""
    runs = Runs(paragraph, leaves_of(paragraph))
    breaks = _breaks(text_in(paragraph).replace("\t", "\n"))
    for match in reversed(list(finder.finditer(runs.text))):
        start, end = match.span()
        breaks_inside = [at - start for at in breaks if start < at < end]
        tag = _tag(expressions[(match.lastindex or 1) - 1], match[0], breaks_inside)
        if tag:
            runs.write(start, end, tag)
            old.note(part, paragraph, match[0], tag)
    runs.apply()


def _tag(expression: str, text: str, breaks: Sequence[int]) -> str:
    """Returns the tag of *expression* for *text*, which has *breaks*; empty if no tag would break it there."""
    is_broken_as_title = breaks == _breaks(title_text(text))
    if breaks and not is_broken_as_title:
        return ""
    is_title = bool(breaks) or expression.endswith("标题")
    if is_broken_as_title and is_title:
        expression += "|分行"
    return f"{{{{ {expression} }}}}"


def _breaks(text: str) -> list[int]:
    """Returns before which of its characters, line feeds not counted, *text* breaks the line."""
    return [match.start() - number for number, match in enumerate(re.finditer("\n", text))]
