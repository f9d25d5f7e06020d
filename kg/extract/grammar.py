"""The function words of a language, read from `kg/languages/<lang>/grammar.yaml`."""

from dataclasses import dataclass, fields
from functools import cache

from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed lists of one language, as base forms. The meaning of each list stands in the YAML file."""

    contractions: dict[str, str]
    agents: frozenset[str]
    genitives: frozenset[str]
    passive: frozenset[str]
    identity: frozenset[str]
    linking: frozenset[str]
    naming: frozenset[str]
    exemplars: frozenset[str]
    object_control: frozenset[str]
    support_verbs: frozenset[str]
    support_nouns: frozenset[str]
    whole_nouns: frozenset[str]
    possessives: frozenset[str]
    relatives: frozenset[str]
    place_adverbs: frozenset[str]
    together: frozenset[str]
    company: frozenset[str]
    beside: frozenset[str]
    also: frozenset[str]
    joiners: frozenset[str]
    particles: frozenset[str]
    reflexives: frozenset[str]
    being: frozenset[str]
    partitives: frozenset[str]
    object_relatives: frozenset[str]
    body_titles: frozenset[str]
    free_order: bool

    @classmethod
    @cache
    def load(cls, lang: str) -> "Grammar":
        """The grammar of `lang`; PatternError when its file is missing a list."""
        path = LANGUAGES / lang / "grammar.yaml"
        raw = read_yaml(path)
        missing = [f.name for f in fields(cls) if f.name not in raw]
        if missing:
            raise PatternError(f"{path}: add the list {missing[0]}")
        other = {"contractions", "free_order"}
        lists = {f.name: frozenset(raw[f.name]) for f in fields(cls) if f.name not in other}
        return cls(contractions=dict(raw["contractions"]), free_order=bool(raw["free_order"]), **lists)
