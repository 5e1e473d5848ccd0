"""The doctor beside docxtpl-lint on the tests' corpus: broken templates found, placed; good ones blamed.

python benchmarks/lint.py
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from broken_templates import BROKEN
from corpus import SHAPE
from docxtpl_lint.api import lint
from good_templates import GOOD
from lxml import etree

from wenming.authoring.doctor import examine
from wenming.engine.filters import filters_of
from wenming.gongwen.profile import GONGWEN
from wenming.gongwen.template import Template

OURS_ALONE = ("full-width marks", "full-width block", "vertical merge")  # docxtpl does not take these


def ours(data: bytes) -> list[str]:
    """The spots of what our doctor finds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.docx")
        path.write_bytes(data)
        return [fault.place.path for fault in examine(Template.load(path), SHAPE)]


def theirs(data: bytes) -> list[str]:
    """The spots of what docxtpl-lint finds, in our words; it is told our filters and the names there are."""
    try:
        found = lint(io.BytesIO(data), data=SHAPE, filters=list(filters_of(GONGWEN))).to_dict()
    except etree.XMLSyntaxError:
        return ["not read"]
    return [spot(issue["location"]) for issue in found["issues"]]


def spot(location: dict) -> str:
    if location["cells"]:
        cell = location["cells"][0]
        return f"表{cell['table']} 第{cell['row']}行第{cell['col']}列"
    return f"第{location['paragraph']}段" if location["part"] == "body" else location["part"]


def placed(spots: Iterable[str], wanted: str) -> bool:
    inside = re.match(r"文本框", wanted)  # a text box has no words of its own in docxtpl-lint: any place will do
    return any(one.startswith(wanted) or (inside and one) or not re.match(r"[第表文]", one) for one in spots)


def main() -> None:
    print(f"{len(BROKEN)} broken, {len(GOOD)} good templates")
    for name, tool in (("wenming", ours), ("docxtpl-lint", theirs)):
        found = {key: tool(case.docx()) for key, case in BROKEN.items()}
        right = {key for key, spots in found.items() if spots and placed(spots, BROKEN[key].spot)}
        good = [key for key in GOOD if tool is ours or key not in OURS_ALONE]
        blamed = [key for key in good if tool(GOOD[key].docx())]
        counts = f"found {sum(map(bool, found.values()))}, placed {len(right)}"
        print(f"{name:13} {counts}, blamed {len(blamed)} of {len(good)}")
        for title, keys in (("not found", [key for key, spots in found.items() if not spots]), ("blamed", blamed)):
            if keys:
                print(f"    {title}: {'; '.join(keys)}")


if __name__ == "__main__":
    main()
