"""The command ``wenming``, started as cheaply as can be."""

import gc
import sys


def run() -> None:
    """Run the command; a console that cannot show a character shows a question mark in its place."""
    gc.set_threshold(200_000)  # before the imports: a run is over before most collections would pay
    from wenming.cli.main import main, started_as

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    started_as(sys.argv[0])
    main(prog_name="wenming")
