"""A zip file, read and written so that a part that did not change is copied as the bytes that it already has."""

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zipfile import ZipInfo

STORED, DEFLATED = 0, 8
_TYPES = "[Content_Types].xml"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".docx", ".mp4")  # deflated by their own format


class Member(NamedTuple):
    """A part as it stands in a zip: how it is packed (0 stored, 8 deflated), checksum, size unpacked, bytes."""

    method: int
    crc: int
    size: int
    packed: bytes

    def unpack(self) -> bytes:
        """The part's own bytes."""
        return zlib.decompress(self.packed, -15) if self.method == DEFLATED else self.packed


def stored(data: bytes, info: "ZipInfo") -> Member:
    """The member of the zip *data* that *info* describes, packed as it stands there."""
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + name + extra
    return Member(info.compress_type, info.CRC, info.file_size, data[start : start + info.compress_size])


@cache
def _fast() -> tuple[Callable[[bytes], bytes], Callable[[bytes], int]]:
    """Deflating and checksums for every document: Intel's library where it is installed, else zlib at its fastest."""
    try:
        library = import_module("isal.isal_zlib")
    except ImportError:
        library = zlib
    compressobj = library.compressobj

    def deflate(data: bytes) -> bytes:
        packer = compressobj(1, DEFLATED, -15)
        return b"".join((packer.compress(data), packer.flush()))

    return deflate, library.crc32


def pack(data: bytes, name: str) -> Member:
    """The part *name* packed for one document; a picture is stored, its own format has packed it."""
    deflate, crc32 = _fast()
    if name.lower().endswith(_PICTURES):
        return Member(STORED, crc32(data), len(data), data)
    return Member(DEFLATED, crc32(data), len(data), deflate(data))


def pack_small(data: bytes) -> Member:
    """A part packed once for many documents, as small as zlib can."""
    packer = zlib.compressobj(9, DEFLATED, -15)
    return Member(DEFLATED, zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DAY = 20, 33  # zip 2.0; 1 January 1980: no clock in a document


def assemble(found: Mapping[str, Member]) -> bytes:
    """The .docx made of *found*, [Content_Types].xml first, then by name: equal parts give equal bytes."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in sorted(found, key=_rank):
        method, crc, size, packed = found[name]
        key = name.encode()
        flags = 0 if name.isascii() else 0x800
        length = len(packed)
        pieces += (
            _LOCAL.pack(b"PK\3\4", _VERSION, flags, method, 0, _DAY, crc, length, size, len(key), 0),
            key,
            packed,
        )
        directory += (
            _CENTRAL.pack(
                b"PK\1\2",
                _VERSION,
                _VERSION,
                flags,
                method,
                0,
                _DAY,
                crc,
                length,
                size,
                len(key),
                0,
                0,
                0,
                0,
                0,
                offset,
            ),
            key,
        )
        offset += 30 + len(key) + length
    listing = b"".join(directory)
    count = len(found)
    return b"".join((*pieces, listing, _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)))


def _rank(name: str) -> str:
    return "" if name == _TYPES else name
