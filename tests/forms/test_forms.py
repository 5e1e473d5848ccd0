"""Forms as clerks type them: right ones are read as meant, wrong ones give every fault where it is.

A file dropped into bad_forms or good_forms is a test. It begins with comments: `# 表单: plan`, then what is expected:
`# 错在: 3行 是不是“组长”` (the line, and what the fault or its mending says) or `# 读出: 标题 = "安平镇方案"`.
"""

import datetime
import json
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from steps import Steps

from wenming.base.diagnostics import Fault, Faults, Place, as_json, show
from wenming.forms import form as forms
from wenming.forms.field_list import fields_markdown, fields_of

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad_forms").glob("*.yaml"))
GOOD = sorted((HERE / "good_forms").glob("*.yaml"))
PLAN = "标题: 安平镇方案\n版式: 标准\n章节: {总体要求: {正文: 坚持以人民为中心}}\n"
STEPS = 3_000_000  # calls; the worst of the forms here takes half of them


def faults(path: Path, form: str) -> tuple[Fault, ...]:
    """The faults of a form, which must come after few steps and speak Chinese only."""
    with pytest.raises(Faults) as raised, Steps() as steps:
        forms.read(path, form, path.name)
    assert steps.count < STEPS
    found = raised.value.faults
    for fault in found:
        assert fault.what and fault.mend
        assert not re.search(r"[a-z]{4,} [a-z]{2,}", re.sub("“[^”]*”", "", fault.what)), "words of a library"
        assert "^[" not in fault.what + fault.mend, "a regular expression"
    assert found == tuple(sorted(found, key=lambda fault: (fault.place.line, fault.place.column)))
    assert len(found) == len(set(found))
    return found


def form_of(text: str) -> str:
    return re.search("^# 表单: (.*)$", text, re.M)[1]


def value(record: Any, path: str) -> Any:
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        record = record[int(index) - 1] if index else record[name]
    return record


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = re.findall(r"^# 错在: (\d+)行 (.*)$", text, re.M)
    assert expected
    found = faults(path, form_of(text))
    for line, words in expected:
        assert any(fault.place.line == int(line) and words in fault.what + fault.mend for fault in found), show(found)
    # One slip is one fault: what follows from it is not held against the clerk.
    assert len(found) == len(expected), show(found)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.encode(), id="as-is"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="cr"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="bom"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no-last-newline"),
    ],
)
def test_good_form(path: Path, change: Callable[[str], bytes], tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changed = tmp_path / path.name
    changed.write_bytes(change(text))
    form = forms.read(changed, form_of(text))
    for place, expected in re.findall(r"^# 读出: (.*?) = (.*)$", text, re.M):
        assert str(value(form.record, place)) == json.loads(expected), place


TOWN = ROOT / "data" / "anping"
SLIPS = {
    "colon": (r"^(\s*(?:- )?[^#:{]+):(?: |$)", r"\1："),
    "no-space": (r"^(\s*(?:- )?[^#:{]+): (?=\S)", r"\1:"),
    "tab": (r"^ {2}(?! *#)", "\t"),
    "dash": (r"^(\s*)- ", r"\1－"),
    "dash-no-space": (r"^(\s*)- ", r"\1-"),
    "comma": (r"^(\s*- \{[^,]*), ", r"\1，"),
    "no-bracket": (r"^(\s*- \{.*)\}$", r"\1"),
    "at": (r"^(\s*(?:- )?[^#:{]+: )(?=[^\s{\[>\"\d])", r"\1@"),
    "quote-then-text": (r"^(\s*(?:- )?(?:名称|正文|设在): )(?=[^\s{\[>\"])", r'\1"甲"'),
}


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("form", ["town", "plan"])
def test_each_slip_in_a_whole_form_is_one_fault_on_its_line(slip: str, form: str, tmp_path: Path) -> None:
    lines = (TOWN / f"{form}.yaml").read_text(encoding="utf-8").split("\n")
    path = tmp_path / f"{form}.yaml"
    for number, line in enumerate(lines):
        slipped = re.sub(*SLIPS[slip], line)
        if slipped == line:
            continue
        path.write_text("\n".join([*lines[:number], slipped, *lines[number + 1 :]]), encoding="utf-8")
        found = faults(path, form)
        assert number + 1 in {fault.place.line for fault in found}, (slipped, show(found))
        # A wrong choice or a wrong document number is a fault of its own.
        assert len(found) == 1 or {fault.place.line for fault in found} == {number + 1}, (slipped, show(found))


def gbk(text: str = PLAN) -> bytes:
    return ("# ascii\n" + text).encode("gb18030")


def bomb() -> bytes:
    lines = ["a: &a [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]"]
    lines += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]" for i in range(9)]
    return "\n".join(lines).encode()


def nested(depth: int) -> bytes:
    return (PLAN + "附件:\n" + "".join("  " * n + "- 条目:\n" for n in range(depth))).encode()


