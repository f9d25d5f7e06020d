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


def test_firms_of_the_register_that_differ_in_legal_form_only_are_two_in_every_article():
    assert iri("Merck", known="Merck KGaA") != iri("Merck", known="Merck & Co.")
    assert iri("MSD", known="Merck & Co.") == iri("Merck & Co., Inc.", known="Merck & Co.")
    assert iri("Nordstahl", known="Nordstahl AG") == iri("Nordstahl")


def test_an_entry_of_the_register_that_an_article_tells_apart_is_known_by_the_entrys_name():
    def found(*entities):
        return [e.iri for e in resolve(Extraction(Document("d", "text", "en"), entities, ()), SCHEMA).entities]

    lot = Entity("e1", "Nordstahl Works", "Company", known="Nordstahl")
    group = Entity("e2", "The Nordstahl Group", "Company", known="Nordstahl Group")
    first, second = found(lot, group)
    assert (first, second) == (iri("Nordstahl"), found(Entity("e1", "Nordstahl", "Company"), group)[1])
    assert first != second
    one, other = found(lot, Entity("e2", "Nordstahl", "Company", known="Nordstahl"))
    assert one != other
