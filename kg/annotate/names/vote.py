"""The spaCy component "kg_mentions": encoder, gazetteer and patterns vote on the names of a document."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.names.base import base_form, place_of
from kg.annotate.names.boundary import before_city_adjective, trim
from kg.annotate.names.component import SPANS as PATTERNS
from kg.annotate.names.component import candidates, put
from kg.annotate.names.kinds import settle
from kg.annotate.names.recover import recover
from kg.annotate.names.view import Candidate, Run, View
from kg.annotate.names.words import words

SPANS = "names"
ENCODER = "encoder"
ACCEPT = 0.5
PER_TOKEN = 0.12
"""What each further token adds to a candidate when candidates overlap: the longer name wins unless it is doubtful."""
PLACE_BEFORE = 0.6


class KgMentions:
    """Sets `doc.spans["names"]`: no overlaps, in text order; the attribute "found" has (score, base form)."""

    def __init__(self, lang: str) -> None:
        self.words = words(lang)

    def __call__(self, doc: Doc) -> Doc:
        view = View(doc, self.words)
        known = _known(doc)
        pool = _pool(doc, view, known)
        chosen = _choose(pool, known)
        chosen = settle(recover(chosen, view), view)
        put(doc, SPANS, [replace(c, by=name_of(c, view, known)) for c in chosen])
        return doc


def _known(doc: Doc) -> dict[tuple[Run, str], str]:
    """What the gazetteer found: the base form of each run and type."""
    return {((c.start, c.end), c.type): c.by for c in candidates(doc, gazetteer.SPANS)}


def _pool(doc: Doc, view: View, known: dict[tuple[Run, str], str]) -> list[Candidate]:
    """All candidates with right boundaries; a city adjective before a name becomes a candidate of its own."""
    pool = list(candidates(doc, gazetteer.SPANS))
    whole = {run for run, _ in known}
    for c in [*_encoded(doc), *candidates(doc, PATTERNS)]:
        run = trim((c.start, c.end), view, keep_whole=(c.start, c.end) in whole)
        if run is None:
            continue
        if before_city_adjective(run, view) and run not in whole:
            pool.append(Candidate(run[0], run[0] + 1, view.words.lexicon.place_type, PLACE_BEFORE, "city adjective"))
            run = run[0] + 1, run[1]
        pool.append(replace(c, start=run[0], end=run[1]))
    return pool


def _encoded(doc: Doc) -> list[Candidate]:
    """The encoder's spans; its labels are the ontology's classes."""
    if ENCODER not in doc.spans:
        return []
    scored = [(s, s._.score if s.has_extension("score") else None) for s in doc.spans[ENCODER]]
    return [Candidate(s.start, s.end, s.label_, 0.8 if x is None else float(x), ENCODER) for s, x in scored]


def _choose(pool: list[Candidate], known: dict[tuple[Run, str], str]) -> list[Candidate]:
    """The best of candidates that overlap, each with the type that got most votes for its run."""
    votes: dict[Run, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for c in pool:
        source = c.by if c.by == ENCODER else "gazetteer" if ((c.start, c.end), c.type) in known else "pattern"
        of_type = votes[c.start, c.end][c.type]
        of_type[source] = max(of_type.get(source, 0.0), c.score)
    runs = []
    for (start, end), types in votes.items():
        total = {t: _together(list(v.values())) for t, v in types.items()}
        best = max(sorted(total), key=lambda t: total[t])
        runs.append(Candidate(start, end, best, _together([total[best], 0.3 * (sum(total.values()) - total[best])]), "vote"))
    taken: list[Candidate] = []
    used: set[int] = set()
    for c in sorted(runs, key=lambda c: (-(c.score + PER_TOKEN * (c.end - c.start)), c.start)):
        if c.score >= ACCEPT and not used.intersection(range(c.start, c.end)):
            taken.append(c)
            used.update(range(c.start, c.end))
    return sorted(taken, key=lambda c: c.start)


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
    parts = view.text[c.start : c.end]
    glue = [" " if s else "" for s in view.spaced[c.start : c.end]]
    register = _in_register(c.type, known)
    seen = view.vocabulary
    if c.type == view.words.lexicon.place_type and len(parts) == 1 and view.words.is_city_adjective(parts[0]):
        return place_of(parts[0], seen, register)
    return base_form(parts, glue, view.words, seen, register)


def _in_register(type_: str, known: dict[tuple[Run, str], str]) -> Callable[[str], bool]:
    if not known:
        return lambda name: False
    return lambda name: (name.casefold(), type_) in gazetteer.index()


@Language.factory("kg_mentions", assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str) -> KgMentions:
    """Votes on the names of a document."""
    del name
    return KgMentions(nlp.lang)
