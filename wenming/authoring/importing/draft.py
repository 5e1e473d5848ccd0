"""A form that is being made of an old paper: its record, and for each doubtful field what a clerk is to look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

ORDER = (
    *("标题", "版式", "层次", "标题行", "标点", "引言", "正文", "章节", "领导小组", "指标", "任务", "结语", "附件"),
    *("印发", "发文", "镇"),
)
Path = tuple[str | int, ...]
Value = object  # a text, a number, a day, a list, or fields by their names
Fields = dict[str, object]
BLANK = "____"  # what nobody has filled in


@dataclass(slots=True)
class Draft:
    """The form *file*, below the town's folder: its *record*, and the *remarks* on fields, by their paths."""

    file: str
    record: dict[str, Value] = field(default_factory=dict)
    remarks: dict[Path, list[str]] = field(default_factory=dict)

    @property
    def in_order(self) -> dict[str, Value]:
        """The record with its fields in the order in which clerks know them."""
        known = [name for name in ORDER if name in self.record]
        others = [name for name in self.record if name not in ORDER]
        return {name: self.record[name] for name in (*known, *others)}

    def remark(self, path: Path, words: str) -> None:
        """Note *words* at the field of *path*."""
        self.remarks.setdefault(path, []).append(words)


def filled(**fields: Value) -> Fields:
    """Those of *fields* that say something."""
    return {name: value for name, value in fields.items() if value}


def texts_of(value: Value) -> Iterator[str]:
    """Yields every text and figure in *value*, in order, names of chapters too."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from texts_of(inner)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    else:
        yield str(value)


def with_texts(value: Value, change: Callable[[str, Path], str], path: Path = ()) -> Value:
    """*value* with every text in it changed by *change*, which is told where it stands."""
    if isinstance(value, Mapping):
        return {name: with_texts(inner, change, (*path, str(name))) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(item, change, (*path, number)) for number, item in enumerate(value)]
    return change(value, path) if isinstance(value, str) else value
