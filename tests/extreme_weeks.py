"""Towns with two weeks of extreme figures, by lot: nothing reported, all done, one village, many, all overdue."""

import random

VILLAGES = ("甲村", "乙村", "丙村", "丁村", "戊村", "己村")
SHAPES = (
    "nothing reported",
    "all done",
    "nothing done",
    "one village",
    "many villages",
    "no tasks",
    "all overdue",
    "mixed",
)


def town_of(seed: int, shape: str) -> dict[str, str]:
    """The forms of a town with two weeks of extreme figures."""
    lots = random.Random(f"{shape}{seed}")
    count = {"one village": 1, "many villages": 60}.get(shape, lots.randint(2, 6))
    villages = [VILLAGES[n] if n < len(VILLAGES) else f"第{n}村" for n in range(count)]
    tasks = 0 if shape == "no tasks" else lots.randint(1, 6)
    plan = ["标题: 平安镇文明村镇创建工作实施方案", "版式: 通用", "起止: {开始: 2026-03-02, 结束: 2026-12-31}"]
    plan += ["章节: {总体要求: {正文: 坚持以人民为中心。}, 主要指标: {插入: 指标}}", "指标:"]
    plan += [f"  - {{编号: Z{n}, 名称: 指标{n}, 目标: 50, 单位: '%'}}" for n in (1, 2)]
    if tasks:
        plan.append("任务:")
        plan += [f"  - {{编号: R{n}, 名称: 任务{n}, 分村: 10, 单位: 处, 牵头: 镇宣传办}}" for n in range(1, tasks + 1)]
    forms = {
        "town.yaml": f"镇: {{名称: 平安镇, 机关: 平安镇人民政府, 行政村: [{', '.join(villages)}]}}\n",
        "plan.yaml": "\n".join(plan) + "\n",
    }
    problems = {"all overdue": 3, "nothing reported": 0}.get(shape, lots.randint(0, 3))
    for week in (10, 11):
        rows = [*_progress(lots, shape, week, villages, tasks), *_indicators(lots)]
        rows += _problems(lots, shape, week, villages, problems)
        if lots.random() < 0.5:
            day = "2026-03-04" if week == 10 else "2026-03-11"
            rows += ["活动:", f"  - {{日期: {day}, 名称: 志愿服务, 地点: {villages[0]}}}"]
        rows.append("通报: {文号: 平政发〔2026〕9号, 主送: [各村民委员会], 成文日期: 2026-03-23}")
        forms[f"weeks/2026-W{week}.yaml"] = f"周: 2026-W{week}\n" + "\n".join(rows) + "\n"
    return forms


def _progress(lots: random.Random, shape: str, week: int, villages: list[str], tasks: int) -> list[str]:
    lines = ["进展:"]
    for village in villages:
        for task in range(1, tasks + 1):
            done: object = lots.choice(["", 0, 0, 1, 3, 7])
            if shape == "nothing reported":
                done = ""
            elif shape == "nothing done":
                done = 0
            elif shape == "all done":
                done = 10 if week == 10 else 0
            lines.append(f"  - {{任务: R{task}, 单位: {village}, 完成: {done}}}")
    return lines


def _indicators(lots: random.Random) -> list[str]:
    value = lots.choice([0, 50, 90])
    rows = [f"  - {{指标: Z1, 现值: {value}}}", f"  - {{指标: Z2, 现值: {lots.choice([value, 20])}}}"]
    return ["指标:", *rows[: lots.randint(0, 2)]]


def _problems(lots: random.Random, shape: str, week: int, villages: list[str], count: int) -> list[str]:
    """Found in the first week, some of them closed in the second."""
    rows = ["问题:"]
    for number in range(count):
        is_overdue = shape == "all overdue" or lots.random() < 0.4
        due = "2026-03-05" if is_overdue else "2026-04-30"
        where = f"单位: {lots.choice(villages)}, 描述: 宣传栏破损, 责任人: 李明"
        if week == 10:
            rows.append(f"  - {{编号: W{number}, {where}, 发现: 2026-03-03, 整改期限: {due}}}")
        elif shape != "all overdue" and lots.random() < 0.6:
            rows.append(f"  - {{编号: W{number}, 状态: 已整改, 完成: 2026-03-15}}")
    return rows
