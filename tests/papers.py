"""docs/fields.md: every field, and papers of many structures, each with its form and a page of it.

``python tests/papers.py > docs/fields.md`` writes the page, ``python tests/papers.py pages`` its pictures (with
LibreOffice and the Fandol faces).
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import office
from PIL import Image

from wenming import Job, build
from wenming.forms.field_list import fields_markdown

ROOT = Path(__file__).parent.parent
TOWN = ROOT / "tests" / "towns" / "yunxi"
PICTURES = ROOT / "docs" / "pages" / "papers"
_DPI, _GREYS = 55, 16
_HEAD = """
## 各种样子的公文

下面每份公文是一张表单和印出来的一面；镇、文字都是编的。表单放在镇的 `notices` 文件夹里，运行
`python cli.py build data/mytown notice` 就生成。
"""


class Paper(NamedTuple):
    """A paper of the town that is shown: its form, what is shown by it, which page of it."""

    form: str
    shown: str
    page: int = 1


PAPERS = (
    Paper("02-cleanup", "没有红头；一、也和正文接排；二级是 1."),
    Paper("08-circled", "标题单独一行；一、1.（1）①四级"),
    Paper("07-announcement", "公告：没有主送；章只有标题"),
    Paper("13b-group", "没有章节，带领导小组名单"),
    Paper("12-commend", "名单排成几列；两个机关联合行文", page=2),
    Paper("20-merged-head", "两层的表头、单位、合计、表注"),
    Paper("21-csv", "表格的数据在旁边的 csv 文件里", page=2),
    Paper("18-wide", "太宽的表自动横排", page=2),
    Paper("22-pictures", "带说明的图片", page=2),
    Paper("10-survey", "回执：裁切线下面一张空表", page=2),
    Paper("16-scoring", "没有主送；黑体、楷体的短语；网址"),
    Paper("14-order", "没有红头，文号在右上方；结语几段；留着签收的地方"),
    Paper("24-persons", "几个人署名"),
    Paper("23-organs", "几个机关盖章，没有红头"),
    Paper("25-contact", "附注里的联系人和电话", page=2),
)


def page() -> str:
    """The text of docs/fields.md."""
    return fields_markdown() + _HEAD + "".join(map(_section, PAPERS))


def _section(paper: Paper) -> str:
    form = (TOWN / "notices" / f"{paper.form}.yaml").read_text("utf-8").rstrip()
    picture = f"pages/papers/{paper.form}.png"
    return f"\n### {paper.shown}\n\n```yaml\n{form}\n```\n\n![{paper.shown}]({picture})\n"


def draw() -> None:
    """Draw the pages that are shown."""
    PICTURES.mkdir(exist_ok=True)
    built = build(Job(folder=TOWN, kinds=["notice"])).documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = []
        for paper in PAPERS:
            form = TOWN / "notices" / f"{paper.form}.yaml"
            [document] = [one for one in built if form in one.sources]
            path = folder / f"{paper.form}.docx"
            path.write_bytes(document.data)
            documents.append(path)
        for paper, pdf in zip(PAPERS, office.to_pdf(documents, folder), strict=True):
            pixels = office.raster(pdf, paper.page, folder, _DPI)
            picture = Image.fromarray(pixels).quantize(_GREYS)
            picture.save(PICTURES / f"{paper.form}.png", optimize=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["pages"]:
        draw()
    else:
        sys.stdout.write(page())
