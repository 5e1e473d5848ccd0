"""Every sentence has its English."""

import io
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner
from conftest import ROOT

from wenming import language
from wenming.cli import main

CATALOGUE = ROOT / "wenming" / "locale" / "en" / "LC_MESSAGES"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    yield
    language.use("zh")


def catalogue() -> Catalog:
    return read_po(io.BytesIO((CATALOGUE / "wenming.po").read_bytes()))


def messages() -> set[str]:
    """Every sentence in the code that a clerk may read."""
    found = extract_from_dir(ROOT / "wenming", keywords={"_": None, "N_": None})
    return {message[2] for message in found if isinstance(message[2], str)}


def test_every_sentence_is_translated_and_none_is_left_over() -> None:
    translated = {str(message.id) for message in catalogue() if message.id and message.string}

    assert translated == messages()


def test_every_translation_has_the_fields_of_its_sentence() -> None:
    import re

    fields = re.compile(r"(?<!\{)\{\w+\}(?!\})")
    for message in catalogue():
        if message.id:
            assert sorted(fields.findall(str(message.string))) == sorted(fields.findall(str(message.id))), message.id
            assert not message.fuzzy


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue())

    assert (CATALOGUE / "wenming.mo").read_bytes() == buffer.getvalue(), (
        "pybabel compile -d wenming/locale -D wenming -l en"
    )


def test_help_in_english() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "build", "--help"])

    assert "Only this week" in result.output
    assert "只做" not in result.output


def test_help_is_chinese_unless_asked_otherwise() -> None:
    assert "只做这一周的" in CliRunner().invoke(main, ["build", "--help"]).output


@pytest.mark.parametrize(("arguments", "variable"), [(["--lang", "en"], "zh"), ([], "en")])
def test_the_list_of_commands_in_english(arguments: list[str], variable: str) -> None:
    result = CliRunner().invoke(main, [*arguments, "--help"], env={"WENMING_LANG": variable})

    assert "get the plan" in result.output and "Build the documents" in result.output
    assert "公文" not in result.output


def test_two_hints_have_a_blank_between_them() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "build", str(ROOT / "data" / "anping"), "plna"])

    assert "Did you mean “plan”? You can write" in result.output
