"""Dates: the tables of sentences, and what must hold for any text."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.values import dates, xsd

HERE = Path(__file__).parent
LANGS = ("de", "en")
PUBLISHED = "2025-12-30"
CASES = [
    pytest.param(lang, text, expected, id=f"{lang}: {text}")
    for lang in LANGS
    for text, expected in yaml.safe_load((HERE / f"dates.{lang}.yaml").read_text(encoding="utf-8"))
]
PIECES = [
    "30.",
    "Dezember",
    "2025",
    "bis",
    "seit",
    "Anfang",
    "Mitte",
    "des",
    "Jahres",
    "vor",
    "drei",
    "Wochen",
    "Q3",
    "2024/25",
    "12.05.2026",
    "2026-02-03",
    "im",
    "Januar",
    "und",
    "vergangene",
    "Woche",
    "am",
    "Montag",
    "March",
    "3,",
    "2026",
    "by",
    "the",
    "end",
    "of",
    "year",
    "last",
    "Thursday",
    "first",
    "half",
    "1990s",
    "9999",
    "31.",
    "Februar",
    "in",
    "999",
    "Jahren",
]


def test_the_tables_are_complete() -> None:
    assert sum(case.values[0] == "de" for case in CASES) == 59
    assert sum(case.values[0] == "en" for case in CASES) == 57
    assert sum(not case.values[2] for case in CASES) >= 18


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_dates_of_a_sentence(lang: str, text: str, expected: list[str]) -> None:
    assert [f"{p.text} = {p.edtf}".rstrip() for p in dates(text, lang, PUBLISHED)] == expected


@pytest.mark.parametrize("published", [None, "", "2025-12", "soon", "2025-02-31"])
def test_without_a_day_of_publication_relative_dates_stay_empty(published: str | None) -> None:
    text = "Gestern, am Montag, im Januar, vor drei Wochen und am 30. Dezember 2024 im Vorjahr."
    assert [p.edtf for p in dates(text, "de", published)] == ["", "", "", "", "2024-12-30", ""]


@pytest.mark.parametrize(
    ("published", "text", "edtf"),
    [
        ("2025-01-02", "am Freitag", "2024-12-27"),
        ("2025-01-02", "im November", "2024-11"),
        ("2025-01-02", "im April", "2025-04"),
        ("2025-01-02", "im Juli", "2024-07"),
        ("2025-01-02", "im vierten Quartal", "2024-36"),
        ("2025-01-02", "im Vormonat", "2024-12"),
        ("2024-02-29", "vor einem Tag", "2024-02-28"),
        ("2024-03-01", "gestern", "2024-02-29"),
    ],
)
def test_relative_dates_cross_the_year(published: str, text: str, edtf: str) -> None:
    assert [p.edtf for p in dates(text, "de", published)] == [edtf]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2026-02-03", ("2026-02-03", "date")),
        ("2026-02", ("2026-02", "gYearMonth")),
        ("2026", ("2026", "gYear")),
        ("2026~", None),
        ("2026-35", None),
        ("2026-02-30", None),
        ("2019/2023", None),
        ("199X", None),
        ("", None),
    ],
)
def test_xsd_fits_exactly_or_not_at_all(edtf: str, expected: tuple[str, str] | None) -> None:
    assert xsd(edtf) == expected


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)
    ),
    st.one_of(st.none(), st.dates().map(str), st.text(max_size=12)),
)
def test_any_text_gives_quotes_in_order(text: str, published: str | None) -> None:
    for lang in LANGS:
        found = dates(text, lang, published)
        assert all(text[p.start : p.end] == p.text != "" for p in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "unit", ["7", "bis ", "1.", "2025-", "2025 bis ", "am ", "3. bis ", "Montag ", "vor drei ", "Q3 "]
)
def test_time_grows_with_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for lang in LANGS:
        start = time.process_time()
        dates(text, lang, PUBLISHED)
        assert time.process_time() - start < 6
