"""The unsure pairs of entities, best first, with what is known of both."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.identity import Judgement, Verdict
from kg.review.context import Side, side_of
from kg.store import Dataset
from kg.store.resolving import forget, judge
from kg.view.who import sources_of


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair that rules leave open: their judgement, and both sides."""

    judgement: Judgement
    a: Side
    b: Side


def open_pairs(dataset: Dataset, limit: int | None = None) -> Iterator[OpenPair]:
    """The pairs that nobody has decided, best first; all for None."""
    known: dict[str, Side] = {}
    for found in dataset.identity.unsure(limit):
        for iri in (found.a, found.b):
            if iri not in known:
                known[iri] = side_of(dataset, iri)
        yield OpenPair(found, known[found.a], known[found.b])


def is_open(dataset: Dataset, pair: Judgement) -> bool:
    """Whether a pair is not yet decided: neither by a person, nor as part of what other decisions joined."""
    if (said := said_of(dataset, pair.a, pair.b)) and said.verdict != "unsure":
        return False
    a, b = (dataset.identity.canonical(source.iri for source in sources_of(dataset, iri)) for iri in (pair.a, pair.b))
    return bool(a) and bool(b) and set(a.values()).isdisjoint(b.values())


def said_of(dataset: Dataset, a: str, b: str) -> Judgement | None:
    """What a person has said of a pair, in either order, and what holds."""
    pair = (min(a, b), max(a, b))
    found = (j for j in dataset.identity.judgements(a) if j.by == "person")
    return next((j for j in found if (j.a, j.b) == pair), None)


def decide(dataset: Dataset, pair: Judgement, verdict: Verdict, person: str, date: str) -> Judgement | None:
    """Write a person's judgement on a pair down and act on it; what held before, for `undo`."""
    before = said_of(dataset, pair.a, pair.b)
    judge(dataset, [Judgement.of(pair.a, pair.b, verdict, "person", person, date=date)])
    return before


def undo(dataset: Dataset, pair: Judgement, before: Judgement | None) -> None:
    """Take back what `decide` did."""
    if before:
        judge(dataset, [before])
    else:
        forget(dataset, pair.a, pair.b)
