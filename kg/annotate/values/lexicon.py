"""The words of amounts in one language, read from `kg/languages/<lang>/amounts.yaml`."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.annotate.values.words import Phrases
from kg.data import LANGUAGES
from kg.data import read_yaml as read_file
from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Fraction:
    """A share in words: percent; either end may be missing."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class AmountLexicon:
    """What `amounts.yaml` says; the head of the German file explains the fields. Words are in lower case."""

    decimal: str
    thousands: str
    glued: bool
    numerals: dict[str, float]
    joiners: frozenset[str]
    scales: Phrases[float]
    short_scales: dict[str, float]
    articles: frozenset[str]
    halves: Phrases[float]
    vague: Phrases[bool]
    plurals: Phrases[tuple[float, float]]
    scale_plurals: dict[str, float]
    digit_words: dict[str, int]
    digit_nouns: dict[str, float]
    degrees: tuple[str, ...]
    of: Phrases[bool]
    fractions: Phrases[Fraction]
    percent: Phrases[bool]
    currencies: Phrases[tuple[str, float]]
    weak_currencies: frozenset[str]
    per: frozenset[str]
    per_weak: frozenset[str]
    per_nouns: frozenset[str]
    before: Phrases[str]
    after: Phrases[str]
    exact_after: tuple[str, ...]
    between: frozenset[str]
    ands: frozenset[str]
    to: Phrases[bool]
    change: frozenset[str]
    changed: frozenset[str]
    measures: frozenset[str]
    no_unit: frozenset[str]
    counted: frozenset[str]
    year_words: frozenset[str]
    labels: Phrases[bool]
    small: frozenset[str]
    adjective: tuple[str, ...]
    irregular: frozenset[str]


def read_yaml(lang: str, name: str) -> dict[str, Any]:
    """The data file `name` of a language; InputError when we have none."""
    path = LANGUAGES / lang / name
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in LANGUAGES.glob(f"*/{name}")))
        raise InputError(f"no amounts and dates for language {lang!r}: choose one of {known}")
    data: dict[str, Any] = read_file(path)
    return data


@cache
def amount_lexicon(lang: str) -> AmountLexicon:
    """The lexicon of `lang`; InputError when there is none."""
    d = read_yaml(lang, "amounts.yaml")
    ranges = d["ranges"]
    return AmountLexicon(
        decimal=d["decimal"],
        thousands=d["thousands"],
        glued=d["glued"],
        numerals={k: float(v) for k, v in d["numerals"].items()},
        joiners=frozenset(d["joiners"]),
        scales=Phrases((k, float(v)) for k, v in d["scales"].items()),
        short_scales=d["short_scales"],
        articles=frozenset(d["articles"]),
        halves=Phrases((k, float(v)) for k, v in d["halves"].items()),
        vague=_set(d["vague"]),
        plurals=Phrases((k, (float(low), float(high))) for k, (low, high) in d["plurals"].items()),
        scale_plurals=d["scale_plurals"],
        digit_words=_digit_words(d),
        digit_nouns=_digit_nouns(d),
        degrees=tuple(d["degrees"]),
        of=_set(d["of"]),
        fractions=Phrases(
            (words, Fraction(entry.get("min"), entry.get("max")))
            for entry in d["fractions"]
            for words in entry["words"]
        ),
        percent=_set(d["percent"]),
        currencies=_currencies(d),
        weak_currencies=frozenset(d["weak_currencies"]),
        per=frozenset(d["per"]),
        per_weak=frozenset(d["per_weak"]),
        per_nouns=frozenset(d["per_nouns"]),
        before=Phrases((words, kind) for kind, sides in d["bounds"].items() for words in sides["before"]),
        after=Phrases((words, kind) for kind, sides in d["bounds"].items() for words in sides["after"]),
        exact_after=tuple(d["exact_after"]),
        between=frozenset(ranges["between"]),
        ands=frozenset(ranges["and"]),
        to=_set(ranges["to"]),
        change=frozenset(ranges["change"]),
        changed=frozenset(ranges["changed"]),
        measures=frozenset(d["measures"]),
        no_unit=frozenset(d["no_unit"]),
        counted=frozenset(d["counted"]),
        year_words=frozenset(d["year_words"]),
        labels=_set(d["labels"]),
        small=frozenset(d["small"]),
        adjective=tuple(d["adjective"]),
        irregular=frozenset(d["irregular"]),
    )


def _set(words: list[str]) -> Phrases[bool]:
    return Phrases((word, True) for word in words)


def _currencies(d: dict[str, Any]) -> Phrases[tuple[str, float]]:
    """Currency phrases to (ISO code, factor): cents count a hundredth."""
    whole = [(words, (code, 1.0)) for code, names in d["currencies"].items() for words in names]
    return Phrases(whole + [(words, (code, 0.01)) for words, code in d["cents"].items()])


def _digit_words(d: dict[str, Any]) -> dict[str, int]:
    """ "dreistelliger" to 3."""
    return {word + end: count for word, count in d["digits"].items() for end in d["digit_endings"]}


def _digit_nouns(d: dict[str, Any]) -> dict[str, float]:
    """ "Millionenbetrag" to 1e6; percent compounds to 0."""
    scales = {
        f"{word}{link}{end}": float(value)
        for word, value in d["digit_scales"].items()
        for end in d["digit_ends"]
        for link in ("en", "n", "")
    }
    return scales | dict.fromkeys(d["digit_percents"], 0.0)
