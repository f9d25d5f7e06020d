"""The spaCy component "kg_mentions": encoder, gazetteer and patterns vote on the names of a document."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.names.base import base_form, place_of
from kg.annotate.names.bearers import with_bearers
from kg.annotate.names.boundary import (
    before_city_adjective,
    extends,
    is_code,
    is_dateline,
    is_generic,
    is_kind,
    is_ticker,
    trim,
    whole_person,
)
from kg.annotate.names.component import SPANS as PATTERNS
from kg.annotate.names.component import candidates, chars, put
from kg.annotate.names.compounds import double_surnames, is_double_place, parts_of, spelled_apart
from kg.annotate.names.kinds import believed, settle
from kg.annotate.names.nouns import is_no_person, is_thing, without_nouns
from kg.annotate.names.recover import abbreviations, recover
from kg.annotate.names.view import Candidate, Run, View, view_of
from kg.annotate.names.words import words
from kg.errors import InputError
from kg.model import Document

SPANS = "names"
ENCODER = "encoder"
ACCEPT, ACCEPT_CAPITAL, ACCEPT_COMMON = 0.45, 0.5, 0.6
"""How sure a name must be: one with a word that is no ordinary one; one of ordinary words, of which a capital says
something; one of which it says nothing.
"""
PER_TOKEN = 0.15
"""What each further token adds to a candidate when candidates overlap: the longer name wins unless it is doubtful."""
PLACE_BEFORE, PART, LIKELY = 0.6, 0.2, 0.6
TRUSTED, SURE = 0.6, 0.8
APART = 0.95
"""How sure a name with hyphens is that the text writes without them as well: "Velmoor-Labs-Chef", "Velmoor Labs"."""
"""From where on the encoder is trusted with a name's beginning, and with a name that is an ordinary word too."""
WEIGHT = {"gazetteer": 2.0, "pattern": 1.5, ENCODER: 1.0}
"""How much each source counts for the type of a name."""


class KgMentions:
    """Sets `doc.spans["names"]`: no overlaps, in text order; the attribute "found" has (score, base form)."""

    def __init__(self, lang: str) -> None:
        self.words = words(lang)

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.words)
        known = _known(doc)
        pool = _pool(doc, view, known)
        votes = _votes(pool, known, view)
        beliefs = _beliefs(votes, known, view)
        chosen = _choose(votes, beliefs, view)
        chosen = with_bearers(recover(settle(chosen, view, beliefs), view), view, beliefs)
        put(doc, SPANS, [replace(c, by=_unstopped(name_of(c, view, known), doc, c)) for c in chosen])
        return doc


def _known(doc: Doc) -> dict[tuple[Run, str], str]:
    """What the gazetteer found: the base form of each run and type."""
    return {((c.start, c.end), c.type): c.by for c in candidates(doc, gazetteer.SPANS)}


def _pool(doc: Doc, view: View, known: dict[tuple[Run, str], str]) -> list[Candidate]:
    """All candidates with right boundaries; a city adjective before a name becomes a candidate of its own."""
    pool = _not_surnames(_supported(list(candidates(doc, gazetteer.SPANS))), _encoded(doc), view)
    pool = [c for c in pool if not _is_code(c) or is_code((c.start, c.end), view)]
    codes = {(c.start, c.end): c for c in pool if _is_code(c)}
    whole = {run for run, _ in known}
    firms = {c.start for c in pool if c.type == view.words.lexicon.legal_type and c.score >= gazetteer.CERTAIN}
    others = [*pool, *candidates(doc, PATTERNS)]
    encoded = [c for c in _encoded(doc) if (c.start, c.end) in whole or not _is_row(c, others, whole, view)]
    worded = whole.union((c.start, c.end) for c in others)
    encoded = [c for c in encoded if (c.start, c.end) in worded or not is_thing((c.start, c.end), c.type, view)]
    encoded = _joined([c for c in encoded if not _is_generic(c, whole, view)], view)
    lexicon, doubles = view.words.lexicon, double_surnames(encoded, view)
    for c in [*encoded, *candidates(doc, PATTERNS)]:
        sure = c.by == ENCODER and c.score >= TRUSTED
        apart = spelled_apart((c.start, c.end), view)
        c = replace(c, type=lexicon.person_type) if tuple(view.text[c.start : c.end]) in doubles else c
        run = trim(
            (c.start, c.end),
            view,
            keep_whole=apart or (c.start, c.end) in whole,
            person=c.type == lexicon.person_type or (sure and is_double_place(c, view)),
            sure=sure,
        )
        if run is None:
            continue
        if run not in whole and c.type != view.words.lexicon.place_type:
            run = without_nouns(run, view, firms)
        if before_city_adjective(run, view) and run not in whole:
            run = run[0] + 1, run[1]
        if run[0] > 0 and view.spaced[run[0] - 1] and view.words.is_city_adjective(view.text[run[0] - 1]):
            pool.append(Candidate(run[0] - 1, run[0], view.words.lexicon.place_type, PLACE_BEFORE, "city adjective"))
        if c.type == view.words.lexicon.person_type:
            if is_no_person(run, view):
                continue
            run = whole_person(run, view)
        pool.append(replace(c, start=run[0], end=run[1], score=max(c.score, APART) if apart else c.score))
    hidden = abbreviations(view, pool)
    pool = [c for c in pool if (c.start, c.end) not in hidden and not _is_apart((c.start, c.end), view)]
    pool = [c for c in pool if (c.start, c.end) not in codes]
    pool += codes.values()
    return [c for c in pool if not _is_part(c, pool, view)]


