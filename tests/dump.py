"""A Word document as text that reads like the page: style, text, direct properties, tables, sections."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def dump(docx: bytes) -> str:
    """One fact a line; equal documents give equal text, however their runs are split."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")
    }
    lines = [f"部件 {'、'.join(sorted(parts))}"]
    for name in sorted(parts):
        if name.startswith("word/footer") or name.startswith("word/header"):
            lines.append(f"== {name}")
            lines += _blocks(etree.fromstring(parts[name]), styles)
    lines.append("== 正文")
    body = etree.fromstring(parts["word/document.xml"]).find(f"{W}body")
    lines += _blocks(body, styles)
    for name in sorted(name for name in parts if name.startswith("word/charts/chart")):
        lines += [f"== {name}", *_chart(etree.fromstring(parts[name]))]
    return "\n".join(lines) + "\n"


def _chart(chart: etree._Element) -> Iterator[str]:
    """Kind of plot, name and figures of each series, as they are painted."""
    for series in chart.iter("{*}ser"):
        texts = {
            part: [point.findtext("{*}v") for point in series.findall(f"{{*}}{part}//{{*}}pt")]
            for part in ("tx", "cat", "val")
        }
        points = "，".join(f"{label} {value}" for label, value in zip(texts["cat"], texts["val"], strict=True))
        yield f"{etree.QName(series.getparent()).localname} {''.join(texts['tx'])}：{points}"


def _blocks(parent: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    for block in parent:
        if block.tag == f"{W}p":
            yield from _paragraph(block, styles)
        elif block.tag == f"{W}tbl":
            yield from _table(block, styles)
        elif block.tag == f"{W}sectPr":
            yield _section(block)


def _paragraph(block: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    properties = block.find(f"{W}pPr")
    style = _style(properties, "pStyle", styles)
    yield f"[{style}]{_direct(properties)} {_runs(block, styles)}".rstrip()
    if properties is not None and properties.find(f"{W}sectPr") is not None:
        yield _section(properties.find(f"{W}sectPr"))


def _style(properties: etree._Element | None, tag: str, styles: dict[str, str]) -> str:
    found = properties.find(f"{W}{tag}") if properties is not None else None
    return styles[found.get(f"{W}val")] if found is not None else ""


def _direct(properties: etree._Element | None) -> str:
    facts = [
        f"{etree.QName(child).localname}{_values(child)}{''.join(_values(inner) for inner in child)}"
        for child in (properties if properties is not None else ())
        if etree.QName(child).localname not in ("pStyle", "sectPr")
    ]
    return f" {{{' '.join(facts)}}}" if facts else ""


def _values(element: etree._Element) -> str:
    values = ",".join(f"{etree.QName(key).localname}={value}" for key, value in element.items())
    return f"({values})" if values else ""


def _runs(block: etree._Element, styles: dict[str, str]) -> str:
    text, last = "", ""
    for run in block.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        style = _style(properties, "rStyle", styles)
        sizes = [
            f"{etree.QName(child).localname}{child.get(f'{W}val')}"
            for child in (properties if properties is not None else ())
            if child.tag in (f"{W}sz", f"{W}w", f"{W}color")
        ]
        look = " ".join([style, *sizes]).strip()
        if look != last:
            text += f"‹{look or '/'}›"
            last = look
        for child in run:
            match etree.QName(child).localname:
                case "t":
                    text += child.text or ""
                case "br":
                    text += "⏎"
                case "tab":
                    text += "→"
                case "drawing":
                    size, told = child.find(".//{*}extent"), child.find(".//{*}docPr")
                    width, height = (int(size.get(side)) / 36000 for side in ("cx", "cy"))
                    text += f"〖图 {told.get('descr') or told.get('name')} {width:.0f}×{height:.0f}毫米〗"
                case "instrText":
                    text += f"«{(child.text or '').strip()}»"
    return text


def _table(table: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    widths = "+".join(column.get(f"{W}w") for column in table.iter(f"{W}gridCol"))
    yield f"表 {widths}"
    for row in table.findall(f"{W}tr"):
        marks = "".join(
            mark
            for tag, mark in (("tblHeader", "重复"), ("cantSplit", "不跨页"))
            if row.find(f"{W}trPr/{W}{tag}") is not None
        )
        cells = []
        for cell in row.findall(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            mark = "" if merge is None else "▼" if merge.get(f"{W}val") == "restart" else "▲"
            cells.append(
                mark
                + " ¶ ".join(
                    f"[{_style(p.find(f'{W}pPr'), 'pStyle', styles)}]{_direct(p.find(f'{W}pPr'))}{_runs(p, styles)}"
                    for p in cell.findall(f"{W}p")
                )
            )
        yield f"  |{marks}| " + " | ".join(cells)


def _section(section: etree._Element) -> str:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    start = section.find(f"{W}type")
    footers = " ".join(
        f"{footer.get(f'{W}type')}→{footer.get(f'{R}id')}" for footer in section.findall(f"{W}footerReference")
    )

    def mm(element: etree._Element, key: str) -> str:
        return f"{int(element.get(f'{W}{key}')) / 1440 * 25.4:.1f}"

    grid = section.find(f"{W}docGrid")
    return (
        f"节 {start.get(f'{W}val') if start is not None else 'nextPage'} {mm(size, 'w')}×{mm(size, 'h')} "
        f"边距 上{mm(margins, 'top')} 下{mm(margins, 'bottom')} 左{mm(margins, 'left')} 右{mm(margins, 'right')} "
        f"页脚{mm(margins, 'footer')} 行距{grid.get(f'{W}linePitch')} {footers}"
    )
