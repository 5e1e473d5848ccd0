"""Word templates of 公文."""

from wenming.engine.template import Template as AnyTemplate
from wenming.gongwen.profile import GONGWEN


class Template(AnyTemplate):
    """A compiled template whose values are written, and whose pages are laid out, as GB/T 9704-2012 asks."""

    profile = GONGWEN
