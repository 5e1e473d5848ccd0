"""From form to document, warm: ours beside PyYAML's C loader, jsonschema and docxtpl: ``python benchmarks/chain.py``.

Ours reads, checks and fills data/anping's forms and writes its plan, every time anew (nothing kept on disk); theirs
reads and checks the same forms by the same schemas and renders a plan of the same length.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import workload

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS, DOCUMENTS, RATIO = 11, 10, 8
TOWN = ROOT / "data" / "anping"


def ours(folder: Path) -> Callable[[], Any]:
    from wenming import Job, build

    job = Job(folder=TOWN, kinds=("plan",))

    def one() -> None:
        for document in build(job).documents:
            (folder / document.name).write_bytes(document.data)

    return one


def theirs(folder: Path) -> Callable[[], Any]:
    import jsonschema
    import yaml
    from docxtpl import DocxTemplate

    from wenming.forms import schema

    validators = {name: jsonschema.Draft202012Validator(schema.load(name).root) for name in ("town", "plan")}
    template, values = workload.templates(folder)["docxtpl"], workload.data()

    def one() -> None:
        for name, validator in validators.items():
            form = yaml.load((TOWN / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
            list(validator.iter_errors(form))
        document = DocxTemplate(str(template))
        document.render(values)
        document.save(str(folder / "theirs.docx"))

    return one


def main() -> None:
    os.environ["WENMING_CACHE"] = ""
    with tempfile.TemporaryDirectory() as name:
        pair = ours(Path(name)), theirs(Path(name))
        times: list[list[float]] = [[], []]
        for one in pair:
            one()
        for _round in range(ROUNDS):
            for column, one in zip(times, pair, strict=True):
                start = time.perf_counter()
                for _document in range(DOCUMENTS):
                    one()
                column.append((time.perf_counter() - start) / DOCUMENTS * 1000)
    mine, peer = (statistics.median(column) for column in times)
    ratio = statistics.median(b / a for a, b in zip(*times, strict=True))
    print(f"ours                              {mine:7.2f} ms")
    print(f"CSafeLoader, jsonschema, docxtpl  {peer:7.2f} ms")
    print(f"ratio, round by round             {ratio:7.2f}    (asked: {RATIO})")


if __name__ == "__main__":
    main()
