"""How sure a sentence is of what one of its words says, and who says it.

A cue counts when it governs or modifies the trigger: an auxiliary of its clause, a verb or noun above it, an adjective
or adverb with it, a conjunction, a denial, a source. The weakest of all cues wins, as the ontology orders them. What
is said by the company itself, or by one who speaks for it, stays a fact; what others say is hearsay.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.annotate.sentences import sentence_of
from kg.extract.attribution import Source, sources
from kg.extract.cues import CertaintyLexicon
from kg.extract.modality import Cue, ahead, modals
from kg.extract.scope import (
    Scope,
    Step,
    clause_top,
    conjunctions,
    is_adjunct,
    is_passive,
    is_relative,
    part,
    part_of,
    preposition,
    scope,
    shares_auxiliaries,
)
from kg.extract.tree import children, dependents, feature, relation
from kg.ontology import Schema

_NOUNS = frozenset({"NOUN", "PROPN", "X"})
_STOPS = frozenset({"VERB", "AUX", "PUNCT", "ADP"})
_NEAR = 4
"""Words before a noun among which "former" is sought."""

__all__ = ["CertaintyLexicon", "Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A certainty of the ontology, who said it (base forms, in text order), and where the words stand that tell.

    `cues` are `[start, end)` in code points of the document's text, sorted; only those of the certainty that won.
    """

    certainty: str
    said_by: tuple[str, ...] = ()
    cues: tuple[tuple[int, int], ...] = ()


def judge(doc: Doc, trigger: int, lexicon: CertaintyLexicon, schema: Schema, *, presupposed: bool = False) -> Judgement:
    """How sure the sentence is of the word at token index `trigger`.

    A `presupposed` one is touched by the adjectives with it only. `schema` orders the certainties.
    """
    token = doc[trigger]
    if _is_former(token, lexicon):
        return Judgement(schema.weakest(["asserted"]))
    if presupposed and not _is_predicate(token, lexicon):
        return _judgement([*_adjectives(token, 0, lexicon)], [], schema)
    reach = scope(token, lexicon)
    said = sources(reach, lexicon)
    cues = [*_cues(reach, lexicon), *ahead(reach, lexicon), *_from_sources(doc, said, reach, lexicon)]
    cues = _only_passed_on(cues, lexicon)
    cues = _turned_round(cues, lexicon.single["negated_certainty"])
    return _judgement(_without_done(cues, reach, lexicon), said, schema)


