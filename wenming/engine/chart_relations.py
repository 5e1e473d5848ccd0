"""What the other parts of a Word file say of its charts: relationships, content types."""

from collections.abc import Mapping
from posixpath import basename

from wenming.ooxml.relationships import (
    OFFICE,
    Relationship,
    related,
    relations_of,
    relationships,
    resolved,
    with_default,
    with_override,
)

WORKBOOK_RELATION = "rIdWorkbook"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS_OF_WORKBOOKS = ("/package", "/oleObject")


def targets(owner: str, relations: bytes) -> dict[str, str]:
    """Returns by its id the part that each relationship in *relations*, those of *owner*, leads to.

    Broken ones lead nowhere.
    """
    return {one.key: resolved(owner, one.target) for one in relationships(relations)}


def workbook_of(part: str, parts: Mapping[str, bytes]) -> str:
    """Returns the embedded .xlsx of the chart *part*; empty where it has none."""
    found = targets(part, parts.get(relations_of(part), b"")).values()
    return next((target for target in found if target.endswith(".xlsx")), "")


def with_chart(relations: bytes, key: str, part: str) -> bytes:
    """Returns the *relations* of the body with the chart *part* as *key*."""
    return related(relations, [Relationship(key, f"{OFFICE}/chart", f"charts/{basename(part)}")])


def with_workbook(relations: bytes, book: str) -> bytes:
    """Returns the *relations* of a chart with *book* for its workbook, and with no other.

    Broken ones, which lead nowhere, are written anew.
    """
    others = [one for one in relationships(relations) if not one.kind.endswith(_KINDS_OF_WORKBOOKS)]
    workbook = Relationship(WORKBOOK_RELATION, f"{OFFICE}/package", f"../embeddings/{basename(book)}")
    return related(b"", [*others, workbook])


def declaring_workbooks(types: bytes) -> bytes:
    """Returns the content *types* of a package; they say now what .xlsx is, where they did not already."""
    return with_default(types, "xlsx", _XLSX_TYPE)


def declaring_chart(types: bytes, part: str) -> bytes:
    """Returns the content *types* of a package; they say now that *part* is a chart."""
    return with_override(types, part, _CHART_TYPE)
