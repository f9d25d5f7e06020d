"""The counted noun behind a number, in its base form."""

from functools import cache

import simplemma

from kg.annotate.values.lexicon import AmountLexicon
from kg.annotate.values.words import Words


class Units:
    """Finds the counted noun after a number."""

    def __init__(self, lexicon: AmountLexicon) -> None:
        self.lexicon = lexicon
        self.lang = "de" if lexicon.glued else "en"

    def after(self, words: Words, i: int) -> str | None:
        """The counted noun after piece `i - 1` in its base form; empty when there is none; None for spans of time."""
        lex = self.lexicon
        if words.at(i) == "-" and words.glued(i) and words.glued(i + 1):
            return None
        if of := lex.of.starting(words, i):
            if not words.is_number(of[0]):
                return self._noun(words, of[0]) or ""
            i = of[0] + 1
        return self._noun(words, i)

    def per(self, words: Words, i: int) -> str:
        """What a price is for: "Aktie" of "5 Euro je Aktie"."""
        lex, noun = self.lexicon, words.at(i + 1)
        if words.at(i) in lex.per and noun.isalpha() and noun not in lex.small:
            return _base(words.raw[i + 1], self.lang)
        return noun if words.at(i) in lex.per_weak and noun in lex.per_nouns else ""

    def _noun(self, words: Words, i: int) -> str | None:
        lex = self.lexicon
        for j in range(i, min(i + 4, len(words))):
            word = words.low[j]
            if word in lex.no_unit:
                return None
            if word in lex.measures:
                return words.raw[j]
            if not word.isalpha() or word in lex.small:
                return ""
            if self._is_noun(words, j):
                return self._compound(words, j)
            if not word.endswith(lex.adjective) if lex.adjective else len(word) < 3:
                return ""
        return ""

    def _is_noun(self, words: Words, j: int) -> bool:
        word, lex = words.raw[j], self.lexicon
        if lex.adjective:
            return word[0].isupper()
        low = words.low[j]
        known = low in lex.irregular or low in lex.counted
        return known or (
            word[0].islower() and len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "ous", "us"))
        )

    def _compound(self, words: Words, j: int) -> str | None:
        """The head of a compound: "Chips" of "KI-Chips"; None when that is a span of time ("52-Wochen-Hoch")."""
        end = j
        while (
            end + 1 < len(words)
            and end < j + 12
            and words.glued(end + 1)
            and (words.raw[end + 1][-1].isalnum() or (words.raw[end + 1] == "-" and words.glued(end + 2)))
        ):
            end += 1
        noun = words.raw[end]
        return _base(noun, self.lang) if noun.isalpha() and noun.lower() not in self.lexicon.no_unit else ""


@cache
def _lemma(word: str, lang: str) -> str:
    return str(simplemma.lemmatize(word, lang))


def _base(word: str, lang: str) -> str:
    """The base form of a noun; very long words stay."""
    if len(word) > 40:
        return word
    base = _lemma(word, lang)
    base = word if base == word + "r" else base  # "Beschäftigte" are no masculine singular
    return base[:1].upper() + base[1:] if lang == "de" else base
