"""Given entities whose type nobody knows: every role is open to them, and what they do decides."""

from kg.model import Document, GivenEntity
from kg.ontology import Schema
from kg.pipeline import extractions
from kg.settings import Settings

TEXT = "Velmora Systems has launched the Qubrix 4 database. Rival Tarn Labs bought Nordia Data for 40 million euros."


def given(*names: tuple[str, str]) -> Document:
    spans = tuple(GivenEntity(TEXT.index(name), TEXT.index(name) + len(name), type_) for name, type_ in names)
    return Document("d", TEXT, "en", given=spans)


def found(document: Document) -> tuple[dict[str, str], set[tuple[str, ...]]]:
    settings = Settings(given_entities=True)
    (extraction,) = extractions([document], settings, Schema.load())
    names = {e.id: e.name for e in extraction.entities}
    statements = {
        (s.type, *(names[i] for role in sorted(s.entities) for i in s.entities[role])) for s in extraction.statements
    }
    return {e.name: e.type for e in extraction.entities}, statements


def test_a_label_of_another_vocabulary_is_an_unknown_type() -> None:
    types, statements = found(
        given(("Velmora Systems", "ENTITY"), ("Qubrix 4", "ENTITY"), ("Tarn Labs", "ORG"), ("Nordia Data", ""))
    )
    assert ("ProductOffering", "Qubrix 4", "Velmora Systems") in {(s[0], *sorted(s[1:])) for s in statements}
    assert ("Acquisition", "Nordia Data", "Tarn Labs") in statements
    assert types == {
        "Velmora Systems": "Company",
        "Qubrix 4": "Product",
        "Tarn Labs": "Company",
        "Nordia Data": "Company",
    }


def test_a_known_type_stays_and_bars_roles() -> None:
    types, statements = found(given(("Velmora Systems", "Company"), ("Qubrix 4", "Place")))
    assert types == {"Velmora Systems": "Company", "Qubrix 4": "Place"}
    assert not any(s[0] == "ProductOffering" for s in statements)
