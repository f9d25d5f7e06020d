"""One name, several firms: the sources of a name group parted by their identifiers and legal forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.resolve.names.forms import relation
from kg.resolve.names.parts import parts

Identifiers = Mapping[str, frozenset[str]]
"""Values by scheme."""
Forms = frozenset[str]
"""Ids of legal forms."""

ONE = frozenset({"lei", "wikidata"})
"""Schemes that give an entity one identifier only, in lower case; a firm may have several ISINs and tickers."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sources of one group that share identifiers or a legal form, by IRI."""

    identifiers: Identifiers
    sources: tuple[str, ...]


def disjoint(a: Identifiers, b: Identifiers) -> str:
    """The scheme in which both have identifiers and none in common; "" for none."""
    return next((s for s in sorted(a.keys() & b.keys()) if not a[s] & b[s]), "")


def several(identifiers: Identifiers) -> bool:
    """Whether these cannot all be of one entity."""
    return any(len(values) > 1 and scheme.casefold() in ONE for scheme, values in identifiers.items())


@dataclass(frozen=True, slots=True)
class Known:
    """What one source says: its identifiers as (scheme, value), and the ids of the legal forms in its name."""

    iri: str
    identifiers: frozenset[tuple[str, str]]
    forms: Forms = frozenset()


def forms(name: str) -> Forms:
    """The legal forms in a name, by id."""
    return parts(name).legal


def differ(found: Iterable[Forms]) -> bool:
    """Whether two of these are legal forms that one firm does not have at the same time."""
    return any(relation(a, b) == "legal differs" for a, b in combinations(sorted(set(found), key=sorted), 2))


def parts_of(sources: Iterable[Known]) -> tuple[Identifiers, list[Part]]:
    """From a group's sources that say more than their name: the identifiers of those that stay, and the parts that go.

    Sources hang together by values of `ONE` schemes, those without by equal legal forms. What most sources have stays,
    with what does not contradict it.
    """
    classes: list[tuple[set[tuple[str, str]], set[str], Forms]] = []
    for source in sorted(sources, key=lambda s: (s.iri, sorted(s.identifiers))):
        pairs, members, own = set(source.identifiers), {source.iri}, source.forms
        anchors = _anchors(pairs)
        for other in [c for c in classes if anchors & c[0] or (not anchors and own == c[2] and not _anchors(c[0]))]:
            classes.remove(other)
            pairs |= other[0]
            members |= other[1]
            own |= other[2]
        classes.append((pairs, members, own))
    stay: set[tuple[str, str]] = set()
    kept: Forms = frozenset()
    going = []
    for pairs, members, own in sorted(classes, key=lambda c: (-len(c[1]), sorted(c[0]), sorted(c[2]))):
        if _contradict(pairs, stay) or (not (_anchors(pairs) & stay) and relation(own, kept) == "legal differs"):
            going.append(Part(_by_scheme(pairs), tuple(sorted(members))))
        else:
            stay |= pairs
            kept |= own
    return _by_scheme(stay), going


def _anchors(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {pair for pair in pairs if pair[0].casefold() in ONE}


def _contradict(a: set[tuple[str, str]], b: set[tuple[str, str]]) -> bool:
    return bool(disjoint(_by_scheme(_anchors(a)), _by_scheme(_anchors(b))))


def _by_scheme(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in pairs:
        found.setdefault(scheme, set()).add(value)
    return {scheme: frozenset(values) for scheme, values in found.items()}
