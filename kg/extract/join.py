"""Claims to statements: what one document says, each thing once."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.sentences import sentence_of
from kg.extract.cues import CertaintyLexicon
from kg.extract.followup import WINDOW, followed, is_past, is_present
from kg.model import Amount, Claim, Mention, Period, Statement
from kg.ontology import Schema

Key = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]

IN_PASSING = 0.3
"""What a mention that takes an event for granted adds to its being a fact: three do not outweigh one "will"."""

HEADLINE_WINDOW = 6
"""How many sentences may take up what the headline says, where the article tells of no other event of the kind."""


def join(claims: Iterable[Claim], annotation: Annotation, schema: Schema) -> tuple[Statement, ...]:
    """One statement per type, parties and certainty, sorted by first evidence, then id.

    Claims of one event may differ in certainty ("X kauft Y" in the headline, "will kaufen" below): the best
    supported one stands, the body before the headline, then the weaker; a denial stays beside a claim.
    A type gives way to its own sub-type between the same parties (Investment to AnchorInvestment).
    """
    groups: dict[Key, list[Claim]] = {}
    for claim in _taken_up(list(claims), annotation, schema):
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


def _parties(claim: Claim) -> frozenset[str]:
    """All entities of a claim."""
    return frozenset(i for ids in _entities(claim).values() for i in ids)


def _key(claim: Claim, schema: Schema) -> Key:
    """Type and the required parties; a symmetric type's parties in any order are the same."""
    roles = schema.statement_type(claim.type).roles
    parties = {r: tuple(sorted(ids)) for r, ids in _entities(claim).items() if roles[r].required}
    return claim.type, tuple(sorted(parties.items()))


def _by_certainty(members: list[Claim], annotation: Annotation, schema: Schema) -> list[list[Claim]]:
    """The members that stand, as one list per certainty that is kept.

    A denial stands beside a plan or a fact (a rejected bid and the next one), but takes the place of mere hearsay, of
    what its own sentence says besides, and of everything where the headline denies it.
    """
    denied = [c for c in members if not schema.certainty(c.certainty).gives_edge]
    sentences = {c.evidence.start for c in denied}
    others = [c for c in members if schema.certainty(c.certainty).gives_edge and c.evidence.start not in sentences]
    if not others:
        return [denied] if denied else []
    best = _best_supported(others, annotation, schema)
    settled = [c for c in others if c.certainty == best]
    if not denied:
        return [settled]
    single = CertaintyLexicon.load(annotation.document.lang).single
    hearsay = best in {single["hearsay_certainty"], single["question_certainty"]}
    off = hearsay or any(_in_title(c, annotation) for c in denied)
    return [denied] if off else [denied, settled]


def _best_supported(claims: list[Claim], annotation: Annotation, schema: Schema) -> str:
    """The certainty with the most weight, in the body rather than the headline; the weaker one of two equals."""
    body = [c for c in claims if not _in_title(c, annotation)] or claims
    weights: dict[str, float] = {}
    for claim in body:
        weights[claim.certainty] = weights.get(claim.certainty, 0.0) + _weight(claim, annotation, schema)
    return max(weights, key=lambda name: (weights[name], schema.certainty(name).rank))


def _weight(claim: Claim, annotation: Annotation, schema: Schema) -> float:
    """1, or less for an event named in passing ("die Übernahme von X") or told in the present tense as a fact."""
    lexicon = CertaintyLexicon.load(annotation.document.lang)
    if not _types(claim, lexicon, schema) or claim.certainty != "asserted":
        return 1.0
    token = _token(claim, annotation)
    return 1.0 if token is not None and is_past(token, lexicon) else IN_PASSING


def _types(claim: Claim, lexicon: CertaintyLexicon, schema: Schema) -> list[str]:
    """The types with events that a claim belongs to; none for a lasting relation."""
    return [t for t in lexicon.events if schema.is_a(claim.type, t)]


def _token(claim: Claim, annotation: Annotation) -> Token | None:
    """The first token of the claim's trigger."""
    span = annotation.doc.char_span(*claim.trigger, alignment_mode="expand")
    return span[0] if span is not None else None


def _taken_up(claims: list[Claim], annotation: Annotation, schema: Schema) -> list[Claim]:
    """`claims`, each as sure as the sentences after it leave it."""
    return [_followed(claim, claims, annotation, schema) for claim in claims]


def _followed(claim: Claim, claims: list[Claim], annotation: Annotation, schema: Schema) -> Claim:
    token = _token(claim, annotation)
    if token is None or claim.presupposed:
        return claim
    lexicon = CertaintyLexicon.load(annotation.document.lang)
    types = _types(claim, lexicon, schema)
    if not types:
        return claim
    rivals = [c for c in claims if _parties(c) != _parties(claim) and _types(c, lexicon, schema)]
    others = {sentence_of(t).start for c in rivals if (t := _token(c, annotation)) is not None}
    alone = _in_title(claim, annotation) and not any(schema.is_a(c.type, t) for c in rivals for t in types)
    window = HEADLINE_WINDOW if alone else WINDOW
    later = followed(annotation.doc, token.i, lexicon, schema, types=types, window=window, others=others)
    if claim.certainty == "asserted" and claim.said_by and is_present(token):
        later += [lexicon.single["pending_certainty"] for t in types if lexicon.has("announced", t)]
    return replace(claim, certainty=schema.weakest([claim.certainty, *later]))


def _in_title(claim: Claim, annotation: Annotation) -> bool:
    """Whether a claim stands in the headline."""
    blocks = annotation.document.blocks
    return bool(blocks) and blocks[0].kind == "title" and claim.evidence.start < blocks[0].end


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
