"""Which patterns can hold in a sentence at all: most ask for more parties, or for others, than it speaks of."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations

from kg.extract.patterns import Pattern, PatternSet, Source
from kg.extract.reader import POINTERS
from kg.model import Mention
from kg.ontology import Schema
from kg.ontology.terms import Role

Present = frozenset[tuple[str, int]]
"""Types of entities, each with how many of them a sentence speaks of."""

Need = tuple[frozenset[str], int]
"""Types, and how many entities of them there must be."""

MOST = 3
"""Entities are counted up to this many; more are as good."""

_KEPT = 1_000
"""What sentences speak of is much the same over and over."""


def present(mentions: Iterable[Mention]) -> Present:
    """Whom some mentions stand for."""
    counts = Counter(type_ for type_, _ in {(m.type, m.entity) for m in mentions})
    return frozenset((type_, min(number, MOST)) for type_, number in counts.items())


@lru_cache(maxsize=_KEPT)
def possible(patterns: PatternSet, schema: Schema, there: Present) -> frozenset[str]:
    """The ids of the patterns whose required roles may be filled where only the entities `there` are in reach."""
    needs = _needs(patterns, schema)
    return frozenset(id_ for id_, of_pattern in needs.items() if all(_is_met(need, there) for need in of_pattern))


def _is_met(need: Need, there: Present) -> bool:
    types, least = need
    return sum(number for type_, number in there if type_ in types) >= least


@cache
def _needs(patterns: PatternSet, schema: Schema) -> dict[str, tuple[Need, ...]]:
    """By pattern id what must be there: for each set of roles together, as no entity fills two of them."""
    found = {}
    for pattern in patterns.patterns:
        single = list(_of_steps(pattern, schema) if pattern.kind == "sequence" else _of_roles(pattern, schema))
        groups = (group for size in range(1, len(single) + 1) for group in combinations(single, size))
        found[pattern.id] = tuple(_together(group) for group in groups)
    return found


def _together(needs: tuple[Need, ...]) -> Need:
    return frozenset().union(*(types for types, _ in needs)), min(sum(least for _, least in needs), MOST)


def _of_roles(pattern: Pattern, schema: Schema) -> Iterator[Need]:
    """For each required role that only the sentence itself can fill."""
    roles = schema.statement_type(pattern.type).roles
    for name, sources in pattern.roles.items():
        if roles[name].required and all(s.paths and not any(map(_points, s.paths)) for s in sources):
            types = frozenset(t for s in sources for t in _fitting(roles[name], s, schema))
            least = min(len(s.paths) if len(s.paths) > 1 else roles[name].minimum for s in sources)
            yield types, least


def _of_steps(pattern: Pattern, schema: Schema) -> Iterator[Need]:
    """For each step of a sequence that takes a mention."""
    roles = schema.statement_type(pattern.type).roles
    for step in pattern.steps:
        if step.role and not (step.optional or step.gap or step.unless):
            fitting = _fitting(roles[step.role], Source(), schema)
            yield (fitting & {step.type} if step.type else fitting), 1


def _fitting(role: Role, source: Source, schema: Schema) -> frozenset[str]:
    """The types, "" for an unknown one, of what a source may give a role."""
    return frozenset(t for t in ("", *schema.types) if schema.accepts(role, t) and fits_source(source, t, schema))


def fits_source(source: Source, type_: str, schema: Schema) -> bool:
    """Whether a source that asks for types takes something of this one."""
    return not source.type or any(schema.is_a(type_, wanted) for wanted in source.type.split("|"))


def _points(path: str) -> bool:
    """Whether a slot path may end at an entity of another sentence."""
    return path.startswith("discourse:") or path.rpartition("/")[2] in POINTERS
