"""The table of line ends in docs/word-and-wps.md: ``python tests/pages/line_ends.py`` writes it anew.

For twenty paragraphs of the example plans: how each line ends as wenming breaks it, for whoever has Word.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import io  # noqa: E402
from zipfile import ZipFile  # noqa: E402

from wenming import Job, build  # noqa: E402
from wenming.pages.layout.document import laid_out  # noqa: E402
from wenming.pages.layout.faces import AnyFace  # noqa: E402
from wenming.pages.layout.placed import PlacedLine  # noqa: E402

PAGE = ROOT / "docs" / "word-and-wps.md"
BEGIN, END = "<!-- 行末：由 tests/pages/line_ends.py 生成 -->", "<!-- 行末完 -->"
TOWNS = ("xinhui", "longtan")
PARAGRAPHS = 20
SHOWN = 4  # characters of a line's end


def table() -> str:
    """The rows: town, page, how the paragraph begins, how each of its lines ends."""
    rows: list[str] = []
    for town in TOWNS:
        [plan] = build(Job(folder=ROOT / "data" / town, kinds=("plan",))).documents
        with ZipFile(io.BytesIO(plan.data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for page, begins, ends in _paragraphs(parts):
            rows.append(f"| {town} | {page} | {begins} | {' / '.join(ends)} |")
    return "\n".join(["| 镇 | 面 | 段首 | 各行的最后四个字 |", "|---|---|---|---|", *rows[:PARAGRAPHS]])


def _paragraphs(parts: dict[str, bytes]) -> Iterator[tuple[int, str, list[str]]]:
    """The page on which each paragraph of two lines and more begins, its first characters, how its lines end."""
    lines: dict[int, list[str]] = {}
    pages: dict[int, int] = {}
    for page in laid_out(parts, AnyFace()).pages:
        for one in page.placed:
            if isinstance(one, PlacedLine) and one.paragraph.look.style == "GwBody":
                pages.setdefault(one.paragraph.number, page.number)
                lines.setdefault(one.paragraph.number, []).append(one.line.printed)
    for number, texts in lines.items():
        if len(texts) > 1:
            yield pages[number], texts[0][:8], [text[-SHOWN:] for text in texts[:-1]]


def page_with(made: str) -> str:
    """The page docs/word-and-wps.md with the table *made*."""
    text = PAGE.read_text(encoding="utf-8")
    before, _old, after = text.partition(BEGIN)[0], "", text.partition(END)[2]
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(table()), encoding="utf-8")
