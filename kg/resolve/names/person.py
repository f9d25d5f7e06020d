"""Two names of persons compared."""

from collections.abc import Sequence

from kg.resolve.names.features import Evidence
from kg.resolve.names.fold import korean, romanised
from kg.resolve.names.known import known_people, person_key
from kg.resolve.names.lexicon import lexicon
from kg.resolve.names.people import PersonName, patronymic, person
from kg.resolve.names.phrases import phrases
from kg.resolve.names.slips import doubt
from kg.resolve.names.variants import alike, hangul, of_man_and_woman, stem

OTHER_LETTER = 1.3
"""What another letter in a surname counts beside one that is lost, doubled or swapped: many surnames differ in one."""


def compare(a: str, b: str) -> Evidence:
    """The best evidence over both orders of surname and given name."""
    people = known_people()
    row = people.get(person_key(a))
    if row is not None and row == people.get(person_key(b)) and person_key(a) != person_key(b):
        known = Evidence(carried=True)
        known.add("known", f"known as names of one person: {a} / {b}")
        return known
    left, right = person(a), person(b)
    best = _compare(left, right)
    for x, y in ((left, right.turned()), (left.turned(), right)):
        if (x, y) != (left, right):
            found = _compare(x, y)
            found.add("swapped", "surname and given name in another order")
            best = max(best, found, key=lambda e: e.log_odds)
    return best


def _compare(a: PersonName, b: PersonName) -> Evidence:
    evidence = Evidence()
    if _letters(a) and _letters(a) == _letters(b):
        evidence.add("surname", f"the same words: {a.spoken}")
        evidence.add("given")
        _generation(evidence, a, b)
    elif _surname(evidence, a, b):
        _given(evidence, a, b)
        _generation(evidence, a, b)
    return evidence


def _letters(name: PersonName) -> str:
    """All names in one, where there are a given name and a surname: "Li Ka-shing" and "Li Ka Shing"."""
    return "".join((*name.flat, *name.surname)) if name.given else ""


def _surname(evidence: Evidence, a: PersonName, b: PersonName) -> bool:
    x, y = "".join(a.surname), "".join(b.surname)
    foreign = a.foreign or b.foreign
    wrong = doubt(x, y)
    if wrong is not None and len(x) == len(y) and sorted(x) != sorted(y):
        wrong *= OTHER_LETTER
    surnames = lexicon().surnames
    if x == y:
        evidence.add("surname", f"same surname: {x}")
    elif surnames.get(x, -1) == surnames.get(y, -2) or stem(x) == stem(y) or alike(x, y, a, b):
        evidence.add("surname")
        evidence.add("transliterated" if foreign else "variant", f"surname romanised differently: {x} / {y}")
    elif max(len(a.surname), len(b.surname)) > 1 and _part(a.surname, b.surname):
        evidence.add("surname part", f"one surname is part of the other: {x} / {y}")
    elif wrong is not None:
        evidence.add("surname")
        evidence.add("typo", f"a typing error in the surname: {x} / {y}", wrong * (0.6 if foreign else 1.0))
    elif _second_surname(a, b) or _second_surname(b, a):
        evidence.add("surname part", f"a second surname in one only: {x} / {y}")
    else:
        evidence.add("other surname", f"different surnames: {x} / {y}")
        return False
    return True


def _part(a: Sequence[str], b: Sequence[str]) -> bool:
    x, y = {romanised(p) for p in a}, {romanised(p) for p in b}
    return x <= y or y <= x


def _second_surname(a: PersonName, b: PersonName) -> bool:
    """Spanish names: the surname of one is a later word of the other, and no given name."""
    if len(a.flat) < 2:
        return False
    surname = "".join(b.surname)
    later = {*a.flat[1:], *("".join(word) for word in a.given[1:])}
    return surname in later and (a.given[-1] == b.surname or surname not in lexicon().nicknames)


def _given(evidence: Evidence, a: PersonName, b: PersonName) -> None:
    if not a.given or not b.given:
        evidence.add("no given", "a given name is missing")
        return
    x, y = a.flat, b.flat
    if "".join(x) == "".join(y):
        evidence.add("given", f"same given name: {' '.join(x)}")
        return
    if hangul(a, b) and korean("".join(x)) == korean("".join(y)):
        evidence.add("given")
        evidence.add("transliterated", f"given name romanised differently: {' '.join(x)} / {' '.join(y)}")
        return
    relation = _relation(x[0], y[0], a, b)
    if relation in {"", "initial"} and (rest := _by_other_name(a, b)):
        evidence.add("nickname", rest)
        return
    if not relation:
        evidence.add("other given", f"different given names: {x[0]} / {y[0]}")
        return
    _first(evidence, relation, x[0], y[0], a, b)
    _middle(evidence, a, b, x[1:], y[1:])


