"""Mutated templates and contexts, thousands of them: ``PYTHONPATH=. python tests/fuzz.py 10000``.

Each either has faults that say where, or renders to a document that is sound and that python-docx opens, in less than
five seconds. A sample is opened in LibreOffice too. The same numbers give the same templates.
"""

import io
import os
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import docx
from engine import strange_structures
from steps import Steps

from wenming.authoring.doctor import examine
from wenming.base.diagnostics import Faults
from wenming.engine.postprocess import LEFT
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.ooxml.integrity import problems

STEPS = 2_000_000  # calls; a paragraph with six thousand breaks in it takes three quarters
PIECES = [
    *("{{ v }}", "{{ 镇.名称 }}", "{{p v }}", "{{r v }}", "{% if v %}", "{% endif %}", "{%p if xs %}", "{%p endif %}"),
    *("{%p for x in xs %}", "{%p endfor %}", "{% for x in xs %}", "{% endfor %}", "{%tr for x in xs %}"),
    *("{%tr endfor %}", "{%tc for x in xs %}", "{%tc endfor %}", "{% vm %}", "{% hm %}", "{% colspan n %}"),
    *("{% cellbg v %}", "{% vm x %}", "{%r if n %}", "{%r endif %}", "{%- if v -%}", "{%- endif %}", "{# 注 #}"),
    *("{{ xs|join('、') }}", "{{ x }}", "{% else %}", "{% elif n %}", "{% set k = n %}", "{{ k }}", "{_{ x }_}"),
    *("{% macro m(a) %}", "{% endmacro %}", "{{ m(v) }}", "｛｛ v ｝｝", "{% raw %}", "{% endraw %}", "{{ v|safe }}"),
    *("{{", "}}", "{%", "%}", "{", "}", "%", "&amp;", "&lt;", "一二三", " ", "\u3000", "“", "”", "{{ v", "v }}"),
    *("{{ n / 0 }}", "{{ n ** 99 }}", "{{ v * 9 }}", "{{ loop.index }}", "{% for x in xs recursive %}", "{{ a.b.c }}"),
]
WHOLE = [  # blocks as they should be: texts of paragraphs
    *(["甲{{ v }}乙"], ["{{ 镇.名称 }}{% if v %}{{ n }}{% else %}无{% endif %}"], ["{{p v }}"], ["前{{r v }}后"]),
    *(["{%p for x in xs %}", "{{ loop.index }}{{ x }}", "{%p endfor %}"], ["{% if v %}只有{% endif %}"]),
    *(["{%p if n %}", "有", "{%p else %}", "无", "{%p endif %}"], ["{% for x in xs %}{{ x }}、{% endfor %}"]),
    *(["{% for x in xs %}一{{ x }}", "二{% endfor %}三"], ["一", "{%- if v -%}", "二", "{%- endif -%}", "三"]),
    *(
        ["{% macro m(a) %}【{{ a }}】{% endmacro %}{{ m(v) }}{{ m(n) }}"],
        ["{% set k %}{{ v }}{% endset %}{{ k }}{{ k }}"],
    ),
    *(["｛｛ v ｝｝{_{ 原样 }_}{% raw %}{{ 不填 }}{% endraw %}"], ["{{ v|default('无') }}{{ [v, n]|length }}"]),
]
TABLES = [
    [["{%tr for x in xs %}", ""], ["{{ x }}", "{{ v }}"], ["{%tr endfor %}", ""]],
    [["头", "头"], ["{%tr for x in xs %}", ""], ["{% vm x %}{{ x }}", "{% vm %}{{ v }}"], ["{%tr endfor %}", ""]],
    [["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"], ["甲", "乙", "丙"]],
    [["{%tc for x in xs %}", "{% hm %}{{ v }}", "{%tc endfor %}"], ["甲", "乙", "丙"]],
    [["{% colspan 2 %}{{ v }}"], ["甲", "{% cellbg 'FF0000' %}乙"]],
    [["{%tr if n %}", ""], ["{{ v }}", "乙"], ["{%tr endif %}", ""]],
]
VALUES: list[Any] = [
    "",
    "甲",
    "a&b<c>\"'",
    "一\n二",
    "三\t四",
    "\a",
    "\f",
    "\x00\x1b",
    "\ud800",
    "\ufffe",
    "]]>",
    "<w:p>",
]
VALUES += [0, -1, 1.5, True, None, [], [1, 2], {}, {"b": 1}, "{{ v }}", "\ufdd0" + "0\ufdd1", "字" * 3000]


