"""The 倡议书: to whom, why, what is asked of everybody, who asks."""

from collections.abc import Mapping
from typing import Any

from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline
from wenming.documents.parts.signature import signature
from wenming.engine.missing import Missing
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.chinese import date_text
from wenming.town.folder import Town

Record = Mapping[str, Any]


def appeal(town: Town, record: Record) -> dict[str, Any]:
    """What the 倡议书 is filled with."""
    day = date_text(record["日期"]) if "日期" in record else str(Missing("日期"))
    body = [
        *outline.text(record["正文"]),
        *outline.items(record.get("倡议", []), lambda _name: (), level=2),
        *outline.text(record.get("结语", "")),
    ]
    return {
        "标题": record["标题"],
        "称呼": record.get("称呼", "广大村民朋友们"),
        "正文": Blocks(issued.kept(body)),
        "落款": Blocks(signature(record.get("落款", [town.record["机关"]]), day, sealed=False)),
    }
