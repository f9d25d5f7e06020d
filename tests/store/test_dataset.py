"""What is written comes back, edges follow statements, and nothing stale stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import InputError, StoreError
from kg.model import Extraction
from kg.ontology import Schema
from kg.store import Dataset, Table, fingerprint
from kg.store.names import ALL, Names, certainties_of, certainty_of, is_internal

from .make import entity, nord, rivals, small


def iri(name: str, kind: str = "Company") -> str:
    return entity("x", name, kind).iri


def pairs(dataset: Dataset, edge: str, certainties: tuple[str, ...] | None = None) -> set[tuple[str | None, ...]]:
    rows = dataset.rows(f"SELECT ?a ?b {{ ?a ckg:{edge} ?b . ?a a/rdfs:subClassOf* ckg:Entity }}", certainties)
    assert len(rows) == len(set(rows)), "an edge came twice"
    return set(rows)


def content(dataset: Dataset) -> list[str]:
    """All quads, internal ones too."""
    return sorted(f"{g} {s} {p} {o}" for g in dataset.store.names() for s, p, o in dataset.store.graph(_node(g)))


def _node(name: str) -> NamedNode:

    return NamedNode(name)


@pytest.fixture
def dataset() -> Dataset:
    return Dataset.memory()


def test_the_same_document_twice_changes_nothing(dataset: Dataset) -> None:
    assert dataset.put(nord())
    before = content(dataset)
    assert not dataset.put(nord())
    assert content(dataset) == before


def test_edges_are_seen_by_certainty(dataset: Dataset) -> None:
    dataset.put(nord())
    buy, supply = {(iri("Kreyser Capital"), iri("Nordwerft AG"))}, {(iri("Nordwerft AG"), iri("Reederei Hallberg"))}
    assert pairs(dataset, "supplierOf") == supply
    assert pairs(dataset, "acquired") == set()
    assert pairs(dataset, "acquired", ("speculated",)) == buy
    assert pairs(dataset, "acquired", ("negated",)) == set()
    assert pairs(dataset, "supplierOf", ("planned", "speculated")) == set()


def test_inverse_super_property_and_symmetric_edges(dataset: Dataset) -> None:
    dataset.put_many([nord(), rivals()])
    a, b, c = iri("Nordwerft AG"), iri("Reederei Hallberg"), iri("Küstenbau")
    assert pairs(dataset, "customerOf") == {(b, a)}
    assert pairs(dataset, "investorIn", ("planned",)) == {(iri("Kreyser Capital"), b)}
    assert pairs(dataset, "anchorInvestorIn", ("planned",)) == {(iri("Kreyser Capital"), b)}
    assert pairs(dataset, "competitorOf") == {(x, y) for x in (a, b, c) for y in (a, b, c) if x != y}


def test_statements_are_seen_at_every_certainty(dataset: Dataset) -> None:
    dataset.put(nord())
    rows = dataset.rows("SELECT ?c { ?s a ckg:Acquisition ; ckg:certainty/skos:notation ?c } ORDER BY ?c", ())
    assert rows == [("negated",), ("speculated",)]


def test_an_edge_of_two_documents_is_one_row_and_outlives_one_of_them(dataset: Dataset) -> None:
    dataset.put_many([nord(), rivals()])  # asserted in one, reported in the other
    supply = {(iri("Nordwerft AG"), iri("Reederei Hallberg"))}
    assert pairs(dataset, "supplierOf") == supply
    assert pairs(dataset, "supplierOf", ("asserted",)) == supply
    assert pairs(dataset, "supplierOf", ("reported",)) == supply
    assert dataset.remove("nord")
    assert pairs(dataset, "supplierOf", ("asserted",)) == set()
    assert pairs(dataset, "supplierOf") == supply
    assert dataset.remove("rivals")
    assert pairs(dataset, "supplierOf") == set()


def test_removing_everything_leaves_what_an_empty_graph_has(dataset: Dataset) -> None:
    empty = content(dataset)
    dataset.put_many([nord(), rivals()])
    dataset.remove("nord")
    dataset.remove("rivals")
    assert not dataset.remove("rivals")
    assert content(dataset) == empty
    assert dataset.documents() == {}


def test_replacing_a_document_leaves_nothing_of_the_old_one(dataset: Dataset) -> None:
    dataset.put_many([nord(), rivals()])
    changed = nord()
    shorter = Extraction(changed.document, changed.entities, changed.statements[1:])
    dataset.put(shorter)
    fresh = Dataset.memory()
    fresh.put_many([rivals(), shorter])
    assert content(dataset) == content(fresh)


def test_the_order_and_the_size_of_transactions_do_not_matter() -> None:
    documents = [*(small(n) for n in range(70)), nord(), rivals()]
    one, many = Dataset.memory(), Dataset.memory()
    one.put_many(documents)
    for extraction in reversed(documents):
        many.put(extraction)
    assert content(one) == content(many)
    assert len(one.documents()) == 72


def test_edges_equal_a_full_computation_after_many_changes() -> None:
    dataset = Dataset.memory()
    dataset.put_many(small(n) for n in range(60))
    for n in range(0, 60, 3):
        dataset.remove(f"doc-{n:05d}")
    dataset.put_many(replace(small(n + 1), document=small(n).document, statements=()) for n in range(1, 60, 9))
    assert_consistent(dataset)


def assert_consistent(dataset: Dataset) -> None:
    """Every derived graph is what a computation from all documents' graphs gives."""
    from kg.store.edges import edges

    names = Names(dataset.base)
    graphs = {name: dataset.store.graph(_node(name)) for name in dataset.store.names()}
    documents = [name for name in graphs if names.is_document(name) and graphs[name]]
    expected: dict[object, set[str]] = {}
    for name in documents:
        for certainty, found in edges(graphs[name], dataset.schema).items():
            for triple in found:
                expected.setdefault(triple, set()).add(certainty)
    public = {(t, c) for c in dataset.schema.certainties for t in graphs.get(names.edges(c).value, ())}
    assert public == {(t, c) for t, certainties in expected.items() for c in certainties}
    views = {t: set(certainties_of(name)) for name in graphs if certainties_of(name) for t in graphs[name]}
    assert views == expected
    ontology = graphs["https://w3id.org/company-kg/ontology"]
    assert graphs[ALL.value] == ontology.union(*(graphs[name] for name in documents))
    assert {_node(d) for d in documents} == {s for s, _, _ in graphs.get("urn:kg:store", set())}
    assert {certainty_of(n) for n in graphs} - {None} <= set(dataset.schema.certainties)


