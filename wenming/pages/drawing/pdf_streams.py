"""Streams of a PDF, packed quickly: most of what is in them, outlines of glyphs, hardly gets smaller."""

import zlib
from collections.abc import Mapping

import pydyf

_FAST = 1


def packed(data: bytes, properties: Mapping[str, object] | None = None) -> pydyf.Stream:
    """A stream of *data*, packed."""
    return pydyf.Stream([zlib.compress(data, _FAST)], {**(properties or {}), "Filter": "/FlateDecode"})
