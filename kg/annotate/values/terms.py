"""One number with its scale and its currency or percent sign: the building block of amounts."""

from dataclasses import dataclass, replace

from kg.annotate.values.lexicon import AmountLexicon
from kg.annotate.values.numbers import Numerals, in_digits
from kg.annotate.values.words import Words

SEVERAL = (2.0, 9.99)
"""What "several" multiplies a scale by: "mehrere Hundert Millionen" is 200 to 999 million."""
_DASHES = frozenset("-‑")


@dataclass(frozen=True, slots=True)
class Term:
    """`[low, high]` in the pieces `[start, end)`. `currency` is None for plain numbers; `scale` is 1 without one."""

    start: int
    end: int
    low: float
    high: float
    scale: float = 1.0
    grouped: bool = False
    worded: bool = False
    vague: bool = False
    percent: bool = False
    currency: str | None = None

    @property
    def plain(self) -> bool:
        """Whether neither a percent sign nor a currency was read."""
        return not self.percent and self.currency is None


class TermReader:
    """Reads terms of one language."""

    def __init__(self, lexicon: AmountLexicon) -> None:
        self.lexicon = lexicon
        self.numerals = Numerals(lexicon)
        phrases = (lexicon.halves, lexicon.vague, lexicon.plurals, lexicon.scales, lexicon.currencies)
        self._first = lexicon.articles.union(lexicon.scale_plurals, *(p.first_words() for p in phrases))

    def starts(self, words: Words, i: int) -> bool:
        """Whether a term may begin at piece `i`; cheap, and true far too often."""
        word = words.low[i]
        return word in self._first or word[0].isdecimal() or self.numerals.starts(word)

    def read(self, words: Words, i: int) -> Term | None:
        """The term that begins at piece `i`, or None."""
        lex, start = self.lexicon, i
        prefix = lex.currencies.starting(words, i)
        if prefix:
            i, (code, factor) = prefix
            if not words.is_number(i) or factor != 1 or words.low[start] in lex.weak_currencies or _named(words, start):
                return None
        term = self._digits(words, i) if words.is_number(i) else self._worded(words, i)
        if term is None:
            return None
        term = replace(term, start=start)
        if prefix:
            return replace(term, currency=code)
        return self._suffix(words, term)

    def _digits(self, words: Words, i: int) -> Term | None:
        """A number in digits with its scale; None when it is part of a code, a time or a date."""
        lex = self.lexicon
        value = in_digits(words.raw[i], lex.decimal, lex.thousands)
        if value is None or _code(words, i):
            return None
        number, grouped = value
        term = Term(i, i + 1, number, number, grouped=grouped)
        if words.glued(i + 1) and words.raw[i + 1][0].isalpha():
            return self._glued(words, term)
        return self._scaled(words, term)

    def _glued(self, words: Words, term: Term) -> Term | None:
        """ "2.5m", "40.000km", "5EUR"; None for "5G"."""
        word, lex = words.at(term.end), self.lexicon
        if word in lex.short_scales and not words.is_number(term.end + 1):
            scale = lex.short_scales[word]
            return replace(term, end=term.end + 1, low=term.low * scale, high=term.high * scale, scale=scale)
        if word in lex.measures or lex.currencies.starting(words, term.end) or lex.percent.starting(words, term.end):
            return term
        found = lex.scales.starting(words, term.end)
        return self._scaled(words, term) if found else None

    def _worded(self, words: Words, i: int) -> Term | None:
        """A number in words: "drei Millionen", "eine halbe Milliarde", "mehrere Hundert", "Hunderte"."""
        lex = self.lexicon
        if i and words.glued(i) and (words.raw[i - 1] in _DASHES or words.raw[i - 1][-1].isalnum()):
            return None
        if plural := lex.plurals.starting(words, i):
            end, (low, high) = plural
            return self._past_of(words, self._scaled(words, Term(i, end, low, high, worded=True, vague=True)))
        if some := lex.vague.starting(words, i):
            return self._several(words, i, some[0])
        if half := self._half(words, i):
            return half
        number = self.numerals.read(words, i)
        if number and number.high > 1:
            term = Term(i, number.end, number.low, number.high, worded=True)
            return self._half_more(words, term) or self._scaled(words, term)
        return self._one(words, i)

    def _several(self, words: Words, start: int, i: int) -> Term | None:
        number = self.numerals.read(words, i)
        if number and number.low in (100, 1000, 10000, 100000):
            unit = Term(start, number.end, number.low, number.low, scale=number.low)
        else:
            unit = Term(start, i, 1.0, 1.0)
        unit = self._scaled(words, unit)
        if unit.low == 1:
            return None
        low, high = unit.low * SEVERAL[0], unit.high * SEVERAL[1]
        return self._past_of(words, replace(unit, low=low, high=high, worded=True, vague=True))

    def _half(self, words: Words, i: int) -> Term | None:
        """ "eine halbe Milliarde", "half a billion": needs a scale behind it."""
        lex = self.lexicon
        at = i + 1 if words.at(i) in lex.articles and words.at(i + 1) in lex.halves else i
        half = lex.halves.starting(words, at)
        if not half or not (scale := lex.scales.starting(words, half[0])):
            return None
        value = half[1] * scale[1]
        return Term(i, scale[0], value, value, scale=scale[1], worded=True)

    def _half_more(self, words: Words, term: Term) -> Term | None:
        """ "one and a half billion", "two and a half million"."""
        if self.lexicon.glued or words.low[term.end : term.end + 3] != ("and", "a", "half"):
            return None
        more = replace(term, end=term.end + 3, low=term.low + 0.5, high=term.high + 0.5)
        return self._scaled(words, more)

    def _one(self, words: Words, i: int) -> Term | None:
        """ "eine Million", "a billion", "hundert Millionen", "Milliarden Euro"."""
        lex = self.lexicon
        at = i + 1 if words.at(i) in lex.articles or self.numerals.read(words, i) else i
        one = Term(i, at, 1.0, 1.0, worded=True)
        if at > i and (more := self._half_more(words, one)):
            return more
        if at == i and words.at(i) in lex.scale_plurals:
            return self._some(words, i)
        scaled = self._scaled(words, one)
        return scaled if scaled.scale > 1 and at > i else None

    def _some(self, words: Words, i: int) -> Term | None:
        """ "Milliarden Euro", "billions of dollars": 2 to 999 of them; only before a currency."""
        lex = self.lexicon
        value = lex.scale_plurals[words.at(i)]
        term = self._past_of(words, Term(i, i + 1, 2 * value, 999 * value, scale=value, worded=True, vague=True))
        return term if lex.currencies.starting(words, term.end) else None

    def _past_of(self, words: Words, term: Term) -> Term:
        """`term` with an "of" taken in where a currency follows it."""
        lex = self.lexicon
        of = lex.of.starting(words, term.end)
        return replace(term, end=of[0]) if of and lex.currencies.starting(words, of[0]) else term

    def _scaled(self, words: Words, term: Term) -> Term:
        """`term` times the scales that follow it ("3 Millionen", "3-Millionen-", "hundert Tausend")."""
        lex = self.lexicon
        for _ in range(3):
            at = term.end + 1 if words.at(term.end) in _DASHES and words.glued(term.end) else term.end
            found = lex.scales.starting(words, at)
            if not found or (at == term.end and words.at(term.end) in lex.measures):
                break
            end, value = found
            term = replace(term, end=end, low=term.low * value, high=term.high * value, scale=term.scale * value)
        return term

    def _suffix(self, words: Words, term: Term) -> Term | None:
        """`term` with the percent sign or currency that follows it."""
        lex, at = self.lexicon, term.end
        if words.at(at) in _DASHES and words.glued(at) and words.glued(at + 1):
            at += 1
        if found := lex.percent.starting(words, at):
            return replace(term, end=found[0], percent=True)
        money = lex.currencies.starting(words, at)
        if not money:
            return term
        end, (code, factor) = money
        weak = words.at(at) in lex.weak_currencies and end == at + 1
        if (weak and term.scale == 1 and not term.grouped) or _other_price(words, at, end):
            return term
        return replace(term, end=end, currency=code, low=term.low * factor, high=term.high * factor)


def _other_price(words: Words, at: int, end: int) -> bool:
    """Whether the sign at `at` stands before a number of its own: "in 2025 $5 million", "Euro 6"."""
    return words.is_number(end) and (words.glued(end) or not words.glued(at)) and not words.raw[at][0].isalpha()


def _named(words: Words, i: int) -> bool:
    """Whether a currency sign before a number is part of a word: "AEUR5"."""
    return i > 0 and words.glued(i) and words.raw[i - 1][-1].isalnum() and not words.raw[i - 1].isdecimal()


def _code(words: Words, i: int) -> bool:
    """Whether the digits at `i` belong to a code ("MI308", "F-35"), a time ("14:30"), a date or a ratio ("1/3")."""
    before, after = words.at(i - 1), words.at(i + 1)
    if words.glued(i):
        if before[-1:].isalnum() or before in {"_", "/", ":", ".", ",", "#", "@"}:
            money = any(c in "$€£" for c in before)
            return not money
        if before in _DASHES and words.glued(i - 1) and words.at(i - 2)[-1:].isalpha():
            return True
    if words.glued(i + 1) and after in {"/", ":", "_", "@"}:
        return words.glued(i + 2) and words.is_number(i + 2)
    return False
