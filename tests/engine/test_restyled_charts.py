"""Charts as clerks and their programs leave them: other prefixes, quotes and comments; every look of a series kept."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from lxml import etree

from wenming.engine import chart_relations, charts
from wenming.engine.drawings import Chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FIGURES = Chart(["甲", "乙"], {"完成率": [Decimal("62.5"), None], "目标": [Decimal(90), Decimal(80)]})
ORDER = ["idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "trendline", "errBars", "cat"]
ORDER += ["val", "smooth", "shape", "extLst"]


def label(point: int) -> str:
    """A label of one point in words of the clerk's own, with an extension inside an extension's list."""
    return (
        f'<c:dLbl><c:idx val="{point}"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>注{point}</a:t></a:r></a:p></c:rich>'
        f'</c:tx><c:showVal val="1"/><c:extLst><c:ext uri="{{CE65}}" xmlns:c15="{C15}"><c15:layout/></c:ext></c:extLst>'
        "</c:dLbl>"
    )


def series(number: int, name: str, looks: str, end: str = "") -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{place}</c:v></c:pt>' for place in range(4))
    return (
        f'<c:ser><c:idx val="{number}"/><!-- 手工 --><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>{looks}'
        "<c:val><c:numRef><c:f>Sheet1!$B$2:$B$5</c:f><c:numCache><c:formatCode>0.00%</c:formatCode>"
        f'<c:ptCount val="4"/>{points}</c:numCache></c:numRef></c:val>{end}<c:extLst><c:ext uri="{{own}}"/></c:extLst>'
        "</c:ser>"
    )


BARS = (
    '<c:spPr><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
    '<c:dPt><c:idx val="1"/><c:spPr/></c:dPt><c:dPt><c:idx val="3"/><c:spPr/></c:dPt>'
    f'<c:dLbls>{label(0)}{label(3)}<c:showVal val="1"/></c:dLbls><c:trendline><c:name>趋势</c:name>'
    '<c:trendlineType val="linear"/></c:trendline><c:errBars><c:errBarType val="both"/><c:val val="1"/></c:errBars>'
)
LINE = '<c:spPr/><c:marker><c:symbol val="diamond"/></c:marker>'
SMOOTH = '<c:smooth val="0"/>'
RESTYLED = (
    f'<c:chartSpace xmlns:c="{C.strip("{}")}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{R.strip("{}")}"><c:chart><c:plotArea><c:barChart>{series(0, "完成率", BARS)}<c:axId val="1"/>'
    f'<c:axId val="2"/></c:barChart><c:lineChart>{series(1, "目标", LINE, SMOOTH)}<c:axId val="3"/>'
    '<c:axId val="4"/></c:lineChart><c:catAx/><c:valAx/><c:catAx/><c:valAx/></c:plotArea></c:chart>'
    '<c:externalData r:id="rId7"><c:autoUpdate val="1"/></c:externalData><c:printSettings/><c:extLst/></c:chartSpace>'
)


def other_prefix(xml: str) -> str:
    return re.sub(r"(</?)c:", r"\1ns0:", xml).replace("xmlns:c=", "xmlns:ns0=")


def no_prefix(xml: str) -> str:
    return re.sub(r"(</?)c:", r"\1", xml).replace("xmlns:c=", "xmlns=")


def single_quotes(xml: str) -> str:
    return re.sub(r'=\s*"([^"]*)"', r" = '\1'", xml)


def spread(xml: str) -> str:
    return xml.replace("><", ">\n  <")


@pytest.fixture(params=[str, other_prefix, no_prefix, single_quotes, spread])
def written(request: pytest.FixtureRequest) -> bytes:
    """The same chart as different programs write it."""
    xml: str = request.param(RESTYLED)
    return xml.encode()


def filled(xml: bytes) -> etree._Element:
    return etree.fromstring(charts.fill(xml, FIGURES))


def of_points(chart: etree._Element, tag: str) -> list[str]:
    return [one.find(f"{C}idx").get("val") for one in chart.iter(C + tag)]


def test_the_figures_are_read_back_however_the_chart_is_written(written: bytes) -> None:
    assert charts.read(charts.fill(written, FIGURES)) == FIGURES
    assert charts.fill(written, FIGURES) == charts.fill(written, FIGURES)
    assert charts.read(written).categories == [""] * 4


def test_two_plots_and_their_axes_are_kept(written: bytes) -> None:
    [area] = filled(written).iter(f"{C}plotArea")
    tags = [etree.QName(child).localname for child in area]
    assert tags == ["barChart", "lineChart", "catAx", "valAx", "catAx", "valAx"]
    assert [plot.findtext(f"{C}ser/{C}tx//{C}v") for plot in area[:2]] == ["完成率", "目标"]


def test_the_labels_of_points_that_are_left_are_kept(written: bytes) -> None:
    chart = filled(written)
    assert of_points(chart, "dLbl") == ["0"]
    assert of_points(chart, "dPt") == ["1"]
    assert [one.text for one in chart.iter("{*}t")] == ["注0"]
    assert len(list(chart.iter(f"{{{C15}}}layout"))) == 1


def test_trendline_error_bars_marker_colour_and_format_are_kept(written: bytes) -> None:
    chart = filled(written)
    assert chart.findtext(f".//{C}trendline/{C}name") == "趋势"
    assert chart.find(f".//{C}errBars/{C}val").get("val") == "1"
    assert chart.find(f".//{C}marker/{C}symbol").get("val") == "diamond"
    assert chart.find(f".//{C}ser/{C}spPr//{{*}}srgbClr").get("val") == "C00000"
    assert [one.text for one in chart.iter(f"{C}formatCode")] == ["0.00%"] * 2


def test_elements_stand_in_the_order_of_the_schema(written: bytes) -> None:
    chart = filled(written)
    for one in chart.iter(f"{C}ser"):
        places = [ORDER.index(etree.QName(child).localname) for child in elements(one)]
        assert places == sorted(places)
        assert [child.tag for child in elements(one)].count(f"{C}cat") == 1
    tags = [etree.QName(child).localname for child in chart]
    assert tags == ["chart", "externalData", "printSettings", "extLst"]
    assert chart.find(f"{C}externalData").get(f"{R}id") == charts.WORKBOOK_RELATION


def elements(one: etree._Element) -> Iterator[etree._Element]:
    return one.iterchildren("{*}*")


def test_a_series_without_its_order_does_not_end_in_an_error() -> None:
    chart = filled(re.sub(r"<c:order [^>]*>", "", RESTYLED).encode())
    assert [one.findtext(f"{C}tx//{C}v") for one in chart.iter(f"{C}ser")] == ["完成率", "目标"]


def test_relationships_and_types_with_prefixes_and_quotes_of_their_own_are_kept() -> None:
    relations = (
        f"<p:Relationships xmlns:p='{PACKAGE}/relationships'><!-- 手工 --><p:Relationship Id='rId7' "
        f"Type='{R.strip('{}')}/package' Target='../embeddings/old.xlsx'/><p:Relationship Id='rId8' Type='x/style' "
        "Target='style1.xml'/></p:Relationships>"
    ).encode()
    parts = {"word/charts/_rels/chart1.xml.rels": relations}
    assert chart_relations.workbook_of("word/charts/chart1.xml", parts) == "word/embeddings/old.xlsx"
    found = chart_relations.targets("word/charts/chart1.xml", chart_relations.with_workbook(relations, "a/new.xlsx"))
    assert found == {"rId8": "word/charts/style1.xml", charts.WORKBOOK_RELATION: "word/embeddings/new.xlsx"}
    types = (
        f"<t:Types xmlns:t='{PACKAGE}/content-types'><t:Default Extension='XLSX' ContentType='x'/></t:Types>".encode()
    )
    assert chart_relations.declaring_workbooks(types) == types
    [*_before, override] = etree.fromstring(chart_relations.declaring_chart(types, "word/charts/a.xml"))
    assert override.get("PartName") == "/word/charts/a.xml" and override.prefix == "t"


def test_broken_relationships_of_a_chart_lead_nowhere_and_are_written_anew() -> None:
    found = chart_relations.with_workbook(b"<Relationships", "a/new.xlsx")
    assert chart_relations.targets("word/charts/chart1.xml", b"<Relationships") == {}
    assert [*chart_relations.targets("word/charts/chart1.xml", found)] == [charts.WORKBOOK_RELATION]
