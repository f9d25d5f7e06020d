"""Two names of companies or organizations compared."""

from collections.abc import Iterable

from kg.resolve.names import bodies
from kg.resolve.names.acronym import evidence as acronym
from kg.resolve.names.by_words import by_words, spelled_alike
from kg.resolve.names.features import SAME, Evidence
from kg.resolve.names.forms import relation
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.parts import Parts, parts
from kg.resolve.names.token import Token


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
    told = _known(a, b) or acronym(a, b) or acronym(b, a) or spelled_alike(a, b)
    evidence = told or by_words(a, b, organization=organization)
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
            found = by_words(other, b, organization=False)
        if found is not None and found.score >= SAME:
            found.add("alias", f"{a.raw} is known as {name}")
            return found
    return None


def _of(feature: str, reason: str, *, carried: bool = True) -> Evidence:
    evidence = Evidence(carried=carried)
    evidence.add(feature, reason)
    return evidence


def _list(tokens: Iterable[Token]) -> str:
    return " ".join(t.text for t in tokens)


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
