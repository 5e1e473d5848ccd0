"""Ten and a hundred times the data, the template, the pictures; memory: ``python benchmarks/growth.py``.

The exponent is that of the time between the two largest sizes: 1 is in proportion.
"""

import contextlib
import gc
import io
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import workload

sys.path.insert(0, str(Path(__file__).parent.parent))


def best(one: Callable[[], Any], seconds: float = 1.0) -> float:
    """The shortest of as many runs as *seconds* allow, in milliseconds."""
    end, shortest = time.perf_counter() + seconds, math.inf
    while True:
        start = time.perf_counter()
        one()
        shortest = min(shortest, time.perf_counter() - start)
        if time.perf_counter() > end:
            return shortest * 1000


def report(what: str, sizes: list[int], rows: dict[str, list[float]]) -> None:
    print(f"\n{what:<28}" + "".join(f"{size:>12}" for size in sizes) + f"{'exponent':>12}")
    for name, times in rows.items():
        exponent = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
        print(f"  {name:<26}" + "".join(f"{one:9.2f} ms" for one in times) + f"{exponent:12.2f}")


def theirs(path: Path, values: Callable[[Any], dict[str, Any]]) -> None:
    from docxtpl import DocxTemplate

    document = DocxTemplate(str(path))
    document.render(values(document))
    document.save(io.BytesIO())


def growth(folder: Path) -> None:
    from wenming.engine.compiler import compile_members
    from wenming.gongwen.profile import GONGWEN
    from wenming.gongwen.template import Template
    from wenming.ooxml import package

    template = workload.templates(folder)["docxtpl"]
    sizes = [1, 10, 100]
    ours, peers = [], []
    for size in sizes:
        values = workload.data(size)
        loaded = Template.load(template)
        ours.append(best(lambda loaded=loaded, values=values: loaded.render(values)))
        peers.append(best(lambda values=values: theirs(template, lambda _: values)))
    report("times the data", sizes, {"ours": ours, "docxtpl": peers})

    sizes = [1, 4, 16]
    ours, peers, compiling = [], [], []
    for size in sizes:
        path = workload.long(folder, size)
        values = workload.data()
        loaded = Template.load(path)
        data = path.read_bytes()
        compiling.append(best(lambda data=data: compile_members(package.members(data, ""), "", GONGWEN)))
        ours.append(best(lambda loaded=loaded, values=values: loaded.render(values)))
        peers.append(best(lambda path=path, values=values: theirs(path, lambda _: values)))
    report("times the template", sizes, {"ours": ours, "ours, compiling": compiling, "docxtpl": peers})

    sizes = [10, 100, 300]
    path = workload.pictures(folder)
    ours, peers = [], []
    for size in sizes:
        files = [picture(number) for number in range(size)]
        loaded = Template.load(path)

        def values_of(document: Any, files: list[bytes] = files) -> dict[str, Any]:
            from docxtpl import InlineImage

            return {"xs": [InlineImage(document, io.BytesIO(data)) for data in files]}

        ours.append(best(lambda loaded=loaded, values_of=values_of: loaded.render(values_of(None))))
        peers.append(best(lambda values_of=values_of: theirs(path, values_of), 0.1))
    report("different pictures", sizes, {"ours": ours, "docxtpl": peers})


def picture(number: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (number % 256, number // 256, 0)).save(buffer, "PNG")
    return buffer.getvalue()


def megabytes(what: str = "VmHWM") -> float:
    """The peak (VmHWM) or present (VmRSS) memory of this process; where there is no /proc, its peak since it began."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


def forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def memory(folder: Path, times: int) -> None:
    """Printed by a process of its own: the peak above the base, as a multiple of document.xml."""
    from wenming.gongwen.template import Template

    template = Template.load(workload.templates(folder)["docxtpl"])
    template.render(workload.data())
    values = workload.data(times)
    gc.collect()
    forget_peak()
    base = megabytes("VmRSS")
    size = len(template.render(values)) and len(template.fill(values).parts["word/document.xml"]) / 2**20
    above = (megabytes() - base) / size
    print(f"{times:>4} times the data: {size:6.2f} MB of document.xml, {above:5.2f} × that above the base")


def flat(folder: Path) -> None:
    from wenming.gongwen.template import Template

    template, values = Template.load(workload.templates(folder)["docxtpl"]), workload.data()
    for total in (100, 1000, 3000):
        while total > getattr(flat, "done", 0):
            template.render(values)
            flat.done = getattr(flat, "done", 0) + 1  # type: ignore[attr-defined]
        print(f"after {total:>5} documents: {megabytes('VmRSS'):6.1f} MB")


def main() -> None:
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as name:
            flat(Path(name)) if sys.argv[1] == "flat" else memory(Path(name), int(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        growth(Path(name))
    print()
    for what in ("10", "100", "flat"):
        print(
            subprocess.run([sys.executable, __file__, what], check=True, capture_output=True, text=True).stdout, end=""
        )
    print("asked: exponents no larger than 1.05 or so; 3 × document.xml above the base; flat")


if __name__ == "__main__":
    main()
