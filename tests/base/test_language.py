"""Every sentence has its English."""

import datetime
import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner
from conftest import ROOT

from wenming.base import i18n
from wenming.cli.main import main

CATALOGUE = ROOT / "wenming" / "locale" / "en" / "LC_MESSAGES"


def catalogue() -> Catalog:
    return read_po(io.BytesIO((CATALOGUE / "wenming.po").read_bytes()))


def messages() -> set[str]:
    """Every sentence in the code that a clerk may read."""
    found = extract_from_dir(ROOT / "wenming", keywords={"_": None, "N_": None, "many": (1, 1)})
    messages = [message[2] for message in found]
    return {message if isinstance(message, str) else message[0] for message in messages if message}


def test_every_sentence_is_translated_and_none_is_left_over() -> None:
    translated = {singular(message.id) for message in catalogue() if message.id and message.string}

    assert translated == messages()


def singular(text: object) -> str:
    """*text*, or of a message that counts the one for one thing."""
    return str(text[0] if isinstance(text, (tuple, list)) else text)


def test_every_translation_has_the_fields_of_its_sentence() -> None:
    import re

    fields = re.compile(r"(?<!\{)\{\w+\}(?!\})")
    for message in catalogue():
        if message.id:
            wanted = sorted(fields.findall(singular(message.id)))
            texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
            assert all(sorted(fields.findall(text)) == wanted for text in texts), message.id
            assert not message.fuzzy


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    compiled = read_mo(io.BytesIO((CATALOGUE / "wenming.mo").read_bytes()))

    assert _translations(compiled) == _translations(catalogue()), "pybabel compile -d wenming/locale -D wenming -l en"


def _translations(of: Catalog) -> dict[str, str]:
    """Without the head, in which each release of Babel names itself."""
    return {singular(message.id): str(list(message.string)) for message in of if message.id}


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


TOWN = str(ROOT / "data" / "anping")
WRONG = {  # what was typed: what is said in Chinese, in English
    "build": ("少写了 TOWN（镇的文件夹，例如 data/anping）", "TOWN is missing (a town's folder"),
    "template eject": ("少写了 KIND（哪种公文，例如 notice）", "KIND is missing (which kind"),
    "bulid": ("没有“bulid”这个命令。是不是“build”？", "There is no command “bulid”. Did you mean “build”?"),
    "template ejekt": ("没有“ejekt”这个命令。是不是“eject”？", "Did you mean “eject”?"),
    "qqq": ("可以写：build、", "You can write: build"),
    "build TOWN --wek 1": ("没有“--wek”这个选项。是不是“--week”？", "There is no option “--wek”"),
    "build TOWN --week": ("--week 后面要写内容", "--week needs a value"),
    "build TOWN --json=1": ("--json 后面不写内容", "--json takes no value"),
    "week TOWN another": ("多写了：another", "Too much: another"),
    "new x --layout 别的": (
        "--layout 不能这样写，可以是：标准、评选、工程、通用",
        "--layout cannot be that. It can be",
    ),
    "build TOWN --out cli.py": ("--out 要写一个文件夹", "--out has to be a folder"),
    "--quiet": ("没有“--quiet”这个选项", "There is no option “--quiet”"),
    "build TOWN plna": ("没有“plna”这种公文。是不是“plan”？", "Did you mean “plan”?"),
}


@pytest.mark.parametrize("typed", WRONG)
def test_a_command_typed_wrong_is_told_in_the_clerks_language(typed: str) -> None:
    arguments = [one.replace("TOWN", TOWN).replace("cli.py", str(ROOT / "cli.py")) for one in typed.split()]
    for number, options in enumerate((["--lang", "zh"], ["--lang", "en"])):
        result = CliRunner().invoke(main, [*options, *arguments])

        assert result.exit_code == 2 and WRONG[typed][number] in result.output
    chinese, english = (CliRunner().invoke(main, arguments, env={"WENMING_LANG": one}).output for one in ("zh", "en"))
    assert "错误：" in chinese and "Error" not in chinese and "Try " not in chinese
    assert "Error: " in english and "错误" not in english
    assert ("用法：" in chinese) == ("Usage: " in english)


def test_help_is_shown_where_a_group_is_asked_for_nothing() -> None:
    result = CliRunner().invoke(main, ["template"])

    assert "eject" in result.output and "错误：" not in result.output


@pytest.mark.parametrize("arguments", [["new"], ["template", "eject"], ["template", "fields"]])
def test_what_is_to_be_typed_is_english_in_english_help(arguments: list[str]) -> None:
    output = CliRunner().invoke(main, ["--lang", "en", *arguments, "--help"]).output

    assert not any(word in output for word in ("标准 ", "要找的词", "镇.名称="))


def test_two_hints_have_a_blank_between_them() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "build", str(ROOT / "data" / "anping"), "plna"])

    assert "Did you mean “plan”? You can write" in result.output


def test_lists_days_and_numbers_of_things_are_told_as_each_language_does() -> None:
    day = datetime.date(2026, 3, 5)
    assert (i18n.enumerated(["甲", "乙", "丙"]), i18n.day_text(day)) == ("甲、乙、丙", "2026年3月5日")
    i18n.use("en")
    assert (i18n.enumerated(["a", "b", "c"]), i18n.day_text(day)) == ("a, b, and c", "March 5, 2026")
    said = [i18n.many("检查了 {n} 个模板，没有问题。", n) for n in (0, 1, 2)]
    assert said == [f"{n} templates checked, nothing wrong.".replace("1 templates", "1 template") for n in (0, 1, 2)]
