"""What parts of speech say about names: kinds of things, nouns before and behind a name, parts of compounds."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.names.compounds import double_surnames, is_double_place, parts_of, spelled_apart
from kg.annotate.names.nouns import is_no_person, is_thing, without_nouns
from kg.annotate.names.view import Candidate, View
from kg.annotate.names.words import words


def view(text: str, lang: str = "de") -> View:
    """A view of "word/POS" or "word/POS/Number" tokens; "_" before a word: no blank before it."""
    parts = [token.removeprefix("_").split("/") for token in text.split()]
    spaces = [*(not token.startswith("_") for token in text.split()[1:]), False]
    numbers = ["Number=Plur" if len(p) > 2 else "" for p in parts]
    doc = Doc(spacy.blank(lang).vocab, [p[0] for p in parts], spaces, pos=[p[1] for p in parts], morphs=numbers)
    return View(doc, words(lang))


@pytest.mark.parametrize(
    ("text", "at", "type_", "expected"),
    [
        ("neben/ADP Munition/NOUN und/CCONJ Helmen/NOUN/Plur", 1, "Company", True),
        ("neben/ADP Munition/NOUN und/CCONJ Bremsen/NOUN/Plur", 3, "Company", True),
        ("die/DET Bremsen/PROPN/Plur liefert/VERB Velmoor/PROPN", 1, "Company", True),
        ("die/DET Bremsen/PROPN/Plur liefert/VERB Velmoor/PROPN", 3, "Company", False),
        ("statt/ADP auf/ADP Pathos/NOUN", 2, "Company", True),
        ("auch/ADV Quillora/NOUN aus/ADP Ulm/PROPN", 1, "Company", False),  # no word of the dictionary
        ("sagt/VERB Richter/PROPN", 1, "Person", False),
        ("und/CCONJ Linux/NOUN", 1, "Product", False),  # products are called by nouns
        ("von/ADP Chips/NOUN/Plur", 1, "Product", True),
        ("und/CCONJ Frostkontor/NOUN", 1, "Company", False),  # a compound of a firm's own
        ("der/DET Bund/NOUN zahlt/VERB", 1, "Organization", False),
    ],
)
def test_things_are_no_names(text: str, at: int, type_: str, expected: bool) -> None:
    assert is_thing((at, at + 1), type_, view(text)) is expected


@pytest.mark.parametrize(
    ("text", "run", "known", "expected"),
    [
        ("Velmoor/PROPN Holdings/PROPN Gläubigerschutz/NOUN", (0, 3), (), (0, 2)),
        ("Amtsgericht/NOUN Ulm/PROPN Insolvenzantrag/NOUN", (0, 3), (), (0, 2)),
        ("der/DET Windpark/NOUN Quillora/PROPN", (1, 3), (), (2, 3)),
        ("bei/ADP Teigwaren/NOUN Quillora/PROPN", (1, 3), (), (1, 3)),
        ("die/DET Hydraulik/PROPN Velmoor/PROPN", (1, 3), (2,), (2, 3)),
        ("die/DET Hydraulik/PROPN Velmoor/PROPN", (1, 3), (), (1, 3)),
        ("Velmoor/PROPN Werkzeugbau/NOUN", (0, 2), (), (0, 2)),  # a line of business
        ("Landgericht/NOUN Velmoor/PROPN", (0, 2), (), (0, 2)),
        ("Institut/NOUN für/ADP Optik/NOUN", (0, 3), (), (0, 3)),
        ("Ulmer/PROPN Polizei/NOUN", (0, 2), (), (0, 2)),
    ],
)
def test_nouns_beside_a_name(
    text: str, run: tuple[int, int], known: tuple[int, ...], expected: tuple[int, int]
) -> None:
    assert without_nouns(run, view(text), known) == expected


def test_what_somebody_makes_is_no_part_of_the_name() -> None:
    read = view("Velmoor/PROPN Riesa/PROPN Töpfe/NOUN liefert/VERB")
    for token, relation in zip(read.doc, ("nsubj", "flat", "obj", "ROOT"), strict=True):
        token.head, token.dep_ = read.doc[0 if relation == "flat" else 3], relation
    assert without_nouns((0, 3), read, ()) == (0, 2)
    read.doc[2].dep_ = "nsubj"
    assert without_nouns((0, 3), read, ()) == (0, 3)


def test_english_capitals_say_enough() -> None:
    assert without_nouns((0, 2), view("Velmoor/PROPN Protection/NOUN", "en"), ()) == (0, 2)
    assert not is_thing((0, 1), "Company", view("Ammunition/NOUN", "en"))


def test_money_is_no_person() -> None:
    assert is_no_person((1, 3), view("25.000/NUM Mark/NOUN Startkapital/NOUN"))
    assert not is_no_person((0, 2), view("Mark/PROPN Brandtner/PROPN"))


def test_names_in_compounds_are_spelled_apart_elsewhere() -> None:
    read = view("Velmoor/PROPN _-/PUNCT _Labs/PROPN _-/PUNCT _Chef/NOUN bei/ADP Velmoor/PROPN Labs/PROPN")
    assert spelled_apart((0, 3), read)
    assert parts_of((0, 3), read) == ["Velmoor", "Labs"]
    assert not spelled_apart((0, 3), view("Velmoor/PROPN _-/PUNCT _Labs/PROPN von/ADP Velmoor/PROPN"))
    assert not spelled_apart((5, 7), read)


def test_double_surnames_and_places() -> None:
    read = view("Annika/PROPN Ott/PROPN _-/PUNCT _Brandt/PROPN aus/ADP Nord/NOUN _-/PUNCT _Richtung/NOUN")
    assert double_surnames([Candidate(0, 4, "Person", 0.9, "encoder")], read) == {("Ott", "-", "Brandt")}
    assert double_surnames([Candidate(1, 4, "Person", 0.9, "encoder")], read) == set()
    assert is_double_place(Candidate(1, 4, "Place", 0.9, "encoder"), read)
    assert not is_double_place(Candidate(5, 8, "Place", 0.9, "encoder"), read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Banken geben Velmoor Luft.\nDer Konzern Velmoor braucht Geld. Velmoor liefert Stahl.", (2, 3)),
        ("Banken geben Velmoor Luft.\nVelmoor Luft baut Filter. Velmoor ist alt. Velmoor wächst.", (2, 4)),
        ("Banken geben Velmoor Luft.\nDer Konzern braucht Geld, sagt Velmoor.", (2, 4)),
    ],
)
def test_a_noun_of_the_headline_alone_is_no_part_of_the_name(text: str, expected: tuple[int, int]) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    for token in doc:
        token.pos_ = "PROPN" if token.text in ("Velmoor", "Luft") else "VERB"
    assert without_nouns((2, 4), View(doc, words("de")), frozenset()) == expected
