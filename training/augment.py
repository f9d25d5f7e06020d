"""Other names in the same sentences, so that the model learns the place of a name and not the name."""

import random
from dataclasses import replace

from training.labels import MENTION_TYPES, MENTIONS, OUTSIDE, allow
from training.sentences import Sentence

Name = tuple[list[str], list[bool]]
"""The words of a name, and whether white space comes before each."""
Names = dict[str, list[Name]]
"""The names of each type, as often as they occur; the two languages share them."""
IN_COMPOUND = 3.0
"""How much likelier a name before a hyphen changes, as few texts have many of them."""
CHAINS = [(("Company",), 5), (("Organization",), 2), (("Product",), 3), (("Company", "Product"), 2)]
"""What may stand before a noun in a made-up compound, with weights."""


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


def pool(documents: list[list[Sentence]]) -> Names:
    """The names of the documents; noun phrases in lower case are none."""
    out: Names = {}
    for s in (s for d in documents for s in d):
        for start, end, name in spans(s):
            if not any(w.islower() for w in s.words[start:end]):
                out.setdefault(name, []).append((s.words[start:end], s.spaced[start:end]))
    return out


def renamed(s: Sentence, names: Names, share: float, rng: random.Random) -> Sentence:
    """A copy with other companies, organisations, persons and products, each changed with chance `share`.

    What was known of the tree is left out when a name changes.
    """
    found = [
        (start, end, name)
        for start, end, name in spans(s)
        if name != "Place" and rng.random() < share * (IN_COMPOUND if s.words[end : end + 1] == ["-"] else 1)
    ]
    if not found:
        return s
    out = replace(s, words=[*s.words], spaced=[*s.spaced], allowed=[*s.allowed])
    for start, end, name in reversed(found):
        words, spaced = rng.choice(names[name])
        out.words[start:end] = words
        out.spaced[start:end] = [s.spaced[start], *spaced[1:]]
        out.allowed[start:end] = _labels(name, len(words))
    n = len(out.words)
    return Sentence(s.lang, s.source, out.words, out.spaced, [0] * n, out.allowed)


def _labels(name: str, n: int) -> list[int]:
    return [1 << MENTIONS.index(f"{'BI'[k > 0]}-{name}") for k in range(n)]


def compounded(s: Sentence, names: Names, rng: random.Random) -> Sentence:
    """A copy of a German sentence with names put before one of its nouns: "Vertrag" becomes "Nordvik-Vertrag"."""
    nouns = [
        i for i, pos in enumerate(s.pos) if pos == "NOUN" and len(s.words[i]) > 3 and "-" not in s.words[i - 1 : i + 2]
    ]
    if not nouns:
        return s
    noun = rng.choice(nouns)
    types = rng.choices([c for c, _ in CHAINS], [w for _, w in CHAINS])[0]
    words: list[str] = []
    spaced, labels, ends = [], [], []
    for name in types:
        chosen, gaps = rng.choice([n for n in names[name] if len(n[0]) <= 2 and "-" not in n[0]])
        words += [*chosen, "-"]
        spaced += [not words[len(chosen) + 1 :], *gaps[1:], False]
        labels += [*_labels(name, len(chosen)), OUTSIDE]
        ends += [len(words) - 2] * (len(chosen) + 1)
    return _inserted(s, noun, words, spaced, labels, ends)


def _inserted(
    s: Sentence, noun: int, words: list[str], spaced: list[bool], labels: list[int], ends: list[int]
) -> Sentence:
    """Puts the words before the noun; `ends[k]` is the last word of the name that word k belongs to."""
    k = len(words)
    spaced[0] = s.spaced[noun]
    heads = [h + k if h >= noun else h for h in s.heads]
    new_heads = [noun + k if e == j else noun + e for j, e in enumerate(ends)]
    rels = ["punct" if w == "-" else "compound" for w in words]
    pos = ["PUNCT" if w == "-" else "PROPN" for w in words]
    return Sentence(
        s.lang, s.source, [*s.words[:noun], *words, *s.words[noun:]],
        [*s.spaced[:noun], *spaced, False, *s.spaced[noun + 1 :]], [0] * (len(s.words) + k),
        [*s.allowed[:noun], *labels, OUTSIDE, *s.allowed[noun + 1 :]],
        [*s.pos[:noun], *pos, *s.pos[noun:]], [*s.morph[:noun], *[None] * k, *s.morph[noun:]],
        [*heads[:noun], *new_heads, *heads[noun:]], [*s.rels[:noun], *rels, *s.rels[noun:]],
    )  # fmt: skip


def varied(source: str, document: list[Sentence], names: Names, rng: random.Random) -> list[Sentence]:
    """A document as it goes into one epoch."""
    share = {"own": 0.5, "smartdata": 0.2}.get(source, 0.0)
    if share:
        return [renamed(s, names, share, rng) for s in document]
    if source == "ud":
        return [compounded(s, names, rng) if rng.random() < 0.2 else s for s in document]
    return document
