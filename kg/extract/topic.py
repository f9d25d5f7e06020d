"""What an article is about at a given place."""

from collections import Counter

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.extract import tree
from kg.model import Mention
from kg.ontology import Schema

DOMINANCE = 1.5
"""An entity mentioned this many times as often as the next one is the topic of the whole article."""

WINDOW = 3
"""How many sentences back a subject is still the topic."""


def topic_at(annotation: Annotation, token: Token, schema: Schema) -> Mention | None:
    """The company or organisation that a phrase without owner ("the own model", "the cloud unit") belongs to.

    The subject of the clause; else the company that dominates the article; else the subject of the nearest of
    the sentences before; else the most mentioned one.
    """
    counts = Counter(m.entity for m in annotation.mentions if schema.is_a(m.type, "Organization"))
    ranked = counts.most_common(2)
    if not ranked:
        return None
    if len(ranked) == 1 or ranked[0][1] >= DOMINANCE * ranked[1][1]:
        return _last_of(annotation, ranked[0][0], token)
    return _last_subject(annotation, token, schema) or _last_of(annotation, ranked[0][0], token)


def _last_of(annotation: Annotation, entity: str, token: Token) -> Mention:
    """The latest mention of an entity before `token`, or its first."""
    mentions = annotation.entity(entity).mentions
    before = [m for m in mentions if m.end <= token.idx]
    return before[-1] if before else mentions[0]


def _last_subject(annotation: Annotation, token: Token, schema: Schema) -> Mention | None:
    sentences = [s for s in annotation.doc.sents if s.start <= token.i][-WINDOW - 1 :]
    for sentence in reversed(sentences):
        for word in sentence:
            if tree.relation(word) == "nsubj" and word.i < token.i:
                mention = annotation.mention_at(word.i)
                if mention is not None and schema.is_a(mention.type, "Organization"):
                    return mention
    return None
