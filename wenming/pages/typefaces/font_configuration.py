"""The faces of a catalogue told to other programs, by a file that fontconfig reads."""

from pathlib import Path
from xml.sax.saxutils import escape

from wenming.pages.typefaces.catalogue import Catalogue
from wenming.pages.typefaces.stand_ins import KINDS

_OF_SYSTEM = "/etc/fonts/fonts.conf"


def font_configuration(faces: Catalogue, folder: Path) -> str:
    """What makes a program find *faces*, and take the same stand-ins as our pages; *folder*: for what it keeps."""
    folders: dict[str, None] = {}
    aliases: list[str] = []
    for name in dict.fromkeys(name for kind in KINDS for name in kind.names):
        chosen = faces.choose(name)
        if chosen is None:
            continue
        folders[str(Path(chosen.face.path).parent)] = None
        if chosen.instead_of:
            aliases.append(_alias(name, chosen.face.names[0]))
    return "".join(
        [
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
            f'<include ignore_missing="yes">{_OF_SYSTEM}</include>',
            *(f"<dir>{escape(path)}</dir>" for path in folders),
            f"<cachedir>{escape(str(folder / 'fontcache'))}</cachedir>",
            *aliases,
            "</fontconfig>",
        ]
    )


def _alias(name: str, other: str) -> str:
    """The rule by which the face *other* stands in for the one called *name*."""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(other)}</string></edit></match>'
    )
