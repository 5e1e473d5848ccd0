"""What each part of a Word file is, by the relationships that lead to it: what it is called says nothing."""

from collections.abc import Mapping

from wenming.ooxml.relationships import ROOT, relations_of, relationships, resolved

Roles = Mapping[str, str]
_BODY = "document"
_NAMED_OTHERWISE = {"officeDocument": _BODY}
#: What holds the notes that texts refer to
NOTES = ("footnotes", "endnotes")
#: What holds text that people write
TEXTS = (_BODY, "header", "footer", *NOTES)
#: In what tags are filled
FILLED = (
    *TEXTS,
    *("comments", "chart", "chartEx", "diagramData", "diagramDrawing"),
    *("core-properties", "extended-properties", "custom-properties"),
)
_NOT_FOLLOWED = ("glossaryDocument", "attachedTemplate", "customXml")  # what they lead to is not of the document


def roles_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Returns the role of each of *parts*: the last word of the type of the relationship that leads to it.

    The body is called document; a part that nothing leads to has no role.
    """
    names = {name.lower(): name for name in parts}
    roles: dict[str, str] = {}
    waiting = [""]
    while waiting:
        owner = waiting.pop()
        for one in relationships(parts.get(relations_of(owner) if owner else ROOT, b"")):
            name = names.get(resolved(owner, one.target).lower(), "")
            if one.outside or not name or name in roles:
                continue
            role = one.kind.rpartition("/")[2]
            roles[name] = _NAMED_OTHERWISE.get(role, role)
            if role not in _NOT_FOLLOWED:
                waiting.append(name)
    return roles


def part_with(role: str, roles: Roles) -> str:
    """Returns the first part that has this *role*; empty where none has."""
    return next((name for name, one in roles.items() if one == role), "")
