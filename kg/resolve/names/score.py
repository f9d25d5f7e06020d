"""The name scorer: two names and a type in, a score with its reasons out."""

from dataclasses import dataclass

from kg.errors import InputError
from kg.resolve.names.features import DIFFERENT, SAME, Evidence
from kg.resolve.names.fold import words

TYPES = ("Company", "Organization", "Person")


@dataclass(frozen=True, slots=True)
class Match:
    """What two names alone tell: `score` from 0 (different) to 1 (same), `decision` same, different or unsure."""

    score: float
    decision: str
    reasons: str


def match(a: str, b: str, type: str = "Company") -> Match:
    """Compare two names of the given type (Company, Organization, Person; any case); InputError for another type.

    `reasons` are short phrases joined by "; ". An empty name gives 0.5 and unsure.
    """
    known = {t.casefold(): t for t in TYPES}
    kind = known.get(type.strip().casefold() or "company")
    if kind is None:
        raise InputError(f"type {type!r} is unknown: give {', '.join(TYPES)}")
    if not words(a) or not words(b):
        return Match(0.5, "unsure", "a name is empty")
    evidence = _compare(a, b, kind)
    return Match(evidence.score, decision(evidence.score), "; ".join(evidence.reasons))


def decision(score: float) -> str:
    """The word for a score, by the thresholds of `features`."""
    return "same" if score >= SAME else "different" if score <= DIFFERENT else "unsure"


def _compare(a: str, b: str, type: str) -> Evidence:
    if type == "Person":
        from kg.resolve.names.person import compare as persons

        return persons(a, b)
    from kg.resolve.names.company import compare

    return compare(a, b, organization=type == "Organization")
