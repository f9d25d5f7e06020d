"""The referring words of a language: nouns, pronouns and what they may stand for. Data in `reference.yaml`."""

from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from kg.annotate.wordlists import WordList, WordTable
from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError

PROOFS = ("none", "kind", "called")
"""What a noun asks for, from least to most; see `reference.yaml`."""

FIRST_NAMES = ("given_names.yaml", "gendered_names.yaml")
"""The files with first names by gender."""

ENDINGS = frozenset({"feminine_endings", "abstract"})
STARRED = frozenset({"feminine_titles", "masculine_titles", "insiders", "bystanders", "of_firms", "of_products"})
"""Lists of endings, and those whose words may hold `*` for any letters."""


@dataclass(frozen=True, slots=True)
class Nouns:
    """Nouns that may stand for entities of `types`; `words` may hold `*` for any letters."""

    types: frozenset[str]
    proof: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The referring words of one language; each list is explained in its YAML file."""

    nouns: tuple[Nouns, ...]
    division: frozenset[str]
    same: tuple[frozenset[str], ...]
    determiners: frozenset[str]
    indefinite: frozenset[str]
    blocking: frozenset[str]
    former: frozenset[str]
    latter: frozenset[str]
    demonstrative: frozenset[str]
    as_many: frozenset[str]
    both: frozenset[str]
    both_nouns: frozenset[str]
    pair_nouns: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    pronoun_types: dict[str, frozenset[str]]
    formal: frozenset[str]
    dependent: frozenset[str]
    possessive: frozenset[str]
    empty: frozenset[str]
    neuter_articles: frozenset[str]
    bystanders: WordList
    abstract: tuple[str, ...]
    person_type: str
    owner_types: frozenset[str]
    gendered: bool
    feminine_endings: tuple[str, ...]
    feminine_titles: WordList
    masculine_titles: WordList
    insiders: WordList
    sources: frozenset[str]
    from_place: frozenset[str]
    place_ending: str
    townspeople: frozenset[str]
    peoples: dict[str, frozenset[str]]
    people_articles: frozenset[str]
    plural_articles: frozenset[str]
    plural_datives: frozenset[str]
    plural_genitives: frozenset[str]
    place_marks: frozenset[str]
    of: frozenset[str]
    expletive_verbs: frozenset[str]
    event_verbs: frozenset[str]
    agent_verbs: frozenset[str]
    becoming: frozenset[str]
    namesakes: frozenset[str]
    of_firms: WordList
    of_products: WordList
    of_persons: frozenset[str]
    controlling: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    feminine_names: frozenset[str]
    masculine_names: frozenset[str]
    _readings: dict[str, tuple[frozenset[str], str, str]] = field(default_factory=dict, repr=False, compare=False)
    _listed: WordTable[tuple[Nouns, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_listed", WordTable((w, (n, w)) for n in self.nouns for w in n.words))

    @classmethod
    @cache
    def load(cls, lang: str) -> "Lexicon":
        """The lexicon of `lang`; PatternError when its file lacks a list or has an unknown proof."""
        path = LANGUAGES / lang / "reference.yaml"
        raw = read_yaml(path) | _first_names()
        wanted = [f.name for f in fields(cls) if not f.name.startswith("_")]
        missing = [name for name in wanted if name not in raw]
        if missing:
            raise PatternError(f"{path}: add the list {missing[0]}")
        return cls(**{name: _value(name, raw[name], path) for name in wanted})

    @property
    def types(self) -> frozenset[str]:
        """All types that a phrase may stand for."""
        return frozenset(t for nouns in self.nouns for t in nouns.types)

    def genders(self, word: str) -> frozenset[str]:
        """The groups ("thing", "masculine", "first", ...) that a pronoun belongs to; empty for other words."""
        return frozenset(g for g, words in self.pronouns.items() if word in words)

    def reading(self, word: str) -> tuple[frozenset[str], str, str]:
        """(types, proof, first part) of a noun; no types for a noun in no list. "Chip" for "*hersteller".

        Where the noun itself is in a list, lists that it only ends like do not count.
        """
        found = self._readings.get(word)
        if found is None:
            found = self._readings[word] = self._read(word)
        return found

    def _read(self, word: str) -> tuple[frozenset[str], str, str]:
        hits = self._listed.find(word)
        exact = [(n, w) for n, w in hits if "*" not in w]
        types = frozenset(t for n, _ in exact or hits for t in n.types)
        proof = max((n.proof for n, _ in exact or hits), key=PROOFS.index, default="none")
        first = next((word[: len(word) - len(w) + 1] for _, w in exact or hits if "*" in w), "")
        return types, proof, first.lower()

    def country(self, word: str) -> str:
        """The code of the country whose people a word names; "" for other words."""
        return next((code for code, words in self.peoples.items() if word in words), "")

    def acts(self, word: str) -> bool:
        """Whether a noun may be somebody: it stands for a company or person, or says who speaks for one."""
        types = self.reading(word)[0]
        return bool(types & self.owner_types) or self.person_type in types or self.insiders.has(word)

    def are_same(self, one: str, other: str) -> bool:
        """Whether two descriptions may be of one company: "Chiphersteller" and "Hersteller", "Bank" and "Geldhaus"."""
        one, other = one.lower(), other.lower()
        if one == other or (len(one) > 2 and other.endswith(one)):
            return True
        return any(one.endswith(tuple(s)) and other.endswith(tuple(s)) for s in self.same)


def _first_names() -> dict[str, list[str]]:
    """The first names of each gender, from all files that list them."""
    files = [read_yaml(LANGUAGES / name) for name in FIRST_NAMES]
    return {key: [name for file in files for name in file[key]] for key in ("feminine_names", "masculine_names")}


def _value(name: str, raw: Any, path: Path) -> Any:
    if name == "nouns":
        return tuple(_nouns(entry, path) for entry in raw)
    if name == "same":
        return tuple(frozenset(words) for words in raw)
    if isinstance(raw, dict):
        return {key: frozenset(words) for key, words in raw.items()}
    if isinstance(raw, list):
        if name in STARRED:
            return WordList(tuple(raw))
        return tuple(raw) if name in ENDINGS else frozenset(raw)
    return raw


def _nouns(raw: dict[str, Any], path: Path) -> Nouns:
    if raw["proof"] not in PROOFS:
        raise PatternError(f"{path}: proof {raw['proof']!r} is none of {', '.join(PROOFS)}")
    return Nouns(frozenset(raw["types"]), raw["proof"], tuple(raw["words"]))