@pytest.mark.parametrize(
    ("made", "line", "words"),
    [
        pytest.param(lambda: gbk(), 2, "GBK/ANSI 编码，请另存为 UTF-8", id="gbk"),
        pytest.param(lambda: gbk(PLAN.replace("\n", "\r\n")), 2, "GBK/ANSI 编码，请另存为 UTF-8", id="gbk-crlf"),
        pytest.param(lambda: PLAN.encode() + b"\xff\xfe\xff", 4, "不是 UTF-8", id="bytes"),
        pytest.param(lambda: PLAN.encode("utf-16-le"), 0, "不是 UTF-8", id="utf-16-without-bom"),
        pytest.param(lambda: PLAN.encode("utf-16-be"), 0, "不是 UTF-8", id="utf-16-be-without-bom"),
        pytest.param(lambda: b"\xff\xfe" + PLAN.encode("utf-16-le") + b"\x00", 0, "不是 UTF-8", id="utf-16-cut"),
        pytest.param(lambda: PLAN.encode("utf-32"), 0, "不是 UTF-8", id="utf-32"),
        pytest.param(lambda: b"PK\x03\x04" + bytes(200), 0, "不是 UTF-8", id="word-file"),
        pytest.param(lambda: (PLAN + "引言: 甲\x00乙\n").encode(), 0, "不是 UTF-8", id="nul"),
        pytest.param(lambda: (PLAN + "引言: 甲\u2028乙\n").encode(), 4, "控制字符", id="line-separator"),
        pytest.param(lambda: (PLAN + "引言: 甲\ufeff乙\n").encode(), 4, "控制字符", id="bom-inside"),
        pytest.param(lambda: b"", 1, "空的", id="empty"),
        pytest.param(lambda: b" \n\n\t\n", 1, "空的", id="blank"),
        pytest.param(lambda: b"---\n...\n", 1, "", id="empty-document"),
        pytest.param(bomb, 1, "用“&”开头", id="anchor-bomb"),
        pytest.param(lambda: nested(5000)[:900_000], 0, "", id="nested-block"),
        pytest.param(lambda: ("附件: " + "[" * 5000).encode(), 1, "太深", id="nested-5000"),
        pytest.param(lambda: ("附件: " + "[" * 200_000).encode(), 1, "太深", id="nested-200000"),
        pytest.param(lambda: ("附件: " + "{a: " * 100_000).encode(), 1, "太深", id="nested-braces"),
        pytest.param(lambda: ("- " * 200_000).encode(), 1, "太深", id="nested-dashes"),
        pytest.param(lambda: ("? " * 200_000).encode(), 1, "太深", id="nested-questions"),
        pytest.param(lambda: (PLAN + "引言: " + "甲" * 400_000).encode(), 0, "超过 1 MB", id="too-large"),
        pytest.param(lambda: ("标题：甲\n" * 60_000).encode(), 1, "全角冒号", id="many-colons"),
        pytest.param(
            lambda: "".join(f"字段{n}: 甲\n" for n in range(40_000)).encode(), 1, "没有“字段0”", id="many-unknown"
        ),
        pytest.param(lambda: ("标题: @甲\n" * 60_000).encode(), 1, "", id="many-signs"),
        pytest.param(lambda: ('标题: "甲\n' * 60_000).encode(), 0, "", id="many-quotes"),
        pytest.param(lambda: ("\t标题: 甲\n" * 60_000).encode(), 1, "Tab", id="many-tabs"),
        pytest.param(lambda: ("甲 #乙\n" * 60_000).encode(), 0, "", id="many-cuts"),
        pytest.param(lambda: ("标题: " + "甲 " * 200_000 + "：\n").encode(), 1, "", id="one-long-line"),
        pytest.param(lambda: ("标题: " + "[" * 30 + "甲，" * 200_000).encode()[:900_000], 1, "", id="long-brackets"),
        pytest.param(lambda: ("甲" * 300_000).encode(), 1, "", id="one-word"),
        pytest.param(lambda: ("甲:" * 200_000).encode(), 1, "", id="colons"),
        pytest.param(lambda: (" " * 900_000 + "甲").encode(), 1, "", id="blanks"),
        pytest.param(lambda: ("'" * 900_000).encode(), 1, "", id="quotes"),
        pytest.param(lambda: ("标题: '" + "\\" * 900_000).encode(), 1, "", id="backslashes"),
        pytest.param(lambda: ("".join(" " * n + "甲:\n" for n in range(1200))).encode(), 0, "", id="stairs"),
    ],
)
def test_hostile_bytes(made: Callable[[], bytes], line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(made())
    found = faults(path, "plan")
    assert any((not line or fault.place.line == line) and words in fault.what + fault.mend for fault in found), show(
        found
    )


def test_missing_file(tmp_path: Path) -> None:
    assert "打不开" in faults(tmp_path / "none.yaml", "plan")[0].what
    assert "打不开" in faults(tmp_path, "plan")[0].what


def test_all_kinds_of_faults_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "标题：安平镇方案\n版式: 标淮\n章节: {总体要求: {正文: 坚持}}\n引言: 详见 #附件\n"
        "领导小组:\n\t组涨: [{姓名: 陈}]\n"
        "任务:\n  - {编号: R1, 编号: R2, 名称: 甲, 目标值: 310处, 单位: 处}\n印发:\n  成文日期: 2026-02-30\n",
        encoding="utf-8",
    )
    found = faults(path, "plan")
    assert [fault.place.line for fault in found] == [1, 2, 4, 6, 6, 8, 8, 10], show(found)


