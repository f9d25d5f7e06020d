"""The keys that a name is found by: its words, its core, its distinctive words, its acronym, its first letters."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from kg.resolve.names.fold import consonants, romanised, words
from kg.resolve.names.forms import without_forms
from kg.resolve.names.lexicon import Kind, lexicon

PREFIX = 6
"""How many letters of the core make the key that forgives a mistyped end."""

_PLAIN = re.compile(r"[A-Za-z0-9 ,]*\Z")
_SINGLE = re.compile(r"(?:^|[ ,])[A-Za-z][ ,]+[A-Za-z](?:$|[ ,])")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The keys of one name; "" and () where it has none.

    `whole` all words joined by spaces, `core` the words without legal form and fillers joined by nothing, `meaning` the
    same with one word for all that mean the same, `tokens` the distinctive words (the others where there are none),
    `acronym` the first letters of the words, `frame` the consonants of the first distinctive word.
    """

    whole: str
    core: str
    meaning: str
    tokens: tuple[str, ...]
    acronym: str
    frame: str

    @property
    def prefix(self) -> str:
        return self.core[:PREFIX] if len(self.core) >= PREFIX else ""

    def indexed(self) -> list[str]:
        """All keys as one text each, marked by their kind."""
        found = ["x" + self.whole, "k" + self.core, *("t" + token for token in self.tokens)]
        if self.meaning != self.core:
            found.append("m" + self.meaning)
        if self.acronym:
            found.append("a" + self.acronym)
        if self.prefix:
            found.append("p" + self.prefix)
        if self.frame:
            found.append("f" + self.frame)
        return found


def fold(name: str) -> tuple[str, ...]:
    """The same as `words`, quicker for plain ASCII names."""
    if _PLAIN.match(name) and not _SINGLE.search(name):
        return tuple(name.lower().replace(",", " ").split())
    return words(lexicon().spaced(name))


def name_keys(name: str) -> NameKeys | None:
    """The keys of a name; None when it holds no letter or digit."""
    folded = fold(name)
    return _keys(folded) if folded else None


def _keys(folded: tuple[str, ...]) -> NameKeys:
    meanings = lexicon().meanings
    rest = without_forms(folded)[0]
    core, concepts, distinctive, generic, letters = [], [], [], [], []
    frame = ""
    for word in rest:
        known = meanings.get((word,))
        if known is None:
            distinctive.append(_token(word))
            frame = frame or _frame(word)
            core.append(word)
            concepts.append(word)
        elif known.kind is Kind.STOP:
            continue
        else:
            generic.append(known.concept)
            if known.kind is not Kind.FILLER:
                core.append(word)
                concepts.append(known.concept)
        letters.append(word[0])
    tokens = tuple(dict.fromkeys(distinctive or generic or rest))
    acronym = "".join(letters) if 1 < len(letters) < 9 else ""
    meaning = "".join(concepts or rest).replace(" ", "")
    return NameKeys(" ".join(folded), "".join(core or rest), meaning, tokens, acronym, frame)


@lru_cache(maxsize=200_000)
def _token(word: str) -> str:
    return word if word.isdigit() else romanised(word)


@lru_cache(maxsize=200_000)
def _frame(word: str) -> str:
    """The consonants of a word where they are enough to tell it by."""
    found = "" if len(word) < PREFIX else consonants(word)
    return found if len(found) > 2 else ""


def digest(key: str) -> int:
    """A signed number of 64 bits for a key."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "little", signed=True)
