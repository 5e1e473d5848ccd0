"""The leadership group as it is printed: every role in its order, names below one another."""

from wenming import Job, build
from wenming.papers.paper import Line
from wenming.papers.word_file import read_word

TOWN = "镇: {名称: 安平镇, 机关: 安平镇人民政府, 行政村: [东河村]}\n"
PLAN = """标题: 安平镇防汛方案
版式: 通用
章节: {组织领导: {正文: 组成人员如下：, 插入: 领导小组}}
领导小组:
  第一组长: [{姓名: 陈立新, 职务: 镇党委书记}]
  组长: [{姓名: 张明, 职务: 镇长}]
  常务副组长: [{姓名: 刘海燕, 职务: 副书记}]
  副组长: [{姓名: 孙涛, 职务: 副镇长}, {姓名: 高建, 职务: 副镇长}]
  成员: [{职务: 各村党组织书记}]
"""


def test_every_role_has_its_label_and_names_stand_below_one_another() -> None:
    [plan] = build(Job(forms={"town.yaml": TOWN, "plan.yaml": PLAN}, kinds=("plan",))).documents
    lines = [block.text for block in read_word(plan.data, "").blocks if isinstance(block, Line)]
    start = next(at for at, line in enumerate(lines) if line.startswith("第一组长"))
    assert lines[start : start + 6] == [
        "第一组长：　陈立新\t镇党委书记",
        "组　长：　　张　明\t镇长",
        "常务副组长：刘海燕\t副书记",
        "副组长：　　孙　涛\t副镇长",
        "高　建\t副镇长",
        "成　员：　　各村党组织书记",
    ]
