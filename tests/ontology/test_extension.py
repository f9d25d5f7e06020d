"""A file of one's own adds a statement type; what contradicts the rules is said in one line."""

from pathlib import Path

import pytest
import rdflib

from kg.errors import PatternError
from kg.ontology import Schema
from kg.ontology.check import check
from kg.ontology.shapes import shapes_turtle

HEAD = """
@prefix ckg: <https://w3id.org/company-kg/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SPONSORING = """
my:Sponsoring a owl:Class ;
    rdfs:label "sponsoring"@en , "Sponsoring"@de ;
    skos:definition "One supports another's events."@en , "Jemand unterstützt Veranstaltungen eines anderen."@de ;
    rdfs:subClassOf ckg:Statement ,
        [ a owl:Restriction ; owl:onProperty my:sponsor ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ,
        [ a owl:Restriction ; owl:onProperty my:sponsored ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ,
        [ a owl:Restriction ; owl:onProperty ckg:amount ; owl:minCardinality "0"^^xsd:nonNegativeInteger ] ;
    ckg:edge my:sponsors ; ckg:subjectRole my:sponsor ; ckg:objectRole my:sponsored .
my:sponsor a owl:ObjectProperty ; rdfs:range ckg:Organization ;
    rdfs:label "sponsor"@en , "Sponsor"@de ; skos:definition "Who pays."@en , "Wer zahlt."@de .
my:sponsored a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf ( ckg:Organization ckg:Person ) ] ;
    rdfs:label "sponsored"@en , "Gesponserter"@de ; skos:definition "Who is paid."@en , "Wer bezahlt wird."@de .
my:sponsors a owl:ObjectProperty ; rdfs:subPropertyOf ckg:relatedTo ;
    rdfs:label "sponsors"@en , "sponsert"@de ; skos:definition "Pays for."@en , "Zahlt für."@de .
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "my.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_a_file_adds_a_statement_type(tmp_path: Path, schema: Schema) -> None:
    extended = Schema.load(write(tmp_path, SPONSORING))
    kind = extended.statement_type("Sponsoring")
    assert kind.iri == "https://example.org/my#Sponsoring"
    assert kind.required == ("sponsor", "sponsored")
    assert kind.edge is not None
    assert kind.edge.iri == "https://example.org/my#sponsors"
    assert extended.accepts(extended.role("Sponsoring", "sponsored"), "Company")
    assert extended.role("Sponsoring", "amount") == schema.role("Investment", "amount")
    assert extended.label("sponsors", "de") == "sponsert"
    assert check(extended) == []
    assert set(extended.statements) - set(schema.statements) == {"Sponsoring"}


def test_an_added_type_gets_a_shape(tmp_path: Path) -> None:
    text = shapes_turtle(Schema.load(write(tmp_path, SPONSORING)))
    shape = rdflib.URIRef("https://example.org/my#SponsoringShape")
    assert (shape, None, None) in rdflib.Graph().parse(data=text, format="turtle")


def test_a_subtype_inherits_roles_and_edge(tmp_path: Path) -> None:
    path = write(tmp_path, "ckg:TechSupply a owl:Class ; rdfs:subClassOf ckg:Supply .")
    extended = Schema.load(path)
    kind = extended.statement_type("TechSupply")
    assert kind.required == ("supplier", "customer")
    assert kind.edge == extended.edge("supplierOf")
    assert extended.is_a("TechSupply", "Supply")
    assert check(extended) == [
        "TechSupply: no label in 'en'",
        "TechSupply: no definition in 'en'",
        "TechSupply: no label in 'de'",
        "TechSupply: no definition in 'de'",
    ]


def test_none_is_no_extension(schema: Schema) -> None:
    assert set(Schema.load(None).terms) == set(schema.terms)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rdfs:range ckg:Organization ;", "", "role 'sponsor' of Sponsoring has no rdfs:range"),
        ("rdfs:range ckg:Organization", "rdfs:range ckg:Firm", "no entity or value type"),
        ("ckg:subjectRole my:sponsor ;", "", "Sponsoring needs ckg:subjectRole"),
        ("ckg:subjectRole my:sponsor ", "ckg:subjectRole my:payer ", "'payer', which is no entity role"),
        ("ckg:objectRole my:sponsored", "ckg:objectRole ckg:amount", "'amount', which is no entity role"),
        ("ckg:edge my:sponsors", "ckg:edge my:pays", "edge 'pays' is not declared"),
        ("owl:onProperty my:sponsor ;", "owl:onProperty my:donor ;", "role 'donor', which no file declares"),
        ("( ckg:Organization ckg:Person )", "( ckg:Organization ckg:Text )", "mixes entities, values and text"),
        ("my:sponsors a owl:ObjectProperty", "my:leads a owl:ObjectProperty", "share the name 'leads'"),
    ],
)
def test_contradictions_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SPONSORING
    with pytest.raises(PatternError) as caught:
        Schema.load(write(tmp_path, SPONSORING.replace(old, new)))
    assert message in str(caught.value)
