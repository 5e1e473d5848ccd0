"""A Word template: loaded once, rendered many times."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine import postprocess
from wenming.engine.program import Compiled, Part, place_of
from wenming.gongwen import sections
from wenming.gongwen.blocks import BREAK, NUMBER
from wenming.ooxml import archive, package
from wenming.ooxml.archive import Member
from wenming.ooxml.names import BODY, CHARTS

if TYPE_CHECKING:
    import jinja2

    from wenming.engine.state import Rendering

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CHUNK = 500  # pieces that are encoded together: what is small stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Filled:
    """A document's parts that are not the template's; how many 【待填】 it holds, how many characters are replaced.

    XML forbids control characters: each is replaced by � and counted. *placed*: the names (正文, 章节.总体要求) of what
    the template has laid out with ``{{p }}``.
    """

    parts: dict[str, bytes]
    gaps: int
    replaced: int
    placed: frozenset[str] = frozenset()


class Template:
    """A compiled template. ``render`` takes a context and gives the bytes of a .docx."""

    def __init__(self, compiled: Compiled, shown: str) -> None:
        self.shown = shown
        self.compiled = compiled
        self._programs: dict[str, jinja2.Template] = {}
        self._light: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {}

    @classmethod
    def load(cls, path: Path | str, faces: Mapping[str, str] | None = None) -> "Template":
        """The template in the file *path*, with the town's own *faces* (仿宋: 仿宋 …).

        Raises Faults for a file that is not there, or not to be taken; the faults of its tags are those of ``check``.
        """
        path = Path(path).absolute()  # the same name in another folder is another file
        try:
            status = path.stat()
            return _load(path, tuple((faces or {}).items()), status.st_mtime_ns, status.st_size)
        except OSError as error:
            what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
            raise package.refused(str(path), what, mend) from error

    @property
    def styles(self) -> dict[str, str]:
        """The id of each style by its name."""
        return self.compiled.styles

    @property
    def names(self) -> list[str]:
        """The names of the template's parts."""
        return list(self.compiled.members)

    def part(self, name: str) -> bytes:
        """The template's own part *name*."""
        return self.compiled.members[name].unpack()

    def check(self, context: Mapping[str, Any] | None = None) -> list[Fault]:
        """Every fault of the template; with a *context* (or its shape), also of names that it does not have."""
        from wenming.authoring.doctor import examine

        return examine(self, context)

    def render(self, context: Mapping[str, Any], docxtpl: Any = None) -> bytes:
        """The document: *context* filled in. Raises Faults, each with the paragraph of the template.

        *docxtpl*: the DocxTemplate whose ``build_url_id`` made the links of RichText in *context*.
        """
        return self.pack(self.fill(context, docxtpl).parts)

    def pack(self, parts: Mapping[str, bytes]) -> bytes:
        """The .docx of the template with *parts* in the place of its own."""
        return archive.assemble(
            {**self.compiled.members, **{name: archive.pack(data, name) for name, data in parts.items()}}
        )

    def fill(self, context: Mapping[str, Any], docxtpl: Any = None) -> Filled:
        """*context* filled in, *docxtpl* as for ``render``. Raises Faults."""
        from wenming.engine.runtime_without_jinja import Heavy

        if self.compiled.faults:
            raise Faults(self.compiled.faults)
        try:
            return self._fill(context, docxtpl, light=True)
        except Heavy:
            return self._fill(context, docxtpl, light=False)

    def _fill(self, context: Mapping[str, Any], docxtpl: Any, *, light: bool) -> Filled:
        from wenming.engine.state import SIZE_MAX, Rendering, current

        rendering = Rendering(self.compiled.ids, self.compiled.numbers, docxtpl)
        before = current.set(rendering)
        changed: dict[str, bytes] = {}
        kinds: set[str] = set()
        doubtful = []
        try:
            for name, part in self.compiled.parts.items():
                rendering.part = name
                pieces = [_HEAD, *self._run(name, part, context, light=light)]
                if sum(map(len, pieces)) > SIZE_MAX:
                    raise self._too_long(name)
                if part.features or rendering.breaks or rendering.sections:
                    xml = postprocess.finish("".join(pieces), part.features, rendering.lifted)
                    if name == BODY:
                        if sections.MARK in xml:
                            self._needs(BREAK, NUMBER)
                        xml, kinds = sections.assemble(xml, self.styles)
                    pieces = [xml]
                changed[name] = _encoded(pieces)
                if not part.proved:
                    doubtful.append(name)
        finally:
            current.reset(before)
        self._bring(changed, kinds, rendering)
        self._draw(changed, context)
        if rendering.raw or doubtful:
            self._sound(changed, linked=rendering.linked)
        placed = frozenset(_names_of(rendering.placed, context))
        return Filled(changed, rendering.gaps, rendering.replaced, placed)

    def _bring(self, changed: dict[str, bytes], kinds: set[str], rendering: "Rendering") -> None:
        """Add what the parts in *changed* refer to: footers, lists, pictures, what subdocuments bring along."""
        if not (kinds or rendering.lists or rendering.pictures or rendering.subdocument):
            return
        from wenming.gongwen import footers
        from wenming.ooxml import numbering

        lists = ("[Content_Types].xml", numbering.PART)
        known = {
            name: member.unpack()
            for name, member in self.compiled.members.items()
            if rendering.subdocument or name in lists or name.endswith(".rels")
        }
        if rendering.subdocument:
            from wenming.engine.docxtpl_objects import brought

            for name, data in brought(rendering.subdocument).items():
                if name not in changed and known.get(name) != data:
                    known[name] = changed[name] = data
        if kinds:
            changed |= footers.furnish({**known, **changed}, kinds, self.styles)
        if rendering.lists and numbering.PART in known:
            changed[numbering.PART] = numbering.restarted({**known, **changed}[numbering.PART], rendering.lists)
        if rendering.pictures:
            changed |= rendering.pictures.parts({**known, **changed})

    def _draw(self, changed: dict[str, bytes], context: Mapping[str, Any]) -> None:
        """Fill the charts that name figures of *context*."""
        if not any(name.startswith(CHARTS) for name in self.compiled.members):
            return
        from wenming.engine import charts

        parts = {name: member.unpack() for name, member in self.compiled.members.items()} | changed
        figures = context.get(charts.FIELD) or {}
        try:
            charts.expect(parts, list(figures))
            changed |= charts.filled(parts, figures)
        except charts.Unfillable as error:
            place = Place(f"{self.shown} · {BODY}", text=error.name)
            raise Faults([Fault(place, error.what, error.mend, "chart")]) from error

    def _needs(self, *names: str) -> None:
        """Raise Faults where there are no styles of these *names*."""
        if missing := [name for name in names if name not in self.styles]:
            what = _("模板里没有“{name}”这个样式").format(name="、".join(missing))
            raise Faults([Fault(Place(self.shown), what, _("从自带的模板复制这个样式"), "missing-style")])

    def _sound(self, changed: Mapping[str, bytes], *, linked: bool) -> None:
        """A broken document is worse than none: what is not proved is looked at; *linked*: it has docxtpl's links."""
        from wenming.engine.postprocess import LEFT
        from wenming.ooxml.integrity import problems

        parts = {name: member.unpack() for name, member in self.compiled.members.items()}
        parts |= changed
        found = problems(parts, changed, LEFT)
        if found:
            mend = _("检查标签是不是开始在一段（或表格）里、结束在另一段里")
            if linked:
                mend = _("RichText 的 url_id 只是编号：把 DocxTemplate 也给 render，写成 render(内容, docxtpl=它)")
            raise Faults([Fault(Place(f"{self.shown} · {name}"), what, mend, "unsound") for name, what in found])

    def _run(self, name: str, part: Part, context: Mapping[str, Any], *, light: bool) -> Iterable[str]:
        if light and part.light:
            return self._light_program(name, part.light)(context)
        from jinja2 import TemplateError
        from jinja2.exceptions import SecurityError

        from wenming.engine.sandbox import UnknownField
        from wenming.engine.state import Refused

        program = self._program(name, part)
        try:
            return list(program.root_render_func(program.new_context(context)))  # type: ignore[arg-type]
        except Faults:
            raise
        except Exception as raised:
            try:
                program.environment.handle_exception()
            except UnknownField as error:
                what = _("没有“{name}”这个字段").format(name=error.name)
                raise self._failed(part, error, what, error.mend(context), "unknown-field") from error
            except KeyError as error:
                what = _("模板里没有“{name}”这个样式").format(name=error.args[0])
                mend = _("从自带的模板复制这个样式")
                raise self._failed(part, error, what, mend, "missing-style") from error
            except (Refused, SecurityError) as error:
                what = _("这个标签算不出结果：{why}").format(why=error)
                raise self._failed(part, error, what, _("检查标签里的字段和过滤器"), "forbidden") from error
            except (*_WRONG, TemplateError) as error:
                what = _("这个标签算不出结果：{why}").format(why=error)
                raise self._failed(part, error, what, _("检查标签里的字段和过滤器"), "value") from error
            raise raised

    def _light_program(self, name: str, code: CodeType) -> Callable[[Mapping[str, Any]], list[str]]:
        if name not in self._light:
            from wenming.engine.runtime_without_jinja import loaded

            self._light[name] = loaded(code, self.styles)
        return self._light[name]

    def _program(self, name: str, part: Part) -> "jinja2.Template":
        if name not in self._programs:
            import jinja2

            from wenming.engine.sandbox import for_word

            environment = next((one.environment for one in self._programs.values()), None) or for_word(self.styles)
            assert part.code is not None
            self._programs[name] = jinja2.Template.from_code(environment, part.code, environment.make_globals(None))
        return self._programs[name]

    def _too_long(self, name: str) -> Faults:
        what = _("这个标签算不出结果：{why}").format(why=_("生成的内容太长"))
        place = Place(f"{self.shown} · {name}")
        return Faults([Fault(place, what, _("检查标签里的字段和过滤器"), "forbidden")])

    def _failed(self, part: Part, error: BaseException, what: str, mend: str, code: str) -> Faults:
        return Faults([Fault(place_of(part, _line(error), self.shown), what, mend, code)])


