"""The same six-page plan as a template in each peer's language, and its data at any size.

A template is written once, as a list of pieces; a *dialect* says how a value and a loop are written.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'  # noqa: E501
SMALL = FONT.replace('"32"', '"21"')
LINE = '<w:pPr><w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'


@dataclass(frozen=True)
class Dialect:
    """How a peer writes a value (``{0}`` is its name), a loop of paragraphs and a loop of rows."""

    value: str
    item: str
    begin: str
    end: str
    row_begin: str
    row_end: str
    rows_apart: bool  # the tags of a row loop stand in rows of their own


DIALECTS = {
    "docxtpl": Dialect(
        "{{{{ {0} }}}}", "{{{{ {1}.{0} }}}}", "{{%p for {1} in {0} %}}", "{{%p endfor %}}",
        "{{%tr for {1} in {0} %}}", "{{%tr endfor %}}", True,
    ),
    "docxtemplater": Dialect("{{{0}}}", "{{{0}}}", "{{#{0}}}", "{{/{0}}}", "{{#{0}}}", "{{/{0}}}", False),
    "easy": Dialect("{{{0}}}", "{{{0}}}", "{{#{0}}}", "{{/}}", "{{#{0}}}", "{{/}}", False),
    "templates": Dialect(
        "{{{{{0}}}}}", "{{{{${1}.{0}}}}}", "{{{{FOR {1} IN {2}}}}}", "{{{{END-FOR {1}}}}}",
        "{{{{FOR {1} IN {2}}}}}", "{{{{END-FOR {1}}}}}", True,
    ),
}  # fmt: skip


def data(times: int = 1) -> dict[str, Any]:
    """The plan's data, *times* as long."""
    return {
        "title": "安平镇文明村镇创建工作实施方案",
        "intro": "为深入推进文明村镇创建工作，全面提升镇村文明程度，结合我镇实际，制定本方案。" * 2,
        "chapters": [
            {
                "name": f"第{chapter}章 组织领导与工作重点",
                "measures": [
                    {
                        "head": f"条目{item}",
                        "text": "坚持以人民为中心的发展思想，健全工作机制，压实各方责任，扎实推进各项创建任务落实见效。"
                        * 2,
                        "points": [{"point": f"落实第{point}项责任，明确牵头单位，按时限完成"} for point in range(3)],
                    }
                    for item in range(3)
                ],
            }
            for chapter in range(5 * times)
        ],
        "people": [
            {"name": f"张三{number}", "post": "镇党委委员、副镇长", "duty": "负责全面工作"}
            for number in range(12 * times)
        ],
        "tasks": [
            {
                "no": str(number),
                "task": f"公益广告设置{number}",
                "goal": str(10 + number),
                "unit": "处",
                "lead": "镇宣传办",
                "due": "2026年6月30日",
            }
            for number in range(40 * times)
        ],
        "organ": "安平镇人民政府",
        "date": "2026年3月5日",
    }


def p(text: str, format_: str = FONT, properties: str = LINE) -> str:
    """A paragraph of one run."""
    return f'<w:p>{properties}<w:r>{format_}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(d: Dialect, name: str, each: str, columns: list[tuple[str, str]]) -> str:
    """A table with a heading and one row for each of *name*."""
    width = 8844 // len(columns)

    def row(texts: list[str]) -> str:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{p(text, SMALL, "")}</w:tc>' for text in texts
        )
        return f"<w:tr>{cells}</w:tr>"

    begin = d.row_begin.format(name, each, _path(d, name))
    end = d.row_end.format(name, each)
    values = [d.item.format(key, each) for key, _label in columns]
    if d.rows_apart:
        blank = [""] * (len(columns) - 1)
        rows = row([begin, *blank]) + row(values) + row([end, *blank])
    else:
        rows = row([begin + values[0], *values[1:-1], values[-1] + end])
    grid = f'<w:gridCol w:w="{width}"/>' * len(columns)
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{row([label for _key, label in columns])}{rows}</w:tbl>"
    )


PEOPLE = [("name", "姓名"), ("post", "职务"), ("duty", "分工")]
TASKS = [
    ("no", "序号"),
    ("task", "任务"),
    ("goal", "目标"),
    ("unit", "单位"),
    ("lead", "牵头单位"),
    ("due", "完成时限"),
]


def _path(d: Dialect, name: str, owner: str = "") -> str:
    return f"${owner}.{name}" if owner and d is DIALECTS["templates"] else name


def _loop(d: Dialect, name: str, each: str, owner: str = "") -> tuple[str, str]:
    full = f"{owner}.{name}" if owner and d is DIALECTS["docxtpl"] else name
    return p(d.begin.format(full, each, _path(d, name, owner))), p(d.end.format(name, each))


