"""The files are sound RDF and OWL, whichever library reads them."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import InputError, PatternError
from kg.ontology import Schema, company_ttl, shapes_ttl
from kg.ontology.turtle import ontology_triples

CKG = rdflib.Namespace("https://w3id.org/company-kg/ontology#")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(company_ttl())


@pytest.mark.parametrize("path", [company_ttl(), shapes_ttl()], ids=lambda path: path.name)
def test_both_libraries_read_the_same_triples(path: Path) -> None:
    # Blank nodes count as one: a test of isomorphism takes ten seconds for the lists of the shapes.
    by_rdflib = Counter(tuple(_plain(node) for node in triple) for triple in rdflib.Graph().parse(path))
    triples = ox.serialize(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    again = rdflib.Graph().parse(data=triples.decode(), format="nt")
    assert by_rdflib.total() > 500
    assert Counter(tuple(_plain(node) for node in triple) for triple in again) == by_rdflib


def test_every_word_that_is_used_is_declared(ontology: rdflib.Graph) -> None:
    declared = set(ontology.subjects(RDF.type, None))
    used = {node for triple in ontology for node in triple if isinstance(node, rdflib.URIRef) and node in CKG}
    assert len(used) > 120
    assert used <= declared


def test_every_word_has_label_and_definition_in_both_languages(ontology: rdflib.Graph) -> None:
    words = {s for s in ontology.subjects() if isinstance(s, rdflib.URIRef)}
    skos_definition = rdflib.SKOS.definition
    for predicate in (RDFS.label, skos_definition):
        languages = {word: sorted(o.language for o in ontology.objects(word, predicate)) for word in words}
        assert len(languages) > 120
        assert {w: found for w, found in languages.items() if found != ["de", "en"]} == {}


def test_no_class_is_below_two_disjoint_ones(ontology: rdflib.Graph) -> None:
    disjoint = list(ontology.subject_objects(OWL.disjointWith))
    assert len(disjoint) >= 8
    for cls in ontology.subjects(RDF.type, OWL.Class):
        above = set(ontology.transitive_objects(cls, RDFS.subClassOf))
        assert [pair for pair in disjoint if set(pair) <= above] == []


def test_hierarchies_have_no_cycle(ontology: rdflib.Graph) -> None:
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        pairs = list(ontology.subject_objects(relation))
        assert pairs
        assert [p for p in pairs if p[0] in set(ontology.transitive_objects(p[1], relation))] == []


def test_inverses_are_stated_both_ways_and_swap_domain_and_range(ontology: rdflib.Graph) -> None:
    pairs = list(ontology.subject_objects(OWL.inverseOf))
    assert len(pairs) == 4
    for one, other in pairs:
        assert (other, OWL.inverseOf, one) in ontology
        assert _classes(ontology, one, RDFS.domain) == _classes(ontology, other, RDFS.range)


def test_no_property_is_for_objects_and_for_data(ontology: rdflib.Graph) -> None:
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    data = set(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert objects
    assert data
    assert objects & data == set()


def test_domains_and_ranges_of_edges_are_those_of_their_roles(ontology: rdflib.Graph, schema: Schema) -> None:
    assert len(schema.edges) == 19
    for kind in schema.statements.values():
        if edge := kind.edge:
            domain, target = (
                _classes(ontology, CKG[edge.name], RDFS.domain),
                _classes(ontology, CKG[edge.name], RDFS.range),
            )
            assert domain - set(schema.statements) == kind.roles[edge.subject_role].ranges
            assert target == kind.roles[edge.object_role].ranges


def test_domains_of_roles_are_the_types_that_declare_them(ontology: rdflib.Graph, schema: Schema) -> None:
    for name in {role for kind in schema.statements.values() for role in kind.roles}:
        users = {k.name for k in schema.statements.values() if name in k.roles}
        stated = _classes(ontology, CKG[name], RDFS.domain) & set(schema.statements)
        assert {u for u in users if not any(schema.is_a(u, s) for s in stated)} == set()
        assert stated <= users


def test_aligned_with_the_named_vocabularies(ontology: rdflib.Graph) -> None:
    targets = {str(o) for o in ontology.objects() if isinstance(o, rdflib.URIRef)}
    for prefix in (
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "https://spec.edmcouncil.org/fibo/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/oa#",
        "http://www.wikidata.org/prop/direct/",
    ):
        assert [t for t in targets if t.startswith(prefix)], prefix


def test_triples_for_the_store_have_no_blank_nodes_and_are_stable() -> None:
    first, second = ontology_triples(company_ttl()), ontology_triples(company_ttl())
    assert first == second
    assert not [t for t in first if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


def test_malformed_turtle_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("@prefix ckg: <https://w3id.org/company-kg/ontology#> .\n\nckg:Patent a owl:Class .\n")
    with pytest.raises(PatternError, match=r"own\.ttl:3: not valid Turtle"):
        Schema.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.ttl"):
        Schema.load(tmp_path / "absent.ttl")


def _plain(node: rdflib.term.Node) -> str:
    return "_:" if isinstance(node, rdflib.BNode) else node.n3()


def _classes(graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.term.Node) -> set[str]:
    found: set[str] = set()
    for node in graph.objects(subject, predicate):
        unions = list(graph.objects(node, OWL.unionOf))
        members = [m for union in unions for m in graph.items(union)] if unions else [node]
        found |= {str(m).removeprefix(str(CKG)) for m in members}
    return found
