"""One rendering: the programs of a template run with a context, what they made put right and looked at."""

from collections.abc import Callable, Container, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wenming import engine
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine import postprocess
from wenming.engine.profile import Profile
from wenming.engine.program import Compiled, Part
from wenming.engine.runtime_without_jinja import load_program
from wenming.engine.state import SIZE_MAX, NeedsJinja, State, current

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from wenming.engine.docxtpl_objects import DocxTemplate
    from wenming.engine.sandbox import Environment

Program = Callable[[Mapping[str, object]], list[str]]
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CHUNK = 500  # pieces that are encoded together: what is small stays in the processor's cache


class Filled(NamedTuple):
    """A document's parts that are not the template's; how many 【待填】 it holds, how many characters are replaced.

    XML forbids control characters: each is replaced by � and counted. *placed*: the names (正文, 章节.总体要求) of what
    the template has laid out with ``{{p }}``.
    """

    parts: dict[str, bytes]
    gaps: int
    replaced: int
    placed: frozenset[str] = frozenset()


class Renderer:
    """The programs of one template, called *shown* in faults; each is loaded when it is first run."""

    def __init__(self, compiled: Compiled, shown: str, profile: Profile) -> None:
        self.compiled, self.shown, self.profile = compiled, shown, profile
        self._light: dict[str, Program] = {}
        self._whole: dict[str, Program] = {}
        self._environment: Environment | None = None  # jinja's, shared by all parts
        self._has_charts = "chart" in compiled.roles.values()
        self._is_proved = all(part.proved for part in compiled.parts.values())

    def fill(self, context: Mapping[str, object], docxtpl: "DocxTemplate | None") -> Filled:
        """*context* filled in: without jinja where that will do. Raises Faults."""
        try:
            return self._fill(context, docxtpl, self._program_without_jinja, light=True)
        except NeedsJinja:
            return self._fill(context, docxtpl, self._program_with_jinja, light=False)

    def _fill(
        self,
        context: Mapping[str, object],
        docxtpl: "DocxTemplate | None",
        program: Callable[[str], Program],
        *,
        light: bool,
    ) -> Filled:
        state = State(self.compiled.ids, self.compiled.numbers, self.compiled.notes, docxtpl)
        state.light = light
        before = current.set(state)
        changed: dict[str, bytes] = {}
        kinds: set[str] = set()
        try:
            for name, part in self.compiled.parts.items():
                state.part = name
                pieces = [_HEAD, *program(name)(context)]
                if sum(map(len, pieces)) > SIZE_MAX:
                    raise self._too_long(name)
                if part.features or state.breaks or state.marks:
                    pieces = [self._finished("".join(pieces), name, state, kinds)]
                changed[name] = _encoded(pieces)
        finally:
            current.reset(before)
        if kinds or state.brings_parts:
            changed |= engine.companions.bring(self.compiled, changed, frozenset(kinds), state, self.profile)
        if self._has_charts:
            changed |= engine.companions.draw(self.compiled, changed, context, self.profile, self.shown)
        if state.raw or not self._is_proved:
            engine.final_check.expect_sound(self.compiled, changed, self.shown, linked=state.linked)
        placed = frozenset(_names_of(state.placed, context))
        return Filled(changed, state.gaps, state.replaced, placed)

    def _finished(self, xml: str, name: str, state: State, kinds: set[str]) -> str:
        """The part *name*, put right; *kinds* grows by the parts that it needs. Raises Faults."""
        shown = f"{self.shown} · {name}"

        def set_pages(root: "Element") -> None:
            kinds.update(self.profile.after_render(root, self.compiled.styles, shown))

        try:
            return postprocess.finish(xml, self.compiled.parts[name].features, state, set_pages)
        except postprocess.Broken as error:
            raise engine.final_check.unsound(shown, error.why, linked=state.linked) from error

    def _program_without_jinja(self, name: str) -> Program:
        part = self.compiled.parts[name]
        if not part.without_jinja:
            return self._program_with_jinja(name)
        if name not in self._light:
            self._light[name] = load_program(part.without_jinja, self.compiled.styles, self.profile)
        return self._light[name]

    def _program_with_jinja(self, name: str) -> Program:
        if name not in self._whole:
            part: Part = self.compiled.parts[name]
            self._environment = self._environment or engine.sandbox.for_word(self.compiled.styles, self.profile)
            self._whole[name] = engine.runtime_with_jinja.load_program(part, self._environment, self.shown)
        return self._whole[name]

    def _too_long(self, name: str) -> Faults:
        what = _("这个标签算不出结果：{why}").format(why=_("生成的内容太长"))
        place = Place(f"{self.shown} · {name}")
        return Faults([Fault(place, what, _("检查标签里的字段和过滤器"), "forbidden")])


def _encoded(pieces: list[str]) -> bytes:
    if len(pieces) <= _CHUNK:
        return "".join(pieces).encode()
    return b"".join("".join(pieces[at : at + _CHUNK]).encode() for at in range(0, len(pieces), _CHUNK))


def _names_of(placed: Container[int], context: Mapping[str, object]) -> Iterator[str]:
    """The names in *context* of the values whose ids are *placed*, those of a group after its own name and a dot."""
    for name, value in context.items():
        if id(value) in placed:
            yield name
        elif type(value) is dict:
            yield from (f"{name}.{inner}" for inner in _names_of(placed, value))
