"""Why a file of tables is not read, and how to mend it."""

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.sheets.cells import COLUMNS_MAX, ROWS_MAX


def refused(shown: str, code: Code, what: str, mend: str, sheet: str = "") -> Faults:
    """The one fault of the file called *shown*, which is not read."""
    return Faults([Fault(Place(shown, sheet=sheet), what, mend, code)])


def no_workbook(shown: str) -> Faults:
    """The fault of a file that is no workbook, or a broken one."""
    mend = _("用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
    return refused(shown, "not-a-workbook", _("这不是表格文件，或者文件损坏了"), mend)


def too_large(shown: str, sheet: str = "") -> Faults:
    """The fault of a workbook that has more in it than anybody fills in."""
    what = _("这个表格太大：一张表最多 {rows} 行、{columns} 列").format(rows=ROWS_MAX, columns=COLUMNS_MAX)
    mend = _("删掉用不着的行、列和表（选中以后点右键“删除”），另存一份再导入")
    return refused(shown, "workbook-too-large", what, mend, sheet)


def locked(shown: str) -> Faults:
    """The fault of a workbook with a password."""
    mend = _("在 Excel 或 WPS 里去掉打开密码，存好再导入")
    return refused(shown, "workbook-locked", _("这个表格加了密码，打不开"), mend)
