"""Two names that lists know as those of two firms: `known_names.yaml`, and the register of names in texts.

A name that two firms share ("Kessler" of Kessler KGaA and Kessler & Co.) is not known as either's unless a list says
so; what joins names must look at all of them together, or the shared one leads from one firm to the other.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.resolve.names.fold import words
from kg.resolve.names.forms import relation
from kg.resolve.names.known import known
from kg.resolve.names.parts import parts

if TYPE_CHECKING:  # the register loads spaCy, which comparing two names must not
    from kg.annotate.gazetteer.register import Entry


def whole(name: str) -> str:
    """A name's words, spelling levelled, legal form included."""
    return " ".join(words(name, join=False))


@lru_cache(maxsize=65536)
def listed(name: str) -> bool:
    """Whether some list keeps this name apart from others: most names are in none."""
    return any(key in known().different for key in parts(name).keys) or _entry(name) is not None


@lru_cache(maxsize=65536)
def two_firms(a: str, b: str) -> bool:
    """Whether lists know the names as those of two firms."""
    if known().apart(parts(a), parts(b)):
        return True
    x, y = _entry(a), _entry(b)
    return x is not None and y is not None and x != y and two_entries(x, y)


def any_two(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether lists know a name of `some` and one of `others` as those of two firms."""
    theirs = [name for name in others if listed(name)]
    return bool(theirs) and any(two_firms(a, b) for a in some if listed(a) for b in theirs)


@lru_cache(maxsize=65536)
def two_entries(x: int, y: int) -> bool:
    """Whether two entries, by number, are two firms; never those with names in one row of `known_names.yaml`.

    Those that the register itself lists are. A stock of the lists that it takes in may be what the register lists
    under another name, unless both have identifiers and none in common, and its name is no other share class's.
    """
    a, b = _entries()[x], _entries()[y]
    if _rows(a.names) & _rows(b.names):
        return False
    if a.country and b.country:
        return True
    told = a.identifiers and b.identifiers and not {*a.identifiers} & {*b.identifiers}
    return bool(told) and not _letters(a.names) & _letters(b.names)


def _rows(names: Iterable[str]) -> set[int]:
    return {row for name in names for row in known().listed_in(parts(name))}


def _letters(names: Iterable[str]) -> set[tuple[str, frozenset[str]]]:
    """Names written as one word, each with its legal forms."""
    return {(parts(name).joined, parts(name).legal) for name in names}


@cache
def _entries() -> Mapping[int, "Entry"]:
    from kg.annotate.gazetteer.register import register

    return {n: e for n, e in enumerate(register()) if e.type in _TYPES and not e.further}


_TYPES = frozenset({"Company", "Organization"})


@cache
def _by_name() -> Mapping[str, frozenset[int]]:
    """The entries by their names: as they are written, as `whole` has them, and without their legal forms."""
    found: dict[str, set[int]] = {}
    for number, entry in _entries().items():
        for name in entry.names:
            if name not in entry.doubtful | entry.codes:
                for key in _keys(name):
                    found.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _keys(name: str) -> tuple[str, str, str]:
    return f"= {name}", f"whole {whole(name)}", f"bare {' '.join(parts(name).rest)}"


@lru_cache(maxsize=65536)
def _entry(name: str) -> int | None:
    """The one entry with this name, or with this name without its legal form where that is no other one's."""
    found = next((entries for key in _keys(name) if (entries := _by_name().get(key))), frozenset())
    if len(found) != 1:
        return None
    number = next(iter(found))
    forms = frozenset[str]().union(*(parts(n).legal for n in _entries()[number].names))
    return None if relation(parts(name).legal, forms) == "legal differs" else number
