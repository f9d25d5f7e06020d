"""The register and the component that finds its names."""

from typing import Any

import pytest

from kg.annotate.gazetteer import component  # registers the spaCy component
from kg.annotate.gazetteer.inflect import forms
from kg.annotate.gazetteer.register import Entry, read_register, register
from kg.annotate.names.component import candidates
from kg.annotate.tokens import make_tokenizer


@pytest.fixture(scope="module")
def pipes() -> dict[str, Any]:
    found = {}
    for lang in ("de", "en"):
        found[lang] = make_tokenizer(lang)
        found[lang].add_pipe("kg_gazetteer")
    return found


def names(pipe: Any, text: str, least: float = 1.0) -> dict[str, str]:
    doc = pipe(text)
    return {doc[c.start : c.end].text: c.type for c in candidates(doc, component.SPANS) if c.score >= least}


def test_the_register_is_large_and_has_no_identifiers_of_its_own() -> None:
    entries = read_register()
    by_type = {t: sum(e.type == t for e in entries) for t in {e.type for e in entries}}
    assert by_type["Company"] >= 10_000
    assert by_type["Organization"] >= 1_500
    assert by_type["Product"] >= 5_000
    assert by_type["Exchange"] >= 30
    assert not any(e.identifiers for e in entries)


def test_products_have_makers_and_the_rest_countries() -> None:
    for entry in read_register():
        assert bool(entry.maker) != bool(entry.country), entry


def test_every_maker_is_a_company_of_the_register_or_the_stock_lists() -> None:
    companies = {name for e in register() if e.type == "Company" for name in e.names}
    makers = {e.maker for e in read_register() if e.maker}
    assert len(makers) > 50
    assert makers - companies == set()


def test_stocks_give_identifiers() -> None:
    siemens = next(e for e in register() if e.name == "Siemens")
    assert ("isin", "DE0007236101") in siemens.identifiers


def test_a_stock_belongs_to_the_firm_with_its_whole_name() -> None:
    german, american = (next(e for e in register() if e.name == name) for name in ("Merck KGaA", "Merck & Co."))
    assert ("isin", "US58933Y1055") in american.identifiers
    assert ("isin", "US58933Y1055") not in german.identifiers


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Der Kurs der Deutschen Telekom stieg.", {"Deutschen Telekom": "Company"}),
        ("de", "Siemens Energy liefert.", {"Siemens Energy": "Company", "Siemens": "Company"}),
        ("de", "Im Sinne des Bundeskartellamts.", {"Bundeskartellamts": "Organization"}),
        ("de", "Nvidias H200 ist begehrt.", {"Nvidias": "Company", "H200": "Product"}),
        ("de", "Die NVIDIA-Aktie stieg.", {"NVIDIA": "Company"}),
        ("en", "Microsoft's Xbox sells well.", {"Microsoft": "Company", "Xbox": "Product"}),
        ("en", "It lists on the Nasdaq in New York.", {"Nasdaq": "Exchange", "New York": "Place"}),
        ("de", "Das Werk in Frankfurt / Main bleibt.", {"Frankfurt / Main": "Place", "Frankfurt": "Place"}),
        ("de", "İSTANBUL: Siemens liefert.", {"Siemens": "Company"}),
    ],
)
def test_finds_names_and_their_inflected_forms(lang: str, text: str, expected: dict[str, str], pipes: Any) -> None:
    assert names(pipes[lang], text) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Die Post kam und die Bahn fuhr."),
        ("de", "Die Linde im Hof ist alt."),
        ("de", "Das Ziel bleibt, sagte der Boss."),
        ("en", "The target was missed, a gap of two points."),
        ("en", "Block the visa, he said; an apple fell."),
        ("en", "On Monday the shell broke."),
    ],
)
def test_ordinary_words_are_never_certain(lang: str, text: str, pipes: Any) -> None:
    assert names(pipes[lang], text) == {}


def test_german_forms() -> None:
    assert {"Deutsche Telekom", "Deutschen Telekom", "Deutscher Telekom"} <= set(forms("Deutsche Telekom", "de"))
    assert set(forms("Alibaba", "de")) == {"Alibaba", "Alibabas"}
    assert set(forms("Siemens", "de")) == {"Siemens"}
    assert set(forms("Alibaba", "en")) == {"Alibaba"}


def test_entry_marks_doubtful_names() -> None:
    post = next(e for e in read_register() if e.name == "Deutsche Post")
    assert isinstance(post, Entry)
    assert post.doubtful == {"Post"}
