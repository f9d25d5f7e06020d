"""Amounts in a text: money, percentages and counted things.

What is not an amount: years, dates, times, spans of time and ages, ordinals, phone numbers, security codes, model
numbers, page references, and small bare numbers that count nothing.
"""

from dataclasses import replace
from functools import cache

from kg.annotate.values.lexicon import AmountLexicon, amount_lexicon
from kg.annotate.values.terms import Term, TermReader
from kg.annotate.values.units import Units
from kg.annotate.values.words import Words, cut
from kg.model import Amount

_WITHOUT_UNIT = 100
"""From here on a bounded number counts without its noun ("mehr als 900 verlieren ihre Stelle")."""


def amounts(text: str, lang: str) -> list[Amount]:
    """The amounts of `text`, sorted, none overlapping; InputError when `lang` has no lexicon.

    The words of an amount hold its bounds ("über 600 Millionen US-Dollar"), currency or percent sign, but not the
    counted noun ("40.000 bis 50.000" of "40.000 bis 50.000 Chips"), which `unit` gives in its base form. For a price
    per thing ("5 Euro je Aktie") `unit` is the thing. A bound's end is the number named, whether or not the words
    include it. "Several hundred million" is 200 to 999 million, "Mehrheit" more than 50 percent, "a third" 33.33.
    """
    return _finder(lang).find(cut(text))


@cache
def _finder(lang: str) -> "_Finder":
    return _Finder(amount_lexicon(lang))


@cache
def year_reader(lang: str) -> "_Finder":
    """The finder of `lang`, to ask whether four digits are a year."""
    return _finder(lang)


