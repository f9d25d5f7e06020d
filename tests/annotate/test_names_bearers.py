"""Founders and their firms: one word for both in one text, told apart by the words beside it."""

from typing import Any

import pytest

from kg.annotate.names.bearers import shown_type, with_bearers
from kg.annotate.names.view import Candidate, View
from kg.annotate.names.words import words
from kg.annotate.tokens import make_tokenizer


@pytest.fixture(scope="module")
def german() -> Any:
    return make_tokenizer("de")


def view(nlp: Any, text: str) -> View:
    return View(nlp(text), words("de"))


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("Tomra, das 300 Leute hat, wächst.", 0, "Company"),
        ("Ott, der 80 ist, geht.", 0, "Person"),
        ("Ott sagte nichts.", 0, "Person"),
        ("Die Ott-Gruppe wächst.", 1, "Company"),
        ("In Ulm sitzt Ott seit 1950.", 3, None),
    ],
)
def test_the_words_beside_a_name_show_its_type(text: str, at: int, expected: str | None, german: Any) -> None:
    assert shown_type((at, at + 1), view(german, text)) == expected


TEXT = "Rolf Ott gründete die Firma. Ott, der 80 ist, geht. Ott, das 300 Leute hat, bleibt. In Ulm sitzt Ott."


def types(nlp: Any, firm: float) -> list[str]:
    """The types of the full name and of the three times that "Ott" stands alone, the last two with a firm's score."""
    read = view(nlp, TEXT)
    alone = [(i, i + 1) for i, word in enumerate(read.text) if word == "Ott" and i > 1]
    names = [Candidate(*run, "Person", 0.9, "encoder") for run in ((0, 2), *alone)]
    guess = {"Company": {"encoder": firm}} if firm else {}
    found = with_bearers(names, read, {alone[1]: guess, alone[2]: {"Person": {"encoder": 0.4}, **guess}})
    return [c.type for c in found]


def test_a_surname_is_a_firm_too_where_two_signs_say_so(german: Any) -> None:
    assert types(german, 0.6) == ["Person", "Person", "Company", "Company"]


def test_one_sign_is_not_enough(german: Any) -> None:
    assert types(german, 0.0) == ["Person"] * 4
