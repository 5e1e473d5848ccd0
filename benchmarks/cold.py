"""A plan from a cold start, beside docxtpl's own minimal script: ``python benchmarks/cold.py``.

Whole processes, interleaved, the median of eleven each, from the second run on (what was compiled is on disk); once
more with the plan's form changed before every run, so that it is read again; then where the time of one run goes.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import workload

ROOT = Path(__file__).parent.parent
ROUNDS = 11
RATIO = 0.6  # what must be reached
SHOWN = ("jinja2", "yaml", "lxml.etree", "click", "jsonschema_rs", "wenming.cli.main", "wenming.pipeline", "site")


# a machine that is told to write no bytecode would compile us, but not the installed peers, at every start
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


PEER = """
import json
from docxtpl import DocxTemplate
template = DocxTemplate({template!r})
with open({data!r}, encoding="utf-8") as file:
    template.render(json.load(file))
template.save({out!r})
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, script = folder / "data.json", folder / "peer.py"
        data.write_text(json.dumps(workload.data(), ensure_ascii=False), encoding="utf-8")
        template = workload.templates(folder)["docxtpl"]
        script.write_text(PEER.format(template=str(template), data=str(data), out=str(folder / "peer-out.docx")))
        town = folder / "anping"
        shutil.copytree(ROOT / "data" / "anping", town)
        ENVIRONMENT["WENMING_CACHE"] = str(folder / "cache")
        peer = [sys.executable, str(script)]
        ours = [sys.executable, "cli.py", "build", str(town), "plan", "--out", str(folder / "out")]
        rounds = [(seconds(peer), seconds(ours), changed(town, ours)) for _ in range(ROUNDS + 1)][1:]
        profile = subprocess.run(
            [sys.executable, "-X", "importtime", *ours[1:]],
            cwd=ROOT,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        ).stderr
    theirs, mine, again = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(mine / theirs for theirs, mine, _again in rounds)
    after = statistics.median(again / theirs for theirs, _mine, again in rounds)
    print(f"docxtpl's minimal script     {theirs * 1000:6.0f} ms")
    print(f"build anping plan            {mine * 1000:6.0f} ms  ratio, pair by pair {ratio:5.2f}  (asked: {RATIO})")
    print(f"the same, the form changed   {again * 1000:6.0f} ms  ratio, pair by pair {after:5.2f}")
    print("\nimports of one run, ms, each with what it imports:")
    for name, cumulative in sorted(imports(profile).items(), key=lambda item: -item[1]):
        if name in (
            "jinja2",
            "yaml",
            "lxml.etree",
            "click",
            "jsonschema_rs",
            "wenming.cli.main",
            "wenming.pipeline",
            "site",
        ):
            print(f"  {name:<16}{cumulative / 1000:6.1f}")


def changed(town: Path, command: list[str]) -> float:
    """The seconds of *command* after a change of the plan's form."""
    plan = town / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
    return seconds(command)


def imports(profile: str) -> dict[str, int]:
    """Cumulative microseconds of every module."""
    rows = [line.removeprefix("import time:").split("|") for line in profile.splitlines() if line.count("|") == 2]
    return {name.strip(): int(cumulative) for _, cumulative, name in rows if cumulative.strip().isdigit()}


if __name__ == "__main__":
    main()
