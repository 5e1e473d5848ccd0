"""The 倡议书: to whom, why, what is asked of everybody, who asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import outline
from wenming.documents.parts.campaign import document_of_form
from wenming.documents.parts.inserted import inserting, pictures_of
from wenming.documents.parts.issue import files_of
from wenming.documents.parts.signature import signature
from wenming.engine.missing import Missing
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.chinese import date_text
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.records import Appeal


def _appeal_of_plan(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if town.plan and "倡议书" in town.plan.record:
        record = town.plan.record["倡议书"]
        pictures = pictures_of(town.plan, town)
        inserted = inserting(kind.wording, town.plan.record, town.plan.record.get("任务", ()), pictures)
        own = appeal(kind.wording, town, record, inserted.of)
        document = document_of_form(town, kind, town.plan, record["标题"], own)
        files = files_of(town.plan, town, pictures)
        yield document._replace(sources=(*document.sources, *files))


def appeal(words: Wording, town: Town, record: Appeal, insert: outline.Insert) -> dict[str, object]:
    """What the 倡议书 is filled with; what its items bring is put in by *insert*."""
    day = date_text(record["日期"]) if "日期" in record else str(Missing("日期"))
    body = [
        *outline.text(record["正文"]),
        *outline.items(record.get("倡议", ()), insert, level=1),
        *outline.text(record.get("结语", "")),
    ]
    return {
        "标题": record["标题"],
        "称呼": record.get("称呼") or words.say("称呼"),
        "正文": Blocks(outline.kept(body)),
        "落款": Blocks(signature(record.get("落款", [town.record["机关"]]), day, sealed=False)),
    }


KIND = Kind(
    key="appeal",
    name="倡议书",
    needs=("plan",),
    each="倡议书",
    condition="方案里填了“倡议书”",
    template="appeal.docx",
    words=("plan",),
    documents=_appeal_of_plan,
    own_words=("正文",),
)
