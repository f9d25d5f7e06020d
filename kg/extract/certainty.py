"""How sure a sentence is of what one of its words says, and who says it.

A cue counts when it governs or modifies the trigger: an auxiliary of its clause, a verb or noun above it, an adjective
or adverb with it, a conjunction, a denial, a source. The weakest of all cues wins, as the ontology orders them. What
is said by the company itself, or by one who speaks for it, stays a fact; what others say is hearsay.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.attribution import Source, sources
from kg.extract.clause import children, feature, relation
from kg.extract.cues import CertaintyLexicon
from kg.extract.scope import (
    Scope,
    Step,
    clause_top,
    conjunctions,
    is_passive,
    preposition,
    scope,
    segment,
    shares_auxiliaries,
)
from kg.ontology import Schema

__all__ = ["CertaintyLexicon", "Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A certainty of the ontology, who said it (base forms, text order), and the `[start, end)` of the words that tell."""

    certainty: str
    said_by: tuple[str, ...] = ()
    cues: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that makes the claim weaker."""

    token: Token
    certainty: str
    depth: int = 0
    denial: bool = False


def judge(doc: Doc, trigger: int, lexicon: CertaintyLexicon, schema: Schema, *, presupposed: bool = False) -> Judgement:
    """How sure the sentence is of the word at token index `trigger`; a `presupposed` one is touched by its own words only."""
    token = doc[trigger]
    if presupposed:
        return _judgement([*_adjectives(token, 0, lexicon)], [], schema)
    reach = scope(token, lexicon)
    said = sources(doc, reach, lexicon)
    cues = [*_cues(reach, lexicon), *_from_sources(doc, said, reach, lexicon)]
    cues = _turned_round(cues, lexicon.single["negated_certainty"])
    return _judgement(_without_done(cues, reach, lexicon), said, schema)


def _judgement(cues: list[Cue], said: list[Source], schema: Schema) -> Judgement:
    weakest = schema.weakest(["asserted", *(c.certainty for c in cues)])
    spans = sorted({(c.token.idx, c.token.idx + len(c.token)) for c in cues if c.certainty == weakest})
    return Judgement(weakest, tuple(s.name for s in said), tuple(spans))


def _cues(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for depth, step in enumerate(reach.steps):
        yield from _adjectives(step.token, depth, lexicon)
        below = reach.steps[depth - 1].token if depth else None
        if step.link != "shared" or (below is not None and shares_auxiliaries(below)):
            yield from _modals(step.token, depth, reach, lexicon)
        if step.link not in {"self", "shared"}:
            yield from _governor(reach, depth, lexicon)
        yield from _conjunctions(step.token, depth, lexicon)
    yield from _adverbs(reach, lexicon)
    yield from _denials(reach, lexicon)
    yield from _sentence(reach, lexicon)


def _adjectives(token: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "die mögliche Fusion", "a rumoured takeover"."""
    if token.pos_ not in {"NOUN", "PROPN", "X"}:
        return
    near = {c.i: c for c in children(token, "amod", "advmod", "acl")}
    i = token.i - 1
    while (
        i >= token.sent.start
        and token.doc[i].pos_ in {"ADJ", "DET", "VERB", "ADV", "PUNCT"}
        and token.doc[i].text not in ".:;"
    ):
        if token.doc[i].pos_ in {"ADJ", "VERB"} and token.doc[i].head.i == token.i:
            near[i] = token.doc[i]
        i -= 1
    for word in near.values():
        if word.i < token.i and (certainty := _adjective(word, lexicon)):
            yield Cue(word, certainty, depth)


def _adjective(word: Token, lexicon: CertaintyLexicon) -> str | None:
    """The certainty of an adjective or participle, by lemma or by its form without endings."""
    for form in (
        word.lemma_.lower(),
        word.lower_,
        *(word.lower_.removesuffix(e) for e in ("e", "en", "er", "es", "em")),
    ):
        if form in lexicon.adjectives:
            return lexicon.adjectives[form]
    return None