def _relation(x: str, y: str, a: PersonName, b: PersonName) -> str:
    """How two given names agree; empty when they do not."""
    nicknames = lexicon().nicknames
    if x == y:
        return "initial" if len(x) == 1 else "given"
    if 1 in (len(x), len(y)):
        return "initial" if x[0] == y[0] else ""
    if _cut(x, y) or _cut(y, x):
        return "initial"
    if romanised(x) == romanised(y) or alike(x, y, a, b):
        return "variant"
    if nicknames.get(x, frozenset()) & nicknames.get(y, frozenset()) or x in b.nicknames or y in a.nicknames:
        return "nickname"
    if doubt(x, y) is not None and not of_man_and_woman(x, y) and not (x in nicknames and y in nicknames):
        return "typo"
    return ""


def _cut(short: str, name: str) -> bool:
    """Whether a given name is cut to its first consonants: "Ch." for Christine."""
    return len(short) < 4 < len(name) and name.startswith(short) and not set(short) & set("aeiouy")


def _first(evidence: Evidence, relation: str, x: str, y: str, a: PersonName, b: PersonName) -> None:
    foreign = a.foreign or b.foreign
    if relation == "variant":
        evidence.add("given")
        evidence.add("transliterated" if foreign else "variant", f"given name romanised differently: {x} / {y}")
    elif relation == "typo":
        evidence.add("given")
        evidence.add(
            "typo", f"a typing error in the given name: {x} / {y}", (doubt(x, y) or 0) * (0.6 if foreign else 1)
        )
    elif relation == "nickname":
        evidence.add("nickname", f"forms of one given name: {x} / {y}")
    elif relation == "initial":
        evidence.add("initial", f"an initial fits: {x} / {y}")
        if "".join(a.surname) == "".join(b.surname) and _rare(a.surname):
            evidence.add("rare", f"no frequent surname: {' '.join(a.surname)}")
    else:
        evidence.add("given", f"same given name: {x}")


def _rare(surname: Sequence[str]) -> bool:
    word = "".join(surname)
    return len(word) > 3 and word not in phrases().frequent and word not in lexicon().surnames


def _by_other_name(a: PersonName, b: PersonName) -> str:
    """A phrase when the one given name of one person is a later given name or nickname of the other."""
    for short, long in ((a, b), (b, a)):
        later = {*long.flat[1:], *long.nicknames}
        name = short.flat[0]
        if len(short.given) == 1 and len(name) > 2 and (name in later or any(_known(name, n) for n in long.nicknames)):
            return f"called by another of the given names: {name}"
    return ""


def _known(x: str, y: str) -> bool:
    nicknames = lexicon().nicknames
    return bool(nicknames.get(x, frozenset()) & nicknames.get(y, frozenset()))


def _middle(evidence: Evidence, a: PersonName, b: PersonName, x: Sequence[str], y: Sequence[str]) -> None:
    if not x and not y:
        return
    if not x or not y:
        whole, half = (a, b) if x else (b, a)
        if len(whole.given[0]) > 1 and len(whole.given) == 1 and len(half.given[0]) == 1:
            evidence.add("half of double", f"half of a double given name: {'-'.join(whole.given[0])}")
        else:
            evidence.add("middle missing", f"a middle name in one only: {' '.join(x or y)}")
        return
    if all(_relation(p, q, a, b) for p, q in zip(x, y, strict=False)):
        evidence.add("middle agrees", f"middle names agree: {' '.join(x)} / {' '.join(y)}", min(len(x), len(y)))
    elif patronymic(x[-1]) and patronymic(y[-1]):
        evidence.add("patronymics differ", f"different father's names: {x[-1]} / {y[-1]}")
    elif min(map(len, (*x, *y))) > 2 and not set(x) & set(y):
        evidence.add("other middle", f"different middle names: {' '.join(x)} / {' '.join(y)}")
    else:
        evidence.add("middle differs", f"middle names differ: {' '.join(x)} / {' '.join(y)}")


def _generation(evidence: Evidence, a: PersonName, b: PersonName) -> None:
    if a.generation and b.generation and a.generation != b.generation:
        evidence.add("generations differ", f"{a.generation} / {b.generation}")
    elif a.generation != b.generation:
        third = "third" in (a.generation, b.generation)
        evidence.add("third" if third else "generation", f"{a.generation or b.generation} in one only")
