"""The names of an entity against those of a register's entry."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from kg.resolve.linking.features import Evidence
from kg.resolve.linking.vocabulary import folded
from kg.resolve.names.features import DIFFERENT, SAME
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import GENERIC, Kind
from kg.resolve.names.parts import Parts, parts
from kg.resolve.names.score import match
from kg.resolve.registers.entry import Entry

SIMILAR_NAME, SAME_NAME = 1, 2

_MOST = 3.5
"""A name alone gives at most so many log-odds; it can take away twice as many."""


class Named(Protocol):
    """What is to be linked: `kg.model.Entity`, `SourceEntity` or alike."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...


def names_of(entity: Named) -> list[str]:
    """The main name, then those other names that are no part of it."""
    own = set(folded(entity.name).split())
    return [entity.name, *(a for a in entity.aliases if not set(folded(a).split()) <= own)]


def compare_names(evidence: Evidence, entity: Named, entry: Entry) -> int:
    """Count the names; whether they are other names (0), similar or the same."""
    kind = "Person" if entity.type == "Person" else "Company"
    best, reason, other = -99.0, "", False
    entry_names = [n for n in (entry.name, *entry.aliases) if n]
    for i, name in enumerate(names_of(entity)):
        for j, entry_name in enumerate(entry_names):
            score, reasons = _matched(name, entry_name, kind)
            if (value := _logit(score) - (0.3 if i or j else 0.0)) > best:
                best, reason, other = value, reasons, bool(i or j)
    evidence.add("name", reason, best + (0.3 if other else 0.0))
    if other:
        evidence.add("other name", "another name agrees")
    if _generic(entity.name):
        evidence.add("generic name", f"general words alone: {entity.name}")
    if _acronym(entity.name, entry.name):
        evidence.add("acronym", "one name is the acronym of the other, and others could be")
        return SIMILAR_NAME
    return SAME_NAME if best >= _logit(SAME) else SIMILAR_NAME if best > _logit(DIFFERENT) else 0


def _acronym(a: str, b: str) -> bool:
    """Whether one is the acronym of the other and no table of names says so."""
    x, y = parts(a), parts(b)
    row = known().row(x)
    if row is not None and row == known().row(y):
        return False
    return _abbreviates(x, y) or _abbreviates(y, x)


def _abbreviates(short: Parts, long: Parts) -> bool:
    return len(short.core) == 1 and short.core[0].text in long.initials and short.core[0] not in long.tokens


@lru_cache(maxsize=65536)
def _matched(a: str, b: str, kind: str) -> tuple[float, str]:
    found = match(a, b, kind)
    return found.score, found.reasons


def _logit(score: float) -> float:
    score = min(max(score, 0.0025), 0.9975)
    return min(_MOST, math.log(score / (1 - score)))


def _generic(name: str) -> bool:
    kinds = [t.kind for t in parts(name).tokens]
    return bool(kinds) and all(kind in GENERIC for kind in kinds)


def begins(entity: Named, entry: Entry) -> bool:
    """Whether a distinctive name is the beginning of the entry's, with a trade or another name behind it."""
    short, long = parts(entity.name).tokens, parts(entry.name).tokens
    if not short or len(short) >= len(long) or short[0].kind is not Kind.DISTINCTIVE or len(short[0].text) < 4:
        return False
    rest = long[len(short) :]
    apart = (Kind.UNIT, Kind.PLACE, Kind.NUMBER)
    same = [t.concept for t in long[: len(short)]] == [t.concept for t in short]
    return same and not any(t.kind in apart for t in rest)


def called_after(entity: Named, entry: Entry) -> bool:
    """Whether the name is the entry's with words more, as a subsidiary's is."""
    own, other = ({t.concept for t in parts(name).core} for name in (entity.name, entry.name))
    return other < own
