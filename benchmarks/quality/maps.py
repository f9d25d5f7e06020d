"""What a data set's own labels mean in the ontology: one YAML file each, in maps/."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from kg.data import read_yaml
from kg.errors import InputError
from kg.ontology import Schema

HERE = Path(__file__).resolve().parent
MAPS = HERE / "maps"
PROJECT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Label:
    """What a relation label means: a statement of `means`, which is an edge or a statement type without one.

    `also` are edges that say no less than the label. `head` and `tail` are the relation's roles at the two ends (the
    words "head" and "tail" for a relation of two ends). `roles` are conditions on a found statement's values, without
    which it is not counted as wrong. An `optional` fact is neither missed nor wrong; so is one whose head is of none of
    the types `heads`, where these are named.
    """

    means: str
    also: tuple[str, ...] = ()
    head: str = "head"
    tail: str | None = "tail"
    roles: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    optional: bool = False
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """One data set: where it is and what its labels mean.

    `texts` are files whose records have text and language of those here that have none (stand-off annotation).
    `types` are the ontology types that an entity label may mean, the first one is given where names are given.
    `mentions` are the classes in which names are scored, `ignored` entity labels whose places are not scored.
    `exhaustive` is the field of a passage with the labels that were looked for in it; None: all, everywhere.
    `names`: whether names are "detected", "given" or both in turn; `give` "names" or "all" mentions; with `given_type`
    "unknown" a mention is given without a type. `pairs`: the facts classify given pairs.
    `identity` are relations whose arguments are all the same entity, `same` is the field that says who a reference is;
    with `references` "joined" one is whoever has the same relation to the same mention in its passage.
    `labels` are the set's "own" or those of the "ontology", where an unknown one is an error.
    `product_kinds` is the setting that the set is read with, as its products are kinds of things.
    `only` are the ids of the documents to read, None for all; `part` the part, where records say one. `symmetric`
    and `certainties` are words of the ontology.
    """

    name: str
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    folder: str = "data"
    only: frozenset[str] | None = None
    part: str | None = None
    format: str = "documents"
    lang: str | None = None
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    layer: int | None = None
    lower_case: str = "no names"
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions_exhaustive: bool = True
    relations: Mapping[str, Label] = field(default_factory=dict)
    exhaustive: str | None = None
    names: tuple[str, ...] = ("detected",)
    give: str = "names"
    given_type: str = "first"
    pairs: bool = False
    identity: frozenset[str] = frozenset()
    same: str | None = None
    references: str = "apart"
    labels: str = "own"
    product_kinds: bool = False
    symmetric: frozenset[str] = frozenset()
    certainties: frozenset[str] = frozenset()

    @property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The statement classes that are scored, each with the edges that count as it."""
        found: dict[str, set[str]] = {}
        for label in self.relations.values():
            found.setdefault(label.means, {label.means}).update(label.also)
        return {name: frozenset(edges) for name, edges in found.items()}

    def paths(self, data: Path) -> list[Path]:
        """The set's files; InputError when one is missing."""
        return self._existing(PROJECT if self.folder == "project" else data, self.files)

    def text_paths(self, data: Path) -> list[Path]:
        """The files with the texts of stand-off records; InputError when one is missing."""
        return self._existing(data, self.texts) if self.texts else []

    def _existing(self, base: Path, names: Iterable[str]) -> list[Path]:
        if not base.is_dir():
            raise InputError(f"no folder {base}: --data names the folder with the data sets")
        found = [path for name in names for path in (sorted(base.glob(name)) or [base / name])]
        for path in found:
            if not path.is_file():
                raise InputError(f"no file {path}, which the map of {self.name} names: leave the set out with --sets")
        return found


CHOICES = {
    "folder": ("data", "project"),
    "format": ("documents", "triples"),
    "lower_case": ("no names", "names"),
    "give": ("names", "all"),
    "given_type": ("first", "unknown"),
    "labels": ("own", "ontology"),
    "references": ("apart", "joined"),
}


def known_sets() -> list[str]:
    """The names of the data sets that have a map."""
    return sorted(path.stem for path in MAPS.glob("*.yaml"))


