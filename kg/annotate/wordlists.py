"""Lists of words in which `*` stands for any letters ("*hersteller"), asked without trying one entry after another.

Most entries are plain words, and most others begin or end with the star: these are found in a table, or by one call
for all of them. All words are compared in lower case.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Generic, TypeVar

T = TypeVar("T")

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """The words of one list, as they were given; equal to itself alone."""

    words: tuple[str, ...] = ()
    _plain: frozenset[str] = field(init=False, repr=False, compare=False)
    _starts: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _other: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = [_Glob.of(word.lower()) for word in self.words]
        object.__setattr__(self, "_plain", frozenset(p.text for p in parts if p.kind == "plain"))
        object.__setattr__(self, "_starts", tuple(p.text for p in parts if p.kind == "start"))
        object.__setattr__(self, "_ends", tuple(p.text for p in parts if p.kind == "end"))
        object.__setattr__(self, "_other", tuple(re.compile(translate(p.text)) for p in parts if p.kind == "other"))

    def __bool__(self) -> bool:
        return bool(self.words)

    def has(self, word: str) -> bool:
        """Whether `word` is one of the list."""
        lower = word.lower()
        if lower in self._plain or lower.endswith(self._ends) or lower.startswith(self._starts):
            return True
        return bool(self._other) and any(pattern.match(lower) for pattern in self._other)

    def has_any(self, lower: Set[str]) -> bool:
        """Whether one of some words in lower case is one of the list."""
        if not self._plain.isdisjoint(lower):
            return True
        return bool(self._starts or self._ends or self._other) and any(self.has(word) for word in lower)


class WordTable(Generic[T]):
    """Many words, each with a value; finds the values of all that a word fits."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._values: list[T] = []
        self._plain: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._other: list[tuple[re.Pattern[str], int]] = []
        for number, (word, value) in enumerate(entries):
            self._values.append(value)
            glob = _Glob.of(word.lower())
            if glob.kind == "other":
                self._other.append((re.compile(translate(glob.text)), number))
            else:
                tables = {"plain": self._plain, "start": self._starts, "end": self._ends}
                tables[glob.kind].setdefault(glob.text, []).append(number)

    def find(self, word: str) -> list[T]:
        """The values of the entries that `word` fits, in the order in which they were given."""
        return [self._values[number] for number in sorted(self._numbers(word.lower()))]

    def _numbers(self, lower: str) -> Iterator[int]:
        yield from self._plain.get(lower, ())
        for at in range(len(lower) + 1):
            yield from self._starts.get(lower[:at], ())
            yield from self._ends.get(lower[at:], ())
        for pattern, number in self._other:
            if pattern.match(lower):
                yield number


@dataclass(frozen=True, slots=True)
class _Glob:
    """An entry by its `kind`: "plain", "start" ("bank*") and "end" ("*bank") without their star, or "other"."""

    kind: str
    text: str

    @classmethod
    def of(cls, word: str) -> "_Glob":
        if "*" not in word:
            return cls("plain", word)
        start, _, end = word.partition("*")
        if (start and end) or _MAGIC & {*start, *end}:
            return cls("other", word)
        return cls("end", end) if end else cls("start", start)
