"""Amounts: the tables of sentences, and what must hold for any text."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.values import amounts
from kg.errors import InputError
from kg.model import Amount

HERE = Path(__file__).parent
LANGS = ("de", "en")
CASES = [
    pytest.param(lang, text, expected, id=f"{lang}: {text}")
    for lang in LANGS
    for text, expected in yaml.safe_load((HERE / f"amounts.{lang}.yaml").read_text(encoding="utf-8"))
]
PIECES = [
    "40.000",
    "bis",
    "50.000",
    "1,5",
    "€",
    "$",
    "US$",
    "Mio.",
    "Mrd.",
    "Prozent",
    "%",
    "zwischen",
    "und",
    "hundert",
    "mehrere",
    "Millionen",
    "von",
    "der",
    "Euro",
    "2000",
    "Stellen",
    "-",
    "–",
    "10",
    "/",
    ":",
    ".",
    ",",
    "eine",
    "halbe",
    "Milliarde",
    "several",
    "hundred",
    "million",
    "dollars",
    "between",
    "to",
    "of",
    "a",
    "third",
    "2.5m",
    "$3bn",
    "MI308",
    "je",
    "Aktie",
]


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.8g}"


def shown(amount: Amount) -> str:
    """An amount in the notation of the tables, numbers as Python writes them."""
    low, high = number(amount.min), number(amount.max)
    value = low if low == high else f"{low}..{high}"
    money = (amount.currency or "?") + (f"/{amount.unit}" if amount.unit else "")
    unit = {"Percentage": "%", "MonetaryAmount": money}.get(amount.kind, amount.unit)
    return f"{amount.text} = {'~' * amount.approximate}{value} {unit}".rstrip()


def normal(expected: str) -> str:
    """The notation of the tables with its numbers as Python writes them."""
    quote, _, rest = expected.rpartition(" = ")
    about = "~" * rest.startswith("~")
    value, _, unit = rest.lstrip("~").partition(" ")
    ends = [number(float(end)) if end else "" for end in value.split("..")]
    return f"{quote} = {about}{'..'.join(ends)} {unit}".rstrip()


def test_the_tables_are_complete() -> None:
    assert sum(case.values[0] == "de" for case in CASES) == 63
    assert sum(case.values[0] == "en" for case in CASES) == 63
    assert sum(not case.values[2] for case in CASES) >= 25


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_amounts_of_a_sentence(lang: str, text: str, expected: list[str]) -> None:
    assert [shown(a) for a in amounts(text, lang)] == [normal(e) for e in expected]


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)
    )
)
def test_any_text_gives_quotes_in_order(text: str) -> None:
    for lang in LANGS:
        found = amounts(text, lang)
        assert all(text[a.start : a.end] == a.text != "" for a in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(a.min is not None or a.max is not None for a in found)


@pytest.mark.parametrize(
    "unit",
    ["7", "bis ", "1.", "mehrere ", "hundert", "5 bis ", "zwischen 3 und ", "$", "1-", "of ", "3 Millionen ", "A-"],
)
def test_time_grows_with_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for lang in LANGS:
        start = time.process_time()
        amounts(text, lang)
        assert time.process_time() - start < 6


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'xx'.* de, en"):
        amounts("5 euro", "xx")
