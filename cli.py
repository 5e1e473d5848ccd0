"""The command, from a checkout: python cli.py. These lines are read by every Python, also by one that is too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one starts this file too, and is told
    sys.exit(
        "要有 Python 3.11 或更新的版本。这里是 / Python 3.11 or later is needed, this is " + sys.version.split()[0]
    )

from pathlib import Path

from wenming.cli import own_environment, start

if __name__ == "__main__":  # a process that builds one of many towns reads this file too
    own_environment.enter(Path(__file__).resolve().parent, sys.argv[1:])
    start.run()
