"""The sentence of a token is spaCy's own."""

import pytest

from kg.annotate.sentences import sentence_of
from kg.annotate.tokens import make_tokenizer

TEXTS = ["Nordstahl kauft Kessler. Der Preis bleibt geheim!\n\nMehr dazu morgen. ", "Ein Wort", "  \n Erst. Dann."]


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_has_the_sentence_that_spacy_finds(text):
    doc = make_tokenizer("de")(text)
    assert [(s.start, s.end) for s in map(sentence_of, doc)] == [(t.sent.start, t.sent.end) for t in doc]


def test_documents_are_not_mixed_up():
    first, second = map(make_tokenizer("de"), ("Ja. Nein.", "Ja und nein, sagte sie."))
    assert sentence_of(first[0]).text == "Ja."
    assert sentence_of(second[0]).text == second.text
    assert sentence_of(first[2]).text == "Nein."
