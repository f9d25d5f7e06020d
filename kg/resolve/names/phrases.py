"""Words that are read by their place in a name: the content of `name_phrases.yaml`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.fold import words

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of the file, keyed by folded words; its head says what each is.

    `endings` matches German compounds for what a firm is, `hyphen` that before the last part of one.
    """

    slogans: frozenset[str]
    purposes: frozenset[Phrase]
    clubs: frozenset[str]
    descriptors: frozenset[Phrase]
    longest: int
    endings: re.Pattern[str]
    hyphen: re.Pattern[str]
    heads: frozenset[str]
    fronts: frozenset[str]
    factories: re.Pattern[str]
    types: frozenset[str]
    unsaid: frozenset[str]
    given: frozenset[str]
    reach: frozenset[str]
    frequent: frozenset[str]

    def descriptor(self, rest: Sequence[str]) -> int:
        """How many words at the start of `rest` are a common noun for what a firm is."""
        for size in range(min(self.longest, len(rest)), 0, -1):
            if tuple(rest[:size]) in self.descriptors and (size == 1 or size < len(rest)):
                return size
        return 1 if rest and self.endings.fullmatch(rest[0]) else 0


@cache
def phrases() -> Phrases:
    data = read_yaml(LANGUAGES / "name_phrases.yaml")
    descriptors = _folded(data["descriptors"])
    endings, makers, crafts = (_either(data[k]) for k in ("endings", "makers", "crafts"))
    return Phrases(
        frozenset(map(_word, data["slogans"])),
        _folded(data["purposes"]),
        frozenset(map(_word, data["clubs"])),
        descriptors,
        max(map(len, descriptors)),
        re.compile(rf"\w{{3,}}(?:{endings})|(?:{crafts})(?:{makers})"),
        _hyphen(data["endings"], data["wholes"]),
        frozenset(map(_word, data["heads"])),
        frozenset(map(_word, data["fronts"])),
        re.compile(rf"\w{{3,}}(?:{_either(data['factories'])})"),
        frozenset(map(_word, data["types"])),
        frozenset(map(_word, data["unsaid"])),
        frozenset(map(_word, data["given"])),
        frozenset(map(_word, data["reach"])),
        frozenset(map(_word, data["frequent"])),
    )


def _hyphen(endings: Iterable[str], wholes: Iterable[str]) -> re.Pattern[str]:
    last = "|".join(sorted(set(endings) - set(wholes)))
    return re.compile(rf"(?<=\w)-(?=(?:{last})\b)", re.IGNORECASE)


def _either(names: Iterable[object]) -> str:
    return "|".join(sorted(map(_word, names)))


def _folded(names: Iterable[object]) -> frozenset[Phrase]:
    return frozenset(words(str(name)) for name in names)


def _word(name: object) -> str:
    return "".join(words(str(name)))


@lru_cache(maxsize=65536)
def split(word: str) -> tuple[str, ...]:
    """The parts of a compound by its known last and first parts; the word alone when none is known."""
    known = phrases()
    for at in range(3, len(word) - 2):
        if word[at:] in known.heads:
            return (*split(word[:at]), word[at:])
    front = next((f for f in sorted(known.fronts, key=len, reverse=True) if word.startswith(f)), "")
    return (front, word[len(front) :]) if front and len(word) - len(front) > 2 else (word,)
