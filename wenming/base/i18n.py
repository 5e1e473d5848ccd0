"""The language of what is shown: Chinese as written in the code, other languages from a catalogue."""

import contextlib
import datetime
import gettext
from collections.abc import Iterable, Iterator
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
    return _catalogue(name).gettext(text)


def many(text: str, n: int, **fields: object) -> str:
    """*text* about *n* things in the language in use (1 file, 2 files), with its {n} and other *fields* filled in."""
    name = _language.get()
    if name != CHINESE:
        text = _catalogue(name).ngettext(text, text, n)
    return text.format(n=n, **fields)


def enumerated(texts: Iterable[str]) -> str:
    """*texts* one after the other, as the language in use does it: 甲、乙 or a, b, and c."""
    name = _language.get()
    if name == CHINESE:
        return "、".join(texts)
    return base.locales.format_list(list(texts), "standard", name)


def day_text(date: datetime.date) -> str:
    """*date* in the language in use: 2026年3月5日 or March 5, 2026."""
    return base.locales.format_date(date, "long", _language.get())


def N_(text: str) -> str:
    """*text* as it is, marked for the catalogue: it is translated where it is shown."""
    return text


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    """The messages in the language *name*; where it has no catalogue, they stay as they are."""
    folder = Path(__file__).parent.parent / "locale"
    return gettext.translation("wenming", folder, [name], fallback=True)
