"""What the next sentences make of a statement: "Das Kartellamt muss noch zustimmen", "A court blocked the takeover".

A later sentence counts when it takes the statement up again: by a phrase for what is still missing or went wrong, or
by naming the event anew with an article ("die Übernahme") under a word that calls it off or leaves it pending.
"""

from collections.abc import Collection

from spacy.tokens import Doc, Span, Token

from kg.extract.certainty import judge
from kg.extract.clause import children, feature
from kg.extract.cues import CertaintyLexicon
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
    speak of another statement. A completed event ("hat übernommen") can still be called off, but is not pending.
    """
    named = types or lexicon.events.keys()
    if not any(t in lexicon.events for t in named):
        return []
    pending = lexicon.single["pending_certainty"]
    found = [c for s in _after(doc[trigger].sent, window) if s.start not in others for c in _says(s, named, lexicon, schema)]
    return [c for c in found if c != pending or not is_past(doc[trigger], lexicon)]


def _after(sentence: Span, window: int) -> list[Span]:
    """The next sentences that hold more than a mark or a line break."""
    doc, found, at = sentence.doc, [], sentence.end
    while at < len(doc) and len(found) < window:
        following = doc[at].sent
        if any(t.is_alpha for t in following):
            found.append(following)
        at = following.end
    return found


def _says(sentence: Span, types: Collection[str], lexicon: CertaintyLexicon, schema: Schema) -> list[str]:
    text = sentence.text.lower()
    found = [certainty for pattern, certainty in lexicon.later if pattern.search(text)]
    nouns = [t for t in sentence if t.pos_ == "NOUN" and lexicon.event(t.lemma_.lower(), types) and _is_known(t, lexicon)]
    return found + [c for noun in nouns if (c := _of_event(noun, lexicon, schema)) is not None]


def _is_known(noun: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a noun means an event that the text has told of: "die Übernahme", "its takeover", without a new name."""
    known = any(lexicon.has("definite", c.lower_) for c in children(noun, "det", "nmod") if c.i < noun.i)
    return known and not any(c.pos_ == "PROPN" for c in children(noun, "nmod", "appos", "amod", "compound"))


def _of_event(noun: Token, lexicon: CertaintyLexicon, schema: Schema) -> str | None:
    """What the sentence says of an event: that it is off or pending; a denial of something else says nothing."""
    verdict = judge(noun.doc, noun.i, lexicon, schema)
    negated, pending = lexicon.single["negated_certainty"], lexicon.single["pending_certainty"]
    words = {noun.doc.text[start:end].lower() for start, end in verdict.cues}
    if verdict.certainty == negated and not words & lexicon.words["negations"]:
        return negated
    return pending if verdict.certainty == pending else None


def is_past(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a verb tells of what has happened: a past tense or a perfect."""
    if token.pos_ != "VERB":
        return False
    helpers = children(token, "aux")
    if feature(token, "VerbForm") == "Fin":
        return feature(token, "Tense") == "Past"
    participle = feature(token, "VerbForm") == "Part" and not token.lower_.endswith("ing")
    perfect = all(
        lexicon.has("perfect_infinitives", h.lemma_.lower()) or feature(h, "Tense") == "Past" for h in helpers
    )
    return participle and bool(helpers) and perfect
