"""The rules of a form: its JSON Schema, with what is asked of it most."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wenming import base
from wenming.base import resources
from wenming.base.cache import recall
from wenming.base.lazy import Later

if TYPE_CHECKING:
    import jsonschema_rs
else:
    jsonschema_rs = Later("jsonschema_rs")

Rule = Mapping[str, Any]
_SHARED = "common.yaml#/"


class Schema:
    """One form's rules; ``root`` is the whole schema with the shared definitions in its ``$defs``."""

    def __init__(self, name: str, root: dict[str, Any]) -> None:
        self.name = name
        self.root = root
        self._resolved: dict[int, tuple[Rule, Rule]] = {}  # by id of the rule, which is kept alive beside it
        self._children: dict[tuple[int, str | int], tuple[Rule, Rule]] = {}  # the same, for each step from a rule

    def __reduce__(self) -> tuple[Any, ...]:
        return (load, (self.name,)) if self.is_built_in else (Schema, (self.name, self.root))

    @functools.cached_property
    def is_built_in(self) -> bool:
        """True if these are the rules in the program's own schemas."""
        file = resources.own("schemas") / f"{self.name}.yaml"
        return file.is_file() and self is load(self.name)

    @functools.cached_property
    def token(self) -> bytes:
        """What tells these rules from others: the name of built-in ones, which come with the program."""
        return self.name.encode() if self.is_built_in else f"{self.name} {self.root}".encode()

    @property
    def folder(self) -> str:
        """The folder of a town that has a file for each of these forms; empty where there is one, so called."""
        folder: str = self.root.get("文件夹", "")
        return folder

    def resolve(self, rule: Rule) -> Rule:
        """*rule* with its ``$ref`` followed; what stands beside the ``$ref`` (title, description …) wins."""
        if "$ref" not in rule:
            return rule
        known = self._resolved.get(id(rule))
        if known:
            return known[1]
        target: Any = self.root
        for step in rule["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        full = {**self.resolve(target), **{key: value for key, value in rule.items() if key != "$ref"}}
        self._resolved[id(rule)] = rule, full
        return full

    def child(self, rule: Rule, step: str | int) -> Rule | None:
        """The rule of a field or an item of what *rule* (resolved) describes; None where none may stand."""
        known = self._children.get((id(rule), step))
        if known:
            return known[1]
        if isinstance(step, int):
            found = rule.get("items")
        else:
            found = rule.get("properties", {}).get(step)
            if found is None:
                found = rule.get("additionalProperties")
        if not isinstance(found, dict):
            return None
        child = self.resolve(found)
        if step == 0 or step in rule.get("properties", ()):  # not what people call their chapters
            self._children[id(rule), step] = rule, child
        return child

    def at(self, path: Sequence[str | int]) -> Rule:
        """The rule of the place *path* in a record; empty where the schema has none."""
        rule: Rule = self.root
        for step in path:
            rule = self.child(rule, step) or {}
        return rule

    @functools.cached_property
    def homes(self) -> dict[str, list[str]]:
        """For each field name, the titles of the fields that it stands in (empty for the form itself)."""
        homes: dict[str, list[str]] = {}
        for path, _rule, _required in self.walk():
            names = path.replace("[]", "").split(".")
            homes.setdefault(names[-1], []).append(".".join(names[:-1]))
        return homes

    def walk(self) -> Iterator[tuple[str, Rule, bool]]:
        """Every field: its dotted path ([] for the items of a list), rule, whether it must be filled in.

        A definition that holds itself is entered once.
        """
        yield from self._walk(self.root, "", ())

    def _walk(self, rule: Rule, path: str, inside: tuple[int, ...]) -> Iterator[tuple[str, Rule, bool]]:
        rule = self.resolve(rule)
        while rule.get("type") == "array":
            path += "[]"
            rule = self.resolve(rule.get("items", {}))
        # The properties are the same object wherever a definition is used, also below itself.
        properties = rule.get("properties", {})
        if id(properties) in inside:
            return
        inside = (*inside, id(properties))
        for name, below in properties.items():
            place = f"{path}.{name}" if path else name
            yield place, self.resolve(below), name in rule.get("required", ())
            yield from self._walk(below, place, inside)
        if isinstance(rule.get("additionalProperties"), dict):
            yield from self._walk(rule["additionalProperties"], f"{path}.*", inside)

    @functools.cached_property
    def validator(self) -> Any:
        """The compiled schema."""
        return jsonschema_rs.Draft202012Validator(_encoded(self.root))


def _encoded(rules: Any) -> Any:
    """*rules* with every ``$ref`` as the URI it must be: Chinese names percent-encoded."""
    if isinstance(rules, list):
        return [_encoded(item) for item in rules]
    if not isinstance(rules, dict):
        return rules
    return {key: quote(item, safe="#/$") if key == "$ref" else _encoded(item) for key, item in rules.items()}


@functools.cache
def load(name: str) -> Schema:
    """The built-in schema of the form *name*: town, plan, notice or week."""
    root = _file(name)
    return Schema(name, {**root, "$defs": {**_file("common")["$defs"], **root.get("$defs", {})}})


@functools.cache
def folders(names: tuple[str, ...]) -> Mapping[str, str]:
    """The folder of each of the built-in forms *names*: kept apart from the rules, which most runs need few of."""
    files = [(resources.own("schemas") / f"{name}.yaml").read_bytes() for name in names]
    return recall(lambda: {name: load(name).folder for name in names}, b"folders", *files)


@functools.cache
def _file(name: str) -> dict[str, Any]:
    data = (resources.own("schemas") / f"{name}.yaml").read_bytes()
    read: dict[str, Any] = recall(lambda: _local(base.own_yaml.load(data)), b"schema", data)
    return read


def _local(rules: Any) -> Any:
    """*rules* with what they share with other forms looked for in themselves."""
    if isinstance(rules, list):
        return [_local(item) for item in rules]
    if not isinstance(rules, dict):
        return rules
    return {key: item.replace(_SHARED, "#/") if key == "$ref" else _local(item) for key, item in rules.items()}
