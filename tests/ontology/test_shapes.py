"""The shapes accept a good graph and reject each way of breaking it."""

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg.ontology import Schema, shapes_ttl
from kg.ontology.shapes import shapes_turtle

from .conftest import union

PREFIXES = """
PREFIX ckg: <https://w3id.org/company-kg/ontology#>
PREFIX d: <https://w3id.org/company-kg/id/document/>
PREFIX e: <https://w3id.org/company-kg/id/entity/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DOCS = Path(__file__).parents[2] / "docs" / "rdf-shape.md"

# what is broken: (how, the constraint that must notice)
BROKEN = {
    "no certainty": (
        "DELETE { ?s ckg:certainty ?c } WHERE { ?s a ckg:Layoff ; ckg:certainty ?c }",
        "MinCount",
    ),
    "two certainties": (
        "INSERT { ?s ckg:certainty ckg:planned } WHERE { ?s a ckg:Layoff }",
        "MaxCount",
    ),
    "certainty outside the scheme": (
        """
            DELETE { ?s ckg:certainty ?c } INSERT { ?s ckg:certainty ckg:likely }
            WHERE { ?s a ckg:Layoff ; ckg:certainty ?c }""",
        "HasValue",
    ),
    "no evidence": (
        "DELETE { ?s oa:hasTarget ?t } WHERE { ?s a ckg:Layoff ; oa:hasTarget ?t }",
        "MinCount",
    ),
    "evidence without a quote": (
        "DELETE { ?q oa:exact ?x } WHERE { ?q oa:exact ?x }",
        "MinCount",
    ),
    "evidence without offsets": (
        "DELETE { ?e oa:hasSelector ?p } WHERE { ?e oa:hasSelector ?p . ?p oa:start ?x }",
        "Node",
    ),
    "start not before end": (
        "DELETE { ?p oa:end ?x } INSERT { ?p oa:end ?y } WHERE { ?p oa:end ?x ; oa:start ?y }",
        "LessThan",
    ),
    "quote that is not the text": (
        """
            DELETE { ?q oa:exact ?x } INSERT { ?q oa:exact ?y }
            WHERE { ?q oa:exact ?x . BIND (UCASE(?x) AS ?y) }""",
        "SPARQL",
    ),
    "quote shorter than its offsets": (
        """
            DELETE { ?q oa:exact ?x . ?d ckg:text ?t } INSERT { ?q oa:exact "Nordlicht" }
            WHERE { ?q oa:exact ?x . ?d ckg:text ?t }""",
        "SPARQL",
    ),
    "evidence in another document": (
        """
            DELETE { ?e oa:hasSource d:hafen-1 } INSERT { ?e oa:hasSource d:harbour-2 }
            WHERE { ?e oa:hasSource d:hafen-1 }""",
        "Equals",
    ),
    "no document": (
        "DELETE { ?s prov:wasDerivedFrom ?d } WHERE { ?s a ckg:Layoff ; prov:wasDerivedFrom ?d }",
        "MinCount",
    ),
    "no confidence": (
        "DELETE { ?s ckg:confidence ?c } WHERE { ?s ckg:confidence ?c }",
        "MinCount",
    ),
    "confidence above 1": (
        "DELETE { ?s ckg:confidence ?c } INSERT { ?s ckg:confidence 1.5 } WHERE { ?s ckg:confidence ?c }",
        "MaxInclusive",
    ),
    "required role missing": (
        "DELETE { ?s ckg:supplier ?x } WHERE { ?s a ckg:Supply ; ckg:supplier ?x }",
        "MinCount",
    ),
    "inherited role missing": (
        "DELETE { ?s ckg:investor ?x } WHERE { ?s a ckg:AnchorInvestment ; ckg:investor ?x }",
        "MinCount",
    ),
    "competitor without a rival": (
        "DELETE { ?s ckg:competitor ?x } WHERE { ?s ckg:competitor ?x . ?x rdfs:label 'Tiefwasser' }",
        "MinCount",
    ),
    "filler of the wrong type": (
        "INSERT { ?s ckg:person ?c } WHERE { ?s a ckg:Leadership . ?c rdfs:label 'Voltera' }",
        "Class",
    ),
    "role of another type": (
        "INSERT { ?s ckg:lender ?c } WHERE { ?s a ckg:Layoff ; ckg:company ?c }",
        "Class",
    ),
    "own supplier": (
        "INSERT { ?s ckg:supplier ?c } WHERE { ?s a ckg:Supply ; ckg:customer ?c }",
        "Disjoint",
    ),
    "text role that is no text": (
        "INSERT { ?s ckg:position 7 } WHERE { ?s a ckg:Leadership }",
        "Datatype",
    ),
    "entity without a name": (
        "DELETE { ?e rdfs:label ?n } WHERE { ?e a ckg:Place ; rdfs:label ?n }",
        "MinCount",
    ),
    "entity of no document": (
        "DELETE { ?d ckg:mentions ?e } WHERE { ?d ckg:mentions ?e }",
        "MinCount",
    ),
    "entity that is a blank node": (
        """
            INSERT { ?d ckg:mentions _:x . _:x a ckg:Place ; rdfs:label 'Kiel' }
            WHERE { ?d a ckg:Document }""",
        "NodeKind",
    ),
    "minimum above maximum": (
        "INSERT { ?a ckg:min 121.0 } WHERE { ?a ckg:max 120.0 }",
        "LessThanOrEquals",
    ),
    "amount without a number": (
        "DELETE { ?a ckg:max ?m } WHERE { ?a ckg:max ?m . FILTER NOT EXISTS { ?a ckg:min ?n } }",
        "Or",
    ),
    "currency that is no code": (
        "DELETE { ?a ckg:currency ?c } INSERT { ?a ckg:currency '€' } WHERE { ?a ckg:currency ?c }",
        "Pattern",
    ),
    "money without a currency": (
        "DELETE { ?a ckg:currency ?c } WHERE { ?a ckg:currency ?c }",
        "MinCount",
    ),
    "value without its words": (
        "DELETE { ?a ckg:sourceText ?c } WHERE { ?a ckg:sourceText ?c }",
        "MinCount",
    ),
    "document without a language": (
        "DELETE { ?d ckg:language ?l } WHERE { ?d ckg:language ?l }",
        "MinCount",
    ),
    "published at no date": (
        "DELETE { ?d ckg:published ?p } INSERT { ?d ckg:published '2026' } WHERE { ?d ckg:published ?p }",
        "Datatype",
    ),
    "statement with a label": (
        "INSERT { ?s rdfs:label 'x' } WHERE { ?s a ckg:Layoff }",
        "MaxCount",
    ),
}


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(shapes_ttl())


def conforms(graph: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, str]:
    ok, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return ok, text


def test_the_small_graph_conforms(graph: rdflib.Graph, shapes: rdflib.Graph) -> None:
    ok, text = conforms(graph, shapes)
    assert ok, text


def test_the_example_of_the_documentation_conforms(shapes: rdflib.Graph) -> None:
    examples = re.findall(r"```trig\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    ok, text = conforms(union(examples[0]), shapes)
    assert ok, text


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_graph_is_rejected(graph: rdflib.Graph, shapes: rdflib.Graph, name: str) -> None:
    update, constraint = BROKEN[name]
    before = set(graph)
    graph.update(PREFIXES + update)
    assert set(graph) != before
    ok, text = conforms(graph, shapes)
    assert not ok
    assert f"Constraint Violation in {constraint}ConstraintComponent" in text


@pytest.mark.parametrize(
    "edtf",
    [
        "2026",
        "2026-02",
        "2026-02-03",
        "2026-02~",
        "2026?",
        "2026-33",
        "2026-21",
        "2024/2026",
        "2026-03/..",
        "../2026",
        "202X",
        "2026-01-15/2026-02",
    ],
)
def test_edtf_is_accepted(graph: rdflib.Graph, shapes: rdflib.Graph, edtf: str) -> None:
    _set_edtf(graph, edtf)
    ok, text = conforms(graph, shapes)
    assert ok, text


@pytest.mark.parametrize("edtf", ["", "im März", "2026-13", "2026-2", "26", "2026-02-32", "2026/2027/2028", "2026-Q1"])
def test_what_is_not_edtf_is_rejected(graph: rdflib.Graph, shapes: rdflib.Graph, edtf: str) -> None:
    _set_edtf(graph, edtf)
    assert not conforms(graph, shapes)[0]


def test_the_file_is_what_the_ontology_gives(schema: Schema) -> None:
    assert shapes_ttl().read_text(encoding="utf-8") == shapes_turtle(schema)


def test_every_required_role_of_every_type_is_checked(schema: Schema, shapes: rdflib.Graph) -> None:
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    counted = {
        (str(target), str(shapes.value(prop, sh.path)), int(str(minimum)))
        for shape, target in shapes.subject_objects(sh.targetClass)
        for prop in shapes.objects(shape, sh.property)
        for minimum in shapes.objects(prop, sh.minCount)
    }
    wanted = {
        (kind.iri, role.iri, role.minimum)
        for kind in schema.statements.values()
        if not kind.parents
        for role in kind.roles.values()
        if role.required
    }
    assert len(wanted) == 36
    assert wanted <= counted


def _set_edtf(graph: rdflib.Graph, edtf: str) -> None:
    update = f"DELETE {{ ?p ckg:edtf ?x }} INSERT {{ ?p ckg:edtf '{edtf}' }} WHERE {{ ?p ckg:edtf ?x }}"
    graph.update(PREFIXES + update)
    assert [str(o) for o in graph.objects(None, rdflib.URIRef("https://w3id.org/company-kg/ontology#edtf"))] == [edtf]
