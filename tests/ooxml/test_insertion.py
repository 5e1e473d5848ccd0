"""A body comes into another file with its lists, whatever the numbers of those say."""

import pytest

from wenming.ooxml.insertion import insertion

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


def file_with_a_list(number: str) -> dict[str, bytes]:
    body = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    relation = f'<Relationship Id="r" Type="{NUMBERING}" Target="numbering.xml"/>'
    lists = f'<w:abstractNum w:abstractNumId="{number}"/><w:num w:numId="1"><w:abstractNumId w:val="{number}"/></w:num>'
    return {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}'
            "</Relationships>"
        ).encode(),
        "word/numbering.xml": f"<w:numbering {W}>{lists}</w:numbering>".encode(),
    }


@pytest.mark.parametrize("number", ["0", "7", "abc", "", "-1", "9" * 5000])
def test_a_list_comes_under_a_number_that_is_free(number: str) -> None:
    made = insertion(file_with_a_list(number), file_with_a_list("0"), (), "")

    assert b'w:numId="2"' in made.parts["word/numbering.xml"]
    [paragraph] = made.elements
    assert paragraph.find(f".//{{{W[9:-1]}}}numId").get(f"{{{W[9:-1]}}}val") == "2"
