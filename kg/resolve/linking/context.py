"""What a document tells beside a name: who is spoken of, where, and which identifiers stand there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.resolve.linking import marks
from kg.resolve.linking.marks import Mark
from kg.resolve.linking.vocabulary import city_of, country_of, cues, folded, joints, sectors
from kg.resolve.registers.entry import Entry

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Za-z]{2})[.!?](?=\s+[„“\"A-ZÄÖÜ0-9])|\n")
_BEFORE, _BEHIND = 4, 12
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Zone:
    """What a stretch of text tells: its folded words and phrases, ISO countries, cities, lines of business, cues."""

    words: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Zone":
        """What the texts tell together."""
        words: set[str] = set()
        countries: set[str] = set()
        cities: set[str] = set()
        for text in texts:
            for written in _phrases(text):
                phrase = folded(written)
                words.add(phrase)
                named = written[0].isupper()
                code = country_of(phrase) if named or "isch" in phrase else ""
                if code and (phrase != "us" or written == "US"):
                    countries.add(code)
                if named and (city := city_of(phrase))[0]:
                    cities.add(city[0])
        return cls(
            frozenset(words),
            frozenset(countries),
            frozenset(cities),
            sectors().of_words(words),
            cues().of_words(words),
        )

    def named(self, name: str) -> bool:
        """Whether a word or a phrase of up to three is in it."""
        return bool(name) and folded(name) in self.words


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside a name.

    `about` is what is said of the named itself ("the Finnish paper maker ..."), `near` its sentences, `text` the
    document. `own` are identifiers right behind the name, `marks` all of the document's. `companions` are the
    register's entries for other names of the document.
    """

    about: Zone = field(default_factory=Zone)
    near: Zone = field(default_factory=Zone)
    text: Zone = field(default_factory=Zone)
    own: frozenset[Mark] = frozenset()
    marks: frozenset[Mark] = frozenset()
    companions: tuple[Entry, ...] = ()

    def beside(self, companions: Iterable[Entry]) -> "Context":
        """The same with other companions."""
        return replace(self, companions=tuple(companions))


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read once for the contexts of all its names. Use `Reading.of`."""

    text: str
    whole: Zone
    marks: frozenset[Mark]

    @classmethod
    def of(cls, text: str) -> "Reading":
        """Read a document."""
        return cls(text, Zone.of([text]), marks.in_text(text))

    def at(self, spans: Iterable[tuple[int, int]]) -> Context:
        """The context of one entity that is named at `spans` (code points)."""
        places = sorted(set(spans))
        sentences = [_sentence(self.text, start, end) for start, end in places]
        told = [said_of(self.text, start, end) for start, end in places]
        own = [mark for _, end in places for mark in _behind(self.text, end)]
        return Context(
            Zone.of(words for of_one in told for words in of_one),
            Zone.of(_without(self.text, s, places) for s in dict.fromkeys(sentences)),
            self.whole,
            frozenset(own),
            self.marks,
        )


def context(text: str, *spans: tuple[int, int]) -> Context:
    """The context of one entity that is named at `spans` (code points) of a text."""
    return Reading.of(text).at(spans)


def _phrases(text: str) -> Iterable[str]:
    """Words and phrases of up to three words, as written."""
    found = [m.group() for m in _WORD.finditer(text)]
    for size in range(1, _LONGEST + 1):
        for at in range(len(found) - size + 1):
            yield " ".join(found[at : at + size])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    found = _SENTENCE_END.search(text, end)
    return begin, found.start() if found else len(text)


def _without(text: str, sentence: tuple[int, int], spans: Iterable[tuple[int, int]]) -> str:
    """A sentence without the names at `spans`: a name's own words say nothing beside it."""
    begin, end = sentence
    parts, at = [], begin
    for first, last in spans:
        if begin <= first and last <= end:
            parts.append(text[at:first])
            at = max(at, last)
    return " | ".join([*parts, text[at:end]])


def said_of(text: str, start: int, end: int) -> list[str]:
    """The stretches that describe what is named at `[start, end)`: before it, in brackets, behind a comma or "is"."""
    begin, stop = _sentence(text, start, end)
    return [words for words in (_before(text[begin:start]), *_after(text[end:stop])) if words]


def _before(text: str) -> str:
    """The words right before a name, back to an article, a preposition or a mark."""
    words: list[str] = []
    for part in reversed(re.split(r"\s+", text.rstrip())):
        plain = folded(part.strip("„“”\"'"))
        if not plain or plain in joints()["stops"] or part[-1] in ",;:.!?)(–—":
            break
        words.insert(0, part)
        if plain in joints()["articles"] or len(words) == _BEFORE:
            break
    return " ".join(words)


def _after(text: str) -> Iterable[str]:
    """What follows a name: brackets, an apposition, a place, a predicate."""
    bracket = re.match(r"[\s„“”\"']*\(([^()]{1,120})\)", text)
    if bracket:
        yield bracket.group(1)
        text = text[bracket.end() :]
    comma = re.match(r"[„“”\"']*\s*[,–—]\s+([^,;.()–—]{3,160})", text)
    if comma:
        words = comma.group(1).split()[:_BEHIND]
        plain = [folded(w) for w in words]
        if plain and (plain[0] in joints()["articles"] or _starts(plain, joints()["from"])):
            yield " ".join(words)
        if plain and _starts(plain, joints()["from"]):
            wider = re.match(r",\s+([A-ZÄÖÜ][^,;.()–—]{2,24})(?=,)", text[comma.end() :])
            yield wider.group(1) if wider else ""
    words = re.split(r"\s+", re.split(r"[,;.()–—]", text.strip(" „“”\"'"))[0])[:_BEHIND]
    plain = [folded(w) for w in words]
    if not comma and plain and _starts(plain, joints()["from"]):
        yield " ".join(words[: 4 if len(plain[0]) > 1 else 2])
    if not comma and len(plain) > 1 and plain[0] in joints()["is"] and plain[1] in joints()["articles"]:
        yield " ".join(words)


def _starts(words: Sequence[str], with_: frozenset[str]) -> bool:
    return any(" ".join(words[:size]) in with_ for size in (1, 2, 3))


_OWN = re.compile(r"^(?P<name>(?:\s+[A-Z&][\w.&\-]*){0,4})\s*,?\s*[(\[](?P<inside>[^()\[\]]{1,120})[)\]]")
_NUMBER = re.compile(r"^(?P<name>(?:\s+[A-Z&][\w.&\-]*){0,4}?)\s*[,–—]?\s*(?P<inside>(?:ISIN|LEI|WKN)\b[^,;()]{1,30})")


def _behind(text: str, end: int) -> frozenset[Mark]:
    """Identifiers right behind a name, its legal form between."""
    for pattern in (_OWN, _NUMBER):
        if found := pattern.match(text[end : end + 200]):
            return marks.in_brackets(found["inside"]) if pattern is _OWN else marks.in_text(found["inside"])
    return frozenset()
