"""A whole Word file laid out: read, and put on pages."""

from collections.abc import Mapping

from wenming.ooxml.roles import roles_of
from wenming.pages.layout.faces import Faces
from wenming.pages.layout.flow import Layout, lay_out
from wenming.pages.layout.reading import read
from wenming.pages.layout.rules import WORD, Rules


def laid_out(parts: Mapping[str, bytes], faces: Faces, rules: Rules = WORD) -> Layout:
    """The pages of the document in *parts*, set in *faces*. Raises etree.XMLSyntaxError where a part is broken."""
    return lay_out(read(parts, roles_of(parts)), faces, rules)
