"""Claims to statements: what one document says, each thing once."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kg.annotate.annotation import Annotation
from kg.model import Amount, Claim, Mention, Period, Statement
from kg.ontology import Schema

Key = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]


def join(claims: Iterable[Claim], annotation: Annotation, schema: Schema) -> tuple[Statement, ...]:
    """One statement per type, parties and certainty, sorted by first evidence, then id.

    Claims of one event may differ in certainty ("X kauft Y" in the headline, "will kaufen" below): the best
    supported one stands, the body before the headline, then the weaker; a denial stays beside a claim.
    A type gives way to its own sub-type between the same parties (Investment to AnchorInvestment).
    """
    groups: dict[Key, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_key(claim, schema), []).append(claim)
    special = {(key[1][:2], claim.type) for key, members in groups.items() for claim in members}
    statements = []
    for (type_, parties), members in groups.items():
        if any(pair == parties[:2] and t != type_ and schema.is_a(t, type_) for pair, t in special):
            continue
        for same in _by_certainty(members, annotation, schema):
            statements.append(_statement(type_, same, annotation, schema))
    return tuple(sorted(statements, key=lambda s: (s.evidence[0].start, s.id)))


def _entities(claim: Claim) -> dict[str, tuple[str, ...]]:
    found = {}
    for role, fillers in claim.roles.items():
        ids = tuple(dict.fromkeys(f.entity for f in fillers if isinstance(f, Mention)))
        if ids:
            found[role] = ids
    return found


def _key(claim: Claim, schema: Schema) -> Key:
    """Type and the required parties; a symmetric type's parties in any order are the same."""
    roles = schema.statement_type(claim.type).roles
    parties = {r: tuple(sorted(ids)) for r, ids in _entities(claim).items() if roles[r].required}
    return claim.type, tuple(sorted(parties.items()))


def _by_certainty(members: list[Claim], annotation: Annotation, schema: Schema) -> list[list[Claim]]:
    """The members that stand, as one list per certainty that is kept."""
    denied = [c for c in members if not schema.certainty(c.certainty).gives_edge]
    others = [c for c in members if schema.certainty(c.certainty).gives_edge]
    kept = [denied] if denied else []
    if others:
        title_end = annotation.document.blocks[0].end if _has_title(annotation) else 0
        body = [c for c in others if c.evidence.start >= title_end] or others
        counts = {c.certainty: sum(o.certainty == c.certainty for o in body) for c in body}
        best = max(counts, key=lambda name: (counts[name], schema.certainty(name).rank))
        kept.append([c for c in others if c.certainty == best])
    return kept


def _has_title(annotation: Annotation) -> bool:
    blocks = annotation.document.blocks
    return bool(blocks) and blocks[0].kind == "title"


def _statement(type_: str, claims: list[Claim], annotation: Annotation, schema: Schema) -> Statement:
    claims = sorted(claims, key=lambda c: (-c.confidence, c.trigger))
    entities: dict[str, tuple[str, ...]] = {}
    values: dict[str, tuple[Amount | Period | str, ...]] = {}
    required = {n for n, r in schema.statement_type(type_).roles.items() if r.required}
    for claim in claims:
        for role, ids in _entities(claim).items():
            if role in required:
                entities.setdefault(role, ids)
            else:
                entities[role] = tuple(dict.fromkeys([*entities.get(role, ()), *ids]))
        for role, fillers in claim.roles.items():
            plain = tuple(f for f in fillers if not isinstance(f, Mention))
            if plain:
                values.setdefault(role, plain)
    evidence = tuple(sorted({c.evidence for c in claims}, key=lambda e: e.start))
    said_by = tuple(dict.fromkeys(s for c in claims for s in c.said_by))
    statement = Statement(
        id="",
        type=type_,
        entities=entities,
        certainty=claims[0].certainty,
        evidence=evidence,
        confidence=claims[0].confidence,
        by=claims[0].by,
        values=values,
        said_by=said_by,
        when=next((c.when for c in claims if c.when), None),
    )
    return replace(statement, id=statement_id(statement, annotation))


def statement_id(statement: Statement, annotation: Annotation) -> str:
    """A content hash: document, type, certainty, parties by name, and the first quote. 16 hex digits."""
    parties: dict[str, Any] = {
        role: sorted(f"{annotation.entity(i).type}:{annotation.entity(i).name}" for i in ids)
        for role, ids in statement.entities.items()
    }
    quotes = [(e.start, e.quote) for e in statement.evidence[:1]]
    content = [annotation.document.id, statement.type, statement.certainty, parties, quotes]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
