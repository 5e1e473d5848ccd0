"""What a clerk can do next, seen from the folder where the program was started."""

from pathlib import Path

from wenming.base import resources
from wenming.base.i18n import _, enumerated, many


def welcome(folder: Path) -> str:
    """A page of help that names the towns below *folder* and the commands for them."""
    command = resources.command()
    towns = sorted(path.parent for path in folder.glob("data/*/town.yaml"))
    lines = [_("文明：填一份表，出实施方案、通知和每周的周报。"), ""]
    if towns:
        town = towns[0].relative_to(folder).as_posix()
        weeks = sorted(path.stem for path in (towns[0] / "weeks").glob("*.yaml"))
        lines += [
            many("这里有 {n} 个镇：{towns}", len(towns), towns=enumerated(path.name for path in towns)),
            "",
            _("生成一个镇的全部公文："),
            f"    {command} build {town}",
            "",
            _("只生成实施方案和通知："),
            f"    {command} build {town} plan notice",
            "",
        ]
        lines += [_("写好新一周的表单："), f"    {command} week {town}", ""]
        if weeks:
            lines += [_("只生成某一周的周报："), f"    {command} build {town} weekly --week {weeks[-1]}", ""]
            lines += [_("给有问题的村发整改通知单："), f"    {command} build {town} rectification", ""]
    lines += [
        _("新建一个镇："),
        f"    {command} new data/mytown --layout 标准",
        "",
        _("手边有去年的公文，从它写出表单："),
        f"    {command} import {_('去年的方案')}.docx data/mytown",
        "",
        _("生成的文件在 outputs 文件夹里，用 Word 或 WPS 打开。"),
        _("每个命令后面加 --help 看说明，如 {command} build --help").format(command=command),
    ]
    return "\n".join(lines)
