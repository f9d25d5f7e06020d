"""The schema holds what the project promises, and answers what the stages ask."""

import time

import pytest

from kg.errors import PatternError
from kg.ontology import Schema
from kg.ontology.check import check

ENTITY_TYPES = {"Company", "Organization", "Person", "Product", "Place", "Exchange"}
VALUE_TYPES = {"MonetaryAmount", "Quantity", "Percentage", "DateExpression", "Position"}

# statement type: required roles, optional roles, edge
PROMISED = {
    "Investment": ("investor investee", "amount stake round event", "investorIn"),
    "AnchorInvestment": ("investor investee", "amount stake round event", "anchorInvestorIn"),
    "Shareholding": ("owner owned", "share", "ownerOf"),
    "Subsidiary": ("parent subsidiary", "", "parentOf"),
    "Acquisition": ("acquirer acquired", "seller price date", "acquired"),
    "Merger": ("party", "result date", "mergedWith"),
    "SpinOff": ("parent spunOff", "date", "spunOff"),
    "Supply": ("supplier customer", "product quantity price date", "supplierOf"),
    "Competition": ("competitor", "market", "competitorOf"),
    "Partnership": ("partner", "purpose vehicle", "partnerOf"),
    "ProductOffering": ("provider product", "", "develops"),
    "ProductUse": ("user product", "purpose", "usesProduct"),
    "Leadership": ("person organization", "position from to", "leads"),
    "Membership": ("person organization", "position from to", "memberOf"),
    "Founding": ("founder organization", "date place", "founderOf"),
    "Headquarters": ("organization place", "", "headquarteredIn"),
    "Listing": ("issuer exchange", "ticker date proceeds", "listedOn"),
    "LegalAction": ("claimant target", "matter penalty", "legalActionAgainst"),
    "Lending": ("lender borrower", "amount", "lenderTo"),
    "Insolvency": ("company", "date place", None),
    "Layoff": ("company", "number place date", None),
    "Strike": ("company", "union number place date", None),
}


def test_types_are_the_promised_ones(schema: Schema) -> None:
    assert set(schema.entity_types) == ENTITY_TYPES
    assert set(schema.value_types) >= VALUE_TYPES
    assert schema.is_a("Company", "Organization")
    assert schema.is_a("Exchange", "Organization")
    assert not schema.is_a("Organization", "Company")
    assert not schema.is_a("Person", "Organization")


def test_there_are_22_statement_types(schema: Schema) -> None:
    assert set(schema.statements) == set(PROMISED)
    assert len(PROMISED) == 22


@pytest.mark.parametrize("name", PROMISED)
def test_statement_type_has_its_roles_and_edge(schema: Schema, name: str) -> None:
    required, optional, edge = PROMISED[name]
    kind = schema.statement_type(name)
    assert set(kind.required) == set(required.split())
    assert set(kind.roles) == set(required.split()) | set(optional.split())
    assert (kind.edge.name if kind.edge else None) == edge
    assert (kind.tail is None) == (edge is None)
    assert schema.iri(name) == f"https://w3id.org/company-kg/ontology#{name}"


def test_symmetric_and_inverse_edges(schema: Schema) -> None:
    assert {e.name for e in schema.edges.values() if e.symmetric} == {"mergedWith", "competitorOf", "partnerOf"}
    assert {e.name: e.inverse for e in schema.edges.values() if e.inverse} == {
        "parentOf": "subsidiaryOf",
        "supplierOf": "customerOf",
    }
    assert schema.edge("anchorInvestorIn").parents == ("investorIn",)
    assert schema.role("Merger", "party").minimum == 2


def test_the_ontology_passes_its_own_check(schema: Schema) -> None:
    assert check(schema) == []


def test_certainties_go_from_fact_to_denial(schema: Schema) -> None:
    assert list(schema.certainties) == ["asserted", "reported", "planned", "speculated", "negated"]
    assert schema.default_certainties() == ("asserted", "reported")
    assert [c.name for c in schema.certainties.values() if not c.gives_edge] == ["negated"]


@pytest.mark.parametrize(
    ("several", "weakest"),
    [
        (["asserted", "reported"], "reported"),
        (["planned", "reported"], "planned"),
        (["speculated", "planned", "asserted"], "speculated"),
        (["negated", "speculated"], "negated"),
        (["asserted"], "asserted"),
    ],
)
def test_the_weakest_claim_wins(schema: Schema, several: list[str], weakest: str) -> None:
    assert schema.weakest(several) == weakest
    assert schema.weakest(reversed(several)) == weakest


