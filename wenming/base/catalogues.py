"""Message catalogues, which only languages other than Chinese need."""

from gettext import translation as translation
