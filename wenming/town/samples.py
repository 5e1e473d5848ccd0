"""The rows that the form of a new week shows behind a #, to be copied."""

from wenming.base.weeks import Week

_FIRST_OF_TWO = "说明: 清理房前屋后杂物12处,"


def activity(week: Week) -> tuple[str, str]:
    """An activity of *week*, on two lines."""
    first = f"# - {{日期: {week.monday}, 名称: 志愿服务进村, 地点: 东河村, 人数: 60, {_FIRST_OF_TWO}"
    second = "#    照片: [{文件: photos/清理现场.jpg, 说明: 志愿者清理村道}]}   # 照片先放到镇的 photos 文件夹里"
    return first, second


def problem(week: Week) -> str:
    """A problem that was found in *week*."""
    row = f"编号: W{week.number:02}-1, 单位: 东河村, 描述: 宣传栏破损, 发现: {week.monday}, 整改期限: {week.sunday}"
    return f"# - {{{row}, 责任人: 李建国}}"


def plan_for_next_week() -> str:
    """What is planned for the week after."""
    return "# - 一行一件事"


def rows_of_week(week: Week) -> set[str]:
    """The rows that the form of *week* has had behind a #, in this version and in earlier ones."""
    first, _second = activity(week)
    on_one_line = first.removesuffix(",") + "}"
    return {first, on_one_line, problem(week), plan_for_next_week()}
