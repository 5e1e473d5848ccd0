"""What a notice may hold beside text: a roster, targets, tables of its own, several closing paragraphs."""

import re

import pytest
from dump import dump

from wenming import Faults, Job, build

TOWN = "镇: {名称: 安平镇, 机关: 安平镇人民政府, 文号代字: 安政发, 行政村: [东河村, 西河村]}\n"
NOTICE = """\
标题: 安平镇人民政府关于调整环境整治领导小组的通知
正文: 因人员变动，决定调整领导小组，现通知如下：
章节:
  组成人员:
    正文: 组成人员如下：
    插入: 领导小组
    后文: 领导小组不作为议事协调机构，任务完成后自行撤销。
  目标:
    插入: 指标
  各村情况:
    正文: 第一季度各村情况如下：
    表格:
      名称: 环境整治情况统计表
      表头: [序号, 村名, 清理垃圾（吨）, 备注]
      行:
        - [1, 东河村, 12.5, ""]
        - [2, 西河村, "1,200", 含河道两侧和集贸市场周边的积存垃圾]
      合计: 是
领导小组:
  组长: [{姓名: 陈立新, 职务: 镇党委书记}]
  成员: [{姓名: 周敏, 职务: 镇党政综合办公室主任}]
指标: [{编号: Z1, 名称: 垃圾清运率, 目标: 95, 单位: "%"}]
结语: |
  以上调整自印发之日起执行。
  特此通知。
附件:
  - 标题: 回执
    正文: 请按附件格式填报。
    表格: {表头: [姓名, 单位, 电话], 行: [["", "", ""], ["", "", ""]]}
发文: {文号: 安政发〔2026〕9号, 主送: [各村民委员会], 成文日期: 2026-03-05}
"""


def text_of(notice: str) -> str:
    [document] = build(Job(forms={"town.yaml": TOWN, "notices/a.yaml": notice})).documents
    return dump(document.data)


def test_a_notice_holds_a_roster_targets_and_tables() -> None:
    text = text_of(NOTICE)

    assert text.index("陈立新") < text.index("领导小组不作为议事协调机构") < text.index("垃圾清运率")
    assert re.search(r"\[表格标题\].* 环境整治情况统计表", text)
    kept = re.sub(r"\[表格(?:居中|文字)\]|\s*\{keepNext\}", "", text)
    rows = [line for line in kept.split("\n") if "不跨页" in line]
    assert "  |不跨页| 1 | 东河村 | 12.5 | " in rows
    assert "  |不跨页| 合计 |  | 1212.5 | " in rows
    assert re.search(r"以上调整自印发之日起执行。\n.*特此通知。", text)


def test_a_table_of_blanks_to_fill_in_keeps_its_rows() -> None:
    kept = text_of(NOTICE).replace(" {keepNext}", "")  # a small table stays on one page
    assert kept.count("  |不跨页| [表格居中] | [表格居中] | [表格居中]") == 2


@pytest.mark.parametrize(
    ("before", "after", "code", "place"),
    [
        ("    插入: 指标\n", "    正文: 见表。\n", "not-inserted", "指标"),
        ("插入: 指标", "插入: 任务", "nothing-to-insert", "章节.目标.插入"),
        ('[1, 东河村, 12.5, ""]', "[1, 东河村, 12.5]", "uneven-row", "章节.各村情况.表格.行[1]"),
    ],
)
def test_what_is_wrong_with_them_is_told(before: str, after: str, code: str, place: str) -> None:
    with pytest.raises(Faults) as raised:
        text_of(NOTICE.replace(before, after, 1))
    assert (code, place) in [(fault.code, fault.place.path) for fault in raised.value.faults]
