"""What was compiled is remembered on disk; nothing but the time depends on it."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import docx
import pytest

from wenming.base import cache
from wenming.engine.template import Template, _load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv("WENMING_CACHE", str(place))
    return place


def counted() -> tuple[list[int], Iterator[int]]:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        while True:
            made.append(len(made))
            yield made[-1]

    return made, numbers()


def test_the_second_time_nothing_is_made(folder: Path) -> None:
    made, numbers = counted()
    assert [cache.recall(lambda: next(numbers), b"a") for _ in range(3)] == [0, 0, 0]
    assert cache.recall(lambda: next(numbers), b"b") == 1 and len(made) == 2
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"x" * len(data),
        lambda data: data[:32] + b"cos\nsystem\n(S'exit 1'\ntR.",
    ],
)
def test_what_is_damaged_is_made_again(folder: Path, spoil: object) -> None:
    made, numbers = counted()
    cache.recall(lambda: next(numbers), b"a")
    kept = next(folder.iterdir())
    kept.write_bytes(spoil(kept.read_bytes()))  # type: ignore[operator]
    assert cache.recall(lambda: next(numbers), b"a") == 1
    assert cache.recall(lambda: next(numbers), b"a") == 1 and len(made) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder from others by itself")
@pytest.mark.parametrize("what", ["the folder", "the file"])
def test_what_another_user_could_have_written_is_not_read(folder: Path, what: str) -> None:
    _made, numbers = counted()
    cache.recall(lambda: next(numbers), b"a")
    (folder if what == "the folder" else next(folder.iterdir())).chmod(0o777)
    assert cache.recall(lambda: next(numbers), b"a") == 1


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("WENMING_CACHE", str(tmp_path / "file"))
    _made, numbers = counted()
    assert [cache.recall(lambda: next(numbers), b"a") for _ in range(2)] == [0, 1]
    monkeypatch.setenv("WENMING_CACHE", "")
    assert cache.recall(lambda: next(numbers), b"a") == 2


def test_anotherprogram_digest_reads_nothing_of_this_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _made, numbers = counted()
    cache.recall(lambda: next(numbers), b"a")
    monkeypatch.setattr(cache, "program_digest", lambda: b"another version")
    assert cache.recall(lambda: next(numbers), b"a") == 1


def test_what_another_jinja_compiled_is_not_read() -> None:
    cache.program_digest.cache_clear()
    assert "jinja2/__init__.py" in cache.program_digest().decode().replace(os.sep, "/")


def test_it_does_not_grow_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_FILES_MAX", 50)
    monkeypatch.setattr(cache, "_KEPT_OF_TOO_MANY", 20)
    for number in range(350):
        cache.recall(partial(int, number), bytes(number))
    assert len(list(folder.iterdir())) <= 20 + cache._LOOKED_AT_EVERY
    assert cache.recall(lambda: -1, bytes(349)) == 349


def test_a_template_is_compiled_once_and_again_when_it_changes(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    for text, expected in (("{{ 甲 }}一", "1一"), ("{{ 甲 }}二", "1二")):
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(path))
        for _again in range(2):
            _load.cache_clear()
            path.touch()
            rendered = Template.load(path).render({"甲": 1})
            path2 = tmp_path / "out.docx"
            path2.write_bytes(rendered)
            assert docx.Document(str(path2)).paragraphs[0].text == expected
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_compiled_at_import() -> None:
    import subprocess

    code = "import sys, wenming.engine.template as _; print({'jinja2', 'docx', 'lxml', 'babel'} & {*sys.modules} or [])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
