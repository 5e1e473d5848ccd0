"""Pages: ``python benchmarks/pdf.py [--rounds 7] [--many 1000]``, beside LibreOffice, unoserver and rdocx.

The plan of the example town (7 pages) as a PDF, warm: read, laid out, drawn. The picture of its first page, from a
form that has just been changed: town read, plan built, laid out, drawn, painted. Every document of the town as PDFs.
Then the same plan by ``soffice`` in a call of its own, by ``soffice`` in one call of thirty, by unoserver (a
LibreOffice that goes on running) and by rdocx, in the same run, each where it is installed; and the memory of a process
that draws so *many* documents. Times are medians; those of ours and of rdocx leave out the start of Python.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wenming import Job, build
from wenming.pages.printing import laid, pictured, printed
from wenming.pages.typefaces.here import catalogue_here

ROOT = Path(__file__).parent.parent
TOWN = ROOT / "data" / "anping"
BATCH = 30
_WAIT = 60  # seconds for unoserver to answer
_PORT, _UNO_PORT = "28371", "28372"
_PYTHONS_WITH_UNO = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python")


def median(work: Callable[[], object], rounds: int) -> float:
    """How long *work* takes, in seconds: the median of so many *rounds*, after one that is not counted."""
    work()
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def tell(what: str, seconds: float, *, ours: float = 0, asked: str = "") -> None:
    times = f"{seconds / ours:6.1f} ×" if ours else ""
    print(f"{what:<52}{seconds * 1000:9.1f} ms  {times:<10}{asked}", flush=True)


def changed_town(folder: Path) -> Callable[[], Path]:
    """The town with a plan that is another one each time."""
    town = folder / "anping"
    shutil.copytree(TOWN, town)
    plan = town / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    edits = iter(range(1_000_000))

    def change() -> Path:
        plan.write_text(text.replace("制定本方案", f"制定本方案（第{next(edits)}稿）", 1), encoding="utf-8")
        return town

    return change


def soffice(documents: list[Path], folder: Path) -> None:
    """PDFs of *documents* by one call of LibreOffice, with a profile that is there already."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def unoserver(folder: Path) -> Iterator[Callable[[Path], None] | None]:
    """What has one document made a PDF by a LibreOffice that goes on running; None where that is not installed."""
    python = next((one for one in _PYTHONS_WITH_UNO if _imports_uno(one)), None)
    if python is None:
        yield None
        return
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if "site-packages" in path)}
    ports = ["--port", _PORT, "--uno-port", _UNO_PORT]
    profile = ["--user-installation", (folder / "uno").as_uri()]
    server = subprocess.Popen(
        [python, "-m", "unoserver.server", *ports, *profile],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def convert(document: Path) -> None:
        command = [python, "-m", "unoserver.client", "--port", _PORT, str(document), str(folder / "uno.pdf")]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    try:
        yield convert if _answers(convert, next(folder.glob("*.docx"))) else None
    finally:
        server.terminate()
        server.wait()


def _imports_uno(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0
    except OSError:
        return False


def _answers(convert: Callable[[Path], None], document: Path) -> bool:
    """True as soon as the server answers."""
    until = time.monotonic() + _WAIT
    while time.monotonic() < until:
        try:
            convert(document)
        except subprocess.CalledProcessError:
            time.sleep(0.5)
        else:
            return True
    return False


def peers(plan: Path, folder: Path, rounds: int, ours: float) -> None:
    """The same plan by others."""
    if shutil.which("soffice"):
        soffice([plan], folder)  # makes the profile
        tell("soffice, a call", median(lambda: soffice([plan], folder), rounds), ours=ours, asked="(asked: 20)")
        many = [shutil.copy(plan, folder / f"copy{number}.docx") for number in range(BATCH)]
        seconds = median(lambda: soffice(many, folder), max(rounds // 3, 1)) / BATCH
        tell(f"soffice, one call of {BATCH}, a document", seconds, ours=ours, asked="(asked: 3)")
    else:
        print("soffice is not installed")
    with unoserver(folder) as convert:
        if convert is None:
            print("unoserver is not installed, or no Python here has uno")
        else:
            tell("unoserver, a document", median(lambda: convert(plan), rounds), ours=ours)
    try:
        import rdocx
    except ImportError:
        print("rdocx is not installed")
        return
    fonts = ["/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"]
    seconds = median(lambda: rdocx.Document(str(plan)).to_pdf(font_dirs=fonts), rounds)
    tell("rdocx, a document", seconds, ours=ours)


def memory_of(many: int, plan: bytes) -> None:
    """The memory of a process that draws so *many* documents: after a tenth of them, and after all."""
    catalogue = catalogue_here(os.environ)
    for number in range(many):
        printed(laid(plan, "plan.docx", catalogue))
        if number + 1 in (many // 10, many):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"memory after {number + 1} documents: {peak:.0f} MB at most", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=1000)
    given = parser.parse_args()
    catalogue = catalogue_here(os.environ)
    [plan] = build(Job(folder=TOWN, kinds=("plan",))).documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "plan.docx"
        path.write_bytes(plan.data)
        ours = median(lambda: printed(laid(plan.data, plan.name, catalogue)), given.rounds * 3)
        tell("the plan, 7 pages", ours, asked="(asked: 70 ms)")
        change = changed_town(folder)

        def first_page() -> None:
            [document] = build(Job(folder=change(), kinds=("plan",))).documents
            pictured(laid(document.data, document.name, catalogue), [0])

        tell(
            "picture of its first page after the form changed",
            median(first_page, given.rounds * 3),
            asked="(asked: 100 ms)",
        )
        whole = build(Job(folder=TOWN)).documents

        def town() -> None:
            for document in whole:
                printed(laid(document.data, document.name, catalogue))

        tell(f"the whole town, {len(whole)} documents", median(town, given.rounds), asked="(asked: 600 ms)")
        peers(path, folder, given.rounds, ours)
    memory_of(given.many, plan.data)


if __name__ == "__main__":
    main()
