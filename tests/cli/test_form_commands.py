"""What form and ledger print, what they write, and how they end."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from workbooks import WEEK, filled_in, of_village, saved, table, week_text

from wenming.cli.main import main

Copy = Callable[..., Path]
PICTURE_IN_A_CELL = "ID_0123456789ABCDEF"


def run(*arguments: str | Path, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


# Out


def test_a_workbook_for_each_village(town: Copy, tmp_path: Path) -> None:
    folder = town()
    result = run("form", "export", folder, "week", "--per-village", "--out", tmp_path / "采集表")
    assert result.exit_code == 0, result.output
    assert len([*(tmp_path / "采集表").glob("*.xlsx")]) == 31
    assert "form import" in result.stdout.splitlines()[-1]


def test_a_workbook_that_somebody_filled_in_is_not_written_over(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = tmp_path / "plan.xlsx"
    assert run("form", "export", folder, "方案", "--out", path).exit_code == 0
    filled = put(path, path.read_bytes() + b" ").read_bytes()
    result = run("表单", "导出", folder, "plan", "--out", path, "--json")
    assert json.loads(result.stdout)["written"] == [{"file": str(tmp_path / "plan（2）.xlsx")}]
    assert path.read_bytes() == filled


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("月报",), "没有“月报”这种表单"), (("plan", "--per-village"), "--per-village 只能和 week 一起用")],
)
def test_what_cannot_be_exported_is_wrong_usage(town: Copy, arguments: tuple[str, ...], said: str) -> None:
    result = run("form", "export", town(), *arguments)
    assert result.exit_code == 2 and said in result.output


# In


def test_what_changes_is_shown_and_not_written_without_a_word(town: Copy, tmp_path: Path) -> None:
    folder = town()
    file = put(tmp_path / "石桥村.xlsx", filled_in(of_village(folder, "石桥村"), {"进展": {"C3": 1}}))
    result = run("form", "import", folder, file)
    assert result.exit_code == 0
    assert "    进展 R1 石桥村 完成：1\n" in result.stdout
    assert "加 --yes" in result.stderr
    assert not (folder / "weeks" / f"{WEEK}.yaml").exists()


def test_a_folder_of_workbooks_is_read_and_written(town: Copy, tmp_path: Path) -> None:
    folder = town()
    inbox = tmp_path / "采集表"
    inbox.mkdir()
    for name in ("石桥村", "东河村"):
        put(inbox / f"{name}.xlsx", filled_in(of_village(folder, name), {"进展": {"C3": 1}}))
    put(inbox / "~$石桥村.xlsx", b"lock")
    put(inbox / "说明.docx", b"no workbook")
    result = run("form", "import", folder, inbox, "--yes")
    assert result.exit_code == 0, result.output
    assert f"{WEEK}：报了 2 个村，还有 29 个" in result.stdout
    assert week_text(folder).count("完成: 1}") == 2


def test_faults_end_with_one_and_the_others_are_written(town: Copy, tmp_path: Path) -> None:
    folder = town()
    good = put(tmp_path / "石桥村.xlsx", filled_in(of_village(folder, "石桥村"), {"进展": {"C3": 1}}))
    bad = put(tmp_path / "东河村.xlsx", filled_in(of_village(folder, "东河村"), {"进展": {"C3": "甲"}}))
    result = run("form", "import", folder, good, bad, "--yes")
    assert result.exit_code == 1
    assert "东河村.xlsx  进展  C3  进展[1].完成" in result.stderr
    assert "单位: 石桥村, 完成: 1}" in week_text(folder) and "单位: 东河村, 完成: }" in week_text(folder)


def test_two_who_do_not_agree_end_with_one_until_somebody_decides(town: Copy, tmp_path: Path) -> None:
    folder = town()
    one = put(tmp_path / "石桥村.xlsx", filled_in(of_village(folder, "石桥村"), {"进展": {"C3": 1}}))
    rows = [["村名", "任务", "完成"], ["石桥村", "R1", 3], ["柳林村", "R1", 1]]
    two = put(tmp_path / "第18周.xlsx", table(rows))
    result = run("form", "import", folder, one, two, "--json")
    shown = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(row["field"], row["form"], row["file"]) for row in shown["disagreements"]] == [
        ("进展 R1 石桥村 完成", "1", "3")
    ]

    assert run("form", "import", folder, one, two, "--yes", "--take", "第18周.xlsx", "--by", "周敏").exit_code == 0
    assert "单位: 石桥村, 完成: 3}" in week_text(folder)
    kept = json.loads((folder / ".wenming-forms" / "kept.json").read_text(encoding="utf-8"))
    assert [(row["chosen"], row["refused"], row["by"]) for row in kept["answers"]] == [("3", "1", "周敏")]
    assert run("form", "import", folder, one, two).exit_code == 0


def test_lines_of_a_chat_come_from_the_pipe(town: Copy) -> None:
    folder = town()
    result = run("form", "import", folder, "-", "--week", "18", "--yes", typed="石桥村：公益广告5处\n".encode())
    assert result.exit_code == 0, result.output
    assert "{任务: R2, 单位: 石桥村, 完成: 5}" in week_text(folder)


def test_a_file_that_is_not_there_is_told(town: Copy, tmp_path: Path) -> None:
    result = run("form", "import", town(), tmp_path / "没有.xlsx")
    assert result.exit_code == 1 and "没有这个文件" in result.stderr


# Pictures


def test_a_picture_over_a_row_becomes_its_photo(town: Copy, tmp_path: Path) -> None:
    folder = town()
    book = openpyxl.load_workbook(io.BytesIO(of_village(folder, "石桥村")))
    sheet = book["活动"]
    sheet["A3"], sheet["B3"] = "2026-04-28", "清洁日"
    image = openpyxl.drawing.image.Image(io.BytesIO(picture()))
    sheet.add_image(image, "F3")
    file = put(tmp_path / "石桥村.xlsx", saved(book))
    for _twice in range(2):
        assert run("form", "import", folder, file, "--yes").exit_code == 0
    assert "      - 文件: photos/2026-W18-2026-04-28-清洁日-石桥村-1.png" in week_text(folder)
    assert len([*(folder / "photos").glob("2026-W18*")]) == 1


def test_a_picture_in_a_cell_as_wps_keeps_it_becomes_a_photo(town: Copy, tmp_path: Path) -> None:
    folder = town()
    cells = {"A3": "2026-04-28", "B3": "清洁日", "E3": f'=_xlfn.DISPIMG("{PICTURE_IN_A_CELL}",1)'}
    data = filled_in(of_village(folder, "石桥村"), {"活动": cells})
    file = put(tmp_path / "石桥村.xlsx", with_cell_image(data))
    assert run("form", "import", folder, file, "--yes").exit_code == 0
    assert len([*(folder / "photos").glob("2026-W18*")]) == 1
    assert "DISPIMG" not in week_text(folder)


def with_cell_image(data: bytes) -> bytes:
    """The workbook *data* with a picture in cells, as WPS writes it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    images = (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{office}"><etc:cellImage><xdr:pic>'
        f'<xdr:nvPicPr><xdr:cNvPr id="2" name="{PICTURE_IN_A_CELL}"/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>'
    )
    relation = (
        f'<Relationships xmlns="{packages}"><Relationship Id="rId1" Type="{office}/image" Target="media/w.png"/>'
        "</Relationships>"
    )
    of_workbook = (
        '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</Relationships>", f"{of_workbook}</Relationships>".encode())
            new.writestr(name, part)
        new.writestr("xl/cellimages.xml", images)
        new.writestr("xl/_rels/cellimages.xml.rels", relation)
        new.writestr("xl/media/w.png", picture())
    return buffer.getvalue()


# Who is missing, the ledger, new towns


def test_who_has_not_reported_is_listed_with_a_text_for_the_chat(town: Copy) -> None:
    folder = town()
    result = run("form", "missing", folder, "--week", "17")
    assert "6 个村" in result.stdout and "\n  后营村\n" in result.stdout
    assert "各村好！第17周进展截至" in result.stdout and "还有6个村没有报送：后营村、" in result.stdout
    assert "没有报送：" not in run("form", "missing", folder, "--week", "17", "--no-names").stdout
    assert len(json.loads(run("form", "missing", folder, "--json").stdout)["weeks"][0]["missing"]) == 6


def test_the_ledger_is_written_and_says_which_numbers_are_not_there(town: Copy, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    result = run("ledger", town(), "--out", path)
    assert result.exit_code == 0 and result.stdout.splitlines()[0] == str(path)
    assert "安政发〔2026〕: 缺 4、6 号" in result.stdout
    assert openpyxl.load_workbook(path).sheetnames == ["进展台账", "逐周", "问题台账", "发文登记簿"]


def test_a_new_town_takes_its_villages_from_a_workbook(tmp_path: Path) -> None:
    rows = [["序号", "村名", "书记"], [1, "东河村", "甲"], [2, "西河村", "乙"]]
    names = put(tmp_path / "名单.xlsx", table(rows))
    asked = ("--set", "镇.名称=清水镇", "--set", "镇.上级=清源县")
    result = run("new", tmp_path / "town", "--villages", names, *asked)
    assert result.exit_code == 0, result.output
    assert "2 个村（社区）：东河村、西河村" in result.output


def test_a_new_town_takes_its_plan_from_a_workbook(town: Copy, tmp_path: Path) -> None:
    folder = town()
    for form in ("plan", "town"):
        assert run("form", "export", folder, form, "--out", tmp_path / f"{form}.xlsx").exit_code == 0
    new = tmp_path / "new"
    result = run("new", new, "--from", tmp_path / "plan.xlsx", "--from", tmp_path / "town.xlsx")
    assert result.exit_code == 0, result.output
    assert run("build", new, "plan", "--out", tmp_path / "out").exit_code == 0


def test_a_free_table_stands_in_a_workbook_beside_the_form(town: Copy, tmp_path: Path) -> None:
    folder = town()
    put(folder / "notices" / "清运.xlsx", table([["清运情况", None], ["村名", "吨数"], ["东河村", 12.5]]))
    form = folder / "notices" / "spring-cleanup.yaml"
    text = form.read_text(encoding="utf-8").replace("结语: 特此通知。", "结语: 特此通知。\n附件:", 1)
    text = text.replace("\n附件:\n附件:", "\n附件:\n  - 标题: 清运情况\n    表格: {数据: 清运.xlsx}")
    form.write_text(text, encoding="utf-8")
    result = run("build", folder, "notice", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
