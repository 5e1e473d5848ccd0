"""Documents that are older than the forms they were made from are named after a build."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wenming import Job, build

Copy = Callable[..., Path]


def older(folder: Path, out: Path, *kinds: str) -> tuple[str, ...]:
    return build(Job(folder=folder, kinds=kinds, out=out)).older


def edit(form: Path) -> None:
    form.write_text(form.read_text("utf-8") + "\n# 改过\n", encoding="utf-8")


def test_what_was_made_before_a_form_was_changed_is_named(town: Copy, tmp_path: Path) -> None:
    folder, out = town(), tmp_path / "out"
    assert older(folder, out, "plan", "breakdown", "notice") == ()
    edit(folder / "plan.yaml")
    assert set(older(folder, out, "plan", "notice")) == {"安平镇文明村镇创建工作任务分解表.docx"}
    assert older(folder, out, "breakdown") == ()


def test_a_new_week_makes_nothing_older(town: Copy, tmp_path: Path) -> None:
    folder, out = town(), tmp_path / "out"
    older(folder, out, "plan", "weekly")
    (folder / "weeks" / "2026-W30.yaml").write_text("周: 2026-W30\n", encoding="utf-8")
    assert older(folder, out, "weekly") == ()


def test_what_was_deleted_is_not_named(town: Copy, tmp_path: Path) -> None:
    folder, out = town(), tmp_path / "out"
    older(folder, out, "plan", "breakdown")
    (out / "anping" / "安平镇文明村镇创建工作任务分解表.docx").unlink()
    edit(folder / "plan.yaml")
    assert older(folder, out, "plan") == ()


@pytest.mark.parametrize("name", ["../../../etc/passwd.yaml", "/dev/zero", "a\\..\\b.yaml", "\ud800.yaml", "weeks"])
def test_a_manifest_leads_to_no_file_outside_of_the_town(name: str, town: Copy, tmp_path: Path) -> None:
    folder, out = town(), tmp_path / "out"
    older(folder, out, "plan", "breakdown")
    manifest = next((out / "anping" / ".wenming").glob("*.json"))
    data = json.loads(manifest.read_text("utf-8"))
    for entry in data["files"].values():
        entry["sources"] = {name: "0" * 64}
    manifest.write_text(json.dumps(data), encoding="utf-8")
    assert older(folder, out, "plan") == ()
