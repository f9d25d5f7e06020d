"""The words that names of public bodies are made of, in several languages: the content of `institutions.yaml`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.fold import romanised, words
from kg.resolve.names.lexicon import Kind, Phrase, lexicon

_ENDING = re.compile(r"(?<=\w{4})(?:en|er|es|em|os|as|s|e|o|a|i|n)$")
_GERMAN = "de"
_SHORT = 4
"""Words of so many letters, numerals among them, are spelled in one way only."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a body's name: its meanings (`ids`) and the languages that have it; a place has its concept in `place`.

    `head` when it is a kind of body, `agent` when an office; a word of no list has itself for its meaning.
    """

    text: str
    ids: frozenset[str]
    languages: frozenset[str]
    head: bool = False
    agent: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Words by phrases without joining words, also by their stems; `free` may be left out; `german` parts compounds;
    `home` has the country of a language."""

    words: Mapping[Phrase, Word]
    stems: Mapping[Phrase, Word]
    free: frozenset[str]
    german: Mapping[str, Word]
    home: Mapping[str, str]
    longest: int


@cache
def table() -> Table:
    data = read_yaml(LANGUAGES / "institutions.yaml")
    found: dict[Phrase, Word] = {}
    stems: dict[Phrase, Word] = {}
    for phrase, word in _entries(data):
        found[phrase] = _joined(found.get(phrase), word)
        stem = tuple(map(_stem, phrase))
        stems[stem] = _joined(stems.get(stem), word)
    german = {p[0]: w for source in (stems, found) for p, w in source.items() if len(p) == 1 and _GERMAN in w.languages}
    free = frozenset(w for name in data["free"] for w in words(str(name), join=False))
    return Table(found, stems, free, german, data["home"], max(map(len, found)))


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Phrase, Word]]:
    for kind in ("agents", "bodies", "topics"):
        for number, row in enumerate(data[kind]):
            for language, names in row.items():
                for name in names:
                    head, agent = kind != "topics", kind == "agents"
                    phrase = content(words(str(name)))
                    if phrase:
                        yield (
                            phrase,
                            Word(" ".join(phrase), frozenset({f"{kind} {number}"}), frozenset({language}), head, agent),
                        )


def _joined(a: Word | None, b: Word) -> Word:
    if a is None:
        return b
    return Word(b.text, a.ids | b.ids, a.languages | b.languages, a.head or b.head, a.agent or b.agent)


def content(folded: Iterable[str]) -> Phrase:
    """The words without those that join others."""
    meanings = lexicon().meanings
    found = ((w, meanings.get((w,))) for w in folded)
    return tuple(w for w, meaning in found if meaning is None or meaning.kind is not Kind.STOP)


def _stem(word: str) -> str:
    if word.endswith("aux") and len(word) > _SHORT + 1:
        word = word[:-2] + "l"
    return _ENDING.sub("", word)


@lru_cache(maxsize=65536)
def read(rest: Phrase, *, phrases: bool = True) -> tuple[Word, ...]:
    """The words of a name, compounds in parts, words that may be left out without.

    With `phrases` the longest that are known, compounds among them, count as one word; without, every word by itself.
    """
    known = table()
    left = content(rest)
    found: list[Word] = []
    at = 0
    while at < len(left):
        size, read_words = _longest(left, at, known, known.longest if phrases else 1)
        found += read_words
        at += size
    return tuple(w for w in found if w.text not in known.free)


def _longest(left: Phrase, at: int, known: Table, longest: int) -> tuple[int, list[Word]]:
    text = left[at]
    if longest == 1 and (parts := _compound(text)):
        return 1, list(parts)
    for size in range(min(max(longest, 3), len(left) - at), 0, -1):
        phrase = left[at : at + size]
        if size <= longest and (word := _known(phrase, known)):
            return size, [_as(word, " ".join(phrase))]
        meaning = lexicon().meanings.get(phrase)
        if meaning and meaning.kind is Kind.PLACE:
            return size, [Word(" ".join(phrase), frozenset({meaning.concept}), frozenset(), place=meaning.concept)]
    if text.startswith("l") and (word := _known((text[1:],), known)):
        return 1, [_as(word, text[1:])]
    if parts := _compound(text):
        return 1, list(parts)
    meaning = lexicon().meanings.get((text,))
    own = {meaning.concept} if meaning else {text, romanised(text)} if len(text) > _SHORT else {text}
    return 1, [Word(text, frozenset(own), frozenset())]


def _known(phrase: Phrase, known: Table) -> Word | None:
    """A phrase with the meanings of all that has the same stem."""
    exact, alike = known.words.get(phrase), known.stems.get(tuple(map(_stem, phrase)))
    return _joined(exact, alike) if exact and alike else exact or alike


def _as(word: Word, text: str) -> Word:
    return Word(text, word.ids, word.languages, word.head, word.agent, word.place)


@lru_cache(maxsize=65536)
def _compound(word: str) -> tuple[Word, ...]:
    """The parts of a German compound that is made of known words and countries only; empty for others."""
    known = table().german
    for at in range(len(word) - 3, 2, -1):
        front, back = word[:at], word[at:]
        first = known.get(front) or known.get(_stem(front)) or _place(front)
        if first is None:
            continue
        first = _as(first, front)
        if last := known.get(back) or known.get(_stem(back)):
            return (first, _as(last, back))
        if len(back) > 6 and (rest := _compound(back)):
            return (first, *rest)
    return ()


def _place(word: str) -> Word | None:
    meaning = lexicon().meanings.get((word,))
    if meaning is None or meaning.kind is not Kind.PLACE:
        return None
    return Word(word, frozenset({meaning.concept}), frozenset({_GERMAN}), place=meaning.concept)
