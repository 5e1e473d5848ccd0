"""wenming（文明）: forms in YAML become Chinese official documents laid out by GB/T 9704-2012."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door
from wenming.base.version import VERSION

if TYPE_CHECKING:
    from wenming.authoring.word_template import Template as Template
    from wenming.base.diagnostics import Fault as Fault
    from wenming.base.diagnostics import Faults as Faults
    from wenming.base.diagnostics import Place as Place
    from wenming.county.batch import batch as batch
    from wenming.county.jobs import TownJob as TownJob
    from wenming.forms.form import Form as Form
    from wenming.pipeline import Built as Built
    from wenming.pipeline import Job as Job
    from wenming.pipeline import build as build

__version__ = VERSION

_NAMES = {
    "Built": "pipeline",
    "Fault": "base.diagnostics",
    "Faults": "base.diagnostics",
    "Form": "forms.form",
    "Job": "pipeline",
    "Place": "base.diagnostics",
    "Template": "authoring.word_template",
    "TownJob": "county.jobs",
    "batch": "county.batch",
    "build": "pipeline",
}
__getattr__ = door(__name__, (), _NAMES)
