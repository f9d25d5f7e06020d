"""Which names share an IRI, within one article and across articles."""

import pytest

from kg.model import Document, Entity, Extraction
from kg.ontology import Schema
from kg.resolve import entity_iri, resolve

SCHEMA = Schema.load()


def iri(name: str, type: str = "Company", known: str = "") -> str:
    return entity_iri(Entity("e1", name, type, known=known), SCHEMA)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordstahl AG", "Nordstahl"),
        ("NORDSTAHL", "Nordstahl"),
        ("Kessler GmbH & Co. KG", "Kessler"),
        ("Müller AG", "Muller"),
    ],
)
def test_spelling_and_legal_form_do_not_matter(one, other):
    assert iri(one) == iri(other)


@pytest.mark.parametrize(("one", "other"), [("Siemens", "Siemens Energy"), ("Alpha", "Alpha Cloud"), ("AG", "SE")])
def test_other_names_are_other_entities(one, other):
    assert iri(one) != iri(other)


def test_classes_that_texts_confuse_share_an_iri_and_others_do_not():
    assert iri("Norfund", "Company") == iri("Norfund", "Organization") == iri("Norfund", "Exchange")
    assert len({iri("Porsche"), iri("Porsche", "Person"), iri("Porsche", "Product"), iri("Porsche", "Place")}) == 4


def test_the_registers_name_counts():
    assert iri("Facebook", known="Meta") == iri("Meta", known="Meta")


def test_names_that_one_article_tells_apart_stay_apart():
    entities = (
        Entity("e1", "Waywise", "Company"),
        Entity("e2", "Waywise Group", "Company"),
        Entity("e3", "Lotsa", "Company"),
    )
    found = resolve(Extraction(Document("d", "text", "en"), entities, ()), SCHEMA).entities
    assert len({e.iri for e in found}) == 3
    assert found[2].iri == iri("Lotsa")
