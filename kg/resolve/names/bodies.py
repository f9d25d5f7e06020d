"""Two names of public bodies, universities or unions compared word by word across languages."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from kg.resolve.names.features import Evidence
from kg.resolve.names.institutions import Word, read, table
from kg.resolve.names.lexicon import lexicon
from kg.resolve.names.parts import Parts

_ALIKE = 4
"""So many letters at the beginning two words of one meaning and language share."""


def compare(a: Parts, b: Parts, *, strict: bool = False) -> Evidence | None:
    """Evidence when two names have the same words in two languages or another order; None when anything is left.

    A country may be left when it is implied, but not when `strict`.
    """
    if not (_may_be(a) and _may_be(b)):
        return None
    readings = [[read(name.rest, phrases=phrases) for phrases in (True, False)] for name in (a, b)]
    if not all(any(w.head for words in side for w in words) for side in readings):
        return None
    found = (
        _compare(list(x), list(y), strict=strict)
        for x in dict.fromkeys(readings[0])
        for y in dict.fromkeys(readings[1])
    )
    return next((evidence for evidence in found if evidence), None)


def _compare(left: list[Word], right: list[Word], *, strict: bool) -> Evidence | None:
    spoken = _languages(left), _languages(right)
    pairs = _pairs(left, right, foreign=not spoken[0] & spoken[1])
    if not any(x.head for x, _ in pairs) or len(pairs) < 2:
        return None
    if strict and (left or right):
        return None
    _federal(left, right)
    _federal(right, left)
    implied = _implied(left, right, pairs, *spoken) or _implied(right, left, pairs, *spoken[::-1])
    if (left or right) and not implied:
        return None
    evidence = Evidence(carried=True)
    evidence.add("core", f"the same words in other languages: {' '.join(x.text for x, _ in pairs)}")
    evidence.add("translated")
    if any(x.text != y.text and not x.ids & y.ids for x, y in pairs):
        evidence.add("office", "kinds of offices are translated freely")
    if implied:
        evidence.add("place implied", f"in one only: {' '.join(w.text for w in left or right)}")
    return evidence


def _may_be(name: Parts) -> bool:
    return 0 < len(name.rest) < 16 and (len(name.rest) > 1 or len(name.rest[0]) > 6)


def _languages(found: Sequence[Word]) -> frozenset[str]:
    """The language that most words are of; several when they tie."""
    return _most(tuple(w.languages for w in found if w.languages))


@lru_cache(maxsize=65536)
def _most(sets: tuple[frozenset[str], ...]) -> frozenset[str]:
    counts = Counter(language for languages in sets for language in languages)
    return frozenset(language for language, n in counts.items() if n == max(counts.values()))


def _pairs(left: list[Word], right: list[Word], *, foreign: bool) -> list[tuple[Word, Word]]:
    """Words that are the same, taken out of both lists."""
    found = []
    for same in (_equal, _stands_for, _office) if foreign else (_equal, _inflected):
        for x in list(left):
            y = next((y for y in right if same(x, y)), None)
            if y is not None:
                found.append((x, y))
                left.remove(x)
                right.remove(y)
    return found


def _equal(x: Word, y: Word) -> bool:
    return x.text == y.text or (bool(x.place) and x.place == y.place)


def _inflected(x: Word, y: Word) -> bool:
    size = min(_ALIKE, len(x.text), len(y.text))
    alike = x.text[:size] == y.text[:size]
    return bool(x.ids & y.ids) and (alike or not x.languages)


def _stands_for(x: Word, y: Word) -> bool:
    return bool(x.ids & y.ids)


def _office(x: Word, y: Word) -> bool:
    return x.agent and y.agent


def _federal(left: list[Word], right: list[Word]) -> None:
    """Take out "federal" on one side and its country on the other: "Bundesministerium", "German Ministry"."""
    federal = table().words[("federal",)].ids
    countries = {w.place for w in right} <= lexicon().implied["bundes"]
    if left and right and countries and all(w.ids & federal for w in left):
        left.clear()
        right.clear()


def _implied(
    longer: Sequence[Word],
    other: Sequence[Word],
    pairs: Sequence[tuple[Word, Word]],
    spoken: frozenset[str],
    of_other: frozenset[str],
) -> bool:
    """Whether one name has only a country more, that the other leaves out: its own, or that of all such bodies."""
    if not longer or other or not all(w.place for w in longer):
        return False
    known = table()
    texts = [w.text for pair in pairs for w in pair]
    told = lexicon().implied.items()
    places = {p for start, implied in told for p in implied if any(t.startswith(start) for t in texts)}
    if any(w.ids & known.words[("federal",)].ids for pair in pairs for w in pair):
        places |= lexicon().implied["bundes"]
    if not spoken & of_other:
        places |= {known.home[language] for language in of_other if language in known.home}
    return {w.place for w in longer} <= places
