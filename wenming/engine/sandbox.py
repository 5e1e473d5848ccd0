"""jinja for people who do not program: sandboxed, bounded, strict about names, values written as 公文 wants."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from math import isfinite
from typing import Any, NoReturn, SupportsAbs, TypeGuard, cast

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace

from wenming.base.diagnostics import nearest
from wenming.base.i18n import _, enumerated
from wenming.engine import budget
from wenming.engine.filters import filters_of
from wenming.engine.limits import bounded
from wenming.engine.missing import Missing
from wenming.engine.profile import PLAIN, Profile
from wenming.engine.state import COUNTED, Captured, Refused, State, current
from wenming.engine.values import NO_FIELD, values_of

_NUMBER_MAX, _POWER_MAX = 10**12, 8
_COMPARING = (
    *("eq", "equalto", "==", "ne", "!=", "lt", "lessthan", "<", "gt", "greaterthan", ">"),
    *("le", "<=", "ge", ">=", "in"),
)
_NO_VALUE = (*NO_FIELD, Macro)
_NO_OWNER = (*NO_FIELD, Macro, Undefined)


class UnknownName(Undefined):
    """A name that no form has: using it in any way is an error that offers the nearest name."""

    def _fail_with_undefined_error(self, *_args: object, **_kwargs: object) -> NoReturn:
        if self._undefined_name is None:  # the first of an empty list, the one before the first
            raise Refused(_("这里没有值"))
        number, owner = self._undefined_name, self._undefined_obj
        if isinstance(number, int) and isinstance(owner, Sequence):
            raise Refused(_("没有“[{n}]”：一共只有 {count} 个，第一个是 [0]").format(n=number, count=len(owner)))
        raise UnknownField(str(self._undefined_name), self._undefined_obj)

    __str__ = __iter__ = __len__ = __eq__ = __ne__ = _fail_with_undefined_error
    __add__ = __radd__ = __call__ = __getitem__ = __lt__ = __gt__ = _fail_with_undefined_error
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        if self._undefined_name is None:
            return False
        return bool(self._fail_with_undefined_error())

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._fail_with_undefined_error()


class UnknownField(Exception):
    """A template or a text asked for *name*, which *owner* does not have."""

    def __init__(self, name: str, owner: object) -> None:
        super().__init__(name)
        self.name = name
        self.names = [str(key) for key in owner] if isinstance(owner, Mapping) else []

    def mend(self, top: Mapping[str, object]) -> str:
        """Returns what to write instead; *top* holds the names that are there everywhere."""
        return hint(self.name, self.names or [name for name in top if not name.startswith("_")])


_WRONG_VALUES = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError)


class Uncomputable(Exception):
    """A text whose tags cannot be worked out."""


def hint(name: str, names: list[str]) -> str:
    """Returns a sentence that says which of *names* to write instead of *name*."""
    near = nearest(name, names)
    if near:
        return _("是不是“{name}”？").format(name=near)
    return _("这里可以用：{names}").format(names=enumerated(names[:30]))


class _WithoutFolding(CodeGenerator):
    """What makes Python of a template, and works nothing out while it does: that has no bounds yet."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # Any: jinja's own word
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


def _paid_test(name: str, test: Callable[..., Any]) -> Callable[..., Any]:  # Any: jinja's own words
    """Returns the *test* called *name*; one that compares pays for what it is given."""
    if name not in _COMPARING:
        return test

    @wraps(test)
    def paid(*values: object) -> object:
        return test(*map(budget.compared, values))

    return paid


