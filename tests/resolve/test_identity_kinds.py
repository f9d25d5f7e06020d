"""One name read as several kinds, persons of one frequent name, and firms of the register with a trade."""

import random

import pytest

from kg.model.identity import Judgement, SourceEntity
from kg.resolve.identity import Identity
from kg.resolve.keys import name_key

Documents = list[tuple[str, str, list[SourceEntity]]]


def source(document: str, name: str, type_: str = "Company", *context: str, **more: tuple) -> SourceEntity:
    top = "Organization" if type_ == "Company" else type_
    return SourceEntity(
        f"s:{document}:{type_}:{name}", document, type_, name, f"g:{top}:{name_key(name)}", context=context, **more
    )


def documents(*sources: SourceEntity) -> Documents:
    ids = sorted({s.document for s in sources})
    return [(id_, "fingerprint", [s for s in sources if s.document == id_]) for id_ in ids]


def resolved(*sources: SourceEntity) -> list[str]:
    """The canonical IRI of each source."""
    with Identity.open(None) as identity:
        identity.update(documents(*sources))
        found = identity.canonical(s.iri for s in sources)
        return [found[s.iri] for s in sources]


def read_as(firm: int, product: int, *context: str, name: str = "Qorvida") -> list[SourceEntity]:
    """`firm` documents that read a company and `product` that read a product of one name."""
    firms = [source(f"f{n}", name, "Company", *context) for n in range(firm)]
    return [*firms, *(source(f"p{n}", name, "Product", *context) for n in range(product))]


@pytest.mark.parametrize(
    ("firm", "product", "context", "together"),
    [
        (8, 1, (), True),
        (1, 8, (), True),
        (2, 1, (), False),
        (4, 2, (), False),
        (1, 1, ("Ostmark", "Nordwerk"), True),
        (1, 1, ("Ostmark",), False),
        (1, 1, ("Germany", "London", "Paris"), False),
    ],
)
def test_documents_decide_between_kinds(firm: int, product: int, context: tuple[str, ...], together: bool) -> None:
    found = resolved(*read_as(firm, product, *context))
    assert (len(set(found)) == 1) is together


def test_the_entity_is_of_the_kind_that_most_documents_read() -> None:
    assert set(resolved(*read_as(9, 1))) == {"g:Organization:qorvida"}
    assert set(resolved(*read_as(1, 9))) == {"g:Product:qorvida"}


def test_the_ledger_says_why() -> None:
    with Identity.open(None) as identity:
        identity.update(documents(*read_as(8, 1, "Ostmark")))
        (why,) = (j for j in identity.judgements("g:Organization:qorvida") if j.judge == "kinds")
        assert (why.verdict, why.by) == ("same", "rule")
        assert why.features == (
            "one name, read as Company in 8 documents and as Product in 1 document",
            "named beside both: Ostmark",
        )
        identity.judge(Judgement.of(why.a, why.b, "different", "person", "Eva"))
        assert len(identity.documents_of("g:Organization:qorvida")) == 8


def test_never_one_that_is_registered() -> None:
    firms = [source(f"f{n}", "Qorvida", identifiers=(("lei", "A"),)) for n in range(9)]
    assert len(set(resolved(*firms, source("p", "Qorvida", "Product")))) == 2
    assert len(set(resolved(*read_as(9, 1, name="Siemens")))) == 2


def test_never_where_a_document_names_both() -> None:
    sources = [*read_as(9, 1), source("f0", "Qorvida", "Product")]
    assert len(set(resolved(*sources))) == 2


def test_never_by_a_part_of_the_name_or_with_a_place() -> None:
    firms = [source(f"f{n}", "Qorvida AG") for n in range(9)]
    assert len(set(resolved(*firms, source("p", "Qorvida Pro", "Product")))) == 2
    assert len(set(resolved(*firms, source("p", "Qorvida", "Place")))) == 2


