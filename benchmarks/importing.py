"""An old paper of twenty pages becomes forms, without LibreOffice: ``python benchmarks/importing.py``.

What it takes to read the file, and to do all (read, write the forms, build them, hold what they print against the
paper); beside python-docx, which only gives the texts of the paragraphs.
"""

import datetime
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

sys.path.insert(0, str(Path(__file__).parent.parent))

ROUNDS = 9
ASKED = 1.0  # seconds for all
NUMBERS = "一二三四五六七八九"
SENTENCE = "对房前屋后、沟渠两侧的积存垃圾集中清运，落实到户到人，做到日产日清。"


def paper() -> bytes:
    """Nine chapters of nine items in direct formatting: twelve thousand characters, twenty pages of 28 × 22."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("安平镇清洁家园行动实施方案").font.size = Pt(22)
    for chapter in NUMBERS:
        document.add_paragraph(f"{chapter}、第{chapter}个方面")
        for item in NUMBERS:
            document.add_paragraph(f"（{item}）清理第{item}处。{SENTENCE * 4}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def seconds(one: Callable[[], Any]) -> float:
    """The median of some runs, the first left out."""
    one()
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        one()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    from wenming.authoring.importing.importing import imported, opened
    from wenming.authoring.importing.old_paper import OldPaper
    from wenming.papers.reading import read

    data = paper()
    today = datetime.date(2026, 3, 1)
    result = imported(opened([OldPaper("old", data)]), Path("nowhere"), today, write=False)
    assert result.proof is not None and not result.proof.missing
    reading = seconds(lambda: read(data, "old"))
    whole = seconds(lambda: imported(opened([OldPaper("old", data)]), Path("nowhere"), today, write=False))
    peer = seconds(lambda: [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs])
    print(f"{result.proof.total} paragraphs, {len(data):,} bytes")
    print(f"read          {reading * 1000:7.1f} ms   python-docx's texts alone take {peer / reading:.1f} times as long")
    print(f"all           {whole * 1000:7.1f} ms   (asked: {ASKED * 1000:.0f})")


if __name__ == "__main__":
    main()
