"""Auxiliaries of a verb and what they make of it: "könnte übernehmen", "soll gekauft haben", "will buy"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.clause import children, feature, relation
from kg.extract.cues import CertaintyLexicon
from kg.extract.scope import Scope, clause_top, segment


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
        for c in token.children
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


def _looks_modal(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether the parser took a modal for something else ("übernehmen wolle")."""
    return token.lemma_ in lexicon.modals and token.pos_ in {"AUX", "ADV"}
