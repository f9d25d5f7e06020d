"""Trees that are drawn anew, on trees drawn by hand."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.trees import kg_trees

COLON = ["Something", "new", ":", "workers", "say", "Kessler", "has", "cut", "jobs"]
COMMA = ["Something", "new", ",", "workers", "say", "Kessler", "has", "cut", "jobs"]


def drawn(words: list[str], heads: list[int], deps: list[str], pos: list[str], lang: str = "en") -> Doc:
    finite = ["VerbForm=Fin" if p == "VERB" else "" for p in pos]
    doc = Doc(spacy.blank(lang).vocab, words=words, heads=heads, deps=deps, pos=pos, morphs=finite)
    return kg_trees(doc)


@pytest.mark.parametrize(("words", "head", "relation"), [(COLON, 4, "ccomp"), (COMMA, 0, "acl:relcl")])
def test_no_relative_clause_reaches_over_a_colon_and_a_verb(words: list[str], head: int, relation: str) -> None:
    heads = [4, 0, 4, 4, 4, 7, 7, 0, 7]
    deps = ["nsubj", "amod", "punct", "nsubj", "ROOT", "nsubj", "aux", "acl:relcl", "obj"]
    pos = ["PRON", "ADJ", "PUNCT", "NOUN", "VERB", "PROPN", "AUX", "VERB", "NOUN"]
    doc = drawn(words, heads, deps, pos)
    assert (doc[7].head.i, doc[7].dep_) == (head, relation)


def test_a_relative_clause_behind_its_noun_stays() -> None:
    words = ["Note", ":", "Kessler", "owns", "mines", "that", "grow"]
    heads = [3, 3, 3, 3, 3, 6, 4]
    deps = ["parataxis", "punct", "nsubj", "ROOT", "obj", "nsubj", "acl:relcl"]
    doc = drawn(words, heads, deps, ["NOUN", "PUNCT", "PROPN", "VERB", "NOUN", "PRON", "VERB"])
    assert (doc[6].head.i, doc[6].dep_) == (4, "acl:relcl")


@pytest.mark.parametrize(("last", "relation"), [("zusammen", "compound:prt"), ("gern", "advmod")])
def test_an_adverb_that_ends_its_clause_may_be_the_particle_of_its_verb(last: str, relation: str) -> None:
    words = ["Nordstahl", "arbeitet", "mit", "Kessler", last, "."]
    deps = ["nsubj", "ROOT", "case", "obl", "advmod", "punct"]
    doc = drawn(words, [1, 1, 3, 1, 1, 1], deps, ["PROPN", "VERB", "ADP", "PROPN", "ADV", "PUNCT"], "de")
    assert (doc[4].head.i, doc[4].dep_) == (1, relation)


ATTRIBUTE = ["Die", "zu", "Nordstahl", "gehörende", "Firma", "wächst"]


@pytest.mark.parametrize(("article", "head"), [("DET", 3), ("PRON", 5)])
def test_what_stands_behind_an_article_belongs_to_the_attribute(article: str, head: int) -> None:
    deps = ["nsubj", "case", "obj", "amod", "nsubj", "ROOT"]
    doc = drawn(ATTRIBUTE, [5, 2, 5, 4, 5, 5], deps, [article, "ADP", "PROPN", "ADJ", "NOUN", "VERB"], "de")
    assert doc[2].head.i == head


def test_what_stands_behind_an_article_stays_with_its_own_attribute() -> None:
    words = ["Der", "in", "Bonn", "große", "Name"]
    doc = drawn(words, [4, 2, 2, 4, 2], ["det", "case", "ROOT", "amod", "nmod"],
                ["DET", "ADP", "PROPN", "ADJ", "NOUN"], "de")  # fmt: skip
    assert doc[2].head.i == 2


@pytest.mark.parametrize(("word", "head"), [("against", 1), ("in", 3)])
def test_no_name_has_something_against_it(word: str, head: int) -> None:
    words = ["The", "complaint", "by", "Kessler", word, "Nordstahl", "failed"]
    deps = ["det", "nsubj", "case", "nmod", "case", "nmod", "ROOT"]
    doc = drawn(words, [1, 6, 3, 1, 5, 3, 6], deps, ["DET", "NOUN", "ADP", "PROPN", "ADP", "PROPN", "VERB"])
    assert doc[5].head.i == head


@pytest.mark.parametrize(("of", "relation"), [("nmod", "case"), ("advcl", "mark")])
def test_a_conjunction_of_a_noun_is_a_preposition(of: str, relation: str) -> None:
    words = ["Kessler", "signed", "letters", "of", "understanding"]
    doc = drawn(words, [1, 1, 1, 4, 2], ["nsubj", "ROOT", "obj", "mark", of], ["PROPN", "VERB", "NOUN", "ADP", "NOUN"])
    assert doc[3].dep_ == relation


@pytest.mark.parametrize(("last", "relation"), [("nicht", "orphan"), ("auch", "appos")])
def test_what_is_denied_by_itself_is_no_other_name(last: str, relation: str) -> None:
    words = ["Nordstahl", "hat", "Partner", ",", "Kessler", last, "."]
    deps = ["nsubj", "ROOT", "obj", "punct", "appos", "advmod", "punct"]
    doc = drawn(words, [1, 1, 1, 4, 2, 4, 1], deps, ["PROPN", "VERB", "NOUN", "PUNCT", "PROPN", "PART", "PUNCT"], "de")
    assert doc[4].dep_ == relation


@pytest.mark.parametrize(("words", "relation"), [
    (["Gläubiger", "ist", "Aurelia", "Bank"], "nsubj"), (["Gläubiger", "Nordstahl", "Aurelia", "Bank"], "compound"),
])  # fmt: skip
def test_no_compound_reaches_over_a_copula(words: list[str], relation: str) -> None:
    deps = ["ROOT", "cop" if words[1] == "ist" else "appos", "compound", "flat"]
    doc = drawn(words, [0, 0, 0, 2], deps, ["NOUN", "AUX", "PROPN", "PROPN"], "de")
    assert (doc[2].head.i, doc[2].dep_) == (0, relation)
