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
_CHAPTERS = "章节"  # of which the names are titles
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

    def change_texts(self, change: Callable[[str], str]) -> None:
        """Change every text of the record, and the names of its chapters, by *change*."""
        self.record = _with_fields(self.record, change)
        self.remarks = {_changed_path(path, change): words for path, words in self.remarks.items()}

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


def _with_fields(fields: Mapping[str, Value], change: Callable[[str], str]) -> Fields:
    """*fields* with every text changed; the names of fields stay, those of chapters are texts."""
    changed: Fields = {}
    for name, value in fields.items():
        if name == _CHAPTERS and isinstance(value, Mapping):
            changed[name] = {change(title): _with_texts(chapter, change) for title, chapter in value.items()}
        else:
            changed[name] = _with_texts(value, change)
    return changed


def _with_texts(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, Mapping):
        return _with_fields(value, change)
    if isinstance(value, list):
        return [_with_texts(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _changed_path(path: Path, change: Callable[[str], str]) -> Path:
    """*path* with the name of a chapter in it changed."""
    is_of_chapter = len(path) > 1 and path[0] == _CHAPTERS
    return (path[0], change(str(path[1])), *path[2:]) if is_of_chapter else path
