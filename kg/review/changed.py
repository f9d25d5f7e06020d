"""A correction with one more change: certainty, type, entities, direction. What comes out fits the ontology."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model.identity import SourceEntity
from kg.model.review import Correction
from kg.ontology import Schema
from kg.ontology.terms import StatementType
from kg.store import Dataset
from kg.store.corrections import rewritten
from kg.store.protocol import Triple

Fillers = dict[str, tuple[str, ...]]
"""By role, the document's own IRIs of entities, sorted."""


def changed(
    dataset: Dataset,
    said: set[Triple],
    sources: Sequence[SourceEntity],
    base: Correction,
    certainty: str,
    new_type: str,
    roles: Fillers,
    swap: bool,
) -> Correction:
    """`base` with these changes; `said` is the statement as it was found. InputError for what cannot be stated."""
    schema, node = dataset.schema, dataset.names.statement(base.statement)
    kind = schema.statement_type(base.new_type or base.type)
    wanted = schema.statement_type(new_type) if new_type else kind
    fillers = _fillers(rewritten(said, node, base, schema), node, kind)
    if wanted != kind:
        fillers = _moved(fillers, kind, wanted, given=bool(roles))
    if swap:
        fillers |= _swapped(fillers, wanted)
    fillers |= {schema.role(wanted.name, name).name: iris for name, iris in roles.items()}
    _check(dataset, wanted, fillers, sources)
    was = _fillers(said, node, wanted)
    new = {name: iris for name, iris in fillers.items() if iris != was.get(name, ())}
    certainty = schema.certainty(certainty).name if certainty else base.certainty
    told = replace(
        base,
        certainty="" if _says(said, node, schema, certainty) else certainty,
        new_type="" if wanted.name == base.type else wanted.name,
        roles=tuple(sorted(new.items())),
    )
    return told if told.certainty or told.new_type or told.roles else replace(told, review="confirmed")


def _fillers(said: Iterable[Triple], node: NamedNode, kind: StatementType) -> Fillers:
    roles = {role.iri: name for name, role in kind.roles.items() if not role.value}
    found: dict[str, set[str]] = {}
    for s, p, o in said:
        if s == node and p.value in roles:
            found.setdefault(roles[p.value], set()).add(o.value)
    return {name: tuple(sorted(iris)) for name, iris in found.items()}


def _moved(fillers: Fillers, old: StatementType, new: StatementType, *, given: bool) -> Fillers:
    """The ends of a statement as those of another type; other roles stay where the new type has them."""
    same = {name: iris for name, iris in fillers.items() if name in new.roles and new.roles[name] == old.roles[name]}
    head, tail = fillers.get(old.head, ()), fillers.get(old.tail or "", ())
    if new.tail is not None and new.tail == new.head:
        ends = {new.head: tuple(sorted({*head, *tail}))}
    elif old.tail == old.head and new.tail is not None:
        if not given:
            raise InputError(f"{old.name} has no direction: say who is {new.head} and who is {new.tail}")
        ends = {}
    else:
        ends = {new.head: head} | ({new.tail: tail} if new.tail is not None else {})
    ends = {name: iris for name, iris in ends.items() if iris}
    return {name: iris for name, iris in same.items() if name not in (old.head, old.tail)} | ends


def _swapped(fillers: Fillers, kind: StatementType) -> Fillers:
    if kind.tail is None or kind.tail == kind.head:
        raise InputError(f"{kind.name} has no direction to exchange")
    return {kind.head: fillers.get(kind.tail, ()), kind.tail: fillers.get(kind.head, ())}


def _check(dataset: Dataset, kind: StatementType, fillers: Fillers, sources: Sequence[SourceEntity]) -> None:
    """InputError when a role has too few entities or one that cannot fill it, or both ends are the same entity."""
    known = {source.group: source for source in sources}
    canonical = dataset.identity.canonical(source.iri for source in sources)
    seen = {source.group: canonical.get(source.iri, source.group) for source in sources}
    for name, role in kind.roles.items():
        iris = fillers.get(name, ())
        if not role.value and len({seen.get(iri, iri) for iri in iris}) < role.minimum:
            raise InputError(f"{kind.name} needs {role.minimum} entities as {name}")
        for iri in iris:
            source = known.get(iri)
            if source and not dataset.schema.accepts(role, source.type):
                raise InputError(f"{source.name} is a {source.type}, which {name} of {kind.name} cannot be")
    if kind.tail is not None and kind.tail != kind.head:
        head, tail = ({seen.get(iri, iri) for iri in fillers.get(end, ())} for end in (kind.head, kind.tail))
        if head & tail:
            raise InputError(f"{kind.head} and {kind.tail} would be the same entity")


def _says(said: Iterable[Triple], node: NamedNode, schema: Schema, certainty: str) -> bool:
    """Whether a statement was found with this certainty; yes for none."""
    if not certainty:
        return True
    return (node, NamedNode(schema.iri("certainty")), NamedNode(schema.iri(certainty))) in said
