"""A form as a workbook: a sheet for each list, one for the fields that are left; and what was filled in, as nodes."""

from wenming.base.lazy import door

__getattr__ = door(
    __name__, ("addresses", "headings", "looks", "places", "reading", "rows", "stamp", "tables", "typed", "writing")
)
