"""What the rooms may do, read from the source: who imports what, who writes files, where imports stand."""

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "wenming"
SOURCES = sorted(PACKAGE.rglob("*.py"))
_WRITING = {"write_bytes", "write_text", "mkdir", "unlink", "rename", "rmdir", "symlink_to", "touch", "hardlink_to"}
_MOVING = {"replace", "remove", "link", "symlink", "copyfile", "copy", "move", "rmtree", "makedirs", "mkdir"}
_READING = {"rb", "r"}
_MODES = set("rwxabt+")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that are imported in *node*, at any depth, by the whole name."""
    for one in ast.walk(node):
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module:
            yield one.module


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize(("library", "owner"), [("jinja2", "engine"), ("click", "cli"), ("markupsafe", "engine")])
def test_a_library_belongs_to_one_room(library: str, owner: str) -> None:
    users = {room(path) for path in SOURCES if library in {name.partition(".")[0] for name in imported(tree(path))}}
    assert users == {owner}


def writing_calls(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and _writes(node):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def _writes(call: ast.Call) -> bool:
    """True if *call* writes, moves or removes a file, as far as its name and mode tell."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id == "open" and _opens_to_write(call)
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    if owner in ("os", "shutil"):
        return function.attr in _MOVING
    return function.attr in _WRITING or (function.attr == "open" and _opens_to_write(call))


def _opens_to_write(call: ast.Call) -> bool:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return any(text not in _READING and set(text) <= _MODES for text in texts)


def test_one_module_writes_files() -> None:
    assert [*writing_calls(PACKAGE / "base" / "files.py")]
    others = [call for path in SOURCES if path != PACKAGE / "base" / "files.py" for call in writing_calls(path)]
    assert not others


def test_imports_stand_at_the_top_but_for_the_commands() -> None:
    within = [
        f"{path.relative_to(ROOT)}:{one.lineno}"
        for path in SOURCES
        if room(path) != "cli"
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef)
        for one in ast.walk(function)
        if isinstance(one, ast.Import | ast.ImportFrom)
    ]
    assert not within


def test_no_room_asks_where_it_was_started_or_what_was_typed() -> None:
    asking = re.compile(r"\bgetcwd\(|\.cwd\(|\bargv\b|\bchdir\(")
    edges = {
        PACKAGE / "cli" / name
        for name in ("build.py", "endings.py", "main.py", "preview.py", "start.py", "setting_up.py")
    }
    assert not [path for path in {*SOURCES} - edges if asking.search(path.read_text(encoding="utf-8"))]


def loaded_by(statement: str) -> set[str]:
    """The modules of the program that are there after *statement*, in an interpreter of its own."""
    listing = f"{statement}; import sys; print('\\n'.join(name for name in sys.modules if name.startswith('wenming')))"
    done = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["engine", "ooxml"])
def test_a_tool_stands_without_the_flow(package: str) -> None:
    statement = f"import wenming.{package} as it; [getattr(it, name) for name in getattr(it, '__all__', ())]"
    rooms = {name.split(".")[1] for name in loaded_by(statement) if "." in name}
    assert rooms <= {"base", "ooxml", "engine"}


def test_the_tools_name_nothing_above_them_even_when_everything_is_loaded() -> None:
    for tool, below in {"base": {"base"}, "ooxml": {"base", "ooxml"}, "engine": {"base", "ooxml", "engine"}}.items():
        for path in (PACKAGE / tool).rglob("*.py"):
            ours = {name.split(".")[1] for name in imported(tree(path)) if name.startswith("wenming.")}
            assert ours <= below, path


def test_the_package_loads_nothing_before_it_is_asked() -> None:
    assert loaded_by("import wenming") == {"wenming", "wenming.base", "wenming.base.lazy", "wenming.base.version"}


def test_the_door_of_the_package_opens() -> None:
    names = ("Job", "build", "Built", "Form", "Fault", "Faults", "Place", "Template")
    assert "wenming.pipeline" in loaded_by(f"from wenming import {', '.join(names)}")


def test_few_files_stand_outside_of_the_rooms() -> None:
    assert len([path for path in PACKAGE.iterdir() if path.is_file()]) <= 4


def test_the_layers_are_those_that_the_page_shows() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    held = [
        {name.strip(" ()") for name in line.split("|")}
        for line in settings["importlinter:contract:house"]["layers"].split("\n")
        if line
    ]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| *\d+ *\|(.*?)\|", page, re.MULTILINE)
    shown = [set(re.findall(r"`(\w+)(?:/|\.py)?`", row)) for row in rows]
    there = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}

    assert shown == [layer & there for layer in held]
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert (rooms - {"locale"}) | {"pipeline"} == set().union(*shown)


def test_nothing_is_excused_from_the_layers() -> None:
    assert "ignore_imports" not in (ROOT / "setup.cfg").read_text(encoding="utf-8")


#: They take what a file holds, of which nothing is known yet, and say what it is.
LOADERS = {"forms/form.py", "forms/nodes.py", "forms/reader.py", "forms/schema.py", "forms/field_list.py"} | {
    "forms/validation.py",
    "forms/validation_words.py",
    "forms/yaml/events.py",
    "forms/yaml/read.py",
    "base/own_yaml.py",
}


def test_past_the_loaders_whatever_is_any_says_why() -> None:
    unexplained = []
    for path in SOURCES:
        if path.relative_to(PACKAGE).as_posix() in LOADERS:
            continue
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        for number in {node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Name) and node.id == "Any"}:
            beside = lines[number - 1] + lines[number]
            if "Any: " not in beside:
                unexplained.append(f"{path.relative_to(PACKAGE)}:{number}")
    assert unexplained == []
