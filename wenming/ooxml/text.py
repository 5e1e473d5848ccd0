"""Text as XML holds it."""

import re

#: Characters that XML forbids, and those that stand for marks of our own
FORBIDDEN = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_CELL_MAX = 32_767  # characters of a cell in Excel


def as_cell(text: str) -> str:
    """Returns *text* as a cell of a workbook can hold it, and as XlsxWriter takes it for a text."""
    held = FORBIDDEN.sub("\ufffd", text.replace("\a", "\ufffd").replace("\f", "\ufffd"))[:_CELL_MAX]
    if held.startswith("<r>") and held.endswith("</r>"):  # which XlsxWriter would write as XML of its own
        return f"{held[: _CELL_MAX - 1]} "
    return held


def escape(text: str) -> str:
    """Returns *text* as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Returns *text* as the value of an attribute, to be put between double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