@pytest.mark.parametrize(
    ("name", "person", "firm", "together"),
    [
        ("Anna Velmoor", 2, 1, True),
        ("Anna Velmoor", 1, 2, False),
        ("Velmoor", 2, 1, False),
        ("Orsa Velmoor", 2, 1, False),
        ("Carl Zeiss", 2, 1, False),
    ],
)
def test_a_person_that_was_read_as_a_firm(name: str, person: int, firm: int, together: bool) -> None:
    beside = ("Ostmark", "Nordwerk")
    sources = [source(f"p{n}", name, "Person", *beside) for n in range(person)]
    sources += [source(f"f{n}", name, "Company", *beside) for n in range(firm)]
    kinds = {found.split(":")[1] for found in resolved(*sources)}
    assert (kinds == {"Person"}) is together


def test_a_misread_person_does_not_lead_to_the_firm_of_that_surname() -> None:
    beside = ("Ostmark", "Nordwerk")
    people = [source(f"p{n}", "Anna Velmoor", "Person", *beside) for n in range(2)]
    firms = [source("f", "Anna Velmoor", "Company", *beside), source("g", "Velmoor AG")]
    *persons, firm = resolved(*people, *firms)
    assert set(persons) == {"g:Person:anna velmoor"}
    assert firm == "g:Organization:velmoor"


@pytest.mark.parametrize(
    ("name", "contexts", "people"),
    [
        ("Thomas Weber", [("Ostmark",), ("Ostmark AG", "Nordwerk"), ("Nordwerk",)], 1),
        ("Thomas Weber", [("Ostmark",), ("Nordwerk",)], 2),
        ("Thomas Weber", [("Ostmark", "London"), ("Nordwerk", "London")], 2),
        ("Thomas Weber", [("Ostmark",), ()], 1),
        ("Thomas Velmoor", [("Ostmark",), ("Nordwerk",)], 1),
        ("Orsalind Weber", [("Ostmark",), ("Nordwerk",)], 1),
    ],
)
def test_persons_of_a_frequent_name(name: str, contexts: list[tuple[str, ...]], people: int) -> None:
    sources = [source(f"d{n}", name, "Person", *beside) for n, beside in enumerate(contexts)]
    assert len(set(resolved(*sources))) == people
    random.Random(3).shuffle(sources)
    assert len(set(resolved(*sources))) == people


def test_why_persons_of_one_name_are_two_and_that_a_person_may_know_better() -> None:
    one, two = source("a", "Thomas Weber", "Person", "Ostmark"), source("b", "Thomas Weber", "Person", "Nordwerk")
    with Identity.open(None) as identity:
        identity.update(documents(one, two))
        (why,) = (j for j in identity.judgements(one.group) if j.judge == "namesakes")
        assert (why.verdict, why.features) == ("different", ("a frequent name, and nothing else named beside both",))
        identity.judge(Judgement.of(one.iri, two.iri, "same", "person", "Eva"))
        assert len(set(identity.canonical([one.iri, two.iri]).values())) == 1


@pytest.mark.parametrize(
    ("short", "long", "together"),
    [
        ("Siemens", "Siemens Brothers", False),
        ("Velmoor", "Velmoor Brothers", True),
        ("Tesla", "Tesla Motors", True),
    ],
)
def test_a_trade_more_than_a_firm_of_the_register(short: str, long: str, together: bool) -> None:
    assert (len(set(resolved(source("a", short), source("b", long)))) == 1) is together


@pytest.mark.parametrize(
    ("one", "other"), [("Tesla", "Tesla Motors"), ("E.ON", "VEBA"), ("Velmoor", "Velmoor Holding")]
)
def test_what_one_document_names_as_two_stays_two(one: str, other: str) -> None:
    a, b = source("a", one), source("a", other)
    b = SourceEntity(b.iri, "a", "Company", other, f"{b.group} whole")
    assert len(set(resolved(a, b))) == 2
