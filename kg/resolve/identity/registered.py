"""One name, several firms: the sources of a name group parted by identifiers, legal forms and lists of known firms."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.resolve.names.firms import listed, two_firms
from kg.resolve.names.fold import words
from kg.resolve.names.forms import relation
from kg.resolve.names.parts import parts

Identifiers = Mapping[str, frozenset[str]]
"""Values by scheme."""
Forms = frozenset[str]
"""Ids of legal forms."""
Names = Mapping[str, frozenset[tuple[str, str]]]
"""Names that lists of known firms keep apart from others, each with the identifiers of the sources that have it."""

ONE = frozenset({"lei", "wikidata"})
"""Schemes that give an entity one identifier only, in lower case; a firm may have several ISINs and tickers."""

SHARES = "isin"
"""The scheme of shares, in lower case: sources that have some and none in common are two firms, unless others have
both."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sources of one group that share identifiers, a legal form or a known name, by IRI, and their known names."""

    identifiers: Identifiers
    sources: tuple[str, ...]
    names: Names


def disjoint(a: Identifiers, b: Identifiers) -> str:
    """The scheme in which both have identifiers and none in common; "" for none."""
    return next((s for s in sorted(a.keys() & b.keys()) if not a[s] & b[s]), "")


def kept_apart(a: Names, b: Names) -> bool:
    """Whether lists know a name of one and a name of the other as two firms', and no identifier says that they are
    one."""
    return any(two_firms(x, y) and not a[x] & b[y] for x in a for y in b)


def shared(a: Identifiers, b: Identifiers) -> bool:
    """Whether both have some identifier."""
    return any(a[scheme] & b.get(scheme, frozenset()) for scheme in a)


def several(identifiers: Identifiers) -> bool:
    """Whether these cannot all be of one entity."""
    return any(len(values) > 1 and scheme.casefold() in ONE for scheme, values in identifiers.items())


@dataclass(frozen=True, slots=True)
class Known:
    """What one source says: its identifiers as (scheme, value), the ids of the legal forms in its name, and the name
    if lists of known firms keep it apart from others."""

    iri: str
    identifiers: frozenset[tuple[str, str]]
    forms: Forms = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, iri: str, name: str, identifiers: str | None, *, firm: bool) -> "Known":
        """From the row of a source; only organizations have legal forms and are in the lists."""
        pairs = frozenset((scheme, value) for scheme, value in json.loads(identifiers or "[]"))
        if not firm:
            return cls(iri, pairs)
        return cls(iri, pairs, forms(name), frozenset({name} if listed(name) else ()))

    def __bool__(self) -> bool:
        return bool(self.identifiers or self.forms or self.names)


def forms(name: str) -> Forms:
    """The legal forms in a name, by id."""
    return parts(name).legal


def parts_of(sources: Iterable[Known]) -> tuple[Part, list[Part]]:
    """From a group's sources that say more than their name: those that stay, and the parts that go.

    Sources hang together by values of `ONE` schemes, those without by ISINs, those without by equal legal forms and
    equal known names. What most sources have stays, with what does not contradict it.
    """
    classes: list[_Class] = []
    for source in sorted(sources, key=lambda s: (not _of_one(s.identifiers), s.iri, sorted(s.identifiers))):
        names = dict.fromkeys(source.names, source.identifiers)
        joined = _Class(set(source.identifiers), {source.iri}, source.forms, names)
        for other in list(classes):
            if joined.belongs(other):
                classes.remove(other)
                joined.take(other)
        classes.append(joined)
    stay = _Class()
    going = []
    for some in sorted(classes, key=lambda c: c.order):
        if stay.contradicts(some):
            going.append(some.part)
        else:
            stay.take(some)
    return stay.part, going


@dataclass
class _Class:
    """Sources that hang together, while classes grow."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    forms: Forms = frozenset()
    names: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, list[tuple[str, str]], list[str], list[str]]:
        return -len(self.members), sorted(self.pairs), sorted(self.forms), sorted(self.names)

    @property
    def part(self) -> Part:
        return Part(_by_scheme(self.pairs), tuple(sorted(self.members)), _own(self.names))

    def belongs(self, other: "_Class") -> bool:
        if anchors := _anchors(self.pairs):
            return bool(anchors & other.pairs) and not _contradict(_of_one(self.pairs), _of_one(other.pairs))
        return (self.forms, self.names.keys()) == (other.forms, other.names.keys()) and not _anchors(other.pairs)

    def take(self, other: "_Class") -> None:
        self.pairs |= other.pairs
        self.members |= other.members
        self.forms |= other.forms
        for name, pairs in other.names.items():
            self.names[name] = self.names.get(name, frozenset()) | pairs

    def contradicts(self, other: "_Class") -> bool:
        if _contradict(other.pairs, self.pairs):
            return True
        if _anchors(self.pairs) & _anchors(other.pairs):
            return False
        known, others = _own(self.names), _own(other.names)
        differ = relation(other.forms, self.forms) == "legal differs"
        return differ or any(two_firms(x, y) for x in known for y in others)


def _own(names: Names) -> Names:
    """The names but short ones: what is another firm's whole name, and part of a name that these sources have."""
    told = {name: {*words(name, join=False)} for name in names}
    short = {x for x in told for y in told if told[x] < told[y] and two_firms(x, y)}
    return {name: pairs for name, pairs in names.items() if name not in short}


def _of_one(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {pair for pair in pairs if pair[0].casefold() in ONE}


def _anchors(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """What says which firm is meant: values of `ONE` schemes, where there are none ISINs."""
    listed = list(pairs)
    return _of_one(listed) or {pair for pair in listed if pair[0].casefold() == SHARES}


def _contradict(a: Iterable[tuple[str, str]], b: Iterable[tuple[str, str]]) -> bool:
    """Whether both have identifiers of one scheme of firms or shares, and none in common."""
    left, right = ({pair for pair in pairs if pair[0].casefold() in {*ONE, SHARES}} for pairs in (a, b))
    return bool(disjoint(_by_scheme(left), _by_scheme(right)))


def _by_scheme(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in pairs:
        found.setdefault(scheme, set()).add(value)
    return {scheme: frozenset(values) for scheme, values in found.items()}
