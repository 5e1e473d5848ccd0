"""A file of tables becomes sheets of cells, by what is in it: its name may say anything."""

from wenming.base.i18n import _
from wenming.sheets import delimited, old_xls, xlsx
from wenming.sheets.cells import Book
from wenming.sheets.refusals import refused, too_large

LARGEST = 60_000_000  # bytes; with a hundred photos of a phone
_ZIP = b"PK"
_OTHER_FILES = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"{\\rtf": "RTF", b"Rar!": "RAR"}


def read(data: bytes, shown: str) -> Book:
    """The sheets in *data*: an .xlsx, an .xls, or a CSV. Raises Faults, which call the file *shown*."""
    if len(data) > LARGEST:
        raise too_large(shown)
    if data.startswith(_ZIP):
        return xlsx.read_xlsx(data, shown)
    if data.startswith(old_xls.SIGNATURE):
        return old_xls.read_old_xls(data, shown)
    kind = next((name for mark, name in _OTHER_FILES.items() if data.startswith(mark)), "")
    if kind:
        what = _("这是 {kind} 文件，不是表格").format(kind=kind)
        raise refused(shown, "not-a-workbook", what, _("要的是 .xlsx、.xls 或 .csv"))
    return delimited.read_delimited(data, shown)
