"""Typefaces are found by any of their names; what is not there, or may not be embedded, gives way to another."""

import io
from collections.abc import Callable
from pathlib import Path

import office
import pytest
from fontTools.ttLib import TTCollection, TTFont

from wenming.pages.typefaces.catalogue import Catalogue
from wenming.pages.typefaces.folders import font_files, font_folders
from wenming.pages.typefaces.font_file import FaceInFile, faces_in
from wenming.pages.typefaces.here import catalogue_here
from wenming.pages.typefaces.stand_ins import FANG_SONG, HEI, LATIN, TITLE_SONG, Kind, kind_of

WINDOWS, CHINESE, ENGLISH = 3, 0x0804, 0x0409


@pytest.fixture
def font(tmp_path: Path) -> Callable[..., Path]:
    """A font file that calls itself so, and says that of embedding."""
    if office.missing():
        pytest.skip(office.missing())

    def make(file: str, *names: str, kind: int = 0) -> Path:
        face = TTFont(office.face("FandolHei-Regular.otf"))
        face["name"].names = []
        for number, name in enumerate(names):
            face["name"].setName(name, 1, WINDOWS, 1, ENGLISH if number == 0 else CHINESE)
        face["OS/2"].fsType = kind
        face.save(tmp_path / file)
        return tmp_path / file

    return make


def face(*names: str, embeds: bool = True, bold: bool = False) -> FaceInFile:
    return FaceInFile(f"{names[0]}.ttf", 0, names, bold, False, embeds)


def test_a_file_tells_all_names_of_its_face(font: Callable[..., Path]) -> None:
    [found] = faces_in(font("simfang.ttf", "FangSong", "仿宋"))

    assert found.names == ("FangSong", "仿宋") and found.may_be_embedded


@pytest.mark.parametrize(("kind", "allowed"), [(0, True), (2, False), (4, True), (8, True), (0x200, False)])
def test_what_may_not_be_embedded_is_known(font: Callable[..., Path], kind: int, allowed: bool) -> None:
    [found] = faces_in(font("a.ttf", "A", kind=kind))

    assert found.may_be_embedded is allowed


def test_a_collection_has_several_faces(font: Callable[..., Path], tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(font("a.otf", "SimSun", "宋体")), TTFont(font("b.otf", "NSimSun", "新宋体"))]
    collection.save(tmp_path / "simsun.ttc")

    assert [found.names[-1] for found in faces_in(tmp_path / "simsun.ttc")] == ["宋体", "新宋体"]


@pytest.mark.parametrize(
    "data", [b"", b"OTTO", b"ttcf\0\1\0\0\xff\xff\xff\xff", b"\0\1\0\0\xff\xff" + bytes(40), b"PK\3\4"]
)
def test_what_is_no_font_has_no_face(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.ttf").write_bytes(data)

    assert faces_in(tmp_path / "bad.ttf") == []


def test_a_face_is_found_by_any_name_in_any_case() -> None:
    catalogue = Catalogue([face("FangSong", "仿宋")])

    for name in ("仿宋", "fangsong", "FANGSONG"):
        chosen = catalogue.choose(name)
        assert chosen is not None and not chosen.instead_of


def test_the_next_of_its_kind_stands_in() -> None:
    chosen = Catalogue([face("SimHei", "黑体"), face("FangSong", "仿宋")]).choose("仿宋_GB2312")

    assert chosen is not None
    assert (chosen.face.names[1], chosen.instead_of, chosen.is_forbidden) == ("仿宋", "仿宋_GB2312", False)


def test_a_face_that_may_not_be_embedded_gives_way() -> None:
    chosen = Catalogue([face("仿宋_GB2312", embeds=False), face("FangSong", "仿宋")]).choose("仿宋_GB2312")

    assert chosen is not None and chosen.face.names[0] == "FangSong" and chosen.is_forbidden


def test_where_no_face_of_its_kind_is_there_any_chinese_one_does() -> None:
    chosen = Catalogue([face("SimHei", "黑体")]).choose("楷体_GB2312")

    assert chosen is not None and chosen.face.names[0] == "SimHei"
    assert Catalogue([]).choose("仿宋") is None


def test_bold_takes_the_bold_face_where_there_is_one() -> None:
    catalogue = Catalogue([face("宋体"), face("宋体", bold=True)])

    assert [catalogue.choose("宋体", bold=bold).face.bold for bold in (False, True)] == [False, True]


def test_of_a_family_the_usual_weight_is_taken() -> None:
    weights = [face("宋体")._replace(weight=weight, path=f"{weight}.otf") for weight in (200, 400, 900)]

    assert Catalogue(weights).choose("宋体").face.weight == 400
    assert Catalogue(weights).choose("宋体", bold=True).face.weight == 900


def test_a_face_that_cannot_be_drawn_with_gives_way() -> None:
    chosen = Catalogue([face("仿宋"), face("FangSong")]).choose("仿宋", is_sound=lambda one: one.names != ("仿宋",))

    assert chosen is not None and chosen.face.names == ("FangSong",)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("方正小标宋_GBK", TITLE_SONG),
        ("汉仪仿宋", FANG_SONG),
        ("锐字黑体", HEI),
        ("Cambria", LATIN),
        ("没见过的字体", FANG_SONG),
    ],
)
def test_what_kind_a_face_is_of_is_told_by_its_name(name: str, kind: Kind) -> None:
    assert kind_of(name) is kind


def test_the_folders_of_windows_and_wps_are_looked_through(tmp_path: Path) -> None:
    windows, wps = (
        tmp_path / "Windows" / "Fonts",
        tmp_path / "Local" / "Kingsoft" / "WPS Office" / "12.1" / "office6" / "fonts",
    )
    for folder in (windows, wps):
        folder.mkdir(parents=True)
        (folder / "a.TTF").write_bytes(b"")
    environment = {"WINDIR": str(tmp_path / "Windows"), "LOCALAPPDATA": str(tmp_path / "Local")}

    folders = font_folders(environment)
    assert folders[:2] == [windows, wps]
    assert [path.name for path in font_files([windows, wps])] == ["a.TTF"] * 2


def test_the_faces_of_a_town_come_first(font: Callable[..., Path], tmp_path: Path) -> None:
    own = tmp_path / "town" / "fonts"
    own.mkdir(parents=True)
    font("own.otf", "MyFang", "仿宋_GB2312").rename(own / "own.otf")

    chosen = catalogue_here({}, tmp_path / "town").choose("仿宋_GB2312")

    assert chosen is not None and Path(chosen.face.path).parent == own
    (own / "own.otf").unlink()
    gone = catalogue_here({}, tmp_path / "town").choose("仿宋_GB2312")
    assert gone is None or Path(gone.face.path).parent != own


def test_a_face_that_is_broken_further_in_is_read_as_far_as_it_goes(font: Callable[..., Path], tmp_path: Path) -> None:
    data = font("whole.otf", "A").read_bytes()
    for length in range(0, len(data), len(data) // 40):
        (tmp_path / "cut.otf").write_bytes(io.BytesIO(data).read(length))
        faces_in(tmp_path / "cut.otf")
