"""A Word template: loaded once, rendered many times."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from wenming import engine
from wenming.base import i18n
from wenming.base.cache import recall
from wenming.base.diagnostics import Faults
from wenming.base.i18n import _
from wenming.engine.profile import PLAIN, Profile
from wenming.engine.program import Compiled
from wenming.engine.rendering import Filled, Renderer
from wenming.ooxml import archive, package
from wenming.ooxml.archive import Member

if TYPE_CHECKING:
    from wenming.engine.docxtpl_objects import DocxTemplate

T = TypeVar("T", bound="Template")


class Template:
    """A compiled template. ``render`` takes a context and gives the bytes of a .docx.

    A house's own templates are a subclass with its *profile*.
    """

    profile: ClassVar[Profile] = PLAIN

    def __init__(self, compiled: Compiled, shown: str) -> None:
        self.shown = shown
        self.compiled = compiled
        self._renderer = Renderer(compiled, shown, self.profile)

    def __reduce__(self) -> tuple[type[Self], tuple[Compiled, str]]:
        return type(self), (self.compiled, self.shown)

    @classmethod
    def load(cls, path: Path | str, faces: Mapping[str, str] | None = None) -> Self:
        """The template in the file *path*, with the town's own *faces* (仿宋: 仿宋 …).

        Raises Faults for a file that is not there, or not to be taken; the faults of its tags are those of ``faults``.
        """
        path = Path(path).absolute()  # the same name in another folder is another file
        try:
            status = path.stat()
            faces_ = tuple((faces or {}).items())
            loaded: Self = _load(cls, path, faces_, i18n.language(), status.st_mtime_ns, status.st_size)  # type: ignore[arg-type]
            return loaded
        except OSError as error:
            what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
            raise package.refused(str(path), "cannot-read", what, mend) from error

    @classmethod
    def read(cls, data: bytes, shown: str) -> Self:
        """The template that the bytes *data* of a .docx are, called *shown* in faults. Raises Faults as ``load``."""
        return cls(engine.compiler.compile_members(package.members(data, shown), shown, cls.profile), shown)

    @property
    def styles(self) -> Mapping[str, str]:
        """The id of each style by its name."""
        return self.compiled.styles

    @property
    def names(self) -> list[str]:
        """The names of the template's parts."""
        return list(self.compiled.members)

    def part(self, name: str) -> bytes:
        """The template's own part *name*."""
        return self.compiled.members[name].unpack()

    def render(self, context: Mapping[str, object], docxtpl: "DocxTemplate | None" = None) -> bytes:
        """The document: *context* filled in. Raises Faults, each with the paragraph of the template.

        *docxtpl*: the DocxTemplate whose ``build_url_id`` made the links of RichText in *context*.
        """
        return self.pack(self.fill(context, docxtpl).parts)

    def expect_sound(self) -> None:
        """Raises Faults where something is wrong with the template's tags."""
        if self.compiled.faults:
            raise Faults(self.compiled.faults)

    def fill(self, context: Mapping[str, object], docxtpl: "DocxTemplate | None" = None) -> Filled:
        """*context* filled in, *docxtpl* as for ``render``. Raises Faults."""
        self.expect_sound()
        return self._renderer.fill(context, docxtpl)

    def pack(self, parts: Mapping[str, bytes]) -> bytes:
        """The .docx of the template with *parts* in the place of its own."""
        packed = {name: archive.pack(data, name) for name, data in parts.items()}
        return archive.assemble({**self.compiled.members, **packed})


@lru_cache(maxsize=64)
def _load(kind: type[T], path: Path, faces: tuple[tuple[str, str], ...], language: str, _changed: int, _size: int) -> T:
    """The template of *kind* in the file *path*; its faults are in a *language*."""
    data = path.read_bytes()
    profile = kind.profile

    def compiled() -> Compiled:
        return compiled_from(_members(data, path.name, profile, faces), path.name, profile)

    key = (b"template", profile.name.encode(), path.name.encode(), repr(faces).encode(), language.encode(), data)
    return kind(recall(compiled, *key), path.name)


def members_of(path: Path, profile: Profile, faces: tuple[tuple[str, str], ...]) -> Mapping[str, Member]:
    """The members of the template in the file *path*, with the town's own *faces*. Raises Faults as ``load``."""
    return _members(path.read_bytes(), path.name, profile, faces)


def compiled_from(members: Mapping[str, Member], shown: str, profile: Profile) -> Compiled:
    """The template that *members* are, called *shown* in faults; those of its tags are among what is compiled."""
    return engine.compiler.compile_members(members, shown, profile)


def _members(data: bytes, shown: str, profile: Profile, faces: tuple[tuple[str, str], ...]) -> Mapping[str, Member]:
    members = package.members(data, shown)
    return _exchanged(members, profile, dict(faces)) if faces else members


def _exchanged(members: Mapping[str, Member], profile: Profile, faces: Mapping[str, str]) -> dict[str, Member]:
    """*members* with the typefaces *faces* in the place of the house's own."""
    parts = {name: member.unpack() for name, member in members.items()}
    changed = profile.exchange(parts, faces)
    packed = {name: archive.pack_small(data) for name, data in changed.items() if data != parts[name]}
    return {**members, **packed}
