"""One name, one type: the votes of all its occurrences, unless the text shows two bearers of the name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.recover import forms_of, speaks
from kg.annotate.names.view import Candidate, Run, View

STRONG = 0.85
"""A second type keeps an occurrence of its own only when it is this sure there."""

SOURCE = {"gazetteer": 4.0, "pattern": 3.0}
"""How much more than the encoder's guess it counts that a type is registered, or worded beside the name."""

DOUBTED = 0.4
"""What a guess of the encoder is worth whose usual signs are missing."""

Evidence = Mapping[Run, Mapping[str, Mapping[str, float]]]
"""For each run and type, how sure each source is: "encoder", "gazetteer", "pattern"."""


def settle(chosen: list[Candidate], view: View, evidence: Evidence) -> list[Candidate]:
    """The same candidates with the type of the whole document; a full name votes for its short form too."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    short: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for c in chosen:
        for type_, by in evidence[c.start, c.end].items():
            votes[_key(c, view)][type_] += sum(score * SOURCE.get(source, 1.0) for source, score in by.items())
        for form, score in forms_of(c, view):
            if len(form) < c.end - c.start:
                key = " ".join(form).casefold()
                short[key][c.type] = max(short[key][c.type], score)
    for key, types in short.items():
        for type_, score in types.items():
            votes[key][type_] += score
    return [_settled(c, votes[_key(c, view)], view) for c in chosen]


def _settled(c: Candidate, votes: dict[str, float], view: View) -> Candidate:
    best = max(sorted(votes), key=lambda t: votes[t])
    if best == c.type or (c.score >= STRONG and _own_evidence(c, view)):
        return c
    return replace(c, type=best)


def _key(c: Candidate, view: View) -> str:
    words = [w for w in view.text[c.start : c.end] if w not in legal_forms().forms and w != ","]
    last = view.words.bare(words[-1]) if words else None
    if last and last in view.vocabulary:
        words[-1] = last
    return " ".join(words).casefold()


def _own_evidence(c: Candidate, view: View) -> bool:
    """Whether the place itself shows the type: a full name, or words beside it that show a person."""
    person = view.words.lexicon.person_type
    return c.end - c.start > 1 or (c.type == person and speaks((c.start, c.end), view))


def believed(c: Candidate, surnames: set[str], known: bool, view: View) -> float:
    """How far the encoder's type is believed (0-1): its score, less where the usual signs of the type are missing.

    A single word is a person's where somebody in the text bears it as a surname (`surnames`), has a title or speaks.
    A place that the register does not know (`known`) stands after a preposition of place.
    """
    lexicon = view.words.lexicon
    if c.type == lexicon.person_type and c.end - c.start == 1:
        word = view.text[c.start]
        shown = word in surnames or view.words.bare(word) in surnames or speaks((c.start, c.end), view)
        return c.score if shown else c.score * DOUBTED
    if c.type == lexicon.place_type and not known and not view.words.is_city_adjective(view.text[c.start]):
        return c.score if _after_preposition(c, view) else c.score * DOUBTED
    return c.score


def _after_preposition(c: Candidate, view: View) -> bool:
    before = c.start - 1
    return before >= 0 and (view.has(before, "place_in") or view.text[before] in (",", "(", "/"))
