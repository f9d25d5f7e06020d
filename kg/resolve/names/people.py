"""The parts of a person's name: given names, surname, generation; titles left out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.resolve.names.fold import latin, words
from kg.resolve.names.lexicon import lexicon

_HAN = re.compile(r"[\u4e00-\u9fff\uac00-\ud7af]{2,4}")
_PATRONYMIC = re.compile(r"(ovich|evich|yevich|ovna|evna|yevna|ovic|evic|owitsch|ewitsch|owna|ewna|ovych|ivna)$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """`given` names in order, each the parts between its hyphens; `surname` parts without particles.

    `fixed` when a comma, a patronymic or the script tells which is the surname; `nicknames` from quotes or brackets.
    """

    given: tuple[tuple[str, ...], ...]
    surname: tuple[str, ...]
    generation: str
    nicknames: tuple[str, ...]
    fixed: bool
    foreign: bool

    def turned(self) -> "PersonName":
        """The same words with the first as the surname: "Ma Yun"."""
        if self.fixed or not self.given:
            return self
        given = (*self.given[1:], self.surname)
        return PersonName(given, self.given[0], self.generation, self.nicknames, True, self.foreign)

    @property
    def spoken(self) -> str:
        """Given names and surname in one line."""
        return " ".join(["-".join(g) for g in self.given] + ["-".join(self.surname)])


@lru_cache(maxsize=65536)
def person(name: str) -> PersonName:
    """The parts of a person's name, in either order around a comma; one word alone is a surname."""
    text = unicodedata.normalize("NFKC", name)
    foreign = any(c.isalpha() and ord(c) > 0x24F for c in text)
    if _HAN.fullmatch(text.strip()):
        text = f"{text.strip()[0]}, {text.strip()[1:]}"
    spaced = re.sub(r"(?<=\s)['‘](\w+)['’](?=\s)", r'"\1"', text)
    aside = tuple(w for found in re.findall(r"[(\[\"“„«]([^()\[\]\"“”„«»]+)[)\]\"”“»]", spaced) for w in words(found))
    plain = re.sub(r"[(\[\"“„«][^()\[\]\"“”„«»]+[)\]\"”“»]", " ", spaced)
    before, comma, after = plain.partition(",")
    left, generation = _words(before)
    right, later = _words(after)
    generation = generation or later
    if comma and right:
        given, surname, fixed = right, left, True
    else:
        given, surname, fixed = _split(left)
    parts = tuple(p for word in surname for p in word)
    bare = tuple(p for p in parts if p not in lexicon().particles) or parts
    return PersonName(tuple(given), bare, generation, aside, fixed, foreign)


def _words(text: str) -> tuple[list[tuple[str, ...]], str]:
    """The words without titles, each with its hyphened parts, and the generation."""
    known = lexicon()
    found: list[tuple[str, ...]] = []
    generation = ""
    for raw in re.sub(r"(?<=\.)(?=\w)", " ", text).split():
        word = words(raw, join=False)
        joined = "".join(word)
        if joined in known.suffixes and (found or generation):
            generation = known.suffixes[joined]
        elif word and not (joined in known.titles and (raw.endswith(".") or len(joined) > 3 or joined in _BARE)):
            found.append(word)
    return found, generation


_BARE = frozenset({"dr", "mr", "mrs", "ms", "sir", "phd", "mba", "hh", "he", "ceo"})


def _split(found: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], bool]:
    """Given names and surname of words in natural order; particles go with the surname."""
    if not found:
        return [], [], False
    if len(found) == 3 and _PATRONYMIC.search(latin(found[2][-1])) and not _PATRONYMIC.search(found[1][-1]):
        return list(found[1:]), [found[0]], True
    at = len(found) - 1
    while at > 1 and "".join(found[at - 1]) in lexicon().particles:
        at -= 1
    return list(found[:at]), list(found[at:]), False
