"""A form as a workbook: a sheet for each list, one for the fields that are left; and what was filled in, as nodes."""

from wenming.base.lazy import door

_FORMS_AND_SHEETS = ("addresses", "headings", "node_tree", "places", "reading", "rows", "stamp", "tables", "typed")
__getattr__ = door(__name__, (*_FORMS_AND_SHEETS, "looks", "writing"))
