"""What the form of a word says about it: a name, a common noun, a code, an inflected form."""

import re
from functools import cache

from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

from kg.annotate.gazetteer.register import cities, city_adjectives
from kg.annotate.names.lexicon import Lexicon

_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Za-z0-9.]*[A-Za-z0-9]$")
_WORD = re.compile(r"[^\W\d_]")
_INNER = re.compile(r"[a-z][A-Z]")
# Endings of a common noun's other forms; names have at most a genitive -s.
_FORMS = ("e", "en", "es", "n", "er", "nen", "se", "ern", "innen")
# Endings that make common nouns of words in German (Duden, Die Grammatik, "Wortbildung").
_NOUN_ENDS = ("ung", "ungen", "heit", "keit", "schaft", "schaften", "ismus", "tät", "täten", "ierung", "enz", "anz")


class Words:
    """Judgements on single words of one language; each word is looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.lang = lexicon.lang
        self._dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary(lexicon.lang)
        self._common: dict[str, bool] = {}
        self._name: dict[str, bool] = {}

    def is_code(self, word: str) -> bool:
        """A product code such as "VX308", "A350", "X200"."""
        return bool(_CODE.match(word)) and not self.lexicon.has("stop", word)

    def is_known(self, word: str) -> bool:
        """Whether the dictionary has the word, as it is written or in lower case."""
        return word in self._dictionary or word.lower() in self._dictionary

    def lemma(self, word: str) -> str:
        """The dictionary's base form of a word, or the word."""
        return str(self._dictionary.get(word, word))

    def is_common(self, word: str) -> bool:
        """Whether a capitalised word is probably a common noun (or another ordinary word)."""
        known = self._common.get(word)
        if known is None:
            known = self._common[word] = self._german(word) if self.lang == "de" else self._english(word)
        return known

    def is_name(self, word: str) -> bool:
        """Whether a word by itself can begin a name: capital or code, and no common noun or stop word."""
        known = self._name.get(word)
        if known is None:
            known = self._name[word] = self._may_name(word)
        return known

    def is_unlisted(self, word: str) -> bool:
        """Whether a capitalised word looks like a compound of common nouns that no dictionary has: "Eichgrund"."""
        ends = ("s", "en", "er", "e", *_NOUN_ENDS)
        if len(word) < 6 or not (word.isalpha() and word.istitle()) or word.endswith(ends):
            return False
        return self.lang == "de" and self.is_common(word) and not self.is_known(word)

    def _may_name(self, word: str) -> bool:
        return self.has_capital(word) and not self._is_stop(word) and not self.is_common(word) and "://" not in word

    def may_continue(self, word: str) -> bool:
        """Whether a word can stand inside or at the end of a name that began before it."""
        if self.is_name(word) or (word.isdigit() and len(word) <= 3):
            return True
        part = self.lexicon.has("business", word) or word in cities()
        return part and self.has_capital(word) and not self._is_stop(word)

    def has_capital(self, word: str) -> bool:
        """A word that begins with a capital, has one inside ("eBay") or is a code with a digit ("3M")."""
        return bool(_WORD.search(word)) and (word[0].isupper() or bool(_INNER.search(word)) or self.is_code(word))

    def bare(self, word: str) -> str | None:
        """The word without a genitive -s, or None when it has none."""
        for end in ("'s", "’s", "'", "’"):
            if word.endswith(end) and len(word) > len(end) + 1:
                return word.removesuffix(end)
        if self.lang == "de" and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "'s")):
            return word[:-1]
        return None

    def is_city_adjective(self, word: str) -> bool:
        """ "Dortmunder", "Hollenstedter": a German adjective made from a place, by the list of cities or its ending."""
        if (
            self.lang != "de"
            or not (word[:1].isupper() and word.endswith("er") and len(word) > 4)
            or self._is_stop(word)
        ):
            return False
        stem = word.removesuffix("er")
        if word in city_adjectives() or any(s in cities() for s in (stem, stem + "en", word.removesuffix("r"))):
            return True
        head = any(self.lexicon.has(name, word) for name in ("company_head", "org_head", "title", "product_head"))
        return self.lexicon.lists["place_end"].has(stem.lower()) and not self.is_known(word) and not head

    def _is_stop(self, word: str) -> bool:
        if self.lexicon.has("stop", word):
            return not (word.isupper() and len(word) > 3 and self.lang == "en")
        return False

    def _english(self, word: str) -> bool:
        return word[0].isupper() and not word[1:].isupper() and word.lower() in self._dictionary

    def _german(self, word: str) -> bool:
        if word.isupper() and len(word) <= 5:
            return False
        entry = self._dictionary.get(word)
        if entry is not None:
            return str(entry) != word or word.lower() in self._dictionary or self._has_forms(word)
        if word.lower() in self._dictionary or word.endswith(_NOUN_ENDS):
            return True
        return self._is_compound(word)

    def _has_forms(self, word: str) -> bool:
        return any(word + end in self._dictionary for end in _FORMS)

    def _is_compound(self, word: str) -> bool:
        """Whether the word is two known common nouns, perhaps with a linking -s- or -n-."""
        for cut in range(len(word) - 4, 3, -1):
            head = word[cut:].capitalize()
            if head in self._dictionary and self._has_forms_or_lemma(head):
                first = word[:cut]
                if any(
                    f in self._dictionary
                    for f in (first, first.removesuffix("s"), first.removesuffix("n"), first + "e")
                ):
                    return True
        return False

    def _has_forms_or_lemma(self, word: str) -> bool:
        return str(self._dictionary.get(word, word)) != word or self._has_forms(word)


@cache
def words(lang: str) -> Words:
    """The shared judge of a language."""
    from kg.annotate.names.lexicon import lexicon

    return Words(lexicon(lang))
