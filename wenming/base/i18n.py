"""The language of what is shown: Chinese as written in the code, other languages from a catalogue."""

from collections.abc import Callable
from pathlib import Path

_translate: Callable[[str], str] | None = None  # None: Chinese, no catalogue to look into


def use(language: str) -> None:
    """Show everything in *language* from now on: ``zh``, or one that has a catalogue."""
    global _translate
    if language == "zh":
        _translate = None
        return
    import gettext

    folder = Path(__file__).parent.parent / "locale"
    _translate = gettext.translation("wenming", folder, [language], fallback=True).gettext


def _(text: str) -> str:
    """*text* in the language in use."""
    return _translate(text) if _translate and text else text


def N_(text: str) -> str:
    """*text* as it is, marked for the catalogue: it is translated where it is shown."""
    return text