@pytest.mark.parametrize(
    ("statement", "role", "fits", "does_not"),
    [
        ("Supply", "supplier", "Company", "Product"),
        ("Supply", "product", "Product", "Company"),
        ("Investment", "investor", "Person", "Product"),
        ("Leadership", "person", "Person", "Company"),
        ("Leadership", "organization", "Exchange", "Person"),
        ("Headquarters", "place", "Place", "Organization"),
        ("Listing", "exchange", "Exchange", "Person"),
        ("Investment", "amount", "MonetaryAmount", "Percentage"),
        ("Layoff", "number", "Quantity", "DateExpression"),
    ],
)
def test_ranges_constrain_roles(schema: Schema, statement: str, role: str, fits: str, does_not: str) -> None:
    found = schema.role(statement, role)
    assert schema.accepts(found, fits)
    assert not schema.accepts(found, does_not)


def test_value_and_text_roles_are_told_apart(schema: Schema) -> None:
    amount, ticker, issuer = (schema.role("Listing", name) for name in ("proceeds", "ticker", "issuer"))
    assert (amount.value, amount.literal) == (True, False)
    assert (ticker.value, ticker.literal) == (True, True)
    assert (issuer.value, issuer.literal) == (False, False)


def test_pairs_follow_the_edge(schema: Schema) -> None:
    assert schema.pairs("Supply", {"customer": ["c"], "supplier": ["a", "b"]}) == (("a", "c"), ("b", "c"))
    assert schema.pairs("Merger", {"party": ["a", "b", "c"]}) == (("a", "b"), ("a", "c"), ("b", "c"))
    assert schema.pairs("Layoff", {"company": ["a"], "place": ["p"]}) == (("a", None),)
    assert schema.pairs("Supply", {"customer": ["a"], "supplier": ["a"]}) == ()


def test_implied_edges_include_super_property_inverse_and_both_directions(schema: Schema) -> None:
    ckg = "https://w3id.org/company-kg/ontology#"
    assert schema.implied("AnchorInvestment", {"investor": ["a"], "investee": ["b"]}) == (
        ("a", ckg + "anchorInvestorIn", "b"),
        ("a", ckg + "investorIn", "b"),
    )
    assert schema.implied("Subsidiary", {"parent": ["a"], "subsidiary": ["b"]}) == (
        ("a", ckg + "parentOf", "b"),
        ("b", ckg + "subsidiaryOf", "a"),
    )
    assert schema.implied("Competition", {"competitor": ["a", "b"]}) == (
        ("a", ckg + "competitorOf", "b"),
        ("b", ckg + "competitorOf", "a"),
    )
    assert schema.implied("Strike", {"company": ["a"]}) == ()


def test_labels_fall_back_to_english_and_to_the_name(schema: Schema) -> None:
    assert schema.label("supplierOf", "de") == "beliefert"
    assert schema.label("supplierOf") == "supplies"
    assert schema.label("supplierOf", "fr") == "supplies"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.statement_type("Suply"), "unknown statement type 'Suply'; did you mean 'Supply'?"),
        (lambda s: s.role("Supply", "custommer"), "unknown role of Supply 'custommer'; did you mean 'customer'?"),
        (lambda s: s.edge("supplyOf"), "unknown edge 'supplyOf'; did you mean 'supplierOf'?"),
        (lambda s: s.certainty("assserted"), "unknown certainty 'assserted'; did you mean 'asserted'?"),
        (lambda s: s.certainty("x"), "choose one of asserted, reported, planned, speculated, negated"),
        (lambda s: s.is_a("Compny", "Organization"), "did you mean 'Company'?"),
    ],
)
def test_unknown_names_get_a_hint(schema: Schema, ask: object, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        ask(schema)  # type: ignore[operator]  # a parametrised function
    assert message in str(caught.value)


def test_loading_is_fast(schema: Schema) -> None:
    assert schema.statements
    best = min(_seconds() for _ in range(5))
    assert best < 0.1


def _seconds() -> float:
    start = time.perf_counter()
    Schema.load()
    return time.perf_counter() - start
