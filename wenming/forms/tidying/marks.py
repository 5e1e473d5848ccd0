"""Marks that the layout adds by itself, or that a title has not: taken off what was typed."""

import re

_ENCLOSED = r"《([^《》]*)》|“([^“”]*)”"
_BRACKETED = r"（([^（）]*)）|\(([^()]*)\)"
_ANNEX_NUMBER = r"^\s*(?:附件\s*+(?:[0-9一二三四五六七八九十]{1,3}\s*+)?[：:、.．]|[0-9]{1,2}[.．、](?!\s*[0-9]))\s*"
_BLANKS = r"(?<=[\u4e00-\u9fff])[ \u3000\u00a0]+(?=[\u4e00-\u9fff])"


def without_enclosing_marks(text: str) -> str:
    """A title without the one pair of 《》 or “” that encloses the whole of it; not “《镇志》编纂方案”."""
    match = re.fullmatch(_ENCLOSED, text.strip())
    return (match[1] or match[2] or text) if match else text


def without_stop(text: str) -> str:
    """A title, or what is copied to whom, without the full stop after it."""
    return text.rstrip().rstrip("。.．") if text.rstrip()[-1:] in ("。", ".", "．") else text


def without_colon(text: str) -> str:
    """Whom a document is sent to, or speaks to, without the colon, which the layout adds."""
    return text.rstrip().rstrip("：:，,")


def without_brackets(text: str) -> str:
    """A 附注 without the brackets, which the layout adds."""
    match = re.fullmatch(_BRACKETED, text.strip())
    return (match[1] or match[2] or text) if match else text


def without_mark(text: str) -> str:
    """The name of an annex without the number before it, and without a mark after it (GB/T 9704-2012 §7.3.4)."""
    text = re.sub(_ANNEX_NUMBER, "", text)
    return text.rstrip().rstrip("。．.，,；;、：:")


def name_alone(text: str) -> str:
    """A person's name without the blanks within it."""
    return re.sub(_BLANKS, "", text.strip())
