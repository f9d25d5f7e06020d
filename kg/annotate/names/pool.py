"""The candidates that vote on the names of a document: what each finder found, with right boundaries."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import chain

from spacy.tokens import Doc

from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.names.boundary import (
    before_city_adjective,
    is_code,
    is_dateline,
    is_generic,
    is_kind,
    is_ticker,
    trim,
    whole_person,
)
from kg.annotate.names.component import SPANS as PATTERNS
from kg.annotate.names.component import candidates
from kg.annotate.names.compounds import double_surnames, is_double_place, spelled_apart, whole_code
from kg.annotate.names.nouns import is_no_person, is_thing, without_nouns
from kg.annotate.names.recover import abbreviations
from kg.annotate.names.rows import apart, is_row
from kg.annotate.names.towns import is_before_noun, is_of_town
from kg.annotate.names.view import Candidate, Run, View

ENCODER = "encoder"
PLACE_BEFORE, PART, LIKELY = 0.6, 0.2, 0.6
TRUSTED, SURE = 0.6, 0.8
"""From where on the encoder is trusted with a name's beginning, and with a name that is an ordinary word too."""
APART = 0.95
"""How sure a name with hyphens is that the text writes without them as well: "Velmoor-Labs-Chef", "Velmoor Labs"."""


def pooled(doc: Doc, view: View, known: Set[Run]) -> list[Candidate]:
    """All candidates with right boundaries; the register has a name for each of the runs `known`.

    A city adjective before a name becomes a candidate of its own.
    """
    pool = _not_surnames(_supported(list(candidates(doc, gazetteer.SPANS))), _encoded(doc), view)
    pool = [c for c in pool if not _is_code(c) or is_code((c.start, c.end), view)]
    codes = {(c.start, c.end): c for c in pool if _is_code(c)}
    worded = list(candidates(doc, PATTERNS))
    encoded = _encoded_names(doc, view, known, [*pool, *worded])
    bounds = _Bounds.of(view, known, pool, worded, encoded)
    joined = chain.from_iterable(apart(c, known, view) for c in (*encoded, *worded))
    pool += [found for c in joined for found in bounds.set(c)]
    hidden = abbreviations(view, pool)
    pool = [c for c in pool if (c.start, c.end) not in hidden and not _is_apart((c.start, c.end), view)]
    pool = [c for c in pool if (c.start, c.end) not in codes]
    pool += codes.values()
    return [c for c in pool if not _is_part(c, pool, view)]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Sets boundaries and types of candidates.

    `known` are the runs that the register has a name for, `worded` these and those of patterns, `firms` the tokens at
    which a firm of the register begins, `doubles` surnames with a hyphen.
    """

    view: View
    known: Set[Run]
    worded: Set[Run]
    firms: Set[int]
    doubles: Set[tuple[str, ...]]

    @classmethod
    def of(
        cls, view: View, known: Set[Run], registered: list[Candidate], worded: list[Candidate], encoded: list[Candidate]
    ) -> "_Bounds":
        """The boundaries of one document, of which the finders found all this."""
        firm = view.words.lexicon.legal_type
        firms = {c.start for c in registered if c.type == firm and c.score >= gazetteer.CERTAIN}
        runs = known | {(c.start, c.end) for c in (*registered, *worded)}
        return cls(view, known, runs, firms, double_surnames(encoded, view))

    def set(self, found: Candidate) -> Iterator[Candidate]:
        """The candidate as it should be, after the place that its city adjective names; nothing where it is no name."""
        view, c = self.view, self._typed(found)
        run = self._run(c) if c else None
        if c is None or run is None:
            return
        if run[0] > 0 and view.spaced[run[0] - 1] and view.words.is_city_adjective(view.text[run[0] - 1]):
            yield Candidate(run[0] - 1, run[0], view.words.lexicon.place_type, PLACE_BEFORE, "city adjective")
        if c.type == view.words.lexicon.person_type:
            if is_no_person(run, view):
                return
            run = whole_person(run, view)
        if c.type == view.words.lexicon.product_type:
            run = whole_code(run, view)
        spelled = spelled_apart((c.start, c.end), view)
        yield replace(c, start=run[0], end=run[1], score=max(c.score, APART) if spelled else c.score)

    def _typed(self, c: Candidate) -> Candidate | None:
        """The candidate with the type that its form shows; None for the people of a town, who are no name."""
        lexicon = self.view.words.lexicon
        if (c.start, c.end) not in self.worded and is_of_town(c, self.view):
            return replace(c, type=lexicon.place_type) if is_before_noun(c.end, self.view) else None
        return replace(c, type=lexicon.person_type) if tuple(self.view.text[c.start : c.end]) in self.doubles else c

    def _run(self, c: Candidate) -> Run | None:
        """Where the name inside a candidate begins and ends; None when nothing of it is one."""
        view, lexicon, sure = self.view, self.view.words.lexicon, c.by == ENCODER and c.score >= TRUSTED
        whole = (c.start, c.end) in self.known or spelled_apart((c.start, c.end), view)
        any_word = c.type == lexicon.person_type or (sure and is_double_place(c, view))
        run = trim((c.start, c.end), view, keep_whole=whole, person=any_word, sure=sure)
        if run is None or run in self.known:
            return run
        if c.type != lexicon.place_type:
            run = without_nouns(run, view, self.firms)
        return (run[0] + 1, run[1]) if run not in self.known and before_city_adjective(run, view) else run


def _encoded_names(doc: Doc, view: View, known: Set[Run], others: list[Candidate]) -> list[Candidate]:
    """What the encoder took for names, without ordinary words and without two names in one."""
    worded = known | {(c.start, c.end) for c in others}
    found = [c for c in _encoded(doc) if (c.start, c.end) in known or not is_row(c, others, known, view)]
    found = [c for c in found if (c.start, c.end) in worded or not is_thing((c.start, c.end), c.type, view)]
    return _joined([c for c in found if not _is_generic(c, known, view)], view)


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


def _is_generic(c: Candidate, known: Set[Run], view: View) -> bool:
    """Whether what the encoder took for a name is an ordinary word that the register does not know."""
    run = c.start, c.end
    return run not in known and (is_kind(run, view) or (c.score < SURE and is_generic(run, view)))


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
