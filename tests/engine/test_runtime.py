"""What the programs that run without jinja take from the code that jinja generates: another jinja may write otherwise.

Where one of these fails after an update of jinja, look at what it generates before anything is changed here.
"""

import marshal
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from conftest import ROOT

from wenming.engine import runtime_without_jinja as runtime
from wenming.engine.sandbox import for_word
from wenming.gongwen.profile import GONGWEN
from wenming.gongwen.template import Template

TEMPLATES = sorted((ROOT / "templates").glob("*.docx"))
GIVEN = {"environment", "missing", "Undefined"}  # names that load_program gives
OF_ENVIRONMENT = {"filters", "finalize", "undefined", "getattr", "concat"}
OF_CONTEXT = {"resolve_or_missing"}
WRITTEN = {"name", "root", "blocks", "debug_info"}  # what a program sets itself
# in a branch for filters that there are not, which balance has seen there are
NEVER_REACHED = {"KeyError", "TemplateRuntimeError", "internalcode", "str"}


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def programs() -> Iterator[CodeType]:
    for path in TEMPLATES:
        for part in Template.load(path).compiled.parts.values():
            if part.without_jinja:
                yield marshal.loads(part.without_jinja)


def test_programs_ask_for_nothing_else() -> None:
    asked = {name for program in programs() for code in codes(program) for name in code.co_names}

    assert asked == GIVEN | OF_ENVIRONMENT | OF_CONTEXT | WRITTEN | NEVER_REACHED


def test_jinja_imports_its_own_runtime_in_one_line_which_is_taken_off() -> None:
    source = for_word({}, GONGWEN).compile("{{ a.b }}{% for c in d %}{{ c }}{% endfor %}", raw=True)

    assert source.count("import") == 1 and source.startswith("from jinja2.runtime import ")
    assert "import" not in runtime._IMPORT.sub("", source)


def test_a_program_is_a_generator_named_root_of_one_context() -> None:
    source = for_word({}, GONGWEN).compile("{{ a }}", raw=True)

    assert "\ndef root(context, missing=missing, environment=environment):" in source


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_body_of_every_built_in_template_runs_without_jinja(path: Path) -> None:
    assert Template.load(path).compiled.parts["word/document.xml"].without_jinja
