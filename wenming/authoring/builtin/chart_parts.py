"""The charts of the built-in templates: native, in the typeface of the text, told apart without colour."""

from dataclasses import dataclass
from decimal import Decimal

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from wenming.engine import charts
from wenming.engine.drawings import Chart
from wenming.gongwen.styles import FANG
from wenming.ooxml.names import CHARTS

_EMU = 36000  # in a millimetre
_WIDTH = 150  # mm, of the type area's 156
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TEXT = (
    '<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900" b="0"><a:solidFill><a:srgbClr val="000000"/>'
    f'</a:solidFill><a:latin typeface="{FANG}"/><a:ea typeface="{FANG}"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
_UPRIGHT = ' rot="0" vert="eaVert"'  # Chinese read downwards
_DARK, _LIGHT = "1F4E79", "A6A6A6"
_DONE, _SHOULD = "完成率", "时序进度"
_SAMPLE = {_DONE: [Decimal("62.5"), Decimal("48"), Decimal("75.3")], _SHOULD: [Decimal("50")] * 3}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a chart looks like: its plot and axes as XML, its height in mm, what its sample calls its categories."""

    plot: str
    height: int
    categories: tuple[str, ...]


def _line(colour: str, width: float, dash: str = "solid") -> str:
    """*width* in pt."""
    return (
        f'<a:ln w="{round(width * 12700)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/></a:ln>'
    )


def _bar(number: int, name: str, colour: str, *, labels: bool = False) -> str:
    looks = f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
    return _series(number, name, looks, _labels("outEnd") if labels else "")


def _curve(number: int, name: str, colour: str, dash: str, *, marker: str, labels: bool = False) -> str:
    mark = f'<c:marker><c:symbol val="{marker}"/>'
    if marker != "none":
        fill = f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{_line(colour, 0.75)}</c:spPr>'
        mark += f'<c:size val="5"/>{fill}'
    looks = f"<c:spPr>{_line(colour, 1.5, dash)}</c:spPr>{mark}</c:marker>"
    return _series(number, name, looks, _labels("t") if labels else "", '<c:smooth val="0"/>')


def _series(number: int, name: str, looks: str, labels: str, end: str = "") -> str:
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{name}</c:v></c:tx>{looks}{labels}'
        f"<c:val><c:numRef><c:f/><c:numCache><c:formatCode>0.0</c:formatCode></c:numCache></c:numRef></c:val>{end}</c:ser>"
    )


def _labels(position: str) -> str:
    shown = '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    return (
        f'<c:dLbls><c:numFmt formatCode="0.0" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{_TEXT.format(turn="")}'
        f'<c:dLblPos val="{position}"/>{shown}<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _axes(*, turned: bool = False, upright: bool = False) -> str:
    """A category and a value axis; *turned*: categories from the top down; *upright*: their names downwards."""
    at, beside = ("l", "b") if turned else ("b", "l")
    order, crosses = ("maxMin", "max") if turned else ("minMax", "autoZero")
    names = _TEXT.format(turn=_UPRIGHT if upright else "")
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{at}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_line("404040", 0.75)}</c:spPr>{names}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{beside}"/><c:majorGridlines><c:spPr>{_line("D9D9D9", 0.5)}</c:spPr>'
        '</c:majorGridlines><c:numFmt formatCode="0&quot;%&quot;" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>{_line("404040", 0.75)}</c:spPr>'
        f'{_TEXT.format(turn="")}<c:crossAx val="1"/><c:crosses val="{crosses}"/></c:valAx>'
    )


def _bars(direction: str, serieses: str, gap: int) -> str:
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{serieses}'
        f'<c:gapWidth val="{gap}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
    )


def _curves(serieses: str) -> str:
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{serieses}<c:marker val="1"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    )


VILLAGES = Figure(
    _bars("col", _bar(0, _DONE, _DARK), 40)
    + _curves(_curve(1, _SHOULD, "7F7F7F", "sysDash", marker="none"))
    + _axes(upright=True),
    75,
    ("东河村", "西河村", "南庄村"),
)
TASKS = Figure(
    _bars("bar", _bar(0, _DONE, _DARK, labels=True) + _bar(1, _SHOULD, _LIGHT), 60) + _axes(turned=True),
    90,
    ("公益广告", "宣传栏", "志愿服务"),
)
TREND = Figure(
    _curves(
        _curve(0, _DONE, _DARK, "solid", marker="circle", labels=True)
        + _curve(1, _SHOULD, "7F7F7F", "sysDash", marker="none")
    )
    + _axes(),
    60,
    ("第1周", "第2周", "第3周"),
)


def add(paragraph: Paragraph, figure: Figure, name: str, number: int) -> None:
    """Put *figure* into *paragraph*: the template's chart *number*, which takes the figures *name*."""
    sample = Chart(figure.categories, _SAMPLE)
    xml = charts.fill(_xml(figure).encode(), sample)
    package = paragraph.part.package
    chart = Part(PackURI(f"/{CHARTS}chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    book = PackURI(f"/word/embeddings/chart{number}.xlsx")
    chart.load_rel(
        RELATIONSHIP_TYPE.PACKAGE,
        Part(book, CONTENT_TYPE.SML_SHEET, charts.workbook(sample), package),
        charts.WORKBOOK_RELATION,
    )
    key = paragraph.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    size = f'cx="{_WIDTH * _EMU}" cy="{figure.height * _EMU}"'
    paragraph.add_run()._r.append(
        parse_xml(
            f'<w:drawing {nsdecls("w", "wp", "a")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{number}" name="图表 {number}" descr="{name}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
            f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _xml(figure: Figure) -> str:
    legend = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_TEXT.format(turn="")}</c:legend>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{figure.plot}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_TEXT.format(turn='')}</c:chartSpace>"
    )
