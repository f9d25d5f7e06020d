"""What the next sentences make of a statement: "Das Kartellamt muss noch zustimmen", "A court blocked the takeover".

A later sentence counts when it takes the statement up again: by a phrase for what is still missing or went wrong, or
by naming the event anew with an article ("die Übernahme") under a word that calls it off or leaves it pending.
"""

from collections.abc import Collection
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from kg.annotate.sentences import sentence_of
from kg.extract.certainty import judge
from kg.extract.cues import CertaintyLexicon
from kg.extract.scope import clause_top, part
from kg.extract.tree import children, feature
from kg.ontology import Schema

WINDOW = 2
"""How many sentences after the statement may take it up."""


def followed(
    doc: Doc,
    trigger: int,
    lexicon: CertaintyLexicon,
    schema: Schema,
    *,
    types: Collection[str] = (),
    window: int = WINDOW,
    others: Collection[int] = (),
) -> list[str]:
    """The certainties that the `window` sentences after the one of token `trigger` give its statement.

    `types` are the statement's types (all that have events when left out); `others` the first tokens of sentences that
    speak of another event, where the search ends. A completed event ("hat übernommen") can still be called off, but is
    not pending.
    """
    named = types or lexicon.events.keys()
    if not any(t in lexicon.events for t in named):
        return []
    pending = lexicon.single["pending_certainty"]
    sentences = list(takewhile(lambda s: s.start not in others, _after(sentence_of(doc[trigger]), window)))
    found = [c for sentence in sentences for c in _says(sentence, named, lexicon, schema)]
    found += _phrases(_rest(doc[trigger]), lexicon)
    return [c for c in found if c != pending or not is_past(doc[trigger], lexicon)]


def _after(sentence: Span, window: int) -> list[Span]:
    """The next sentences that hold more than a mark or a line break."""
    doc, at = sentence.doc, sentence.end
    found: list[Span] = []
    while at < len(doc) and len(found) < window:
        following = sentence_of(doc[at])
        if any(t.is_alpha for t in following):
            found.append(following)
        at = following.end
    return found


def _says(sentence: Span, types: Collection[str], lexicon: CertaintyLexicon, schema: Schema) -> list[str]:
    nouns = [t for t in sentence if t.pos_ == "NOUN" and lexicon.event(t.lemma_.lower(), types)]
    if any(_is_named(noun) for noun in nouns):
        return []
    known = [noun for noun in nouns if _is_known(noun, lexicon)]
    return _phrases(sentence.text, lexicon) + [
        c for noun in known if (c := _of_event(noun, lexicon, schema)) is not None
    ]


def _rest(trigger: Token) -> str:
    """What follows the next semicolon of the same sentence."""
    sent = sentence_of(trigger)
    return str(trigger.doc[part(trigger).stop : sent.end].text)


def _phrases(text: str, lexicon: CertaintyLexicon) -> list[str]:
    lower = text.lower()
    return [certainty for phrase, certainty in lexicon.later if phrase.stands_in(lower)]


def _is_known(noun: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a noun means an event that the text has told of: "die Übernahme", "its takeover"."""
    return any(lexicon.has("definite", c.lower_) for c in children(noun, "det", "nmod") if c.i < noun.i)


def _is_named(noun: Token) -> bool:
    """Whether a noun of an event says whose it is, and so may mean another one: "die Übernahme von Ostwerk"."""
    return any(c.pos_ == "PROPN" for c in children(noun, "nmod", "appos", "compound"))


def _of_event(noun: Token, lexicon: CertaintyLexicon, schema: Schema) -> str | None:
    """What the sentence says of an event: that it is off or pending; a denial of something else says nothing."""
    verdict = judge(noun.doc, noun.i, lexicon, schema)
    negated, pending = lexicon.single["negated_certainty"], lexicon.single["pending_certainty"]
    words = {noun.doc.text[start:end].lower() for start, end in verdict.cues}
    if verdict.certainty == negated and not words & lexicon.words["negations"]:
        return negated
    return pending if verdict.certainty == pending else None


def is_past(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a verb tells of what has happened: a past tense or a perfect; a noun does with such a verb above it.

    Not a noun with an article that takes the event as known: "the walkout hit ...", but "went on strike".
    """
    if token.pos_ != "VERB":
        verb = clause_top(token)
        return verb.pos_ == "VERB" and not _is_known(token, lexicon) and is_past(verb, lexicon)
    helpers = children(token, "aux")
    if feature(token, "VerbForm") == "Fin":
        return feature(token, "Tense") == "Past"
    participle = feature(token, "VerbForm") == "Part" and not token.lower_.endswith("ing")
    perfect = all(
        lexicon.has("perfect_infinitives", h.lemma_.lower()) or feature(h, "Tense") == "Past" for h in helpers
    )
    return participle and bool(helpers) and perfect


def is_present(token: Token) -> bool:
    """Whether a verb stands in the simple present or the English progressive."""
    helpers = children(token, "aux", "cop")
    progressive = token.lower_.endswith("ing") and len(helpers) == 1
    return (
        token.pos_ == "VERB"
        and (progressive or not helpers)
        and all(feature(t, "Tense") == "Pres" for t in (helpers or [token]))
    )
