"""What an article is about at a given place."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.referring import compound_start
from kg.annotate.salience import clause_of, main_entity
from kg.annotate.sentences import sentence_of
from kg.extract import tree
from kg.model import Mention
from kg.ontology import Schema

DOMINANCE = 1.5
"""An entity mentioned this many times as often as the next one is the topic of the whole article."""

WINDOW = 3
"""How many sentences back a subject is still the topic."""


def topic_at(annotation: Annotation, token: Token, schema: Schema) -> Mention | None:
    """The likeliest of `topics_at`."""
    return next(topics_at(annotation, token, schema, main_body(annotation, schema)), None)


def main_body(annotation: Annotation, schema: Schema) -> str:
    """The company or organisation that the whole article is about, or ""."""
    return main_entity(annotation, frozenset(t for t in schema.entity_types if schema.is_a(t, "Organization")))


def topics_at(annotation: Annotation, token: Token, schema: Schema, main: str) -> Iterator[Mention]:
    """The companies or organisations that a phrase without owner ("the own model", "the cloud unit") may belong to,
    the likeliest first; the next ones are for roles that the first cannot have.

    The nearest subject before in the same paragraph, if it stands in the sentence or if the paragraph names it first;
    the company that dominates the article; that subject anyway; `main`, what the whole article is about.
    """
    counts = Counter(m.entity for m in annotation.mentions if schema.is_a(m.type, "Organization"))
    if not counts:
        return
    subjects = list(dict.fromkeys(m.entity for m in _subjects(annotation, token, schema)))
    leading = [m.entity for m in _subjects(annotation, token, schema) if _leads_passage(annotation, m, token, schema)]
    (first, most), *others = counts.most_common(2)
    dominant = [first] if not others or most >= DOMINANCE * others[0][1] else []
    for entity in dict.fromkeys([*leading[:1], *dominant, *subjects, main or first]):
        yield _last_of(annotation, entity, token)


def _leads_passage(annotation: Annotation, mention: Mention, token: Token, schema: Schema) -> bool:
    """Whether a subject stands in the sentence of `token` or is the first company of its paragraph."""
    if mention.start >= sentence_of(token).start_char:
        return True
    start = annotation.document.text.rfind("\n", 0, token.idx) + 1
    names = (m for m in annotation.mentions if m.start >= start and schema.is_a(m.type, "Company"))
    return next((m.entity for m in names), "") == mention.entity


def _last_of(annotation: Annotation, entity: str, token: Token) -> Mention:
    """The latest name of an entity before `token`, or its first mention."""
    mentions = annotation.entity(entity).mentions
    before = [m for m in mentions if m.end <= token.idx]
    names = [m for m in before if m.kind == "name"]
    return [*mentions[:1], *before[-1:], *names[-1:]][-1]


def _subjects(annotation: Annotation, token: Token, schema: Schema) -> Iterator[Mention]:
    """The companies that are a subject before `token` in its paragraph, or whose people are ("Kessler-Chef Pohl"): the
    nearest sentence first, in each in text order."""
    start = annotation.document.text.rfind("\n", 0, token.idx) + 1
    sentences = [s for s in annotation.doc.sents if s.start <= token.i and s.end_char > start][-WINDOW - 1 :]
    for sentence in reversed(sentences):
        yield from _of_sentence(annotation, sentence, token, schema)


def _of_sentence(annotation: Annotation, sentence: Span, token: Token, schema: Schema) -> Iterator[Mention]:
    for word in sentence:
        if tree.relation(word) == "nsubj" and word.i < token.i and not _is_said_of(token, word):
            near = (annotation.mention_at(t.i) for t in (word, compound_start(word)))
            yield from [m for m in near if m is not None and schema.is_a(m.type, "Company")][:1]


def _is_said_of(token: Token, subject: Token) -> bool:
    """Whether the words of `token` are said of a subject, and so mean something else than it has: "X gilt als Käufer".

    Not in its own phrase ("X, ein Start-up um Gründer Jens Pohl") or in another clause.
    """
    return clause_of(token) == clause_of(subject) and not subject.is_ancestor(token)
