"""The language of what is shown: Chinese as written in the code, other languages from a catalogue."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from wenming import base

CHINESE = "zh"
LANGUAGES = (CHINESE, "en")
_language: ContextVar[str] = ContextVar("language", default=CHINESE)


def use(language: str) -> None:
    """Show everything in *language* from now on, in this context: ``zh``, or one that has a catalogue."""
    _language.set(language)


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Show everything in *language* meanwhile."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language in use."""
    return _language.get()


def _(text: str) -> str:
    """*text* in the language in use."""
    name = _language.get()
    if name == CHINESE or not text:
        return text
    return _translator(name)(text)


def N_(text: str) -> str:
    """*text* as it is, marked for the catalogue: it is translated where it is shown."""
    return text


@cache
def _translator(name: str) -> Callable[[str], str]:
    folder = Path(__file__).parent.parent / "locale"
    return base.catalogues.translation("wenming", folder, [name], fallback=True).gettext
