"""A form gets new values; its comments, order and styles stay as people typed them."""

import copy
import datetime
import functools
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wenming.forms.schema import Schema, load
from wenming.forms.yaml.edits import CannotEdit, edited
from wenming.forms.yaml.read import understand
from wenming.forms.yaml.written import value_lines
from wenming.town import next_week

DATA = Path(__file__).parents[2] / "data"
SCHEMAS = {"town": "town", "plan": "plan", "weeks": "week", "notices": "notice", "scores": "score"}
FORMS = sorted(path for path in DATA.rglob("*.yaml") if {path.stem, path.parent.name} & set(SCHEMAS))
WEEK = "周: 2026-W11\n"
DAY = datetime.date(2026, 3, 10)


def schema_of(path):
    return load(SCHEMAS.get(path.parent.name) or SCHEMAS[path.stem])


def record_of(data, schema):
    understood = understand(data, "form", schema)
    assert understood.faults == []
    return understood.record


def change(text, how, name="week", encoding="utf-8"):
    """The form *text* after *how* was done to its record."""
    schema, data = load(name), text.encode(encoding)
    record = copy.deepcopy(record_of(data, schema))
    how(record)
    return edited(data, schema, record).decode(encoding)


def put(*path_and_value):
    *path, last, value = path_and_value

    def how(record):
        functools.reduce(lambda below, step: below[step], path, record)[last] = value

    return how


def drop(*path):
    def how(record):
        del functools.reduce(lambda below, step: below[step], path[:-1], record)[path[-1]]

    return how


def insert(name, place, *items):
    def how(record):
        record[name][place:place] = items

    return how


# Single values

TEXTS = [
    # what stood there, the new text, what stands there now
    ("综述: 进展顺利。", "进展很快。", "综述: 进展很快。"),
    ("综述: 进展顺利。  # 留着", "进展很快。", "综述: 进展很快。  # 留着"),
    ("综述: '进展顺利。'", "进展很快。", "综述: '进展很快。'"),
    ("综述: '进展顺利。'", "it's", "综述: 'it''s'"),
    ('综述: "进展顺利。"', "进展很快。", '综述: "进展很快。"'),
    ('综述: "进展顺利。"', '说"好"', '综述: "说\\"好\\""'),
    ("综述: 进展顺利。", "一: 二", '综述: "一: 二"'),
    ("综述: 进展顺利。", "完成 #3", '综述: "完成 #3"'),
    ("综述: 进展顺利。", "- 甲", '综述: "- 甲"'),
    ("综述: 进展顺利。", "010", '综述: "010"'),
    ("综述: 进展顺利。", "否", '综述: "否"'),
    ("综述: 进展顺利。", "{{ 镇.名称 }}很好", '综述: "{{ 镇.名称 }}很好"'),
    ("综述: 进展顺利。", "甲。\n乙。", "综述: |-\n  甲。\n  乙。"),
    ("综述: 进展顺利。  # 留着", "甲。\n\n乙。", "综述: |-  # 留着\n  甲。\n\n  乙。"),
    ("综述: 进展顺利。", " 甲\n乙", '综述: " 甲\\n乙"'),
    ('综述: "进展顺利。"', "甲\n乙", '综述: "甲\\n乙"'),
    ("综述: |\n    进展。\n    顺利。", "甲。\n乙。\n丙。", "综述: |\n    甲。\n    乙。\n    丙。"),
    ("综述: >-\n  进展\n  顺利。", "进展很快。", "综述: >-\n  进展很快。"),
    ("综述: >-  # 留着\n  进展\n  顺利。", "甲\n乙", "综述: |-  # 留着\n  甲\n  乙"),
    ("综述: 进展\n  顺利。", "进展很快。", "综述: 进展很快。"),
    ("综述:\n  进展顺利。", "进展很快。", "综述:\n  进展很快。"),
    ("综述:", "进展很快。", "综述: 进展很快。"),
    ("综述: ", "进展很快。", "综述: 进展很快。"),
    ("综述:          # 后面的话", "进展很快。", "综述: 进展很快。          # 后面的话"),
    ("综述: # 后面的话", "进展很快。", "综述: 进展很快。 # 后面的话"),
    ("综述:   #后面的话", "进展很快。", '综述: "进展很快。"   #后面的话'),
    ("综述: # 后面的话", "甲\n乙", "综述: |- # 后面的话\n  甲\n  乙"),
    ('综述: ""', "进展很快。", '综述: "进展很快。"'),
]


