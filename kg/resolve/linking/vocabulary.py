"""What words of an article tell of a firm: lines of business, places, markets; the data of the YAML files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kg.annotate.gazetteer.register import city_adjectives, read_register
from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.fold import latin

_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_ENDINGS = ("isch", "ische", "ischer", "isches", "ischen", "ischem")
_LONGEST = 3
_MOST_SEEN = 100_000


@dataclass(frozen=True, slots=True)
class Patterns:
    """Meanings by words ("chip"), by starts ("chip*") and by ends ("*bank")."""

    whole: Mapping[str, frozenset[str]]
    starts: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]
    _seen: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]]) -> "Patterns":
        """From lists of patterns by meaning."""
        kinds: tuple[dict[str, set[str]], ...] = ({}, {}, {})
        for meaning, patterns in lists.items():
            for pattern in map(str, patterns):
                at = 1 if pattern.endswith("*") else 2 if pattern.startswith("*") else 0
                kinds[at].setdefault(folded(pattern.strip("*")), set()).add(meaning)
        whole, starts, ends = ({k: frozenset(v) for k, v in kind.items()} for kind in kinds)
        return cls(whole, starts, ends)

    def of_word(self, word: str) -> frozenset[str]:
        """The meanings of a folded word or phrase, by its longest start or end; of the halves where it has a hyphen."""
        if (seen := self._seen.get(word)) is not None:
            return seen
        found = set(self.whole.get(word, ()))
        for size in range(len(word), 1, -1):
            if word[:size] in self.starts:
                found |= self.starts[word[:size]]
                break
        for size in range(len(word), 1, -1):
            if word[-size:] in self.ends:
                found |= self.ends[word[-size:]]
                break
        if "-" in word:
            for part in word.split("-"):
                found |= self.of_word(part)
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        return self._seen.setdefault(word, frozenset(found))

    def of_words(self, words: Iterable[str]) -> frozenset[str]:
        """The meanings of all words together."""
        return frozenset(m for word in words for m in self.of_word(word))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Lower-case ASCII, spaces levelled."""
    return " ".join(latin(text).lower().split())


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[str, ...]:
    """The folded words of a text and the phrases of two and three, in text order."""
    found = [folded(m.group()) for m in _WORD.finditer(text)]
    return tuple(
        " ".join(found[at : at + size]) for size in range(1, _LONGEST + 1) for at in range(len(found) - size + 1)
    )


@cache
def sectors() -> Patterns:
    """Lines of business by words."""
    return Patterns.of(read_yaml(LANGUAGES / "sectors.yaml")["sectors"])


@cache
def near_sectors() -> Mapping[str, frozenset[str]]:
    """Every line of business with those that one firm often has besides it, itself included."""
    data = read_yaml(LANGUAGES / "sectors.yaml")
    found = {name: {name} for name in data["sectors"]}
    for group in data["near"]:
        for name in group:
            found[name] |= set(group)
    return {name: frozenset(group) for name, group in found.items()}


@cache
def cues() -> Patterns:
    """other, unlisted, small, listed, part: the lists of `linking.yaml`."""
    data = read_yaml(LANGUAGES / "linking.yaml")
    return Patterns.of({name: data[name] for name in ("other", "unlisted", "small", "listed", "part")})


@cache
def joints() -> Mapping[str, frozenset[str]]:
    """articles, is, from, stops: the short words around what is said of a name."""
    data = read_yaml(LANGUAGES / "linking.yaml")
    return {name: frozenset(map(folded, data[name])) for name in ("articles", "is", "from", "stops")}


@cache
def schemes() -> Mapping[str, str]:
    """The scheme of an identifier by the word before it."""
    data = read_yaml(LANGUAGES / "linking.yaml")["numbers"]
    return {folded(word): str(scheme) for scheme, words in data.items() for word in words}


@cache
def markets() -> Mapping[str, str]:
    """The country of an exchange by its marks: "xetra" and "de" to DE."""
    data = read_yaml(LANGUAGES / "linking.yaml")["markets"]
    return {folded(mark): str(country) for country, marks in data.items() for mark in marks}


@cache
def _unlistable() -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    data = read_yaml(LANGUAGES / "linking.yaml")
    within = {str(form): frozenset(map(str, codes)) for form, codes in data["unlistable_in"].items()}
    return frozenset(map(str, data["unlistable"])), within


def cannot_be_listed(forms: Iterable[str], countries: Iterable[str]) -> bool:
    """Whether a firm of the countries with one of these legal forms (ids) has no shares on an exchange."""
    everywhere, within = _unlistable()
    return any(form in everywhere or within.get(form, frozenset()) & set(countries) for form in forms)


@cache
def _countries() -> Mapping[str, str]:
    """ISO codes by names and adjectives, in lower-case ASCII."""
    rows = read_yaml(LANGUAGES / "places.yaml")["countries"]
    found: dict[str, str] = {}
    for code, names in rows.items():
        for name in names:
            found.setdefault(folded(str(name)), str(code))
    for entry in read_register():
        if len(entry.country) == 2 and entry.name in _country_names():
            found.update({folded(n): entry.country for n in entry.names})
    for code, regions in read_yaml(LANGUAGES / "linking.yaml")["regions"].items():
        found.update({folded(region): str(code) for region in regions})
    return {name: code for name, code in found.items() if len(name) > 1}


@cache
def _country_names() -> frozenset[str]:
    data = read_yaml(LANGUAGES / "register" / "places.yaml")["countries"]
    return frozenset(str(name) for names in data.values() for name in names)


@cache
def _cities() -> Mapping[str, tuple[str, str]]:
    """The first name and the country of a city, by its names and irregular adjectives."""
    found: dict[str, tuple[str, str]] = {}
    rows = read_yaml(LANGUAGES / "register" / "places.yaml")["cities"]
    for country, cities in rows.items():
        for city in cities:
            names = [folded(str(n).removesuffix("?")) for n in (city if isinstance(city, list) else [city])]
            found.update({n: (names[0], str(country)) for n in names})
    for adjective, city_name in city_adjectives().items():
        if folded(city_name) in found:
            found.setdefault(folded(adjective), found[folded(city_name)])
    return found


def country_of(phrase: str) -> str:
    """The ISO code of a country by a folded name or adjective, inflected or not; empty for none."""
    known = _countries()
    if code := known.get(phrase):
        return code
    for ending in _ENDINGS:
        if phrase.endswith(ending):
            stem = phrase.removesuffix(ending) + "isch"
            return next((known[stem + e] for e in ("e", "", "er", "es", "en") if stem + e in known), "")
    return known.get(phrase.removesuffix("s"), "") if len(phrase) > 4 else ""


def city_of(phrase: str) -> tuple[str, str]:
    """The first name and the country of a city by a folded name or German adjective in -er; empty for none."""
    known = _cities()
    for form in (phrase, phrase.removesuffix("er"), phrase.removesuffix("r"), phrase.removesuffix("s")):
        if len(form) > 2 and form in known:
            return known[form]
    return "", ""


@lru_cache(maxsize=16384)
def country_code(text: str) -> str:
    """The ISO code of a register's country: a code, or a name in any of the languages; empty when unknown."""
    if len(text) == 2 and text.isalpha():
        return text.upper()
    return country_of(folded(text)) if text else ""
