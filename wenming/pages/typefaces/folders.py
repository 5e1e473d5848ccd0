"""Where font files are: Windows' folder and the user's, that of WPS, Linux' and macOS' own."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_FILES = (".ttf", ".otf", ".ttc", ".otc")
_MOST = 20_000  # files that are looked at
_OF_UNIX = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/texmf/fonts/opentype/public/fandol",
    "/opt/kingsoft/wps-office/office6/fonts",
    "/opt/apps/cn.wps.wps-office-pro/files/kingsoft/wps-office/office6/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
_OF_WPS = ("Kingsoft/WPS Office", "kingsoft/WPS Office")  # below a program folder; a folder for each version in it


def font_folders(environment: Mapping[str, str]) -> list[Path]:
    """The folders of fonts on this PC, where they are; *environment*: its variables."""
    candidates = [*_of_windows(environment), *_of_users(environment), *map(Path, _OF_UNIX)]
    return [folder for folder in candidates if folder.is_dir()]


def _of_windows(environment: Mapping[str, str]) -> Iterator[Path]:
    if "WINDIR" in environment:
        yield Path(environment["WINDIR"], "Fonts")
    if "LOCALAPPDATA" in environment:
        yield Path(environment["LOCALAPPDATA"], "Microsoft", "Windows", "Fonts")
    for variable in ("LOCALAPPDATA", "ProgramFiles", "ProgramFiles(x86)"):
        if variable in environment:
            yield from _of_wps(Path(environment[variable]))


def _of_wps(programs: Path) -> Iterator[Path]:
    for name in _OF_WPS:
        try:
            versions = sorted((programs / name).iterdir())
        except OSError:
            continue
        for version in versions:
            yield version / "office6" / "fonts"


def _of_users(environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("HOME", "")
    if home:
        yield Path(home, ".local", "share", "fonts")
        yield Path(home, ".fonts")
        yield Path(home, "Library", "Fonts")


def font_files(folders: list[Path]) -> Iterator[Path]:
    """The font files in *folders* and in the folders in them."""
    found = 0
    for folder in folders:
        for place, _folders, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith(_FILES):
                    found += 1
                    if found > _MOST:
                        return
                    yield Path(place, name)
