"""One name read as two kinds in different documents: a misreading, or a firm and its product of one name?"""

import math

from kg.resolve.identity.features import FEATURES
from kg.resolve.identity.namesakes import is_place
from kg.resolve.identity.profile import Profile
from kg.resolve.identity.wellknown import registered
from kg.resolve.names.firms import whole
from kg.resolve.names.lexicon import lexicon
from kg.resolve.names.people import person

MISTAKEN = frozenset({"Organization", "Product", "Person"})
"""Top classes that are mistaken for one another; a place and the club or newspaper called after it are two."""


def may_be_one(a: Profile, b: Profile) -> bool:
    """Whether two groups of different kinds have a name in common that may be one entity's.

    Never where a register knows one of them, or the name. A person and a firm only by a given name and a surname,
    where no firm is well known by it and no more documents read a firm than a person.
    """
    if a.top == b.top or not {a.top, b.top} <= MISTAKEN or a.identifiers or b.identifiers:
        return False
    shared = {*map(whole, a.names)} & {*map(whole, b.names)}
    if not shared or shared & registered():
        return False
    if "Person" not in (a.top, b.top):
        return True
    man, other = (a, b) if a.top == "Person" else (b, a)
    return all(map(_is_full, man.names)) and other.row is None and other.sources <= man.sources


def _is_full(name: str) -> bool:
    """Whether a name is a usual given name and a surname."""
    given = person(name).given
    return bool(given) and "".join(given[0]) in lexicon().given


def log_odds(a: Profile, b: Profile, beside: frozenset[str]) -> tuple[float, list[str]]:
    """The log-odds that two groups of one name are one entity of which the rarer kind is misread, and the reasons.

    `beside` are the other entities that documents name beside both; places do not count.
    """
    beside = frozenset(name for name in beside if not is_place(name))
    few, many = sorted((a, b), key=lambda g: (g.sources, g.top == "Person"))
    found = FEATURES["kinds"].weight + FEATURES["most"].weight * math.log2(many.sources / few.sources)
    reasons = [f"one name, read as {many.type} in {_documents(many)} and as {few.type} in {_documents(few)}"]
    if "Person" in (a.top, b.top):
        found += FEATURES["person"].weight
        reasons.append("a given name and a surname")
    if beside:
        found += FEATURES["beside"].weight * min(len(beside), 3)
        reasons.append(f"named beside both: {', '.join(sorted(beside)[:3])}")
    return found, reasons


def _documents(group: Profile) -> str:
    return f"{group.sources} document{'s' if group.sources > 1 else ''}"