def test_documents_come_with_the_fingerprint_of_text_metadata_and_build(dataset: Dataset) -> None:
    dataset.put(nord(), build="model 1")
    document = nord().document
    assert dataset.documents() == {"nord": fingerprint(document, "model 1")}
    assert fingerprint(document, "model 1") != fingerprint(document, "model 2")
    assert fingerprint(document) != fingerprint(replace(document, title="Another"))
    assert fingerprint(document) != fingerprint(replace(document, text=document.text + " "))
    assert dataset.put(nord(), build="model 2")


def test_graph_patterns_see_documents_and_edges_but_no_bookkeeping(dataset: Dataset) -> None:
    dataset.put(nord())
    names = Names(dataset.base)
    rows = dataset.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    seen = {row[0] for row in rows}
    assert {names.document("nord").value, names.edges("asserted").value, names.edges("planned").value} <= seen
    assert not [name for name in seen if name and is_internal(name)]
    assert dataset.rows("SELECT ?g { GRAPH ?g { ?s a ckg:Supply } }") == [(names.document("nord").value,)]


def test_a_query_keeps_its_own_from(dataset: Dataset) -> None:
    dataset.put_many([nord(), rivals()])
    graph = Names(dataset.base).document("nord").value
    assert dataset.rows(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s a ckg:Supply }}") == [("1",)]
    assert dataset.rows("SELECT (COUNT(*) AS ?n) { ?s a ckg:Supply }") == [("2",)]


def test_an_unresolved_entity_and_a_missing_one_are_refused(dataset: Dataset) -> None:
    whole = nord()
    bare = replace(whole, entities=(replace(whole.entities[0], iri=""), *whole.entities[1:]))
    with pytest.raises(StoreError, match="document nord: entity Nordwerft AG has no IRI"):
        dataset.put(bare)
    with pytest.raises(StoreError, match="names entity e3, which is missing"):
        dataset.put(replace(whole, entities=whole.entities[:2]))
    assert dataset.documents() == {}


def test_unknown_certainty_is_named(dataset: Dataset) -> None:
    with pytest.raises(InputError, match="unknown certainty 'certain'; choose from asserted"):
        dataset.query("ASK {}", ["certain"])


def test_answers_have_python_values(dataset: Dataset) -> None:
    dataset.put(nord())
    answer = dataset.query("SELECT ?q ?min ?nothing { ?s ckg:quantity ?q . ?q ckg:min ?min }")
    assert isinstance(answer, Table)
    assert answer.columns == ("q", "min", "nothing")
    assert [row[1:] for row in answer.rows] == [(40, None)]
    assert dataset.query("ASK { ?s ckg:quantity ?q }") is True


def test_reopening_changes_nothing(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as dataset:
        dataset.put_many([nord(), rivals()])
        before = content(dataset)
    with Dataset.open(tmp_path / "g") as dataset:
        assert content(dataset) == before


def test_a_changed_ontology_derives_the_edges_anew(tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        "@prefix ckg: <https://w3id.org/company-kg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        'ckg:dealsWith a owl:ObjectProperty ; rdfs:label "deals with"@en ; rdfs:subPropertyOf ckg:relatedTo .\n'
        "ckg:supplierOf rdfs:subPropertyOf ckg:dealsWith .\n"
    )
    wider = Schema.load(more)
    with Dataset.create(tmp_path / "g") as dataset:
        dataset.put(nord())
        assert pairs(dataset, "dealsWith") == set()
        before = content(dataset)
    with Dataset.open(tmp_path / "g", schema=wider) as dataset:
        assert pairs(dataset, "dealsWith") == pairs(dataset, "supplierOf") != set()
        assert_consistent(dataset)
    with Dataset.open(tmp_path / "g") as dataset:
        assert content(dataset) == before
