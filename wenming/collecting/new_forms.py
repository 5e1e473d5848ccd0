"""Workbooks that were filled in become forms of a town that has none yet: plan.xlsx becomes plan.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting.contribution import File
from wenming.forms import schema as schemas
from wenming.forms.validation import understand_nodes
from wenming.forms.workbook import reading
from wenming.forms.workbook.stamp import stamp_of
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.yaml import written
from wenming.sheets import reading as sheets

_FORMS = ("town", "plan", "notice", "week", "score")


def forms_of(files: Sequence[File]) -> dict[str, bytes]:
    """The texts of the forms that the workbooks *files* hold, by their names below the town's folder. Raises Faults."""
    texts: dict[str, bytes] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            name, text = _form_of(file)
        except Faults as error:
            faults += error.faults
            continue
        texts[name] = text
    if faults:
        raise Faults(faults)
    return texts


def _form_of(file: File) -> tuple[str, bytes]:
    """Name and text of the form that the workbook *file* holds. Raises Faults."""
    book = sheets.read(file.data, file.name)
    stamp = stamp_of(book)
    if stamp is None or stamp.form not in _FORMS:
        what = _("看不出这个表格是哪一种表单")
        mend = _("用 form export 导出的表来填（别的镇导出的也行），不要改下面“表号”一行")
        raise Faults([Fault(Place(file.name), what, mend, "list-not-found")])
    schema = schemas.load(stamp.form)
    filled = reading.read(book, schema, reading.found_in(book, schema), Knowledge())
    understood = understand_nodes(filled.root, filled.places, schema)
    faults = [*filled.faults, *understood.faults]
    if faults:
        raise Faults(faults)
    lines = written.value_lines(understood.record, "", schema.root, schema)
    head = f"# {schema.root['title']}，从 {file.name} 读来。字段说明见 docs/fields.md"
    text = "\n".join([head, *lines, ""]).encode()
    name = f"{schema.folder}/{stamp.key}.yaml" if schema.folder else f"{stamp.form}.yaml"
    return name, text
