"""A workbook or a table that came in, as a contribution to a form of the town."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.collecting import crosstab, kept
from wenming.collecting.contribution import Asked, Contribution, NewPhoto
from wenming.collecting.identity import Identity, identity_of
from wenming.collecting.judging import faults_between, judged
from wenming.collecting.knowledge import UNITS
from wenming.collecting.merging import UNKNOWN, Incoming, Value
from wenming.collecting.targets import WEEK, Target, record_of
from wenming.forms.nodes import Node
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook import reading
from wenming.forms.workbook.headings import Found
from wenming.forms.workbook.reading import Filled
from wenming.forms.workbook.stamp import stamp_of
from wenming.forms.workbook.tables import FIELDS, is_named, key_of, layout_of
from wenming.forms.workbook.typed import Knowledge
from wenming.sheets.cells import Book, Sheet

_PHOTOS = "照片"
_UNREAD = ("提交时间", "填写时间", "提交人", "填写人", "填报人", "序号", "编号", "联系电话")  # that nobody misses


def contribution(book: Book, asked: Asked) -> Contribution:
    """What *book* says of a form of the town. Raises Faults where that cannot be told."""
    identity = identity_of(book, asked)
    target = asked.target(identity.form, identity.key)
    present = record_of(target.data, str(target.path), target.schema)
    knowledge = Knowledge(
        week=weeks.named(identity.key) if identity.form == WEEK else None,
        choices=asked.choices,
        unit_of=asked.unit_of,
    )
    crossed, others = _crossed(book, target, knowledge)
    found = reading.found_in(others, target.schema, asked.kept.heads)
    if not found and not crossed:
        raise _nothing_found(book)
    filled = reading.read(book, target.schema, found, knowledge)
    faults = [*filled.faults]
    for one in crossed:
        faults += crosstab.add(filled.root, one, filled.places.number_of(one.sheet), knowledge, filled.places)
    _set_key(filled.root, target)
    _set_units(filled.root, target.schema, identity.village)
    understood = judged(filled.root, filled.places, target, present)
    faults += understood.faults
    if not faults:
        faults += faults_between(understood, target, asked.town, book.shown)
    base = _base(identity, asked, target)
    incoming = Incoming(
        record=understood.record or {},
        base=base,
        source=identity.village or book.shown,
        is_whole=base is not UNKNOWN and not identity.village,
        sees=_sight(filled, target.schema),
    )
    return Contribution(
        file=book.shown,
        target=target,
        incoming=incoming,
        root=filled.root,
        places=filled.places,
        faults=tuple(faults),
        notes=(*filled.skipped, *_of_columns(filled, crossed), *_of_old_week(identity, book.shown)),
        offered=_offered(found),
        photos=tuple(_photos(filled, target.schema)),
    )


def _base(identity: Identity, asked: Asked, target: Target) -> Value:
    """The record that the workbook went out with; UNKNOWN where that is not kept, or it was of another week."""
    stamp = identity.stamp
    if stamp is None or stamp.key != identity.key:
        return UNKNOWN
    data = kept.export(asked.town.folder, stamp.export)
    if data is None:
        return UNKNOWN
    try:
        return record_of(data, str(target.path), target.schema)
    except Faults:
        return UNKNOWN


# What it says


def _crossed(book: Book, target: Target, knowledge: Knowledge) -> tuple[list[crosstab.Crossed], Book]:
    """The sheets of *book* that have a row for each village and a column for each task; the book of the others."""
    if target.schema.name != WEEK or stamp_of(book):
        return [], book
    crossed: list[crosstab.Crossed] = []
    others: list[Sheet] = []
    for sheet in book.sheets:
        one = crosstab.find(sheet, knowledge)
        if one is None:
            others.append(sheet)
        else:
            crossed.append(one)
    return crossed, book._replace(sheets=tuple(others))


def _set_key(root: Node, target: Target) -> None:
    """Let the form be of the week that it is taken for, whatever a cell of it says."""
    assert isinstance(root.value, dict)
    if target.schema.name == WEEK:
        root.value["周"] = Node(target.key, 0, 1)
        root.keys = {**root.keys, "周": (0, 1)}


def _set_units(root: Node, schema: Schema, village: str) -> None:
    """Let rows that name no unit be those of the *village* whose file it is."""
    assert isinstance(root.value, dict)
    for name, node in root.value.items() if village else ():
        below = schema.child(schema.child(schema.root, name) or {}, 0)
        field = _field_of_units(below) if below else ""
        for item in node.value if field and isinstance(node.value, list) else ():
            if isinstance(item, Node) and isinstance(item.value, dict) and item.value and field not in item.value:
                item.value[field] = Node(village, item.line, item.column)
                item.keys = {**item.keys, field: (item.line, item.column)}


def _field_of_units(rule: Rule) -> str:
    """The field of the group *rule* that names the unit it is of; empty where it has none."""
    for name, below in rule.get("properties", {}).items():
        if below.get("取自") == UNITS:
            return str(name)
    return ""


def _sight(filled: Filled, schema: Schema) -> Callable[[Rule, tuple[str, ...]], bool]:
    """What says of a field whether the workbook has a place for it: a column, a row, or a sheet of its own."""
    layout = layout_of(schema)
    columns: dict[int, set[tuple[str, ...]]] = {}
    for one in filled.found:
        if one.table is not None:
            heads = {head.path for head in one.columns.values() if not isinstance(head, str)}
            columns.setdefault(one.table.key, set()).update(heads)
    texts = {table.paths[0]: table.key for table in layout.tables.values() if table.shape == "texts"}
    crossed = {("任务",), ("单位",), ("完成",)}

    def sees(row: Rule, path: tuple[str, ...]) -> bool:
        owner = id(row.get("properties"))
        rule: Rule = row
        for step in path:
            rule = schema.child(rule, step) or {}
        if row is schema.root and path in texts:
            return texts[path] in columns
        key = key_of(schema, rule)
        if key in layout.tables:
            return key in columns or (row is schema.root and path == ("进展",))
        if "properties" in rule or is_named(rule):
            return True
        if row is schema.root:
            return ".".join(path) in filled.fields or path == ("周",)
        return path in columns.get(owner, set()) or path in crossed

    return sees


def _offered(found: Sequence[Found]) -> dict[str, str]:
    offered: dict[str, str] = {}
    for one in found:
        for head, column in one.offered.items():
            offered[head] = column.name
    return offered


def _photos(filled: Filled, schema: Schema) -> Iterator[NewPhoto]:
    """The pictures in the rows of lists that take photos."""
    for path, (sheet, row) in filled.rows.items():
        if len(path) != 2 or not isinstance(path[1], int):
            continue
        below = schema.child(schema.child(schema.root, path[0]) or {}, 0) or {}
        if _PHOTOS not in below.get("properties", {}):
            continue
        for picture in sheet.pictures:
            if picture.row == row:
                yield NewPhoto(str(path[0]), path[1], picture)


# What is said of it


def _nothing_found(book: Book) -> Faults:
    names = enumerated([sheet.name or book.shown for sheet in book.sheets][:10])
    what = _("没有找到能读的表（这里有：{names}）").format(names=names)
    mend = _(
        "表要有一行表头，如“村名、任务、完成”，或者第一列是村名、上面一行是任务；也可以用 form export 导出的表来填"
    )
    return Faults([Fault(Place(book.shown), what, mend, "list-not-found")])


def _of_columns(filled: Filled, crossed: Sequence[crosstab.Crossed]) -> Iterator[Fault]:
    """What columns were not read."""
    unknown: list[tuple[Sheet, int, Sequence[str]]] = [(one.sheet, one.row, one.unknown) for one in filled.found]
    unknown += [(one.sheet, one.row, one.unknown) for one in crossed]
    for sheet, row, heads in unknown:
        names = [head.replace("\n", " ") for head in heads if head.strip() and head.strip() not in _UNREAD]
        if names and not any(sheet.name == FIELDS for _name in names):
            what = _("这几列没有读：{names}").format(names=enumerated(names[:10]))
            place = Place(filled.places.place(0, 1).file, row, 1, "", "", sheet.name)
            yield Fault(place, what, "", "column-not-read")


def _of_old_week(identity: Identity, shown: str) -> Iterator[Fault]:
    """That a workbook of another week is taken for this one."""
    stamp = identity.stamp
    if stamp is not None and identity.form == WEEK and stamp.key != identity.key:
        what = _("这是 {old} 的表，按您说的当作 {new} 的数读").format(old=stamp.key, new=identity.key)
        yield Fault(Place(shown), what, _("每个数和原来的都列在下面，看清再写"), "row-not-read")
