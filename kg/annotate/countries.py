"""Countries by their adjectives and peoples: "französisch", "Korean" to ISO 3166-1 codes."""

from collections.abc import Iterator
from functools import cache

from kg.data import LANGUAGES, read_yaml


def nationality(word: str) -> str:
    """The ISO 3166-1 code of the country that an adjective or a name of a country stands for; "" for other words."""
    return _codes().get(word.lower(), "")


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for word, code in _listed():
        found.setdefault(word.lower(), code)
    return found


def _listed() -> Iterator[tuple[str, str]]:
    for name, key in (("name_tokens.yaml", "nationalities"), ("places.yaml", "countries")):
        for code, words in read_yaml(LANGUAGES / name)[key].items():
            yield from ((str(word), str(code)) for word in words if len(str(word)) > 2)
