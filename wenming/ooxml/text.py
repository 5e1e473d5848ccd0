"""Text as XML holds it."""

import re

FORBIDDEN = re.compile(
    "[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)  # in XML, and our own marks
