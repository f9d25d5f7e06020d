"""Two names of companies or organizations compared."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from kg.resolve.names import bodies
from kg.resolve.names.acronym import evidence as acronym
from kg.resolve.names.align import Alignment, Pair, align
from kg.resolve.names.extra import left_over
from kg.resolve.names.features import SAME, Evidence
from kg.resolve.names.fold import without_umlauts
from kg.resolve.names.forms import relation
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import GENERIC, Kind
from kg.resolve.names.parts import Parts, parts
from kg.resolve.names.slips import doubt
from kg.resolve.names.token import Token

_ARABIC = frozenset({"al", "el", "bin", "ibn", "abu"})


def compare(a: str, b: str, *, organization: bool = False) -> Evidence:
    """The best evidence over the names and the other names that they tell of themselves."""
    left, right = parts(a), parts(b)
    best = _compare(left, right, organization=organization)
    if left.aliases or right.aliases:
        others = [(x, y) for x in (left, *left.aliases) for y in (right, *right.aliases)][1:]
        best = _best(best, others, "alias", "by another name given: ", {left, right}, organization=organization)
    if left.heads or right.heads:
        shorter = [(x, right) for x in left.heads] + [(left, y) for y in right.heads]
        best = _best(best, shorter, "head", "without what describes it: ", {left, right}, organization=organization)
    return best


def _best(
    best: Evidence,
    others: Iterable[tuple[Parts, Parts]],
    feature: str,
    phrase: str,
    whole: set[Parts],
    *,
    organization: bool,
) -> Evidence:
    for x, y in others:
        found = _compare(x, y, organization=organization)
        found.add(feature, phrase + (y if x in whole else x).raw)
        best = max(best, found, key=lambda e: e.log_odds)
    return best


def _compare(a: Parts, b: Parts, *, organization: bool) -> Evidence:
    told = _known(a, b) or acronym(a, b) or acronym(b, a) or _spelled_alike(a, b)
    evidence = told or _by_words(a, b, organization)
    if told is None and evidence.score < SAME and (translated := bodies.compare(a, b)):
        evidence = max(evidence, translated, key=lambda e: e.log_odds)
    if evidence.score < SAME and not known().apart(a, b) and (by_row := _by_row(a, b) or _by_row(b, a)):
        return by_row
    if evidence.carried:
        _legal(evidence, a, b)
        _seat(evidence, a, b)
    return evidence


def _known(a: Parts, b: Parts) -> Evidence | None:
    """Evidence when both are names of well-known firms, the same or two."""
    table = known()
    if table.apart(a, b):
        return _of("known apart", f"known as two firms: {a.raw} / {b.raw}", carried=False)
    if a.rest == b.rest:
        return None
    x, y = table.row(a), table.row(b)
    if x is None or y is None:
        return None
    if x == y:
        return _of("known", f"known as names of one firm: {a.raw} / {b.raw}")
    return _of("known apart", f"known as two firms: {a.raw} / {b.raw}", carried=False)


def _by_row(a: Parts, b: Parts) -> Evidence | None:
    """Evidence when `b` is by its words another name of the well-known firm that `a` names."""
    table = known()
    row = table.row(a)
    if row is None or table.row(b) is not None:
        return None
    for name in table.names[row]:
        other = parts(name)
        if other.rest == a.rest or other.foreign > b.foreign or table.apart(other, b):
            continue
        named = len(other.core) > 1 and any(t.kind is Kind.DISTINCTIVE for t in other.core)
        found = bodies.compare(other, b, strict=True)
        if found is None and named and len(other.core) == len(b.core):
            found = _by_words(other, b, False)
        if found is not None and found.score >= SAME:
            found.add("alias", f"{a.raw} is known as {name}")
            return found
    return None


def _of(feature: str, reason: str, *, carried: bool = True) -> Evidence:
    evidence = Evidence(carried=carried)
    evidence.add(feature, reason)
    return evidence


def _spelled_alike(a: Parts, b: Parts) -> Evidence | None:
    """Evidence when only spaces, and perhaps one letter, set two long names apart."""
    if a.rest == b.rest or (len(a.rest) == len(b.rest) and a.joined != b.joined) or not a.joined:
        return None
    long = min(len(a.joined), len(b.joined)) > 9
    wrong = doubt(a.joined, b.joined) if long and OSA.distance(a.joined, b.joined, score_cutoff=1) == 1 else None
    if a.joined != b.joined and wrong is None:
        return None
    evidence = _of("core", f"the same letters: {a.joined}")
    evidence.add("spacing", "written together and apart")
    if a.joined != b.joined:
        evidence.add("typo", f"a typing error: {a.joined} / {b.joined}", wrong or 0)
    return evidence


def _by_words(a: Parts, b: Parts, organization: bool) -> Evidence:
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
    """Whether there is something that the names can be the same by; generic words alone are not."""
    fillers = len(a.core) == len(a.tokens)
    pairs = [(x, y) for x, y in found.pairs if fillers or Kind.FILLER not in (x.kind, y.kind)]
    named = any(t.kind is Kind.DISTINCTIVE for t in (*a.tokens, *b.tokens))
    carried = [p for p in pairs if Kind.DISTINCTIVE in (p[0].kind, p[1].kind)] if named else pairs
    if a.rest != b.rest and all(len(x.text) == 1 for x, _ in carried):
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


def _seat(evidence: Evidence, a: Parts, b: Parts) -> None:
    """The towns behind the legal forms; one that the other has in its name says nothing."""
    x, y = ({t.concept for t in side.seat} for side in (a, b))
    if x and y and not x & y:
        evidence.add("seats differ", f"different seats: {_list(a.seat)} / {_list(b.seat)}")
    elif (x and not y and not x & {t.concept for t in b.tokens}) or (
        y and not x and not y & {t.concept for t in a.tokens}
    ):
        evidence.add("seat", f"the seat in one only: {_list(a.seat or b.seat)}")


def _legal(evidence: Evidence, a: Parts, b: Parts) -> None:
    """The legal forms; one that is missing says nothing."""
    feature = relation(a.legal, b.legal)
    if not feature:
        return
    forms = f"{a.form} = {b.form}" if feature == "legal agrees" and a.form != b.form else f"{a.form} / {b.form}"
    if feature == "legal agrees":
        evidence.add(feature, f"legal forms agree: {forms if a.form != b.form else a.form}")
    else:
        phrase = {"legal rendered": "stand for one another", "legal related": "may follow one another"}
        evidence.add(feature, f"legal forms {phrase.get(feature, 'differ')}: {forms}")
