"""A plan from a cold start, beside the bare imports of its peers: ``python benchmarks/cold.py``.

Whole processes, interleaved, the median of nine each; then where the time of one run goes.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 9
RATIO = 1.5  # what must be reached


# a machine that is told to write no bytecode would compile us, but not the installed peers, at every start
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    peer = [sys.executable, "-c", "import docxtpl, yaml, click"]
    with tempfile.TemporaryDirectory() as out:
        ours = [sys.executable, "cli.py", "build", "data/anping", "plan", "--out", out]
        pairs = [(seconds(peer), seconds(ours)) for _ in range(ROUNDS + 1)][1:]
        profile = subprocess.run(
            [sys.executable, "-X", "importtime", *ours[1:]],
            cwd=ROOT,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        ).stderr
    theirs, mine = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine / theirs for theirs, mine in pairs)
    print(f"import docxtpl, yaml, click  {theirs * 1000:6.0f} ms")
    print(f"build data/anping plan       {mine * 1000:6.0f} ms")
    print(f"ratio, pair by pair          {ratio:6.2f}    (asked: {RATIO})")
    print("\nimports of one run, ms, each with what it imports:")
    for name, cumulative in sorted(imports(profile).items(), key=lambda item: -item[1]):
        if name in ("jinja2", "yaml", "lxml.etree", "click", "jsonschema_rs", "wenming.cli", "wenming.build", "site"):
            print(f"  {name:<16}{cumulative / 1000:6.1f}")


def imports(profile: str) -> dict[str, int]:
    """Cumulative microseconds of every module."""
    rows = [line.removeprefix("import time:").split("|") for line in profile.splitlines() if line.count("|") == 2]
    return {name.strip(): int(cumulative) for _, cumulative, name in rows if cumulative.strip().isdigit()}


if __name__ == "__main__":
    main()
