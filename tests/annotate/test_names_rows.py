"""Two names taken for one, words made from towns, and codes with what hyphens join to them."""

from typing import Any

import pytest

from kg.annotate.names.compounds import whole_code
from kg.annotate.names.rows import apart, is_row
from kg.annotate.names.towns import is_of_town, is_town_adjective
from kg.annotate.names.view import Candidate, Run, View
from kg.annotate.names.words import words
from kg.annotate.tokens import make_tokenizer


@pytest.fixture(scope="module")
def pipes() -> dict[str, Any]:
    return {lang: make_tokenizer(lang) for lang in ("de", "en")}


def view(pipes: dict[str, Any], text: str, lang: str = "de") -> View:
    return View(pipes[lang](text), words(lang))


@pytest.mark.parametrize(
    ("text", "size", "whole", "expected"),
    [
        ("Velmoor Logistics and Tessaro Holdings grow.", 5, (), [(0, 2), (3, 5)]),
        ("Bank of Wexmoor and Velmoor grow.", 5, ((0, 3),), [(0, 3), (4, 5)]),
        ("Bank of Wexmoor and Velmoor grow.", 5, ((4, 5),), [(0, 3), (4, 5)]),
        ("Ministry of Health and Human Services agrees.", 6, (), [(0, 6)]),
        ("Velmoor and Tessaro Holdings grow.", 4, (), [(0, 4)]),
    ],
)
def test_and_joins_two_names(text: str, size: int, whole: tuple[Run, ...], expected: list[Run], pipes: Any) -> None:
    found = apart(Candidate(0, size, "Company", 0.9, "encoder"), whole, view(pipes, text, "en"))
    assert [(c.start, c.end) for c in found] == expected


def test_a_hyphen_joins_two_names_but_not_a_name_and_its_noun(pipes: Any) -> None:
    def candidate(start: int, end: int) -> Candidate:
        return Candidate(start, end, "Organization", 0.9, "encoder")

    chips = view(pipes, "Velmoor-VX308 kommt.")
    assert is_row(candidate(0, 3), [candidate(0, 1), candidate(2, 3)], (), chips)
    institute = view(pipes, "Velmoor-Institut für Optik")
    parts = [candidate(0, 1), candidate(2, 5)]
    assert not is_row(candidate(0, 5), parts, (), institute)
    assert is_row(candidate(0, 5), parts, ((2, 5),), institute)


@pytest.mark.parametrize(
    ("text", "at", "type_", "expected"),
    [
        ("Nun wollen die Dortmunder wachsen.", 3, "Company", True),
        ("In Velbold sitzt er. Die Velbolder wachsen.", 6, "Company", True),
        ("Aufträge gingen an den Dortmundern vorbei.", 4, "Person", True),
        ("Dortmunder Betrieb wächst.", 0, "Company", True),
        ("Dortmunder wächst.", 0, "Company", False),  # nothing shows that it is none
        ("Nun wollen die Dortmunder wachsen.", 3, "Place", False),
        ("Die Tessaro wächst.", 1, "Company", False),
    ],
)
def test_words_made_from_towns(text: str, at: int, type_: str, expected: bool, pipes: Any) -> None:
    assert is_of_town(Candidate(at, at + 1, type_, 0.9, "encoder"), view(pipes, text)) is expected


def test_a_town_that_the_text_names_makes_adjectives(pipes: Any) -> None:
    assert is_town_adjective("Velbolder", view(pipes, "Der Velbolder Betrieb in Velbold wächst."))
    assert not is_town_adjective("Velbolder", view(pipes, "Der Velbolder Betrieb wächst."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("VX236-15.0 MW liefern", "VX236-15.0 MW"), ("VX236-Anlagen", "VX236"), ("VX236 MW", "VX236")],
)
def test_codes_go_on_behind_hyphens(text: str, expected: str, pipes: Any) -> None:
    read = view(pipes, text)
    start, end = whole_code((0, 1), read)
    assert read.doc[start:end].text == expected
