"""Runs and paragraphs taken apart at the breaks in their texts."""

import copy
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.breaks import NEW_PAGE, NEW_PARAGRAPH, RUNS
from wenming.ooxml.namespaces import W14, W

_CONTINUED = [W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "bdo", "dir")]  # in the new paragraph
_ENDED = [W + name for name in ("sdt", "sdtContent", "fldSimple", "customXml")]  # with the old one
_OF_PARAGRAPH_END = [W + name for name in ("sectPr", "pPrChange")]
_OF_MARK = [W + name for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange")]  # tracked changes of its mark
_IDS = [W14 + "paraId", W14 + "textId"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def divide(root: Element, next_id: Callable[[], int]) -> None:
    """Take the runs and paragraphs under *root* apart where ``breaks.write`` has left elements in their texts.

    *next_id* gives ids to the tracked changes that then are two. Runs that values bring along come first, and all is
    done from the end to the beginning: what is moved behind a break is moved once.
    """
    for text in root.iter(W + "t"):
        if len(text) and text.getparent().tag != W + "r":
            _flatten(text)
    for kinds in ((RUNS,), (NEW_PARAGRAPH, NEW_PAGE)):
        for text in reversed(list(root.iter(W + "t"))):
            for mark in reversed(list(text.iterchildren(*kinds))):
                _divide_at(mark, text, next_id)


def _flatten(text: Element) -> None:
    """Let *text*, which stands in no run, hold nothing but words: there is nothing to take apart."""
    words = " ".join(text.itertext())
    for mark in list(text):
        text.remove(mark)
    text.text = words


def _divide_at(mark: Element, text: Element, next_id: Callable[[], int]) -> None:
    """Take the run of *text*, or its paragraph, apart at *mark*."""
    words = mark.tail or ""
    mark.tail = None
    rest = _rest_of_run(text, words, list(mark.itersiblings()), next_id)
    text.remove(mark)
    run = rest.getparent()
    if mark.tag == RUNS:
        for element in list(mark):
            run.addprevious(element)
    elif _can_be_divided(run):
        _divide_paragraph(run, mark.tag, next_id)
    else:
        run.insert(1 if run[0].tag == W + "rPr" else 0, etree.Element(W + "br"))


def _rest_of_run(text: Element, words: str, marks: Sequence[Element], next_id: Callable[[], int]) -> Element:
    """Returns a text of *words* and *marks* in a new run behind that of *text*, with its format and what followed."""
    run = text.getparent()
    new_run = etree.Element(run.tag, dict(run.attrib))
    properties = run.find(W + "rPr")
    if properties is not None:
        new_run.append(_copied(properties, next_id))
    rest = etree.SubElement(new_run, W + "t")
    rest.text = words
    rest.set(_SPACE, "preserve")
    rest.extend(marks)
    new_run.extend(list(text.itersiblings()))
    run.addnext(new_run)
    return rest


def _copied(properties: Element, next_id: Callable[[], int]) -> Element:
    """Returns a copy of *properties* in which tracked changes have ids of their own."""
    new = copy.deepcopy(properties)
    for element in new.iter():
        if W + "id" in element.attrib:
            element.set(W + "id", str(next_id()))
    return new


def _holders(run: Element) -> Iterator[Element]:
    """Yields what *run* stands in, the innermost first, up to its paragraph."""
    for holder in run.iterancestors():
        yield holder
        if holder.tag == W + "p":
            return


def _can_be_divided(run: Element) -> bool:
    """True if the paragraph of *run* can end within whatever *run* stands in: not in ruby, not in a formula."""
    *between, outermost = _holders(run)
    return outermost.tag == W + "p" and all(one.tag in (*_CONTINUED, *_ENDED) for one in between)


def _divide_paragraph(run: Element, kind: str, next_id: Callable[[], int]) -> None:
    """Let a new paragraph begin with *run*, on a new page if that is the *kind* of break."""
    *_between, paragraph = _holders(run)
    moving = _taken_out(run, paragraph, next_id)
    new = etree.Element(paragraph.tag, dict(paragraph.attrib))
    properties = next(paragraph.iterchildren("*"), None)  # the first, if any: looking for them goes through all runs
    if properties is not None and properties.tag == W + "pPr":
        new.append(copy.deepcopy(properties))
        _drop_what_ends_here(properties)
    for name in _IDS:  # what refers to a paragraph refers to its end
        paragraph.attrib.pop(name, None)
    new.extend(moving)
    paragraph.addnext(new)
    if kind == NEW_PAGE:
        paragraph.addnext(_page_break())


def _taken_out(run: Element, paragraph: Element, next_id: Callable[[], int]) -> list[Element]:
    """Takes *run* and all that follows it out of *paragraph*: in copies of the links and insertions around it."""
    moving = [run, *run.itersiblings()]
    for holder in _holders(run):
        if holder is paragraph:
            break
        following = list(holder.itersiblings())
        if holder.tag in _CONTINUED:
            new = etree.Element(holder.tag, dict(holder.attrib))
            if W + "id" in new.attrib:
                new.set(W + "id", str(next_id()))
            new.extend(moving)
            moving = [new]
        moving += following
    return moving


def _drop_what_ends_here(properties: Element) -> None:
    """Drop from *properties* (w:pPr) what belongs to the end of a paragraph, which is the end of the new one now."""
    for name in _OF_PARAGRAPH_END:
        for element in properties.findall(name):
            properties.remove(element)
    mark = properties.find(W + "rPr")
    if mark is None:
        return
    for element in list(mark):
        if element.tag in _OF_MARK:
            mark.remove(element)


def _page_break() -> Element:
    paragraph = etree.Element(W + "p")
    run = etree.SubElement(paragraph, W + "r")
    etree.SubElement(run, W + "br").set(W + "type", "page")
    return paragraph
