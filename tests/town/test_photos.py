"""Given these photos, these pages: turned upright, scaled, set in pairs with captions; what cannot be shown is told."""

import io
import warnings
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import made
from PIL import Image

from wenming import Faults, revision
from wenming.town import photos

Form = Callable[..., Path]


def jpeg(size: tuple[int, int], colour: str = "red", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG", **options)
    return buffer.getvalue()


@pytest.fixture
def week(town: Callable[..., Path]) -> Form:
    """The folder of a town whose week 17 shows the photos *files* (name → bytes) of one activity."""

    def shown(files: dict[str, bytes], titles: bool = True) -> Path:
        folder = town()
        for name, data in files.items():
            path = folder / "photos" / name
            path.write_bytes(data)
        form = folder / "weeks" / "2026-W17.yaml"
        text = form.read_text(encoding="utf-8")
        rows = [f"      - {{文件: photos/{name}" + (f", 说明: 照片{name[0]}}}" if titles else "}") for name in files]
        head, _rest, tail = text.partition("    照片:\n")
        tail = tail[tail.index("\n\n") :]
        form.write_text(head + "    照片:\n" + "\n".join(rows) + tail, encoding="utf-8")
        return folder

    return shown


def built(folder: Path, out: Path) -> Path:
    return made(folder, out, "weekly", week="2026-W17")[0]


def shapes(path: Path) -> list[tuple[str, int, int]]:
    """Caption and size in mm of every photo."""
    document = docx.Document(str(path))
    inlines = [one for one in document.element.iter("{*}inline") if one.find("{*}docPr").get("name").startswith("照片")]
    sizes = [(one.find("{*}docPr").get("descr"), one.find("{*}extent")) for one in inlines]
    return [(told, *(round(int(size.get(side)) / 36000) for side in ("cx", "cy"))) for told, size in sizes]


def test_two_photos_stand_beside_each_other_with_captions_a_third_below(week: Form, tmp_path: Path) -> None:
    folder = week({"1.jpg": jpeg((1200, 800)), "2.jpg": jpeg((800, 1200)), "3.jpg": jpeg((1200, 800))})
    path = built(folder, tmp_path)
    assert shapes(path) == [("照片1", 74, 49), ("照片2", 37, 56), ("照片3", 110, 73)]
    document = docx.Document(str(path))
    tables = [table for table in document.tables if table._cells[0].paragraphs[0].style.name == "图"]
    captions = [[cell.text for cell in table.rows[1].cells] for table in tables]
    assert captions == [["照片1", "照片2"], ["照片3"]]
    assert all(paragraph.paragraph_format.keep_with_next for table in tables for cell in table.rows[0].cells
               for paragraph in [cell.paragraphs[0].style])  # fmt: skip


def test_a_photo_stands_as_its_camera_was_held_and_says_nothing_of_where(week: Form, tmp_path: Path) -> None:
    turned = Image.new("RGB", (400, 300), "blue")
    exif = turned.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"  # where it was
    buffer = io.BytesIO()
    turned.save(buffer, "JPEG", exif=exif)
    path = built(week({"1.jpg": buffer.getvalue()}), tmp_path)
    assert shapes(path) == [("照片1", 60, 80)]
    [stored] = [part for part in docx.Document(str(path)).part.package.iter_parts() if "media" in part.partname]
    with Image.open(io.BytesIO(stored.blob)) as image:
        assert image.size == (300, 400) and not image.getexif()


def test_a_photo_is_taken_whatever_its_camera_wrote_beside_it(week: Form, tmp_path: Path) -> None:
    turned = Image.new("RGB", (400, 300), "blue")
    exif = turned.getexif()
    exif[0x0112], exif[0x010F] = 6, "camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    turned.save(buffer, "JPEG", exif=exif)
    data = bytearray(buffer.getvalue())
    data[data.index(b"\x01\x0f\x00\x02") + 3] = 3  # a text that says it is numbers
    with warnings.catch_warnings(action="error"):  # none of the library's words reach a clerk
        path = built(week({"1.jpg": bytes(data)}), tmp_path)
    assert shapes(path) == [("照片1", 60, 80)]


def test_a_large_photo_is_stored_no_larger_than_paper_shows(week: Form, tmp_path: Path) -> None:
    noise = Image.effect_noise((4000, 3000), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    path = built(week({"1.jpg": buffer.getvalue()}), tmp_path)
    assert path.stat().st_size < len(buffer.getvalue()) / 5
    [stored] = [part for part in docx.Document(str(path)).part.package.iter_parts() if "media" in part.partname]
    with Image.open(io.BytesIO(stored.blob)) as image:
        assert max(image.size) == photos._EDGE > photos._ALONE[0] / 1440 * 300  # 300 dpi where it stands alone


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP"])
def test_pictures_of_other_kinds_are_taken_and_what_is_transparent_is_white(
    week: Form, tmp_path: Path, kind: str
) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA" if kind != "BMP" else "RGB", (60, 40)).save(buffer, kind)
    path = built(week({f"1.{kind.lower()}": buffer.getvalue()}, titles=False), tmp_path)
    assert shapes(path) == [("", 110, 73)]
    if kind != "BMP":
        [stored] = [part for part in docx.Document(str(path)).part.package.iter_parts() if "media" in part.partname]
        with Image.open(io.BytesIO(stored.blob)) as image:
            assert image.getpixel((5, 5)) == (255, 255, 255)


def test_every_photo_that_cannot_be_shown_is_told_with_its_line(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    (folder / "photos" / "坏.jpg").write_bytes(b"no picture")
    (tmp_path / "外面.jpg").write_bytes(jpeg((4, 3)))
    form = folder / "weeks" / "2026-W17.yaml"
    text = form.read_text(encoding="utf-8")
    wrong = ["photos/没有.jpg", "photos/坏.jpg", "../../外面.jpg", "photos"]
    rows = "".join(f"      - {{文件: {name}}}\n" for name in wrong)
    form.write_text(text.replace("    照片:\n", "    照片:\n" + rows), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        made(folder, tmp_path / "out", "weekly")
    faults = caught.value.faults
    assert len(faults) == 4 and not (tmp_path / "out").exists()
    first = text[: text.index("    照片:\n")].count("\n") + 2
    for number, said in enumerate(["没有这张照片", "照片打不开", "要放在镇的文件夹里", "没有这张照片"]):
        place = faults[number].place
        assert (Path(place.file).name, place.line) == ("2026-W17.yaml", first + number) and place.column
        assert said in faults[number].what
    assert "那里有：2026-04-25-太平庄村-1.jpg" in faults[0].mend


@pytest.mark.parametrize("name", [f"photos/{'长' * 150}.jpg", '"photos/\\0.jpg"'])
def test_a_name_that_no_disk_takes_is_told_with_its_line(town: Callable[..., Path], tmp_path: Path, name: str) -> None:
    folder = town()
    form = folder / "weeks" / "2026-W17.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("photos/2026-04-25-太平庄村-1.jpg", name), encoding="utf-8"
    )
    with pytest.raises(Faults, match="照片打不开") as caught:
        made(folder, tmp_path / "out", "weekly")
    place = caught.value.faults[0].place
    assert (Path(place.file).name, place.line) == ("2026-W17.yaml", 62)


def test_a_picture_that_would_grow_beyond_all_bounds_is_refused(week: Form, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("1", (20000, 20000)).save(buffer, "PNG")
    folder = week({"1.png": buffer.getvalue()})
    with pytest.raises(Faults, match=r"照片太大|照片打不开"):
        built(folder, tmp_path)


def test_a_photo_that_was_exchanged_comes_into_a_report_that_a_clerk_edited(week: Form, tmp_path: Path) -> None:
    folder = week({"1.jpg": jpeg((400, 300)), "2.jpg": jpeg((400, 300), "green")})
    path = built(folder, tmp_path)
    base = path.read_bytes()
    document = docx.Document(io.BytesIO(base))
    document.paragraphs[8].add_run("（核）")
    buffer = io.BytesIO()
    document.save(buffer)
    (folder / "photos" / "2.jpg").write_bytes(jpeg((400, 300), "yellow"))
    theirs = built(folder, tmp_path / "again").read_bytes()
    merged, conflicts = revision.merge(base, buffer.getvalue(), theirs)
    assert conflicts == []
    made_of = docx.Document(io.BytesIO(merged))
    assert any("（核）" in paragraph.text for paragraph in made_of.paragraphs)
    colours = []
    for blip in made_of.element.iter("{*}blip"):
        [key] = [value for name, value in blip.attrib.items() if name.endswith("embed")]
        with Image.open(io.BytesIO(made_of.part.related_parts[key].blob)) as image:
            colours.append(image.getpixel((5, 5)))
    assert colours[0][0] > 200 > 60 > colours[0][1] and min(colours[1][:2]) > 200  # red, yellow
