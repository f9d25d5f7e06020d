"""One name, one type: the votes of all its occurrences, unless the text shows two bearers of the name."""

from collections import defaultdict
from dataclasses import replace

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.recover import forms_of, speaks
from kg.annotate.names.view import Candidate, View

STRONG = 0.85
"""A second type keeps an occurrence of its own only when it is this sure there."""

SOURCE = {"gazetteer": 4.0, "pattern": 3.0}
"""How much more than the encoder's guess it counts that a type is registered, or worded beside the name."""


def settle(chosen: list[Candidate], view: View) -> list[Candidate]:
    """The same candidates with the type of the whole document; a full name votes for its short form too."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for c in chosen:
        votes[_key(c, view)][c.type] += c.score * SOURCE.get(c.by, 1.0)
        for form, score in forms_of(c, view):
            if len(form) < c.end - c.start:
                votes[" ".join(form).casefold()][c.type] += score * SOURCE.get(c.by, 1.0)
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
