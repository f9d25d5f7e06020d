"""Two name groups compared: the features of `FEATURES` added up, with their reasons."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kg.resolve.identity.features import DIFFERENT, FEATURES, SAME
from kg.resolve.identity.kinds import log_odds, may_be_one
from kg.resolve.identity.profile import Profile
from kg.resolve.identity.wellknown import left_of, trade_of_registered, two_firms
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import GENERIC, Kind, lexicon
from kg.resolve.names.parts import Parts
from kg.resolve.names.score import Match, match
from kg.resolve.names.token import Token

Context = Callable[[Profile], frozenset[str]]

_LIKE = 72.0
"""Below this likeness of letters (0 to 100) two names with words of their own cannot be one by a slip of spelling."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups compared. `short` is the id of the group that is a short form of the other, None when neither is;
    `fits` when by its words or letters it may be; `taught` counts the documents that teach it."""

    a: int
    b: int
    score: float
    short: int | None
    fits: bool
    taught: int
    features: tuple[str, ...]


def compare(a: Profile, b: Profile, context: Context, sole: Callable[[], bool]) -> Pair | None:
    """The pair, or None when they are clearly different and neither may be a short form of the other.

    `context` gives the names beside a group, `sole` whether no third group has a word that both
    have: both are asked only when it matters. The order of `a` and `b` does not matter.
    """
    if b.iri < a.iri:
        a, b = b, a
    if a.top != b.top or not a.names or not b.names:
        return _of_two_kinds(a, b, context) if may_be_one(a, b) else None
    shared = sorted(f"{s} {v}" for s in a.identifiers for v in a.identifiers[s] & b.identifiers.get(s, frozenset()))
    if not shared and two_firms(a, b):
        return None
    teaching = max(_taught(a, b), _taught(b, a))
    short, words_fit = _short(a, b)
    if not shared and not teaching and not words_fit and not _worth_it(a, b):
        return None
    name = _names(a, b)
    found = math.log(max(name.score, 0.001) / max(1 - name.score, 0.001)) * FEATURES["name"].weight
    features = [*name.reasons.split("; ")]
    if teaching and not unit_between(a, b):
        found += FEATURES["taught"].weight
        features.append(f"taught by documents: {teaching}")
    if teaching:
        short, words_fit = short or (b if _taught(a, b) >= _taught(b, a) else a), True
    if shared:
        found += FEATURES["identifier"].weight
        features.append(f"the same identifier: {shared[0]}")
    general = a.top == "Organization" and (_contained(a, b) or _contained(b, a))
    only = words_fit and not teaching and not shared and (general or _left_out(a, b)) and sole()
    if only:
        found += FEATURES["sole"].weight
        features.append("no other name here has these words")
    if DIFFERENT < _probability(found) < SAME and (beside := context(a) & context(b)):
        found += FEATURES["context"].weight * min(len(beside), 3)
        features.append(f"named beside both: {', '.join(sorted(beside)[:3])}")
    score = _probability(found)
    if a.top == "Person" and not shared and (_surname_only(a) or _surname_only(b)):
        score = min(score, SAME - 0.01)
    if general and not teaching and not shared and not only:
        score = min(score, SAME - 0.01)
    if not teaching and not shared and trade_of_registered(a, b):
        score = min(score, SAME - 0.01)
        features.append("the register knows the short name alone")
    fits = words_fit or score >= SAME
    if score <= DIFFERENT and not (fits and short):
        return None
    return Pair(a.id, b.id, score, short.id if short else None, fits, teaching, tuple(features))


def _of_two_kinds(a: Profile, b: Profile, context: Context) -> Pair:
    found, reasons = log_odds(a, b, context(a) & context(b))
    return Pair(a.id, b.id, _probability(found), None, False, 0, tuple(reasons))


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-log_odds)), 3)


def _names(a: Profile, b: Profile) -> Match:
    type_ = a.top if a.top == "Person" else "Company" if "Company" in (a.type, b.type) else "Organization"
    if a.top not in ("Person", "Organization"):
        return Match(0.5, "unsure", "names of another kind are not compared")
    found = [_match(x, y, type_) for x in a.names for y in b.names]
    return max(found, key=lambda m: (m.score, m.reasons))


@lru_cache(maxsize=65536)
def _match(a: str, b: str, type_: str) -> Match:
    return match(a, b, type_)


def _taught(a: Profile, b: Profile) -> int:
    """The number of sources of `a` that are called by a name of `b`."""
    return max((a.taught[key] for key in b.keys if key in a.taught), default=0)


def _surname_only(person: Profile) -> bool:
    return all(" " not in key for key in person.keys)


def _worth_it(a: Profile, b: Profile) -> bool:
    """Whether the name scorer may find them the same or a short form; quick, and never wrong on the safe side."""
    if a.top == "Person":
        return not _surname_only(a) and not _surname_only(b)
    if a.top != "Organization":
        return False
    if a.row is not None and b.row is not None:
        return a.row == b.row
    return any(_close(x, y) for x in a.parts for y in b.parts)


def _close(a: Parts, b: Parts) -> bool:
    if a.aliases or b.aliases or a.foreign != b.foreign:
        return True
    if a.joined in b.initials or b.joined in a.initials or a.joined == b.joined:
        return True
    left, right = left_of(a, b), left_of(b, a)
    if left and right:
        return fuzz.ratio(a.joined, b.joined) >= _LIKE
    return all(_may_go(token) for token in left or right)


def _may_go(token: Token) -> bool:
    """Whether a word may be missing in a name of the same firm."""
    if token.kind is Kind.DISTINCTIVE:
        return token.text in lexicon().nicknames or len(token.text) < 3
    return token.kind in (*GENERIC, Kind.PLACE) and token.kind is not Kind.UNIT


def _short(a: Profile, b: Profile) -> tuple[Profile | None, bool]:
    """Which of two organizations is a short form of the other by its words or letters, and whether one is."""
    if a.top != "Organization" or a.keys & b.keys:
        return None, False
    if a.row is not None and a.row == b.row and not (a.generic or b.generic):
        return None, False
    for short, long in ((a, b), (b, a)):
        if any(x.joined in y.initials for x in short.parts for y in long.parts if len(x.rest) == 1):
            return short, True
        if short.concepts and short.concepts < long.concepts and (short.generic or _left_out(a, b)):
            return short, True
    return None, False


def _contained(a: Profile, b: Profile) -> bool:
    """Whether `a` has nothing but general words, and `b` has them and others."""
    return a.generic and a.concepts < b.concepts


def _left_out(a: Profile, b: Profile) -> bool:
    """Whether all that one has more is a place before its name or its trade."""
    x, y = a.parts[0], b.parts[0]
    left, right = left_of(x, y), left_of(y, x)
    if bool(left) == bool(right):
        return False
    longer = x if left else y
    return all(t.kind is Kind.TRADE or (t.kind is Kind.PLACE and longer.tokens[0] == t) for t in left or right)


def unit_between(a: Profile, b: Profile) -> bool:
    """Whether one has a division, a number or a place at its end more, or both are known as two firms."""
    if a.top != "Organization" or not a.parts or not b.parts:
        return False
    x, y = a.parts[0], b.parts[0]
    if known().apart(x, y):
        return True
    if not {t.concept for t in x.core} & {t.concept for t in y.core}:
        return False
    for longer, extra in ((x, left_of(x, y)), (y, left_of(y, x))):
        for token in extra:
            if token.kind in (Kind.UNIT, Kind.NUMBER) or (token.kind is Kind.PLACE and longer.tokens[0] != token):
                return True
    return False


def verdicts(short: int, rows: Iterable[Pair], like: Callable[[int, int], bool]) -> dict[tuple[int, int], str]:
    """Unsure for every pair by which group `short` would be the same as a longer name while it fits another as well.

    `like` tells whether two groups are the same by their own names: they are no rivals then. A name that documents
    teach is rivalled only by others that they teach.
    """
    listed = [(p.b if p.a == short else p.a, p) for p in rows if p.short == short and p.fits]
    return {
        (pair.a, pair.b): "unsure"
        for other, pair in listed
        if pair.score >= SAME
        and any(c != other and (p.taught or not pair.taught) and not like(other, c) for c, p in listed)
    }
