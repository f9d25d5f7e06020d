"""Direct speech: for whom "wir" and "we" stand."""

from spacy.tokens import Doc, Token

from kg.annotate.annotation import Annotation
from kg.annotate.memory import Memory
from kg.annotate.sentences import sentence_of

REACH = 120
"""How many tokens a quotation may reach; longer ones are mostly missing marks."""


def speaker(token: Token, annotation: Annotation, memory: Memory) -> str:
    """The organisation for which a quoted first person speaks; "" when the text does not say it.

    The quotation's speaker is the one person named in the sentences that it begins or ends in, outside the marks;
    the organisation is whom the article ties that person to ("Petra Lohmann, Chefin von Kessler").
    """
    lexicon = memory.lexicon
    quote = quoted(token, lexicon.opening, lexicon.closing)
    if quote is None:
        return ""
    start, end = quote
    doc = token.doc
    around = [*sentence_of(doc[start]), *sentence_of(doc[min(end, len(doc) - 1)])]
    if not _named(around, quote, annotation) and end + 1 < len(doc):
        around += list(sentence_of(doc[end + 1]))
    people = {e for e in _named(around, quote, annotation) if annotation.entity(e).type == lexicon.person_type}
    employers = {memory.employer.get(person, "") for person in people}
    return employers.pop() if len(employers) == 1 else ""


def _named(tokens: list[Token], quote: tuple[int, int], annotation: Annotation) -> set[str]:
    outside = [t for t in tokens if not quote[0] <= t.i <= quote[1]]
    return {m.entity for t in outside for m in annotation.mentions_at(t.i) if m.kind == "name"}


def quoted(token: Token, opening: frozenset[str], closing: frozenset[str]) -> tuple[int, int] | None:
    """The indices of the marks around a token, or None outside of a quotation."""
    doc: Doc = token.doc
    first = next((i for i in range(token.i - 1, max(-1, token.i - REACH), -1) if _opens(doc, i, opening)), None)
    last = next((i for i in range(token.i + 1, min(len(doc), token.i + REACH)) if doc[i].text in closing), None)
    if first is None or last is None:
        return None
    closed = any(doc[i].text in closing and not _opens(doc, i, opening) for i in range(first + 1, token.i))
    return None if closed else (first, last)


def _opens(doc: Doc, i: int, opening: frozenset[str]) -> bool:
    """A mark that opens: the same sign may close, so it must have space before it and none after it."""
    if doc[i].text not in opening or doc[i].whitespace_:
        return False
    return i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space or doc[i - 1].is_punct
