"""The command ``wenming``, started as cheaply as can be."""

import gc
import os
import sys

_UTF_8 = "utf8"  # an option of Python: names of files, texts and consoles are in UTF-8


def run() -> None:
    """Run the command; a console that cannot show a character shows a question mark in its place."""
    _start_again_in_utf_8()
    gc.set_threshold(200_000)  # before the imports: a run is over before most collections would pay
    from wenming.cli.main import main, started_as

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    started_as(sys.argv[0])
    main(prog_name="wenming")


def _start_again_in_utf_8() -> None:
    """Take the place of this process with one that can name every file, where the system's locale is that of ASCII."""
    if os.name == "nt" or sys.flags.utf8_mode or sys.getfilesystemencoding() == "utf-8":
        return
    os.execv(sys.executable, [sys.executable, "-X", _UTF_8, *sys.orig_argv[1:]])
