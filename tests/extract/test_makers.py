"""A product whose name begins with a company's name is made by that company, unless the text says otherwise."""

from kg.model import Document, Extraction
from kg.ontology import Schema
from kg.pipeline import extractions
from kg.settings import Settings

SCHEMA = Schema.load()


def read(text: str, lang: str = "en", settings: Settings | None = None) -> Extraction:
    (found,) = extractions([Document("d", text, lang)], settings or Settings(), SCHEMA)
    return found


def offered(found: Extraction) -> dict[tuple[str, str], str]:
    names = {e.id: e.name for e in found.entities}
    return {
        (names[a], names[b]): s.certainty
        for s in found.statements
        if s.type == "ProductOffering"
        for a in s.entities["provider"]
        for b in s.entities["product"]
    }


def test_a_company_that_only_a_products_name_names_comes_from_the_register() -> None:
    text = "The shop may soon sell the Samsung Galaxy S24 phone."
    found = read(text)
    assert offered(found)["Samsung", "Samsung Galaxy S24"] == "asserted"
    (maker,) = (e for e in found.entities if e.name == "Samsung")
    (mention,) = maker.mentions
    assert text[mention.start : mention.end] == mention.text == "Samsung"
    assert maker.known
    assert all(s.evidence[0].quote == text for s in found.statements)


def test_without_the_register_only_companies_of_the_text_count() -> None:
    text = "The shop sells the Samsung Galaxy S24 phone."
    found = read(text, settings=Settings(gazetteer=False))
    assert not any(e.name == "Samsung" for e in found.entities)


def test_a_maker_without_a_statement_is_no_entity() -> None:
    found = read("The shop sells the Samsung Galaxy S24 phone.", settings=Settings(min_confidence=0.99))
    assert not any(e.name == "Samsung" for e in found.entities)


def test_the_german_sentence() -> None:
    found = offered(read("Der Volkswagen Golf ist beliebt.", "de"))
    assert ("Volkswagen", "Volkswagen Golf") in found


def test_who_is_said_to_make_it_comes_first() -> None:
    from kg.extract.examples import marked_document

    text = "[Kessler|C] is quiet. The [Kessler Velo|X] is made by [Nordstahl|C]."
    given = marked_document(text, "en", "d")
    (found,) = extractions([given], Settings(given_entities=True, finders=("rules",)), SCHEMA)
    assert set(offered(found)) == {("Nordstahl", "Kessler Velo")}


def test_a_driver_and_a_boss_are_no_products() -> None:
    assert not offered(read("Der VW-Fahrer und der Siemens-Chef trafen sich.", "de"))


def test_an_accessory_for_a_product_is_not_its_makers() -> None:
    from kg.extract.examples import marked_document

    given = marked_document("[Kessler|C] is quiet. Shops sell the [Kessler Velo case|X].", "en", "d")
    (found,) = extractions([given], Settings(given_entities=True, finders=("rules",)), SCHEMA)
    assert not offered(found)
