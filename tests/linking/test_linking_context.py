"""What a text says of a name itself, beside it, and elsewhere."""

import pytest

from kg.resolve.linking import context
from kg.resolve.linking.vocabulary import country_code, country_of, cues, folded, near_sectors, phrases, sectors


def at(text, name):
    start = text.index(name)
    return context(text, (start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Der japanische Autobauer Nordstahl baut um.", "cars"),
        ("Nordstahl, a maker of semiconductors, rose.", "chips"),
        ("Nordstahl ist ein Versicherer mit Sitz in Köln.", "insurance"),
        ("The pulp and paper firm Nordstahl shrank.", "paper"),
    ],
)
def test_the_line_of_business_that_is_said_of_a_name(text, sector):
    assert sector in at(text, "Nordstahl").about.sectors


def test_what_is_said_of_another_name_is_only_near():
    found = at("Der Autobauer Nordstahl kauft Chips von Südwerk in Dresden. Die Bank half.", "Südwerk")
    assert "cars" not in found.about.sectors
    assert "cars" in found.near.sectors
    assert "bank" not in found.near.sectors
    assert "bank" in found.text.sectors


def test_countries_and_cities():
    found = at("Der finnische Hersteller Nordstahl aus München verkauft in Japan.", "Nordstahl")
    assert found.about.countries == {"FI"}
    assert found.about.cities == {"munchen"}
    assert found.near.countries == {"FI", "JP"}


@pytest.mark.parametrize(
    ("word", "code"),
    [("japanischen", "JP"), ("Deutschlands", "DE"), ("Finnish", "FI"), ("New Jersey", "US"), ("Wort", "")],
)
def test_countries_by_names_and_adjectives(word, code):
    assert country_of(folded(word)) == code


def test_country_codes_of_registers():
    assert [country_code(text) for text in ("de", "Germany", "Deutschland", "Nowhere", "")] == ["DE"] * 3 + [""] * 2


def test_us_is_a_country_only_in_capitals():
    assert at("Nordstahl told us the price.", "Nordstahl").near.countries == frozenset()
    assert at("Nordstahl left the US.", "Nordstahl").near.countries == {"US"}


def test_own_words_of_the_name_say_nothing_beside_it():
    assert at("Nordbank Energie wuchs.", "Nordbank Energie").near.sectors == frozenset()


@pytest.mark.parametrize(
    ("text", "cue"),
    [("Der Fußballverein Nordstahl stieg auf.", "other"), ("Das Start-up Nordstahl wuchs.", "small")],
)
def test_cues(text, cue):
    assert cue in at(text, "Nordstahl").about.cues


def test_every_group_of_near_sectors_is_of_known_sectors():
    assert all(name in group for name, group in near_sectors().items())
    assert sectors().of_words(phrases("Banking Services")) == {"bank"}
    assert cues().of_words(phrases("der Konzern")) == {"listed"}
