"""What the record of a form holds; made from schemas/ by ``python -m wenming.forms.record_types``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

Number = int | Decimal


class TownForm(TypedDict):
    镇: TownFacts
    图表: NotRequired[Literal["图形", "文字条"]]
    字体: NotRequired[Mapping[str, str]]
    不再提示: NotRequired[Sequence[str]]


class TownFacts(TypedDict):
    名称: str
    上级: NotRequired[str]
    机关: str
    标志: NotRequired[str]
    文号代字: NotRequired[str]
    办公室: NotRequired[str]
    其他机关: NotRequired[Sequence[OtherOrgan]]
    联系人: NotRequired[str]
    电话: NotRequired[str]
    人口: NotRequired[int]
    行政村: Sequence[str]
    其他单位: NotRequired[Sequence[str]]


class OtherOrgan(TypedDict):
    名称: str
    标志: NotRequired[str]
    文号代字: NotRequired[str]
    办公室: NotRequired[str]


class Plan(TypedDict):
    标题: str
    版式: Literal["标准", "评选", "工程", "通用"]
    起止: NotRequired[Period]
    引言: NotRequired[str]
    章节: Mapping[str, Chapter]
    领导小组: NotRequired[LeadershipGroup]
    指标: NotRequired[Sequence[Indicator]]
    任务: NotRequired[Sequence[Task]]
    附件: NotRequired[Sequence[Annex]]
    印发: NotRequired[Issue]
    通报规则: NotRequired[HonourRules]
    倡议书: NotRequired[Appeal]
    总结: NotRequired[SummaryWords]
    层次: NotRequired[Literal["一、（一）1.（1）", "一、1.（1）①"]]
    标题行: NotRequired[Literal["接排", "单列", "全部接排"]]
    标点: NotRequired[Literal["照原样"]]
    不再提示: NotRequired[Sequence[str]]


class Period(TypedDict):
    开始: datetime.date
    结束: datetime.date


class Chapter(TypedDict):
    正文: NotRequired[str]
    要点: NotRequired[Sequence[str]]
    插入: NotRequired[str]
    条目: NotRequired[Sequence[Item]]
    名单: NotRequired[Sequence[str]]
    表格: NotRequired[FreeTable]
    图片: NotRequired[Sequence[Photo]]
    后文: NotRequired[str]
    标题行: NotRequired[Literal["接排", "单列", "全部接排"]]


class Item(TypedDict):
    标题: NotRequired[str]
    正文: NotRequired[str]
    要点: NotRequired[Sequence[str]]
    插入: NotRequired[str]
    条目: NotRequired[Sequence[Item]]
    名单: NotRequired[Sequence[str]]
    表格: NotRequired[FreeTable]
    图片: NotRequired[Sequence[Photo]]
    后文: NotRequired[str]


class FreeTable(TypedDict):
    名称: NotRequired[str]
    单位: NotRequired[str]
    上层表头: NotRequired[Sequence[str]]
    表头: NotRequired[Sequence[str]]
    行: NotRequired[Sequence[Sequence[str]]]
    数据: NotRequired[str]
    合计: NotRequired[bool]
    横排: NotRequired[bool]
    注: NotRequired[str]


class Photo(TypedDict):
    文件: str
    说明: NotRequired[str]


class LeadershipGroup(TypedDict):
    名称: NotRequired[str]
    组长: Sequence[Person]
    第一组长: NotRequired[Sequence[Person]]
    常务副组长: NotRequired[Sequence[Person]]
    副组长: NotRequired[Sequence[Person]]
    成员: NotRequired[Sequence[Person]]
    办公室: NotRequired[GroupOffice]


class Person(TypedDict):
    姓名: NotRequired[str]
    职务: NotRequired[str]


class GroupOffice(TypedDict):
    设在: str
    主任: NotRequired[str]
    职责: NotRequired[str]


class Indicator(TypedDict):
    编号: str
    名称: str
    比较: NotRequired[Literal["≥", "≤", "=", "＞", "＜"]]
    目标: Number
    单位: NotRequired[str]
    牵头: NotRequired[str]
    说明: NotRequired[str]


class Task(TypedDict):
    编号: str
    名称: str
    内容: NotRequired[str]
    目标值: NotRequired[Number]
    单位: str
    分村: NotRequired[Number]
    牵头: NotRequired[str]
    配合: NotRequired[str]
    开始时间: NotRequired[datetime.date]
    完成时限: NotRequired[datetime.date]


class Annex(TypedDict):
    标题: str
    正文: NotRequired[str]
    条目: NotRequired[Sequence[Item]]
    插入: NotRequired[str]
    名单: NotRequired[Sequence[str]]
    表格: NotRequired[FreeTable]
    图片: NotRequired[Sequence[Photo]]
    后文: NotRequired[str]
    评分表: NotRequired[ScoreSheet]


class ScoreSheet(TypedDict):
    满分: NotRequired[Number]
    项目: Sequence[ScoreSheetItem]


class ScoreSheetItem(TypedDict):
    类别: NotRequired[str]
    内容: str
    分值: Number
    评分办法: NotRequired[str]


class Issue(TypedDict):
    文号: NotRequired[str]
    主送: NotRequired[Sequence[str]]
    抄送: NotRequired[Sequence[str]]
    成文日期: NotRequired[datetime.date]
    印发日期: NotRequired[datetime.date]
    机关: NotRequired[Sequence[str]]
    署名: NotRequired[Sequence[Person]]
    标志: NotRequired[str]
    签发人: NotRequired[Sequence[str]]
    份号: NotRequired[str]
    密级: NotRequired[str]
    紧急程度: NotRequired[Literal["特急", "加急"]]
    稿别: NotRequired[Literal["征求意见稿", "送审稿"]]
    红头: NotRequired[bool]
    版记: NotRequired[bool]
    落款: NotRequired[bool]
    盖章: NotRequired[bool]
    套红: NotRequired[bool]
    附注: NotRequired[str]
    联系人: NotRequired[str]
    联系电话: NotRequired[str]
    印发机关: NotRequired[str]
    附件方式: NotRequired[Literal["随文", "附件"]]
    通知正文: NotRequired[str]


class HonourRules(TypedDict):
    红榜: NotRequired[PraiseRules]
    黑榜: NotRequired[NamingRules]
    要求: NotRequired[Sequence[str]]


class PraiseRules(TypedDict):
    名次: NotRequired[int]
    超前: NotRequired[Number]


class NamingRules(TypedDict):
    名次: NotRequired[int]
    落后: NotRequired[Number]
    逾期问题: NotRequired[int]


class Appeal(TypedDict):
    标题: str
    称呼: NotRequired[str]
    正文: str
    倡议: NotRequired[Sequence[Item]]
    结语: NotRequired[str]
    落款: NotRequired[Sequence[str]]
    日期: NotRequired[datetime.date]


class SummaryWords(TypedDict):
    成效: NotRequired[Chapter]
    下一步: NotRequired[Chapter]


class Notice(TypedDict):
    标题: str
    正文: str
    章节: NotRequired[Mapping[str, Chapter]]
    领导小组: NotRequired[LeadershipGroup]
    指标: NotRequired[Sequence[Indicator]]
    结语: NotRequired[str]
    回执: NotRequired[ReplySlip]
    附件: NotRequired[Sequence[Annex]]
    发文: Issue
    层次: NotRequired[Literal["一、（一）1.（1）", "一、1.（1）①"]]
    标题行: NotRequired[Literal["接排", "单列", "全部接排"]]
    标点: NotRequired[Literal["照原样"]]
    不再提示: NotRequired[Sequence[str]]


class ReplySlip(TypedDict):
    名称: NotRequired[str]
    填写: Sequence[str]
    行数: NotRequired[int]
    说明: NotRequired[str]


class WeekReport(TypedDict):
    周: str
    期号: NotRequired[int]
    编发日期: NotRequired[datetime.date]
    综述: NotRequired[str]
    进展: NotRequired[Sequence[ProgressRow]]
    指标: NotRequired[Sequence[IndicatorRow]]
    活动: NotRequired[Sequence[Activity]]
    问题: NotRequired[Sequence[ProblemRow]]
    下周安排: NotRequired[Sequence[str]]
    通报: NotRequired[Issue]
    标点: NotRequired[Literal["照原样"]]
    不再提示: NotRequired[Sequence[str]]


class ProgressRow(TypedDict):
    任务: str
    单位: str
    完成: NotRequired[Number]
    所属周: NotRequired[str]
    说明: NotRequired[str]


class IndicatorRow(TypedDict):
    指标: str
    现值: NotRequired[Number]
    说明: NotRequired[str]


class Activity(TypedDict):
    日期: datetime.date
    名称: str
    地点: NotRequired[str]
    人数: NotRequired[int]
    说明: NotRequired[str]
    照片: NotRequired[Sequence[Photo]]


class ProblemRow(TypedDict):
    编号: str
    单位: NotRequired[str]
    描述: NotRequired[str]
    发现: NotRequired[datetime.date]
    整改期限: NotRequired[datetime.date]
    责任人: NotRequired[str]
    状态: NotRequired[Literal["整改中", "已整改"]]
    完成: NotRequired[datetime.date]
    整改措施: NotRequired[str]
    照片: NotRequired[Sequence[Photo]]


class ScoreForm(TypedDict):
    标题: str
    日期: datetime.date
    满分: NotRequired[Number]
    系数: NotRequired[Mapping[str, Number]]
    项目: Sequence[ScoreItem]
    标点: NotRequired[Literal["照原样"]]
    不再提示: NotRequired[Sequence[str]]


class ScoreItem(TypedDict):
    类别: NotRequired[str]
    内容: str
    分值: Number
    条件: NotRequired[Sequence[Condition]]
    等级: NotRequired[Mapping[str, int]]
    档次: NotRequired[Literal["A", "B", "C", "D"]]
    扣分: NotRequired[Sequence[Deduction]]


class Condition(TypedDict):
    内容: str
    达到: NotRequired[bool]


class Deduction(TypedDict):
    原因: str
    分值: Number


class Manifest(TypedDict):
    名称: NotRequired[str]
    别名: NotRequired[Sequence[str]]
    表单: NotRequired[Sequence[Literal["plan", "notices", "weeks", "scores"]]]
    次数: NotRequired[str]
    条件: NotRequired[str]
    摘编: NotRequired[bool]
    点名才做: NotRequired[bool]
    模板: NotRequired[str]
    版式: NotRequired[Mapping[str, Layout]]


class Layout(TypedDict):
    模板: str
    章节: NotRequired[Sequence[str]]