class Environment(SandboxedEnvironment):
    """The sandbox: keys before attributes, no methods, and nothing that can grow or go on at will."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, profile: Profile = PLAIN, *, finalize: Callable[..., object] | None = None) -> None:
        super().__init__(
            undefined=UnknownName, autoescape=False, keep_trailing_newline=True, finalize=finalize, optimized=False
        )
        self.code_generator_class = _WithoutFolding
        self.tests = {name: _paid_test(name, cast("Callable[..., Any]", test)) for name, test in self.tests.items()}
        self.filters = {**filters_of(profile), "_made": _mark_as_xml}
        self.globals = {"range": self.globals["range"], "dict": dict, "namespace": Namespace}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(bounded(source), name, filename, defer_init)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> object:  # Any: jinja's own word
        """Returns a result of arithmetic on numbers of a sane size, or texts and lists joined.

        Raises Refused for all else: no text times a million.
        """
        if operator == "+" and _can_be_joined(left, right):
            budget.expect_short(len(left) + len(right))
            return budget.weighed(super().call_binop(context, operator, left, right))
        if not _can_be_counted(operator, left, right):
            _expect_value(left)
            _expect_value(right)
            raise Refused(_("加、乘、除余只能用在不太大的数上"))
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
        except ValueError as error:  # of a number with thousands of digits
            raise TemplateSyntaxError(_("数太大了"), 1) from error
        for node in tree.find_all(nodes.Name):
            if node.name == "self":  # which jinja knows as the template
                raise TemplateSyntaxError(_("没有“{name}”这个字段").format(name=node.name), node.lineno)
        for number in tree.find_all(nodes.Const):
            if isinstance(number.value, float) and not isfinite(number.value):
                raise TemplateSyntaxError(_("数太大了"), number.lineno)
        return tree

    def is_safe_callable(self, obj: object) -> bool:
        if isinstance(obj, Undefined):
            raise Refused(_("模板里不能调用“{name}”").format(name=obj._undefined_name))
        if isinstance(obj, Macro | LoopContext):
            return True
        return obj in self.globals.values() or _is_method_of_loop(obj)

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) is dict or isinstance(obj, Mapping):  # the first is the usual, and much the quicker
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if type(obj) is LoopContext:
            return super().getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return obj  # what is unknown is the first of the names
        if isinstance(obj, Missing):
            return Missing(attribute)
        return self._attribute(obj, attribute)

    def _attribute(self, obj: object, attribute: str) -> object:
        """Returns the *attribute* of an object of Python, or what jinja has for a name that there is not."""
        if attribute.startswith("_") or isinstance(obj, _NO_OWNER):
            return self.undefined(obj=obj, name=attribute)
        value = getattr(obj, attribute, self)  # which itself is never to come into a template's hands
        if value is self or isinstance(value, _NO_VALUE):
            return self.undefined(obj=obj, name=attribute)
        if not self.is_safe_attribute(obj, attribute, value):
            return self.undefined(obj=obj, name=attribute)
        return value

    def getitem(self, obj: Any, argument: Any) -> object:  # Any: what has items cannot be told before
        if isinstance(obj, Mapping | Missing | Undefined):
            return self.getattr(obj, argument)
        try:
            return obj[argument]
        except (TypeError, LookupError):
            if isinstance(argument, str):
                return self.getattr(obj, argument)
            return self.undefined(obj=obj, name=argument)

    def call_filter(self, name: str, *args: Any, **named: Any) -> object:  # Any: handed on to jinja
        """Returns what a filter gives that ``map`` calls by its *name*. Raises Refused for our own inner ones."""
        if name.startswith("_"):
            raise Refused(_("没有“{name}”这个过滤器").format(name=name))
        return super().call_filter(name, *args, **named)


def _mark_as_xml(value: object) -> object:
    """Returns *value* as XML if it is the text that a macro made; what else can be called gives no text."""
    if type(value) is not str:
        return value
    state = current.get(None)
    if state is not None:
        state.spend(0, len(value))
    return Captured(value)


def _is_method_of_loop(obj: object) -> bool:
    """True if *obj* is a method of jinja's ``loop``, such as ``loop.cycle``."""
    return isinstance(getattr(obj, "__self__", None), LoopContext)


def _can_be_joined(left: object, right: object) -> bool:
    """True if both are texts, or both are lists."""
    return type(left) is type(right) and isinstance(left, str | list | tuple)


def _can_be_counted(operator: str, left: object, right: object) -> bool:
    """True if both are numbers of a sane size, so that the result is one too."""
    if not _is_small_number(left) or not _is_small_number(right):
        return False
    return operator != "**" or abs(right) <= _POWER_MAX


def _is_small_number(value: object) -> "TypeGuard[SupportsAbs[float | Decimal]]":
    return isinstance(value, int | float | Decimal) and -_NUMBER_MAX < value < _NUMBER_MAX


def _expect_value(value: object) -> None:
    """Raise an error that says more where *value* is a name that no form has, or a field that nobody filled in."""
    if isinstance(value, Undefined):
        str(value)  # says which name is unknown
    if isinstance(value, Missing):
        value.needed()


def for_word(styles: Mapping[str, str], profile: Profile) -> Environment:
    """Returns an environment that writes values as WordprocessingML in *styles* (name to id), as *profile* has it."""
    values = values_of(profile)
    environment = Environment(profile, finalize=values.finalize)
    environment.filters |= {name: pass_context(filter_) for name, filter_ in COUNTED.items()}
    environment.filters["_p"] = values.paragraphs(styles)
    environment.filters["_r"] = values.runs
    for level in ("tr", "tc"):
        environment.filters[f"_{level}"] = values.element_of(level)
    return environment


# What a text of a form may say: a field, the first of a list, how many there are, names joined, a day as 公文 write it
_OF_FORMS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem)
_FILTERS_OF_FORMS = ("length", "count", "join", "first", "last", "default", "d")


def fill_text(text: str, context: Mapping[str, object], profile: Profile) -> str:
    """*text* of a form with its tags filled from *context*: fields and a few filters, nothing that works things out.

    Raises UnknownField, or Uncomputable where it makes no sense or asks for more.
    """
    before = current.set(State())
    environment = for_text(profile)
    try:
        if not _has_only_fields(environment.parse(text), {*_FILTERS_OF_FORMS, *profile.filters}):
            raise Uncomputable(text)
        return environment.from_string(text).render(context)
    except (TemplateError, SyntaxError, AssertionError, NameError, MemoryError, *_WRONG_VALUES) as error:
        raise Uncomputable(text) from error
    finally:
        current.reset(before)


def _has_only_fields(tree: nodes.Template, filters: Collection[str]) -> bool:
    """True if *tree* has nothing but fields and these *filters*."""
    for node in tree.find_all(nodes.Node):
        is_known_filter = isinstance(node, nodes.Filter) and node.name in filters
        if not isinstance(node, _OF_FORMS) and not is_known_filter:
            return False
    return True


def for_text(profile: Profile = PLAIN) -> Environment:
    """Returns an environment whose values come out as words of *profile*: for ``{{ }}`` inside the text of a form."""
    text_of = values_of(profile).text_of

    def words(value: object) -> object:
        return value if isinstance(value, Undefined) else text_of(value)

    return Environment(profile, finalize=words)
