"""Statements as persons confirmed, corrected or rejected them: how a correction is kept, and what it does to a graph.

A correction finds its statement by id, or by what it says of whom: so it holds when the document is read again and the
statement comes with another certainty. A statement that a person wants and that is not found again is put back from
the correction, as long as the document's text is the same.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.model.review import Correction
from kg.ontology import Schema
from kg.store.names import Names
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Triple

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_PART = re.compile(r"[/#](evidence|amount|period)/[0-9a-f]{20}(/position|/quote)?$")
"""How the IRIs of nodes end that belong to statements."""


def to_text(correction: Correction) -> str:
    """One line of JSON; equal corrections have equal lines."""
    return json.dumps(asdict(correction), ensure_ascii=False, sort_keys=True)


def from_text(line: str) -> Correction:
    """The correction of a line; InputError when it is none."""
    try:
        data = json.loads(line)
        known = {field.name for field in fields(Correction)}
        roles = tuple((str(role), tuple(map(str, iris))) for role, iris in data.get("roles", ()))
        plain = {name: value for name, value in data.items() if name in known}
        return Correction(**plain | {"parties": tuple(data["parties"]), "roles": roles})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"not a correction: {line[:60]!r}") from error


def order(correction: Correction) -> tuple[str, ...]:
    """By document, then by what the statement says, then by its id."""
    return correction.document, correction.type, *correction.parties, correction.statement


def statement_triples(own: Iterable[Triple], node: NamedNode) -> set[Triple]:
    """What a document says of a statement, with its evidence and values."""
    about: dict[NamedNode, set[Triple]] = {}
    for triple in own:
        about.setdefault(triple[0], set()).add(triple)
    found, todo = set(about.get(node, ())), [node]
    while todo:
        for _, _, o in about.get(todo.pop(), ()):
            if isinstance(o, NamedNode) and is_part(o) and not about.get(o, set()) <= found:
                found |= about[o]
                todo.append(o)
    return found


def parties(said: Iterable[Triple], node: NamedNode, type_: str, schema: Schema) -> tuple[str, ...]:
    """The IRIs of the entities in a statement's required roles, sorted."""
    roles = {r.iri for r in schema.statements[type_].roles.values() if r.required and not r.value}
    return tuple(sorted({o.value for s, p, o in said if s == node and p.value in roles}))


def described(own: Iterable[Triple], iris: Iterable[str], schema: Schema) -> set[Triple]:
    """What a document says of entities themselves: that it names them, their names, types and identifiers."""
    wanted, mentions = {NamedNode(iri) for iri in iris}, schema.iri("mentions")
    return {(s, p, o) for s, p, o in own if s in wanted or (p.value == mentions and o in wanted)}


def apply(own: set[Triple], corrections: Iterable[Correction], schema: Schema, names: Names, text: str) -> set[Triple]:
    """What is to be seen of a document that says `own`; `text` is the fingerprint of its text.

    A correction that names what the ontology or the document no longer has leaves its statement as it was found.
    """
    seen = set(own)
    for correction, node in found(own, corrections, schema, names):
        content = triples_of(correction.content) if correction.content and correction.text == text else set()
        said = {triple for triple in own if triple[0] == node}
        if correction.review == "rejected":
            seen -= said
        elif node is not None:
            new = rewritten(said, node, correction, schema)
            seen = _with(seen - said, new, own, content, schema) or seen
        elif content:
            back = names.statement(correction.statement)
            new = rewritten(statement_triples(content, back), back, correction, schema)
            seen = _with(seen, new, own, content, schema) or seen
    return seen if seen == own else tidied(seen)


def found(
    own: Iterable[Triple], corrections: Iterable[Correction], schema: Schema, names: Names
) -> Iterator[tuple[Correction, NamedNode | None]]:
    """Each correction with its statement among what a document says, None for one that is not found again.

    It is the statement with its id; else one that says the same of the same and that no other correction has: of
    several the one that shares most evidence. Corrections in words that the ontology lacks are left out.
    """
    own = set(own)
    usable = sorted((c for c in corrections if _is_known(c, schema)), key=order)
    named = {c: names.statement(c.statement) for c in usable}
    by_id = {c: node for c, node in named.items() if node in _of_type(own, c.type, schema)}
    taken = set(by_id.values())
    for correction in usable:
        node = by_id.get(correction) or _alike(own, correction, taken, schema)
        if node:
            taken.add(node)
        yield correction, node


