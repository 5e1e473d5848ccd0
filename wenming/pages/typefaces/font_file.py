"""What a font file says of itself: the names of its faces, whether it may be embedded; read from a few kilobytes."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_COLLECTION = b"ttcf"
_FLAVOURS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_MOST = 1000  # faces of a file, tables of a face, names of a face: more is no font
_LONGEST = 65536  # bytes of a table of names that are read
_NAMES = (1, 4, 16)  # family, full name, typographic family (OpenType name table)
_UNICODE, _WINDOWS, _MACINTOSH = 0, 3, 1
_WEIGHT, _FS_TYPE, _FS_SELECTION = 4, 8, 62  # where they stand in the OS/2 table
_USUAL_WEIGHT = 400
_NEEDED = frozenset((b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name"))  # without which nothing is drawn
_OUTLINES = frozenset((b"glyf", b"CFF "))  # those of CFF2 no reader of PDFs knows
_RESTRICTED, _BITMAPS_ONLY = 0x0002, 0x0200  # fsType: may not be embedded; its outlines may not
_ITALIC, _BOLD = 0x0001, 0x0020  # fsSelection


class FaceInFile(NamedTuple):
    """A face: the file, *number*: which one of those in it, its names in all languages.

    *may_be_embedded*: its maker allows it (OS/2 fsType); *weight*: 400 is usual, 700 bold.
    """

    path: str
    number: int
    names: tuple[str, ...]
    bold: bool
    italic: bool
    may_be_embedded: bool
    weight: int = 400


def faces_in(path: Path) -> list[FaceInFile]:
    """The faces in the font file *path*; none where it is no font, or a broken one."""
    try:
        with path.open("rb") as file:
            return list(_faces(path, file))
    except (OSError, struct.error, ValueError):
        return []


def _faces(path: Path, file: BinaryIO) -> Iterator[FaceInFile]:
    for number, offset in enumerate(_offsets(file)):
        tables = _tables(file, offset)
        if not tables.keys() >= _NEEDED or not tables.keys() & _OUTLINES:
            continue
        names = tuple(dict.fromkeys(_names(file, tables.get(b"name"))))
        if not names:
            continue
        weight, kind, selection = _kind(file, tables.get(b"OS/2"))
        is_restricted = bool(kind & _BITMAPS_ONLY) or kind & 0x000F == _RESTRICTED
        is_bold, is_italic = bool(selection & _BOLD), bool(selection & _ITALIC)
        yield FaceInFile(str(path), number, names, is_bold, is_italic, not is_restricted, weight)


def _offsets(file: BinaryIO) -> list[int]:
    """Where the faces of *file* begin."""
    start = file.read(12)
    if start[:4] == _COLLECTION:
        (count,) = struct.unpack(">L", start[8:12])
        if count > _MOST:
            raise ValueError(count)
        return list(struct.unpack(f">{count}L", file.read(4 * count)))
    return [0] if start[:4] in _FLAVOURS else []


def _tables(file: BinaryIO, offset: int) -> dict[bytes, tuple[int, int]]:
    """Where the tables of the face at *offset* are, and how long."""
    file.seek(offset)
    header = file.read(12)
    (count,) = struct.unpack(">H", header[4:6])
    if count > _MOST:
        raise ValueError(count)
    tables: dict[bytes, tuple[int, int]] = {}
    for _table in range(count):
        tag, _checksum, start, length = struct.unpack(">4sLLL", file.read(16))
        tables[tag] = start, length
    return tables


def _names(file: BinaryIO, table: tuple[int, int] | None) -> Iterator[str]:
    if table is None:
        return
    file.seek(table[0])
    data = file.read(min(table[1], _LONGEST))
    _version, count, strings = struct.unpack(">HHH", data[:6])
    for record in range(min(count, _MOST)):
        begins = 6 + 12 * record
        platform, _encoding, _language, name, length, offset = struct.unpack(">HHHHHH", data[begins : begins + 12])
        if name not in _NAMES or platform not in (_UNICODE, _WINDOWS, _MACINTOSH):
            continue
        raw = data[strings + offset : strings + offset + length]
        encoding = "mac-roman" if platform == _MACINTOSH else "utf-16-be"
        decoded = raw.decode(encoding, errors="ignore").strip("\0 ")
        if decoded:
            yield decoded


def _kind(file: BinaryIO, table: tuple[int, int] | None) -> tuple[int, int, int]:
    """usWeightClass, fsType and fsSelection of the table OS/2; those of a usual face where there is none."""
    if table is None:
        return _USUAL_WEIGHT, 0, 0
    file.seek(table[0])
    data = file.read(min(table[1], 64))
    (weight,) = struct.unpack(">H", data[_WEIGHT : _WEIGHT + 2])
    (kind,) = struct.unpack(">H", data[_FS_TYPE : _FS_TYPE + 2])
    (selection,) = struct.unpack(">H", data[_FS_SELECTION : _FS_SELECTION + 2])
    return weight, kind, selection
