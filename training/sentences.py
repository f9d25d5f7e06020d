"""Sentences as the heads learn from them: words with what is known about each, and nothing about what is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span

from kg.annotate.tokens import make_tokenizer
from training.labels import ANYTHING, OUTSIDE, allow

UNKNOWN = -2
"""A head that is not known; -1 is the root of the sentence."""


@dataclass(slots=True)
class Sentence:
    """Words of one sentence. `start` holds each word's offset in the document's text.

    `allowed[i]` is the set of mention labels that word i may have (bit mask). `heads[i]` is the index of the
    head in the sentence, -1 for the root, UNKNOWN otherwise; `pos`, `rels` and `morph` are None where not known.
    """

    lang: str
    source: str
    words: list[str]
    spaced: list[bool]
    start: list[int]
    allowed: list[int]
    pos: list[str | None] = field(default_factory=list)
    morph: list[dict[str, str] | None] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rels: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        n = len(self.words)
        self.pos = self.pos or [None] * n
        self.morph = self.morph or [None] * n
        self.heads = self.heads or [UNKNOWN] * n
        self.rels = self.rels or [None] * n

    def mark(self, start: int, end: int, types: tuple[str, ...]) -> bool:
        """Allows only `types` on the words that touch `[start, end)`; False when no word does."""
        inside = [i for i, s in enumerate(self.start) if s < end and start < s + len(self.words[i])]
        for i in inside:
            self.allowed[i] = allow(types, "B" if i == inside[0] else "I")
        return bool(inside)

    def permit(self, start: int, end: int, labels: int) -> None:
        """Sets the label set of every word that touches `[start, end)`."""
        for i, s in enumerate(self.start):
            if s < end and start < s + len(self.words[i]):
                self.allowed[i] = labels


@cache
def tokenizer(lang: str):  # type: ignore[no-untyped-def]
    return make_tokenizer(lang)


def of_span(span: Span, lang: str, source: str, labels: int) -> Sentence | None:
    """The sentence of a spaCy span, without its white space tokens; None when nothing else is there."""
    tokens = [t for t in span if not t.is_space]
    if not tokens:
        return None
    text = span.doc.text
    spaced = [t.idx == 0 or text[t.idx - 1].isspace() for t in tokens]
    return Sentence(lang, source, [t.text for t in tokens], spaced, [t.idx for t in tokens], [labels] * len(tokens))


def split(text: str, lang: str, source: str, labels: int = OUTSIDE) -> Iterator[Sentence]:
    """The sentences of a text, every word with the same label set."""
    for span in tokenizer(lang)(text).sents:
        sentence = of_span(span, lang, source, labels)
        if sentence is not None:
            yield sentence


__all__ = ["ANYTHING", "OUTSIDE", "UNKNOWN", "Sentence", "of_span", "split", "tokenizer"]
