"""Two spellings of a name of a person that are one name."""

from functools import lru_cache

from kg.resolve.names.fold import consonants, heard, korean, romanised, vowelled
from kg.resolve.names.people import PersonName


@lru_cache(maxsize=65536)
def stem(surname: str) -> str:
    """The key of a surname, Slavic endings of women and men alike."""
    key = romanised(surname)
    return key[:-1] if key.endswith(("ova", "eva", "ina", "aia", "ska", "ckaia")) else key.removesuffix("i")


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return frozenset(key.removesuffix("i") for key in heard(name))


def alike(x: str, y: str, a: PersonName, b: PersonName) -> bool:
    """Whether two words are wider romanisations of one name: of German, of Arabic, of scripts without vowels."""
    if min(len(x), len(y)) > 5 and not _stems(x).isdisjoint(_stems(y)):
        return True
    if a.foreign != b.foreign and not (a.vowels or b.vowels):
        alike = len(consonants(x)) > 1 and consonants(x) == consonants(y)
        return alike or (hangul(a, b) and korean(x) == korean(y))
    return min(len(x), len(y)) > 2 and (a.arabic or b.arabic) and vowelled(x) == vowelled(y)


def hangul(a: PersonName, b: PersonName) -> bool:
    """Whether one of two names is written in Korean letters."""
    return a.hangul or b.hangul


def of_man_and_woman(x: str, y: str) -> bool:
    """Whether two given names differ in the ending of a woman's: Robert and Roberta, Giorgio and Giorgia."""
    return x.endswith("a") != y.endswith("a") and (x.rstrip("a") == y.rstrip("oe") or y.rstrip("a") == x.rstrip("oe"))
