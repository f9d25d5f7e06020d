"""What is told about judgements: those on one entity, and the pairs that nobody has decided."""

import math
import sqlite3
from collections.abc import Iterator
from itertools import combinations

from kg.model.identity import Judgement
from kg.resolve.identity.components import Components
from kg.resolve.identity.features import DIFFERENT, SAME
from kg.resolve.identity.ledger import Ledger
from kg.resolve.identity.pairs import Pairs
from kg.resolve.identity.profile import Profile
from kg.resolve.identity.registered import disjoint
from kg.resolve.identity.score import Pair

NAMES, SAME_NAME, ONE_DOCUMENT, IDENTIFIERS = "names", "same-name-key", "one-document", "identifiers"
KINDS, NAMESAKES = "kinds", "namesakes"
"""The names of the rules that judge."""


def order(found: Judgement) -> tuple[str, str, str, str]:
    """Judgements sort by pair, kind of judge and its name."""
    return (found.a, found.b, found.by, found.judge)


def judgements(
    db: sqlite3.Connection, pairs: Pairs, components: Components, ledger: Ledger, entity: str
) -> list[Judgement]:
    """All that joins or parts the members of an entity, sorted."""
    query = (
        "SELECT id FROM name_group WHERE canonical = :e UNION SELECT id FROM name_group WHERE iri = :e"
        " UNION SELECT name_group FROM source WHERE own = :e OR iri = :e"
    )
    groups = [p for (id_,) in db.execute(query, {"e": entity}).fetchall() if (p := pairs.profile(id_))]
    found = {j for group in groups for j in ledger.of_group(group.id)}
    for group in groups:
        found |= {j for pair in pairs.of(group.id) if (j := _rule(db, pairs, pair))}
        if group.sources > 1 and not group.lone:
            (first,) = db.execute("SELECT min(iri) FROM source WHERE name_group = ?", (group.id,)).fetchone()
            says = f"{group.sources} documents use this name: {group.names[0]}"
            found.add(Judgement.of(group.iri, first, "same", "rule", SAME_NAME, score=1.0, features=(says,)))
    beside = {id_ for group in groups for p in pairs.of(group.id) for id_ in (p.a, p.b)}
    near = [p for id_ in sorted(beside) if (p := pairs.profile(id_))]
    for x, y in ((x, y) for x in groups for y in near if x.id != y.id):
        if n := components.apart(x, y):
            found.add(_different(x.iri, y.iri, ONE_DOCUMENT, f"documents that name both as two: {n}"))
    found |= {j for x, y in combinations(groups, 2) if (j := _conflict(x, y))}
    component = components.component(groups)
    for part, group_iri in component.parts.items():
        first = min(s for s, p in component.follow.items() if p == part)
        if component.groups[group_iri].top == "Person" and not component.identifiers[part]:
            found.add(_different(group_iri, first, NAMESAKES, "a frequent name, and nothing else named beside both"))
            continue
        found.add(_different(group_iri, first, IDENTIFIERS, "one name, but other identifiers or another legal form"))
    return sorted(found, key=order)


def _different(a: str, b: str, rule: str, says: str) -> Judgement:
    return Judgement.of(a, b, "different", "rule", rule, score=0.0, features=(says,))


def _conflict(a: Profile, b: Profile) -> Judgement | None:
    scheme = disjoint(a.identifiers, b.identifiers)
    return _different(a.iri, b.iri, IDENTIFIERS, f"different identifiers: {scheme}") if scheme else None


def _rule(db: sqlite3.Connection, pairs: Pairs, pair: Pair) -> Judgement | None:
    a, b = pairs.profile(pair.a), pairs.profile(pair.b)
    query = "SELECT verdict FROM pair WHERE a = ? AND b = ?"
    (verdict,) = db.execute(query, (pair.a, pair.b)).fetchone()
    if a is None or b is None:
        return None
    features = pair.features
    if verdict == "unsure" and pair.score >= SAME:
        features = (*features, "the short name fits several")
    rule = NAMES if a.top == b.top else KINDS
    return Judgement.of(a.iri, b.iri, verdict, "rule", rule, score=pair.score, features=features)


def rules(db: sqlite3.Connection, pairs: Pairs) -> Iterator[Judgement]:
    """What rules say of all stored pairs of groups."""
    for (group,) in db.execute("SELECT DISTINCT a FROM pair").fetchall():
        for pair in pairs.of(group):
            if pair.a == group and (found := _rule(db, pairs, pair)):
                yield found


def unsure(
    db: sqlite3.Connection, pairs: Pairs, components: Components, ledger: Ledger, limit: int | None
) -> list[Judgement]:
    """The undecided pairs of groups that are not one by other ways nor told apart, best first."""
    query = (
        "SELECT p.a, p.b, p.score, min(g.sources, h.sources), min(g.iri, h.iri), max(g.iri, h.iri) FROM pair p"
        " JOIN name_group g ON g.id = p.a JOIN name_group h ON h.id = p.b"
        " WHERE p.verdict = 'unsure' AND g.canonical <> h.canonical"
    )
    rows = [(-_worth(score, n), x, y, a, b) for a, b, score, n, x, y in db.execute(query)]
    found: list[Judgement] = []
    for _, x, y, a, b in sorted(rows):
        if limit is not None and len(found) >= limit:
            break
        said = ledger.get(x, y)
        left, right = pairs.profile(a), pairs.profile(b)
        if (said and said.verdict != "unsure") or left is None or right is None or components.apart(left, right):
            continue
        pair = next(p for p in pairs.of(a) if b in (p.a, p.b))
        if judgement := _rule(db, pairs, pair):
            found.append(judgement)
    return found


def _worth(score: float, sources: int) -> float:
    """How much a decision of a person brings: nearness to a threshold (0 to 1) times the sources it is about."""
    near = 1 - min(abs(score - SAME), abs(score - DIFFERENT)) / (SAME - DIFFERENT)
    return round(near * math.log2(1 + sources), 6)
