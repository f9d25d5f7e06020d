"""The spaCy component "kg_mentions": encoder, gazetteer and patterns vote on the names of a document."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.names.base import base_form, place_of
from kg.annotate.names.bearers import with_bearers
from kg.annotate.names.boundary import extends
from kg.annotate.names.component import candidates, chars, put
from kg.annotate.names.compounds import parts_of, spelled_apart
from kg.annotate.names.kinds import believed, settle
from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.pool import ENCODER, pooled
from kg.annotate.names.recover import recover
from kg.annotate.names.towns import is_town_adjective
from kg.annotate.names.view import Candidate, Run, View, view_of
from kg.annotate.names.words import words
from kg.errors import InputError
from kg.model import Document

SPANS = "names"
ACCEPT, ACCEPT_CAPITAL, ACCEPT_COMMON = 0.45, 0.5, 0.6
"""How sure a name must be: one with a word that is no ordinary one; one of ordinary words, of which a capital says
something; one of which it says nothing.
"""
PER_TOKEN = 0.15
"""What each further token adds to a candidate when candidates overlap: the longer name wins unless it is doubtful."""
WEIGHT = {"gazetteer": 2.0, "pattern": 1.5, ENCODER: 1.0}
"""How much each source counts for the type of a name."""


class KgMentions:
    """Sets `doc.spans["names"]`: no overlaps, in text order; the attribute "found" has (score, base form)."""

    def __init__(self, lang: str) -> None:
        self.words = words(lang)

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.words)
        known = _known(doc)
        pool = pooled(doc, view, {run for run, _ in known})
        votes = _votes(pool, known, view)
        beliefs = _beliefs(votes, known, view)
        chosen = _choose(votes, beliefs, view)
        chosen = with_bearers(recover(settle(chosen, view, beliefs), view), view, beliefs)
        put(doc, SPANS, [replace(c, by=_unstopped(name_of(c, view, known), doc, c)) for c in chosen])
        return doc


def _known(doc: Doc) -> dict[tuple[Run, str], str]:
    """What the gazetteer found: the base form of each run and type."""
    return {((c.start, c.end), c.type): c.by for c in candidates(doc, gazetteer.SPANS)}


Votes = dict[Run, dict[str, dict[str, float]]]
"""For each run and type, how sure each source is: "encoder", "gazetteer", "pattern"."""


def _votes(pool: list[Candidate], known: dict[tuple[Run, str], str], view: View) -> Votes:
    votes: Votes = defaultdict(lambda: defaultdict(dict))
    for c in pool:
        source = c.by if c.by == ENCODER else "gazetteer" if ((c.start, c.end), c.type) in known else "pattern"
        of_type = votes[c.start, c.end][c.type]
        of_type[source] = max(of_type.get(source, 0.0), c.score)
    for long in [run for run, types in votes.items() if any(ENCODER in v for v in types.values())]:
        _inherit(long, votes, view)
    return votes


def _inherit(long: Run, votes: Votes, view: View) -> None:
    """Gives the encoder's longer name what supports the shorter one that it begins with or extends."""
    for short in [r for r in votes if long[0] <= r[0] and r[1] <= long[1] and r != long]:
        fuller = extends(short, long, view)
        for type_, by in votes[short].items():
            if type_ not in votes[long] and (not fuller or _is_other(type_, long, view)):
                continue
            for source, score in by.items():
                if fuller or (source == "pattern" and short[0] == long[0]):
                    votes[long][type_][source] = max(votes[long][type_].get(source, 0.0), score)


def _is_other(type_: str, long: Run, view: View) -> bool:
    """Whether a longer name is never of the shorter one's type: a place in it, a product before "Group"."""
    lexicon = view.words.lexicon
    grouped = view.text[long[1] - 1] in legal_forms().generic
    return type_ == lexicon.place_type or (type_ == lexicon.product_type and grouped)


def _beliefs(votes: Votes, known: dict[tuple[Run, str], str], view: View) -> Votes:
    """The same votes with what the encoder's types are worth; the votes themselves say whether a name is there."""
    person = view.words.lexicon.person_type
    surnames = {view.text[run[1] - 1] for run, types in votes.items() if person in types and run[1] - run[0] > 1}
    beliefs: Votes = defaultdict(lambda: defaultdict(dict))
    for run, types in votes.items():
        for type_, by in types.items():
            beliefs[run][type_] = dict(by)
            if ENCODER in by:
                c = Candidate(*run, type_, by[ENCODER], ENCODER)
                beliefs[run][type_][ENCODER] = believed(c, surnames, (run, type_) in known, view)
    return beliefs


