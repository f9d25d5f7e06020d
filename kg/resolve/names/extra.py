"""What the words that only one of two names has tell: left out, or of another firm."""

import re
from collections.abc import Iterable

from kg.resolve.names.align import Alignment
from kg.resolve.names.features import FEATURES, Evidence
from kg.resolve.names.lexicon import Kind, lexicon
from kg.resolve.names.parts import Parts
from kg.resolve.names.phrases import phrases
from kg.resolve.names.token import Token

_INITIALS = re.compile(r"(?:[A-Z]\.[\s-]?)+\w")


def left_over(evidence: Evidence, found: Alignment, a: Parts, b: Parts, *, organization: bool) -> None:
    """Count the words that only one name has, by their worth; the weightiest counts whole, others half."""
    club = organization and any(t.text in phrases().clubs for t in (*a.tokens, *b.tokens))
    _numbers(evidence, found, club=club)
    left, right = _words(found.left), _words(found.right)
    if club:
        left, right = _without_letters(evidence, left, right)
    if left and right:
        evidence.add("conflict", f"each has a word of its own: {_list(left)} / {_list(right)}")
    elif left or right:
        longer, extra = (a, left) if left else (b, right)
        _extra(evidence, [(_feature(t, longer, found, organization), t) for t in extra], longer, found)
    for token in (*found.left, *found.right):
        if token.kind is Kind.FILLER:
            evidence.add("filler")


def _without_letters(evidence: Evidence, left: list[Token], right: list[Token]) -> tuple[list[Token], list[Token]]:
    """The words without the letters of a sports club, where only one of two names has such."""
    lettered = [[t for t in side if t.text in phrases().clubs] for side in (left, right)]
    if bool(lettered[0]) == bool(lettered[1]):
        return left, right
    evidence.add("club", f"a club's letters in one only: {_list(lettered[0] or lettered[1])}")
    clubs = phrases().clubs
    return [t for t in left if t.text not in clubs], [t for t in right if t.text not in clubs]


def _words(tokens: Iterable[Token]) -> list[Token]:
    return [t for t in tokens if t.kind not in (Kind.NUMBER, Kind.FILLER, Kind.STOP)]


def _list(tokens: Iterable[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _numbers(evidence: Evidence, found: Alignment, *, club: bool) -> None:
    left, right = ([t for t in side if t.kind is Kind.NUMBER] for side in (found.left, found.right))
    if left and right:
        evidence.add("numbers differ", f"different numbers: {_list(left)} / {_list(right)}")
    elif left or right:
        year = all(len(t.text) == 4 and t.text[:2] in {"17", "18", "19", "20"} for t in left or right)
        feature = "club year" if club else "year" if year else "number"
        evidence.add(feature, f"a number in one only: {_list(left or right)}")


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
        after = longer.tokens.index(token) + 1
        leads = first or (after < len(longer.tokens) and longer.tokens[after] in (t for p in found.pairs for t in p))
        given = leads and (token.text in lexicon().given or token.text in phrases().given)
        given = given or (token.text in lexicon().nicknames and len(token.text) == 1)
        if given or (len(token.text) < 3 and first):
            told = len(token.text) > 2 or token.text in phrases().given or bool(_INITIALS.match(longer.raw))
            return "founder" if told and not longer.listed and _rare(agreed) else "given name"
        return "extra of many" if len(agreed) > 1 else "extra"
    if token.kind is Kind.PLACE:
        if any(token.concept in places for word, places in lexicon().implied.items() if _starts(found, word)):
            return "place implied"
        return "place first" if organization or first else "place"
    if token.concept in phrases().reach and len(agreed) > 1:
        return "reach"
    if first and agreed and token.text in phrases().types:
        return "trade"
    if token.kind is Kind.TRADE and all(t.text in lexicon().common for t in agreed) and len(agreed) < 2:
        return "business"
    return token.kind.value


def _rare(agreed: list[Token]) -> bool:
    """Whether the one word that two firms' names share is no frequent surname and no word of the language."""
    known = lexicon()
    taken = (phrases().frequent, known.common, known.given)
    return len(agreed) == 1 and len(agreed[0].text) > 3 and not any(agreed[0].text in words for words in taken)


def _starts(found: Alignment, start: str) -> bool:
    return any(t.text.startswith(start) for pair in found.pairs for t in pair)
