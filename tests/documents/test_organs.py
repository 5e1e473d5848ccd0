"""What a paper has around its text follows from its kind and the organ that issues it."""

import re

import pytest
from dump import dump

from wenming import Faults, Job, build

TOWN = """\
镇:
  名称: 安平镇
  机关: 安平镇人民政府
  标志: 安平镇人民政府文件
  文号代字: 安政发
  办公室: 安平镇党政综合办公室
  其他机关:
    - {名称: 中共安平镇委员会, 文号代字: 安发, 办公室: 中共安平镇委员会办公室}
    - {名称: 安平镇党政综合办公室, 标志: 安平镇党政综合办公室, 文号代字: 安政办函}
  行政村: [东河村, 西河村]
"""


def notice(title: str, issue: str) -> dict[str, str]:
    return {"town.yaml": TOWN, "notices/a.yaml": f"标题: {title}\n正文: 现将有关事项说明如下。\n发文: {{{issue}}}\n"}


def text_of(title: str, issue: str) -> str:
    [document] = build(Job(forms=notice(title, issue))).documents
    assert document.gaps == 0
    return dump(document.data)


@pytest.mark.parametrize("kind", ["公告", "通告", "公示"])
def test_what_is_sent_to_everybody_has_no_addressee_and_needs_no_number(kind: str) -> None:
    text = text_of(f"安平镇人民政府关于道路施工的{kind}", "成文日期: 2026-03-05")

    assert "安平镇人民政府文件" in text and "[主送机关]" not in text and "【待填" not in text


def test_an_informal_notice_has_neither_head_nor_colophon() -> None:
    text = text_of("关于做好值班工作的通知", "红头: 否, 主送: [各科室], 成文日期: 2026-03-05")

    assert "文件" not in re.sub(r"部件.*", "", text) and "印发" not in text and "[主送机关] 各科室：" in text
    assert "抄送" in text_of(
        "关于值班的通知", "红头: 否, 版记: 是, 主送: [各科室], 抄送: [县政府办], 成文日期: 2026-03-05"
    )


def test_a_paper_without_a_signature() -> None:
    assert "[落款]" not in text_of("关于值班的通知", "红头: 否, 落款: 否, 主送: [各科室]")


def test_the_rest_follows_from_the_organ() -> None:
    text = text_of(
        "中共安平镇委员会关于加强学习的通知",
        "机关: [中共安平镇委员会], 文号: 安发〔2026〕2号, 主送: [各村党支部], 成文日期: 2026-03-05",
    )

    assert "中共安平镇委员会文件" in text and "人民政府" not in text
    assert re.search(r"\[版记\].*中共安平镇委员会办公室", text) and re.search(r"\[落款\].*中共安平镇委员会", text)


@pytest.mark.parametrize(
    ("title", "issue", "code", "place"),
    [
        ("中共安平镇委员会关于加强学习的通知", "文号: 安政发〔2026〕2号", "organs-disagree", "标题"),
        ("中共安平镇委员会 安平镇人民政府关于学习的通知", "文号: 安政发〔2026〕2号", "organs-disagree", "标题"),
        ("关于学习的通知", "标志: 中共安平镇委员会文件", "organs-disagree", "发文.标志"),
        ("关于学习的通知", "机关: [中共安平镇委员会], 文号: 安政发〔2026〕2号", "wrong-organ-code", "发文.文号"),
        ("关于学习的通知", "文号: 安发〔2026〕2号", "wrong-organ-code", "发文.文号"),
        ("关于学习的通知", "机关: [安平镇团委], 文号: 安政发〔2026〕2号", "wrong-organ-code", "发文.文号"),
    ],
)
def test_what_disagrees_is_a_fault(title: str, issue: str, code: str, place: str) -> None:
    with pytest.raises(Faults) as raised:
        build(Job(forms=notice(title, f"{issue}, 主送: [各村], 成文日期: 2026-03-05")))
    assert [(fault.code, fault.place.path) for fault in raised.value.faults] == [(code, place)]


def test_what_agrees_is_none() -> None:
    assert text_of("安平镇人民政府关于学习的通知", "文号: 安政发〔2026〕3号, 主送: [各村], 成文日期: 2026-03-05")
    joint = "机关: [中共安平镇委员会, 安平镇人民政府], 文号: 安发〔2026〕3号, 主送: [各村], 成文日期: 2026-03-05"
    assert text_of("中共安平镇委员会 安平镇人民政府关于学习的通知", joint)
    assert text_of(
        "安平镇党政综合办公室关于值班的函",
        "机关: [安平镇党政综合办公室], 文号: 安政办函〔2026〕3号, 主送: [各村], 成文日期: 2026-03-05",
    )