class _Finder:
    def __init__(self, lexicon: AmountLexicon) -> None:
        self.lexicon = lexicon
        self.terms = TermReader(lexicon)
        self.units = Units(lexicon)

    def find(self, words: Words) -> list[Amount]:
        found: list[Amount] = []
        i = after = 0
        while i < len(words):
            reading = self._read(words, i, after)
            if reading is None:
                i += 1
                continue
            amount, i = reading
            after = i
            found.append(amount)
        return found

    def _read(self, words: Words, i: int, floor: int) -> tuple[Amount, int] | None:
        """The amount whose number begins at piece `i`, with words not before piece `floor`, and the piece after it."""
        lex = self.lexicon
        if fraction := lex.fractions.starting(words, i):
            end, share = fraction
            amount = Amount(0, 0, "", "Percentage", min=share.min, max=share.max)
            return self._bounded(words, amount, i, end, floor)
        if words.low[i] in lex.digit_words:
            return self._digit_count(words, i, floor)
        if not self.terms.starts(words, i):
            return None
        first = self.terms.read(words, i)
        if first is None:
            return None
        start, term = self._range(words, first, floor)
        counted = self._amount(words, term, floor)
        return None if counted is None else self._bounded(words, counted, start, term.end, floor)

    def _range(self, words: Words, first: Term, floor: int) -> tuple[int, Term]:
        """`first` joined with the other end of a range, if there is one, and where the words of it begin."""
        lex, at = self.lexicon, first.end
        opened = first.start > floor and words.at(first.start - 1) in lex.between
        if opened and words.at(at) in lex.ands:
            second = self.terms.read(words, at + 1) if at + 1 < len(words) else None
            if second and (joined := _join(first, second)):
                return first.start - 1, joined
        change = words.at(first.start - 1) in lex.change
        if change and words.at(at) in lex.changed:
            return first.start, self._changed(words, first, at + 1)
        to = lex.to.starting(words, at)
        if to and to[0] < len(words):
            second = self._second(words, to[0])
            if second and (joined := _join(first, second)):
                return first.start, joined
        return first.start, first

    def _changed(self, words: Words, old: Term, i: int) -> Term:
        """The old value of "von 3 auf 5 Prozent" with the sign and scale of the new one."""
        new = self.terms.read(words, i) if i < len(words) else None
        if new is None or not old.plain or old.grouped or new.plain:
            return old
        scale = new.scale if old.scale == 1 else 1.0
        low, high = old.low * scale, old.high * scale
        return replace(old, low=low, high=high, scale=new.scale, percent=new.percent, currency=new.currency)

    def _second(self, words: Words, i: int) -> Term | None:
        if words.glued(i) and words.is_number(i) and words.at(i - 1) in {"-", "–", "—"}:
            apart = Words(
                words.text,
                words.raw[i : i + 12],
                words.low[i : i + 12],
                words.starts[i : i + 12],
                words.ends[i : i + 12],
            )
            term = self.terms.read(apart, 0)
            return replace(term, start=term.start + i, end=term.end + i) if term else None
        return self.terms.read(words, i)

    def _digit_count(self, words: Words, i: int, floor: int) -> tuple[Amount, int] | None:
        """ "ein dreistelliger Millionenbetrag", "double-digit millions"."""
        lex = self.lexicon
        digits, at = lex.digit_words[words.low[i]], i + 1
        scale = lex.digit_nouns.get(words.at(at))
        if scale is None:
            return None
        low, high = 10.0 ** (digits - 1), 10.0**digits - 1
        if scale == 0:
            amount = Amount(0, 0, "", "Percentage", min=low, max=high, approximate=True)
            return self._bounded(words, amount, i, at + 1, floor)
        currency = lex.currencies.starting(words, at + 1)
        end, code = (currency[0], currency[1][0]) if currency else (at + 1, "")
        amount = Amount(0, 0, "", "MonetaryAmount", low * scale, high * scale, currency=code, approximate=True)
        return self._bounded(words, amount, i, end, floor)

    def _amount(self, words: Words, term: Term, floor: int) -> Amount | None:
        """The amount of `term` without bounds, or None when it counts nothing."""
        if term.percent:
            return Amount(0, 0, "", "Percentage", term.low, term.high, approximate=term.vague)
        if term.currency is not None:
            unit = self.units.per(words, term.end)
            return Amount(0, 0, "", "MonetaryAmount", term.low, term.high, unit, term.currency, term.vague)
        if not words.is_number(term.start) or term.scale > 1:
            unit_here = self.units.after(words, term.end)
        elif self._no_count(words, term):
            return None
        else:
            unit_here = self.units.after(words, term.end)
        if unit_here is None or not (unit_here or self._counts_alone(words, term, floor)):
            return None
        return Amount(0, 0, "", "Quantity", term.low, term.high, unit_here, "", term.vague)

    def _no_count(self, words: Words, term: Term) -> bool:
        """Whether plain digits are a year, or a number that belongs to the name before it."""
        if self.lexicon.labels.ending(words, term.start) and not term.grouped:
            return True
        return self.is_year(words, term.start) and term.end == term.start + 1

    def _counts_alone(self, words: Words, term: Term, floor: int) -> bool:
        """Whether a number without a noun is an amount: written large, or large and bounded."""
        bounded = self.lexicon.before.ending(words, term.start)
        large = bool(bounded and bounded[0] >= floor and term.high >= _WITHOUT_UNIT)
        return term.scale > 1 or term.grouped or (term.worded and term.vague) or large

    def is_year(self, words: Words, i: int) -> bool:
        """Whether the piece at `i` is four digits from 1900 to 2099 that count nothing."""
        lex, word = self.lexicon, words.raw[i]
        if len(word) != 4 or not word.isdecimal() or not 1900 <= int(word) <= 2099:
            return False
        if lex.currencies.ending(words, i) and not words.at(i - 1).isalpha():
            return False
        at = i + 1
        if lex.scales.starting(words, at) or lex.percent.starting(words, at):
            return False
        if lex.currencies.starting(words, at) and not _opens(words, at):
            return False
        return words.at(at) not in lex.counted or words.at(i - 1) in lex.year_words

    def _bounded(self, words: Words, amount: Amount, start: int, end: int, floor: int) -> tuple[Amount, int]:
        """`amount` with the bounds around it and its place in the text; and the piece after it."""
        lex, kinds = self.lexicon, set()
        for _ in range(2):
            bound = lex.before.ending(words, start)
            if bound is None or bound[0] < floor or self._is_about(words, bound[0], amount):
                break
            start, kind = bound
            kinds.add(kind)
        if behind := lex.after.starting(words, end):
            end, kind = behind
            kinds.add(kind)
        low, high = amount.min, amount.max
        if low is not None and high is not None:
            low, high = (low, None) if "lower" in kinds else (None, high) if "upper" in kinds else (low, high)
        a, b = words.starts[start], words.ends[end - 1]
        approximate = amount.approximate or "about" in kinds
        return replace(amount, start=a, end=b, text=words.text[a:b], min=low, max=high, approximate=approximate), end

    def _is_about(self, words: Words, at: int, amount: Amount) -> bool:
        """Whether the word at `at` links a noun to its amount: "ein Kredit über 5 Millionen Euro"."""
        return (
            amount.kind == "MonetaryAmount"
            and bool(self.lexicon.exact_after)
            and words.at(at) == "über"
            and (words.at(at - 1).endswith(self.lexicon.exact_after))
        )


def _opens(words: Words, at: int) -> bool:
    """Whether a currency sign or code at `at` belongs to the number after it: "2025 €5 million", "2025 EUR 3"."""
    return words.is_number(at + 1) or words.is_number(at + 2)


def _join(first: Term, second: Term) -> Term | None:
    """One range out of two ends; None when they do not measure the same."""
    if first.percent != second.percent and first.percent:
        return None
    if first.currency is not None and second.currency is not None and first.currency != second.currency:
        return None
    if second.percent and first.currency is not None:
        return None
    low = first.low
    if first.scale == 1 and second.scale > 1 and first.low * second.scale <= second.high:
        low = first.low * second.scale
    elif first.scale > 1 and second.scale == 1 and first.currency and second.low * first.scale > first.low:
        second = replace(second, high=second.high * first.scale, low=second.low * first.scale)
    if low > second.high:
        return None
    currency = second.currency if second.currency is not None else first.currency
    return replace(
        second,
        start=first.start,
        low=low,
        high=second.high,
        currency=currency,
        grouped=first.grouped or second.grouped,
        scale=max(first.scale, second.scale),
    )
