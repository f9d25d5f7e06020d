"""Which entry of a register a name in a text means, or none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from kg.data import LANGUAGES, read_yaml
from kg.model.identity import Candidate, LinkDecision
from kg.resolve.linking.compare import compare
from kg.resolve.linking.context import Context
from kg.resolve.linking.features import LINK, MARGIN, UNSURE, Evidence
from kg.resolve.linking.marks import of_entry, stored
from kg.resolve.linking.naming import Named, begins, names_of
from kg.resolve.names.known import known
from kg.resolve.names.parts import parts
from kg.resolve.names.people import person
from kg.resolve.names.score import TYPES
from kg.resolve.registers.entry import Entry

CANDIDATES = 20


class Candidates(Protocol):
    """Where entries come from: a `Register`, a reconciliation service, or several."""

    def candidates(self, name: str, *, type: str | None = None, limit: int = CANDIDATES) -> Sequence[Entry]:
        """Entries whose names may mean the same as `name`, best first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A decision: the entry, or None; the best candidate's score (0 to 1) and the reasons for and against it as
    phrases; the next best candidate, or the best where none was taken. `compared` are the best and its nearest rival,
    each with its own score and reasons."""

    entry: Entry | None
    score: float
    features: tuple[str, ...]
    runner_up: Entry | None = None
    decision: LinkDecision = "none"
    compared: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Ranked:
    """A candidate with its evidence."""

    entry: Entry
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def order(self) -> tuple[float, float, str]:
        """Best first; equal ones by prominence, then id."""
        return -round(self.evidence.log_odds, 6), -self.entry.rank, self.entry.id

    @property
    def candidate(self) -> Candidate:
        """The same to be kept."""
        e = self.entry
        return Candidate(e.source, e.id, e.name, e.identifiers, self.evidence.score, tuple(self.evidence.reasons))


NOTHING = Link(None, 0.0, ())


def link(entity: Named, context: Context, register: Candidates) -> Link:
    """Decide which entry of the register `entity` (an `Entity`, a `SourceEntity` or alike) means in its context.

    Companies and organizations by name, identifiers and context; persons by a full name; other types never. The same
    input gives the same answer.
    """
    ranked = rank(entity, context, register)
    if not ranked:
        return NOTHING
    best, rivals = ranked[0], [r for r in ranked[1:] if not _same_firm(ranked[0].entry, r.entry)]
    rival = rivals[0] if rivals else None
    score, decision = best.evidence.score, _decision(best, rival)
    compared = tuple(r.candidate for r in (best, rival) if r)
    features = tuple(best.evidence.reasons)
    if decision == "linked":
        return Link(best.entry, score, features, rival.entry if rival else None, decision, compared)
    if rival and score >= LINK:
        features = (*features, f"{rival.entry.name} fits as well")
    return Link(None, score, features, best.entry, decision, compared)


def _decision(best: Ranked, rival: Ranked | None) -> LinkDecision:
    if best.evidence.score < LINK:
        return "unsure" if best.evidence.score >= UNSURE else "none"
    if rival and best.evidence.log_odds - rival.evidence.log_odds < MARGIN and rival.evidence.score >= UNSURE:
        return "unsure"
    return "linked"


def rank(entity: Named, context: Context, register: Candidates) -> list[Ranked]:
    """All candidates with their evidence, best first; none for types that registers do not hold."""
    if entity.type not in TYPES or (entity.type == "Person" and not _full(entity.name)):
        return []
    entries = _candidates(entity, context, register)
    most = math.log1p(max((e.rank for e in entries), default=0.0))
    starting = [e for e in entries if begins(entity, e)] if entity.type != "Person" else []
    alone = starting[0].id if len(starting) == 1 else ""
    found = []
    for e in entries:
        prominence = math.log1p(e.rank) / most if most > 0 else 0.0
        found.append(Ranked(e, compare(entity, e, context, prominence=prominence, short=e.id == alone)))
    owners = [r for r in found if "identifier" in r.evidence.names]
    for r in found if owners else ():
        if r not in owners:
            r.evidence.add("identifier of another", f"the identifier behind the name is that of {owners[0].entry.name}")
    if entity.type != "Person":
        _heads(entity, found)
    return sorted(found, key=lambda r: r.order)


def _candidates(entity: Named, context: Context, register: Candidates) -> list[Entry]:
    """The register's candidates for every name of the entity, also those that `known_names.yaml` has for it."""
    found: dict[str, Entry] = {}
    names = names_of(entity)
    for name in dict.fromkeys([*names, *(other for n in names for other in also_called(n))]):
        for entry in register.candidates(name, type=entity.type, limit=CANDIDATES):
            found.setdefault(entry.id, entry)
    look_up = getattr(register, "by_identifier", None)
    for scheme, value in sorted(mark for own in context.own for mark in stored(own)) if look_up else ():
        for entry in look_up(scheme, value) if look_up else ():
            found.setdefault(entry.id, entry)
    persons = entity.type == "Person"
    return [found[id] for id in sorted(found) if (found[id].type == "Person") == persons]


@cache
def _rows() -> Sequence[Sequence[str]]:
    return [[str(name) for name in row] for row in read_yaml(LANGUAGES / "known_names.yaml")["same"]]


def also_called(name: str) -> list[str]:
    """Other names of a well-known firm, by `known_names.yaml`; none when it is not there or several are called so."""
    row = known().row(parts(name))
    return [] if row is None else [other for other in _rows()[row] if other != name]


def _full(name: str) -> bool:
    """Whether a person's name has a given name and a surname, both more than initials."""
    taken = person(name)
    return bool(taken.given) and max(len(part) for word in taken.given for part in word) > 1


def _heads(entity: Named, ranked: Sequence[Ranked]) -> None:
    """A name without legal form is the group's; one with a legal form is that of the firm which has the form."""
    fitting = [r for r in ranked if r.evidence.score >= UNSURE]
    given = parts(entity.name).legal
    if given:
        having = [r for r in fitting if given & parts(r.entry.name).legal]
        for r in fitting if having else ():
            if parts(r.entry.name).legal and r not in having:
                r.evidence.add("other form", f"{having[0].entry.name} has the legal form")
        return
    for head in fitting:
        members = [r for r in fitting if r is not head and head.entry.id in r.entry.parents]
        if members:
            head.evidence.add("group head", f"heads the group of {members[0].entry.name}")
        for member in members:
            member.evidence.add("member", f"belongs to the group of {head.entry.name}")


def _same_firm(a: Entry, b: Entry) -> bool:
    """Whether two entries, perhaps of two registers, are one firm by an identifier."""
    x, y = set(of_entry(a.identifiers)), set(of_entry(b.identifiers))
    return any(scheme in ("lei", "isin") for scheme, _ in x & y) or bool(
        {i for i in a.identifiers if i[0] == "wikidata"} & set(b.identifiers)
    )