def _is_predicate(noun: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether the clause says the noun of someone, and so takes nothing for granted: "ist keine Tochter von X"."""
    if children(noun, "cop") or any(lexicon.has("negations", c.lower_) for c in children(noun, "det")):
        return True
    verb = noun.head
    if noun.i + 1 < len(noun.doc) and noun.nbor().pos_ == "PROPN":
        return False  # a title: "Vorstand wird Finanzchef Jan Petersen"
    being = lexicon.has("linking", verb.lemma_.lower()) or verb.lower_ in lexicon.words["becoming"]
    return relation(noun) in {"nsubj", "xcomp", "obj"} and being and not children(verb, "cop")


def _judgement(cues: list[Cue], said: list[Source], schema: Schema) -> Judgement:
    weakest = schema.weakest(["asserted", *(c.certainty for c in cues)])
    spans = sorted({(c.token.idx, c.token.idx + len(c.token)) for c in cues if c.certainty == weakest})
    return Judgement(weakest, tuple(s.name for s in said), tuple(spans))


def _cues(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for depth, step in enumerate(reach.steps):
        yield from _adjectives(step.token, depth, lexicon)
        below = reach.steps[depth - 1].token if depth else None
        if step.link != "shared" or (below is not None and shares_auxiliaries(below)):
            yield from modals(step.token, depth, reach, lexicon)
        if step.link not in {"self", "shared"}:
            yield from _governor(reach, depth, lexicon)
        yield from _conjunctions(step.token, depth, lexicon)
        if depth == 0:
            yield from _conditions(step.token, lexicon)
            if lexicon.has("verge", preposition(step.token)) and step.token.head.pos_ in _NOUNS:
                yield Cue(step.token, lexicon.single["pending_certainty"])
    yield from _adverbs(reach, lexicon)
    yield from _denials(reach, lexicon)
    yield from _sentence(reach, lexicon)


def _adjectives(token: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "die mögliche Fusion", "a rumoured takeover"."""
    if token.pos_ not in _NOUNS:
        return
    near = {c.i: c for c in children(token, "amod", "advmod", "acl")}
    i = token.i - 1
    while (
        i >= sentence_of(token).start
        and token.doc[i].pos_ in {"ADJ", "DET", "VERB", "ADV", "PUNCT"}
        and token.doc[i].text not in ".:;"
    ):
        if token.doc[i].pos_ in {"ADJ", "VERB"} and token.doc[i].head.i == token.i:
            near[i] = token.doc[i]
        i -= 1
    for word in near.values():
        if word.i < token.i and (certainty := _adjective(word, lexicon)):
            yield Cue(word, certainty, depth)


def _is_former(token: Token, lexicon: CertaintyLexicon) -> bool:
    """ "der frühere Chef", "a former unit": a past fact, whatever the sentence makes of the rest."""
    begin = sentence_of(token).start
    first = next((t.i for t in reversed(token.doc[begin : token.i]) if t.pos_ in _STOPS), begin)
    before = token.doc[max(first, token.i - _NEAR) : token.i] if token.pos_ in _NOUNS else ()
    return any(lexicon.has("former", form) for word in before for form in _forms(word))


def _forms(word: Token) -> tuple[str, ...]:
    """The base form, and the form without the endings of adjectives."""
    low = word.lower_
    return (word.lemma_.lower(), low, *(low.removesuffix(e) for e in ("e", "en", "er", "es", "em")))


def _adjective(word: Token, lexicon: CertaintyLexicon) -> str | None:
    """The certainty of an adjective or participle, by lemma or by its form without endings."""
    for form in _forms(word):
        if form in lexicon.adjectives:
            return lexicon.adjectives[form]
    return None


def _governor(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """The verb, noun or adjective above the trigger."""
    step, below = reach.steps[depth], reach.steps[depth - 1].token
    token = step.token
    predicate = token.pos_ == "ADJ" or (token.pos_ == "NOUN" and step.link == "subject")
    if predicate and (certainty := _adjective(token, lexicon)):
        yield Cue(token, certainty, depth)
    if token.pos_ == "NOUN" and step.link in {"noun", "complement"}:
        if found := lexicon.governing_noun(token.lemma_.lower()):
            yield Cue(token, found, depth)
        return
    if _breaks_off(reach, depth, lexicon):
        yield Cue(token, lexicon.single["negated_certainty"], depth)
    if certain := verb_certainty(step, below, lexicon):
        if _is_ended(reach, depth, lexicon):
            return
        if not _is_signed(reach, depth, lexicon) and not _is_announced_fact(reach, depth, lexicon):
            yield Cue(token, _unspoken(certain, reach, depth, lexicon), depth)
    elif lexicon.has("linking", token.lemma_.lower()):
        yield from _predicate(token, below, depth, lexicon)


def verb_certainty(step: Step, below: Token, lexicon: CertaintyLexicon) -> str | None:
    """What a verb above the trigger makes of it, particles and "expect to" included."""
    token, lemma = step.token, step.token.lemma_.lower()
    particles = [c.lower_ for c in children(token, "compound") if c.pos_ in {"ADP", "ADV", "PART"}]
    after = token.doc[token.i + 1 : sentence_of(token).end][:1]
    particles += [t.lower_ for t in after if t.pos_ in {"ADP", "ADV"}]
    keys = [key for p in particles for key in (f"{lemma} {p}", p + lemma)]
    between = [c for c in children(token, "obj", "iobj") if token.i < c.i < below.i]
    own = is_passive(token, lexicon) or children(below, "nsubj") or between
    marks = [] if own else [f"{lemma} {mark}" for mark in conjunctions(below)]
    for key in (*keys, *marks, lemma):
        if key != lemma and lexicon.has("facts", key):
            return None
        certain = lexicon.happens.get(key) or (lexicon.verbs.get(key) if step.link != "subject" else None)
        if certain:
            return certain
    return None


def _unspoken(certainty: str, reach: Scope, depth: int, lexicon: CertaintyLexicon) -> str:
    """ "declined to comment on the sale" denies nothing, it leaves it open."""
    negated = lexicon.single["negated_certainty"]
    between = [s.token.lemma_.lower() for s in reach.steps[1:depth] if s.token.pos_ == "VERB"]
    open_ = any(lexicon.has("say", lemma) or lexicon.has("facts", lemma) for lemma in between)
    return lexicon.unlikely[negated] if certainty == negated and open_ else certainty


def _is_signed(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """Whether the trigger is a contract and the verb signs it: then it exists."""
    trigger = reach.steps[0].token
    signs = lexicon.has("signing", reach.steps[depth].token.lemma_.lower())
    return signs and trigger.pos_ == "NOUN" and lexicon.noun("contracts", trigger.lemma_.lower())


def _is_ended(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """Whether the verb ends a lasting relation, which so was a fact: "halted deliveries"."""
    ends = lexicon.has("ends", reach.steps[depth].token.lemma_.lower())
    return ends and depth == 1 and lexicon.noun("lasting", reach.steps[0].token.lemma_.lower())


def _breaks_off(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """Whether the verb ends talks or plans: "beendete die Verhandlungen", "ended talks to buy X"."""
    below = reach.steps[depth - 1].token
    ends = lexicon.has("ends", reach.steps[depth].token.lemma_.lower())
    return ends and depth > 1 and below.pos_ == "NOUN" and lexicon.governing_noun(below.lemma_.lower()) is not None


def _is_announced_fact(reach: Scope, depth: int, lexicon: CertaintyLexicon) -> bool:
    """ "announced the completion of the purchase"."""
    below = reach.steps[depth - 1]
    announces = lexicon.has("announces", reach.steps[depth].token.lemma_.lower())
    return announces and lexicon.has("fact_nouns", below.token.lemma_.lower())


def _predicate(token: Token, below: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "gilt als wahrscheinlich", "steht vor dem Verkauf"."""
    if lexicon.has("verge", preposition(below)):
        yield Cue(token, lexicon.single["pending_certainty"], depth)
    for child in dependents(token):
        if child.pos_ in {"ADJ", "ADV", "VERB", "NOUN"} and (certainty := _adjective(child, lexicon)):
            yield Cue(child, certainty, depth)


def _conjunctions(token: Token, depth: int, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for child in dependents(token):
        if (
            relation(child) in {"mark", "advmod"}
            and child.lower_ in lexicon.marks
            and child.lower_ in conjunctions(token)
            and not (lexicon.marks[child.lower_] == lexicon.single["pending_certainty"] and _is_told(token))
        ):
            yield Cue(child, lexicon.marks[child.lower_], depth)


def _conditions(verb: Token, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """What hangs on a condition in the present is not done: "If regulators agree, X buys Y"."""
    for clause in children(verb, "advcl"):
        for mark in conjunctions(clause):
            if lexicon.marks.get(mark) == lexicon.single["question_certainty"] and not _is_told(verb):
                yield Cue(clause, lexicon.single["pending_certainty"])


def _is_told(verb: Token) -> bool:
    """Whether a verb stands in the past: "before she founded Harrow"."""
    return any(
        feature(t, "Tense") == "Past" and feature(t, "VerbForm") == "Fin" for t in (verb, *children(verb, "aux"))
    )


def _adverbs(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    for token in sentence_of(reach.steps[0].token):
        adverb = token.lower_ in lexicon.adverbs and token.pos_ in {"ADV", "ADJ", "PART"} and reach.holds(token)
        if adverb and (relation(token) != "amod" or token.head.i == reach.steps[0].token.i):
            yield Cue(token, lexicon.adverbs[token.lower_])


def _denials(reach: Scope, lexicon: CertaintyLexicon) -> Iterator[Cue]:
    """ "nicht", "kein", "never": of the trigger, or of something above it, which may turn it round."""
    places = {step.token.i: n for n, step in enumerate(reach.steps)}
    near = part(reach.steps[0].token)
    for token in sentence_of(reach.steps[0].token):
        if not lexicon.has("negations", token.lower_) or _taken_back(token, reach.steps[0].token, lexicon):
            continue
        if token.i not in near:
            continue
        if not reach.holds(token) and token.head.i not in places:
            continue
        top = clause_top(token)
        depth = places.get(token.head.i, places.get(top.i, 0))
        before = token.doc[token.i - 1].lower_ if token.i else ""
        after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
        if lexicon.has("not_yet", before) or lexicon.has("not_yet", after):
            yield Cue(token, lexicon.single["pending_certainty"], depth)
            continue
        yield Cue(token, _denied(reach, depth, lexicon), depth, denial=True)


def _taken_back(token: Token, trigger: Token, lexicon: CertaintyLexicon) -> bool:
    """ "nicht mehr", "nicht nur", and "nicht X, sondern Y" where the trigger comes after."""
    doc = token.doc
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    instead = any(lexicon.has("instead", t.lower_) for t in doc[token.i : max(token.i, trigger.i)])
    return lexicon.has("ended", after) or lexicon.has("despite", after) or instead


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
    sent = sentence_of(trigger)
    words = [t for t in sent if not t.is_space]
    if words and words[-1].text == "?" and reach.main:
        yield Cue(words[-1], lexicon.single["question_certainty"])
    if not reach.main:
        return
    text, start = part_of(trigger)
    whole = sent.text.lower()
    for pending, certainty in lexicon.pending.items():
        if pending in whole:
            yield Cue(sent[0], certainty)
    for field, certainty in (("hearsay", "hearsay_certainty"), ("conditional", "question_certainty")):
        if any(words in text for words in lexicon.words[field]):
            yield Cue(sent[0], lexicon.single[certainty])
    for phrase, certainty in lexicon.sentence:
        for at in phrase.places(text):
            found = _token_at(trigger, start + at)
            if not _is_beside(found, trigger, lexicon):
                yield Cue(found, certainty)


def _token_at(near: Token, offset: int) -> Token:
    """The token of `near`'s sentence at a code point of the document."""
    return next(t for t in reversed(sentence_of(near)) if t.idx <= offset)


def _is_beside(token: Token, trigger: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether `token` stands in a relative clause or in an adjunct that the trigger does not stand in."""
    clauses = [up for up in (token, *token.ancestors) if is_relative(up, lexicon) or is_adjunct(up, lexicon)]
    return any(up.i != trigger.i and not up.is_ancestor(trigger) for up in clauses)


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
    present = feature(token, "Tense") == "Pres" and feature(token, "VerbForm") == "Fin"
    third = feature(token, "Person") == "3" and feature(token, "Number") == "Sing"
    ends = token.lower_[-1:] in lexicon.words["subjunctive_ending"]
    own = token.lower_ in lexicon.words["subjunctive"]
    return own or (present and (feature(token, "Mood") == "Sub" or (third and ends and token.pos_ == "VERB")))


def _only_passed_on(cues: list[Cue], lexicon: CertaintyLexicon) -> list[Cue]:
    """`cues` without the plan in "soll im Herbst kommen" where the sentence names others who say so."""
    hearsay = lexicon.single["hearsay_certainty"]
    if not any(c.certainty == hearsay for c in cues):
        return cues
    pending = lexicon.single["pending_certainty"]
    return [c for c in cues if c.certainty != pending or not lexicon.has("hearsay_modals", c.token.lemma_.lower())]


def _without_done(cues: list[Cue], reach: Scope, lexicon: CertaintyLexicon) -> list[Cue]:
    """`cues` without the plans below a verb that says they were carried out: "schloss die geplante Übernahme ab"."""
    done = [n for n, s in enumerate(reach.steps) if n and lexicon.has("completes", s.token.lemma_.lower())]
    if not done:
        return cues
    return [c for c in cues if c.depth >= done[0] or c.certainty != lexicon.single["pending_certainty"]]
