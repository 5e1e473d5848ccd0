"""A Word template for whoever works with templates by themselves: it can also be checked."""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.lazy import Later
from wenming.gongwen.template import Template as RenderedTemplate

if TYPE_CHECKING:
    from wenming.authoring import doctor
else:
    doctor = Later("wenming.authoring.doctor")


class Template(RenderedTemplate):
    """A compiled template of 公文 that knows its own faults."""

    def check(self, context: Mapping[str, object] | None = None, faces: Container[str] = ()) -> list[Fault]:
        """Every fault, those that stop a rendering and those that only show on paper.

        Names are looked up in *context*, if there is one; *faces* are typefaces that may stand beside those of 公文.
        """
        return doctor.examine(self, context, faces)
