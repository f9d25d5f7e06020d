"""Identifiers are found in texts where their check digits hold, and compared in one form."""

import pytest

from kg.resolve.linking import context
from kg.resolve.linking.marks import agree, in_text, is_isin, is_lei, of_entry, stored, symbol


@pytest.mark.parametrize("code", ["DE0007164600", "US0378331005", "GB0007099541", "FI0009014377"])
def test_a_right_isin_and_its_wrong_neighbour(code):
    assert is_isin(code)
    assert not is_isin(code[:-1] + str((int(code[-1]) + 1) % 10))


def test_a_right_lei_and_its_wrong_neighbour():
    assert is_lei("529900D6BF99LW9R2E68")
    assert not is_lei("529900D6BF99LW9R2E69")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Nordstahl (HK: 09988) stieg.", ("ticker", "HK:9988")),
        ("Nordstahl (NYSE: NST) rose.", ("ticker", "US:NST")),
        ("Nordstahl (NST.DE) stieg.", ("ticker", "DE:NST")),
        ("Nordstahl, ISIN DE0007164600, stieg.", ("isin", "DE0007164600")),
        ("Nordstahl (WKN: 716460) stieg.", ("wkn", "716460")),
        ("Nordstahl (LEI: 529900D6BF99LW9R2E68)", ("lei", "529900D6BF99LW9R2E68")),
    ],
)
def test_identifiers_of_a_text(text, mark):
    assert mark in in_text(text)
    assert mark in context(text, (0, 9)).own


def test_what_only_looks_like_an_identifier_is_none():
    assert in_text("Um 10:30 Uhr (Note: A) sank DE0007164601 (siehe Teil: B).") == frozenset()


def test_an_identifier_behind_another_name_is_not_the_first_ones():
    text = "Nordstahl liefert an Südwerk (ISIN DE0007164600)."
    assert context(text, (0, 9)).own == frozenset()
    assert context(text, (21, 28)).own == {("isin", "DE0007164600")}
    assert context(text, (0, 9)).marks == {("isin", "DE0007164600")}


@pytest.mark.parametrize("written", ["HKG:9988", "9988.HK", "HK: 09988", "XHKG:9988"])
def test_symbols_have_one_form(written):
    assert symbol(written) == "HK:9988"


def test_an_entry_and_a_text_agree_by_securities_number_and_by_symbol():
    marks = of_entry([("isin", "DE0007164600"), ("ticker", "XETR:SAP"), ("tickerSymbol", "SAP")])
    assert agree(("wkn", "716460"), marks)
    assert agree(("ticker", "DE:SAP"), marks)
    assert not agree(("ticker", "US:SAP"), marks)
    assert agree(("ticker", "US:SAP"), of_entry([("tickerSymbol", "SAP")]))


def test_what_a_register_is_asked_for():
    assert stored(("wkn", "716460")) == [("isin", "DE0007164600")]
    assert stored(("ticker", "HK:9988")) == [("tickerSymbol", "9988")]
    assert stored(("isin", "US0378331005")) == [("isin", "US0378331005")]
