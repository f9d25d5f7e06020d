"""The words of certainty and attribution in one language, read from `kg/languages/<lang>/certainty.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError, PatternError

_SUFFIX = 5
"""A cue noun of this length also counts as the last part of a compound ("Fusionsgespräch")."""

_GAP = r"\b[^;:]*?\b"

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to search for in text in lower case: its `parts` in order, with any words of one clause between."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, phrase: str) -> "Phrase":
        """The phrase as it is written in the file, where " ... " stands for any words."""
        parts = tuple(phrase.split(" ... "))
        return cls(parts, re.compile(rf"\b{_GAP.join(map(re.escape, parts))}\b"))

    def places(self, lower: str) -> list[int]:
        """The code points at which the phrase begins in a text."""
        if not all(part in lower for part in self.parts):  # much quicker than the pattern
            return []
        return [match.start() for match in self.pattern.finditer(lower)]

    def stands_in(self, lower: str) -> bool:
        return bool(self.places(lower))


@dataclass(frozen=True, slots=True)
class CertaintyLexicon:
    """What `certainty.yaml` says; the head of the German file explains the fields. Tables map words to certainties.

    `source_marks` are the words at which a source may be found: the last of `sources`, the first of "source_before".
    """

    lang: str
    verbs: Table
    happens: Table
    nouns: Table
    adjectives: Table
    adverbs: Table
    modals: Table
    perfect: Table
    passive: Table
    dated: Table
    marks: Table
    reported_future: Table
    pending: Table
    unlikely: Table
    plural: Table
    words: Mapping[str, frozenset[str]]
    sources: Table
    source_marks: frozenset[str]
    single: Mapping[str, str]
    sentence: tuple[tuple[Phrase, str], ...]
    later: tuple[tuple[Phrase, str], ...]
    events: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, lang: str) -> "CertaintyLexicon":
        """The lexicon of `lang`; InputError when there is none, PatternError when a field is missing."""
        return _load(lang)

    def has(self, field: str, word: str) -> bool:
        """Whether the list `field` holds `word`."""
        return word in self.words[field]

    def noun(self, field: str, word: str) -> bool:
        """Whether the list `field` holds `word` or the last part of it."""
        return _holds(self.words[field], word)

    def governing_noun(self, word: str) -> str | None:
        """The certainty of a noun above the trigger, compounds included."""
        key = _ending(self.nouns, word)
        return self.nouns[key] if key else None

    def event(self, word: str, types: Iterable[str]) -> bool:
        """Whether a noun names an event of one of `types`, compounds included: "Milliardenübernahme"."""
        return any(_holds(self.events[t], word) for t in types if t in self.events)

    def certainties(self) -> frozenset[str]:
        """All certainties that the file names."""
        tables = (self.verbs, self.happens, self.nouns, self.adjectives, self.adverbs, self.modals, self.perfect)
        more = (self.passive, self.dated, self.marks, self.pending, self.reported_future, self.unlikely)
        phrases = {certainty for _, certainty in (*self.sentence, *self.later)}
        return frozenset(c for table in (*tables, *more) for c in table.values()) | {*self.single.values(), *phrases}


def _holds(known: frozenset[str], word: str) -> bool:
    """Whether `known` has the word or an ending of it."""
    return word in known or any(word[at:] in known for at in range(1, len(word) - _SUFFIX + 1))


def _ending(known: Table, word: str) -> str | None:
    """The first of `known` that is the word or an ending of it."""
    if word in known:
        return word
    return next((k for k in known if len(k) >= _SUFFIX and len(word) > len(k) and word.endswith(k)), None)


_LISTS = (
    "future",
    "ended",
    "despite",
    "negations",
    "adjuncts",
    "factual",
    "purpose",
    "say",
    "state",
    "facts",
    "completes",
    "source_nouns",
    "source_before",
    "containers",
    "of",
    "own",
    "third",
    "media",
    "hearsay",
    "inserted",
    "finite_future",
    "becoming",
    "done",
    "perfect_infinitives",
    "passive_infinitives",
    "linking",
    "not_yet",
    "over",
    "verge",
    "impersonal",
    "from",
    "self",
    "contracts",
    "signing",
    "announces",
    "fact_nouns",
    "conditional",
    "passive_past",
    "passive_helpers",
    "active_helpers",
    "participles",
    "infinitive",
    "accusative",
    "not_say",
    "adjective_ends",
    "objects_first",
    "relatives",
    "subjunctive",
    "subjunctive_person",
    "source_noun_before",
    "to_come",
    "times",
    "past_times",
    "former",
    "definite",
    "hearsay_modals",
    "relative_openers",
    "subjunctive_ending",
    "ends",
    "lasting",
    "instead",
    "resuming",
    "announced",
    "be_to",
)
_SINGLE = ("hearsay_certainty", "pending_certainty", "negated_certainty", "subjunctive_certainty", "question_certainty")


@cache
def _load(lang: str) -> CertaintyLexicon:
    path = LANGUAGES / lang / "certainty.yaml"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in LANGUAGES.glob("*/certainty.yaml")))
        raise InputError(f"no words of certainty for language {lang!r}: choose one of {known}")
    d: dict[str, Any] = read_yaml(path)
    try:
        return _lexicon(d)
    except KeyError as missing:
        raise PatternError(f"{path.name} of language {lang} has no field {missing}") from missing


def _lexicon(d: dict[str, Any]) -> CertaintyLexicon:
    marks = {words.split()[-1] for words in (*d["sources"]["before"], *d["sources"]["after"])}
    return CertaintyLexicon(
        lang=d["lang"],
        **{name: _table(d[name]) for name in ("verbs", "happens", "nouns", "adjectives", "adverbs", "modals")},
        **{name: dict(d[name]) for name in ("perfect", "passive", "dated", "marks", "reported_future", "unlikely")},
        pending=dict.fromkeys(d["pending"], d["pending_certainty"]),
        plural=dict(d["plural"]),
        words={name: frozenset(str(w) for w in d[name]) for name in _LISTS}
        | {"phrases": frozenset(d.get("phrases", ()))},
        sources=dict.fromkeys(d["sources"]["before"], "before") | dict.fromkeys(d["sources"]["after"], "after"),
        source_marks=frozenset(marks | {words.split()[0] for words in d["source_before"]}),
        single={name: d[name] for name in _SINGLE},
        sentence=_phrases(d["sentence"]),
        later=_phrases(d["later"]),
        events={t: frozenset([*nouns, *d["any_event"]]) for t, nouns in d["events"].items()},
    )


def _table(by_certainty: dict[str, list[str]]) -> dict[str, str]:
    """Words by certainty to certainty by word."""
    return {str(word): certainty for certainty, words in by_certainty.items() for word in words}


def _phrases(by_certainty: dict[str, list[str]]) -> tuple[tuple[Phrase, str], ...]:
    return tuple((Phrase.of(phrase), certainty) for certainty, phrases in by_certainty.items() for phrase in phrases)
