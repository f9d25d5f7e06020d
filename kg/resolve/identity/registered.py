"""One name, several registered entities: the sources of a name group parted by their identifiers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Identifiers = Mapping[str, frozenset[str]]
"""Values by scheme."""

ONE = frozenset({"lei", "wikidata"})
"""Schemes that give an entity one identifier only, in lower case; a firm may have several ISINs and tickers."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sources of one group that share identifiers, by IRI."""

    identifiers: Identifiers
    sources: tuple[str, ...]


def disjoint(a: Identifiers, b: Identifiers) -> str:
    """The scheme in which both have identifiers and none in common; "" for none."""
    return next((s for s in sorted(a.keys() & b.keys()) if not a[s] & b[s]), "")


def several(identifiers: Identifiers) -> bool:
    """Whether these cannot all be of one entity."""
    return any(len(values) > 1 and scheme.casefold() in ONE for scheme, values in identifiers.items())


def parts_of(sources: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> tuple[Identifiers, list[Part]]:
    """From (IRI, identifiers) of a group's sources: the identifiers of those that stay, and the parts that go.

    Sources hang together by values of `ONE` schemes. What most sources have stays, with what does not contradict it.
    """
    classes: list[tuple[set[tuple[str, str]], set[str]]] = []
    for iri, identifiers in sorted((iri, sorted(identifiers)) for iri, identifiers in sources):
        pairs, members = set(identifiers), {iri}
        anchors = {p for p in pairs if p[0].casefold() in ONE}
        for other in [c for c in classes if anchors & c[0]]:
            classes.remove(other)
            pairs |= other[0]
            members |= other[1]
        classes.append((pairs, members))
    stay: set[tuple[str, str]] = set()
    going = []
    for pairs, members in sorted(classes, key=lambda c: (-len(c[1]), sorted(c[0]))):
        if _contradict(pairs, stay):
            going.append(Part(_by_scheme(pairs), tuple(sorted(members))))
        else:
            stay |= pairs
    return _by_scheme(stay), going


def _contradict(a: set[tuple[str, str]], b: set[tuple[str, str]]) -> bool:
    one = [{p for p in pairs if p[0].casefold() in ONE} for pairs in (a, b)]
    return bool(disjoint(_by_scheme(one[0]), _by_scheme(one[1])))


def _by_scheme(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in pairs:
        found.setdefault(scheme, set()).add(value)
    return {scheme: frozenset(values) for scheme, values in found.items()}
