"""What kind of file an old paper is, by its content, and the paper in it: its name says nothing."""

import re

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.papers.office import as_docx
from wenming.papers.paper import Block, Line, Paper
from wenming.papers.pdf_file import read_pdf
from wenming.papers.text_file import read_text
from wenming.papers.word_file import read_word

LARGEST = 50_000_000  # bytes of a file; photos of a year are in it
BLOCKS_MAX = 6_000
CHARACTERS_MAX = 300_000  # four hundred pages; nobody retypes more
_ZIP, _OLE, _PDF, _RTF = b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf"
_PDF_BEGINS = 1024  # bytes within which a PDF says that it is one
_TAG = re.compile(r"\{(?=[{%#])|(?<=[{}%#])[{}]|\}(?=\})")
_FULL_WIDTH = str.maketrans("{}", "｛｝")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def read(data: bytes, shown: str) -> Paper:
    """The paper in the file *data*, called *shown* in messages. Raises Faults where it is none that can be read."""
    if not data.strip():
        raise Faults([Fault(Place(shown), _("这个文件是空的"), _("换一个文件"), "paper-unreadable")])
    if len(data) > LARGEST:
        raise Faults([Fault(Place(shown), _("这个文件太大了"), _("去掉里面的照片再导入"), "paper-too-long")])
    paper = _read(data, shown)
    if len(paper.blocks) > BLOCKS_MAX:
        what = _("有 {n} 段，太长了").format(n=len(paper.blocks))
        raise Faults([Fault(Place(shown), what, _("一次只导入一份公文"), "paper-too-long")])
    if sum(map(_length, paper.blocks)) > CHARACTERS_MAX:
        what = _("有 {n} 字以上，太长了").format(n=CHARACTERS_MAX)
        raise Faults([Fault(Place(shown), what, _("一次只导入一份公文"), "paper-too-long")])
    if not paper.blocks:
        raise Faults([Fault(Place(shown), _("这个文件里没有文字"), _("换一个文件"), "paper-unreadable")])
    return _without_tags(paper)


def _without_tags(paper: Paper) -> Paper:
    """*paper* with the brackets that a form gives a meaning to, {{ and {%, in full width."""
    blocks = tuple(_plain(block) for block in paper.blocks)
    if blocks == paper.blocks:
        return paper
    return paper._replace(blocks=blocks, told=(*paper.told, _("文字里的 {{ }} 写成了全角")))


def _length(block: Block) -> int:
    return len(block.text) if isinstance(block, Line) else sum(map(len, block.texts))


def _plain(block: Block) -> Block:
    if isinstance(block, Line):
        return block._replace(text=_TAG.sub(_in_full_width, block.text))
    rows = tuple(tuple(_TAG.sub(_in_full_width, text) for text in row) for row in block.rows)
    return block._replace(rows=rows)


def _in_full_width(brackets: re.Match[str]) -> str:
    return brackets[0].translate(_FULL_WIDTH)


def _read(data: bytes, shown: str) -> Paper:
    if data.startswith(_ZIP):
        return read_word(data, shown)
    if data.startswith((_OLE, _RTF)):
        return read_word(as_docx(data, shown), shown)
    if _PDF in data[:_PDF_BEGINS]:
        return read_pdf(data, shown)
    if data.startswith(_PICTURES):
        what, mend = _("这是图片，没有文字"), _("用文字识别（OCR）转成 Word，核对以后再导入")
        raise Faults([Fault(Place(shown), what, mend, "paper-scanned")])
    return read_text(data, shown)