def body(d: Dialect) -> str:
    """The plan in the language of *d*."""
    chapters, chapters_end = _loop(d, "chapters", "c")
    items, items_end = _loop(d, "measures", "i", "c")
    points, points_end = _loop(d, "points", "o", "i")
    return "".join(
        [
            p(d.value.format("title")),
            p(d.value.format("intro")),
            chapters,
            p(d.item.format("name", "c")),
            items,
            p(f"{d.item.format('head', 'i')}。{d.item.format('text', 'i')}"),
            points,
            p(f"一是{d.item.format('point', 'o')}；"),
            points_end,
            items_end,
            chapters_end,
            table(d, "people", "r", PEOPLE),
            p("任务分解表"),
            table(d, "tasks", "r", TASKS),
            p(d.value.format("organ")),
            p(d.value.format("date")),
        ]
    )


def carbone_body() -> str:
    """The plan in carbone's language, which marks a loop by its first two items."""

    def rows(name: str, columns: list[tuple[str, str]]) -> str:
        d = Dialect("", f"{{{{d.{name}[i].{{0}}}}}}", "", "", "", "", False)
        first = table(d, name, "r", columns)
        second = first.replace("[i].", "[i+1].")
        start = first.index("<w:tr>", first.index("<w:tr>") + 1)
        return first[: -len("</w:tbl>")] + second[second.index("<w:tr>", second.index("<w:tr>") + 1) :] if start else ""

    return "".join(
        [
            p("{d.title}"), p("{d.intro}"),
            p("{d.chapters[i].name}"),
            p("{d.chapters[i].measures[i].head}。{d.chapters[i].measures[i].text}"),
            p("一是{d.chapters[i].measures[i].points[i].point}；"),
            p("一是{d.chapters[i].measures[i].points[i+1].point}；"),
            p("{d.chapters[i].measures[i+1].head}"), p("{d.chapters[i+1].name}"),
            rows("people", PEOPLE), p("任务分解表"), rows("tasks", TASKS),
            p("{d.organ}"), p("{d.date}"),
        ]
    )  # fmt: skip


def mailmerge_body() -> str:
    """The plan in Word's mail merge, which has rows but no nested paragraphs: those come as text."""

    def field(name: str) -> str:
        return (
            f'<w:r>{FONT}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{FONT}<w:instrText xml:space="preserve"> '
            f'MERGEFIELD {name} </w:instrText></w:r><w:r>{FONT}<w:fldChar w:fldCharType="separate"/></w:r>'
            f'<w:r>{FONT}<w:t>«{name}»</w:t></w:r><w:r>{FONT}<w:fldChar w:fldCharType="end"/></w:r>'
        )

    def fields(columns: list[tuple[str, str]]) -> str:
        cells = "".join(f"<w:tc><w:p>{field(key)}</w:p></w:tc>" for key, _label in columns)
        grid = '<w:gridCol w:w="1400"/>' * len(columns)
        return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"

    rows = [[("line", "")], PEOPLE, TASKS]
    return "".join(
        [f"<w:p>{field(name)}</w:p>" for name in ("title", "intro", "organ", "date")] + [fields(one) for one in rows]
    )


def docx_bytes(inner: str) -> bytes:
    """A .docx with *inner* as its body, on the skeleton that python-docx starts with."""
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                text = part.decode()
                start, end = text.index("<w:body>") + len("<w:body>"), text.index("<w:sectPr")
                part = (text[:start] + inner + text[end:]).encode()
            new.writestr(name, part)
    return out.getvalue()


def templates(folder: Path) -> dict[str, Path]:
    """Every template, written into *folder*, by dialect."""
    bodies = {name: body(dialect) for name, dialect in DIALECTS.items()}
    bodies |= {"carbone": carbone_body(), "mailmerge": mailmerge_body()}
    paths = {}
    for name, inner in bodies.items():
        paths[name] = folder / f"{name}.docx"
        paths[name].write_bytes(docx_bytes(inner))
    return paths


def long(folder: Path, times: int) -> Path:
    """docxtpl's template *times* as long, of values alone."""
    path = folder / f"long{times}.docx"
    inner = "".join(p("{{ title }}，{{ intro }}：" + "固定的文字" * 10) for _number in range(100 * times))
    path.write_bytes(docx_bytes(inner))
    return path


def pictures(folder: Path) -> Path:
    """A template that places a list of pictures."""
    path = folder / "pictures.docx"
    path.write_bytes(docx_bytes(p("{%p for x in xs %}") + p("{{ x }}") + p("{%p endfor %}")))
    return path


def lines(values: dict[str, Any]) -> Iterator[str]:
    """The plan's paragraphs, for peers that take them one by one."""
    for chapter in values["chapters"]:
        yield chapter["name"]
        for item in chapter["measures"]:
            yield f"{item['head']}。{item['text']}"
            yield from (f"一是{point['point']}；" for point in item["points"])
