"""The marks of headings by level (GB/T 9704-2012 §7.3.3), and the other ways in which forms may have them."""

from collections.abc import Mapping, Sequence

USUAL: Sequence[str] = ("一、", "（一）", "1.", "（1）")
#: What 层次 in a form may say instead
BY_NAME: Mapping[str, Sequence[str]] = {
    "一、（一）1.（1）": USUAL,
    "一、1.（1）①": ("一、", "1.", "（1）", "①"),
}
