"""What each face of a 公文 is also called, what stands in for it where it is not there, and where to get it."""

from typing import NamedTuple

from wenming.base.i18n import N_


class Kind(NamedTuple):
    """A kind of face: names of the faces that are it, the best first; where to get the first of them."""

    names: tuple[str, ...]
    source: str


_OF_WINDOWS = N_("在 Windows 的“设置—应用—可选功能”里添加“简体中文补充字体”，或者装一个 WPS")
_IN_WINDOWS = N_("Windows 自带，把 simsun.ttc 放进镇的 fonts 文件夹")
_OF_FOUNDER = N_("从方正字库网站（www.foundertype.com）下载")
_OF_LATIN = N_("Windows 自带，把它放进镇的 fonts 文件夹")

FANG_SONG = Kind(
    (
        *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GB2312"),
        *(
            "方正仿宋_GBK",
            "方正仿宋简体",
            "FZFangSong-Z02S",
            "FandolFang R",
            "FandolFang",
            "朱雀仿宋",
            "Zhuque Fangsong (technical preview)",
        ),
    ),
    _OF_WINDOWS,
)
KAI = Kind(
    (
        *("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GB2312", "方正楷体_GBK"),
        *("方正楷体简体", "FandolKai", "AR PL UKai CN", "LXGW WenKai"),
    ),
    _OF_WINDOWS,
)
HEI = Kind(
    (
        *("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti", "等线", "DengXian", "微软雅黑"),
        *("Microsoft YaHei", "FandolHei", "思源黑体 CN", "Source Han Sans CN", "Source Han Sans SC"),
        *(
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "WenQuanYi Zen Hei",
            "文泉驿正黑",
            "WenQuanYi Micro Hei",
            "Droid Sans Fallback",
        ),
    ),
    _OF_WINDOWS,
)
SONG = Kind(
    (
        *("宋体", "SimSun", "新宋体", "NSimSun", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong", "FandolSong"),
        *("思源宋体 CN", "Source Han Serif CN", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC"),
        *("AR PL UMing CN", "AR PL SungtiL GB"),
    ),
    _IN_WINDOWS,
)
TITLE_SONG = Kind(
    (
        *("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0"),
        *("华文中宋", "STZhongsong", *SONG.names),
    ),
    _OF_FOUNDER,
)
LATIN = Kind(("Times New Roman", "Liberation Serif", "Nimbus Roman", "FreeSerif", "DejaVu Serif"), _OF_LATIN)
KINDS = (FANG_SONG, KAI, HEI, SONG, TITLE_SONG, LATIN)


def kind_of(name: str) -> Kind:
    """The kind of the face called *name*: by its name, or by a word in it; 仿宋 where nothing tells."""
    for kind in KINDS:
        if name.casefold() in map(str.casefold, kind.names):
            return kind
    for word, kind in _WORDS:
        if word in name.casefold():
            return kind
    return FANG_SONG if any(char > "\u2e80" for char in name) else LATIN


_WORDS = (
    *(
        ("小标宋", TITLE_SONG),
        ("中宋", TITLE_SONG),
        ("大标宋", TITLE_SONG),
        ("仿宋", FANG_SONG),
        ("fangsong", FANG_SONG),
    ),
    *(("楷", KAI), ("kai", KAI), ("黑", HEI), ("hei", HEI), ("圆", HEI), ("gothic", HEI), ("sans", HEI)),
    *(("宋", SONG), ("song", SONG), ("sun", SONG), ("ming", SONG)),
)
