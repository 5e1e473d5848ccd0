"""docxtpl's language in Word files: compiled once, filled many times, every fault placed.

It knows no town and no standard; what a house adds is plugged in by a Profile. Modules that few renderings need, and
the libraries that they need, are imported when they are first asked for.
"""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.engine import budget as budget
    from wenming.engine import charts as charts
    from wenming.engine import companions as companions
    from wenming.engine import compiler as compiler
    from wenming.engine import division as division
    from wenming.engine import docxtpl_objects as docxtpl_objects
    from wenming.engine import emptied as emptied
    from wenming.engine import final_check as final_check
    from wenming.engine import pictures as pictures
    from wenming.engine import runtime_with_jinja as runtime_with_jinja
    from wenming.engine import sandbox as sandbox
    from wenming.engine import shown_fields as shown_fields
    from wenming.engine.profile import PLAIN as PLAIN
    from wenming.engine.profile import Profile as Profile
    from wenming.engine.rendering import Filled as Filled
    from wenming.engine.template import Template as Template

__all__ = ["PLAIN", "Filled", "Profile", "Template"]
_NAMES = {"PLAIN": "profile", "Filled": "rendering", "Profile": "profile", "Template": "template"}
_MODULES = (
    "budget",
    "charts",
    "companions",
    "compiler",
    "division",
    "docxtpl_objects",
    "emptied",
    "final_check",
    "pictures",
    "runtime_with_jinja",
    "sandbox",
    "shown_fields",
)
__getattr__ = door(__name__, _MODULES, _NAMES)