@pytest.mark.parametrize(("old", "text", "new"), TEXTS)
@pytest.mark.parametrize("after", ["\n", "\n\n# 其他\n期号: 3\n"])
def test_a_text_takes_the_place_of_another(old, text, new, after):
    assert change(f"{WEEK}{old}{after}", put("综述", text)) == f"{WEEK}{new}{after}"


def test_a_comment_below_a_text_does_not_become_part_of_it():
    old = f"{WEEK}综述:\n    # 接在数字后面\n期号: 3\n"
    assert change(old, put("综述", "甲\n乙")) == old.replace("综述:", '综述: "甲\\n乙"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("综述: 顺利。", "综述: "),
        ("综述: 顺利。 # 留着", "综述:  # 留着"),
        ("综述: |  # 留着\n  甲\n  乙", "综述:   # 留着"),
        ("综述:\n  顺利。", "综述:"),
    ],
)
def test_of_a_text_that_goes_the_name_stays(old, new):
    assert change(f"{WEEK}{old}\n\n期号: 3\n", drop("综述")) == f"{WEEK}{new}\n\n期号: 3\n"


def test_numbers_dates_yes_and_no():
    old = f"{WEEK}编发日期: 2026年3月5日\n进展:\n- {{任务: R1, 单位: 东河村, 完成: '6'}}  # 注\n"
    new = old.replace("2026年3月5日", "2026-03-10").replace("'6'", "1.50")

    def how(record):
        record["编发日期"] = DAY
        record["进展"][0]["完成"] = Decimal("1.50")

    assert change(old, how) == new


# Groups

ROW = "进展:\n  - {任务: R1, 单位: 东河村, 完成: }   # 每村16处\n"


def test_an_empty_place_in_braces_is_filled():
    assert change(WEEK + ROW, put("进展", 0, "完成", 6)) == WEEK + ROW.replace("完成: ", "完成: 6")
    assert change(WEEK + ROW.replace("完成: ", "完成: 6"), drop("进展", 0, "完成")) == WEEK + ROW


def test_a_new_field_in_braces_stands_last():
    new = ROW.replace("完成: }", "完成: , 说明: 补报}")
    assert change(WEEK + ROW, put("进展", 0, "说明", "补报")) == WEEK + new
    both = ROW.replace("完成: }", "完成: 6, 说明: 补报}")
    assert change(WEEK + new, put("进展", 0, "完成", 6)) == WEEK + both


def test_a_new_field_stands_where_the_schema_has_it():
    old = f"{WEEK}综述: 顺利。\n\n# 安排\n下周安排:\n  - 甲\n"
    new = f"{WEEK}期号: 3\n编发日期: 2026-03-10\n综述: 顺利。\n\n# 安排\n下周安排:\n  - 甲\n"

    def how(record):
        record.update({"编发日期": DAY, "期号": 3})

    assert change(old, how) == new


def test_a_new_list_stands_in_lines():
    new = f"{WEEK}活动:\n  - 日期: 2026-03-10\n    名称: 会\n    照片:\n      - 文件: photos/a.jpg\n"
    activities = [{"名称": "会", "照片": [{"文件": "photos/a.jpg"}], "日期": DAY}]
    assert change(WEEK, put("活动", activities)) == new
    assert change(f"{WEEK}活动:\n", put("活动", activities)) == new
    assert change(f"{WEEK}活动: []\n", put("活动", activities)) == new.replace("活动:", "活动: ")
    assert change(f"{WEEK}活动:   # 注\n  # - 样例\n", put("活动", activities)) == (
        new.replace("活动:", "活动:   # 注") + "  # - 样例\n"
    )


def test_items_that_were_prepared_are_filled():
    old = f"{WEEK}活动:\n  - 日期:     # 哪天\n    名称:\n    照片: [{{文件: , 说明: }}]\n"
    new = f"{WEEK}活动:\n  - 日期: 2026-03-10     # 哪天\n    名称: 会\n    照片: [{{文件: , 说明: }}]\n"
    assert change(old, put("活动", [{"日期": DAY, "名称": "会"}])) == new


def test_a_list_that_goes_takes_its_name_along():
    old = f"{WEEK}活动:   # 注\n  - 日期: 2026-03-10\n    名称: 会\n\n# 安排\n下周安排: [甲, 乙]\n"
    assert change(old, drop("活动")) == f"{WEEK}\n# 安排\n下周安排: [甲, 乙]\n"
    assert change(old, drop("下周安排")) == old.replace("[甲, 乙]", "")


