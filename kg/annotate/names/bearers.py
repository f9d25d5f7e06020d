"""Founders and their firms: one word that is a person's surname and a firm's name in the same text."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from kg.annotate.names.recover import speaks
from kg.annotate.names.view import Candidate, Run, View

WORDED = 0.9
"""What it adds to the signs of a firm that the words beside a name show one."""

BOTH = 1.4
"""From which sum of signs on a surname is a firm's name, too: a sure one and a likely one."""

Evidence = Mapping[Run, Mapping[str, Mapping[str, float]]]
"""For each run and type, how sure each source is: "encoder", "gazetteer", "pattern"."""


def with_bearers(names: list[Candidate], view: View, evidence: Evidence) -> list[Candidate]:
    """The same names, where a surname is also a firm's name each with the type that its place shows.

    "Rolf Ott gründete Ott 1975. Ott, der 80 ist, geht. Ott beschäftigt 300 Leute und beteiligte sich an Velmoor."
    """
    own: dict[Run, str] = {}
    for places in _by_surname(names, view).values():
        own |= _types(places, view, evidence)
    return [replace(c, type=own.get((c.start, c.end), c.type)) for c in names] if own else names


def _by_surname(names: list[Candidate], view: View) -> dict[str, list[Candidate]]:
    """The single words that are surnames of persons who are named in full, by the surname."""
    person, firm = view.words.lexicon.person_type, view.words.lexicon.legal_type
    surnames = {view.text[c.end - 1] for c in names if c.type == person and c.end - c.start > 1}
    places: dict[str, list[Candidate]] = defaultdict(list)
    for c in names:
        word = _surname(c, view, surnames)
        if word and c.type in (person, firm):
            places[word].append(c)
    return places


def _types(places: list[Candidate], view: View, evidence: Evidence) -> dict[Run, str]:
    """The type of each place where a surname stands alone; none where no firm is called so or the register knows it."""
    lexicon, firm = view.words.lexicon, view.words.lexicon.legal_type
    shown = {(c.start, c.end): shown_type((c.start, c.end), view) for c in places}
    seen = {run: evidence.get(run, {}) for run in shown}
    weight = sum(_weight(seen[run].get(firm, {}), type_, firm) for run, type_ in shown.items())
    if weight < BOTH or any("gazetteer" in by for types in seen.values() for by in types.values()):
        return {}
    found = {run: type_ or _likeliest(seen[run]) for run, type_ in shown.items()}
    return {run: type_ for run, type_ in found.items() if type_ in (firm, lexicon.person_type)}


def _likeliest(types: Mapping[str, Mapping[str, float]]) -> str | None:
    """The type that the finders are surest of; None where nobody found anything."""
    return max(sorted(types), key=lambda t: sum(types[t].values()), default=None)


def _surname(c: Candidate, view: View, surnames: set[str]) -> str | None:
    """The surname that a single word is, in its base form; None when it is none."""
    if c.end - c.start > 1:
        return None
    word = view.text[c.start]
    return next((w for w in (word, view.words.bare(word)) if w in surnames), None)


def _weight(by: Mapping[str, float], shown: str | None, firm: str) -> float:
    """How much a place speaks for a firm: its finders' scores, and the words beside it."""
    if shown is not None and shown != firm:
        return 0.0
    return max(by.values(), default=0.0) + WORDED * (shown == firm)


def shown_type(run: Run, view: View) -> str | None:
    """The type that the words beside a name show: a person speaks, a firm employs; "der" is a person, "das" a firm."""
    lexicon, after = view.words.lexicon, run[1]
    if speaks(run, view):
        return lexicon.person_type
    if after + 1 < view.size and view.text[after] == ",":
        if view.has(after + 1, "relative_person"):
            return lexicon.person_type
        if view.has(after + 1, "relative_firm"):
            return lexicon.legal_type
    tied = view.is_glued_hyphen(after) and (view.has(after + 1, "group_tail") or view.has(after + 1, "compound_tail"))
    return lexicon.legal_type if tied or acts_as_firm(run, view) else None


def acts_as_firm(run: Run, view: View) -> bool:
    """Whether a single word is the subject of a verb for what firms do: "Kessler beschäftigt 400 Leute"."""
    token = view.doc[run[0]]
    subject = run[1] - run[0] == 1 and token.dep_ == "nsubj"
    return subject and view.words.lexicon.has("firm_act", token.head.lemma_)
