"""Two names compared word by word, or letter by letter when only spaces set them apart."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from kg.resolve.names.align import Alignment, Pair, align
from kg.resolve.names.extra import left_over
from kg.resolve.names.features import Evidence
from kg.resolve.names.fold import without_umlauts
from kg.resolve.names.lexicon import GENERIC, Kind
from kg.resolve.names.parts import Parts
from kg.resolve.names.slips import doubt
from kg.resolve.names.token import Token

_ARABIC = frozenset({"al", "el", "bin", "ibn", "abu"})


def spelled_alike(a: Parts, b: Parts) -> Evidence | None:
    """Evidence when only spaces, and perhaps one letter, set two long names apart."""
    if a.rest == b.rest or (len(a.rest) == len(b.rest) and a.joined != b.joined) or not a.joined:
        return None
    long = min(len(a.joined), len(b.joined)) > 9
    wrong = doubt(a.joined, b.joined) if long and OSA.distance(a.joined, b.joined, score_cutoff=1) == 1 else None
    if a.joined != b.joined and wrong is None:
        return None
    evidence = Evidence(carried=True)
    evidence.add("core", f"the same letters: {a.joined}")
    evidence.add("spacing", "written together and apart")
    if a.joined != b.joined:
        evidence.add("typo", f"a typing error: {a.joined} / {b.joined}", wrong or 0)
    return evidence


def by_words(a: Parts, b: Parts, *, organization: bool) -> Evidence:
    """Evidence of the words that belong together, and of those that are left."""
    evidence = Evidence()
    is_foreign = a.foreign != b.foreign
    arabic = not _ARABIC.isdisjoint(a.rest + b.rest)
    found = align(a.tokens, b.tokens, foreign=is_foreign, vowels=a.vowels or b.vowels, arabic=arabic)
    if _carry(evidence, found, a, b):
        vowels, starts = a.vowels or b.vowels, {a.tokens[0], b.tokens[0]}
        _spelling(evidence, found, starts, foreign=is_foreign, vowels=vowels)
        left_over(evidence, found, a, b, organization=organization)
    return evidence


def _carry(evidence: Evidence, found: Alignment, a: Parts, b: Parts) -> bool:
    """Whether there is something that the names can be the same by; generic words or initials alone are not."""
    fillers = len(a.core) == len(a.tokens)
    pairs = [(x, y) for x, y in found.pairs if fillers or Kind.FILLER not in (x.kind, y.kind)]
    named = any(t.kind is Kind.DISTINCTIVE for t in (*a.tokens, *b.tokens))
    carried = [p for p in pairs if Kind.DISTINCTIVE in (p[0].kind, p[1].kind)] if named else pairs
    if a.rest != b.rest and all(len(x.text) == 1 or (x, y) in found.initials for x, y in carried):
        carried = []
    evidence.carried = bool(carried)
    if not carried:
        evidence.reasons.append(_nothing(pairs, a, b))
        return False
    if named:
        evidence.add("core", f"same distinctive words: {_list(x for x, _ in pairs if x.kind not in GENERIC)}")
    elif len(pairs) > 1 or (a.rest == b.rest and len(a.rest) > 1):
        evidence.add("core", f"same words: {_list(x for x, _ in pairs)}")
    else:
        evidence.add("generic", f"only a general word agrees: {_list(x for x, _ in pairs)}")
    if a.folded == b.folded and (named or len(pairs) > 1):
        evidence.add("written", "the same words")
    elif not named and [x.concept for x, _ in found.exact] != [t.concept for t in b.tokens if t in _seconds(found)]:
        evidence.add("order", "in another order")
    return True


def _seconds(found: Alignment) -> list[Token]:
    return [y for _, y in found.exact]


def _nothing(pairs: Sequence[Pair], a: Parts, b: Parts) -> str:
    if pairs:
        return f"only general words agree: {_list(x for x, _ in pairs)}"
    return f"no word in common: {_list(a.core)} / {_list(b.core)}"


def _list(tokens: Iterable[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _spelling(evidence: Evidence, found: Alignment, starts: set[Token], *, foreign: bool, vowels: bool) -> None:
    """Count the words that agree in other letters; slips are likelier in later words than in those at the `starts`."""
    for x, _ in found.spaced:
        evidence.add("spacing", f"written together and apart: {x.text}")
    sure = any(Kind.DISTINCTIVE in (x.kind, y.kind) for x, y in found.exact)
    for x, y in found.variant:
        _variant(evidence, x.text, y.text, foreign=foreign, sure=sure)
    for x, y in found.heard:
        evidence.add("transliterated" if foreign else "variant", f"romanised differently: {x.text} / {y.text}")
    for x, y in found.frame:
        evidence.add("consonants", f"the same consonants: {x.text} / {y.text}", 1 if len(x.frame) > 2 else 1.5)
    for x, y in found.short:
        evidence.add("cut short", f"cut short: {x.text} / {y.text}", 5 if 1 in (len(x.text), len(y.text)) else 1)
    for x, y in found.initials:
        evidence.add("initials", f"initials: {x.text} / {y.text}", 1 if min(len(x.text), len(y.text)) > 2 else 2)
    for x, y, wrong in found.typos:
        likely = (sure and x not in starts) or (foreign and not vowels)
        evidence.add("typo", f"a typing error: {x.text} / {y.text}", wrong * (0.6 if likely else 1.0))


def _variant(evidence: Evidence, x: str, y: str, *, foreign: bool, sure: bool) -> None:
    """Another romanisation: slight for umlauts and other scripts, more for short words, of which many are alike."""
    if without_umlauts(x) == without_umlauts(y):
        evidence.add("umlaut", f"an umlaut written in two letters: {x} / {y}")
    elif foreign:
        evidence.add("transliterated", f"romanised differently: {x} / {y}")
    else:
        evidence.add("variant", f"romanised differently: {x} / {y}", 1 if sure or min(len(x), len(y)) > 5 else 2.4)
