"""A new town's folder: a few answers become forms that are filled in but for what only the clerk knows."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place, nearest
from wenming.base.i18n import _, enumerated
from wenming.town import levels, starters
from wenming.town.village_names import village_names

_NAME, _COUNTY, _VILLAGES = "镇.名称", "镇.上级", "镇.行政村"
FIELDS = (_NAME, _COUNTY, "镇.机关", "镇.文号代字", "镇.办公室", _VILLAGES, "方案.标题")
_UNFIT = re.compile(r"[^\w·（）《》“”、—-]")  # in a name: YAML gives most of these a meaning
_ORGAN = re.compile(r"(?:人民政府|政府|街道办事处|办事处|党委|党工委)$")
_TOWN = re.compile(r"[\u4e00-\u9fff·]{2,15}")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the field it fills, the words, what Enter alone means; *is_list* where lines are pasted."""

    field: str
    text: str
    default: str = ""
    is_list: bool = False


def given(values: Sequence[str]) -> dict[str, str]:
    """``镇.名称=安平镇`` as field and value. Raises ValueError whose text says what to write."""
    answers: dict[str, str] = {}
    for value in values:
        field, sign, content = value.replace("＝", "=", 1).partition("=")
        if not sign or not content.strip():
            raise ValueError(_("--set 要写成 镇.名称=安平镇 这样，收到的是：{value}").format(value=value))
        if field not in FIELDS:
            near = nearest(field, FIELDS)
            hint = _("是不是“{near}”？").format(near=near) if near else ""
            raise ValueError(
                _("--set 没有“{field}”。{hint}可以是：{names}").format(field=field, hint=hint, names=enumerated(FIELDS))
            )
        answers[field] = checked(field, content)
    return answers


def checked(field: str, answer: str) -> str:
    """The *answer* for *field* as it is kept. Raises ValueError whose text says what to write."""
    if field == _VILLAGES:
        return "\n".join(village_names(answer))
    answer = re.sub(r"\s+", "", answer)
    if field == _NAME:
        answer = f"{answer.removesuffix('街道办事处')}街道" if answer.endswith("街道办事处") else _ORGAN.sub("", answer)
        if not _TOWN.fullmatch(answer) or answer in ("街道", "苏木"):
            raise ValueError(_("“{answer}”不像镇的名称：写全称，如 安平镇").format(answer=answer))
    odd = _UNFIT.search(answer)
    if odd or not answer or answer.isnumeric():
        raise ValueError(_("“{answer}”不像名称：只写汉字").format(answer=answer))
    return answer


def questions(answers: Mapping[str, str]) -> Iterator[Question]:
    """What is still to be asked; later questions use earlier answers as they stand by then."""
    if _NAME not in answers:
        yield Question(_NAME, _("镇的名称（如 安平镇）"))
    name = answers[_NAME]
    if levels.level_of(name) is None:
        what = _("“{name}”没有写明是镇、乡还是街道，全称是").format(name=name)
        yield Question(_NAME, what, default=f"{name}镇")
    if _COUNTY not in answers:
        yield Question(_COUNTY, _("所属的县、市或区（如 清源县）"))
    if _VILLAGES not in answers:
        yield Question(_VILLAGES, _("全部行政村或社区的名称（可以整列粘贴；写完再按一次回车）"), is_list=True)


def expect_none(town: Path) -> None:
    """Raise Faults where there is a town in the folder *town* already."""
    if (town / "town.yaml").exists():
        what = _("这个文件夹里已经有一个镇了")
        raise Faults(
            [Fault(Place(str(town / "town.yaml")), what, _("换一个文件夹名，或者直接修改里面的表单"), "town-exists")]
        )


def create(
    town: Path,
    layout: str,
    answers: Mapping[str, str],
    today: datetime.date,
    filled: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Path]:
    """Write the forms of a new town; the files written. Raises Faults where there is one already.

    *filled*: texts of forms that somebody has filled in already, by their names below the folder.
    """
    expect_none(town)
    texts = {name: text.encode() for name, text in starters.forms(town, layout, _facts(answers), today).items()}
    return write(town, {**texts, **filled})


def write(town: Path, texts: Mapping[str, bytes]) -> list[Path]:
    """Write the forms *texts*, by their names below the folder of *town*; the files written. Raises Faults."""
    try:
        for name, text in texts.items():
            files.write_new(town / name, text)
    except OSError as error:
        raise files.unwritable(town, error, _("换一个能写的文件夹")) from error
    return [town / name for name in texts]


def _facts(answers: Mapping[str, str]) -> starters.Facts:
    return starters.Facts(
        name=answers[_NAME],
        county=answers[_COUNTY],
        villages=village_names(answers[_VILLAGES]),
        organ=answers.get("镇.机关", ""),
        sign=answers.get("镇.文号代字", ""),
        office=answers.get("镇.办公室", ""),
        title=answers.get("方案.标题", ""),
    )
