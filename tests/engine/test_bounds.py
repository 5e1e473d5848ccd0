"""What a hostile template may cost: every expression has a budget, and what is beyond it is a fault with its place."""

import io
import struct
import zipfile

import pytest
from steps import Steps
from test_reported_bugs import BEGIN, BODY, END, field, p, r, rendered, table, tc, told, tr, word_file

from wenming import Template
from wenming.base.diagnostics import Faults
from wenming.engine import compiler
from wenming.ooxml import package
from wenming.ooxml.relationships import OFFICE, Relationship, related, relations_of

STEPS = 3_000_000  # calls of Python: some two seconds
TEN = f"[{', '.join(['a'] * 10)}]"
LAUGHS = "{% set a = ['x', 'x'] %}" + f"{{% set a = {TEN} %}}" * 9
BOMBS = {
    "rounding": "{{ 1.5|round(999999999, 'ceil') }}",
    "a list that holds itself over and over": LAUGHS + "{{ a }}",
    "the same, compared": LAUGHS + "{{ a == [a] }}",
    "the same, looked into": LAUGHS + "{{ 'x' in a }}",
    "the same, sorted": LAUGHS + "{{ a|sort }}",
    "the same, as a text": LAUGHS + "{{ a|string }}",
    "groups that hold themselves": "{% set a = {'x': 1} %}"
    + "{% set a = {'x': a, 'y': a, 'z': a} %}" * 14
    + "{{ a == a }}",
    "given to a macro": "{% macro m() %}{% set n.a = varargs %}{% endmacro %}{% set n = namespace(a=1) %}"
    + "{{ m(n.a, n.a, n.a, n.a) }}" * 12
    + "{{ n.a == n.a }}",
    "joined lists": "{% set a = 'x' %}" + f"{{% set a = {TEN}|join %}}" * 8 + "{{ a|length }}",
    "formats": "{% set a = 'x' %}" + "{% set a = '%s%s%s%s%s%s%s%s%s%s'|format(a,a,a,a,a,a,a,a,a,a) %}" * 8 + "{{ a }}",
    "wide formats": "{{ ('%999d' * 1)|format(1) }}{% set f = '%999d'|replace('%', '%')|string %}"
    + "{% set f = f ~ f %}" * 14
    + "{{ f|format(1) }}",
    "wrapped with long ends": "{% set a = '一二三四五六七八九十' %}{% set w = 'y'|center(1000) %}"
    + "{% set a = a|wordwrap(1, true, w) %}" * 3
    + "{{ a|length }}",
    "sums of lists": "{% set a = [1,2,3,4,5,6,7,8,9,10] %}"
    + "{% set a = [a,a,a,a,a,a,a,a,a,a]|sum(start=[]) %}" * 5
    + "{{ a }}",
    "many wide texts": "{{ range(99999)|map('center', 1000)|list|length }}",
    "texts repeated": "{% set a = 'x'|center(1000) %}" + "{% set a = a ~ a %}" * 20 + "{{ a|length }}",
    "blocks captured": "{% set a %}甲{% endset %}"
    + "{% set a %}{{ a }}{{ a }}{{ a }}{{ a }}{% endset %}" * 14
    + "{{ a|length }}",
    "powers": "{{ 10 ** 10 ** 10 }}",
    "a number of many digits": "{{ " + "9" * 5000 + " }}",
    "an infinite number": "{{ 1e400|int }}",
    "infinity of a text": "{{ 'inf'|float|int }}",
    "cut short": "{{ 'abcdef'|truncate(1) }}",
    "a name that a pattern lacks": "{{ '%(a)s'|format(b=1) }}",
    "many loops in one another": "".join(f"{{% for x{n} in xs %}}" for n in range(30)) + "{% endfor %}" * 30,
    "a function as a text": "{{ '%s'|format(range) }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_expression_costs_more_than_its_budget(name: str) -> None:
    with Steps() as steps:
        fault = told(word_file(p(BOMBS[name])), xs=[1])

    assert fault.place.path == "第1段" and fault.what
    assert steps.count < STEPS


@pytest.mark.parametrize(
    "tag", ["{{ (xs|map('upper'))|string }}", "{{ '%s'|format(xs|map('upper')) }}", "{{ xs|map('upper')|upper }}"]
)
def test_no_address_is_printed(tag: str) -> None:
    body = rendered(word_file(p(tag)), xs=["a", "b"])[BODY]

    assert b"0x" not in body and b"A" in body


def test_an_object_that_has_no_words_is_told() -> None:
    class Thing:
        """Python prints where it lies."""

    assert "一组内容" in told(word_file(p("{{ x }}")), x=Thing()).what


def test_what_a_house_needs_is_within_the_budget() -> None:
    rows = [{"名": f"村{number}", "数": number} for number in range(2000)]
    tags = (
        "{{ rows|sort(attribute='数')|map(attribute='名')|join('、') }}{{ rows|sum(attribute='数') }}{{ rows|length }}"
    )

    assert "村1999" in rendered(word_file(p(tags * 20)), rows=rows)[BODY].decode()


@pytest.mark.parametrize(
    "body",
    [
        p("{{ x }}" * (compiler.BRACES_MAX // 2 + 1)),
        p("甲") * (compiler.MARKS_MAX // 6 + 1),
        "<w:p " + " ".join(f'a{number}=""' for number in range(package.ATTRIBUTES_MAX + 1)) + "/>",
        table(*[tr(tc("{% vm x %}"), tc(""))] * 5000),
    ],
)
def test_a_template_may_be_so_large_and_no_larger(body: str) -> None:
    assert told(word_file(body), x=1).code == "too-large"


# packages


def zipped(name: str, data: bytes, **changed: int) -> bytes:
    """A zip of one file whose directory tells lies."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    made = bytearray(buffer.getvalue())
    directory = made.index(b"PK\1\2")
    for at, value in ((16, changed.get("crc")), (24, changed.get("size"))):
        if value is not None:
            struct.pack_into("<I", made, directory + at, value)
            struct.pack_into("<I", made, at - 2, value)
    return bytes(made)


@pytest.mark.parametrize("lie", [{"size": 10}, {"size": 10_000}, {"crc": 1}])
def test_a_zip_is_held_against_its_directory(lie: dict[str, int]) -> None:
    with pytest.raises(Faults):
        package.read(zipped(BODY, b"<w/>" * 100, **lie), "t.docx")


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "utf-32-le", "gb18030"])
def test_an_encoding_that_no_word_file_is_in_is_refused(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><a>文</a>'.encode(encoding)

    with pytest.raises(Faults) as caught:
        package.read(package.write({BODY: b"<w/>", "word/a.xml": xml}), "t.docx")

    assert "编码" in caught.value.faults[0].what


# nothing from outside


DRAWN = (
    '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rIdX"/>'
    "</w:drawing></w:r>"
)
PLANTED = {
    "a linked picture": DRAWN,
    "a picture of the older kind": '<w:r><w:pict><v:imagedata r:href="rIdX"/></w:pict></w:r>',
    "another file": '<w:altChunk r:id="rIdX"/>',
    "a part of a long document": '<w:subDoc r:id="rIdX"/>',
    "a control": '<w:r><w:object><w:control r:id="rIdX"/></w:object></w:r>',
    "an object": '<w:r><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rIdX"/></w:r>',
}


@pytest.mark.parametrize(
    ("name", "claimed"),
    [*((name, "hyperlink") for name in PLANTED), *((name, "image") for name in PLANTED if "picture" not in name)],
)
def test_what_is_brought_along_is_judged_by_its_use(name: str, claimed: str) -> None:
    xml = PLANTED[name]
    parts = package.read(word_file(p("甲") + (xml if xml.startswith("<w:altChunk") else p(xml))), "")
    own = relations_of(BODY)
    is_outside = claimed == "hyperlink"
    target = "http://127.0.0.1/x" if is_outside else "styles.xml"
    parts[own] = related(parts[own], [Relationship("rIdX", f"{OFFICE}/{claimed}", target, outside=is_outside)])
    fault = told(package.write(parts))

    assert fault.code == "outside" and fault.place.path.startswith("第")


@pytest.mark.parametrize(
    "body",
    [
        p(field(" DDEAUTO c x ", "甲")),
        p(BEGIN + "<w:r><w:t> DDE c x </w:t></w:r>" + END),
        p(BEGIN + '<w:del w:id="1" w:author="a"><w:r><w:delInstrText> DDE c x </w:delInstrText></w:r></w:del>' + END),
        p(
            "<w:r><w:fldChar w:fldCharType=\"{{ 'begin' }}\"/></w:r><w:r><w:instrText> DDEAUTO c x </w:instrText></w:r>"
            + END
        ),
        p("{{r x|safe }}"),
        p("{{r y|safe }}"),
    ],
)
def test_a_field_that_reads_from_outside_is_told_wherever_it_stands(body: str) -> None:
    made = field(" DDEAUTO c x ", "甲")

    fault = told(word_file(body), x=made, y='<w:r><w:t>甲</w:t></w:r><w:altChunk r:id="rId0"/>')

    assert fault.code == "outside"


def test_links_for_a_reader_are_no_content_from_outside() -> None:
    parts = package.read(word_file(p(f'<w:hyperlink r:id="rIdX">{r("{{ x }}")}</w:hyperlink>')), "")
    own = relations_of(BODY)
    parts[own] = related(parts[own], [Relationship("rIdX", f"{OFFICE}/hyperlink", "http://a.b/", outside=True)])

    assert Template.read(package.write(parts), "t.docx").render({"x": "值"})


def test_a_broken_list_of_parts_is_told_before_anything_is_written() -> None:
    parts = package.read(word_file(p("甲")), "")
    parts[relations_of(BODY)] = parts[relations_of(BODY)][:-30]
    assert told(package.write(parts)).code == "broken-xml"
