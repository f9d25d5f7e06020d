"""Auxiliaries of a verb and what they make of it: "könnte übernehmen", "soll gekauft haben", "will buy"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.sentences import sentence_of
from kg.extract.cues import CertaintyLexicon
from kg.extract.scope import Scope, clause_top, segment
from kg.extract.tree import children, dependents, feature, relation

_DATE = 3
"""Words before a month among which its preposition stands: "zum 1. Juli"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that makes the claim weaker."""

    token: Token
    certainty: str
    depth: int = 0
    denial: bool = False


def modals(token: Token, depth: int, reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "könnte übernehmen", "soll gekauft haben", "wird kaufen", "will buy"."""
    if (
        token.lower_ in lexicon.words["becoming"]
        and not children(token, "aux")
        and token.lower_ != token.lemma_.lower()
    ):
        yield Cue(token, lexicon.modals[token.lemma_.lower()], depth)
    helpers = [
        c
        for c in dependents(token)
        if relation(c) in {"aux", "cop"} or (c.lemma_ in lexicon.modals and c.pos_ in {"AUX", "ADV"})
    ]
    if feature(token, "VerbForm") == "Fin":
        left, right = segment(token)
        helpers = [c for c in helpers if left <= c.i < right]
    lows = {c.lower_ for c in helpers} | {token.lower_}
    for helper in helpers:
        lemma, low = helper.lemma_.lower(), helper.lower_
        if relation(helper) == "cop":
            if low in lexicon.words["becoming"]:
                yield Cue(helper, lexicon.modals[lemma], depth)
            elif low in lexicon.modals:
                yield Cue(helper, lexicon.modals[low], depth)
            continue
        if lexicon.has("done", low):
            continue
        future = lexicon.has("finite_future", lemma) and (low == lemma or low not in lexicon.modals)
        if future and not _is_future(token, helper, lows, lexicon):
            continue
        if certainty := _modal(token, low, lemma, lows, depth, reach, lexicon):
            yield Cue(helper, certainty, depth)


def _modal(
    token: Token, low: str, lemma: str, lows: set[str], depth: int, reach: Scope, lexicon: CertaintyLexicon
) -> str | None:
    plain = lexicon.modals.get(low) or lexicon.modals.get(lemma)
    governed = any(lexicon.has("say", s.token.lemma_.lower()) for s in reach.steps[depth + 1 :])
    if governed and low in lexicon.reported_future:
        return lexicon.reported_future[low]
    if low in lexicon.modals and low != lemma:
        return plain
    if lemma in lexicon.dated and not lows & lexicon.words["participles"] and _is_dated(token, lexicon, years=False):
        return lexicon.dated[lemma]
    if lemma in lexicon.perfect and lows & lexicon.words["perfect_infinitives"]:
        return lexicon.perfect[lemma]
    if lemma in lexicon.passive and lows & lexicon.words["passive_infinitives"]:
        return lexicon.passive[lemma]
    if lemma in lexicon.dated and _is_dated(token, lexicon):
        return lexicon.dated[lemma]
    return plain


def _is_future(token: Token, helper: Token, lows: set[str], lexicon: CertaintyLexicon) -> bool:
    """Whether "werden" means the future, not the passive: with an infinitive, or one more "werden" or "haben"."""
    if lexicon.has("passive_past", helper.lower_):
        return False
    if (lows - {helper.lower_}) & (lexicon.words["passive_infinitives"] | lexicon.words["perfect_infinitives"]):
        return True
    other_modal = any(c.i != helper.i and c.lemma_ in lexicon.modals for c in children(token, "aux"))
    if helper.lower_ in lexicon.words["passive_infinitives"] and other_modal:
        return False
    participle = feature(token, "VerbForm") == "Part" and token.lower_ != token.lemma_
    return not participle and (token.lower_ == token.lemma_.lower() or feature(token, "VerbForm") == "Inf")


def _is_dated(token: Token, lexicon: CertaintyLexicon, *, years: bool = True) -> bool:
    """Whether the clause names a time to come; four digits count as one only with `years`."""
    top = clause_top(token)
    for word in top.subtree:
        if clause_top(word).i != top.i:
            continue
        low = word.lower_
        if (
            (years and len(low) == 4 and low.isdecimal())
            or lexicon.has("future", low)
            or lexicon.has("future", word.lemma_.lower())
        ):
            return True
    return False


def ahead(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """The present tense with a date to come ("übernimmt zum 1. Juli"), the headline's infinitive ("X to buy Y")."""
    pending = lexicon.single["pending_certainty"]
    for depth, step in enumerate(reach.steps):
        token = step.token
        if step.link == "subject" and lexicon.has("be_to", token.lemma_.lower()):
            yield from (Cue(c, pending, depth) for c in children(token, "xcomp") if _is_due(c, lexicon))
        if depth and (lexicon.has("ends", token.lemma_.lower()) or lexicon.has("completes", token.lemma_.lower())):
            return
        if step.link in {"self", "complement", "subject"} and _is_present(token) and _names_a_day_ahead(token, lexicon):
            yield Cue(token, pending, depth)
        if step.link in {"self", "complement"} and (_is_headline(token, lexicon) or _is_due(token, lexicon)):
            yield Cue(token, pending, depth)


def _is_present(verb: Token) -> bool:
    """Whether a verb stands in the present tense, active or passive, or the English progressive."""
    helpers = children(verb, "aux", "cop")
    if helpers:
        present = all(feature(h, "Tense") == "Pres" for h in helpers)
        passive = any(h.dep_ == "aux:pass" for h in helpers)
        return present and (passive or verb.lower_.endswith("ing") or any(relation(h) == "cop" for h in helpers))
    return verb.pos_ == "VERB" and feature(verb, "VerbForm") == "Fin" and feature(verb, "Tense") == "Pres"


def _names_a_day_ahead(verb: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether the clause of `verb` dates it with "zum 1. Juli", "ab Januar", "from May"."""
    left, right = segment(verb)
    sent = sentence_of(verb)
    for token in sent:
        if not left <= token.i < right and clause_top(token).i != verb.i:
            continue
        if not lexicon.has("times", token.lower_.rstrip(".")) or token.i == verb.i:
            continue
        before = [t for t in verb.doc[max(sent.start, token.i - _DATE) : token.i] if t.pos_ not in {"VERB", "AUX"}]
        forms = {form for t in before for form in (t.lower_, t.lemma_.lower())}
        if forms & lexicon.words["past_times"]:
            return False
        if forms & lexicon.words["to_come"]:
            return True
    return False


def _is_headline(verb: Token, lexicon: CertaintyLexicon) -> bool:
    """An infinitive right behind a name, with no finite verb before it: "Harrow to buy Pike"."""
    marks = [c for c in children(verb, "mark") if lexicon.has("infinitive", c.lower_)]
    if not marks or lexicon.words["objects_first"] or feature(verb, "VerbForm") != "Inf":
        return False
    before = verb.doc[sentence_of(verb).start : marks[0].i]
    finite = any(feature(t, "VerbForm") == "Fin" or t.pos_ == "AUX" for t in before)
    return bool(before) and not finite and before[-1].pos_ in {"PROPN", "NOUN", "ADV", "PUNCT"}


def _is_due(verb: Token, lexicon: CertaintyLexicon) -> bool:
    """An infinitive that a form of "be" makes a plan: "is to buy Pike", "jobs are to go"."""
    marks = [c for c in children(verb, "mark") if lexicon.has("infinitive", c.lower_) and c.i > sentence_of(verb).start]
    return bool(marks) and lexicon.has("be_to", marks[0].nbor(-1).lemma_.lower())
