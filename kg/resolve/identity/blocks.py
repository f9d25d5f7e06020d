"""Blocking: only groups that share a key are compared."""

from collections.abc import Iterator
from itertools import pairwise

from kg.resolve.identity.kinds import MISTAKEN
from kg.resolve.identity.profile import Profile
from kg.resolve.names.firms import whole
from kg.resolve.names.fold import romanised, words
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import Kind

CAP = 40
"""A block with more groups than this gives no pairs: its key tells too little. No order plays a part."""

Key = tuple[str, str]
"""A key and a side: where sides are given, only groups of two sides are compared ("short" and "long", top classes)."""

_SHORTEST, _LONGEST = 2, 6
_EDGE = 6


def keys(group: Profile) -> frozenset[Key]:
    """The blocking keys of a group; each begins with its top class, so that kinds meet by a whole name only."""
    found = {(f"id {scheme} {value}", "") for scheme, values in group.identifiers.items() for value in values}
    found |= {(f"name {key}", "") for key in group.keys}
    found |= {(f"name {key}", "") for key in group.taught}
    if group.top == "Person":
        found |= set(_person(group))
    elif group.top == "Organization":
        found |= set(_organization(group))
    kinds = {(f"* named {whole(name)}", group.top) for name in group.names if group.top in MISTAKEN}
    return frozenset(kinds | {(f"{group.top} {key}", side) for key, side in found})


def _person(group: Profile) -> Iterator[Key]:
    for name in group.names:
        found = words(name, join=False)
        if len(found) > 1:
            yield f"initial {found[0][0]} {romanised(found[-1])}", ""
            yield f"initial {found[-1][0]} {romanised(found[0])}", ""


def _organization(group: Profile) -> Iterator[Key]:
    if group.row is not None:
        yield f"known {group.row}", ""
    for name in group.parts:
        distinctive = [romanised(t.text) for t in name.tokens if t.kind is Kind.DISTINCTIVE]
        yield from ((f"word {word}", "") for word in distinctive)
        others = [t.concept for t in name.tokens if t.kind not in (Kind.FILLER, Kind.STOP)]
        yield from ((f"two {x} {y}", "") for x, y in pairwise(others))
        if len(name.joined) > _EDGE + 1:
            yield f"start {romanised(name.joined)[:_EDGE]}", ""
            yield f"end {romanised(name.joined)[-_EDGE:]}", ""
        yield from ((f"letters {i}", "long") for i in name.initials if _SHORTEST < len(i) <= _LONGEST)
        if len(name.rest) == 1 and _SHORTEST <= len(name.joined) <= _LONGEST:
            yield f"letters {name.joined}", "short"
        for token in name.tokens:
            if token.kind not in (Kind.DISTINCTIVE, Kind.FILLER, Kind.STOP, Kind.NUMBER):
                yield f"general {token.concept}", "short" if group.generic and len(name.core) == 1 else "long"


def acronym(short: Profile, long: Profile) -> bool:
    """Whether a one-word name of `short` is made of the first letters of a name of `long`, and no other firm's."""
    letters = {p.joined for p in short.parts if len(p.rest) == 1}
    return any(letters & p.initials - known().acronyms for p in long.parts)
