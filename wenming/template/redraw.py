"""Charts and photos of a document that somebody edited: new figures and pictures brought in, his own kept."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from wenming.blocks import Chart
from wenming.template import charts
from wenming.template.pictures import OWN_RELATION, relations_of
from wenming.wording import number_text

_PHOTO = re.compile(rb'<Relationship Id="(%s\w+)"[^>]*>' % OWN_RELATION.encode())
_TYPE = re.compile(rb'<Default Extension="(?:png|jpeg)"[^>]*>')
_TYPES = "[Content_Types].xml"
Parts = Mapping[str, bytes]


def redrawn(base: Parts, mine: Parts, theirs: Parts) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of *mine* that change, and by name, in words, the figures of charts whose own figures were changed.

    A chart whose figures are still those of *base* gets those of *theirs* and keeps its looks.
    """
    before, own, new = charts.figures(base), charts.figures(mine), charts.figures(theirs)
    changed = {name: chart for name, chart in new.items() if name in own and chart not in (before.get(name), own[name])}
    fresh = {name: chart for name, chart in changed.items() if own[name] == before.get(name)}
    kept = {name: _told(chart) for name, chart in changed.items() if name not in fresh}
    return (charts.filled(mine, {**own, **fresh}) if fresh else {}), kept


def related(merged: Parts, theirs: Parts, names: Iterable[str]) -> dict[str, bytes]:
    """The parts of *merged* that change so that the photos of *theirs* in the parts *names* are found.

    A photo's relationship has the same name wherever it is, so it is only missing or there.
    """
    changed = dict[str, bytes]()
    for name in names:
        relations = relations_of(name)
        have = merged.get(relations, b"")
        for found in _PHOTO.finditer(theirs.get(relations, b"")):
            if b'"%s"' % found[1] in merged[name] and b'"%s"' % found[1] not in have:
                have = have.replace(b"</Relationships>", found[0] + b"</Relationships>")
                changed[relations] = have
    if changed:
        types = merged[_TYPES]
        for default in dict.fromkeys(_TYPE.findall(theirs[_TYPES])):
            types = types if default in types else types.replace(b"<Override ", default + b"<Override ", 1)
        changed[_TYPES] = types
    return changed


def _told(chart: Chart) -> str:
    """The figures of *chart* in words."""
    told = []
    for name, values in chart.series.items():
        points = (f"{label}{_number(value)}" for label, value in zip(chart.categories, values, strict=True))
        told.append(f"{name}：{'，'.join(points)}")
    return "；".join(told)


def _number(value: Decimal | None) -> str:
    return "—" if value is None else number_text(value)