_WRONG = (TypeError, ValueError, AttributeError, RecursionError, ArithmeticError, LookupError, MemoryError)


def _encoded(pieces: list[str]) -> bytes:
    if len(pieces) <= _CHUNK:
        return "".join(pieces).encode()
    return b"".join("".join(pieces[at : at + _CHUNK]).encode() for at in range(0, len(pieces), _CHUNK))


def _names_of(placed: Container[int], context: Mapping[str, Any]) -> Iterator[str]:
    """The names in *context* of the values whose ids are *placed*, those of a group after its own name and a dot."""
    for name, value in context.items():
        if id(value) in placed:
            yield name
        elif type(value) is dict:
            yield from (f"{name}.{inner}" for inner in _names_of(placed, value))


@lru_cache(maxsize=64)
def _load(path: Path, faces: tuple[tuple[str, str], ...], _changed: int, _size: int) -> Template:
    data = path.read_bytes()

    def make() -> Compiled:
        from wenming.engine.compiler import compile_members

        members = package.members(data, path.name)
        if faces:
            from wenming.gongwen.fonts import exchange

            members = _exchanged(members, exchange, dict(faces))
        return compile_members(members, path.name)

    # the name and the language are in the words of its faults
    return Template(
        recall(make, b"template", path.name.encode(), repr(faces).encode(), _("段").encode(), data), path.name
    )


def _exchanged(members: dict[str, Member], exchange: Any, faces: dict[str, str]) -> dict[str, Member]:
    parts = {name: member.unpack() for name, member in members.items()}
    changed = exchange(parts, faces)
    return {
        name: member if changed[name] == parts[name] else archive.pack_small(changed[name])
        for name, member in members.items()
    }


def _line(error: BaseException) -> int:
    """The line of the template at which *error* arose."""
    line = 1
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
