"""What the words that only one of two names has tell: left out, or of another firm."""

from collections.abc import Iterable

from kg.resolve.names.align import Alignment
from kg.resolve.names.features import FEATURES, Evidence
from kg.resolve.names.lexicon import Kind, lexicon
from kg.resolve.names.parts import Parts
from kg.resolve.names.token import Token


def left_over(evidence: Evidence, found: Alignment, a: Parts, b: Parts, *, organization: bool) -> None:
    """Count the words that only one name has, by their worth; the weightiest counts whole, others half."""
    _numbers(evidence, found)
    left, right = _words(found.left), _words(found.right)
    if left and right:
        evidence.add("conflict", f"each has a word of its own: {_list(left)} / {_list(right)}")
    elif left or right:
        longer, extra = (a, left) if left else (b, right)
        _extra(evidence, [(_feature(t, longer, found, organization), t) for t in extra], longer, found)
    for token in (*found.left, *found.right):
        if token.kind is Kind.FILLER:
            evidence.add("filler")


def _words(tokens: Iterable[Token]) -> list[Token]:
    return [t for t in tokens if t.kind not in (Kind.NUMBER, Kind.FILLER, Kind.STOP)]


def _list(tokens: Iterable[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _numbers(evidence: Evidence, found: Alignment) -> None:
    left, right = ([t for t in side if t.kind is Kind.NUMBER] for side in (found.left, found.right))
    if left and right:
        evidence.add("numbers differ", f"different numbers: {_list(left)} / {_list(right)}")
    elif left or right:
        year = all(len(t.text) == 4 and t.text[:2] in {"17", "18", "19", "20"} for t in left or right)
        evidence.add("year" if year else "number", f"a number in one only: {_list(left or right)}")


def _extra(evidence: Evidence, told: list[tuple[str, Token]], longer: Parts, found: Alignment) -> None:
    if _partners([t for _, t in told], longer, found):
        evidence.add("partners", f"further partners in one only: {_list(t for _, t in told)}")
        return
    told.sort(key=lambda t: FEATURES[t[0]].weight)
    for n, (feature, token) in enumerate(told):
        evidence.add(feature, f"in one only: {token.text}", 1.0 if n == 0 else 0.5)


def _partners(extra: list[Token], longer: Parts, found: Alignment) -> bool:
    """Whether a partnership is called by the first of three partners or more, or the first two of three."""
    names = [t for t in longer.tokens if t.kind is Kind.DISTINCTIVE]
    return (
        longer.listed
        and len(names) > 2
        and len(names) == len(longer.core)
        and names[-len(extra) :] == extra
        and not found.typos
    )


def _feature(token: Token, longer: Parts, found: Alignment, organization: bool) -> str:
    """The feature of a word that is in the longer name only."""
    agreed = [x for x, y in found.pairs if Kind.DISTINCTIVE in (x.kind, y.kind)]
    first = longer.tokens[0] == token
    if token.kind is Kind.DISTINCTIVE:
        given = token.text in lexicon().nicknames and (first or len(token.text) == 1)
        single = len(token.text) < 3 and first and len(token.text) > 0
        return "given name" if given or single else "extra of many" if len(agreed) > 1 else "extra"
    if token.kind is Kind.PLACE:
        if any(token.concept in places for word, places in lexicon().implied.items() if _starts(found, word)):
            return "place implied"
        return "place first" if organization or first else "place"
    if token.kind is Kind.TRADE and any(t.text in lexicon().common for t in agreed) and len(agreed) == 1:
        return "business"
    return token.kind.value


def _starts(found: Alignment, start: str) -> bool:
    return any(t.text.startswith(start) for pair in found.pairs for t in pair)