# Lists

PLANS = f"{WEEK}下周安排:\n  # 先\n  - 甲\n  # 关于乙\n  - 乙   # 注\n\n  # 关于丙\n  - 丙\n# 完\n"


def test_a_new_item_stands_behind_the_one_before_it():
    assert change(PLANS, insert("下周安排", 3, "丁")) == PLANS.replace("- 丙\n", "- 丙\n  - 丁\n")
    assert change(PLANS, insert("下周安排", 2, "丁", "戊")) == PLANS.replace("# 注\n", "# 注\n  - 丁\n  - 戊\n")
    assert change(PLANS, insert("下周安排", 0, "丁")) == PLANS.replace("  - 甲\n", "  - 丁\n  - 甲\n")


def test_an_item_goes_with_the_comment_right_above_it():
    assert change(PLANS, drop("下周安排", 0)) == PLANS.replace("  - 甲\n", "")
    assert change(PLANS, drop("下周安排", 1)) == PLANS.replace("  # 关于乙\n  - 乙   # 注\n", "")
    assert change(PLANS, drop("下周安排", 2)) == PLANS.replace("  # 关于丙\n  - 丙\n", "")


def test_all_items_become_others():
    new = PLANS.replace("甲", "一").replace("- 乙", "- 二").replace("- 丙", "- 三")
    assert change(PLANS, put("下周安排", ["一", "二", "三"])) == new


def test_a_new_item_is_written_as_its_siblings_are():
    rows = f"{WEEK}进展:\n- {{任务: R1, 单位: 甲村, 完成: 1}}\n\n# 完\n"
    row = {"完成": 2, "任务": "R2", "单位": "甲,乙"}
    new = rows.replace("1}\n", '1}\n- {任务: R2, 单位: "甲,乙", 完成: 2}\n')
    assert change(rows, insert("进展", 1, row)) == new
    block = f"{WEEK}进展:\n  - 任务: R1\n    单位: 甲村\n    完成: 1   # 注\n\n# 完\n"
    new = block.replace("# 注\n", '# 注\n  - 任务: R2\n    单位: "甲,乙"\n    完成: 2\n')
    assert change(block, insert("进展", 1, row)) == new


def test_items_are_told_by_what_they_must_have():
    row = "  - {{任务: R1, 单位: {}, 完成: {}}}   # 注{}\n".format
    old = f"{WEEK}进展:\n{row('甲村', 1, 1)}{row('乙村', 2, 2)}{row('丙村', 3, 3)}"
    new = f"{WEEK}进展:\n{row('甲村', 1, 1)}{row('丙村', 9, 3)}"

    def how(record):
        del record["进展"][1]
        record["进展"][1]["完成"] = 9

    assert change(old, how) == new


def test_a_list_may_say_what_tells_its_items():
    item = {"type": "object", "properties": {name: {"type": "string"} for name in ("名", "值")}}
    schema = Schema("own", {"type": "object", "properties": {"表": {"type": "array", "键": ["名"], "items": item}}})
    old = "表:\n- {名: 甲, 值: x}  # 注甲\n- {名: 乙, 值: x}  # 注乙\n"
    rows = [{"名": "丙", "值": "x"}, {"名": "乙", "值": "y"}]
    new = "表:\n- {名: 丙, 值: x}\n- {名: 乙, 值: y}  # 注乙\n"
    assert edited(old.encode(), schema, {"表": rows}).decode() == new


def test_a_list_in_brackets_is_written_anew():
    old = f"{WEEK}下周安排: [甲, '乙', 丙]   # 注\n"
    assert change(old, put("下周安排", 1, "丁")) == old.replace("乙", "丁")
    assert change(old, drop("下周安排", 0)) == old.replace("甲, ", "")
    assert change(old, insert("下周安排", 3, "a, b")) == old.replace("丙", '丙, "a, b"')


def test_groups_in_a_list_in_brackets():
    old = f"{WEEK}进展: [{{任务: R1, 单位: 甲}}, {{任务: R2, 单位: 乙, 完成: }}]\n"
    assert change(old, put("进展", 1, "完成", 3)) == old.replace("完成: ", "完成: 3")
    new = old.replace("}, {", "}, {任务: R3, 单位: 丙}, {")
    assert change(old, insert("进展", 1, {"任务": "R3", "单位": "丙"})) == new


