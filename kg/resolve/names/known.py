"""Well-known firms by names that no rule derives: `known_names.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.fold import words
from kg.resolve.names.lexicon import Kind, Phrase
from kg.resolve.names.parts import Parts, parts


@dataclass(frozen=True, slots=True)
class Known:
    """`rows` of the file by a name's words, and by its words without legal form where only one row has them.

    `concepts` has the rows by the meanings of a name's words, in any language and order; `names` all names of a row;
    `different` the names that the file tells apart from a name, `acronyms` those that some firm is known by.
    """

    rows: Mapping[Phrase, frozenset[int]]
    concepts: Mapping[Phrase, frozenset[int]]
    names: tuple[tuple[str, ...], ...]
    different: Mapping[Phrase, set[Phrase]]
    acronyms: frozenset[str]

    def row(self, name: Parts) -> int | None:
        """The one row that a name is in; None for none or several."""
        for key in name.keys:
            if found := self.rows.get(key):
                return next(iter(found)) if len(found) == 1 else None
        found = self.concepts.get(_meanings(name), frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def listed_in(self, name: Parts) -> frozenset[int]:
        """The rows that have a name as it is, legal form included."""
        return self.rows.get(name.keys[0], frozenset())

    def apart(self, a: Parts, b: Parts) -> bool:
        """Whether the file tells the two apart; never two names of one row."""
        if self.listed_in(a) & self.listed_in(b):
            return False
        return any(y in apart for x in a.keys if (apart := self.different.get(x)) for y in b.keys)


def _meanings(name: Parts) -> Phrase:
    """What two words or more mean, in the order of the alphabet; empty for one, and for general words alone."""
    kinds = {t.kind for t in name.core}
    named = Kind.DISTINCTIVE in kinds or (Kind.PLACE in kinds and (len(name.core) > 2 or Kind.UNIT in kinds))
    told = named and len(name.core) > 1 and len(kinds) > 1
    return tuple(sorted(t.concept for t in name.core)) if told else ()


@cache
def known() -> Known:
    data = read_yaml(LANGUAGES / "known_names.yaml")
    rows: dict[Phrase, set[int]] = {}
    loose: dict[Phrase, set[int]] = {}
    concepts: dict[Phrase, set[int]] = {}
    single: set[str] = set()
    for number, names in enumerate(data["same"]):
        for name in map(str, names):
            told = parts(name)
            whole, *barer = told.keys
            if meanings := _meanings(told):
                concepts.setdefault(meanings, set()).add(number)
            rows.setdefault(whole, set()).add(number)
            for key in barer:
                loose.setdefault(key, set()).add(number)
            if len(whole) == 1 and name.isupper() and len(whole[0]) < 7:
                single.add(whole[0])
    for key, numbers in loose.items():
        if key not in rows and len(numbers) == 1:
            rows[key] = numbers
    different: dict[Phrase, set[Phrase]] = {}
    for pair in data["different"]:
        a, b = (parts(str(name)).keys[0] for name in pair)
        different.setdefault(a, set()).add(b)
        different.setdefault(b, set()).add(a)
    return Known(
        {key: frozenset(n) for key, n in rows.items()},
        {key: frozenset(n) for key, n in concepts.items()},
        tuple(tuple(map(str, names)) for names in data["same"]),
        different,
        frozenset(single),
    )


@cache
def known_people() -> Mapping[Phrase, int]:
    """The rows of people by the words of a name, in the order of the alphabet."""
    rows = read_yaml(LANGUAGES / "known_names.yaml")["people"]
    return {person_key(str(name)): number for number, names in enumerate(rows) for name in names}


def person_key(name: str) -> Phrase:
    """The words of a person's name in the order of the alphabet, for `known_people`."""
    return tuple(sorted(words(name, join=False)))
