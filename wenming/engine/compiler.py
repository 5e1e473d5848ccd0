"""Templates compiled: their parts translated, proved, made into programs."""

import marshal
import re
from collections.abc import Iterator, Mapping, Sequence

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine.balance import Unproved, prove
from wenming.engine.profile import PLAIN, Profile
from wenming.engine.program import Compiled, Part, Tag, place_of
from wenming.engine.runtime_without_jinja import program_without_jinja
from wenming.engine.sandbox import Environment, for_word, hint
from wenming.engine.source_map import Source
from wenming.engine.syntax_errors import fault_of_tag, syntax_fault
from wenming.engine.translator import broken_part, translate
from wenming.ooxml import active_content, numbering
from wenming.ooxml.archive import Member
from wenming.ooxml.ids import DOC_PR
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import TYPES
from wenming.ooxml.roles import FILLED, NOTES, part_with, roles_of
from wenming.ooxml.tree import parse

_ID = re.compile("[0-9]{1,9}")  # ids of more digits are ours to give away
_WITH_IDS_OF_OTHERS = [W + name for name in ("footnoteReference", "endnoteReference", "commentReference")]
MARKS_MAX, BRACES_MAX = 300_000, 20_000  # of elements, begun and ended, and of what begins a tag
TAGS_MAX = 10_000  # of one part, with those that stand for a merged cell
_MARKUP = re.compile(rb"<[^<>]*>")
_TAG_IN_ATTRIBUTE = re.compile(rb'"[^"]*\{[{%]')


def compile_members(members: Mapping[str, Member], shown: str, profile: Profile = PLAIN) -> Compiled:
    """The template *members* compiled for the house with *profile*; what is wrong with its tags is in its faults.

    Raises Faults for a template of more tags, or of more text, than anybody waits for.
    """
    unpacked = {name: member.unpack() for name, member in members.items()}
    roles = roles_of(unpacked)
    styles_xml = unpacked.get(part_with("styles", roles), b"")
    house = _House(shown, ids_of_styles(styles_xml), numbering.of_styles(styles_xml), profile)
    filled = [name for name in unpacked if name == BODY or roles.get(name) in FILLED]
    _expect_sane_size([unpacked[name] for name in filled], shown)
    parts: dict[str, Part] = {}
    faults = [*active_content.faults(unpacked, shown), *_broken(unpacked, shown)]
    for name in filled:
        xml = unpacked[name]
        if name == BODY or _may_hold_tags(xml):
            part, found = house.compile_part(name, xml)
            faults += found
            if part.tags or name == BODY:
                parts[name] = part
    lists = numbering.numbers(unpacked.get(part_with("numbering", roles), b""))
    ids = _ids(unpacked.get(BODY, b""))
    return Compiled(members, parts, house.styles, ids, list(lists), faults, roles, _highest_notes(unpacked, roles))


def _expect_sane_size(parts: Sequence[bytes], shown: str) -> None:
    """Raise Faults where *parts*, in which tags are filled, hold more than a template may."""
    marks = sum(part.count(b"<") for part in parts)
    braces = sum(part.count(b"{") for part in parts)
    if marks > MARKS_MAX or braces > BRACES_MAX:
        raise Faults([_too_large(shown)])


def _too_large(shown: str) -> Fault:
    mend = _("一个模板最多几百页、几千个标签；拆成几个模板，或用循环代替重复的内容")
    return Fault(Place(shown), _("这个模板太大了"), mend, "too-large")


def _broken(parts: Mapping[str, bytes], shown: str) -> Iterator[Fault]:
    """A fault for each of *parts* that says what others are and is no XML: Word opens no such file."""
    for name, xml in parts.items():
        if name != TYPES and not name.endswith(".rels"):
            continue
        try:
            parse(xml)
        except etree.XMLSyntaxError as error:
            yield broken_part(f"{shown} · {name}", error.msg)


def ids_of_styles(styles: bytes) -> dict[str, str]:
    """The id of each style in the part *styles* by its name; nothing where that is broken."""
    try:
        root = parse(styles)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, str] = {}
    for style in root.iter(W + "style"):
        name, key = style.find(W + "name"), style.get(W + "styleId", "")
        if name is not None and key:
            found[name.get(W + "val", "")] = key
    return found


def _ids(body: bytes) -> list[int]:
    """The ids that drawings, controls, bookmarks and other ranges of the *body* have."""
    try:
        root = parse(body)
    except etree.XMLSyntaxError:
        return []
    drawings = [one.get("id", "") for one in root.iter(DOC_PR)]
    controls = [one.get(W + "val", "") for one in root.iter(W + "id")]
    others = [one.get(W + "id", "") for one in root.iter(f"{W}*") if one.tag not in _WITH_IDS_OF_OTHERS]
    return [int(id_) for id_ in (*drawings, *controls, *others) if _ID.fullmatch(id_)]