def _of_type(own: Iterable[Triple], type_: str, schema: Schema) -> set[NamedNode]:
    kind = NamedNode(schema.iri(type_))
    return {s for s, p, o in own if o == kind and p == _TYPE}


def _alike(own: set[Triple], correction: Correction, taken: set[NamedNode], schema: Schema) -> NamedNode | None:
    known = {o for _, _, o in triples_of(correction.content) if isinstance(o, NamedNode) and is_part(o)}

    def rank(node: NamedNode) -> tuple[int, str]:
        return -len(known & {o for s, _, o in own if s == node}), node.value

    free = _of_type(own, correction.type, schema) - taken
    alike = (s for s in free if parties(own, s, correction.type, schema) == correction.parties)
    return min(alike, key=rank, default=None)


def _is_known(correction: Correction, schema: Schema) -> bool:
    """Whether the ontology has all words of a correction."""
    types = {correction.type, correction.new_type or correction.type}
    if not types <= schema.statements.keys() or correction.certainty not in {"", *schema.certainties}:
        return False
    roles = schema.statements[correction.new_type or correction.type].roles
    return all(name in roles for name, _ in correction.roles)


def _with(
    seen: set[Triple], new: set[Triple], own: set[Triple], content: set[Triple], schema: Schema
) -> set[Triple] | None:
    """Both, with the entities of the new statement that the document no longer names, from `content`; else None."""
    missing = _fillers(new, schema) - _entities(own, schema)
    if not missing <= _entities(content, schema):
        return None
    return seen | new | described(content, (node.value for node in missing), schema)


def _fillers(said: Iterable[Triple], schema: Schema) -> set[NamedNode]:
    roles = {r.iri for kind in schema.statements.values() for r in kind.roles.values() if not r.value}
    return {o for _, p, o in said if p.value in roles and isinstance(o, NamedNode)}


def _entities(triples: Iterable[Triple], schema: Schema) -> set[NamedNode]:
    """The entities that a document names."""
    mentions = schema.iri("mentions")
    return {o for _, p, o in triples if p.value == mentions and isinstance(o, NamedNode)}


def rewritten(said: set[Triple], node: NamedNode, correction: Correction, schema: Schema) -> set[Triple]:
    """The statement as the person wants it; its confidence is 1."""
    new: dict[str, set[NamedNode | Literal]] = {
        schema.iri("confidence"): {Literal("1", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))},
        schema.iri("reviewedBy"): {Literal(correction.person)},
    }
    if correction.certainty:
        new[schema.iri("certainty")] = {NamedNode(schema.iri(correction.certainty))}
    if correction.new_type:
        new[_TYPE.value] = {NamedNode(schema.iri(correction.new_type))}
        kept = {role.iri for role in schema.statements[correction.new_type].roles.values()}
        old = {role.iri for role in schema.statements[correction.type].roles.values()}
        new |= {iri: set() for iri in old - kept}
    for role, iris in correction.roles:
        new[schema.role(correction.new_type or correction.type, role).iri] = {NamedNode(iri) for iri in iris}
    stay = {(s, p, o) for s, p, o in said if s != node or p.value not in new}
    return stay | {(node, NamedNode(p), o) for p, values in new.items() for o in values}


def tidied(triples: set[Triple]) -> set[Triple]:
    """The triples without evidence and values that nothing points to any more."""
    while True:
        used = {o for _, _, o in triples}
        kept = {triple for triple in triples if not is_part(triple[0]) or triple[0] in used}
        if len(kept) == len(triples):
            return kept
        triples = kept


def is_part(node: NamedNode) -> bool:
    """Whether a node is evidence or a value of a statement, or a part of one."""
    return _PART.search(node.value) is not None


def triples_of(content: str) -> set[Triple]:
    """The triples of N-Triples, but those with blank nodes."""
    read: set[Triple] = set()
    for quad in ox.parse(content.encode(), format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            read.add((quad.subject, quad.predicate, quad.object))
    return read
