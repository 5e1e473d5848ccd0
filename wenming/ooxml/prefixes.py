"""The prefixes of a part's namespaces: the usual ones, whatever the program that wrote it calls them."""

from itertools import count

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse

_FORMATS = "http://schemas.openxmlformats.org/"
_DECLARED = {  # what XML of ours uses without declaring it
    "w": f"{_FORMATS}wordprocessingml/2006/main",
    "r": f"{_FORMATS}officeDocument/2006/relationships",
    "wp": f"{_FORMATS}drawingml/2006/wordprocessingDrawing",
}
_USUAL = {  # what XML of ours looks for
    **_DECLARED,
    "a": f"{_FORMATS}drawingml/2006/main",
    "c": f"{_FORMATS}drawingml/2006/chart",
    "pic": f"{_FORMATS}drawingml/2006/picture",
    "mc": f"{_FORMATS}markup-compatibility/2006",
}
_MC = "{" + _USUAL["mc"] + "}"
_LISTS = (_MC + "Ignorable", _MC + "MustUnderstand")  # attributes that name namespaces by their prefixes
_CHOICE, _REQUIRES = _MC + "Choice", "Requires"


def with_usual(root: Element) -> Element:
    """Returns the tree of *root* with the usual prefixes, those that XML of ours uses declared; w:… parts alone.

    Other trees come back as they are: what stands in their text may name their prefixes.
    """
    if not root.tag.startswith(W):
        return root
    if _goes_by_usual(root):
        return _with_declarations(root)
    namespaces = _declarations(root)
    named = _named_by_prefix(root)
    new = etree.Element(root.tag, dict(root.attrib), namespaces)
    new.text = root.text
    for child in list(root):
        new.append(child)  # which takes up the prefixes of its new parent
    for element, attribute, names in named:
        _name_by_prefix(new if element is root else element, attribute, names)
    return new


def _with_declarations(root: Element) -> Element:
    """Returns the tree of *root*, in which the usual prefixes mean what they should, with all that we use declared."""
    missing = {prefix: uri for prefix, uri in _DECLARED.items() if prefix not in root.nsmap}
    if not missing:
        return root
    declarations = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in missing.items())
    name = f"<{root.prefix}:{etree.QName(root).localname}"
    text: str = etree.tostring(root, encoding="unicode")  # which begins with its name
    return parse(f"{name}{declarations}{text.removeprefix(name)}".encode())


def _goes_by_usual(root: Element) -> bool:
    """True if everything under *root* goes by its usual prefix already."""
    for prefix, uri in _USUAL.items():
        if root.nsmap.get(prefix, uri) != uri:
            return False
        if any(element.prefix != prefix for element in root.iter(f"{{{uri}}}*")):
            return False
    return True


def _declarations(root: Element) -> dict[str | None, str]:
    """Returns the namespaces to declare at the root in the place of *root*, by prefix."""
    declared: dict[str | None, str] = {}
    for prefix, uri in _USUAL.items():
        if prefix in _DECLARED or _is_used(uri, root):
            declared[prefix] = uri
    numbers = count(1)
    for prefix, uri in root.nsmap.items():
        if uri in declared.values():
            continue
        while prefix in declared:
            prefix = f"ns{next(numbers)}"
        declared[prefix] = uri
    return declared


def _named_by_prefix(root: Element) -> list[tuple[Element, str, list[str]]]:
    """Returns the attributes under *root* that name namespaces by prefixes: element, attribute, the namespaces."""
    found: list[tuple[Element, str, list[str]]] = []
    for element in root.iter("*"):
        attributes = [name for name in _LISTS if name in element.attrib]
        if element.tag == _CHOICE:
            attributes.append(_REQUIRES)
        for attribute in attributes:
            prefixes = element.get(attribute, "").split()
            namespaces = element.nsmap
            uris = [namespaces[prefix] for prefix in prefixes if prefix in namespaces]
            found.append((element, attribute, uris))
    return found


def _is_used(uri: str, root: Element) -> bool:
    """True if the namespace *uri* is declared at *root*, or that of an element under it."""
    return uri in root.nsmap.values() or next(root.iter(f"{{{uri}}}*"), None) is not None


def _name_by_prefix(element: Element, attribute: str, uris: list[str]) -> None:
    """Let the *attribute* of *element* name the namespaces *uris* by the prefixes that they have there now."""
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    element.set(attribute, " ".join(prefixes[uri] for uri in uris))
