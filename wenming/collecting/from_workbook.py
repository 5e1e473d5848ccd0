"""A workbook or a table that came in, as a contribution to a form of the town."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.collecting import crosstab, kept, village_rows
from wenming.collecting.cell_faults import at_their_columns
from wenming.collecting.contribution import Asked, Contribution, NewPhoto, Offered
from wenming.collecting.identity import Identity, identity_of
from wenming.collecting.judging import all_faults, judged, tag_faults
from wenming.collecting.knowledge import UNITS
from wenming.collecting.merging import Incoming
from wenming.collecting.targets import WEEK, Target, record_of
from wenming.collecting.telling import UNKNOWN, Value
from wenming.forms.nodes import Node
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook import reading
from wenming.forms.workbook.places import STRIDE
from wenming.forms.workbook.reading import Filled
from wenming.forms.workbook.stamp import stamp_of
from wenming.forms.workbook.tables import FIELDS, Column, is_named, key_of, layout_of
from wenming.forms.workbook.typed import Knowledge
from wenming.sheets.cells import Book, Sheet

_PHOTOS = "照片"
_UNREAD = ("提交时间", "填写时间", "提交人", "填写人", "填报人", "序号", "编号", "联系电话")  # that nobody misses


def contribution(book: Book, asked: Asked) -> Contribution:
    """What *book* says of a form of the town. Raises Faults where that cannot be told."""
    identity = identity_of(book, asked)
    target = asked.target(identity.form, identity.key)
    filled, crossed, faults = _filled(book, identity, target, asked)
    sees = _sight(filled, target.schema)
    present = record_of(target.data, str(target.path), target.schema)
    understood = judged(filled.root, filled.places, target, present, sees)
    if not identity.is_whole:
        faults += tag_faults(filled.root, filled.places)
    faults += all_faults(understood, target, asked.town, book.shown)
    base = _base(identity, asked, target)
    incoming = Incoming(
        record=understood.record or {},
        base=base,
        source=identity.village or book.shown,
        file=book.shown,
        is_whole=base is not UNKNOWN and not identity.village,
        sees=sees,
    )
    photos = tuple(_photos(filled, target.schema))
    notes = [*filled.skipped, *_of_columns(filled, crossed), *_of_pictures(filled, photos)]
    notes += _of_old_week(identity, book.shown)
    return Contribution(
        target=target,
        incoming=incoming,
        faults=tuple(at_their_columns(faults, filled)),
        notes=tuple(notes),
        offered=tuple(_offered(filled)),
        photos=photos,
    )


def _filled(
    book: Book, identity: Identity, target: Target, asked: Asked
) -> tuple[Filled, list[crosstab.Crossed], list[Fault]]:
    """What stands in the sheets of *book*, those that cross villages with tasks, and what is wrong in cells."""
    knowledge = Knowledge(
        week=weeks.named(identity.key) if identity.form == WEEK else None,
        choices=asked.choices,
        unit_of=asked.unit_of,
    )
    crossed, others = _crossed(book, target, knowledge)
    found = reading.found_in(others, target.schema, asked.kept.heads)
    if not found and not crossed:
        raise nothing_found(book)
    filled = reading.read(book, target.schema, found, knowledge)
    faults = [*filled.faults]
    for one in crossed:
        faults += crosstab.add(filled.root, one, knowledge, filled.places.number_of(one.sheet), filled.places)
    _set_key(filled.root, target)
    if identity.village and identity.form == WEEK:
        village_rows.fill_in(filled.root, target.schema, identity.village, identity.key)
    if identity.village and identity.stamp is not None:
        units = [*asked.choices[UNITS]]
        faults += village_rows.of_others(filled.root, target.schema, identity.village, units, filled.places)
    return filled, crossed, faults


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


def _offered(filled: Filled) -> Iterator[Offered]:
    """The heads that have to be confirmed."""
    for one in filled.found:
        for column, head in one.columns.items():
            cell = one.sheet.cells.get((one.row, column))
            if cell is not None and cell.text in one.offered and isinstance(head, Column):
                number = filled.places.number_of(one.sheet)
                place = filled.places.place(number * STRIDE + one.row, column)
                yield Offered(place, cell.text, head.name)


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


def nothing_found(book: Book) -> Faults:
    """The fault of a *book* in which no list was found."""
    names = enumerated([sheet.name or book.shown for sheet in book.sheets][:10])
    what = _("没有找到能读的表（这里有：{names}）").format(names=names)
    mend = _(
        "表要有一行表头，如“村名、任务、完成”，或者第一列是村名、上面一行是任务；也可以用 form export 导出的表来填"
    )
    return Faults([Fault(Place(book.shown), what, mend, "list-not-found")])


def _of_columns(filled: Filled, crossed: Sequence[crosstab.Crossed]) -> Iterator[Fault]:
    """What columns were not read."""
    unknown: list[tuple[Sheet, int, Sequence[str]]] = [(one.sheet, one.row, one.unknown) for one in filled.found]
    unknown += [(other.sheet, other.row, other.unknown) for other in crossed]
    for sheet, row, heads in unknown:
        names = [head.replace("\n", " ") for head in heads if head.strip() and head.strip() not in _UNREAD]
        if names and not any(sheet.name == FIELDS for _name in names):
            what = _("这几列没有读：{names}").format(names=enumerated(names[:10]))
            place = Place(filled.places.place(0, 1).file, row, 1, "", "", sheet.name)
            yield Fault(place, what, "", "column-not-read")
    for one in crossed:
        for row, column in crosstab.sums_of(one):
            place = filled.places.place(filled.places.number_of(one.sheet) * STRIDE + row, column)
            yield Fault(place, _("这一行是合计，没有读"), "", "row-not-read")


def _of_pictures(filled: Filled, photos: Sequence[NewPhoto]) -> Iterator[Fault]:
    """That pictures stand where no row takes one."""
    taken = {id(photo.picture) for photo in photos}
    for sheet in dict.fromkeys(one.sheet.name for one in filled.found):
        of_sheet = next(one.sheet for one in filled.found if one.sheet.name == sheet)
        for picture in of_sheet.pictures:
            if id(picture) not in taken:
                number = filled.places.number_of(of_sheet)
                place = filled.places.place(number * STRIDE + picture.row, picture.column)
                what = _("这里的图片没有读：它不在活动、问题填了的一行上")
                yield Fault(place, what, _("把图片放到那一行里"), "row-not-read")


def _of_old_week(identity: Identity, shown: str) -> Iterator[Fault]:
    """That a workbook of another week is taken for this one."""
    stamp = identity.stamp
    if stamp is not None and identity.form == WEEK and stamp.key != identity.key:
        what = _("这是 {old} 的表，按您说的当作 {new} 的数读").format(old=stamp.key, new=identity.key)
        yield Fault(Place(shown), what, _("每个数和原来的都列在下面，看清再写"), "row-not-read")
