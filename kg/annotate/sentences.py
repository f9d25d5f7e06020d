"""The sentence of a token, found once for all tokens of a document: `token.sent` looks for it anew each time."""

from functools import lru_cache

from spacy.tokens import Doc, Span, Token

_DOCUMENTS = 4
"""Documents are read one after another: the last ones are enough."""


def sentence_of(token: Token) -> Span:
    """The sentence of a token, as `token.sent`. The document's sentences must not change after the first call."""
    return _sentences(token.doc)[token.i]


@lru_cache(maxsize=_DOCUMENTS)
def _sentences(doc: Doc) -> list[Span]:
    """For each token its sentence."""
    return [sent for sent in doc.sents for _ in range(len(sent))]
