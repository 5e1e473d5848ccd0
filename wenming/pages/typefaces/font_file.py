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
_FS_TYPE, _FS_SELECTION = 8, 62  # where they stand in the OS/2 table
_RESTRICTED, _BITMAPS_ONLY = 0x0002, 0x0200  # fsType: may not be embedded; its outlines may not
_ITALIC, _BOLD = 0x0001, 0x0020  # fsSelection


class FaceInFile(NamedTuple):
    """A face: the file, *number*: which one of those in it, its names in all languages, its weight.

    *may_be_embedded*: its maker allows it (OS/2 fsType).
    """

    path: str
    number: int
    names: tuple[str, ...]
    bold: bool
    italic: bool
    may_be_embedded: bool


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
        names = tuple(dict.fromkeys(_names(file, tables.get(b"name"))))
        if not names:
            continue
        kind, selection = _kind(file, tables.get(b"OS/2"))
        is_restricted = bool(kind & _BITMAPS_ONLY) or kind & 0x000F == _RESTRICTED
        is_bold, is_italic = bool(selection & _BOLD), bool(selection & _ITALIC)
        yield FaceInFile(str(path), number, names, is_bold, is_italic, not is_restricted)


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


def _kind(file: BinaryIO, table: tuple[int, int] | None) -> tuple[int, int]:
    """fsType and fsSelection of the table OS/2; 0 where there is none."""
    if table is None:
        return 0, 0
    file.seek(table[0])
    data = file.read(min(table[1], 64))
    (kind,) = struct.unpack(">H", data[_FS_TYPE : _FS_TYPE + 2])
    (selection,) = struct.unpack(">H", data[_FS_SELECTION : _FS_SELECTION + 2])
    return kind, selection
