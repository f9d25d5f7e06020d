"""What all documents together know of one name group."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.model.identity import SourceEntity
from kg.resolve.names.firms import listed
from kg.resolve.names.fold import words
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.parts import Parts, parts

NAMES = 2
"""As many of a group's names, the most used first, are compared."""


@dataclass(frozen=True)
class Profile:
    """A group's top class, its most used type, its names (most used first, at most `NAMES`), what it is called besides
    with the number of documents that do so, its identifiers by scheme, the number of its sources, and all its names."""

    id: int
    iri: str
    top: str
    type: str
    names: tuple[str, ...]
    aliases: Mapping[str, int]
    identifiers: Mapping[str, frozenset[str]]
    sources: int
    called: tuple[str, ...] = ()

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """Those of all its names that lists of well-known firms keep apart from others."""
        return tuple(filter(listed, self.called)) if self.top == "Organization" else ()

    @cached_property
    def parts(self) -> tuple[Parts, ...]:
        return tuple(parts(name) for name in self.names)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its names as one word each, spelling levelled, without legal forms."""
        return frozenset(key for name in self.names if (key := name_word(name, self.top)))

    @cached_property
    def taught(self) -> Mapping[str, int]:
        """Its other names in the same form, with the number of documents that use them."""
        found: Counter[str] = Counter()
        for alias, n in self.aliases.items():
            if (self.top != "Person" or len(words(alias, join=False)) > 1) and (key := name_word(alias, self.top)):
                found[key] += n
        return {key: n for key, n in found.items() if key not in self.keys}

    @cached_property
    def row(self) -> int | None:
        """Its row among the well-known names."""
        return next((row for p in self.parts if (row := known().row(p)) is not None), None)

    @cached_property
    def generic(self) -> bool:
        """Whether no word of its names is distinctive."""
        return not any(t.kind is Kind.DISTINCTIVE for p in self.parts for t in p.tokens)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The words of its first name but fillers, each by the one word for all its spellings."""
        return frozenset(t.concept for t in self.parts[0].core) if self.parts else frozenset()

    @property
    def lone(self) -> bool:
        """Whether its name is too little to tell whom it means in another document: a surname alone."""
        return (
            self.top == "Person"
            and not self.identifiers
            and self.sources > 1
            and all(len(words(name, join=False)) < 2 for name in self.names)
        )

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        """The smallest is the representative of a cluster."""
        return (not self.identifiers, -self.sources, -max(map(len, self.names), default=0), self.iri)


def name_word(name: str, top: str) -> str:
    """All words of a name in one, without legal forms; a person's words in alphabetical order."""
    if top == "Person":
        return " ".join(sorted(words(name, join=False)))
    return parts(name).joined


def entries(source: SourceEntity, top: str) -> Iterable[tuple[str, str, str]]:
    """What one source adds to the profile of its group, as (kind, value, part) rows that are counted."""
    yield "name", source.name, ""
    yield "type", source.type, top
    for alias in set(source.aliases) - {source.name}:
        yield "alias", alias, ""
    for scheme, value in set(source.identifiers):
        yield "identifier", value, scheme


def profile(id: int, iri: str, sources: int, rows: Iterable[tuple[str, str, str, int]]) -> Profile:
    """The profile from its counted rows (kind, value, part, n)."""
    found: dict[str, list[tuple[int, str, str]]] = {"name": [], "type": [], "alias": [], "identifier": []}
    for kind, value, part, n in rows:
        found[kind].append((-n, value, part))
    for kind in found:
        found[kind].sort()
    identifiers: dict[str, set[str]] = {}
    for _, value, scheme in found["identifier"]:
        identifiers.setdefault(scheme, set()).add(value)
    _, type_, top = found["type"][0] if found["type"] else (0, "", "")
    return Profile(
        id,
        iri,
        top,
        type_,
        tuple(name for _, name, _ in found["name"][:NAMES]),
        {alias: -n for n, alias, _ in found["alias"]},
        {scheme: frozenset(values) for scheme, values in identifiers.items()},
        sources,
        tuple(name for _, name, _ in found["name"]),
    )


def packed(values: Iterable[object]) -> str | None:
    """Values as JSON; None for none."""
    listed = list(values)
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else None
