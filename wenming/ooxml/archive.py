"""A zip file, read and written so that a part that did not change is copied as the bytes that it already has."""

import struct
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from wenming.ooxml.relationships import TYPES

if TYPE_CHECKING:
    from zipfile import ZipInfo

STORED, DEFLATED = 0, 8
_RAW = -15  # for zlib: deflated without a head or a checksum, as a zip has it
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".docx", ".mp4")  # by their own format


class Member(NamedTuple):
    """A part as it stands in a zip: how it is packed (0 stored, 8 deflated), checksum, size unpacked, bytes."""

    method: int
    crc: int
    size: int
    packed: bytes

    def unpack(self) -> bytes:
        """Returns the part's own bytes."""
        if self.method == DEFLATED:
            return zlib.decompress(self.packed, _RAW)
        return self.packed


def stored(data: bytes, info: "ZipInfo") -> Member:
    """Returns the member of the zip *data* that *info* describes, packed as it stands there."""
    length_of_name, length_of_extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + _LOCAL.size + length_of_name + length_of_extra
    return Member(info.compress_type, info.CRC, info.file_size, data[start : start + info.compress_size])


def pack(data: bytes, name: str) -> Member:
    """Returns the part *name* packed for one document, fast; a picture is stored, its own format has packed it.

    By zlib, which every Python has: a faster library would give other bytes where it is not installed.
    """
    if name.lower().endswith(_PACKED_ALREADY):
        return Member(STORED, zlib.crc32(data), len(data), data)
    return _deflated(data, level=1)


def pack_small(data: bytes) -> Member:
    """Returns the part *data* as small as zlib can, to be packed once for many documents."""
    return _deflated(data, level=9)


def _deflated(data: bytes, *, level: int) -> Member:
    packer = zlib.compressobj(level, DEFLATED, _RAW)
    return Member(DEFLATED, zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DAY = 20, 33  # zip 2.0; 1 January 1980: no clock in a document
_UTF8 = 0x800  # a flag: the name is in UTF-8


def assemble(found: Mapping[str, Member]) -> bytes:
    """Returns the .docx made of *found*, [Content_Types].xml first, then by name: equal parts give equal bytes."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in sorted(found, key=_rank):
        member = found[name]
        key = name.encode()
        flags = 0 if name.isascii() else _UTF8
        pieces += (_local_header(member, key, flags), key, member.packed)
        directory += (_central_header(member, key, flags, offset), key)
        offset += _LOCAL.size + len(key) + len(member.packed)
    listing = b"".join(directory)
    count = len(found)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*pieces, listing, end))


def _rank(name: str) -> str:
    return "" if name == TYPES else name


def _local_header(member: Member, key: bytes, flags: int) -> bytes:
    """Returns what stands before the name *key* and the bytes of *member* (APPNOTE.TXT 4.3.7)."""
    method, crc, size, packed = member
    return _LOCAL.pack(b"PK\3\4", _VERSION, flags, method, 0, _DAY, crc, len(packed), size, len(key), 0)


def _central_header(member: Member, key: bytes, flags: int, offset: int) -> bytes:
    """Returns what stands before the name *key* in the directory at the end (APPNOTE.TXT 4.3.12)."""
    method, crc, size, packed = member
    return _CENTRAL.pack(
        b"PK\1\2", _VERSION, _VERSION, flags, method, 0, _DAY, crc, len(packed), size, len(key), 0, 0, 0, 0, 0, offset
    )
