"""Programs run by jinja: all that a template may hold, and every error told at the tag where it arose."""

import marshal
from collections.abc import Callable, Mapping

import jinja2
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _
from wenming.engine.program import Part, place_of
from wenming.engine.sandbox import Environment, UnknownField
from wenming.engine.state import Refused, UnknownStyle

_WRONG_VALUES = (
    *(TypeError, ValueError, AttributeError, RecursionError, ArithmeticError, LookupError, MemoryError),
    AssertionError,
    TemplateError,
)


def load_program(part: Part, environment: Environment, shown: str) -> Callable[[Mapping[str, object]], list[str]]:
    """What makes the pieces of *part*, of the template called *shown*, out of a context; it raises Faults."""
    code = marshal.loads(part.with_jinja)
    template = jinja2.Template.from_code(environment, code, environment.make_globals(None))

    def run(context: Mapping[str, object]) -> list[str]:
        try:
            return list(template.root_render_func(template.new_context(context)))  # type: ignore[arg-type]
        except Faults:
            raise
        except Exception as raised:
            fault = _fault_of(_with_line_of_template(environment, raised), part, context, shown)
            if fault is None:
                raise
            raise Faults([fault]) from raised

    return run


def _with_line_of_template(environment: Environment, raised: Exception) -> BaseException:
    """*raised* with the traceback that jinja rewrites to name the lines of the template's source."""
    try:
        environment.handle_exception()
    except Exception as rewritten:
        return rewritten
    return raised


def _fault_of(error: BaseException, part: Part, context: Mapping[str, object], shown: str) -> Fault | None:
    """*error* as a fault of the tag where it arose; None where it is a mistake of the program."""
    place = place_of(part, _line_in_template(error), shown)
    cannot, look = _("这个标签算不出结果：{why}"), _("检查标签里的字段和过滤器")
    match error:
        case UnknownField():
            what = _("没有“{name}”这个字段").format(name=error.name)
            return Fault(place, what, error.mend(context), "unknown-field")
        case UnknownStyle():
            what = _("模板里没有“{name}”这个样式").format(name=error.name)
            return Fault(place, what, _("从自带的模板复制这个样式"), "missing-style")
        case Refused() | SecurityError():
            return Fault(place, cannot.format(why=error), look, "forbidden")
        case _ if isinstance(error, _WRONG_VALUES):
            return Fault(place, cannot.format(why=error), look, "value")
    return None


def _line_in_template(error: BaseException) -> int:
    """The line of the template's source at which *error* arose: the last one, innermost."""
    line = 1
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
