"""Well-known firms by names that no rule derives: `known_names.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.lexicon import Phrase
from kg.resolve.names.parts import Parts, parts


@dataclass(frozen=True, slots=True)
class Known:
    """`rows` of the file by a name's words, and by its words without legal form where only one row has them.

    `different` holds the names that the file tells apart from a name, `acronyms` those that some firm is known by.
    """

    rows: Mapping[Phrase, frozenset[int]]
    different: Mapping[Phrase, set[Phrase]]
    acronyms: frozenset[str]

    def row(self, name: Parts) -> int | None:
        """The one row that a name is in; None for none or several."""
        for key in name.keys:
            if found := self.rows.get(key):
                return next(iter(found)) if len(found) == 1 else None
        return None

    def apart(self, a: Parts, b: Parts) -> bool:
        """Whether the file tells the two apart."""
        return any(y in apart for x in a.keys if (apart := self.different.get(x)) for y in b.keys)


@cache
def known() -> Known:
    data = read_yaml(LANGUAGES / "known_names.yaml")
    rows: dict[Phrase, set[int]] = {}
    loose: dict[Phrase, set[int]] = {}
    single: set[str] = set()
    for number, names in enumerate(data["same"]):
        for name in map(str, names):
            whole, *barer = parts(name).keys
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
    return Known({key: frozenset(n) for key, n in rows.items()}, different, frozenset(single))
