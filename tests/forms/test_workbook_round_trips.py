"""A form that went out as a workbook and came back is the same form: every example, and whatever a schema allows."""

import datetime
from pathlib import Path
from typing import Any

import office
import pytest
from conftest import ROOT
from forms_of_schemas import values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenming.forms import form as forms
from wenming.forms import schema as schemas
from wenming.forms.schema import Schema
from wenming.forms.validation import understand_nodes
from wenming.forms.workbook import reading, stamp, typed, writing
from wenming.forms.workbook.stamp import Stamp
from wenming.forms.workbook.writing import Content
from wenming.sheets import reading as files

DAY = datetime.date(2026, 4, 27)
EXAMPLES = [
    *[(path, "town") for path in sorted(ROOT.glob("data/*/town.yaml"))],
    *[(path, "plan") for path in sorted(ROOT.glob("data/*/plan.yaml"))],
    *[(path, "notice") for path in sorted(ROOT.glob("data/*/notices/*.yaml"))],
    *[(path, "week") for path in sorted(ROOT.glob("data/*/weeks/*.yaml"))],
    *[(path, "score") for path in sorted(ROOT.glob("data/*/scores/*.yaml"))],
]
OWN = Stamp("week", "2026-W18", "安平镇", "石桥村", "1a2b3c4d")


def out(schema: Schema, record: dict[str, Any]) -> bytes:
    return writing.workbook(Content(schema, record, OWN._replace(form=schema.name), "安平镇"), DAY)


def back(schema: Schema, data: bytes, name: str = "表.xlsx") -> dict[str, Any]:
    book = files.read(data, name)
    filled = reading.read(book, schema, reading.found_in(book, schema), typed.Knowledge())
    assert filled.faults == ()
    understood = understand_nodes(filled.root, filled.places, schema)
    assert understood.faults == []
    assert isinstance(understood.record, dict)
    return understood.record


@pytest.mark.parametrize(("path", "form"), EXAMPLES, ids=lambda one: str(one).removeprefix(f"{ROOT}/data/"))
def test_an_example_comes_back_as_it_went_out(path: Path, form: str) -> None:
    record = forms.read(path, form).record
    assert back(schemas.load(form), out(schemas.load(form), record)) == record


@pytest.mark.parametrize("form", ["town", "plan", "notice", "week", "score"])
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_schema_allows_comes_back_as_it_went_out(form: str, data: st.DataObject) -> None:
    schema = schemas.load(form)
    record = data.draw(values(schema, schema.root))
    assert back(schema, out(schema, record)) == record


def test_a_workbook_says_which_it_is_twice() -> None:
    data = out(schemas.load("week"), {"周": "2026-W18"})
    book = files.read(data, "表.xlsx")
    assert stamp.stamp_of(book) == OWN
    seen = book._replace(sheets=[sheet for sheet in book.sheets if sheet.name != stamp.HIDDEN_SHEET])
    assert stamp.stamp_of(seen) == OWN


# What LibreOffice makes of it when somebody saves it there


KINDS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}


@pytest.mark.layout
@pytest.mark.parametrize("ending", KINDS)
def test_a_form_comes_back_from_libreoffice_as_it_went_out(ending: str, tmp_path: Path) -> None:
    records = {path: (forms.read(path, form).record, schemas.load(form)) for path, form in EXAMPLES}
    sources = []
    for number, (record, schema) in enumerate(records.values()):
        source = tmp_path / f"form{number}.xlsx"
        source.write_bytes(out(schema, record))
        sources.append(source)
    made = tmp_path / "made"
    made.mkdir()
    saved = office.converted(sources, made, KINDS[ending])
    for path, (record, schema) in zip(saved, records.values(), strict=True):
        data = path.read_bytes()
        assert back(schema, data, path.name) == record
        assert stamp.stamp_of(files.read(data, path.name)) is not None


@pytest.mark.layout
def test_a_list_comes_back_from_a_csv_of_libreoffice(tmp_path: Path) -> None:
    record = forms.read(ROOT / "data" / "anping" / "weeks" / "2026-W17.yaml", "week").record
    schema = schemas.load("week")
    source = tmp_path / "week.xlsx"
    source.write_bytes(
        writing.workbook(Content(schema, record, OWN, "安平镇", only=frozenset({"进展"})), DAY),
    )
    made = tmp_path / "made"
    made.mkdir()
    for encoding in ("76", "UTF8"):  # UTF-8 by its number, and by its name
        [saved] = office.converted([source], made, f"csv:Text - txt - csv (StarCalc):44,34,{encoding}")
        book = files.read(saved.read_bytes(), saved.name)
        filled = reading.read(book, schema, reading.found_in(book, schema), typed.Knowledge())
        rows = understand_nodes(filled.root, filled.places, schema).record["进展"]
        assert rows == record["进展"]
