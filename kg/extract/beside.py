"""Names that a phrase sets beside others: X in "beliefert neben X künftig auch Y" is supplied as Y is."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.sentences import sentence_of
from kg.extract.grammar import Grammar
from kg.extract.tree import is_compound_part
from kg.model import Mention

_NEAR = 4
"""Words between the preposition and the end of its name's beginning: "neben dem Autobauer X"."""


def set_beside(annotation: Annotation, grammar: Grammar) -> dict[Mention, Mention]:
    """For a name the one that a phrase of its sentence sets beside it."""
    return dict(
        pair for token in annotation.doc if token.lower_ in grammar.beside for pair in _pair(token, annotation, grammar)
    )


def _pair(token: Token, annotation: Annotation, grammar: Grammar) -> Iterator[tuple[Mention, Mention]]:
    """The name after "auch", or else the next one, with the name of the phrase that `token` opens.

    At the beginning of a sentence it sets beside what was told before: "Neben X wirbt auch Y um Kunden".
    """
    start, end = sentence_of(token).start, sentence_of(token).end
    names = [(t.i, m) for t in annotation.doc[token.i + 1 : end] if (m := _name_at(t, annotation))]
    if token.i == start or len(names) < 2 or names[0][0] > token.i + _NEAR:
        return
    first = names[0][1]
    also = next((t.i for t in annotation.doc[names[0][0] : end] if t.lower_ in grammar.also), 0)
    others = [m for i, m in names[1:] if m.type == first.type and i > also and m.entity != first.entity]
    if others:
        yield others[0], first


def _name_at(token: Token, annotation: Annotation) -> Mention | None:
    """The name that begins at a token and is not the first part of a compound."""
    mention = annotation.mention_at(token.i)
    if mention is None or mention.kind != "name":
        return None
    start, end = annotation.tokens(mention)
    return mention if start == token.i and not is_compound_part(annotation.doc[end - 1]) else None
