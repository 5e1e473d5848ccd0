"""Given these figures, these charts: native ones, a clerk's own, bars of text; edited ones keep looks."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import docx
import office
import openpyxl
import pytest
from conftest import ROOT, made
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from wenming import revision
from wenming.authoring import catalogue
from wenming.authoring.check import check
from wenming.base import files
from wenming.base.diagnostics import Faults
from wenming.documents.parts.charts import bars
from wenming.documents.registry import chosen
from wenming.engine import charts
from wenming.engine.drawings import Chart
from wenming.figures.progress import figures
from wenming.forms import form as forms
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.ooxml.relationships import Relationship, related
from wenming.ooxml.text import as_cell

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = ("各任务完成率", "逐周走势", "各村完成率")


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def painted(xml: bytes) -> Chart:
    """What Word paints, read by itself: the caches."""
    series, labels = {}, []
    for one in etree.fromstring(xml).iter(f"{C}ser"):
        labels = [point.findtext(f"{C}v") for point in one.findall(f"{C}cat//{C}pt")]
        values = {int(point.get("idx")): Decimal(point.findtext(f"{C}v")) for point in one.findall(f"{C}val//{C}pt")}
        count = int(one.find(f"{C}val//{C}ptCount").get("val"))
        series[one.findtext(f"{C}tx//{C}v")] = [values.get(n) for n in range(count)]
    return Chart(labels, series)


def edited(xlsx: bytes) -> Chart:
    """What Word edits, as openpyxl reads it: the workbook."""
    rows = list(openpyxl.load_workbook(io.BytesIO(xlsx)).active.iter_rows(values_only=True))
    head, *body = rows
    series = {
        name: [None if row[column] is None else Decimal(str(row[column])) for row in body]
        for column, name in enumerate(head[1:], 1)
    }
    return Chart([row[0] for row in body], series)


def drawn(document: bytes) -> dict[str, tuple[Chart, Chart]]:
    """By alternative text what python-docx finds of each chart: its cache, its workbook."""
    package = docx.Document(io.BytesIO(document)).part
    found = {}
    for element in package.element.iter(f"{C}chart"):
        told = next(element.iterancestors("{*}inline")).find("{*}docPr").get("descr")
        chart = package.related_parts[element.get(element.nsmap["r"].join("{}") + "id")]
        [book] = [one.target_part for one in chart.rels.values() if one.reltype == RELATIONSHIP_TYPE.PACKAGE]
        found[told] = painted(chart.blob), edited(book.blob)
    return found


def own(kind: Any, alternative: str, data: Any = None, before: str = "", after: str = "") -> bytes:
    """A template with a chart as a word processor makes it: three series of four categories; its alternative text."""
    if data is None:
        data = CategoryChartData()
        data.categories = ["类别 1", "类别 2", "类别 3", "类别 4"]
        for n in range(3):
            data.add_series(f"系列 {n + 1}", (4.3, 2.5, 3.5, 4.5))
    document = docx.Document()
    if before:
        document.add_paragraph(before)
    package = document.part.package
    chart = Part(
        PackURI("/word/charts/chart1.xml"), CONTENT_TYPE.DML_CHART, ChartXmlWriter(kind, data).xml.encode(), package
    )
    book = Part(
        PackURI("/word/embeddings/Microsoft_Excel_Sheet1.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        data._workbook_writer.xlsx_blob,
        package,
    )
    chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    key = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    document.add_paragraph().add_run()._r.append(
        parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a')}><wp:inline><wp:extent cx='5400000' cy='2700000'/>"
            f"<wp:docPr id='1' name='图表 1' descr='{alternative}'/><wp:cNvGraphicFramePr/><a:graphic>"
            f"<a:graphicData uri='{C.strip('{}')}'><c:chart {nsdecls('c', 'r')} r:id='{key}'/></a:graphicData>"
            "</a:graphic></wp:inline></w:drawing>"
        )
    )
    if after:
        document.add_paragraph(after)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def filled(template: bytes, tmp_path: Path, context: Mapping[str, Any]) -> bytes:
    path = tmp_path / "own.docx"
    path.write_bytes(template)
    return Template.load(path).render(context)


def faults(document: bytes, tmp_path: Path) -> set[str]:
    """What a validator says of it: the makers of the templates here are not without faults of their own."""
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "validated.docx"
    path.write_bytes(document)
    return {error.description for error in OpenXmlValidator().validate(str(path)).errors}


RATES = Chart(["东河村", "西河村"], {"完成率": [Decimal("62.5"), Decimal(48)], "时序进度": [Decimal("50.5"), None]})


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = [
        one for one in made(ROOT / "data" / "anping", tmp_path_factory.mktemp("out"), "weekly") if "17" in one.stem
    ]
    return path


def test_the_weekly_charts_show_the_figures_of_the_weeks(weekly: Path) -> None:
    plan = forms.read(ROOT / "data" / "anping" / "plan.yaml", "plan").record
    town = forms.read(ROOT / "data" / "anping" / "town.yaml", "town").record["镇"]
    weeks = [forms.read(path, "week").record for path in sorted((ROOT / "data" / "anping" / "weeks").iterdir())]
    known = figures(plan, town["行政村"], weeks)
    found = drawn(weekly.read_bytes())
    assert [*found] == [*NAMES]
    villages, tasks, trend = (found[name][0] for name in ("各村完成率", "各任务完成率", "逐周走势"))
    assert villages.categories == town["行政村"]
    assert villages.series["完成率"] == [row.standing.rate for row in known.villages]
    assert villages.series["时序进度"] == [row.standing.should for row in known.villages]
    assert tasks.series["完成率"] == [row.standing.rate for row in known.tasks]
    assert trend.categories == [f"第{n}周" for n in range(11, 18)]
    assert trend.series["完成率"][-1] == known.town.rate


def test_what_is_painted_is_what_is_edited(weekly: Path) -> None:
    for name, (cache, workbook) in drawn(weekly.read_bytes()).items():
        assert cache == workbook, name


@pytest.mark.layout
def test_libreoffice_reads_the_same_figures(weekly: Path, tmp_path: Path) -> None:
    [odt] = office.converted([weekly], tmp_path, "odt")
    found = []
    for name, xml in parts(odt.read_bytes()).items():
        if re.fullmatch(r"Object \d+/content.xml", name) and b"<chart:chart" in xml:
            rows = etree.fromstring(xml).findall(".//{*}table-rows/{*}table-row")
            cells = [[cell.findtext("{*}p") or "" for cell in row.findall("{*}table-cell")] for row in rows]
            found.append([(row[0], *(Decimal(cell) for cell in row[1:])) for row in cells])
    expected = [
        list(zip(chart.categories, *chart.series.values(), strict=True))
        for chart, _workbook in drawn(weekly.read_bytes()).values()
    ]
    assert sorted(found) == sorted(expected) and len(found) == len(NAMES)


@pytest.mark.parametrize(
    "kind",
    [
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        XL_CHART_TYPE.BAR_STACKED,
        XL_CHART_TYPE.LINE_MARKERS,
        XL_CHART_TYPE.AREA,
        XL_CHART_TYPE.PIE,
        XL_CHART_TYPE.DOUGHNUT,
        XL_CHART_TYPE.RADAR,
    ],
)
def test_a_chart_of_a_clerks_own_takes_the_figures_it_names(kind: Any, tmp_path: Path) -> None:
    document = filled(own(kind, "各村完成率"), tmp_path, {"图表": {"各村完成率": RATES}})
    cache, workbook = drawn(document)["各村完成率"]
    assert workbook == RATES
    names = list(cache.series)
    assert cache.categories == RATES.categories and names == list(RATES.series)[: len(names)]
    assert all(cache.series[name] == RATES.series[name] for name in names)
    assert len(names) == (1 if kind == XL_CHART_TYPE.PIE else 2)  # the third series is gone, what a pie cannot show too
    assert "时序" not in str(docx.Document(io.BytesIO(document)).core_properties.title)
    assert faults(document, tmp_path) <= faults(own(kind, "各村完成率"), tmp_path)


def test_a_series_with_a_name_of_ours_takes_its_own_figures_wherever_it_stands(tmp_path: Path) -> None:
    data = CategoryChartData()
    data.categories = ["甲"]
    data.add_series("时序进度", (1,))
    document = filled(own(XL_CHART_TYPE.LINE, "各村", data), tmp_path, {"图表": {"各村": RATES}})
    assert drawn(document)["各村"][0].series == {"时序进度": RATES.series["时序进度"]}


def test_what_a_word_processor_adds_for_filtered_series_and_single_points_goes(tmp_path: Path) -> None:
    template = parts(own(XL_CHART_TYPE.COLUMN_CLUSTERED, "各村"))
    point = '<c:dPt><c:idx val="{}"/><c:invertIfNegative val="0"/><c:spPr/></c:dPt>'
    filtered = (
        '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}" '
        'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:filteredBarSeries>'
        "<c15:ser/></c15:filteredBarSeries></c:ext></c:extLst>"
    )
    xml = template["word/charts/chart1.xml"].decode()
    xml = xml.replace("<c:cat>", point.format(1) + point.format(3) + "<c:cat>", 1)
    xml = xml.replace("</c:ser>", '<c:extLst><c:ext uri="{x}"/></c:extLst></c:ser>').replace(
        "</c:barChart>", filtered + "</c:barChart>"
    )
    made = charts.fill(xml.encode(), RATES).decode()
    assert 'idx val="1"/><c:inv' in made and 'idx val="3"/><c:inv' not in made
    assert "filtered" not in made and "{x}" not in made


def test_a_chart_in_a_loop_becomes_one_for_each_turn(tmp_path: Path) -> None:
    template = own(XL_CHART_TYPE.COLUMN_CLUSTERED, "{{ 村 }}", before="{%p for 村 in 村名 %}", after="{%p endfor %}")
    each = {name: Chart(["一月", "二月"], {"完成": [Decimal(n), Decimal(n + 1)]}) for n, name in enumerate("甲乙丙")}
    document = filled(template, tmp_path, {"村名": list(each), "图表": each})
    found = drawn(document)
    assert {name: cache for name, (cache, _book) in found.items()} == each
    assert all(cache == book for cache, book in found.values())
    made = parts(document)
    assert len([name for name in made if name.startswith("word/charts/") and name.endswith(".xml")]) == 3
    assert len([name for name in made if name.endswith(".xlsx")]) == 3
    assert faults(document, tmp_path) <= faults(template, tmp_path)


def test_a_name_that_is_nearly_one_of_ours_is_a_fault_and_others_stay_as_they_are(tmp_path: Path) -> None:
    context = {"图表": {"各村完成率": RATES}}
    with pytest.raises(Faults, match="是不是“各村完成率”"):
        filled(own(XL_CHART_TYPE.PIE, "各村完成律"), tmp_path, context)
    left = drawn(filled(own(XL_CHART_TYPE.PIE, "上年获奖情况的饼图"), tmp_path, context))
    assert left["上年获奖情况的饼图"][0].categories[0] == "类别 1"


def test_a_scatter_chart_cannot_hold_figures_by_category(tmp_path: Path) -> None:
    data = XyChartData()
    data.add_series("系列 1").add_data_point(1, 2)
    template = own(XL_CHART_TYPE.XY_SCATTER, "各村完成率", data)
    with pytest.raises(Faults, match="换成柱形图"):
        filled(template, tmp_path, {"图表": {"各村完成率": RATES}})


def test_the_doctor_finds_charts_that_will_not_be_filled(town: Callable[..., Path]) -> None:
    folder = town()
    [kind] = chosen(["weekly"], catalogue.known_kinds(folder))
    path = catalogue.eject(kind, folder)
    document = docx.Document(str(path))
    for told in document.element.iter("{*}docPr"):
        if told.get("descr") == "逐周走势":
            told.set("descr", "逐周的走势")
    document.save(str(path))
    [fault] = check(folder).faults
    assert "没有“逐周的走势”这个图的数据" in fault.what
    assert "是不是“逐周走势”" in fault.mend and "第" in fault.place.path
    assert fault.place.file.startswith("weekly.docx")


def test_bars_of_text_show_the_same_figures_in_full_at_a_hundred() -> None:
    chart = Chart(["甲", "乙", "丙", "丁"], {"完成率": [Decimal("100.0"), Decimal("55.0"), Decimal("0.0"), None]})
    title, table = bars("各村", chart)
    assert title.text == "各村"
    rows = [[cell.paragraphs[0].text for cell in row] for row in table.rows]
    assert rows == [
        ["甲", "■■■■■■■■■■", "100.0%"],
        ["乙", "■■■■■■□□□□", "55.0%"],
        ["丙", "□□□□□□□□□□", "0.0%"],
        ["丁", "□□□□□□□□□□", "—"],
    ]
    over = Chart(["甲", "乙"], {"完成率": [Decimal(200), Decimal(100)]})
    assert [row[1].paragraphs[0].text.count("■") for row in bars("各村", over)[1].rows] == [10, 5]


def test_a_town_whose_printer_makes_a_mess_of_pictures_gets_bars(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = town()
    form = folder / "town.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "图表: 文字条\n", encoding="utf-8")
    [path] = made(folder, tmp_path, "weekly", week="2026-W17")
    document = docx.Document(str(path))
    assert not drawn(path.read_bytes())
    text = "\n".join(cell.text for table in document.tables for cell in table._cells)
    assert "■■■■■■■■□□" in text and [p.text for p in document.paragraphs if p.style.name == "表格标题"] == [*NAMES]


def test_a_chart_of_ones_own_keeps_its_figures_where_others_are_bars_of_text(tmp_path: Path) -> None:
    as_text = Chart(RATES.categories, RATES.series, as_text=True)
    assert (
        not as_text
        and drawn(filled(own(XL_CHART_TYPE.PIE, "各村"), tmp_path, {"图表": {"各村": as_text}}))["各村"][1] == RATES
    )


def saved_again(document: bytes, change: Callable[[str], str] = lambda xml: xml) -> bytes:
    """As a word processor saves it: figures with seventeen digits, other names of parts, a look of the clerk's own."""
    found = parts(document)
    for name in [name for name in found if name.startswith("word/charts/chart")]:
        xml = found[name].decode().replace("1F4E79", "C00000")
        found[name] = change(
            re.sub(r"<c:v>(\d+\.\d)</c:v>", lambda m: f"<c:v>{float(m[1]) + 1e-13:.15g}</c:v>", xml)
        ).encode()
    rels = {name: data.replace(b"embeddings/chart", b"embeddings/Sheet") for name, data in found.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in rels.items():
            archive.writestr(name.replace("embeddings/chart", "embeddings/Sheet"), data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The report of a week before and after a figure was changed."""
    import shutil

    folder = Path(shutil.copytree(ROOT / "data" / "anping", tmp_path_factory.mktemp("data") / "anping"))
    first = made(folder, tmp_path_factory.mktemp("one"), "weekly", week="2026-W17")[0].read_bytes()
    form = folder / "weeks" / "2026-W17.yaml"
    text = form.read_text(encoding="utf-8")
    changed = text.replace("{任务: R9, 单位: 东河村, 完成: 1}", "{任务: R9, 单位: 东河村, 完成: 2}")
    assert changed != text
    form.write_text(changed, encoding="utf-8")
    return first, made(folder, tmp_path_factory.mktemp("two"), "weekly", week="2026-W17")[0].read_bytes()


def test_new_figures_come_into_a_chart_that_a_word_processor_wrote_anew(two: tuple[bytes, bytes]) -> None:
    base, theirs = two
    merged, conflicts = revision.merge(base, saved_again(base), theirs)
    assert conflicts == []
    assert {name: cache for name, (cache, _book) in drawn(merged).items()} == {
        name: cache for name, (cache, _book) in drawn(theirs).items()
    }
    assert all(cache == book for cache, book in drawn(merged).values())
    assert any(b"C00000" in data for name, data in parts(merged).items() if "charts/chart" in name)


def test_figures_that_a_clerk_changed_in_a_chart_stay_and_the_new_ones_are_told(two: tuple[bytes, bytes]) -> None:
    base, theirs = two
    mine = saved_again(base, lambda xml: xml.replace("<c:v>东河村</c:v>", "<c:v>东河村（示范）</c:v>"))
    merged, conflicts = revision.merge(base, mine, theirs)
    [conflict] = conflicts
    assert conflict.mine == "各村完成率" and "东河村" in conflict.theirs and conflict.spot
    assert drawn(merged)["各村完成率"][0].categories[0] == "东河村（示范）"
    assert drawn(merged)["各任务完成率"][0] == drawn(theirs)["各任务完成率"][0]


def test_figures_changed_in_a_copy_of_a_chart_are_not_written_over(two: tuple[bytes, bytes]) -> None:
    base, theirs = two
    copied = parts(saved_again(base))
    body, changed = copied["word/document.xml"].decode(), copied["word/charts/chart3.xml"].decode()
    drawing = next(one for one in re.findall(r"<w:drawing.*?</w:drawing>", body) if "各村完成率" in one)
    copy = re.sub(r'r:id="\w+"', 'r:id="rIdCopy"', drawing)
    copied["word/document.xml"] = body.replace(drawing, drawing + copy, 1).encode()
    copied["word/charts/copy.xml"] = changed.replace("东河村", "东河村（示范）").encode()
    for name, end, new in [
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="rIdCopy" Type="{r}" Target="charts/copy.xml"/>',
        ),
        ("[Content_Types].xml", "</Types>", '<Override PartName="/word/charts/copy.xml" ContentType="{t}"/>'),
    ]:
        new = new.format(r=RELATIONSHIP_TYPE.CHART, t=CONTENT_TYPE.DML_CHART)
        copied[name] = copied[name].decode().replace(end, new + end).encode()
    merged, conflicts = revision.merge(base, package.write(copied), theirs)
    assert [one.mine for one in conflicts] == ["各村完成率"]
    assert "东河村（示范）" in parts(merged)["word/charts/copy.xml"].decode()


def test_a_chart_of_the_clerks_own_keeps_its_workbook_and_its_name_however_like_ours(two: tuple[bytes, bytes]) -> None:
    base, theirs = two
    points = XyChartData()
    points.add_series("系列 1").add_data_point(1, 2)
    for kind, alternative, data in (
        (XL_CHART_TYPE.PIE, "我的图", None),
        (XL_CHART_TYPE.XY_SCATTER, "各村完成率图", points),
    ):
        added = parts(own(kind, alternative, data))
        mine = parts(saved_again(base))
        paragraph = etree.fromstring(added["word/document.xml"]).find(".//{*}p[{*}r]")
        next(paragraph.iter(f"{C}chart")).set(f"{{{RELATIONSHIPS}}}id", "rIdOwn")
        body = etree.fromstring(mine["word/document.xml"])
        body[0].insert(0, paragraph)
        mine["word/document.xml"] = etree.tostring(body)
        mine["word/charts/own.xml"] = added["word/charts/chart1.xml"]
        mine["word/charts/_rels/own.xml.rels"] = added["word/charts/_rels/chart1.xml.rels"]
        mine["word/embeddings/Microsoft_Excel_Sheet1.xlsx"] = b"with formulas"
        mine["word/_rels/document.xml.rels"] = related(
            mine["word/_rels/document.xml.rels"],
            [Relationship("rIdOwn", RELATIONSHIP_TYPE.CHART, "charts/own.xml")],
        )
        merged, conflicts = revision.merge(base, package.write(mine), theirs)
        found = parts(merged)
        assert conflicts == []
        assert found["word/embeddings/Microsoft_Excel_Sheet1.xlsx"] == b"with formulas"
        assert found["word/charts/own.xml"] == mine["word/charts/own.xml"]


def test_what_is_no_figure_in_a_clerks_chart_is_a_change_like_any_other(two: tuple[bytes, bytes]) -> None:
    base, theirs = two
    for told in ("#N/A", "1E+400", "NaN", ""):
        mine = saved_again(
            base, lambda xml, told=told: re.sub(r"(<c:val>.*?<c:v>)[^<]*", rf"\g<1>{told}", xml, count=1)
        )
        merged, conflicts = revision.merge(base, mine, theirs)
        assert "各村完成率" in [one.mine for one in conflicts]
        assert any(f"<c:v>{told}</c:v>".encode() in data for data in parts(merged).values())


def test_a_category_without_a_name_keeps_its_place() -> None:
    xml = charts.fill(ChartXmlWriter(XL_CHART_TYPE.PIE, one_series()).xml.encode(), RATES).decode()
    nameless = xml.replace('<c:pt idx="0"><c:v>东河村</c:v></c:pt>', "", 1)
    assert nameless != xml
    assert charts.read(nameless.encode()) == Chart(["", "西河村"], {"完成率": RATES.series["完成率"]})


def one_series() -> CategoryChartData:
    data = CategoryChartData()
    data.categories = ["甲"]
    data.add_series("系列", (1,))
    return data


def test_copies_of_a_chart_in_a_loop_keep_what_else_it_refers_to(tmp_path: Path) -> None:
    template = parts(own(XL_CHART_TYPE.PIE, "{{ 村 }}", before="{%p for 村 in 村名 %}", after="{%p endfor %}"))
    shapes = f"{RELATIONSHIPS}/chartUserShapes"
    rels = "word/charts/_rels/chart1.xml.rels"
    template[rels] = related(template[rels], [Relationship("rId9", shapes, "../drawings/drawing1.xml")])
    each = dict.fromkeys("甲乙", RATES)
    found = parts(filled(package.write(template), tmp_path, {"村名": list(each), "图表": each}))
    relations = [data for name, data in found.items() if re.fullmatch(r"word/charts/_rels/.*\.rels", name)]
    assert len(relations) == 2 and all(b'Id="rId9"' in data and b"rIdWorkbook" in data for data in relations)


def test_a_chart_whose_relationships_are_empty_gets_its_workbook(tmp_path: Path) -> None:
    template = parts(own(XL_CHART_TYPE.PIE, "各村"))
    template["word/charts/_rels/chart1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    del template["word/embeddings/Microsoft_Excel_Sheet1.xlsx"]
    cache, workbook = drawn(filled(package.write(template), tmp_path, {"图表": {"各村": RATES}}))["各村"]
    assert workbook == RATES and cache.categories == RATES.categories


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=12)
NUMBERS = st.none() | st.decimals(-999, 9999, places=1)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_any_figures_are_painted_and_edited_alike(categories: list[str], data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(["完成率", "<时序>&", "三"]), min_size=1, max_size=3, unique=True))
    chart = Chart(
        categories,
        {name: data.draw(st.lists(NUMBERS, min_size=len(categories), max_size=len(categories))) for name in names},
    )
    template = parts(own(XL_CHART_TYPE.COLUMN_CLUSTERED, "各村"))
    cache = painted(charts.fill(template["word/charts/chart1.xml"], chart))
    workbook = edited(charts.workbook(chart))
    assert cache.series == workbook.series == chart.series
    for one, two, three in zip_longest(cache.categories, workbook.categories, chart.categories):
        assert one.replace("\r\n", "\n") == as_cell(three) and (two or "") == as_cell(three)
    assert charts.read(charts.fill(template["word/charts/chart1.xml"], chart)).series == chart.series


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    template, context = own(XL_CHART_TYPE.PIE, "各村完成率"), {"图表": {"各村完成率": RATES}}
    assert files.digest(filled(template, tmp_path, context)) == files.digest(filled(template, tmp_path, context))
