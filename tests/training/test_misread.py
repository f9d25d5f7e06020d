"""What a first reading of names gets wrong, as the second one learns it."""

import random
from itertools import pairwise

from training.facts import Span
from training.labels import ANY_TYPE, ANYTHING, MENTION_TYPES, OUTSIDE, allow
from training.misread import misread, named
from training.sentences import Sentence

COMPANY, PERSON, PRODUCT = (MENTION_TYPES.index(name) for name in ("Company", "Person", "Product"))
WORDS = ["Die", "Velmoor", "Werke", "liefern", "den", "Quint", "an", "Ida", "Boll", ".", "Sie", "dankt"]
SPANS = [Span(1, 3, COMPANY, 0, 0), Span(5, 6, PRODUCT, 0, 1), Span(7, 9, PERSON, 0, 2), Span(10, 11, PERSON, 2, 2)]


def readings(n: int = 2000) -> list[list[Span]]:
    rng = random.Random(3)
    return [misread(SPANS, WORDS, rng) for _ in range(n)]


def test_references_are_settled_later() -> None:
    assert all(span.kind == 0 for told in readings() for span in told)


def test_spans_stay_in_order_and_apart() -> None:
    for told in readings():
        assert all(a.end <= b.first for a, b in pairwise(told))
        assert all(0 <= s.first < s.end <= len(WORDS) for s in told)


def test_products_are_missed_more_often_than_persons() -> None:
    found = [{s.chain for s in told} for told in readings()]
    missed = [sum(chain not in chains for chains in found) / len(found) for chain in (1, 2)]
    assert 0.35 < missed[0] < 0.45
    assert 0.05 < missed[1] < 0.11


def test_what_is_no_name_is_a_capitalised_word_outside_all_mentions() -> None:
    extra = {s.first for told in readings() for s in told if s.chain > 2}
    assert extra == {0}


def test_some_names_end_a_word_too_early() -> None:
    ends = {s.end for told in readings() for s in told if s.chain == 0}
    assert ends == {2, 3, 4}


def test_names_of_a_corpus_without_statements() -> None:
    either = ("Company", "Organization")
    labels = [allow(either, "B"), allow(either, "I"), OUTSIDE, allow(("Person",), "B"), ANYTHING]
    words = ["Otto", "Werke", "und", "Ida", "Boll"]
    sentence = Sentence("de", "germeval", words, [True] * 5, [0] * 5, labels)
    spans = named([sentence, sentence]).spans
    assert [(s.first, s.end, s.type) for s in spans] == [
        (0, 2, ANY_TYPE), (3, 4, PERSON), (5, 7, ANY_TYPE), (8, 9, PERSON),
    ]  # fmt: skip
    assert len({s.chain for s in spans}) == 4
