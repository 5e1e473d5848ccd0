"""The lengths of OOXML, each unit a type of its own, so that points are never added to twips."""

from typing import NewType

Twips = NewType("Twips", int)  # a twentieth of a point: pages, indents, lines, columns
Points = NewType("Points", float)  # sizes of letters, and the distance of a rule from its paragraph
HalfPoints = NewType("HalfPoints", int)  # sizes of letters as they are stored (w:sz)
EighthsOfPoint = NewType("EighthsOfPoint", int)  # the width of a rule (w:sz of a border)
Emu = NewType("Emu", int)  # English Metric Units: pictures and drawings

_TWIPS_IN_POINT = 20
_TWIPS_IN_INCH = 1440
_MM_IN_INCH = 25.4
_EMU_IN_TWIP = 635


def mm(millimetres: float) -> Twips:
    """Returns *millimetres* in twips, rounded."""
    return Twips(round(millimetres * _TWIPS_IN_INCH / _MM_IN_INCH))


def twips(points: Points) -> Twips:
    """Returns *points* in twips, rounded."""
    return Twips(round(points * _TWIPS_IN_POINT))


def points(length: Twips) -> Points:
    """Returns a *length* in twips in points, exactly."""
    return Points(length / _TWIPS_IN_POINT)


def twips_of_rule(width: EighthsOfPoint) -> Twips:
    """Returns the *width* of a rule in twips, rounded down."""
    return Twips(width * _TWIPS_IN_POINT // 8)


def half_points(size: Points) -> HalfPoints:
    """Returns the *size* of letters as it is stored."""
    return HalfPoints(round(size * 2))


def emu(length: Twips) -> Emu:
    """Returns a *length* in twips as drawings have it."""
    return Emu(length * _EMU_IN_TWIP)