def _is_row(c: Candidate, others: list[Candidate], whole: set[Run], view: View) -> bool:
    """Whether the encoder took two names that a hyphen joins for one: "AMD-MI308" in "AMD-MI308-Chips"."""
    for hyphen in range(c.start + 1, c.end - 1):
        if view.is_glued_hyphen(hyphen):
            before = any(c.start <= o.start and o.end == hyphen for o in others)
            after = (o for o in others if before and o.start == hyphen + 1 and o.end <= c.end)
            # "X-Institut für Optik": the noun behind the hyphen is that of the whole
            if any((o.start, o.end) in whole or not view.words.is_common(view.text[o.start]) for o in after):
                return True
    return False


def _supported(found: list[Candidate]) -> list[Candidate]:
    """The register's names, a doubtful alias made likely by another name of the same entry in the text ("die Bahn")."""
    entries = {gazetteer.index()[c.by.casefold(), c.type].name for c in found if c.score >= gazetteer.CERTAIN}
    likely = {c for c in found if gazetteer.index()[c.by.casefold(), c.type].name in entries}
    return [replace(c, score=max(c.score, LIKELY)) if c in likely else c for c in found]


def _not_surnames(found: list[Candidate], encoded: list[Candidate], view: View) -> list[Candidate]:
    """The register's names, doubtful where the text has a person of that surname: "Hörmann" beside "Alfons Hörmann"."""
    person = view.words.lexicon.person_type
    full = [c for c in encoded if c.type == person and c.end - c.start > 1 and c.score >= TRUSTED]
    surnames = {view.text[c.end - 1] for c in full}
    borne = {c for c in found if c.end - c.start == 1 and view.text[c.start] in surnames}
    return [replace(c, score=min(c.score, gazetteer.DOUBTFUL)) if c in borne else c for c in found]


def _is_code(c: Candidate) -> bool:
    """Whether a name of the register is a code that names its entry only before a ticker symbol."""
    return c.by in gazetteer.index()[c.by.casefold(), c.type].codes


def _is_apart(run: Run, view: View) -> bool:
    """Whether what looks like a name is an agency's sign or a ticker symbol."""
    return is_dateline(run, view) or is_ticker(run, view)


def _is_generic(c: Candidate, whole: set[Run], view: View) -> bool:
    """Whether what the encoder took for a name is an ordinary word that the register does not know."""
    run = c.start, c.end
    return run not in whole and (is_kind(run, view) or (c.score < SURE and is_generic(run, view)))


def _is_half(c: Candidate, pool: list[Candidate], view: View) -> bool:
    """Whether a name is only one part of a hyphenated one that the encoder saw: "Nordia" of "Nordia-MX"."""
    if not (view.is_glued_hyphen(c.start - 1) or view.is_glued_hyphen(c.end)):
        return False
    return any(
        o.by == ENCODER
        and o.score >= TRUSTED
        and (
            (o.start < c.start and view.is_glued_hyphen(c.start - 1)) or (c.end < o.end and view.is_glued_hyphen(c.end))
        )
        for o in pool
        if o.start <= c.start and c.end <= o.end
    )


def _is_part(c: Candidate, pool: list[Candidate], view: View) -> bool:
    """Whether a place is only a part of a longer name that the encoder saw: "New York Post", "Berliner Volksbank"."""
    place = view.words.lexicon.place_type
    if _is_half(c, pool, view):
        return True
    if c.type != place or (
        view.words.is_city_adjective(view.text[c.start]) and not view.has(c.end, "city_institution")
    ):
        return False
    return any(
        o.by == ENCODER and o.type != place and o.score >= PART and o.start <= c.start and c.end <= o.end
        for o in pool
        if o.end - o.start > c.end - c.start
    )


def _joined(encoded: list[Candidate], view: View) -> list[Candidate]:
    """The same, with a first name and a surname that were found apart made one."""
    found: list[Candidate] = []
    for c in sorted(encoded, key=lambda c: c.start):
        last = found[-1] if found else None
        person = view.words.lexicon.person_type
        if last and last.type == c.type == person and last.end == c.start and view.follows(c.start - 1, c.start):
            found[-1] = replace(last, end=c.end, score=max(last.score, c.score))
        else:
            found.append(c)
    return found


def _encoded(doc: Doc) -> list[Candidate]:
    """The encoder's spans; its labels are the ontology's classes."""
    if ENCODER not in doc.spans:
        return []
    scored = [(s, s._.score if s.has_extension("score") else None) for s in doc.spans[ENCODER]]
    return [Candidate(s.start, s.end, s.label_, 0.8 if x is None else float(x), ENCODER) for s, x in scored]


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
            if type_ not in votes[long] and (not fuller or type_ == view.words.lexicon.place_type):
                continue
            for source, score in by.items():
                if fuller or (source == "pattern" and short[0] == long[0]):
                    votes[long][type_][source] = max(votes[long][type_].get(source, 0.0), score)


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
        town = next((w for w in (parts[0], parts[0].removesuffix("n")) if view.words.is_city_adjective(w)), "")
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
