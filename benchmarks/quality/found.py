"""What the package finds in gold documents."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from gold import Gold
from maps import Map

from kg.annotate.encoder import PACKAGED
from kg.errors import InputError
from kg.extract import reads_statements
from kg.model import Document, Extraction, GivenEntity
from kg.ontology import Schema
from kg.pipeline import extractions
from kg.settings import Settings
from kg.view.lines import record

FINDERS: dict[str, tuple[str, ...] | None] = {"default": None, "rules": ("rules",), "model": ("model",)}
"""The value of `Settings.finders` for each choice; None leaves the default."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity: the places and the words of its mentions, and the words of those that are names."""

    id: str
    name: str
    places: tuple[tuple[int, int], ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement between two entities of a document; `kind` is its edge, or its type where it has none."""

    kind: str
    head: FoundEntity
    tail: FoundEntity | None
    certainty: str
    confidence: float
    by: str
    values: dict[str, str]
    evidence: tuple[tuple[int, int], ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Found:
    """One document: the places and types of its names, and its statements."""

    id: str
    names: tuple[tuple[int, int, str], ...]
    claims: tuple[Claim, ...]


def available() -> list[str]:
    """The finders that the packaged model allows: the learned one needs a head for statements."""
    return [name for name in FINDERS if name != "model" or reads_statements(PACKAGED)]


def settings_of(
    finder: str,
    *,
    given: bool = False,
    mentions: str | None = None,
    least: float | None = None,
    product_kinds: bool = False,
) -> Settings:
    """The settings of one run; `least` is the confidence that a statement must have, None for the default.

    InputError for a finder that this version of the package does not have.
    """
    if finder not in available():
        raise InputError(f"the packaged model has no finder '{finder}'; choose {', '.join(available())}")
    chosen = Settings(given_entities=given, mentions=mentions, product_kinds=product_kinds)
    if least is not None:
        chosen = replace(chosen, min_confidence=least)
    choice = FINDERS[finder]
    return replace(chosen, finders=choice) if choice else chosen


def documents(gold: Iterable[Gold], chosen: Map, *, given: bool) -> list[Document]:
    """The documents as the package reads them, with the gold mentions when they are given."""
    plain = [Document(id=g.id, text=g.text, lang=g.lang) for g in gold]
    if not given:
        return plain
    return [replace(d, given=_given(g, chosen)) for d, g in zip(plain, gold, strict=True)]


def _given(gold: Gold, chosen: Map) -> tuple[GivenEntity, ...]:
    wanted = [m for m in gold.mentions if m.types and (m.name or chosen.give == "all")]
    typed = chosen.given_type == "first"
    return tuple(
        GivenEntity(m.start, m.end, m.types[0] if typed else "") for m in sorted(wanted, key=lambda m: m.start)
    )


def find(
    wanted: list[Document], settings: Settings, schema: Schema, progress: Callable[[int], None]
) -> tuple[list[Found], float]:
    """What the package finds in documents, in order, and the seconds it took once everything was loaded."""
    warm = {d.lang: d for d in wanted}.values()
    list(extractions(warm, settings, schema))
    started, found = time.perf_counter(), []
    for number, extraction in enumerate(extractions(wanted, settings, schema), 1):
        found.append(read(extraction, schema))
        progress(number)
    return found, time.perf_counter() - started


def read(extraction: Extraction, schema: Schema) -> Found:
    """One document's names and statements."""
    names = [(m.start, m.end, m.type) for e in extraction.entities for m in e.mentions if m.kind == "name"]
    entities = {
        e.id: FoundEntity(
            e.id,
            e.name,
            tuple((m.start, m.end) for m in e.mentions),
            frozenset(m.text for m in e.mentions if m.kind == "name"),
        )
        for e in extraction.entities
    }
    claims = tuple(_claims(record(extraction, schema), entities))
    return Found(extraction.document.id, tuple(sorted(names)), claims)


def _claims(line: dict[str, Any], entities: dict[str, FoundEntity]) -> Iterator[Claim]:
    for s in line["statements"]:
        values = {role: value["text"] for role, value in s["roles"].items() if isinstance(value, dict)}
        yield Claim(
            s["edge"] or s["type"],
            entities[s["head"]],
            entities[s["tail"]] if s["tail"] else None,
            s["certainty"],
            float(s["confidence"]),
            s["by"],
            values,
            tuple((e["start"], e["end"]) for e in s["evidence"]),
            " ".join(s["evidence"][0]["quote"].split()),
        )
