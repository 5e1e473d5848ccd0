"""Sentences that a leader would sign, whatever the figures are: none of all weeks says 6项任务中6项 or 0个."""

import re

import pytest
from dump import dump
from extreme_weeks import SHAPES, town_of

from wenming import Job, build

ODD = {
    "all tasks": r"(\d+)项任务中\1项|已报送的(\d+)项指标中，\2项",
    "all villages or problems": r"(\d+)个行政村中有\1个村|尚有(\d+)个正在整改，其中\2个",
    "nothing of all": r"中有?0[个项]|[有共成发]0[个项场]|问题0个|完成0个|，0项|0个村|0人次",
    "two marks": r"[。，；：]{2}|，。|：。",
    "nothing between": r"没有报送的是。|在开展|“”",
    "what nobody wrote": r"继续推进各项任务",
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES)
def test_no_sentence_is_odd_whatever_the_figures(shape: str, seed: int) -> None:
    forms = town_of(seed, shape)
    kinds = ("weekly", "circular", "monthly", "final")
    for document in build(Job(forms=forms, kinds=kinds)).documents:
        for line in dump(document.data).split("\n"):
            if not line.startswith("[公文正文]"):
                continue
            for name, pattern in ODD.items():
                assert not re.search(pattern, line), f"{document.title}: {name}: {line}"
