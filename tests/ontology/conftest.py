"""A small graph, in an Oxigraph store and as an rdflib graph for SHACL."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.ontology import Schema
from kg.ontology.turtle import ontology_triples

HERE = Path(__file__).parent
SMALL = HERE / "small.trig"
ONTOLOGY = ox.NamedNode("https://w3id.org/company-kg/ontology")
EDGES = "https://w3id.org/company-kg/id/graph/edges/"

Ask = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def schema() -> Schema:
    return Schema.load()


@pytest.fixture(scope="session")
def store(schema: Schema) -> ox.Store:
    """The ontology and the small graph, each in its named graphs."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object, ONTOLOGY) for t in ontology_triples(*schema.paths))
    store.load(SMALL.read_bytes(), format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture(scope="session")
def ask(store: ox.Store, schema: Schema) -> Ask:
    """Run a query as the store does: over everything but the edges of certainties that were not chosen."""

    def run(sparql: str, certainties: tuple[str, ...] = schema.default_certainties()) -> list[tuple[str, ...]]:
        chosen = {EDGES + certainty for certainty in certainties}
        graphs = [g for g in store.named_graphs() if not g.value.startswith(EDGES) or g.value in chosen]
        found = store.query(sparql, default_graph=graphs)
        return [tuple("" if value is None else value.value for value in row) for row in found]

    return run


@pytest.fixture
def graph() -> rdflib.Graph:
    """The union of the small graph and the ontology, fresh for each test."""
    return union(SMALL.read_text(encoding="utf-8"))


def union(trig: str) -> rdflib.Graph:
    dataset = rdflib.Dataset()
    dataset.parse(data=trig, format="trig")
    graph = rdflib.Graph().parse(Schema.load().paths[0])
    for subject, predicate, target, _ in dataset.quads():
        graph.add((subject, predicate, target))
    return graph
