"""Trees that are drawn anew, on trees drawn by hand."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.trees import kg_trees

COLON = ["Something", "new", ":", "workers", "say", "Kessler", "has", "cut", "jobs"]
COMMA = ["Something", "new", ",", "workers", "say", "Kessler", "has", "cut", "jobs"]


def drawn(words: list[str], heads: list[int], deps: list[str], pos: list[str]) -> Doc:
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, pos=pos)
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
