"""Reads the decisions that people take about entities: merge, split, rename, type, not_an_entity.

Only the file is read here; ``canonical`` applies it after its rules, at every run, so that taking a decision out of the
file takes it back.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

import yaml

from pipeline.entities.entity_records import EntityType
from pipeline.records import Record


class DecisionsError(ValueError):
    """The file of decisions cannot be read as such; the message names the file, the line and the mend."""


class Merge(Record, frozen=True, kw_only=True):
    """Several names or ids are one entity; the first one gives its name."""

    members: tuple[str, ...]


class Split(Record, frozen=True, kw_only=True):
    """Some ways of writing an entity are another entity.

    ``aliases`` empty means all of them, ``articles`` and ``outlets`` empty means everywhere. ``new_name`` is what the
    new entity is called; null leaves it to its commonest spelling.
    """

    entity: str
    aliases: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    new_name: str | None = None


class Rename(Record, frozen=True, kw_only=True):
    """An entity is shown under another name."""

    entity: str
    name: str


class Retype(Record, frozen=True, kw_only=True):
    """An entity is of another type."""

    entity: str
    entity_type: EntityType


class Decisions(Record, frozen=True, kw_only=True):
    """All decisions, in the order of the file. An entity is named by its id, its name or an alias."""

    not_an_entity: tuple[str, ...] = ()
    split: tuple[Split, ...] = ()
    merge: tuple[Merge, ...] = ()
    rename: tuple[Rename, ...] = ()
    retype: tuple[Retype, ...] = ()


NO_DECISIONS = Decisions()

_Decision = TypeVar("_Decision")


def references_of(decisions: Decisions) -> tuple[str, ...]:
    """Return the names and ids of entities that decisions are about."""
    return (
        *decisions.not_an_entity,
        *(split.entity for split in decisions.split),
        *(member for merge in decisions.merge for member in merge.members),
        *(rename.entity for rename in decisions.rename),
        *(retype.entity for retype in decisions.retype),
    )


_SECTIONS = ("merge", "split", "rename", "type", "not_an_entity")
_SPLIT_KEYS = ("entity", "aliases", "articles", "outlets", "name")


def load_decisions(path: Path) -> Decisions:
    """Read ``entities.yaml``; a file that is not there decides nothing.

    Raises:
        DecisionsError: the file is no YAML of the documented form; the message gives file, line and what is expected.
        OSError: the file is there and cannot be read.

    """
    if not path.exists():
        return NO_DECISIONS
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise DecisionsError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise DecisionsError(f"{path}{line}: not valid YAML ({getattr(error, 'problem', None) or error})") from error
    return _DecisionsReader(path).read(root)


class _DecisionsReader:
    """Turns YAML nodes into decisions; nodes know their line, plain values would not."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, root: yaml.Node | None) -> Decisions:
        if root is None or (isinstance(root, yaml.ScalarNode) and root.value in ("", "null", "~")):
            return NO_DECISIONS
        sections = self._mapping(root, "the file", _SECTIONS)
        return Decisions(
            not_an_entity=self._each(sections, "not_an_entity", lambda node: self._text(node, "a name or id")),
            split=self._each(sections, "split", self._split),
            merge=self._each(sections, "merge", self._merge),
            rename=self._pairs(sections, "rename", lambda entity, node: Rename(entity=entity, name=self._name(node))),
            retype=self._pairs(
                sections, "type", lambda entity, node: Retype(entity=entity, entity_type=self._entity_type(node))
            ),
        )

    def _fail(self, node: yaml.Node, message: str) -> DecisionsError:
        return DecisionsError(f"{self._path}, line {node.start_mark.line + 1}: {message}")

    def _mapping(self, node: yaml.Node, what: str, allowed: tuple[str, ...] | None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            keys = f" ({', '.join(allowed)})" if allowed else ""
            raise self._fail(node, f"{what} must be 'key: value' lines{keys}")
        found: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = self._text(key_node, "a key")
            if allowed is not None and key not in allowed:
                raise self._fail(key_node, f"'{key}' is not known in {what}; use {', '.join(allowed)}")
            if key in found:
                raise self._fail(key_node, f"'{key}' stands twice in {what}")
            found[key] = value_node
        return found

    def _text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self._fail(node, f"expected {what}")
        return str(node.value).strip()

    def _name(self, node: yaml.Node) -> str:
        return self._text(node, "the name to be shown")

    def _texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._fail(node, f"expected a list of {what}")
        return tuple(self._text(item, what) for item in node.value)

    def _each(
        self, sections: dict[str, yaml.Node], section: str, read: Callable[[yaml.Node], _Decision]
    ) -> tuple[_Decision, ...]:
        node = sections.get(section)
        if node is None or _is_empty(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self._fail(node, f"'{section}' must be a list; begin each entry with '- '")
        return tuple(read(item) for item in node.value)

    def _pairs(
        self, sections: dict[str, yaml.Node], section: str, read: Callable[[str, yaml.Node], _Decision]
    ) -> tuple[_Decision, ...]:
        node = sections.get(section)
        if node is None or _is_empty(node):
            return ()
        return tuple(read(entity, value) for entity, value in self._mapping(node, f"'{section}'", None).items())

    def _merge(self, node: yaml.Node) -> Merge:
        members = self._texts(node, "the names or ids that are one, such as [Ada Holm, A. Holm]")
        if len(set(members)) < 2:
            raise self._fail(node, "a merge needs at least two different names or ids")
        return Merge(members=members)

    def _split(self, node: yaml.Node) -> Split:
        fields = self._mapping(node, "a 'split' entry", _SPLIT_KEYS)
        if "entity" not in fields:
            raise self._fail(node, "a 'split' entry needs 'entity', the name or id that is split")
        lists = {
            key: self._texts(fields[key], what) if key in fields else ()
            for key, what in (("aliases", "ways of writing"), ("articles", "article ids"), ("outlets", "outlet ids"))
        }
        if not any(lists.values()):
            raise self._fail(node, "a 'split' entry needs 'aliases', 'articles' or 'outlets' that leave the entity")
        return Split(
            entity=self._text(fields["entity"], "a name or id"),
            aliases=lists["aliases"],
            articles=lists["articles"],
            outlets=lists["outlets"],
            new_name=self._name(fields["name"]) if "name" in fields else None,
        )

    def _entity_type(self, node: yaml.Node) -> EntityType:
        text = self._text(node, "a type")
        allowed: tuple[EntityType, ...] = get_args(EntityType)
        for entity_type in allowed:
            if text == entity_type:
                return entity_type
        raise self._fail(node, f"'{text}' is no type of entity; use {', '.join(allowed)}")


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~")
