"""Phrases in another face within a text: 【黑体：…】 and 【楷体：…】, as a clerk writes them in a form."""

import re

from wenming.gongwen.blocks import Run

PHRASE = re.compile(r"【(黑体|楷体)[：:]([^【】\n]+)】")
_STYLES = {"黑体": "一级标题字", "楷体": "二级标题字"}


def runs(text: str) -> list[Run]:
    """The runs of *text*, its phrases in the character styles of headings with the same face; none for no text."""
    found: list[Run] = []
    end = 0
    for phrase in PHRASE.finditer(text):
        found.append(Run(text[end : phrase.start()]))
        found.append(Run(phrase[2], _STYLES[phrase[1]]))
        end = phrase.end()
    found.append(Run(text[end:]))
    return [run for run in found if run.text]
