"""A zip file inflated once and within limits: what came out is held against what its directory says."""

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.ooxml.archive import DEFLATED, STORED, Member, stored

if TYPE_CHECKING:
    import zipfile
else:
    zipfile = Later("zipfile")

PARTS_MAX, BYTES_MAX = 2000, 100_000_000
_RAW = -15  # for zlib: deflated without a head or a checksum
_ENCRYPTED, _UTF8 = 1, 0x800  # flags in the zip
_LOCAL, _HEADER, _NAME_LENGTH_AT = b"PK\3\4", 30, 26  # what stands before a part (APPNOTE.TXT 4.3.7)
_UNREADABLE = (NotImplementedError, OSError, ValueError)  # by zipfile: a newer zip, places and dates that are none


class NotAZip(Exception):
    """What is no zip file, or a broken one."""


class TooLarge(Exception):
    """A zip file of too many parts, or that would be too large unpacked."""


class Locked(Exception):
    """A zip file with a password."""


class Unzipped(NamedTuple):
    """A part as its own bytes, and as it stands in the zip."""

    data: bytes
    member: Member


def unzip(data: bytes) -> dict[str, Unzipped]:
    """Returns the parts of the zip *data* by name; of two with one name the last, as Word reads it.

    Raises NotAZip, TooLarge, Locked.
    """
    try:
        listed = zipfile.ZipFile(io.BytesIO(data)).infolist()
        _expect_readable(listed)
        if not all(info.filename for info in listed):
            raise NotAZip
        files = [info for info in listed if not info.is_dir()]
        return _inflated(data, files)
    except (zipfile.BadZipFile, zlib.error, struct.error, *_UNREADABLE) as error:
        raise NotAZip from error


def _expect_readable(listed: "Sequence[zipfile.ZipInfo]") -> None:
    """Raise TooLarge or Locked where what is *listed* says that it is."""
    size = sum(info.file_size for info in listed)
    if len(listed) > PARTS_MAX or size > BYTES_MAX:
        raise TooLarge
    if any(info.flag_bits & _ENCRYPTED for info in listed):
        raise Locked


def _inflated(data: bytes, files: "Iterable[zipfile.ZipInfo]") -> dict[str, Unzipped]:
    """Returns the *files* of the zip *data*, which together are as large as their directory says."""
    found: dict[str, Unzipped] = {}
    for info in files:
        _expect_header(data, info)
        member = stored(data, info)
        found[info.filename] = Unzipped(_unpacked(member), member)
    return found


def _expect_header(data: bytes, info: "zipfile.ZipInfo") -> None:
    """Raise NotAZip where what stands before the part that *info* describes is not about that part."""
    start = info.header_offset
    signature, _version, _flags, method = struct.unpack_from("<4s3H", data, start)
    [length] = struct.unpack_from("<H", data, start + _NAME_LENGTH_AT)
    name = data[start + _HEADER : start + _HEADER + length]
    said = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    if signature != _LOCAL or method != info.compress_type or name != said:
        raise NotAZip


def _unpacked(member: Member) -> bytes:
    """Returns the bytes of *member*, inflated no further than it says. Raises NotAZip where it says otherwise."""
    if member.method == STORED:
        part = member.packed
    elif member.method == DEFLATED:
        inflater = zlib.decompressobj(_RAW)
        part = inflater.decompress(member.packed, member.size + 1)
        if not inflater.eof or inflater.unused_data or inflater.unconsumed_tail:
            raise NotAZip
    else:
        raise NotAZip
    if len(part) != member.size or zlib.crc32(part) != member.crc:
        raise NotAZip
    return part
