"""Who an entity is: every place that names it, and the judgements that joined its names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model import RegisterLink
from kg.model.identity import Judgement, LinkDecision, SourceEntity, Verdict
from kg.store import Dataset
from kg.store.protocol import View
from kg.store.results import Table
from kg.view.near import nobody
from kg.view.records import EntityRecord, find

_PLACES = """
SELECT ?id ?m ?text {{ GRAPH ?d {{ ?d ckg:documentId ?id . ?m ckg:refersTo <{iri}> ; ckg:sourceText ?text }} }}"""
_NAMING = "SELECT ?d {{ GRAPH ?g {{ ?d ckg:mentions <{iri}> }} }}"
_IN = "/in/"
"""Between the IRI of a name group and the document, in the IRI of a source entity."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The words at `[start, end)` (code points) of a document that name an entity or refer to it."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A judgement, with the names of the two entities that it is about."""

    judgement: Judgement
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What documents (ids, sorted) took an entity for in a register; of links that agree, the surest."""

    link: RegisterLink
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identification:
    """An entity, the places that name it in the order of documents and text, the judgements about its names, and what
    it was taken for in a register: links first, then what was left open; none where no register was asked.
    """

    entity: EntityRecord
    places: tuple[Place, ...]
    reasons: tuple[Reason, ...]
    links: tuple[Linked, ...] = ()


def identify(dataset: Dataset, entity: EntityRecord) -> Identification:
    """All places, judgements and links to a register of an entity."""
    answer = dataset.store.query(_PLACES.format(iri=entity.iri), View())
    rows = answer.rows if isinstance(answer, Table) else ()
    places = tuple(sorted(_place(str(document), str(node), str(text)) for document, node, text in rows))
    found = dataset.identity.judgements(entity.iri)
    names = names_of(dataset, {iri for j in found for iri in (j.a, j.b)})
    reasons = tuple(Reason(j, names.get(j.a, j.a), names.get(j.b, j.b)) for j in found)
    return Identification(entity, places, reasons, _links(dataset, entity))


def _links(dataset: Dataset, entity: EntityRecord) -> tuple[Linked, ...]:
    found: dict[tuple[str, ...], list[tuple[RegisterLink, str]]] = {}
    for source in dataset.identity.sources_of(entity.iri):
        for link in dataset.links(source.document).get(source.group, ()):
            meant = (link.candidates[0].register, link.candidates[0].id) if link.candidates else ()
            found.setdefault((link.decision, *meant), []).append((link, source.document))
    alike = (Linked(max((link for link, _ in some), key=_score), _documents(some)) for some in found.values())
    return tuple(sorted(alike, key=_rank))


def _rank(told: Linked) -> tuple[int, int, tuple[str, ...]]:
    return get_args(LinkDecision).index(told.link.decision), -len(told.documents), told.documents


def _score(link: RegisterLink) -> tuple[float, str]:
    return (link.candidates[0].score, repr(link)) if link.candidates else (0.0, "")


def _documents(some: Iterable[tuple[RegisterLink, str]]) -> tuple[str, ...]:
    return tuple(sorted({document for _, document in some}))


def _place(document: str, node: str, text: str) -> Place:
    start, end = node.rpartition("=")[2].split(",")
    return Place(document, int(start), int(end), text)


def names_of(dataset: Dataset, iris: Iterable[str]) -> dict[str, str]:
    """What name groups and source entities are called by themselves, whatever they are seen as; unknown ones are left
    out. A group has the name that most of its documents use, of several the first in order.
    """
    found: dict[str, str] = {}
    for iri in iris:
        counted = Counter(source.name for source in sources_of(dataset, iri))
        if counted:
            found[iri] = min(counted, key=lambda name: (-counted[name], name))
    return found


def sources_of(dataset: Dataset, iri: str) -> list[SourceEntity]:
    """The source entities of a name group, or the one with this IRI, by document and IRI; none for an unknown IRI."""
    group = iri.partition(_IN)[0]
    try:
        asked = NamedNode(group)
    except ValueError:
        return []
    answer = dataset.store.query(_NAMING.format(iri=asked.value), View())
    ends = {str(d).rpartition("/")[2] for (d,) in answer.rows} if isinstance(answer, Table) else set()
    canonical = dataset.identity.canonical(sorted(f"{group}{_IN}{end}" for end in ends))
    found = [source for seen in set(canonical.values()) for source in dataset.identity.sources_of(seen)]
    mine = (source for source in found if iri in (source.group, source.iri))
    return sorted(mine, key=lambda source: (source.document, source.iri))


def group_of(dataset: Dataset, name: str) -> str:
    """The IRI of the name group that a name or IRI means: what a judgement is about. A source entity's IRI is its own.

    InputError when no entity is called so, or when several are.
    """
    if ":" in name and names_of(dataset, [name]):
        return name
    found = find(dataset, name)
    if not found:
        raise nobody(dataset, name)
    members = [source for record in found for source in dataset.identity.sources_of(record.iri)]
    for called in (_is_name, _is_alias):
        groups = sorted({source.group for source in members if called(source, name)})
        if len(groups) > 1:
            raise InputError(
                f"{name!r} is the name of {len(groups)} entities; give the IRI of one: {', '.join(groups)}"
            )
        if groups:
            return groups[0]
    return found[0].iri


def _is_name(source: SourceEntity, name: str) -> bool:
    return name.casefold() == source.name.casefold()


def _is_alias(source: SourceEntity, name: str) -> bool:
    return name.casefold() in (alias.casefold() for alias in source.aliases)


def judgement(dataset: Dataset, a: str, b: str, verdict: Verdict, person: str, date: str, note: str = "") -> Judgement:
    """A person's judgement on two entities by their names; InputError for unknown or equal names."""
    one, other = group_of(dataset, a), group_of(dataset, b)
    if one == other:
        raise InputError(f"{a!r} and {b!r} are one name to the graph; give two names that differ")
    return Judgement.of(one, other, verdict, "person", person, date=date, note=note)
