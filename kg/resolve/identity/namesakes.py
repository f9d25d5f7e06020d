"""Persons of one frequent name: who is who by what documents name beside them."""

from collections.abc import Iterable, Sequence

from kg.resolve.names.lexicon import Kind, lexicon
from kg.resolve.names.parts import parts
from kg.resolve.names.people import person
from kg.resolve.names.phrases import phrases

MOST = 200
"""Of more documents all are one person's: that many have something in common by chance, or the name is prominent."""


def is_frequent(name: str) -> bool:
    """Whether a person's name is a usual given name and a frequent surname, which many people have."""
    told = person(name)
    given, surname = ["".join(word) for word in told.given], "".join(told.surname)
    return len(given) == 1 and given[0] in lexicon().given and surname in phrases().frequent


def apart(sources: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, ...]]:
    """Who is one by (source, names beside it): sources that hang together by such names, without legal
    forms and places aside.

    The sets, each sorted, come largest first, then by first source; none has a source beside which nothing is named.
    """
    sets: list[tuple[set[str], set[str]]] = []
    for iri, beside in sources:
        members, names = {iri}, {parts(name).joined for name in beside if not is_place(name)}
        for other in [found for found in sets if found[1] & names]:
            sets.remove(other)
            members |= other[0]
            names |= other[1]
        if names:
            sets.append((members, names))
    return sorted((tuple(sorted(members)) for members, _ in sets), key=lambda found: (-len(found), found))


def is_place(name: str) -> bool:
    """Whether a name has nothing but places in it."""
    return all(token.kind is Kind.PLACE for token in parts(name).tokens)
