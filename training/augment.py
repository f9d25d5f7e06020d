"""Other names in the same sentences, so that the model learns the place of a name and not the name."""

import random
from dataclasses import replace

from training.facts import Document, Facts, Span
from training.labels import MENTION_TYPES, MENTIONS, OUTSIDE, allow
from training.sentences import Sentence

Name = tuple[list[str], list[bool]]
"""The words of a name, and whether white space comes before each."""
Names = dict[str, list[Name]]
"""The names of each type, as often as they occur; the two languages share them."""
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


def pool(documents: list[Document]) -> Names:
    """The names of the documents; noun phrases in lower case are none."""
    out: Names = {}
    for s in (s for d in documents for s in d.sentences):
        for start, end, name in spans(s):
            if not any(w.islower() for w in s.words[start:end]):
                out.setdefault(name, []).append((s.words[start:end], s.spaced[start:end]))
    return out


def renamed(document: Document, names: Names, share: float, rng: random.Random) -> Document:
    """A copy with other companies, organisations, persons and products, each changed with chance `share`.

    All names of an entity change together; a part of its longest name becomes a part of the new one. What was known
    of a tree is left out when a name in its sentence changes.
    """
    if document.facts is None:
        return document
    words = [w for s in document.sentences for w in s.words]
    new = _new_names(document.facts, words, names, share, rng)
    out, facts, shift = [], replace(document.facts, spans=[], regions=[]), {0: 0}
    spans = sorted(document.facts.spans, key=lambda s: s.first)
    at = 0
    for s in document.sentences:
        end = at + len(s.words)
        own = [x for x in spans if at <= x.first < end]
        sentence, placed = _swapped(s, at, own, new)
        base = shift[at]
        facts.spans += [replace(x, first=base + first, end=base + stop) for x, first, stop in placed]
        out.append(sentence)
        shift[end] = base + len(sentence.words)
        at = end
    facts.regions = [(_moved(a, shift), _moved(b, shift), labels) for a, b, labels in document.facts.regions]
    return Document(out, facts)


def _moved(word: int, shift: dict[int, int]) -> int:
    """Where a sentence that holds the word begins now."""
    return shift[max((k for k in shift if k <= word), default=0)]


def _new_names(
    facts: Facts, words: list[str], names: Names, share: float, rng: random.Random
) -> dict[tuple[int, tuple[str, ...]], Name]:
    """(entity, its words) -> the words to put there."""
    forms: dict[int, set[tuple[str, ...]]] = {}
    types: dict[int, str] = {}
    for s in facts.spans:
        if s.kind == 0 and s.type < len(MENTION_TYPES) and MENTION_TYPES[s.type] != "Place":
            forms.setdefault(s.chain, set()).add(tuple(words[s.first : s.end]))
            types[s.chain] = MENTION_TYPES[s.type]
    out: dict[tuple[int, tuple[str, ...]], Name] = {}
    for chain, own in forms.items():
        if rng.random() < share and names.get(types[chain]):
            new, spaced = rng.choice(names[types[chain]])
            longest = max(own, key=lambda f: (len(f), f))
            for form in sorted(own):
                out[chain, form] = _part(form, longest, new, spaced)
    return out


def _part(form: tuple[str, ...], longest: tuple[str, ...], new: list[str], spaced: list[bool]) -> Name:
    """What stands for one form of a name: the whole new name, its first or its last word, with the genitive's s."""
    if form == longest:
        return new, spaced
    if form[-1] in {longest[-1], longest[-1] + "s"} and len(form) < len(longest):
        return [new[-1] + "s" * (form[-1] != longest[-1])], spaced[:1]
    return [new[0] + "s" * (form[0] == longest[0] + "s")], spaced[:1]


def _swapped(
    s: Sentence, at: int, own: list[Span], new: dict[tuple[int, tuple[str, ...]], Name]
) -> tuple[Sentence, list[tuple[Span, int, int]]]:
    """The sentence with the new names, and where each of its mentions is now, in words of the sentence."""
    out = replace(s, words=[], spaced=[], allowed=[])
    placed, last = [], 0
    for x in own:
        first, end = x.first - at, x.end - at
        _copy(s, out, last, first)
        words, spaced = new.get((x.chain, tuple(s.words[first:end])), ([], [])) if x.kind == 0 else ([], [])
        begin = len(out.words)
        if words:
            out.words += words
            out.spaced += [s.spaced[first], *spaced[1:]]
            out.allowed += _labels(MENTION_TYPES[x.type], len(words))
        else:
            _copy(s, out, first, end)
        placed.append((x, begin, len(out.words)))
        last = end
    _copy(s, out, last, len(s.words))
    if out.words == s.words:
        return s, placed
    return Sentence(s.lang, s.source, out.words, out.spaced, [0] * len(out.words), out.allowed), placed


def _copy(s: Sentence, out: Sentence, first: int, end: int) -> None:
    out.words += s.words[first:end]
    out.spaced += s.spaced[first:end]
    out.allowed += s.allowed[first:end]


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


def beside(documents: list[Document], share: float, rng: random.Random) -> list[Document]:
    """The documents, a share of them joined to the one before: texts that say nothing about each other's parties.

    Only where all types were looked for in both, and no word of a name stands in both.
    """
    out: list[Document] = []
    for document in documents:
        before = out[-1] if out else None
        if before and rng.random() < share and _strangers(before, document):
            out[-1] = _together(before, document)
        else:
            out.append(document)
    return out


def _strangers(one: Document, other: Document) -> bool:
    if one.facts is None or other.facts is None or one.sentences[0].lang != other.sentences[0].lang:
        return False
    return _name_words(one, one.facts).isdisjoint(_name_words(other, other.facts))


def _name_words(document: Document, facts: Facts) -> set[str]:
    words = [w for s in document.sentences for w in s.words]
    return {w for x in facts.spans if x.kind == 0 for w in words[x.first : x.end] if w[:1].isupper()}


def _together(one: Document, other: Document) -> Document:
    assert one.facts
    assert other.facts
    words = sum(len(s.words) for s in one.sentences)
    chains = 1 + max((s.chain for s in one.facts.spans), default=-1)
    spans = [replace(s, first=s.first + words, end=s.end + words, chain=s.chain + chains) for s in other.facts.spans]
    true = {(name, a + chains, b + chains): c for (name, a, b), c in other.facts.true.items()}
    end = words + sum(len(s.words) for s in other.sentences)
    facts = replace(
        one.facts, spans=one.facts.spans + spans, true=one.facts.true | true,
        regions=[(0, end, one.facts.regions[0][2] & other.facts.regions[0][2])],
    )  # fmt: skip
    return Document(one.sentences + other.sentences, facts, one.id)


def varied(source: str, document: Document, names: Names, rng: random.Random) -> Document:
    """A document as it goes into one epoch."""
    share = {"own": 0.7, "patterns": 0.9, "smartdata": 0.2, "read": 0.4}.get(source, 0.0)
    if share:
        return renamed(document, names, share, rng)
    if source == "ud":
        return Document([compounded(s, names, rng) if rng.random() < 0.2 else s for s in document.sentences])
    return document
