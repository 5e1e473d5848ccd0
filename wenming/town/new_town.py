"""A new town's folder: a few answers become forms that build, with every other field explained in place."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place, nearest
from wenming.base.i18n import _, enumerated
from wenming.engine.missing import Missing
from wenming.forms import schema

LAYOUTS: dict[str, tuple[str, ...]] = {
    "标准": ("总体要求", "组织领导", "目标任务", "工作重点", "工作措施"),
    "评选": ("指导思想", "创建目标", "创建标准", "工作重点", "保障措施"),
    "工程": ("总体要求", "目标任务", "主要内容", "工作要求"),
    "通用": ("总体要求", "主要任务", "工作要求"),
}
FIELDS = ("镇.名称", "镇.上级", "镇.机关", "镇.文号代字", "镇.办公室", "镇.行政村", "方案.标题")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the field it fills, the words, what Enter alone means."""

    field: str
    text: str
    default: str = ""


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
        answers[field] = content.strip()
    return answers


def questions(answers: Mapping[str, str]) -> Iterator[Question]:
    """What is still to be asked; later questions use earlier answers as they stand by then."""
    asked = [
        Question("镇.名称", _("镇的名称（如 安平镇）")),
        Question("镇.上级", _("所属的县、市或区（如 清源县）")),
        Question("镇.行政村", _("行政村的名称，用顿号隔开（如 东河村、西河村）")),
    ]
    for question in asked:
        if question.field not in answers:
            yield question


def create(town: Path, layout: str, answers: Mapping[str, str]) -> list[Path]:
    """Write the forms of a new town; the files written. Raises Faults where there is one already."""
    if (town / "town.yaml").exists():
        what = _("这个文件夹里已经有一个镇了")
        raise Faults(
            [Fault(Place(str(town / "town.yaml")), what, _("换一个文件夹名，或者直接修改里面的表单"), "town-exists")]
        )
    name = answers["镇.名称"]
    texts = {
        "town.yaml": _town(town, answers),
        "plan.yaml": _plan(town, layout, name, answers),
        "notices/example.txt": _sample("notice", town / "notices"),
        "weeks/example.txt": _sample("week", town / "weeks"),
    }
    try:
        for file, text in texts.items():
            files.write_new(town / file, text.encode())
    except OSError as error:
        raise files.unwritable(town, error, _("换一个能写的文件夹")) from error
    return [town / file for file in texts]


def _town(town: Path, answers: Mapping[str, str]) -> str:
    name = answers["镇.名称"]
    organ = answers.get("镇.机关", f"{name}人民政府")
    villages = [village.strip() for village in answers["镇.行政村"].replace("，", "、").replace(",", "、").split("、")]
    values = {
        "名称": name,
        "上级": answers["镇.上级"],
        "机关": organ,
        "标志": f"{organ}文件",
        "文号代字": answers.get("镇.文号代字", f"{name[0]}政发"),
        "办公室": answers.get("镇.办公室", f"{name}党政综合办公室"),
    }
    lines = [f"  {key}: {_quoted(value)}" for key, value in values.items()]
    lines += ["  行政村:", *(f"    - {_quoted(village)}" for village in dict.fromkeys(villages) if village)]
    return _header("town", town) + "镇:\n" + "\n".join(lines) + "\n" + _others("town", {"镇"})


def _plan(town: Path, layout: str, name: str, answers: Mapping[str, str]) -> str:
    title = answers.get("方案.标题", f"{name}文明村镇创建工作实施方案")
    lines = [f"标题: {_quoted(title)}", f"版式: {layout}", f"引言: {Missing('引言')}", "章节:"]
    for number, chapter in enumerate(LAYOUTS[layout]):
        lines += [f"  {chapter}:", f"    正文: {Missing(chapter)}"]
        if number == len(LAYOUTS[layout]) - 1:
            lines += ["    条目:", f"      - 标题: {Missing('条目标题')}", f"        正文: {Missing('条目正文')}"]
    return _header("plan", town) + "\n".join(lines) + "\n" + _others("plan", {"标题", "版式", "引言", "章节"})


def _header(form: str, town: Path) -> str:
    try:
        schema = Path(os.path.relpath(resources.own("schemas") / f"{form}.yaml", town)).as_posix()
    except ValueError:  # another drive of a Windows machine
        schema = (resources.own("schemas") / f"{form}.yaml").as_posix()
    hint = _("# 井号后面是说明，不会印出来。冒号用半角，后面空一格；缩进用空格，不用 Tab。")
    return f"# yaml-language-server: $schema={schema}\n{hint}\n"


def _others(form: str, filled: set[str]) -> str:
    """Every field that is not filled yet, explained and commented out, with its example."""
    return "\n" + "\n".join("\n".join(["# " + line for line in lines] + [""]) for lines in _explained(form, filled))


def _sample(form: str, town: Path) -> str:
    """A whole form made of the examples, each field explained: to be copied and changed."""
    fields = (["# " + first, *example, ""] for first, *example in _explained(form, set()))
    return _header(form, town) + "\n".join("\n".join(lines) for lines in fields)


def _explained(form: str, filled: set[str]) -> Iterator[list[str]]:
    """For each field of *form* but the *filled* ones: a line that explains it, then its example as YAML."""
    loaded = schema.load(form)
    for name, rule in loaded.root["properties"].items():
        if name not in filled:
            rule = loaded.resolve(rule)
            example = yaml.safe_dump({name: rule["examples"][0]}, allow_unicode=True, sort_keys=False)
            yield [f"{rule['title']}：{rule['description']}", *example.splitlines()]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
