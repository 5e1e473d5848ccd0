"""Fixtures: the example towns, golden texts with one switch to renew them, pages where LibreOffice is there."""

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import office
import pytest
from hypothesis import settings

from wenming import Job, build
from wenming.base import i18n

if TYPE_CHECKING:
    from counties import Machines

os.environ["WENMING_CACHE"] = tempfile.mkdtemp(prefix="wenming-tests-")  # not the cache of whoever runs them
settings.register_profile("untimed", deadline=None)  # no test is red because a machine is busy
settings.load_profile("untimed")
ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden texts anew; read the diff afterwards"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "layout: needs LibreOffice, poppler and the Fandol faces")
    config.addinivalue_line("markers", "whole: a whole set of which a sample runs otherwise; asked for by -m whole")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "whole" not in config.option.markexpr:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("whole")])
        items[:] = [item for item in items if not item.get_closest_marker("whole")]
    missing = office.missing()
    if missing and os.environ.get("WENMING_CI"):
        pytest.exit(f"the page tests must run here: {missing}", returncode=3)
    for item in items:
        if missing and item.get_closest_marker("layout"):
            item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """What one test says in English, the next says in Chinese again."""
    yield
    i18n.use("zh")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/<name>.txt."""

    def check(actual: str, name: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if request.config.getoption("--update-golden"):
            assert not os.environ.get("CI"), "--update-golden is not for CI"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
            return
        assert path.exists(), f"{path} is missing: read the document, then run pytest --update-golden"
        expected = path.read_text(encoding="utf-8")
        difference = difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), "golden", "made", lineterm="", n=2
        )
        if expected != actual:
            pytest.fail("\n".join(difference), pytrace=False)

    return check


@pytest.fixture
def town(tmp_path: Path) -> Callable[..., Path]:
    """A copy of an example town to work on: ``town("anping")``."""

    def copy(name: str = "anping") -> Path:
        return Path(shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name))

    return copy


def made(town: Path, out: Path, *kinds: str, week: str = "") -> list[Path]:
    """The files that are made of *town* in *out*."""
    built = build(Job(folder=town, kinds=kinds, week=week, out=out))
    return [document.path for document in built.documents if document.path]


_MEASURES: list[tuple[str, ...]] = []


def report(*columns: str) -> None:
    """Keep a measure for the end of the run."""
    _MEASURES.append(columns)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _MEASURES:
        terminalreporter.section("GB/T 9704-2012, mm: asked, measured, within")
        for what, *numbers in _MEASURES:
            terminalreporter.write_line("  ".join([*(f"{number:>8}" for number in numbers), what]))


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., Path]:
    """A folder with small towns of these names."""
    import counties

    return lambda *names: counties.towns(tmp_path / "data", *names)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    moto = pytest.importorskip("moto.server", reason="moto is not installed")
    server = moto.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket of its own on that server, which every process started from here reaches."""
    fsspec = pytest.importorskip("fsspec", reason="the libraries of [cluster] are not installed")
    pytest.importorskip("s3fs", reason="the libraries of [cluster] are not installed")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    system = fsspec.filesystem("s3", use_listings_cache=False)
    number = len(system.ls(""))
    system.mkdir(f"county{number}")
    return f"s3://county{number}"


@pytest.fixture
def machines(tmp_path: Path) -> "Iterator[Machines]":
    """A cluster with a scheduler and no worker yet."""
    pytest.importorskip("distributed", reason="the libraries of [cluster] are not installed")
    if os.name == "nt":
        pytest.skip("machines are ended by their group, which Windows has not")
    import counties

    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = counties.Machines(folder)
    yield cluster
    cluster.stop()