def _modals(token: Token, depth: int, reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
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
        if (
            lemma in lexicon.words["finite_future"]
            and not low.startswith("wür")
            and not _is_future(token, helper, lows, lexicon)
        ):
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
    if lemma in lexicon.dated and "worden" not in lows and _is_dated(token, lexicon, years=False):
        return lexicon.dated[lemma]
    if lemma in lexicon.perfect and lows & lexicon.words["perfect_infinitives"]:
        return lexicon.perfect[lemma]
    if lemma in lexicon.passive and lows & lexicon.words["passive_infinitives"]:
        return lexicon.passive[lemma]
    if lemma in lexicon.dated and _is_dated(token, lexicon):
        return lexicon.dated[lemma]
    return plain


def _is_future(token: Token, helper: Token, lows: set[str], lexicon: CertaintyLexicon) -> bool:
    """Whether "werden" means the future and not the passive: with an infinitive, or with "werden" or "haben" once more."""
    if helper.lower_ in {"wurde", "wurden", "worden", "wurdest"}:
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


def _governor(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """The verb, noun or adjective above the trigger."""
    step, below = reach.steps[depth], reach.steps[depth - 1].token
    token = step.token
    if token.pos_ == "ADJ" and (certainty := _adjective(token, lexicon)):
        yield Cue(token, certainty, depth)
    if token.pos_ == "NOUN" and step.link in {"noun", "complement"}:
        if found := lexicon.governing_noun(token.lemma_.lower()):
            yield Cue(token, found, depth)
        return
    if certain := verb_certainty(step, below, lexicon):
        if not _is_signed(reach, depth, lexicon) and not _is_announced_fact(reach, depth, lexicon):
            yield Cue(token, _unspoken(certain, reach, depth, lexicon), depth)
    elif lexicon.has("linking", token.lemma_.lower()):
        yield from _predicate(token, below, depth, lexicon)


def verb_certainty(step: Step, below: Token, lexicon: CertaintyLexicon) -> str | None:
    """What a verb above the trigger makes of it, particles and "expect to" included."""
    token, lemma = step.token, step.token.lemma_.lower()
    particles = [c.lower_ for c in children(token, "compound") if c.pos_ in {"ADP", "ADV", "PART"}]
    after = token.doc[token.i + 1 : token.sent.end][:1]
    particles += [t.lower_ for t in after if t.pos_ in {"ADP", "ADV"}]
    keys = [key for p in particles for key in (f"{lemma} {p}", p + lemma)]
    marks = [] if is_passive(token) else [f"{lemma} {mark}" for mark in conjunctions(below)]
    for key in (*keys, *marks, lemma):
        certain = lexicon.happens.get(key) or (lexicon.verbs.get(key) if step.link != "subject" else None)
        if certain:
            return certain
    return None


def _unspoken(certainty: str, reach: Scope, depth: int, lexicon: CertaintyLexicon) -> str:
    """ "declined to comment on the sale" denies nothing, it leaves it open."""
    negated = lexicon.single["negated_certainty"]
    between = [s.token.lemma_.lower() for s in reach.steps[1:depth]]
    open_ = any(lexicon.has("say", lemma) or lexicon.has("facts", lemma) for lemma in between)
    return lexicon.unlikely[negated] if certainty == negated and open_ else certainty


def _is_signed(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """Whether the trigger is a contract and the verb signs it: then it exists."""
    trigger = reach.steps[0].token
    signs = lexicon.has("signing", reach.steps[depth].token.lemma_.lower())
    return signs and trigger.pos_ == "NOUN" and lexicon.noun("contracts", trigger.lemma_.lower())


def _is_announced_fact(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """ "announced the completion of the purchase"."""
    below = reach.steps[depth - 1]
    announces = lexicon.has("announces", reach.steps[depth].token.lemma_.lower())
    return announces and lexicon.has("fact_nouns", below.token.lemma_.lower())


def _predicate(token: Token, below: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "gilt als wahrscheinlich", "steht vor dem Verkauf"."""
    if lexicon.has("verge", preposition(below)):
        yield Cue(token, lexicon.single["pending_certainty"], depth)
    for child in token.children:
        if child.pos_ in {"ADJ", "ADV", "VERB", "NOUN"} and (certainty := _adjective(child, lexicon)):
            yield Cue(child, certainty, depth)


def _conjunctions(token: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for child in token.children:
        if (
            relation(child) in {"mark", "advmod"}
            and child.lower_ in lexicon.marks
            and child.lower_ in conjunctions(token)
        ):
            yield Cue(child, lexicon.marks[child.lower_], depth)


def _adverbs(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for token in reach.steps[0].token.sent:
        if token.lower_ in lexicon.adverbs and token.pos_ in {"ADV", "ADJ", "PART"} and reach.holds(token):
            if relation(token) != "amod" or token.head.i == reach.steps[0].token.i:
                yield Cue(token, lexicon.adverbs[token.lower_])


def _denials(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "nicht", "kein", "never": of the trigger, or of something above it, which may turn it round."""
    places = {step.token.i: n for n, step in enumerate(reach.steps)}
    for token in reach.steps[0].token.sent:
        if not lexicon.has("negations", token.lower_) or not reach.holds(token) or _taken_back(token, lexicon):
            continue
        top = clause_top(token)
        depth = places.get(token.head.i, places.get(top.i, 0))
        before = token.doc[token.i - 1].lower_ if token.i else ""
        after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
        if lexicon.has("not_yet", before) or lexicon.has("not_yet", after):
            yield Cue(token, lexicon.single["pending_certainty"], depth)
            continue
        yield Cue(token, _denied(reach, depth, lexicon), depth, denial=True)


def _taken_back(token: Token, lexicon: CertaintyLexicon) -> bool:
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return lexicon.has("ended", after) or lexicon.has("despite", after)


def _denied(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> str:
    """What a denial of this step leaves: "schließt nicht aus" leaves it possible, so does "bestätigte nicht"."""
    negated = lexicon.single["negated_certainty"]
    if depth == 0:
        return negated
    step = reach.steps[depth]
    lemma = step.token.lemma_.lower()
    turned = verb_certainty(step, reach.steps[depth - 1].token, lexicon) == negated
    return lexicon.unlikely[negated] if turned or lexicon.has("facts", lemma) or lexicon.has("say", lemma) else negated


def _turned_round(cues: list[Cue], negated: str) -> list[Cue]:
    """`cues` without a denying verb that is itself denied."""
    denied = {c.depth for c in cues if c.denial and c.certainty != negated}
    return [c for c in cues if c.depth not in denied or c.certainty != negated]


def _sentence(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """What holds for the whole sentence: questions, hearsay, what is still missing."""
    trigger = reach.steps[0].token
    sent = trigger.sent
    words = [t for t in sent if not t.is_space]
    if words and words[-1].text == "?" and reach.main:
        yield Cue(words[-1], lexicon.single["question_certainty"])
    if not reach.main:
        return
    text = sent.text.lower()
    for phrase, certainty in lexicon.pending.items():
        if phrase in text:
            yield Cue(sent[0], certainty)
    for field, certainty in (("hearsay", "hearsay_certainty"), ("conditional", "question_certainty")):
        if any(phrase in text for phrase in lexicon.words[field]):
            yield Cue(sent[0], lexicon.single[certainty])


def _from_sources(doc: Doc, said: list[Source], reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """Hearsay from others, and the Konjunktiv I of reported speech where the company does not speak itself."""
    for source in said:
        if not source.own:
            yield Cue(doc[source.cue], lexicon.single["hearsay_certainty"])
    if said and all(source.own for source in said):
        return
    for step in reach.steps[:1]:
        for token in (step.token, *children(step.token, "aux", "cop")):
            if _is_subjunctive(token, lexicon):
                yield Cue(token, lexicon.single["subjunctive_certainty"])


def _is_subjunctive(token: Token, lexicon: CertaintyLexicon) -> bool:
    if not lexicon.words["subjunctive"]:
        return False
    return token.lower_ in lexicon.words["subjunctive"] or (
        feature(token, "Mood") == "Sub" and feature(token, "Tense") == "Pres"
    )


def _without_done(cues: list[Cue], reach: Scope, lexicon: CertaintyLexicon) -> list[Cue]:
    """`cues` without the plans below a verb that says they were carried out: "schloss die geplante Übernahme ab"."""
    done = [n for n, s in enumerate(reach.steps) if n and lexicon.has("completes", s.token.lemma_.lower())]
    if not done:
        return cues
    return [c for c in cues if c.depth >= done[0] or c.certainty != lexicon.single["pending_certainty"]]
