"""What a template once belonged to and a document must not carry on: another template, a mail merge, a signature."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wenming.base.i18n import N_
from wenming.base.lazy import Later
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import ROOT, TYPES, relations_of, without_override

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element

    from wenming.ooxml import tree
else:
    etree, tree = Later("lxml.etree"), Later("wenming.ooxml.tree")

_TEMPLATE = N_("它附着在另一个模板上（.dotx、.dotm，在写它的那台电脑里），生成的文件不再连着那个模板")
_MAIL_MERGE = N_("它做过邮件合并，连着一份名单，生成的文件不再连着那份名单")
_SIGNATURE = N_("它带着数字签名，内容一变签名就失效，生成的文件不带签名")
_OF_SETTINGS = {  # by the last word of the relationship's type
    "attachedTemplate": _TEMPLATE,
    "mailMergeSource": _MAIL_MERGE,
    "mailMergeHeaderSource": _MAIL_MERGE,
    "mailMergeRecipientData": _MAIL_MERGE,
    "recipientData": _MAIL_MERGE,
}
_ELEMENTS = {W + "attachedTemplate": _TEMPLATE, W + "mailMerge": _MAIL_MERGE}
_SIGNATURES, _ORIGIN = "_xmlsignatures/", {"origin": _SIGNATURE}
_MAY_BE = (b"attachedTemplate", b"mailMerge", b"recipientData")

Parts = dict[str, bytes]


def let_go(parts: Parts) -> list[str]:
    """Takes out of *parts* what they let go of; returns a sentence for each kind of thing that it was.

    What such a relationship leads to stays where something else has it, too; broken parts stay as they are.
    """
    said: list[str] = []
    for name in list(parts):
        if any(word in parts[name] for word in _MAY_BE) and not name.endswith(".rels"):
            said += _from_settings(name, parts)
    signatures = [name for name in parts if name.lower().startswith(_SIGNATURES)]
    if signatures:
        said += (_SIGNATURE, *_from_part(ROOT, _ORIGIN, parts))
    for name in signatures:
        del parts[name]
        parts[TYPES] = without_override(parts.get(TYPES, b""), name)
    return list(dict.fromkeys(said))


def _from_settings(name: str, parts: Parts) -> Iterator[str]:
    """Takes a template and a mail merge out of the part *name*, if it is one of settings; yields what each was."""
    root = _root_of(parts[name])
    if root is None or root.tag != W + "settings":
        return
    for element in list(root.iter(*_ELEMENTS)):
        element.getparent().remove(element)
        yield _ELEMENTS[element.tag]
    parts[name] = tree.written(root)
    yield from _from_part(relations_of(name), _OF_SETTINGS, parts)


def _from_part(relations: str, kinds: dict[str, str], parts: Parts) -> Iterator[str]:
    """Takes the relationships of these *kinds* out of the part *relations*; yields what each was."""
    root = _root_of(parts.get(relations, b""))
    if root is None:
        return
    for element in list(root):
        kind = element.get("Type", "").rpartition("/")[2]
        if kind in kinds:
            root.remove(element)
            yield kinds[kind]
    parts[relations] = tree.written(root)


def _root_of(part: bytes) -> "Element | None":
    try:
        return tree.parse(part)
    except etree.XMLSyntaxError:
        return None
