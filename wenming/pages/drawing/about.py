"""What a PDF says of itself, taken from the document: its title, its 文号, who issues it."""

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from wenming.ooxml.roles import Roles, part_with
from wenming.ooxml.tree import parse
from wenming.pages.layout.flow import Layout
from wenming.pages.layout.styles import Styles

_DC = "{http://purl.org/dc/elements/1.1/}"
_NUMBERS = ("发文字号", "简报期号")  # the styles in which a 公文 and a 简报 are numbered
_TITLE = "公文标题"


class About(NamedTuple):
    """What a PDF says of itself; *source*: a digest of what it was made from."""

    title: str = ""
    subject: str = ""
    author: str = ""
    source: str = ""


def about(layout: Layout, parts: Mapping[str, bytes], roles: Roles, name: str) -> About:
    """What the document in *parts*, which is called *name*, is about."""
    properties = _properties(parts.get(part_with("core-properties", roles), b""))
    styles = Styles(parts.get(part_with("styles", roles), b""))
    texts: dict[str, str] = {}
    for one in layout.begun:
        texts.setdefault(styles.name(one.paragraph.look.style), one.paragraph.text.strip())
    number = next((texts[style] for style in _NUMBERS if texts.get(style)), "")
    title = properties.get("title") or texts.get(_TITLE) or name
    return About(title, number, properties.get("creator", ""))


def _properties(part: bytes) -> dict[str, str]:
    """The properties that Word shows of a file."""
    try:
        root = parse(part)
    except etree.XMLSyntaxError:
        return {}
    found = {name: root.find(_DC + name) for name in ("title", "creator")}
    return {name: element.text or "" for name, element in found.items() if element is not None}
