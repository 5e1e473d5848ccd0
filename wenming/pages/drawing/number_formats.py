"""Figures in the formats of workbooks that charts use: 0, 0.0, #,##0, 0%, with words in quotation marks."""

import re

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|([#0,.]+)|(%)|(.)')
_SIGNIFICANT = 10


def formatted(value: float, code: str) -> str:
    """*value* in the format *code*; what it knows nothing of it prints as it is."""
    code = code.partition(";")[0]
    if code in ("", "General", "@"):
        return f"{value:.{_SIGNIFICANT}g}"
    is_percent = "%" in re.sub(r'"[^"]*"|\\.', "", code)
    shown = value * 100 if is_percent else value
    pieces: list[str] = []
    for quoted, escaped, digits, percent, other in _TOKEN.findall(code):
        pieces.append(_figure(shown, digits) if digits else quoted or escaped or percent or other)
    return "".join(pieces)


def _figure(value: float, digits: str) -> str:
    """*value* with as many decimals as *digits* (0.00, #,##0) has."""
    _whole, _point, decimals = digits.partition(".")
    grouped = "," if "," in digits else ""
    return f"{value:{grouped}.{len(decimals)}f}"
