"""A text cut into numbers, words and single signs, with offsets; and phrases of such pieces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

T = TypeVar("T")

_PIECE = re.compile(r"\d+(?:[.,'’]\d+)*|[^\W\d_]+|[^\w\s]|_+")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Words:
    """The pieces of `text`: as written, in lower case, and their `[start, end)` in code points.

    A number keeps its separators ("1.234,5" and, with blanks between groups of three, "40 000" are one piece);
    letters and digits that touch are two pieces ("MI", "308").
    """

    text: str
    raw: tuple[str, ...]
    low: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.raw)

    def glued(self, i: int) -> bool:
        """Whether nothing stands between piece `i - 1` and piece `i`."""
        return 0 < i < len(self.raw) and self.ends[i - 1] == self.starts[i]

    def is_number(self, i: int) -> bool:
        """Whether piece `i` exists and begins with a digit."""
        return 0 <= i < len(self.raw) and self.raw[i][0].isdecimal()

    def at(self, i: int) -> str:
        """Piece `i` in lower case, or nothing outside the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""


@lru_cache(maxsize=2)
def cut(text: str) -> Words:
    """Cut `text` into pieces, in one pass; kept, as amounts and dates are read one after the other."""
    raw: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    groups = {m.start(): m.end() for m in _GROUPS.finditer(text)}
    skip = 0
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        skip = end = groups.get(start, end)
        raw.append(text[start:end])
        starts.append(start)
        ends.append(end)
    return Words(text, tuple(raw), tuple(w.lower() for w in raw), tuple(starts), tuple(ends))


def expand(template: str) -> Iterator[tuple[str, ...]]:
    """All word sequences of a template: blanks part the words, "a|b" is a choice, "a?" may be missing.

    >>> list(expand("the? first|1st"))
    [('the', 'first'), ('the', '1st'), ('first',), ('1st',)]
    """
    choices = []
    for part in template.split():
        optional = part.endswith("?") and len(part) > 1
        words = (part[:-1] if optional else part).split("|")
        choices.append([(w,) for w in words] + ([()] if optional else []))
    for chosen in product(*choices):
        yield tuple(word for words in chosen for word in words)


class Phrases(Generic[T]):
    """Word sequences, each with a value; finds the longest that begins or ends at a place.

    Pieces that a template writes without a blank ("HK$", "mid-") must touch in the text too. What stands after " > "
    in a template must follow, but is not part of the phrase.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[_Phrase, T]]] = {}
        self._by_last: dict[str, list[tuple[_Phrase, T]]] = {}
        for template, value in entries:
            own, _, then = template.partition(" > ")
            for sequence in expand(own):
                phrase = _Phrase.of(sequence, frozenset(w for words in expand(then) for w in words))
                self._by_first.setdefault(phrase.words[0], []).append((phrase, value))
                self._by_last.setdefault(phrase.words[-1], []).append((phrase, value))
        for index in (self._by_first, self._by_last):
            for found in index.values():
                found.sort(key=lambda entry: -len(entry[0].words))

    def first_words(self) -> frozenset[str]:
        """The pieces that a phrase can begin with."""
        return frozenset(self._by_first)

    def __contains__(self, word: str) -> bool:
        return word in self._by_first

    def starting(self, words: Words, i: int) -> tuple[int, T] | None:
        """(index after the phrase, value) of the longest phrase that begins at piece `i`."""
        for phrase, value in self._by_first.get(words.at(i), ()):
            if phrase.stands(words, i):
                return i + len(phrase.words), value
        return None

    def ending(self, words: Words, i: int) -> tuple[int, T] | None:
        """(index of the first piece, value) of the longest phrase that ends just before piece `i`."""
        for phrase, value in self._by_last.get(words.at(i - 1), ()):
            start = i - len(phrase.words)
            if start >= 0 and phrase.stands(words, start):
                return start, value
        return None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Pieces in lower case, which of them touch the one before, and the words one of which must follow."""

    words: tuple[str, ...]
    glued: tuple[bool, ...]
    then: frozenset[str]

    @classmethod
    def of(cls, sequence: tuple[str, ...], then: frozenset[str]) -> "_Phrase":
        pieces = [(word, n > 0) for part in sequence for n, word in enumerate(cut(part).low)]
        return cls(tuple(w for w, _ in pieces), tuple(g for _, g in pieces), then)

    def stands(self, words: Words, i: int) -> bool:
        end = i + len(self.words)
        if words.low[i:end] != self.words or (self.then and words.at(end) not in self.then):
            return False
        return not any(g and not words.glued(i + n) for n, g in enumerate(self.glued))
