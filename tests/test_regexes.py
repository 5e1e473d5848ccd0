"""No pattern is quadratic: each of the package's is fed its own prefixes and repeats, so many and twice as many."""

import ast
import importlib
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from regex_steps import Counting, Endless, aimed, parsed, steps

import wenming

ROOT = Path(wenming.__file__).parent
WAYS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
SIZE = 16  # turns; the second text has twice as many
MOST = 2.5  # twice the text may take so many times the steps: 2 is linear, 4 quadratic
FEW = 1500  # steps of the longer text, below which what is taken once weighs too much
ONE_BY_ONE = {"split": "finditer", "sub": "finditer", "subn": "finditer", "findall": "finditer"}
# where an expression is made of what a function has been given: escaped names and words, or one of a tuple that is seen
MADE = {
    *("wenming.authoring.builtin.make", "wenming.authoring.learn.learn", "wenming.documents.open_places"),
    *("wenming.engine.paragraphs", "wenming.forms.tidying.numbers", "wenming.forms.tidying.punctuation"),
    "wenming.town.beside",
}


@cache
def modules() -> dict[str, tuple[ModuleType, ast.Module]]:
    """Every module of the package, and its source as a tree."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = (importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8")))
    return found


@cache
def patterns() -> dict[tuple[str, int], set[str]]:
    """Every expression and its flags, and the ways it is used in; an expression with unknown uses is searched for."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    loaded = modules().values()
    everywhere = {name: ways for _module, tree in loaded for name, ways in _ways(tree).items()}
    for module, tree in loaded:
        here = _ways(tree)
        for call in ast.walk(tree):
            way = _way_of(call)
            asked = _asked(call, module) if isinstance(call, ast.Call) and way else None
            if asked is not None:
                found[asked].add(way)
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
                ways = here.get(name) or everywhere.get(name) or here.get("pattern") or {"search"}
                found[text, pattern.flags & ~re.UNICODE].update(ways)
    return found


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    """The compiled expressions of a constant: itself, or those in its lists and pairs."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _patterns_in(item)


def _ways(tree: ast.Module) -> dict[str, set[str]]:
    """How each name of a module is used: ``_TAG.match(…)``, ``lexer.TAG.finditer(…)``."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WAYS and isinstance(node.value, ast.Name | ast.Attribute):
            found[node.value.id if isinstance(node.value, ast.Name) else node.value.attr].add(node.attr)
    return found


def _way_of(call: ast.AST) -> str:
    """The function of ``re`` that *call* calls; empty where it is no such call."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=way)) if way in WAYS:
            return str(way)
    return ""


def _asked(call: ast.Call, module: ModuleType) -> tuple[str, int] | None:
    """The expression and flags of a call of ``re``; None where the expression is made of what a function was given."""
    known = vars(module) | {"re": re}
    try:
        expression = eval(ast.unparse(call.args[0]), known)
    except NameError:
        return None
    if isinstance(expression, re.Pattern):
        return str(expression.pattern), expression.flags & ~re.UNICODE
    last = ast.unparse(call.args[-1])
    given = [last] if re.fullmatch(r"re\.[A-Z]+( \| re\.[A-Z]+)*", last) else []
    given += [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "flags"]
    flags = sum(int(eval(flag, known)) for flag in given)
    return (expression if isinstance(expression, str) else expression.decode("latin-1")), flags


def growth(pattern: str, flags: int, way: str) -> tuple[float, str]:
    """The most times as many steps that a text of twice the length takes, and the beginning of that text."""
    worst = (0.0, "")
    for text, twice in zip(aimed(pattern, flags, SIZE), aimed(pattern, flags, 2 * SIZE), strict=True):
        try:
            few, many = steps(pattern, flags, text, way), steps(pattern, flags, twice, way)
        except Endless:
            return (float("inf"), text[:60])
        if many > FEW:
            worst = max(worst, (many / few, text[:60]))
    return worst


def in_a_deep_thread(work: Callable[[], Any]) -> Any:
    """What *work* returns: a matcher that calls itself for each character needs room."""
    found: list[Any] = []
    limit, size = sys.getrecursionlimit(), threading.stack_size(256 * 1024 * 1024)
    sys.setrecursionlimit(100_000)
    try:
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    return found[0]


ALL = sorted((pattern, flags, tuple(sorted(ways))) for (pattern, flags), ways in patterns().items())


@pytest.mark.parametrize(("pattern", "flags", "ways"), ALL, ids=[f"{number:03}" for number in range(len(ALL))])
def test_twice_the_text_takes_twice_the_steps(pattern: str, flags: int, ways: tuple[str, ...]) -> None:
    for way in {ONE_BY_ONE.get(way, way) for way in ways}:
        times, text = in_a_deep_thread(lambda way=way: growth(pattern, flags, way))
        assert times <= MOST, f"{way} of {pattern!r} over {text!r}…: × {times:.2f}"


def test_all_expressions_of_the_package_are_seen() -> None:
    assert len(ALL) > 200
    unseen = set()
    for name, (module, tree) in modules().items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _way_of(call) and _asked(call, module) is None:
                unseen.add(name)
    assert unseen == MADE


@pytest.mark.parametrize(
    ("pattern", "way", "is_linear"),
    [
        (r"\s+$", "search", False),
        (r"\s+$", "match", True),
        (r"(?<!\s)\s++$", "search", True),
        (r"(a+)+$", "match", False),
        (r"<[^>]*>", "finditer", False),
        (r"<[^<>]*>", "finditer", True),
        (r"a\s*b?\s*c", "match", False),
        (r"(['\"]).*?\1", "match", True),
    ],
)
def test_the_counter_knows_the_quadratic_from_the_linear(pattern: str, way: str, is_linear: bool) -> None:
    times, _text = in_a_deep_thread(lambda: growth(pattern, 0, way))
    assert (times <= MOST) is is_linear


@pytest.mark.parametrize(
    "pattern", [r"(\d+)年(?:(\d)月)?", r"《(?:[^《》]|《[^《》]*》)*+》", r"(?i)ab|cd*?e", r"(?<=x)y\b|^z"]
)
@pytest.mark.parametrize("text", ["2026年3月5日", "关于《甲《乙》丙》《丁", "ABcdde cde", "xy zxy\nz", ""])
def test_the_counter_finds_what_python_finds(pattern: str, text: str) -> None:
    items, flags = parsed(pattern, 0)
    ends = [Counting(text, flags).end_of(items, at) for at in range(len(text) + 1)]
    found = [re.compile(pattern).match(text, at) for at in range(len(text) + 1)]
    assert ends == [match and match.end() for match in found]
