"""Records that the schemas allow, made at random: for whatever must hold for every form."""

import datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from wenming.forms.schema import Rule, Schema

_LETTERS = "安平镇东河村清理垃圾三处0123456789，。：“”（）、%=+-@#abXYZ.›　 "
_PATTERNED = {
    "周": st.sampled_from(["2026-W09", "2026-W18", "2020-W53"]),
    "文号": st.sampled_from(["安政发〔2026〕3号", "安政办发〔2025〕12号", "安政发〔2026〕　号"]),
    "电话": st.sampled_from(["0310-5550101", "13900000000", "（0310）5550101"]),
    "份号": st.sampled_from(["000001", "123456"]),
    "密级": st.sampled_from(["秘密★1年", "机密", "秘密"]),
}
_DEPTH_MAX = 5


def texts(*, lines: bool, blanks: bool = True, most: int = 30) -> st.SearchStrategy[str]:
    letters = _LETTERS if blanks else "".join(one for one in _LETTERS if one not in " 　，。：、")
    one_line = st.text(letters, min_size=1, max_size=most).map(lambda text: text.strip(" 　")).filter(bool)
    if not lines:
        return one_line
    return st.lists(one_line, min_size=1, max_size=3).map("\n".join)


def values(schema: Schema, rule: Rule, name: str = "", depth: int = 0) -> st.SearchStrategy[Any]:
    rule = schema.resolve(rule)
    match rule.get("type"):
        case "object":
            return groups(schema, rule, depth)
        case "array":
            return lists(schema, rule, name, depth)
        case "boolean":
            return st.booleans()
        case "integer":
            least = rule.get("minimum", 0)
            return st.integers(least, min(rule.get("maximum", 10**9), 10**9))
        case "number":
            return numbers(rule)
    if "enum" in rule:
        return st.sampled_from(rule["enum"])
    if rule.get("format") == "date":
        return st.dates(datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))
    pattern = rule.get("pattern", "")
    if name in _PATTERNED:
        return _PATTERNED[name]
    if "-W" in pattern:
        return _PATTERNED["周"]
    most = min(rule.get("maxLength", 30), 30)
    return texts(lines="pattern" not in rule, blanks="\\s" not in pattern, most=most)


def numbers(rule: Rule) -> st.SearchStrategy[Any]:
    most = rule.get("maximum", 10**6)
    least = rule.get("minimum", 0)
    if "exclusiveMinimum" in rule:
        least = 1
    whole = st.integers(least, most)
    parts = st.decimals(Decimal(least), Decimal(most), places=2).filter(lambda one: one != int(one))
    return st.one_of(whole, parts)


def groups(schema: Schema, rule: Rule, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in rule:
        below = schema.resolve(rule["additionalProperties"])
        names = texts(lines=False, most=8).filter(lambda name: not set(name) & set("{}"))
        return st.dictionaries(names, values(schema, below, depth=depth + 1), min_size=1, max_size=3)
    required = rule.get("required", ())
    always = {name: values(schema, rule["properties"][name], name, depth + 1) for name in required}
    sometimes = {}
    for name, below in rule["properties"].items():
        resolved = schema.resolve(below)
        is_deep = depth > _DEPTH_MAX and resolved.get("type") in ("object", "array")
        if name not in required and not is_deep:
            sometimes[name] = values(schema, below, name, depth + 1)
    group = st.fixed_dictionaries(always, optional=sometimes)
    if not required and depth:
        group = group.filter(bool)
    return group.map(lambda made: in_order(made, rule))


def in_order(group: dict[str, Any], rule: Rule) -> dict[str, Any]:
    made = {name: group[name] for name in rule["properties"] if name in group}
    if "行" in made:  # as wide as their heads, as the checks between forms ask
        head = made.setdefault("表头", ["一", "二"])[:15]
        made["表头"] = head
        made["行"] = [(row + [""] * len(head))[: len(head)] for row in made["行"]]
        made["行"] = [row if any(row) else ["甲", *row[1:]] for row in made["行"]]
    return made


def lists(schema: Schema, rule: Rule, name: str, depth: int) -> st.SearchStrategy[list[Any]]:
    item = schema.resolve(rule["items"])
    least = max(1, rule.get("minItems", 0))
    if item.get("type") == "array":
        cells = st.one_of(st.just(""), texts(lines=True, most=8))
        return st.lists(st.lists(cells, min_size=1, max_size=4), min_size=least, max_size=3)
    unique = str if rule.get("uniqueItems") else None
    return st.lists(values(schema, item, depth=depth + 1), min_size=least, max_size=3, unique_by=unique)
