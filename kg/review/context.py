"""What is known of a name group: what a person needs to see to say who it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.store import Dataset
from kg.store.prefixes import PREFIXES
from kg.store.shown import own_triples
from kg.view.reading import grouped
from kg.view.who import sources_of

_OA = PREFIXES["oa"]
_BESIDE, _SENTENCES = 8, 3
_LOOK = 25
"""Documents that are opened for their titles and sentences; a name may be in thousands."""


@dataclass(frozen=True, slots=True)
class Side:
    """A name group as its documents show it.

    `name` is the usual one, `aliases` all others, sorted; `documents` are ids, sorted, and `titles` those of the first
    25 that have one; `sentences` are up to three quotes of statements about it, `beside` up to eight entities that
    most documents name beside it.
    """

    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it but the name, in one line."""
        known = ", ".join(f"{scheme} {value}" for scheme, value in self.identifiers)
        parts = {
            "": ", ".join(self.types),
            "also ": ", ".join(self.aliases),
            "known as ": known,
            "in ": "; ".join(self.titles or self.documents[:_LOOK]),
            "beside ": ", ".join(self.beside),
            "says ": " / ".join(self.sentences),
        }
        return " | ".join(f"{word}{text}" for word, text in parts.items() if text)


def side_of(dataset: Dataset, iri: str) -> Side:
    """What documents say of a name group or source entity; its IRI is its name when no document names it."""
    sources = sources_of(dataset, iri)
    counted = Counter(source.name for source in sources)
    name = min(counted, key=lambda text: (-counted[text], text), default=iri)
    others = Counter(other for source in sources for other in source.context)
    documents = tuple(sorted({source.document for source in sources}))
    titles, sentences = _read(dataset, documents[:_LOOK], iri.partition("/in/")[0])
    return Side(
        iri=iri,
        name=name,
        aliases=tuple(sorted({*counted, *(alias for source in sources for alias in source.aliases)} - {name})),
        types=tuple(sorted({source.type for source in sources} - {""})),
        identifiers=tuple(sorted({pair for source in sources for pair in source.identifiers})),
        documents=documents,
        titles=titles,
        sentences=sentences,
        beside=tuple(sorted(others, key=lambda text: (-others[text], text))[:_BESIDE]),
    )


def _read(dataset: Dataset, documents: Iterable[str], group: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles of documents, and quotes from their statements about an entity."""
    titles: dict[str, None] = {}
    sentences: dict[str, None] = {}
    for document in documents:
        graph = dataset.names.document(document)
        own = own_triples(dataset.store, graph)
        nodes = grouped((s.value, p.value, o.value) for s, p, o in own)
        titles |= dict.fromkeys(nodes.get(graph.value, {}).get(dataset.schema.iri("title"), ()))
        if len(sentences) < _SENTENCES:
            sentences |= dict.fromkeys(_quotes(nodes, group))
    return tuple(titles), tuple(sentences)[:_SENTENCES]


def _quotes(nodes: dict[str, dict[str, list[str]]], group: str) -> Iterator[str]:
    for about in nodes.values():
        if any(group in objects for objects in about.values()):
            for target in about.get(_OA + "hasTarget", ()):
                for selector in nodes.get(target, {}).get(_OA + "hasSelector", ()):
                    yield from nodes.get(selector, {}).get(_OA + "exact", ())