def test_rows_of_cells():
    head = "标题: 方案\n版式: 通用\n章节:\n  甲:\n    表格:\n      表头: [a, b]\n      行:\n"
    old = f"{head}        - ['1', '']\n        - - x\n          - y\n"
    rows = [["1", ""], ["x", "z"], ["p", ""]]
    new = old.replace("y\n", 'z\n        - [p, ""]\n')
    assert change(old, put("章节", "甲", "表格", "行", rows), "plan") == new


def test_a_list_in_brackets_with_a_comment_is_left_to_people():
    with pytest.raises(CannotEdit, match="注释"):
        change(f"{WEEK}下周安排: [甲,  # 注\n  乙]\n", drop("下周安排", 0))


# Names of people's own

PLAN = "标题: 方案\n版式: 通用\n章节:\n  甲:   # 一\n    正文: 一\n  # 关于乙\n  乙:\n    正文: 二\n\n# 完\n"


def test_chapters_come_and_go():
    more = PLAN.replace("正文: 二\n", "正文: 二\n  丙:\n    正文: 三\n")
    assert change(PLAN, put("章节", "丙", {"正文": "三"}), "plan") == more
    assert change(more, drop("章节", "丙"), "plan") == PLAN
    assert change(PLAN, put("章节", "乙", {}), "plan") == PLAN.replace("正文: 二", "正文: ")


def test_chapters_do_not_change_places():
    with pytest.raises(CannotEdit, match="改不了"):
        change(PLAN, put("章节", {"乙": {"正文": "二"}, "甲": {"正文": "一"}}), "plan")


# The file as a whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_line_ends_and_encoding_stay(encoding, line_end, is_ended):
    old = f"{WEEK}# 注\n下周安排:\n  - 甲" + "\n" * is_ended
    new = f"{WEEK}期号: 3\n# 注\n下周安排:\n  - 甲\n  - 乙" + "\n" * is_ended

    def how(record):
        record["期号"] = 3
        record["下周安排"].append("乙")

    there = change(old.replace("\n", line_end), how, encoding=encoding)
    assert there == new.replace("\n", line_end)


def test_nothing_new_changes_nothing():
    data = FORMS[0].read_bytes()
    assert edited(data, schema_of(FORMS[0]), record_of(data, schema_of(FORMS[0]))) == data


@pytest.mark.parametrize("data", [b"\xff\xfe\xff", "周: 2026\n".encode(), "周：2026-W11\n".encode()])
def test_a_form_with_faults_is_left_alone(data):
    with pytest.raises(CannotEdit, match="本身有错"):
        edited(data, load("week"), {"周": "2026-W12"})


@pytest.mark.parametrize("how", [put("周", "x"), put("综述", ["甲"]), put("活动", "甲"), put("综述", ""), drop("周")])
def test_what_would_not_read_as_wanted_is_refused(how):
    with pytest.raises(CannotEdit, match="改不了"):
        change(f"{WEEK}综述: 甲\n", how)


# Every form that is there


def leaves(value, rule, schema, path=(), key=()):
    """The paths to the single values that may become any other of their type; not what tells the items of a list."""
    if isinstance(value, dict):
        for name in value.keys() - {*key}:
            yield from leaves(value[name], schema.child(rule, name), schema, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, schema.child(rule, 0), schema, (*path, place), rule.get("键", ()))
    elif "enum" not in rule and rule.get("pattern", "^[^\\n]*$") == "^[^\\n]*$":
        yield path


def other(value):
    match value:
        case bool():
            return not value
        case str():
            return f"{value[:10]}另"
        case datetime.date():
            return value + datetime.timedelta(days=1)
    return value + 1


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.relative_to(DATA)))
@pytest.mark.parametrize("half", [0, 1])
def test_every_value_of_a_form_can_be_set_by_itself(path, half):
    schema, data = schema_of(path), path.read_bytes()
    understood = understand(data, "form", schema)
    after, touched = copy.deepcopy(understood.record), set()
    for steps in sorted(leaves(understood.record, schema.root, schema), key=str)[half::2]:
        *above, last = steps
        node = functools.reduce(lambda below, step: below.value[step], steps, understood.root)
        parent = functools.reduce(lambda below, step: below[step], above, after)
        parent[last] = other(parent[last])
        touched.update(range(node.line, node.end_line + 1))
    result = edited(data, schema, after)
    assert record_of(result, schema) == after
    old, new = ([*bare.decode().splitlines()] for bare in (data, result))
    kept = [line for number, line in enumerate(old, 1) if number not in touched]
    assert len(new) <= len(old)
    assert is_within(kept, new)


