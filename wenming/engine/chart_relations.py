"""What the other parts of a Word file say of its charts: relationships, content types."""

from collections.abc import Mapping
from contextlib import suppress
from posixpath import basename, dirname, join, normpath

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import CONTENT_TYPES, RELATIONSHIPS, R
from wenming.ooxml.relationships import related, relations_of
from wenming.ooxml.tree import parse, written

WORKBOOK_RELATION = "rIdWorkbook"
_NO_RELATIONS = related(b"", "")
_OFFICE = R.strip("{}")
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS_OF_WORKBOOKS = ("/package", "/oleObject")


def targets(owner: str, relations: bytes) -> dict[str, str]:
    """Returns by its id the part that each relationship in *relations*, those of *owner*, leads to.

    Broken ones lead nowhere.
    """
    found: dict[str, str] = {}
    for one in _root_of(relations).iter(f"{RELATIONSHIPS}Relationship"):
        path = join("/", dirname(owner), one.get("Target", ""))
        found[one.get("Id", "")] = normpath(path).lstrip("/")
    return found


def _root_of(relations: bytes) -> Element:
    """Returns the tree of *relations*: of none where there are none, or broken ones."""
    with suppress(etree.XMLSyntaxError):
        return parse(relations or _NO_RELATIONS)
    return parse(_NO_RELATIONS)


def workbook_of(part: str, parts: Mapping[str, bytes]) -> str:
    """Returns the embedded .xlsx of the chart *part*; empty where it has none."""
    found = targets(part, parts.get(relations_of(part), b"")).values()
    return next((target for target in found if target.endswith(".xlsx")), "")


def with_chart(relations: bytes, key: str, part: str) -> bytes:
    """Returns the *relations* of the body with the chart *part* as *key*."""
    root = parse(relations)
    _relate(root, key, "chart", f"charts/{basename(part)}")
    return written(root)


def with_workbook(relations: bytes, book: str) -> bytes:
    """Returns the *relations* of a chart with *book* for its workbook, and with no other.

    Broken ones, which lead nowhere, are written anew.
    """
    root = _root_of(relations)
    for one in root.findall(f"{RELATIONSHIPS}Relationship"):
        if one.get("Type", "").endswith(_KINDS_OF_WORKBOOKS):
            root.remove(one)
    _relate(root, WORKBOOK_RELATION, "package", f"../embeddings/{basename(book)}")
    return written(root)


def _relate(root: Element, key: str, kind: str, target: str) -> None:
    """Add to the relationships *root* one of this *kind*."""
    attributes = {"Id": key, "Type": f"{_OFFICE}/{kind}", "Target": target}
    etree.SubElement(root, f"{RELATIONSHIPS}Relationship", attributes)


def declaring_workbooks(types: bytes) -> bytes:
    """Returns the content *types* of a package; they say now what .xlsx is, where they did not already."""
    return _declaring(types, "Default", "Extension", "xlsx", _XLSX_TYPE)


def declaring_chart(types: bytes, part: str) -> bytes:
    """Returns the content *types* of a package; they say now that *part* is a chart."""
    return _declaring(types, "Override", "PartName", f"/{part}", _CHART_TYPE)


def _declaring(types: bytes, tag: str, attribute: str, value: str, kind: str) -> bytes:
    """Returns the content *types* with a *tag* that says what *value* is; broken ones stay as they are."""
    with suppress(etree.XMLSyntaxError):
        root = parse(types)
        declared = [one.get(attribute, "").lower() for one in root.iter(CONTENT_TYPES + tag)]
        if value.lower() not in declared:
            etree.SubElement(root, CONTENT_TYPES + tag, {attribute: value, "ContentType": kind})
            return written(root)
    return types
