"""A workbook may say anything of itself and hold anything: nothing outside the town is read or written for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from workbooks import asked, changes, filled_in, intake, of_office, of_village

from wenming.base.diagnostics import Faults
from wenming.collecting import into_forms
from wenming.collecting.contribution import File
from wenming.collecting.intake import take_in
from wenming.collecting.new_forms import forms_of
from wenming.forms.workbook.stamp import Stamp, is_sound

Copy = Callable[..., Path]
KEYS = ["../../other/notices/x", "..", "/etc/passwd", "C:\\x", "a/b", ".hidden", "x" * 5000, "a\nb", "a\0b"]


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("key", KEYS)
def test_a_name_that_leads_elsewhere_is_none(key: str) -> None:
    assert not is_sound(Stamp("notice", key, "安平镇"))


@pytest.mark.parametrize("key", KEYS[:6])
def test_nothing_is_written_elsewhere(town: Copy, tmp_path: Path, key: str) -> None:
    folder = town()
    data = filled_in(of_office(folder, "notice"), {"_wenming": {"B2": key}, "填写": {"C3": "换了标题的通知"}})
    before = everything(tmp_path)
    known = asked(folder)
    result = take_in([File("x.xlsx", data)], known)
    into_forms.write(result.filled, known)
    changed = {path for path, content in everything(tmp_path).items() if before.get(path) != content}
    assert all(path.is_relative_to(folder) for path in changed)
    try:
        names = list(forms_of([File("x.xlsx", data)]))
    except Faults:
        names = []
    assert all(".." not in name and not name.startswith("/") for name in names)


@pytest.mark.parametrize("values", [{"B6": "9" * 5000}, {"B1": "../../etc"}, {"B4": "../x"}, {"B5": "../../x"}])
def test_odd_stamps_do_no_harm(town: Copy, values: dict[str, object]) -> None:
    folder = town()
    data = filled_in(of_village(folder, "石桥村"), {"_wenming": values, "进展": {"C3": 1}})
    assert changes(intake(folder, File("石桥村.xlsx", data))) == {"进展 R1 石桥村 完成": ("（空）", "1")}


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% if x %}", "{{ 镇.名称 }}", "{# x #}"])
def test_what_would_be_filled_as_a_field_is_refused(town: Copy, text: str) -> None:
    folder = town()
    data = filled_in(of_village(folder, "石桥村"), {"进展": {"C3": 1, "E3": text}})
    [fault] = intake(folder, File("石桥村.xlsx", data)).faults
    assert (fault.place.sheet, fault.place.cell, fault.code) == ("进展", "E3", "tag-block")
