"""What is written about the program is true of it."""

import datetime
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
import papers
import pytest
import yaml
from conftest import ROOT
from lxml import etree
from pages import line_ends

from wenming import Job
from wenming.authoring.builtin import contents, make
from wenming.cli.build import build
from wenming.cli.form import form
from wenming.cli.import_papers import import_
from wenming.cli.ledger import ledger
from wenming.cli.main import main
from wenming.cli.new import new
from wenming.cli.pdf import pdf
from wenming.cli.preview import preview
from wenming.cli.runs import runs
from wenming.cli.template import template
from wenming.forms import record_types
from wenming.ooxml import package
from wenming.town import starters


def test_the_built_in_templates_are_those_the_script_makes() -> None:
    for name, fill in contents.TEMPLATES.items():
        committed = package.read((ROOT / "templates" / f"{name}.docx").read_bytes(), name)
        made = package.read(make.make(fill), name)
        assert same_xml(committed) == same_xml(made), f"{name}: python -m wenming.authoring.builtin.make"


def same_xml(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts as canonical XML: a town is not told of a new template where only its serialisation would be new."""
    return {name: etree.tostring(etree.fromstring(data), method="c14n") for name, data in parts.items() if is_xml(name)}


def is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def test_the_list_of_fields_is_that_of_the_schemas() -> None:
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == papers.page(), (
        "python tests/papers.py > docs/fields.md"
    )


def test_the_types_of_the_records_are_those_of_the_schemas() -> None:
    made = (ROOT / "wenming" / "forms" / "records.py").read_text(encoding="utf-8")
    assert made == record_types.records_module(), "python -m wenming.forms.record_types"


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_every_command_and_option_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    commands = {
        **main.commands,
        "new": new,
        "ledger": ledger,
        "import": import_,
        "runs": runs,
        "build": build,
        "pdf": pdf,
        "preview": preview,
        **{f"form {name}": one for name, one in form.commands.items()},
        **{f"template {name}": one for name, one in template.commands.items()},
    }
    for name, command in commands.items():
        assert f"cli.py {name}" in text or f"cli.py --lang en {name}" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "values":
                assert parameter.opts[0] in text, f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.en.md",
        "docs/architecture.md",
        "docs/api.md",
        "docs/word-and-wps.md",
        "docs/import.md",
        "docs/workbooks.md",
        "docs/pages.md",
    ],
)
def test_every_file_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / page).parent.joinpath(link).exists(), link


def test_the_examples_of_the_api_run(
    town: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town()
    town("heshan")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    examples = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.M | re.S)

    for example in examples:
        exec(example, names)

    printed = capsys.readouterr().out
    assert "是不是“weekly”" in printed and "is not filled in" in printed
    assert len(names["built"].documents) == 1 and names["built"].documents[0].path.is_file()
    assert names["path"].name == "2026-W18.yaml" and not names["known"].edited


@pytest.mark.layout
def test_the_example_of_the_page_on_pdfs_runs(
    town: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town()
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    [example] = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / "pages.md").read_text(encoding="utf-8"), re.M | re.S
    )

    exec(example, names)

    assert names["pdf"].pdf.startswith(b"%PDF") and names["first"].startswith(b"\x89PNG") and not names["pdf"].is_sketch


def test_the_line_ends_to_hold_against_word_are_those_of_now() -> None:
    page = line_ends.PAGE.read_text(encoding="utf-8")

    assert page == line_ends.page_with(line_ends.table())
    assert page.count("\n| xinhui |") + page.count("\n| longtan |") == line_ends.PARAGRAPHS


def test_the_api_page_names_every_field_of_a_job() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for field in Job._fields:
        assert f"`{field}`" in page, field


def test_layouts_of_a_new_town_are_those_of_the_templates() -> None:
    from wenming.documents.plan import KIND as plan

    facts = starters.Facts("清水镇", "清源县", ["东河村"])
    begun = {
        layout: starters.forms(Path("data/town"), layout, facts, datetime.date(2026, 3, 16))["plan.yaml"]
        for layout in starters.LAYOUTS
    }
    chapters = {layout: list(yaml.safe_load(text)["章节"]) for layout, text in begun.items()}

    of_templates = {name: layout.get("章节") for name, layout in plan.layouts.items()}
    assert {**chapters, "通用": None} == of_templates
    fixed = contents.STANDARD, contents.CONTEST, contents.PROJECT
    assert [tuple(chapters[name]) for name in ("标准", "评选", "工程")] == list(fixed)


def test_no_document_can_know_the_day_or_draw_lots() -> None:
    clocks = re.compile(
        r"\.(today|now|utcnow)\(|\btime\.time\(|^import (random|uuid|time)|^from (random|uuid|time) ", re.M
    )

    package = ROOT / "wenming"
    # a template that goes on and on is stopped, a lock is waited for; the first week's form is that of the day
    watched = {package / "engine" / "state.py", package / "base" / "files.py", package / "cli" / "build.py"}
    watched.add(package / "cli" / "import_papers.py")  # last year's number gets the year of the day
    # a town that takes too long is told from one that kills its process
    watched |= {package / "county" / name for name in ("local.py", "cluster.py")}
    of_forms = (
        "form.py",
        "form_import.py",
        "build_many.py",
        "shown_run.py",
        "ledger.py",
        "new.py",
        "preview.py",
        "week.py",
    )  # the day, the hour
    watched |= {package / "cli" / name for name in of_forms}
    for path in {*package.rglob("*.py")} - watched:
        assert not clocks.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("form", ["town", "plan", "notice", "week", "score", "kind"])
def test_every_example_in_the_schemas_is_right(form: str, tmp_path: Path) -> None:
    """Each form made of its own examples reads without a fault, and so does every example by itself."""
    import jsonschema_rs

    from wenming.forms import schema

    loaded = schema.load(form)
    for path, rule, _required in loaded.walk():
        assert rule.get("title") and rule.get("description"), path
        validator = jsonschema_rs.Draft202012Validator({**_quoted(rule), "$defs": _quoted(loaded.root["$defs"])})
        for example in rule["examples"]:
            assert validator.is_valid(_typed(example)), (path, example)


def _quoted(rule: Any) -> Any:
    from wenming.forms.schema import _encoded

    return _encoded(rule)


def _typed(value: Any) -> Any:
    """是 and 否 as the form's reader takes them."""
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return {"是": True, "否": False}.get(value, value) if isinstance(value, str) else value
