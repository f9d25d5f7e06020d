"""What words mean in names: the kinds of words, and every word and phrase with its meaning."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.resolve.names.fold import words

Phrase = tuple[str, ...]


class Kind(StrEnum):
    """What a word is worth in a name; the head of `name_tokens.yaml` says what each means."""

    DISTINCTIVE = "distinctive"
    FILLER = "filler"
    TRADE = "trade"
    BUSINESS = "business"
    UNIT = "unit"
    PLACE = "place"
    NUMBER = "number"
    STOP = "stop"


GENERIC = (Kind.FILLER, Kind.TRADE, Kind.BUSINESS, Kind.UNIT)
HAN = re.compile(r"[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_TOWN = ("市", "省", "시")
"""What follows the name of a town or province in Chinese and Korean."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The kind of a word or phrase, and the one word for all of its spellings and translations."""

    kind: Kind
    concept: str


def meanings(tokens: Mapping[str, Any], places: Mapping[str, Any], han_words: dict[str, str]) -> dict[Phrase, Meaning]:
    """Phrases with their meaning; what stands first in number, stop, place, filler, ... order wins.

    Chinese and Korean words count also as they are read in Latin letters, after all that is written so.
    """
    found: dict[Phrase, Meaning] = {}
    read: dict[Phrase, Meaning] = {}
    for kind, meant, name in _entries(tokens, places):
        if HAN.search(name):
            for written in (name, *(name + end for end in _TOWN if kind is Kind.PLACE)):
                han_words.setdefault(written, meant)
            if len(name) > 1:
                read.setdefault(words(name), Meaning(kind, meant))
        elif phrase := words(name):
            found.setdefault(phrase, Meaning(kind, meant))
    return read | found


def _entries(tokens: Mapping[str, Any], places: Mapping[str, Any]) -> Iterator[tuple[Kind, str, str]]:
    for number, names in tokens["numbers"].items():
        yield from ((Kind.NUMBER, str(number), str(name)) for name in names)
    yield from ((Kind.STOP, str(name), str(name)) for name in tokens["stop"])
    for names in [*places["countries"].values(), *places["regions"], *places["cities"]]:
        yield from ((Kind.PLACE, concept(names), form) for name in names for form in _inflected(str(name)))
    for code, names in tokens["nationalities"].items():
        yield from ((Kind.PLACE, concept(places["countries"].get(code) or [code]), str(name)) for name in names)
    for names in tokens["compound"]:
        yield from ((Kind.BUSINESS, concept(names), str(name)) for name in names)
    for kind in GENERIC:
        for names in tokens[kind.value]:
            yield from ((kind, concept(names), str(name)) for name in names)


def _inflected(name: str) -> tuple[str, ...]:
    """A German adjective in all its forms; other names as they are."""
    stem = re.sub(r"(?<=isch)(?:e|er|es)$", "", name)
    return (name, stem, *(stem + end for end in ("e", "er", "es", "en", "em"))) if stem != name else (name,)


def concept(names: Sequence[object]) -> str:
    """The one word for all of a row: its first, folded."""
    return " ".join(words(str(names[0])))
