"""Which amounts and dates of a sentence belong to a statement."""

from typing import TypeVar

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.sentences import sentence_of
from kg.extract import tree
from kg.model import Amount, Period
from kg.ontology import Schema

CLAUSES = frozenset({"ccomp", "advcl", "acl", "parataxis", "xcomp", "csubj"})
"""Relations that open a clause of its own."""

V = TypeVar("V", Amount, Period)
Values = dict[str, tuple[Amount | Period | str, ...]]


def values_near(
    annotation: Annotation, trigger: Token, type_: str, given: Values, schema: Schema
) -> tuple[Period | None, Values]:
    """When the statement holds, and its value roles: `given` ones first, then by kind from the trigger's clause.

    A value counts when it stands in the clause of the trigger; of several of one kind the nearest to it.
    """
    roles = {n: r for n, r in schema.statement_type(type_).roles.items() if r.value and n not in given}
    found = dict(given)
    for amount in _nearest(annotation.amounts, annotation, trigger):
        role = next((n for n, r in roles.items() if amount.kind in r.ranges and n not in found), None)
        if role:
            found[role] = (amount,)
    when = next(iter(_nearest(annotation.periods, annotation, trigger)), None)
    if when and "date" in roles:
        found["date"] = (when,)
    return when, found


def _nearest(values: tuple[V, ...], annotation: Annotation, trigger: Token) -> list[V]:
    """The values of the trigger's clause, nearest first, then those of clauses coordinated with it."""
    if not values:
        return []
    top = clause_top(trigger)
    sent = sentence_of(trigger)
    start, end = sent.start_char, sent.end_char
    found = []
    for value in values:
        if not start <= value.start < end:
            continue
        span = annotation.doc.char_span(value.start, value.end, alignment_mode="expand")
        if span is None:
            continue
        here = clause_top(span.root)
        inside = here.i == top.i or tree.is_inside(span.root, trigger)
        beside = tree.relation(here) == "conj" and here.head.i == top.i and not tree.children(here, "nsubj")
        if inside or beside:
            found.append((beside, abs(span.root.i - trigger.i), value))
    return [value for _, _, value in sorted(found, key=lambda entry: entry[:2])]


def clause_top(token: Token) -> Token:
    """The verb (or predicate noun) that heads the clause of `token`."""
    here = token
    if tree.relation(token) == "amod" and token.pos_ in {"VERB", "ADJ"}:
        return token
    while here.head.i != here.i and tree.relation(here) not in CLAUSES:
        if tree.relation(here) == "conj" and here.pos_ in {"VERB", "AUX"}:
            break
        here = here.head
    return here
