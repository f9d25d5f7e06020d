"""Names as a first reading finds them: some missed, some cut or too long, some that are none.

The branch for statements reads names a second time; it learns that from passages in which it is told of such names.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from training.facts import Facts, Span
from training.labels import ANY_TYPE, ANYTHING, MENTION_TYPES, MENTIONS
from training.sentences import Sentence

MISSED = {"Company": 0.14, "Organization": 0.2, "Person": 0.08, "Product": 0.4, "Place": 0.12}
"""How often a name of each type is not told."""
CUT, EXTRA = 0.06, 0.35
"""How often a name ends a word too early or too late, and how often there is one more that is none."""
_NAME = MENTION_TYPES.index
_BEGIN = sum(1 << i for i, name in enumerate(MENTIONS) if name.startswith("B"))
_INSIDE = sum(1 << i for i, name in enumerate(MENTIONS) if name.startswith("I"))


def misread(spans: Sequence[Span], words: Sequence[str], rng: random.Random) -> list[Span]:
    """The names among `spans`, which are in order, with the errors of a first reading; no references, as those are
    settled later. `words` are those of the passage."""
    missed = {_NAME(name): share for name, share in MISSED.items()}
    taken = {i for s in spans for i in range(s.first, s.end)}
    out = []
    for span in (s for s in spans if s.kind == 0):
        if rng.random() < missed.get(span.type, 0.1):
            continue
        if rng.random() < CUT:
            span = _moved(span, len(words), taken, rng)
        out.append(span)
    free = [i for i, word in enumerate(words) if word[:1].isupper() and i not in taken]
    chain = 1 + max((s.chain for s in spans), default=-1)
    while free and rng.random() < EXTRA:
        at = free.pop(rng.randrange(len(free)))
        out.append(Span(at, at + 1, rng.randrange(ANY_TYPE), 0, chain))
        chain += 1
    return sorted(out, key=lambda s: s.first)


def _moved(span: Span, words: int, taken: set[int], rng: random.Random) -> Span:
    """The span with one word less or more at its end."""
    if span.end - span.first > 1 and rng.random() < 0.5:
        return replace(span, end=span.end - 1)
    if span.end < words and span.end not in taken:
        return replace(span, end=span.end + 1)
    return span


def named(sentences: Sequence[Sentence]) -> Facts:
    """Facts for a corpus that has names only: nobody looked for statements."""
    out, at = [], 0
    for sentence in sentences:
        start = -1
        for i, labels in enumerate([*sentence.allowed, ANYTHING]):
            if start >= 0 and labels & ~_INSIDE:
                out.append(Span(at + start, at + i, _type(sentence.allowed[start]), 0, len(out)))
                start = -1
            if labels and not labels & ~_BEGIN:
                start = i
        at += len(sentence.words)
    return Facts(out)


def _type(labels: int) -> int:
    """The type where the labels leave one."""
    known = [k for k, name in enumerate(MENTION_TYPES) if labels == 1 << MENTIONS.index(f"B-{name}")]
    return known[0] if known else ANY_TYPE