def template(lots: random.Random) -> bytes:  # noqa: C901 — one list of what may stand in a template
    """A template of random pieces in random runs, cells, headers."""
    document = docx.Document()
    document.styles.add_style("公文正文", 1)

    def fill(paragraph: Any, text: str | None = None) -> None:
        if text is None or lots.random() < 0.03:
            text = "".join(lots.choices(PIECES, k=lots.randint(0, 4)))
        while text:
            cut = lots.randint(1, len(text)) if lots.random() < 0.4 else len(text)
            run = paragraph.add_run(text[:cut].replace("&amp;", "&").replace("&lt;", "<"))
            run.bold = lots.random() < 0.3
            text = text[cut:]

    for _number in range(lots.randint(1, 6)):
        kind = lots.random()
        if kind < 0.5:
            for text in lots.choice(WHOLE):
                fill(document.add_paragraph(), text)
        elif kind < 0.85:
            texts = lots.choice(TABLES)
            table = document.add_table(rows=len(texts), cols=max(map(len, texts)))
            for row, cells in zip(table.rows, texts, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    fill(cell.paragraphs[0], text)
        elif kind < 0.9:
            table = document.add_table(rows=lots.randint(1, 4), cols=lots.randint(1, 3))
            for row in table.rows:
                for cell in row.cells:
                    fill(cell.paragraphs[0])
        else:
            fill(document.add_paragraph())
    if lots.random() < 0.2:
        fill(document.sections[0].header.paragraphs[0])
    buffer = io.BytesIO()
    document.save(buffer)
    data = buffer.getvalue()
    return damaged(data, lots) if lots.random() < 0.1 else data


def damaged(data: bytes, lots: random.Random) -> bytes:
    """Some bytes changed: of the file, or of its body."""
    if lots.random() < 0.5:
        at = lots.randrange(len(data))
        return data[:at] + bytes(lots.choices(range(256), k=3)) + data[at + lots.randint(0, 9) :]
    parts = package.read(data, "")
    body = parts["word/document.xml"]
    at = lots.randrange(len(body))
    parts["word/document.xml"] = body[:at] + bytes(lots.choices(b'<>/"&wpt{}%', k=2)) + body[at + lots.randint(0, 4) :]
    return package.write(parts)


def strange(lots: random.Random) -> bytes:
    """What Word and others write around words: tracked changes, controls, fields, parts of any name."""
    parts = package.read(strange_structures.template(lots), "")
    for name, part in parts.items():
        if lots.random() < 0.1 and name.endswith(".xml"):
            parts[name] = _with_tags_moved(part, lots)
    data = package.write(parts)
    return damaged(data, lots) if lots.random() < 0.05 else data


def _with_tags_moved(part: bytes, lots: random.Random) -> bytes:
    """A tag or a piece of one in the place of another text, a text doubled or gone."""
    texts = list(re.finditer(rb">([^<>]+)<", part))
    if not texts:
        return part
    at = lots.choice(texts)
    piece = lots.choice([*PIECES, "", at[1].decode(errors="replace") * 2])
    written = piece if piece.startswith("&") else piece.replace("&", "&amp;").replace("<", "&lt;")
    return part[: at.start(1)] + written.encode() + part[at.end(1) :]


def context(lots: random.Random) -> dict[str, Any]:
    """Values of every sort."""
    pick = lambda: lots.choice(VALUES)  # noqa: E731
    return {
        "v": pick(),
        "n": lots.choice([0, 1, 2, 3, pick()]),
        "xs": lots.choice([[], [1], ["甲&", "乙"], [[1], [2, 3]], [pick() for _ in range(4)], pick()]),
        "镇": {"名称": pick()},
        "a": pick(),
    }


def one(number: int, folder: Path) -> tuple[str, bytes | None]:
    """What became of template *number*: faulty or rendered, and the document. Raises AssertionError."""
    lots = random.Random(number)
    path = folder / f"{number}.docx"
    is_strange = number % 2 == 1
    path.write_bytes(strange(lots) if is_strange else template(lots))
    values = {**strange_structures.CONTEXT, **context(lots)} if is_strange else context(lots)
    data = None
    with Steps() as steps:
        try:
            loaded = Template.load(path)
            examine(loaded, values)
            data = loaded.render(values)
        except Faults as error:
            assert all(fault.what for fault in error.faults)
    path.unlink()
    assert steps.count < STEPS, f"{number}: {steps.count:,} steps"
    if data is None:
        return "faulty", None
    parts = package.read(data, "")
    found = problems(parts, parts, LEFT)
    assert not found, f"{number}: {found}"
    docx.Document(io.BytesIO(data))
    return "rendered", data


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    os.environ["WENMING_CACHE"] = ""
    counts: dict[str, int] = {}
    sample: list[Path] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(first, first + wanted):
            try:
                outcome, data = one(number, folder)
            except Exception as error:
                outcome, data = "failed", None
                print(f"{number}: {type(error).__name__} {str(error)[:300]}")
            counts[outcome] = counts.get(outcome, 0) + 1
            if data and len(sample) < 100 and number % 20 == 0:
                sample.append(folder / f"sample{number}.docx")
                sample[-1].write_bytes(data)
        print(counts)
        import office

        if not office.missing():
            opened = office.to_pdf(sample, folder)
            print(f"LibreOffice opened {len(opened)} of {len(sample)}")


if __name__ == "__main__":
    main()
