"""Notes on what somebody filled in behind the # of a line that the program wrote as an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from wenming.base import resources, weeks
from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _, many
from wenming.town.samples import rows_of_week

if TYPE_CHECKING:
    from wenming.town.folder import AnyForm

_EMPTY_FIELD = re.compile(r"^ *(?:- )?([\u4e00-\u9fff]+): *+(?:(?:\[\]|\{\})\s|(?<=\s))\s*+# *+(\S.*)$")
_COMMENT = re.compile(r"\s# ?(\S.*)$", re.MULTILINE)
_SHOWN = 40  # characters of a line in a message


def notes(form: AnyForm) -> Iterator[Fault]:
    """Yields one note where lines of *form* that the program wrote behind a # are no longer as it wrote them."""
    if form.schema.name not in ("town", "plan", "week") or b"# " not in form.data:
        return
    lines = form.data.decode("utf-8-sig", errors="replace").splitlines()
    changed = _in_week(form, lines) if form.schema.name == "week" else _in_skeleton(lines)
    changed = sorted({*changed, *_behind_empty_fields(lines)})
    if changed:
        line = lines[changed[0] - 1]
        what = many("有 {n} 行写在井号后面，没有读：{line}", len(changed), line=line.strip()[:_SHOWN])
        mend = _("要用，就去掉行首的“# ”，一段的几行一起去掉；不用就删掉")
        yield Fault(Place(form.shown, changed[0], 1, "", line), what, mend, "behind-hash")


def _in_skeleton(lines: list[str]) -> list[int]:
    """The numbers of the lines below an explanation that ``new`` wrote which are none of its examples."""
    changed: list[int] = []
    is_example = False
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#"):
            is_example = False
            continue
        text = line.lstrip().removeprefix("#").removeprefix(" ").rstrip()
        if text in _known():
            is_example = True
        elif is_example and text:
            changed.append(number)
    return changed


def _behind_empty_fields(lines: list[str]) -> list[int]:
    """The numbers of the lines where nothing but a comment stands behind a field, and the comment is none of ours."""
    found: list[int] = []
    for number, line in enumerate(lines, 1):
        if "#" not in line:
            continue
        empty = _EMPTY_FIELD.match(line)
        if empty and not _goes_on_below(lines, number) and not empty[2].startswith(_our_comments()):
            found.append(number)
    return found


def _goes_on_below(lines: list[str], number: int) -> bool:
    """True if what line *number* begins stands on the lines below it."""
    depth = len(lines[number - 1]) - len(lines[number - 1].lstrip(" "))
    below = next((line for line in lines[number:] if line.strip() and not line.lstrip().startswith("#")), "")
    stripped = below.lstrip(" ")
    return len(below) - len(stripped) > depth or (stripped.startswith("- ") and len(below) - len(stripped) == depth)


def _in_week(form: AnyForm, lines: list[str]) -> list[int]:
    """The numbers of the rows behind a # that are not those of the week's form as it was made."""
    rows = rows_of_week(weeks.named(form.record["周"]))
    changed: list[int] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("# - ") and text not in rows:
            changed.append(number)
    return changed


@cache
def _known() -> frozenset[str]:
    """What ``new`` wrote behind a # as examples in earlier versions; today it writes none."""
    text = (resources.own("templates") / "starters" / "commented.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines())


@cache
def _our_comments() -> tuple[str, ...]:
    """How the comments begin that forms come with, up to the first name of the town in them."""
    found = {"接在自动写的数字后面的话"}
    for starter in (resources.own("templates") / "starters").iterdir():
        for comment in _COMMENT.findall(starter.read_text(encoding="utf-8")):
            beginning = comment.partition("<<")[0].strip()
            if beginning:
                found.add(beginning)
    return tuple(found)
