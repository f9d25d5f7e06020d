"""What the files of well-known names say of two groups."""

from functools import cache

from kg.resolve.identity.profile import Profile
from kg.resolve.names.firms import any_two, whole
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.parts import Parts
from kg.resolve.names.token import Token


@cache
def registered() -> frozenset[str]:
    """The names of the register that names in texts are looked up in, as `whole` has them, further ones aside."""
    from kg.annotate.gazetteer.register import register  # loads spaCy, which most pairs do not need

    return frozenset(whole(name) for entry in register() if not entry.further for name in entry.names)


def trade_of_registered(a: Profile, b: Profile) -> bool:
    """Whether one name ends in a trade that the other lacks, and the register has the other alone: perhaps a
    subsidiary."""
    if a.top != "Organization" or (a.row is not None and a.row == b.row):
        return False
    x, y = a.parts[0], b.parts[0]
    left, right = left_of(x, y), left_of(y, x)
    short, long, extra = (b, a, left) if left else (a, b, right)
    one_has_all = bool(left) != bool(right)
    if not one_has_all or long.parts[0].tokens[-1] != extra[-1] or any(t.kind is not Kind.TRADE for t in extra):
        return False
    return bool({*map(whole, short.names)} & registered()) and not {*map(whole, long.names)} & registered()


def two_firms(a: Profile, b: Profile) -> bool:
    """Whether lists know two groups of organizations as two firms, by any of their names."""
    return a.top == b.top == "Organization" and any_two(a.listed, b.listed)


def left_of(a: Parts, b: Parts) -> list[Token]:
    """The words of `a` but fillers that `b` lacks."""
    other = {t.concept for t in b.tokens}
    return [t for t in a.tokens if t.concept not in other and t.kind not in (Kind.FILLER, Kind.STOP)]
