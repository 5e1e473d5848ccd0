"""Every fault has a code, a name, a wrong and a right example; where the mend is data, it mends."""

import ast
from pathlib import Path

import faults
import pytest
from conftest import ROOT

from wenming.base.codes import NAMES
from wenming.base.diagnostics import Edit, Fault, Faults, as_json
from wenming.forms import form as forms

BAD = sorted((ROOT / "tests" / "forms" / "bad_forms").glob("*.yaml"))


def mended(text: str, edit: Edit) -> str:
    """*text* with the *edit* made."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: edit.line - 1]) + edit.column - 1
    end = sum(len(line) + 1 for line in lines[: edit.end_line - 1]) + edit.end_column - 1
    return text[:start] + edit.text + text[end:]


def test_every_code_has_a_name_of_its_own_and_an_example() -> None:
    assert list(faults.EXAMPLES) == list(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)


def test_every_code_is_used_and_no_other() -> None:
    used = set()
    for path in (ROOT / "wenming").rglob("*.py"):
        if path.name != "codes.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(NAMES) - used == set()


@pytest.mark.parametrize("code", [code for code in faults.EXAMPLES if code not in faults.WITHOUT_EXAMPLE])
def test_the_wrong_example_has_the_fault_and_the_right_one_has_not(code: str, tmp_path: Path) -> None:
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    wrong.mkdir()
    right.mkdir()
    assert code in [fault.code for fault in faults.found(code, faults.WRONG, wrong)]
    assert [fault for fault in faults.found(code, faults.RIGHT, right) if fault.code == code] == []


def test_the_page_is_that_of_the_examples() -> None:
    written = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    assert written == faults.page(), "python tests/faults.py > docs/faults.md"


def of_form(text: str, path: Path) -> tuple[Fault, ...]:
    kind = text.partition("# 表单: ")[2].partition("\n")[0]
    try:
        forms.read_data(text.encode(), path, kind, path.name)
    except Faults as error:
        return error.faults
    return ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_mend_that_is_data_mends(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for fault in of_form(text, path):
        if fault.edit:
            again = of_form(mended(text, fault.edit), path)
            same = [one for one in again if (one.code, one.place.path) == (fault.code, fault.place.path)]
            assert [one for one in same if one.place.line == fault.place.line] == []


def test_a_mend_says_what_it_writes() -> None:
    for path in BAD:
        for fault in of_form(path.read_text(encoding="utf-8"), path):
            if fault.edit and fault.edit.text.strip() and "\n" not in fault.edit.text:
                written = fault.edit.text.strip(" \"'")
                assert written in fault.mend or fault.code in ("misaligned", "backslash"), fault


def test_faults_as_data_have_code_name_and_edit() -> None:
    [path] = [path for path in BAD if path.stem == "enum"]
    [row] = as_json(of_form(path.read_text(encoding="utf-8"), path))
    assert (row["code"], row["name"]) == ("not-an-option", "不在可选的里面")
    assert row["edit"] == {"line": 4, "column": 5, "end_line": 4, "end_column": 7, "text": "标准"}
