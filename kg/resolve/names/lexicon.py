"""What words mean in names: the content of the YAML files of names, places and legal forms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError
from kg.resolve.names.fold import vowelled, words
from kg.resolve.names.meanings import GENERIC, HAN, Kind, Meaning, Phrase, concept, meanings

__all__ = ["GENERIC", "Form", "Kind", "Lexicon", "Meaning", "Phrase", "lexicon"]


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form: a row of `company_forms.yaml`, whose head explains the fields."""

    id: str
    countries: frozenset[str]
    kind: str
    like: frozenset[str]
    near: frozenset[str]
    first: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, keyed by folded words.

    `starts` has the length of the longest meaning that starts with a word, `ends` of the longest legal form that ends
    with it, `longest_first` that of the longest form before a name; `han` parts text in scripts without spaces into
    words; `exact` are legal forms of one word with a capital letter, as they are written.
    """

    meanings: Mapping[Phrase, Meaning]
    compounds: Mapping[str, tuple[Meaning, ...]]
    forms: Mapping[str, Form]
    written: Mapping[Phrase, frozenset[str]]
    exact: frozenset[str]
    long_forms: tuple[str, ...]
    spelled: Mapping[Phrase, Phrase]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    longest_first: int
    common: frozenset[str]
    shares: frozenset[Phrase]
    implied: Mapping[str, frozenset[str]]
    former: frozenset[Phrase]
    exchanges: frozenset[str]
    titles: frozenset[str]
    suffixes: Mapping[str, str]
    particles: frozenset[str]
    arabic: frozenset[str]
    surnames: Mapping[str, int]
    towns: frozenset[Phrase]
    nicknames: Mapping[str, frozenset[int]]
    given: frozenset[str]
    han: re.Pattern[str]
    han_words: Mapping[str, str]

    def spaced(self, text: str) -> str:
        """The text with its known Chinese, Japanese and Korean words replaced by Latin ones with spaces around."""
        if text.isascii() or not HAN.search(text):
            return text
        return self.han.sub(lambda m: f" {self.han_words[m[0]]} ", text)


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon; PatternError when a file contradicts itself."""
    tokens, places = _read("name_tokens.yaml"), _read("places.yaml")
    file = _read("company_forms.yaml")
    rows = file["forms"]
    forms = {row["id"]: _form(row) for row in rows}
    unknown = sorted({like for form in forms.values() for like in form.like | form.near} - forms.keys())
    if len(forms) != len(rows) or unknown:
        raise PatternError(f"company_forms.yaml: an id is there twice, or 'like' or 'near' names no form: {unknown}")
    han_words: dict[str, str] = {}
    written = _written(rows, han_words)
    found = meanings(tokens, places, han_words)
    for latin, names in tokens["readings"].items():
        for name in names:
            han_words.setdefault(str(name), str(latin))
    return Lexicon(
        found,
        {c: tuple(found[(w,)] for w in c.split()) for c in (concept(row) for row in tokens["compound"])},
        forms,
        written,
        exact=_exact(rows),
        long_forms=tuple(sorted({p[0] for p in written if len(p) == 1 and len(p[0]) > 6})),
        spelled={words(str(long)): words(str(short)) for long, short in file["spelled"].items()},
        starts=_longest(found, 0),
        ends=_longest(written, -1),
        longest_first=max(len(p) for p, ids in written.items() if any(forms[i].first for i in ids)),
        common=frozenset(map(str, tokens["common"])),
        shares=frozenset(words(str(w)) for w in tokens["shares"]),
        implied={str(w): frozenset(map(str, places)) for w, places in tokens["implied"].items()},
        former=frozenset(words(str(w)) for w in tokens["former"]),
        exchanges=frozenset(str(w) for w in tokens["exchange"]),
        titles=frozenset(w for title in tokens["titles"] for w in words(str(title), join=False)),
        suffixes={str(w): name for name, written in tokens["suffixes"].items() for w in written},
        particles=frozenset(map(str, tokens["particles"])),
        towns=frozenset(words(str(name)) for names in places["cities"] for name in names),
        arabic=frozenset(vowelled(str(name)) for name in tokens["arabic"]),
        surnames={str(name): n for n, names in enumerate(tokens["surnames"]) for name in names},
        nicknames=_nicknames(tokens["nicknames"]),
        given=_given(tokens["nicknames"]),
        han=re.compile("|".join(map(re.escape, sorted(han_words, key=len, reverse=True)))),
        han_words=han_words,
    )


def _longest(phrases: Iterable[Phrase], at: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for phrase in phrases:
        found[phrase[at]] = max(found.get(phrase[at], 0), len(phrase))
    return found


def _read(name: str) -> dict[str, Any]:
    data = read_yaml(LANGUAGES / Path(name))
    if not isinstance(data, dict):
        raise PatternError(f"{name}: not a mapping of fields: see the head of the file")
    return data


def _form(row: Mapping[str, Any]) -> Form:
    return Form(
        str(row["id"]),
        frozenset(map(str, row["countries"])),
        str(row["kind"]),
        frozenset(map(str, row.get("like", ()))),
        frozenset(map(str, row.get("near", ()))),
        bool(row.get("first", False)),
    )


def _written(rows: Iterable[Mapping[str, Any]], han_words: dict[str, str]) -> dict[Phrase, frozenset[str]]:
    """Every folded spelling with the ids of its forms: "as" is Norwegian, Danish, Czech and Turkish."""
    found: dict[Phrase, set[str]] = {}
    for row in rows:
        latin = next((str(n) for n in row["names"] if not HAN.search(str(n))), str(row["id"]))
        for name in map(str, row["names"]):
            if HAN.search(name):
                han_words[name] = latin
            else:
                found.setdefault(words(name), set()).add(str(row["id"]))
    return {phrase: frozenset(ids) for phrase, ids in found.items()}


def _exact(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    names = {str(name) for row in rows for name in row["names"]}
    return frozenset(n for n in names if " " not in n and not n.islower() and not HAN.search(n))


def _given(rows: Iterable[Iterable[object]]) -> frozenset[str]:
    listed = [name for names in _read("given_names.yaml").values() for name in names]
    return frozenset("".join(words(str(name))) for name in (*listed, *(name for row in rows for name in row)))


def _nicknames(rows: Iterable[Iterable[object]]) -> dict[str, frozenset[int]]:
    """Given names with the numbers of the rows that they are in: two that share a row may be one name."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        for name in row:
            found.setdefault("".join(words(str(name))), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}