def is_within(some, all_of_them):
    rest = iter(all_of_them)
    return all(line in rest for line in some)


# Whatever is changed


@functools.cache
def new_week():
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "anping"
        shutil.copytree(DATA / "anping", town)
        return next_week.create(town, "", DAY).read_bytes()


WORDS = st.text(st.sampled_from("甲乙村a1 :：#-,，{}[]\"'。%&*!|>?@`\\\t"), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


@st.composite
def values(draw, rule, schema):
    match rule.get("type"):
        case "object":
            return draw(groups(rule, schema))
        case "array":
            return draw(st.lists(values(schema.child(rule, 0) or {}, schema), min_size=1, max_size=3))
        case "integer":
            return draw(st.integers(1, 999))
        case "number":
            return draw(st.integers(-9, 999) | st.just(Decimal("1.5")))
        case "boolean":
            return draw(st.booleans())
    if "enum" in rule:
        return draw(st.sampled_from(rule["enum"]))
    if rule.get("format") == "date":
        return draw(st.dates(DAY, DAY + datetime.timedelta(days=99)))
    if "pattern" not in rule:
        return draw(LINES)
    return draw(WORDS) if rule["pattern"] == "^[^\\n]*$" else draw(st.sampled_from(rule.get("examples", ["2026-W12"])))


@st.composite
def groups(draw, rule, schema):
    required = rule.get("required", ())
    some = [name for name, below in rule.get("properties", {}).items() if schema.resolve(below).get("type") != "array"]
    names = {*required, *draw(st.sets(st.sampled_from(some), max_size=2))} if some else set(required)
    return {name: draw(values(schema.child(rule, name), schema)) for name in some if name in names}


def changed_list(draw, value, rule, schema):
    below, items = schema.child(rule, 0), list(value)
    for _time in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(items) - 1))
        match draw(st.sampled_from(["set", "drop", "insert", "within"])):
            case "set":
                items[place] = draw(values(below, schema))
            case "drop" if len(items) > 1:
                del items[place]
            case "insert":
                items.insert(place + draw(st.integers(0, 1)), draw(values(below, schema)))
            case "within":
                items[place] = changed(draw, items[place], below, schema)
    return items


def changed(draw, value, rule, schema):
    """The *value* with some of it set, dropped, inserted."""
    if isinstance(value, list):
        return changed_list(draw, value, rule, schema)
    if not isinstance(value, dict):
        return draw(values(rule, schema))
    after = dict(value)
    names = list(rule.get("properties", ())) or list(value)
    for name in draw(st.sets(st.sampled_from(names), min_size=1, max_size=4)):
        below = schema.child(rule, name)
        if name not in after:
            after[name] = draw(values(below, schema))
        elif name not in rule.get("required", ()) and draw(st.integers(0, 3)) == 0:
            del after[name]
        else:
            after[name] = changed(draw, after[name], below, schema)
    return after


def can_stand(record, schema):
    """True if *record* is what a form of this schema may hold."""
    data = "\n".join(value_lines(record, "", schema.root, schema)).encode()
    understood = understand(data, "form", schema)
    return not understood.faults and understood.record == record


SOURCES = {
    "week": lambda: (DATA / "anping/weeks/2026-W17.yaml").read_bytes(),
    "new week": new_week,
    "plan": lambda: (DATA / "anping/plan.yaml").read_bytes(),
}


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=25)
@given(drawn=st.data())
def test_whatever_is_changed_the_rest_stays(name, drawn):
    schema, data = load("plan" if name == "plan" else "week"), SOURCES[name]()
    after = changed(drawn.draw, record_of(data, schema), schema.root, schema)
    assume(can_stand(after, schema))
    result = edited(data, schema, after)
    assert record_of(result, schema) == after
    lines = [line for line in data.decode().splitlines() if line.startswith("#")]
    assert is_within(lines, result.decode().splitlines())
    rows = {(row["任务"], row["单位"]) for row in after.get("进展", ()) if "所属周" not in row}
    there = result.decode().splitlines()
    for line in data.decode().splitlines() if name == "new week" else ():
        row, _mark, comment = line.partition("   #")
        if row.startswith("  - {任务: ") and comment:
            task, unit = (part.split(": ")[1] for part in row.split(", ")[:2])
            is_there = any(f"单位: {unit}," in one and comment in one for one in there)
            assert is_there or (task, unit) not in rows