def find_map(name: str, schema: Schema) -> Map:
    """The map of a data set by its name; InputError with the names there are."""
    path = MAPS / f"{name}.yaml"
    if not path.is_file():
        raise InputError(f"no data set '{name}'; choose among {', '.join(known_sets())}")
    return read_map(path, schema)


def read_map(path: Path, schema: Schema) -> Map:
    """A map file, checked against the ontology.

    InputError for a file that cannot be read and for a key or value that a map does not have, PatternError for a name
    that the ontology does not have.
    """
    try:
        raw = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"cannot read the map {path}: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict):
        raise InputError(f"{path} is no map: expected keys such as types and relations")
    _check_keys(path, raw)
    relations = _own_labels(schema) if raw.get("labels") == "ontology" else {}
    relations |= {name: _label(path, name, entry, schema) for name, entry in raw.get("relations", {}).items()}
    types = {name: (name,) for name in schema.entity_types} if raw.get("labels") == "ontology" else {}
    types |= {name: _types(found, schema) for name, found in raw.get("types", {}).items()}
    plain = {key: raw[key] for key in raw.keys() - {"relations", "types", "mentions", "only"}}
    for key, default in (("files", ()), ("texts", ()), ("names", ("detected",))):
        plain[key] = tuple(plain.get(key, default))
    return Map(
        path.stem,
        **plain | {key: frozenset(plain.get(key, ())) for key in ("ignored", "identity")},
        only=read_ids(path.parent / raw["only"]) if "only" in raw else None,
        types=types,
        mentions={name: _types(found, schema) for name, found in raw.get("mentions", {}).items()},
        relations=relations,
        symmetric=frozenset(edge.name for edge in schema.edges.values() if edge.symmetric),
        certainties=frozenset(schema.certainties),
    )


def read_ids(path: Path) -> frozenset[str]:
    """The ids in a JSON list; InputError when it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read ids from {path}: {error}") from error
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise InputError(f"{path} is no JSON list of document ids")
    return frozenset(found)


def _check_keys(path: Path, raw: Mapping[str, Any]) -> None:
    allowed = Map.__dataclass_fields__.keys() - {"name", "symmetric", "certainties"}
    if unknown := sorted(raw.keys() - allowed):
        raise InputError(f"{path}: unknown key '{unknown[0]}'; a map has {', '.join(sorted(allowed))}")
    for key, choices in CHOICES.items():
        if raw.get(key, choices[0]) not in choices:
            raise InputError(f"{path}: {key} is '{raw[key]}'; choose {' or '.join(choices)}")
    for name in raw.get("names", ()):
        if name not in ("detected", "given"):
            raise InputError(f"{path}: names are '{name}'; choose detected or given")


def _own_labels(schema: Schema) -> dict[str, Label]:
    """Every statement under its own names: its edge, the edge's inverse, and its type."""
    found = {}
    for kind in schema.statements.values():
        label = Label(kind.edge.name) if kind.edge else Label(kind.name, tail=None)
        found[kind.name] = label
        if kind.edge:
            found[kind.edge.name] = label
        if kind.edge and kind.edge.inverse:
            found[kind.edge.inverse] = replace(label, head="tail", tail="head")
    return found


def _label(path: Path, name: str, entry: Mapping[str, Any], schema: Schema) -> Label:
    if not isinstance(entry, dict) or "means" not in entry:
        raise InputError(f"{path}: relation {name} lacks what it means")
    if unknown := sorted(entry.keys() - set(Label.__dataclass_fields__)):
        raise InputError(f"{path}: relation {name} has an unknown key '{unknown[0]}'")
    edges = (entry["means"], *entry.get("also", ()))
    alone = entry["means"] in schema.statements and schema.statement_type(entry["means"]).edge is None
    for edge in () if alone else edges:
        schema.edge(edge)
    roles = {role: re.compile(pattern) for role, pattern in entry.get("roles", {}).items()}
    for role in roles:
        schema.term(role)
    tail = None if alone else entry.get("tail", "tail")
    heads = _types(entry.get("heads", ()), schema)
    return Label(edges[0], edges[1:], entry.get("head", "head"), tail, roles, entry.get("optional", False), heads)


def _types(names: Iterable[str], schema: Schema) -> tuple[str, ...]:
    return tuple(schema.type(name).name for name in names)
