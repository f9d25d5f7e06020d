"""The name scorer: two names and a type in, a score with its reasons out."""

from dataclasses import dataclass

from kg.errors import InputError
from kg.resolve.names.company import compare as firms
from kg.resolve.names.features import DIFFERENT, SAME, Evidence
from kg.resolve.names.fold import words
from kg.resolve.names.person import compare as persons

TYPES = ("Company", "Organization", "Person")

_KINDS = {t: t for t in TYPES} | {t.casefold(): t for t in TYPES}


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
    kind = _KINDS.get(type) or _KINDS.get(type.strip().casefold() or "company")
    if kind is None:
        raise InputError(f"type {type!r} is unknown: give {', '.join(TYPES)}")
    if not words(a) or not words(b):
        return Match(0.5, "unsure", "a name is empty")
    evidence = _compare(a, b, kind)
    score = evidence.score
    return Match(score, decision(score), "; ".join(evidence.reasons))


def decision(score: float) -> str:
    """The word for a score, by the thresholds of `features`."""
    return "same" if score >= SAME else "different" if score <= DIFFERENT else "unsure"


def _compare(a: str, b: str, type: str) -> Evidence:
    return persons(a, b) if type == "Person" else firms(a, b, organization=type == "Organization")
