"""Other names in our own passages, so that the model learns the place of a name and not the name."""

import random
from dataclasses import replace

from training.labels import MENTION_TYPES, MENTIONS, allow
from training.sentences import Sentence

Name = tuple[list[str], list[bool]]
"""The words of a name, and whether white space comes before each."""
SHARE = 0.5
"""How many of a passage's names change."""


def spans(s: Sentence) -> list[tuple[int, int, str]]:
    """(first word, end word, type) of each mention whose type is known."""
    begin = {allow((t,), "B"): t for t in MENTION_TYPES}
    out = []
    for i, labels in enumerate(s.allowed):
        if labels in begin:
            inside, end = allow((begin[labels],), "I"), i + 1
            while end < len(s.allowed) and s.allowed[end] == inside:
                end += 1
            out.append((i, end, begin[labels]))
    return out


def pool(documents: list[list[Sentence]]) -> dict[tuple[str, str], list[Name]]:
    """(language, type) -> the names of the documents, as often as they occur."""
    out: dict[tuple[str, str], list[Name]] = {}
    for s in (s for d in documents for s in d):
        for start, end, name in spans(s):
            out.setdefault((s.lang, name), []).append((s.words[start:end], s.spaced[start:end]))
    return out


def renamed(document: list[Sentence], names: dict[tuple[str, str], list[Name]], rng: random.Random) -> list[Sentence]:
    """A copy of the document with other companies, organisations, persons and products; trees are left out there."""
    return [_renamed(s, names, rng) for s in document]


def _renamed(s: Sentence, names: dict[tuple[str, str], list[Name]], rng: random.Random) -> Sentence:
    found = [x for x in spans(s) if x[2] != "Place" and (s.lang, x[2]) in names and rng.random() < SHARE]
    if not found:
        return s
    out = replace(s, words=[*s.words], spaced=[*s.spaced], allowed=[*s.allowed])
    for start, end, name in reversed(found):
        words, spaced = rng.choice(names[s.lang, name])
        out.words[start:end] = words
        out.spaced[start:end] = [s.spaced[start], *spaced[1:]]
        labels = [1 << MENTIONS.index(f"{'BI'[k > 0]}-{name}") for k in range(len(words))]
        out.allowed[start:end] = labels
    n = len(out.words)
    return Sentence(s.lang, s.source, out.words, out.spaced, [0] * n, out.allowed)
