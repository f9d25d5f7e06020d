"""From a processed text to an `Annotation`: names to entities, values, references."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.annotation import Annotation
from kg.annotate.chains import chain
from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.makers import with_makers
from kg.annotate.named import Named
from kg.annotate.names.bearers import acts_as_firm
from kg.annotate.names.component import candidates, chars
from kg.annotate.names.lexicon import lexicon
from kg.annotate.names.recover import bracketed, speaks
from kg.annotate.names.view import Candidate, View
from kg.annotate.names.vote import SPANS, given_names
from kg.annotate.names.words import words
from kg.annotate.namesakes import tells_of_namesake
from kg.annotate.referwords import Lexicon
from kg.annotate.settings import AnnotateSettings
from kg.annotate.values import amounts, dates
from kg.model import Document, Mention

_ASIDES = {("(", ")"), ("(", ","), ("(", ";"), (",", ","), (",", "."), (",", ";")}
"""What stands before the words "formerly" and behind the name that follows them."""

LONGEST_DESCRIPTION = 5
"""Words that describe a firm between its name and "formerly known as"."""

LONGEST_CLAUSE = 10
"""Words that a clause with a former name may have before it."""


def assemble(document: Document, doc: Doc, settings: AnnotateSettings) -> Annotation:
    """The annotation of a document whose text the pipeline has processed."""
    found = given_names(document, doc) if settings.given_entities and document.given else candidates(doc, SPANS)
    view = View(doc, words(document.lang))
    named = list(_named(document, doc, view, found, settings.gazetteer))
    words_of = lexicon(document.lang)
    entities = chain(named, words_of.person_type, words_of.product_type, words_of.place_type)
    mentions = tuple(sorted((m for e in entities for m in e.mentions), key=lambda m: m.start))
    annotation = Annotation(
        document,
        doc,
        mentions,
        entities,
        tuple(amounts(document.text, document.lang)),
        tuple(dates(document.text, document.lang, document.published)),
    )
    annotation = _referred(annotation) if settings.references else annotation
    return annotation if settings.given_entities and document.given else with_makers(annotation)


def _referred(annotation: Annotation) -> Annotation:
    from kg.annotate.reference import refer

    return refer(annotation)


def _named(document: Document, doc: Doc, view: View, found: list[Candidate], register: bool) -> Iterator[Named]:
    """The names that stand in the article itself."""
    place: dict[int, int] = {}
    index = gazetteer.index() if register else {}
    sure = {e.name for c in found if (e := index.get((c.by.casefold(), c.type))) and c.by not in e.doubtful}
    refer = Lexicon.load(document.lang)
    shared = tells_of_namesake(document.text, refer)
    for c in found:
        start, end = chars(doc, c)
        if not document.is_article(start, end):
            continue
        firm = shared and c.type in {refer.person_type, *refer.townspeople} and acts_as_firm((c.start, c.end), view)
        c = replace(c, type=view.words.lexicon.legal_type) if firm else c
        entry = index.get((c.by.casefold(), c.type))
        name = entry.name if entry and c.by in entry.codes else c.by
        mention = Mention(start, end, document.text[start:end], c.type, "name", "", name)
        bracket = next((place[b] for b in _before_bracket(c, view) if b in place), None)
        former = place.get(_renamed(c, view))
        place[c.end] = len(place)
        yield Named(
            mention,
            sentence=view.sent[c.start],
            known=entry.name if entry and entry.name in sure else "",
            title=_in_title(document, start),
            bracket=bracket if former is None else former,
            former=former is not None,
            identifiers=entry.identifiers if entry else (),
            speaks=speaks((c.start, c.end), view),
            firm=firm,
        )


def _before_bracket(c: Candidate, view: View) -> Iterator[int]:
    """The token index where a name may end whose short form in brackets is this candidate."""
    for i in range(c.start - 1, max(-1, c.start - 4), -1):
        if view.text[i] == "(" and bracketed((i, i), view) == (c.start, c.end):
            yield i


def _renamed(c: Candidate, view: View) -> int:
    """The token index where a name may end whose former name is this candidate, or -1.

    As in "X (formerly Y)", "X, vormals Y," and "X, die bis 2020 Y hieß".
    """
    has = view.words.lexicon.has
    closing = view.text[c.end] if c.end < view.size else "."
    if has("was_called", closing):
        before = range(c.start - 1, max(0, c.start - LONGEST_CLAUSE), -1)
        comma = next((i for i in before if view.text[i] == ","), -1)
        between = [view.text[i] for i in range(comma + 1, c.start)]
        past = any(has("formerly", word) or has("until", word) for word in between)
        return comma if past and has("which", between[0]) else -1
    i = c.start - 1
    while i > 0 and (has("formerly", view.text[i]) or has("known_as", view.text[i])):
        i -= 1
    past = any(has("formerly", view.text[k]) for k in range(i + 1, c.start))
    i = _before_description(i, view) if past else i
    return i if past and (view.text[i], closing) in _ASIDES else -1


def _before_description(i: int, view: View) -> int:
    """The comma before "the engineering group" that ends at token `i`; `i` where there is none."""
    for k in range(i, max(0, i - LONGEST_DESCRIPTION), -1):
        if view.has(k, "determiner") and view.text[k - 1] == ",":
            return k - 1
        if not view.text[k].islower():
            break
    return i


def _in_title(document: Document, start: int) -> bool:
    return any(b.kind == "title" and b.start <= start < b.end for b in document.blocks)