def _choose(votes: Votes, beliefs: Votes, view: View) -> list[Candidate]:
    """The best of candidates that overlap, each with the type that got most votes for its run."""
    runs = []
    for (start, end), types in votes.items():
        total = {t: _together(list(v.values())) for t, v in types.items()}
        believed_in = beliefs[start, end]
        weight = {t: sum(WEIGHT[source] * score for source, score in v.items()) for t, v in believed_in.items()}
        best = max(sorted(weight), key=lambda t: weight[t])
        most = max(total.values())  # that it is a name is as sure as its likeliest type, whatever type it gets
        score = _together([most, 0.3 * (sum(total.values()) - most)])
        source = max(sorted(types[best]), key=lambda s: WEIGHT[s])
        runs.append(Candidate(start, end, best, score, source))
    taken: list[Candidate] = []
    used: set[int] = set()
    for c in sorted(runs, key=lambda c: (-(c.score + PER_TOKEN * (c.end - c.start)), c.start)):
        if c.score >= _needed(c, view) and used.isdisjoint(range(c.start, c.end)):
            taken.append(c)
            used.update(range(c.start, c.end))
    return sorted(taken, key=lambda c: c.start)


def _needed(c: Candidate, view: View) -> float:
    """How sure a candidate must be to become a name."""
    if any(view.words.is_name(view.text[i]) for i in range(c.start, c.end)):
        return ACCEPT
    return ACCEPT_CAPITAL if any(view.is_name(i) for i in range(c.start, c.end)) else ACCEPT_COMMON


def _together(scores: list[float]) -> float:
    """How sure several independent finders are together: 1 - (1 - a)(1 - b)..."""
    doubt = 1.0
    for score in scores:
        doubt *= 1.0 - min(score, 1.0)
    return 1.0 - doubt


def name_of(c: Candidate, view: View, known: dict[tuple[Run, str], str]) -> str:
    """The base form of an accepted name."""
    found = known.get(((c.start, c.end), c.type))
    if found is not None:
        return found
    if spelled_apart((c.start, c.end), view):
        return " ".join(parts_of((c.start, c.end), view))
    parts = view.text[c.start : c.end]
    glue = [" " if s else "" for s in view.spaced[c.start : c.end]]
    register = _in_register(c.type, known)
    seen = view.vocabulary
    if c.type == view.words.lexicon.place_type and len(parts) == 1:
        town = next((w for w in (parts[0], parts[0].removesuffix("n")) if is_town_adjective(w, view)), "")
        if town:
            return place_of(town, seen, register)
    bare = view.words.bare(parts[-1])
    if bare and len(parts) > 1 and view.has_row([*parts[:-1], bare]):
        parts = [*parts[:-1], bare]
    return base_form(parts, glue, view.words, seen, register)


def _in_register(type_: str, known: dict[tuple[Run, str], str]) -> Callable[[str], bool]:
    if not known:
        return lambda _: False
    return lambda name: (name.casefold(), type_) in gazetteer.index()


def _unstopped(name: str, doc: Doc, c: Candidate) -> str:
    """The name without the full stop of the sentence that it ends."""
    return name.removesuffix(".") if chars(doc, c)[1] < doc[c.end - 1].idx + len(doc[c.end - 1]) else name


def given_names(document: Document, doc: Doc) -> list[Candidate]:
    """The entities that came with a document as names, with base forms; InputError when one is outside the text."""
    view = View(doc, words(document.lang))
    found = []
    for given in document.given:
        span = doc.char_span(given.start, given.end, alignment_mode="expand")
        if span is None or not 0 <= given.start < given.end:
            raise InputError(f"document {document.id!r}: entity at [{given.start}, {given.end}) is outside the text")
        c = Candidate(span.start, span.end, given.type, 1.0, "given")
        found.append(replace(c, by=name_of(c, view, {})))
    return found


@Language.factory("kg_mentions", assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str) -> KgMentions:
    """Votes on the names of a document."""
    del name
    return KgMentions(str(nlp.lang))
