"""The words and patterns of `languages/<lang>/names.yaml`, and the legal forms of all countries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.annotate.names.form import Element, parse_form
from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError, PatternError


@dataclass(frozen=True, slots=True)
class WordList:
    """Words in lower case; `ends` are matched against the end of longer words."""

    exact: frozenset[str]
    ends: tuple[str, ...]

    def has(self, lower: str) -> bool:
        if lower in self.exact:
            return True
        return lower.endswith(self.ends) and any(lower.endswith(e) and len(lower) > len(e) + 1 for e in self.ends)


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One pattern of the file; `anchor` is the index in `elements` of the list word that it is tried at.

    `captures` is the kind of element whose tokens are the name, or "all" for the whole match.
    """

    id: str
    type: str
    score: float
    elements: tuple[Element, ...]
    anchor: int
    captures: str
    cased: bool
    accepts: tuple[Mapping[str, Any], ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about the names of one language; `hyphenated` are the list words with a hyphen ("start-up")."""

    lang: str
    lists: Mapping[str, WordList]
    patterns: tuple[NamePattern, ...]
    legal_type: str
    person_type: str
    place_type: str
    product_type: str
    hyphenated: frozenset[str]
    _classes: dict[str, frozenset[str]] = field(default_factory=dict)

    def classes(self, lower: str) -> frozenset[str]:
        """The names of all lists that hold a word."""
        found = self._classes.get(lower)
        if found is None:
            found = frozenset(name for name, words in self.lists.items() if words.has(lower))
            self._classes[lower] = found
        return found

    def has(self, name: str, word: str) -> bool:
        return name in self.classes(word.lower())


@dataclass(frozen=True, slots=True)
class LegalForms:
    """The fields of `legal_forms.yaml`, which its head explains."""

    forms: frozenset[str]
    loose: frozenset[str]
    generic: frozenset[str]
    undotted: frozenset[str]
    spelled: Mapping[str, str]


@cache
def legal_forms() -> LegalForms:
    data = _read(LANGUAGES / "legal_forms.yaml")
    lists = {name: frozenset(str(w) for w in data[name]) for name in ("forms", "loose", "generic", "undotted")}
    return LegalForms(**lists, spelled=data["spelled"])


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language; InputError when there is none, PatternError when its file is wrong."""
    path = LANGUAGES / lang / "names.yaml"
    if not path.is_file():
        raise InputError(f"no names for language {lang!r}: {path.name} is missing in kg/languages/{lang}")
    data = _read(path)
    lists = {name: _word_list(words) for name, words in data["lists"].items()}
    patterns = tuple(_pattern(entry, lists, path) for entry in data["patterns"])
    hyphenated = frozenset(w for words in lists.values() for w in words.exact if "-" in w.strip("-"))
    return Lexicon(
        lang,
        lists,
        patterns,
        legal_type=str(data["legal_type"]),
        person_type=str(data["person_type"]),
        place_type=str(data["place_type"]),
        product_type=str(data["product_type"]),
        hyphenated=hyphenated,
    )


def _read(path: Path) -> dict[str, Any]:
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise PatternError(f"{path}: not a mapping of fields: see the head of the file")
    return data


def _word_list(words: list[object]) -> WordList:
    texts = [str(w).lower() for w in words]
    return WordList(
        frozenset(w for w in texts if not w.startswith("-")), tuple(w[1:] for w in texts if w.startswith("-"))
    )


def _pattern(entry: Mapping[str, Any], lists: Mapping[str, WordList], path: Path) -> NamePattern:
    where = f"{path}: pattern {entry.get('id')!r}"
    elements = parse_form(str(entry["form"]), where)
    missing = sorted({name for e in elements for name in e.lists} - lists.keys())
    if missing:
        raise PatternError(f"{where}: no list {missing[0]!r} in this file")
    anchors = [i for i, e in enumerate(elements) if e.is_anchor]
    if not anchors:
        raise PatternError(f"{where}: form {entry['form']!r} needs a list or word to start from")
    captures = str(entry.get("captures") or next((e.capture for e in elements if e.capture), "all"))
    listed = next((i for i in anchors if elements[i].lists), anchors[0])
    return NamePattern(
        id=str(entry["id"]),
        type=str(entry["type"]),
        score=float(entry["score"]),
        elements=elements,
        anchor=listed,
        captures=captures,
        cased=bool(entry.get("cased", False)),
        accepts=tuple(entry.get("accepts", ())),
        rejects=tuple(entry.get("rejects", ())),
    )
