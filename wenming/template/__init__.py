"""A Word template: loaded once, rendered many times."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from lxml import etree

from wenming.faults import Fault, Faults, Place
from wenming.language import _
from wenming.template import furniture, package, sections
from wenming.template.environment import UnknownField, for_word
from wenming.template.tags import Source, translate

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="([^"]+)"')


class Template:
    """A compiled template. ``render`` takes a context and gives the bytes of a .docx."""

    def __init__(self, parts: package.Parts, shown: str) -> None:
        self.shown = shown
        self.parts = parts
        self.styles = {name: key for key, name in _STYLE.findall(parts.get("word/styles.xml", b"").decode())}
        self._environment = for_word(self.styles)
        self._sources: dict[str, Source] = {}
        self._programs: dict[str, jinja2.Template] = {}
        faults: list[Fault] = []
        for name in parts:
            if _FILLED.fullmatch(name):
                faults += self._compile(name)
        if faults:
            raise Faults(faults)

    @classmethod
    def load(cls, path: Path, faces: Mapping[str, str] | None = None) -> "Template":
        """The template in the file *path*, with the town's own *faces* (仿宋: 仿宋 …). Raises Faults."""
        return _load(path, tuple((faces or {}).items()), path.stat().st_mtime_ns)

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The document: *context* filled in. Raises Faults, each with the paragraph of the template."""
        return package.write({**self.parts, **self.render_parts(context)})

    def render_parts(self, context: Mapping[str, Any]) -> package.Parts:
        """The parts that *context* changes, by name."""
        changed: package.Parts = {}
        for name, program in self._programs.items():
            xml = self._run(name, program, context)
            kinds: set[str] = set()
            if name == "word/document.xml":
                xml, kinds = sections.assemble(xml, self.styles)
            changed[name] = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml.encode()
            self._sound(name, changed[name])
            if kinds:
                changed |= furniture.furnish(self.parts, kinds, self.styles)
        return changed

    def _sound(self, name: str, xml: bytes) -> None:
        """A broken document is worse than none."""
        try:
            etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            what = _("这个模板生成的内容不是完好的 Word 文件：{why}").format(why=error.msg)
            mend = _("检查标签是不是开始在一段（或表格）里、结束在另一段里")
            raise Faults([Fault(Place(f"{self.shown} · {name}"), what, mend)]) from error

    def _compile(self, name: str) -> list[Fault]:
        source = translate(self.parts[name], f"{self.shown} · {name}")
        if not source.tags and name != "word/document.xml":
            return source.faults
        self._sources[name] = source
        try:
            self._programs[name] = self._environment.from_string(source.text)
        except jinja2.TemplateSyntaxError as error:
            source.faults.append(
                self._fault(
                    name,
                    error.lineno,
                    _("标签写得不对：{why}").format(why=error.message),
                    _("检查括号、引号，以及 if、for 和 endif、endfor 是否成对"),
                )
            )
        return source.faults

    def _run(self, name: str, program: jinja2.Template, context: Mapping[str, Any]) -> str:
        try:
            return program.render(context)
        except UnknownField as error:
            what = _("没有“{name}”这个字段").format(name=error.name)
            raise Faults([self._fault(name, _line(error), what, error.mend(context))]) from error
        except KeyError as error:
            what = _("模板里没有“{name}”这个样式").format(name=error.args[0])
            raise Faults([self._fault(name, _line(error), what, _("从自带的模板复制这个样式"))]) from error
        except (
            SecurityError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
            OverflowError,
            ZeroDivisionError,
            jinja2.TemplateError,
        ) as error:
            what = _("这个标签算不出结果：{why}").format(why=error)
            raise Faults([self._fault(name, _line(error), what, _("检查标签里的字段和过滤器"))]) from error

    def _fault(self, name: str, line: int, what: str, mend: str) -> Fault:
        tags = self._sources[name].tags
        # the nth tag begins on line n and its words stand on line n + 1
        place = tags[min(max(line - 2, 0), len(tags) - 1)].place if tags else Place(f"{self.shown} · {name}")
        return Fault(place, what, mend)


@cache
def _load(path: Path, faces: tuple[tuple[str, str], ...], _changed: int) -> Template:
    parts = package.read(path.read_bytes(), path.name)
    if faces:
        from wenming.template.fonts import exchange

        parts = exchange(parts, dict(faces))
    return Template(parts, path.name)


def _line(error: BaseException) -> int:
    """The line of the template at which *error* arose."""
    line = 1
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
