"""Numbers in digits and in words."""

import re
from dataclasses import dataclass
from functools import cache

from kg.annotate.values.lexicon import AmountLexicon
from kg.annotate.values.words import Words

_LONGEST = 24
"""More characters than any number of a news text has; longer ones are no numbers."""
_BLANKS = str.maketrans("", "", " \u00a0\u202f'’")


@dataclass(frozen=True, slots=True)
class Number:
    """A number `[low, high]` in the pieces before index `end`. `grouped`: written with thousands separators."""

    low: float
    high: float
    end: int
    grouped: bool = False
    worded: bool = False


def in_digits(piece: str, decimal: str, thousands: str) -> tuple[float, bool] | None:
    """(value, grouped) of a piece such as "1.234,5"; None for versions, phone numbers and codes ("1.2.3", "09988").

    Groups of three after the language's own separator are thousands ("40.000" in German); a single group after the
    other language's separator is a decimal ("3.5" in German), two or more of three digits are thousands again.
    """
    if len(piece) > _LONGEST:
        return None
    plain = piece.translate(_BLANKS)
    blanks = plain != piece
    for mark, other in ((decimal, thousands), (thousands, decimal)):
        match = _form(mark, other).fullmatch(plain)
        if match and (mark == decimal or not match.group(3) or len(match.group(3)) != 3 or match.group(2)):
            whole, rest = match.group(1) + (match.group(2) or "").replace(other, ""), match.group(3)
            if len(whole) > 1 and whole[0] == "0":
                return None
            return float(f"{whole}.{rest or 0}"), bool(match.group(2)) or blanks
    return None


@cache
def _form(decimal: str, thousands: str) -> re.Pattern[str]:
    d, t = re.escape(decimal), re.escape(thousands)
    return re.compile(rf"(\d{{1,3}}(?=(?:{t}\d{{3}})+(?:{d}\d+)?\Z)|\d+)((?:{t}\d{{3}})+)?(?:{d}(\d+))?")


@cache
def _numeral_parts(numerals: frozenset[str], joiners: frozenset[str]) -> tuple[re.Pattern[str], frozenset[str]]:
    parts = sorted(numerals | {j for j in joiners if j.isalpha()}, key=lambda w: (-len(w), w))
    return re.compile("|".join(parts)), frozenset(w[:2] for w in numerals)


class Numerals:
    """Number words of one language."""

    def __init__(self, lexicon: AmountLexicon) -> None:
        self._values = lexicon.numerals
        self._joiners = lexicon.joiners
        self._glued = lexicon.glued
        self._part, self._heads = _numeral_parts(frozenset(lexicon.numerals), lexicon.joiners)

    def starts(self, word: str) -> bool:
        """Whether `word` can begin a number."""
        return bool(self._parts(word)) if self._glued else word in self._values

    def read(self, words: Words, i: int) -> Number | None:
        """The longest number in words from piece `i` on."""
        parts = list(self._parts(words.at(i)))
        j = i + 1 if parts else i
        while parts and not self._glued and j < len(words) and j < i + 16:
            step = j + 1 if words.at(j) in self._joiners else j
            if words.at(step) not in self._values or not self._continues(parts, words.at(step), step > j):
                break
            parts.append(words.at(step))
            j = step + 1
        value = self._value(parts) if parts else None
        return None if value is None else Number(value, value, j, worded=True)

    def _continues(self, parts: list[str], word: str, joined: bool) -> bool:
        """ "twenty" + "five", "two" + "hundred", "hundred and" + "five"; not "two and three", not "five six"."""
        last, value = self._values[parts[-1]], self._values[word]
        if value >= 100:
            return not joined and value > last
        return last >= 100 or (20 <= last < 100 and 0 < value < 10)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The parts of one word, or nothing when it is not all number."""
        if word in self._values:
            return (word,)
        if not self._glued or word[:2] not in self._heads or len(word) > 60:
            return ()
        parts, at = [], 0
        while match := self._part.match(word, at):
            parts.append(match.group())
            at = match.end()
        return tuple(parts) if at == len(word) and len(parts) > 1 and parts[-1] not in self._joiners else ()

    def _value(self, parts: list[str]) -> float | None:
        total = current = 0.0
        for part in parts:
            if part in self._joiners:
                continue
            value = self._values[part]
            if value >= 1000:
                total, current = total + max(current, 1) * value, 0.0
            elif value >= 100:
                current = max(current, 1) * value
            else:
                current += value
        return total + current
