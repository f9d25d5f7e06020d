"""Whether two words are one, mistyped or misread."""

from rapidfuzz.distance import OSA

from kg.resolve.names.fold import scanned

LONG = 7
"""From this many letters on, one wrong letter is a typing error; ten bear two."""

_LOOK_ALIKE = frozenset(
    map(frozenset, ["ec", "mn", "il", "lt", "it", "uv", "nu", "nh", "hb", "oc", "gq", "ft", "rt", "iy", "sz", "kc"])
)
"""Letters that are taken for one another, by eye or ear."""


def doubt(a: str, b: str) -> float | None:
    """How little two words may be one mistyped; None when they are two words.

    One letter in seven is 1; letters doubled or swapped are likelier a slip than one that is lost, and that than
    another letter in place, if the two do not look alike; the first letter is seldom wrong; what scanners misread is
    less than one; another vowel at the end is another name.
    """
    short, long = (len(a), len(b)) if len(a) < len(b) else (len(b), len(a))
    if short < 4 or long - short > 2:
        return None
    most = 2 if short >= 10 else 1
    letters = a.isalpha() and b.isalpha()
    if short > 4 and _misread(a, b, letters=letters):
        return 0.6
    if long - short > most or not letters:
        return None
    edits = OSA.distance(a, b, score_cutoff=most)
    if edits > most:
        return None
    worth = edits * LONG / long * _slip(a, b)
    return worth * (1.6 if a[0] != b[0] else 1.0) * (2.7 if short < LONG - 1 else 1.7 if short < LONG else 1.0)


def _misread(a: str, b: str, *, letters: bool) -> bool:
    """Whether a scanner may have made one of the other: "rn" of "m", or a digit of a letter."""
    return (len(a) != len(b) or not letters) and scanned(a) == scanned(b)


def _slip(a: str, b: str) -> float:
    """How little the change of letters looks like a slip."""
    if sorted(a) == sorted(b) or (len(a) != len(b) and set(a) == set(b)):
        return 0.8
    if len(a) != len(b):
        return 1.1
    if a[:-1] == b[:-1] and {a[-1], b[-1]} <= set("aeio"):
        return 2.4
    return 1.2 if all(frozenset(pair) in _LOOK_ALIKE for pair in zip(a, b, strict=True) if pair[0] != pair[1]) else 1.7
