"""Warm, one core, the six-page plan written to disk: ours beside its peers, in turns: ``python benchmarks/warm.py``.

Documents of each engine in interleaved rounds; the median time of one document, and the ratio to docxtpl's as its
README uses it. The peers in node want ``npm install docxtemplater pizzip easy-template-x docx-templates carbone``
somewhere, and ``PEERS=that/folder/package.json``. What is not installed is said.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import workload

sys.path.insert(0, str(Path(__file__).parent.parent))

ROUNDS, DOCUMENTS = 7, 20
Run = Callable[[int], float]  # so many documents → milliseconds each


def timed(one: Callable[[], Any]) -> Run:
    def run(documents: int) -> float:
        start = time.perf_counter()
        for _number in range(documents):
            one()
        return (time.perf_counter() - start) / documents * 1000

    one()
    return run


def ours(folder: Path, paths: dict[str, Path], values: dict[str, Any]) -> Run:
    from wenming.gongwen.template import Template

    template, out = Template.load(paths["docxtpl"]), folder / "out-ours.docx"
    return timed(lambda: out.write_bytes(template.render(values)))


def docxtpl(folder: Path, paths: dict[str, Path], values: dict[str, Any]) -> Run:
    from docxtpl import DocxTemplate

    def one() -> None:
        document = DocxTemplate(str(paths["docxtpl"]))
        document.render(values)
        document.save(str(folder / "out-docxtpl.docx"))

    return timed(one)


def mailmerge(folder: Path, paths: dict[str, Path], values: dict[str, Any]) -> Run:
    from mailmerge import MailMerge

    flat = {key: value for key, value in values.items() if isinstance(value, str)}
    lines = [{"line": line} for line in workload.lines(values)]

    def one() -> None:
        with MailMerge(str(paths["mailmerge"])) as document:
            document.merge(**flat)
            document.merge_rows("line", lines)
            document.merge_rows("name", values["people"])
            document.merge_rows("no", values["tasks"])
            document.write(str(folder / "out-mailmerge.docx"))

    return timed(one)


def python_docx(folder: Path, _paths: dict[str, Path], values: dict[str, Any]) -> Run:
    import docx

    def one() -> None:
        document = docx.Document()
        for line in (values["title"], values["intro"], *workload.lines(values)):
            document.add_paragraph(line)
        for name, columns in (("people", workload.PEOPLE), ("tasks", workload.TASKS)):
            table = document.add_table(rows=1, cols=len(columns))
            for row in values[name]:
                for cell, (key, _label) in zip(table.add_row().cells, columns, strict=True):
                    cell.text = row[key]
        document.save(str(folder / "out-python-docx.docx"))

    return timed(one)


def pandoc(folder: Path, _paths: dict[str, Path], values: dict[str, Any]) -> Run:
    if not shutil.which("pandoc"):
        raise ImportError("pandoc")
    text = "\n\n".join((values["title"], values["intro"], *workload.lines(values)))
    for name, columns in (("people", workload.PEOPLE), ("tasks", workload.TASKS)):
        rows = ["|" + "|".join(row[key] for key, _label in columns) + "|" for row in values[name]]
        head = ["|" + "|".join(label for _key, label in columns) + "|", "|" + "---|" * len(columns)]
        text += "\n\n" + "\n".join(head + rows)
    source = folder / "plan.md"
    source.write_text(text, encoding="utf-8")
    return timed(lambda: subprocess.run(["pandoc", source, "-o", folder / "out-pandoc.docx"], check=True))


def in_node(engine: str, dialect: str) -> Callable[..., Run]:
    def start(folder: Path, paths: dict[str, Path], values: dict[str, Any]) -> Run:
        if not shutil.which("node") or "PEERS" not in os.environ:
            raise ImportError(engine)
        data = folder / "data.json"
        data.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        script, out = Path(__file__).with_name("peers.mjs"), folder / f"out-{engine}.docx"
        process = subprocess.Popen(
            ["node", script, engine, paths[dialect], data, out],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdin and process.stdout and process.stderr
        if process.stdout.readline() != "ready\n":
            raise ImportError(f"{engine}: {process.stderr.read()[-300:]}")

        def run(documents: int) -> float:
            assert process.stdin and process.stdout
            process.stdin.write(f"{documents}\n")
            process.stdin.flush()
            return float(process.stdout.readline()) / documents

        run(DOCUMENTS * 3)  # until the machine code is there
        return run

    return start


def naive(folder: Path, paths: dict[str, Path], values: dict[str, Any]) -> Run:
    """jinja's autoescaped render, zlib 6 and the file write, each measured alone and added."""
    import jinja2

    from wenming.engine import translator
    from wenming.ooxml import package

    source = translator.translate(package.read(paths["docxtpl"].read_bytes(), "")["word/document.xml"], "").text
    program = jinja2.Environment(autoescape=True).from_string(source)
    xml = program.render(values).encode()
    packed = zlib.compress(xml, 6)
    whole = packed + bytes(12000)  # and the parts that are the same in every document
    render = timed(lambda: program.render(values))
    deflate = timed(lambda: zlib.compress(xml, 6))
    write = timed(lambda: (folder / "out-naive.docx").write_bytes(whole))
    return lambda documents: render(documents) + deflate(documents) + write(documents)


def characters(path: Path) -> int:
    """How much text came out: the same for all, or they did not do the same work."""
    try:
        parts = zipfile.ZipFile(path)
        return len("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", parts.read("word/document.xml").decode())))
    except zipfile.BadZipFile:
        return 0


ENGINES: dict[str, Callable[..., Run]] = {
    "ours": ours,
    "docxtpl": docxtpl,
    "docx-mailmerge2": mailmerge,
    "python-docx": python_docx,
    "pandoc": pandoc,
    "docxtemplater": in_node("docxtemplater", "docxtemplater"),
    "easy-template-x": in_node("easy-template-x", "easy"),
    "docx-templates": in_node("docx-templates", "templates"),
    "carbone": in_node("carbone", "carbone"),
    "naive sum": naive,
}


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    values = workload.data()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = workload.templates(folder)
        runs: dict[str, Run] = {}
        for engine, start in ENGINES.items():
            try:
                runs[engine] = start(folder, paths, values)
            except (ImportError, OSError) as error:
                print(f"{engine:<18} not installed ({error})")
        for path in sorted({*folder.glob("out-*.docx")} - {folder / "out-naive.docx"}):
            print(f"{path.stem[4:]:<18}{characters(path):>6} characters")
        times: dict[str, list[float]] = {engine: [] for engine in runs}
        for _round in range(ROUNDS):
            for engine, run in runs.items():
                times[engine].append(run(DOCUMENTS if engine in ("ours", "naive sum") else 3))
    medians = {engine: statistics.median(column) for engine, column in times.items()}
    for engine, median in sorted(medians.items(), key=lambda item: item[1]):
        spread = f"{min(times[engine]):.2f}–{max(times[engine]):.2f}"
        print(f"{engine:<18}{median:9.3f} ms  {spread:>16}  docxtpl/this {medians['docxtpl'] / median:7.1f}")
    print("\nasked: docxtpl ≥ 50, carbone ≥ 10, naive sum ≥ 1.0 times ours; reached, round by round:")
    for engine, asked in (("docxtpl", 50), ("carbone", 10), ("naive sum", 1)):
        if engine in times:
            ratio = statistics.median(a / b for a, b in zip(times[engine], times["ours"], strict=True))
            print(f"  {engine:<12}{ratio:7.2f}   (asked: {asked})")


if __name__ == "__main__":
    main()