def _highest_notes(parts: Mapping[str, bytes], roles: Mapping[str, str]) -> dict[str, int]:
    """The highest number of the footnotes, and of the endnotes, by the role of the part that holds them."""
    highest: dict[str, int] = {}
    for role in NOTES:
        try:
            root = parse(parts.get(part_with(role, roles), b""))
        except etree.XMLSyntaxError:
            continue
        numbers = [int(one.get(W + "id", "")) for one in root if _ID.fullmatch(one.get(W + "id") or "")]
        highest[role] = max(numbers, default=0)
    return highest


def _may_hold_tags(xml: bytes) -> bool:
    """True if *xml* may hold a tag, however Word has split it over runs."""
    if b"{" not in xml and "｛".encode() not in xml:
        return False
    text = _MARKUP.sub(b"", xml).decode(errors="replace").replace("｛", "{").replace("％", "%")
    return bool(re.search(r"\{[{%#]", text) or _TAG_IN_ATTRIBUTE.search(xml))


class _House:
    """What the parts of one template are compiled with."""

    def __init__(self, shown: str, styles: dict[str, str], lists: Mapping[str, int], profile: Profile) -> None:
        self.shown, self.styles, self.lists, self.profile = shown, styles, lists, profile

    def compile_part(self, name: str, xml: bytes) -> tuple[Part, list[Fault]]:
        """The part *name* with its programs, or the faults of its tags."""
        shown = f"{self.shown} · {name}"
        source = translate(xml, shown, self.lists, self.profile.before_compile)
        if len(source.tags) > TAGS_MAX:
            return Part((), ()), [_too_large(shown)]
        tags = [Tag(tag.source, tag.place, tag.word) for tag in source.tags]
        part = Part(tags, sorted(source.features))
        environment = for_word(self.styles, self.profile)
        if source.faults:
            return part, [*source.faults, *_tags_with_faults(part, environment)]
        try:
            return self._programs(part, source, environment, shown)
        except Unproved as error:
            return part, [_crossed(place_of(part, error.line, shown))]
        except TemplateSyntaxError as error:
            alone = _tags_with_faults(part, environment)
            return part, alone or [syntax_fault(place_of(part, error.lineno, shown), error.message or "")]
        except (RecursionError, SyntaxError):  # Python's own bounds
            return part, [syntax_fault(place_of(part, 1, shown), _("嵌套得太深"))]

    def _programs(self, part: Part, source: Source, environment: Environment, shown: str) -> tuple[Part, list[Fault]]:
        """*part* with its programs. Raises Unproved, TemplateSyntaxError, RecursionError."""
        tree = environment.parse(source.text)
        unknown = list(unknown_helpers(tree, part, shown, self.profile))
        proved = prove(tree)
        if unknown:
            return part._replace(proved=proved), unknown
        light = program_without_jinja(tree, environment, source.text, self.profile)
        code = marshal.dumps(environment.compile(tree))
        return part._replace(proved=proved, with_jinja=code, without_jinja=light), []


def _tags_with_faults(part: Part, environment: Environment) -> list[Fault]:
    """The faults of the tags that jinja does not understand even by themselves."""
    alone = (fault_of_tag(tag, environment) for tag in part.tags)
    return [fault for fault in alone if fault is not None]


def _crossed(place: Place) -> Fault:
    what = _("这里的标签开始和结束的地方对不上，生成的文件会打不开")
    return Fault(place, what, _("让开始和结束的标签各自单独成段，或在同一段里"), "crossed")


def unknown_helpers(
    tree: nodes.Node, part: Part, shown: str, profile: Profile, place: Place | None = None
) -> Iterator[Fault]:
    """Filters and tests that there are not, at *place* or where their tags stand."""
    environment = for_word({}, profile)
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        is_filter = isinstance(node, nodes.Filter)
        known: Mapping[str, object] = environment.filters if is_filter else environment.tests
        if node.name in known:
            continue
        what = _("没有“{name}”这个过滤器") if is_filter else _("没有“{name}”这个判断")
        code: Code = "unknown-filter" if is_filter else "unknown-test"
        here = place or place_of(part, node.lineno, shown)
        yield Fault(here, what.format(name=node.name), hint(node.name, _offered(known)), code)


def _offered(known: Mapping[str, object]) -> list[str]:
    """The names to choose from, Chinese ones first; not those of our own tags."""
    public = [name for name in known if not name.startswith("_")]
    return sorted(public, key=lambda name: (name.isascii(), name))
