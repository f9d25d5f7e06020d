"""The words by which kinds of products are told from other noun phrases. Data in `kinds/words.yaml`."""

from dataclasses import dataclass
from functools import cache

from kg.annotate.wordlists import WordList
from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError

_LISTS = ("never", "general", "whole", "praise", "fixed")
_PLAIN = ("speakers", "definite", "consisting", "naming")


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of one language; each list is explained in `kinds/words.yaml`."""

    never: WordList
    general: WordList
    whole: WordList
    praise: WordList
    fixed: WordList
    endings: dict[str, str]
    speakers: frozenset[str]
    definite: frozenset[str]
    consisting: frozenset[str]
    naming: frozenset[str]

    @classmethod
    @cache
    def load(cls, lang: str) -> "KindWords":
        """The words of `lang`; PatternError when its file lacks a list."""
        path = LANGUAGES / lang / "kinds" / "words.yaml"
        raw = read_yaml(path)
        missing = [name for name in cls.__slots__ if name not in raw]
        if missing:
            raise PatternError(f"{path}: add the list {missing[0]}")
        never, general, whole, praise, fixed = (WordList(tuple(map(str, raw[name]))) for name in _LISTS)
        speakers, definite, consisting, naming = (frozenset(raw[name]) for name in _PLAIN)
        return cls(never, general, whole, praise, fixed, raw["endings"], speakers, definite, consisting, naming)