def test_values_have_their_types(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        PLAN
        + "指标: [{编号: Z1, 名称: 甲, 目标: 0.28}, {编号: Z2, 名称: 乙, 目标: 31}]\n"
        + "印发: {成文日期: 2026年3月5日, 盖章: 是}\n",
        encoding="utf-8",
    )
    record = forms.read(path, "plan").record
    assert record["指标"][0]["目标"] == Decimal("0.28") and isinstance(record["指标"][0]["目标"], Decimal)
    assert type(record["指标"][1]["目标"]) is int
    assert record["印发"] == {"成文日期": datetime.date(2026, 3, 5), "盖章": True}


def test_places(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        PLAN + "领导小组:\n  组长:\n    - {姓名: 陈立新, 职务: 书记}\n    - 姓名: 赵志远\n  名称:\n", encoding="utf-8"
    )
    form = forms.read(path, "plan", "安平/plan.yaml")
    place = form.place("领导小组", "组长", 1, "姓名")
    assert place == Place("安平/plan.yaml", 7, 11, "领导小组.组长[2].姓名", "    - 姓名: 赵志远")
    assert (form.place("领导小组", "组长", 1, "职务").line, form.place("领导小组", "组长").line) == (7, 5)
    assert (form.place("领导小组", "名称").line, form.place().line, form.place("印发", "文号").line) == (8, 1, 1)


def test_every_field_is_explained() -> None:
    for name in ("town", "plan", "notice", "week"):
        for field in fields_of(name):
            assert field.title and field.description and field.example is not None and field.type, field
    text = fields_markdown()
    assert all(name in text for name in ("文号代字", "`任务[].目标值`", "`章节.*.条目[].标题`", "整改期限"))


def test_show_points_at_the_character() -> None:
    fault = Fault(Place("安平/plan.yaml", 3, 5, "版式", "版式: 标淮"), "错", "改", "invalid")
    lines = show([fault]).split("\n")
    assert lines[:3] == ["安平/plan.yaml:3:5  版式", "    版式: 标淮", "          ^"]
    assert lines[3:] == ["  错", "  提示：改"]
    long = show([Fault(Place("a", 1, 501, "", "甲" * 500 + "乙" + "丙" * 500), "错", "改", "invalid")]).split("\n")
    assert len(long[1]) < 80 and long[1].count("…") == 2
    before = long[1][: long[1].index("乙")].strip()
    assert len(long[2]) - 5 == 2 * len(before) - 1
    assert as_json([fault])[0]["column"] == 5


def test_faults_are_sorted_and_once() -> None:
    first, second = Fault(Place("a", 1, 9), "x", "y", "invalid"), Fault(Place("a", 2, 1), "x", "y", "invalid")
    assert Faults([second, first, second]).faults == (first, second)


TYPED = st.one_of(
    st.text(max_size=2000),
    st.lists(
        st.sampled_from(
            [
                "标题",
                "版式",
                "章节",
                "领导小组",
                "组长",
                "姓名",
                ": ",
                "：",
                ":",
                "\n",
                "\n  ",
                "\n    ",
                "- ",
                "－",
                "[",
                "]",
                "{",
                "}",
                "，",
                ", ",
                "#",
                " #",
                '"',
                "'",
                "“",
                "|",
                ">",
                "&",
                "*",
                "!",
                "@",
                "%",
                "\t",
                "　",
                "甲",
                "2026-03-05",
                "310",
                "\\",
                "?",
                "-",
                "---",
                "...",
                "<<",
                "~",
                "\r",
                "{{ 镇.名称 }}",
                "\n- ",
            ]
        ),
        max_size=300,
    ).map(lambda parts: "".join(parts)[:2000]),
)


@given(text=TYPED, form=st.sampled_from(["plan", "town", "week", "notice"]))
@example(text="\u3000\r0", form="plan")
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_text_is_read_or_gives_faults(text: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with Steps() as steps:
        try:
            forms.read(path, form)
        except Faults as error:
            assert error.faults
            assert show(error.faults)
    assert steps.count < STEPS


@given(
    text=st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
        min_size=1,
        max_size=200,
    ).filter(str.strip)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_quoted_text_comes_back(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        f"标题: 方案\n版式: 标准\n标点: 照原样\n章节:\n  总体要求: {{正文: '{text.replace(chr(39), chr(39) * 2)}'}}\n",
        encoding="utf-8",
    )
    assert forms.read(path, "plan").record["章节"]["总体要求"]["正文"] == text


@pytest.mark.parametrize("count", [0, 1, 200, 350])
def test_faults_survive_the_way_to_another_process(count: int) -> None:
    faults = Faults(Fault(Place("plan.yaml", number), "错", "改", "invalid") for number in range(count))
    again = pickle.loads(pickle.dumps(faults))
    assert again.faults == faults.faults and str(again) == str(faults)
