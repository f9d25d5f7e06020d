"""What the encoder read of a document, and how it gets onto a spaCy document."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, SpanGroup

GROUP = "encoder"
"""The name of the span group that holds the mentions."""
_CLOSING = frozenset({".", "!", ")", "+"})
"""Marks that a name may end with: "Corp.", "Yahoo!"."""

if not Span.has_extension("score"):
    Span.set_extension("score", default=None)


STATES = "kg_states"
"""The key of `Doc.user_data` under which a document's `State`s stay until the statements are read."""


@dataclass(slots=True)
class State:
    """What the encoder makes of one passage at the fork: `middle` [pieces, width]; `tokens` are the document's token
    indices in it and `first`, `last` the pieces of each."""

    tokens: list[int]
    first: list[int]
    last: list[int]
    middle: NDArray[np.float32]


@dataclass(slots=True)
class Reading:
    """What was read of a document, by token index; `heads` are absolute, a root's head is itself."""

    pos: list[str]
    morph: list[str]
    heads: list[int]
    rels: list[str]
    mentions: list[tuple[int, int, str, float]]
    states: list[State]

    @classmethod
    def of(cls, n: int) -> "Reading":
        """Nothing read yet of `n` tokens: all are white space."""
        return cls(["SPACE"] * n, [""] * n, list(range(n)), [""] * n, [], [])


def write(doc: Doc, reading: Reading) -> None:
    """Sets the annotation on the document; every sentence gets one tree."""
    if len(doc):
        _connect(doc, reading)
        strings, morphology = doc.vocab.strings, doc.vocab.morphology
        columns = [
            [strings.add(p) for p in reading.pos],
            [morphology.add(m) for m in reading.morph],
            [strings.add(r) for r in reading.rels],
            [(head - i) % 2**64 for i, head in enumerate(reading.heads)],
        ]
        doc.from_array(["POS", "MORPH", "DEP", "HEAD"], np.array(columns, dtype=np.uint64).T)  # type: ignore[arg-type]
    doc.user_data[STATES] = reading.states
    spans = []
    for start, end, name, score in reading.mentions:
        span = trimmed(Span(doc, start, end, label=name))
        if span is not None:
            span._.score = score
            spans.append(span)
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)


def trimmed(span: Span) -> Span | None:
    """The span without hyphens and quotes at its ends; None when nothing else is in it."""
    words = [t.i for t in span if any(c.isalnum() for c in t.text)]
    if not words:
        return None
    end = words[-1] + 1
    while end < span.end and span.doc[end].text in _CLOSING:
        end += 1
    return Span(span.doc, words[0], end, label=span.label)


def _connect(doc: Doc, reading: Reading) -> None:
    """Hangs white space on its sentence, and the later parts of a long sentence on the first."""
    for sent in doc.sents:
        words = [t.i for t in sent if not t.is_space]
        roots = [i for i in words if reading.heads[i] == i] or [sent.start]
        for other in roots[1:]:
            reading.heads[other], reading.rels[other] = roots[0], "parataxis"
        reading.rels[roots[0]] = "ROOT"
        for token in sent:
            if token.is_space and token.i != roots[0]:
                reading.heads[token.i], reading.rels[token.i] = roots[0], "dep"
