"""What the parts of a Word file say of each other: relationships, content types."""

import re

TYPES = "[Content_Types].xml"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def relations_of(part: str) -> str:
    """Returns the name of the part that holds the relationships of *part*."""
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def related(relations: bytes, added: str) -> bytes:
    """Returns the part *relations* (empty: there was none) with the XML of the relationships *added*."""
    opened = re.sub(rb"(<Relationships[^>]*)/>", rb"\1></Relationships>", relations or _EMPTY)
    return opened.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def with_default(types: bytes, extension: str, kind: str) -> bytes:
    """Returns the content *types* of a package; they say now that the parts with *extension* are of this *kind*.

    Where they said already what those parts are, they stay as they were.
    """
    said_already = rb'<Default [^>]*Extension="%s"' % re.escape(extension).encode()
    if re.search(said_already, types, re.IGNORECASE):
        return types
    default = f'<Default Extension="{extension}" ContentType="{kind}"/>'.encode()
    return re.sub(rb"<Types[^>]*>", lambda match: match[0] + default, types, count=1)
