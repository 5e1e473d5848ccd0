"""The problems of a week: new ones, news of known ones, their dates."""

from collections.abc import Collection, Iterator

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.figures.progress import span
from wenming.forms.checks.common import Path, Record, offer, unique
from wenming.forms.form import Form
from wenming.gongwen.chinese import date_text


def problem_faults(form: Form, units: Collection[str], known: dict[str, Record]) -> Iterator[Fault]:
    """Rows of one week; *known* holds what is known of each problem so far."""
    yield from unique(form, ("问题",), form.record.get("问题", []), "编号")
    for index, row in enumerate(form.record.get("问题", [])):
        path: Path = ("问题", index)
        if row["编号"] not in known:
            missing = [name for name in ("单位", "描述", "发现", "整改期限") if name not in row]
            if missing:
                yield form.fault(
                    path,
                    _("新问题“{key}”还没有填：{names}").format(key=row["编号"], names="、".join(missing)),
                    _("填上这几项；如果是以前的问题，编号要和以前一样：{known}").format(
                        known="、".join(sorted(known)) or "—"
                    ),
                )
        elif _another(row, known[row["编号"]]):
            what = _("编号“{key}”以前是另一个问题：{unit}，{text}").format(
                key=row["编号"], unit=known[row["编号"]].get("单位"), text=known[row["编号"]].get("描述")
            )
            yield form.fault((*path, "编号"), what, _("新问题换一个编号；是同一个问题，发现日期写原来的"))
        whole = known[row["编号"]] = {**known.get(row["编号"], {}), **row}
        if "单位" in row and row["单位"] not in units:
            yield form.fault(
                (*path, "单位"), _("镇里没有“{name}”这个单位").format(name=row["单位"]), offer(row["单位"], units)
            )
        yield from _progressed(form, path, row, whole)


def _progressed(form: Form, path: Path, row: Record, whole: Record) -> Iterator[Fault]:
    """The state and the dates of a problem: what this week says in *row*, all that is known in *whole*."""
    if row.get("状态") == "已整改" and "完成" not in row:
        yield form.fault((*path, "状态"), _("已整改的问题没有填完成日期"), _("加一行 完成: 日期"))
    if "完成" in row and whole.get("状态") != "已整改":
        what = _("填了完成日期，状态还不是已整改")
        yield form.fault((*path, "完成"), what, _("改成 状态: 已整改；没有改完就去掉日期"))
    if "完成" in row and "发现" in whole and row["完成"] < whole["发现"]:
        yield form.fault((*path, "完成"), _("完成日期在发现日期前面"), _("把两个日期改过来"))
    for name in ("发现", "完成"):
        if name in row and row[name] > span(form.record["周"])[1]:
            what = _("{date}在这一周后面").format(date=date_text(row[name]))
            yield form.fault((*path, name), what, _("改日期，或者写到那一周的文件里"))
    if "发现" in row and "整改期限" in row and row["整改期限"] < row["发现"]:
        yield form.fault((*path, "整改期限"), _("整改期限在发现日期前面"), _("把两个日期改过来"))


def _another(row: Record, known: Record) -> bool:
    """Whether *row* is a new problem under the number of *known*, not news of it: found another day, elsewhere or,
    while *known* is open, something else."""
    new = {name for name in ("单位", "描述", "发现") if name in row and row[name] != known.get(name)}
    return "发现" in new and ("单位" in new or ("描述" in new and known.get("状态") != "已整改"))
