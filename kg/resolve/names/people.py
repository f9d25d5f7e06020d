"""The parts of a person's name: given names, surname, generation; titles left out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.resolve.names.aside import told_vowels
from kg.resolve.names.fold import latin, vowelled, words
from kg.resolve.names.lexicon import lexicon

_HAN = re.compile(r"[\u4e00-\u9fff\uac00-\ud7af]{2,4}")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_PATRONYMIC = re.compile(r"(ovich|evich|yevich|ovna|evna|yevna|ovic|evic|owitsch|ewitsch|owna|ewna|ovych|ivna)$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """`given` names in order, each the parts between its hyphens; `surname` parts without particles.

    `fixed` when a comma, a patronymic or the script tells which is the surname; `nicknames` from quotes or brackets;
    `foreign` when written in another script, `vowels` in one whose romanisations keep the vowels, `hangul` in that of
    Korea; `flat` the parts of all given names; `arabic` when one of the names is a usual one of the Arab world.
    """

    given: tuple[tuple[str, ...], ...]
    surname: tuple[str, ...]
    generation: str
    nicknames: tuple[str, ...]
    fixed: bool
    foreign: bool
    vowels: bool
    hangul: bool
    flat: tuple[str, ...] = field(init=False, compare=False)
    arabic: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        flat = tuple(part for word in self.given for part in word)
        arabic = any(vowelled(part) in lexicon().arabic for part in (*flat, *self.surname))
        object.__setattr__(self, "flat", flat)
        object.__setattr__(self, "arabic", arabic)

    def turned(self) -> "PersonName":
        """The same words with the first as the surname: "Ma Yun"."""
        return self if self.fixed or not self.given else _turned(self)

    @property
    def spoken(self) -> str:
        """Given names and surname in one line."""
        return " ".join(["-".join(g) for g in self.given] + ["-".join(self.surname)])


@lru_cache(maxsize=65536)
def _turned(name: PersonName) -> PersonName:
    given = (*name.given[1:], name.surname)
    surname = ("".join(name.given[0]),)
    return PersonName(given, surname, name.generation, name.nicknames, True, name.foreign, name.vowels, name.hangul)


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
    right, later = _words(after, after=True)
    generation = generation or later
    if comma and right:
        given, surname, fixed = right, left, True
    else:
        given, surname, fixed = _split(left)
    parts = tuple(p for word in surname for p in word)
    bare = tuple(p for p in parts if p not in lexicon().particles) or parts
    return PersonName(
        tuple(given), bare, generation, aside, fixed, foreign, told_vowels(text), bool(_HANGUL.search(text))
    )


def patronymic(word: str) -> bool:
    """Whether a word is a Slavic father's name: "Viktorovich"."""
    return bool(_PATRONYMIC.search(word))


def _words(text: str, *, after: bool = False) -> tuple[list[tuple[str, ...]], str]:
    """The words without titles, each with its hyphened parts, and the generation; the words `after` a comma, or all."""
    known = lexicon()
    found: list[tuple[str, ...]] = []
    generation = ""
    written = re.sub(r"(?<=\.)(?=\w)", " ", text).split()
    for at, raw in enumerate(written):
        word = words(raw, join=False)
        joined = "".join(word)
        named = (after and raw.isascii()) or len(found) > 1 or (bool(found) and raw.endswith(".")) or bool(generation)
        if joined in known.suffixes and named:
            generation = known.suffixes[joined]
        elif word and not (joined in known.titles and _is_title(raw, joined, bool(found), len(written) - at)):
            found.append(word)
    return _compounds(found), generation


def _is_title(raw: str, joined: str, later: bool, left: int) -> bool:
    """Whether a word that can be a title is one: before the name, or short for a degree; not all that is there."""
    if raw.endswith(".") or joined in _BARE:
        return True
    return len(joined) > 3 and not later and left > 1


def _compounds(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Arabic given names of several words in one: "Abd al-Rahman", "Abdul Aziz", "Abu Bakr"."""
    out: list[tuple[str, ...]] = []
    for word in found:
        last = "".join(out[-1]) if out else ""
        article = last in _SERVANT and word in _ARTICLES
        if article or ((last in _SERVANT or _SERVANT_OF.fullmatch(last) or last == "abu") and len(out) < len(found)):
            out[-1] = (last + "".join(word),)
        else:
            out.append(word)
    return out


_SERVANT = frozenset({"abd", "abdu"})
_SERVANT_OF = re.compile(r"abd[aeou][lrsnzdt]")
_ARTICLES = frozenset({("al",), ("el",), ("ul",), ("ar",), ("ur",), ("as",), ("us",)})
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
