"""Rules and model vote: which claims stand, and how sure they are.

The confidence of a claim is a calibrated probability. Where the model compared the two parties, it comes from the
model's score and from whether a rule found the same; where it did not (they stand too far apart), from the rule alone.
What the model alone found also has to stand against what is surer: another statement about the same two, or the same
statement about one of them and a third. The numbers are fitted by `training.calibrate` on documents that neither side
has seen, and stand in `labels.json`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache
from math import exp, log
from pathlib import Path

from kg.annotate.annotation import Annotation
from kg.extract.certainty import judge
from kg.extract.events import heads_another, is_told
from kg.extract.learned import Finding, Findings, Pair
from kg.extract.makers import read_by_name
from kg.extract.match import Rules, evidence_of
from kg.extract.relays import passes_on
from kg.extract.values import values_near
from kg.model import Claim, Mention
from kg.ontology import Schema

BY = "model"
SURE = 0.75
"""How sure the model must be that a rule's statement is no plain fact, where no cue says so."""
MISSED = -5.0
"""The score of a pair that the model compared and gave less than `kg.extract.learned.FLOOR`."""
HELD = 0.75
"""What a rule's claim keeps of its pattern's confidence when the model sees nothing in it."""
RULED = 20.0
"""The strength of what a rule found, above all scores."""
ONCE = frozenset({"Merger"})
"""What two do with each other and, in one article, hardly ever with a third: their rival, their owner, their brand."""
FACT, AGREED = 0.9995, 0.7
"""How sure the model must be that its own statement is told as a fact, also where cues hedge it, as its shares crowd at
1, and where the cues agree; in doubt it is what else is likeliest."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Log odds of a claim being right: `model` (constant, per score, per kind of rival) and a constant for each
    statement type in `types` where the model alone found it, `both` (constant, per score, per log odds of the pattern)
    where the model compared the parties of a rule's claim, `rules` (constant, per log odds of the pattern) where it did
    not."""

    model: tuple[float, ...]
    both: tuple[float, ...]
    rules: tuple[float, ...]
    types: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Vote":
        numbers = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["vote"]
        model, both, rules = (tuple(numbers[name]) for name in ("model", "both", "rules"))
        return cls(model, both, rules, numbers.get("types", {}))

    def of_model(self, pair: Pair, score: float, rivals: "Rivals") -> float:
        """The confidence in what the model alone found."""
        weights = (self.model[0] + self.types.get(pair[0], 0.0), *self.model[1:])
        return probability(weights, score, *rivals.of(pair))


class Rivals:
    """What is surest of each two entities, and of each statement type for one of its parties, in a document."""

    def __init__(self, strengths: Mapping[Pair, float], annotation: Annotation, schema: Schema) -> None:
        self.strengths, self.schema = strengths, schema
        self.words = {e.id: frozenset(e.name.casefold().split()) for e in annotation.entities}
        self._stronger: dict[tuple[str, ...], list[Pair]] = {}
        for pair in sorted(strengths, key=lambda p: -strengths[p]):
            for key in self._keys(pair):
                self._stronger.setdefault(key, []).append(pair)

    def _is_symmetric(self, pair: Pair) -> bool:
        edge = self.schema.statement_type(pair[0]).edge
        return bool(edge and edge.symmetric)

    def _keys(self, pair: Pair) -> tuple[tuple[str, ...], ...]:
        type_, head, tail = pair
        first, second = ("party", "party") if self._is_symmetric(pair) else ("head", "tail")
        return ("both", min(head, tail), max(head, tail)), (first, type_, head), (second, type_, tail)

    def of(self, pair: Pair) -> tuple[float, ...]:
        """1.0 for each kind of rival that is stronger: another statement about the two, the same with another second
        party, the same with another first one."""
        own = self.strengths[pair]
        return tuple(float(self.strengths[self._stronger[key][0]] > own) for key in self._keys(pair))

    def excludes(self, pair: Pair) -> bool:
        """Whether a statement makes a group the equal of its own part ("Velmoor", "Velmoor Cloud"), says of the one
        what is surer of the other, or is of a type in ONCE and surer of one of the two and a third."""
        own = self.strengths[pair]
        if self._is_symmetric(pair) and self._is_one_house(*pair[1:]):
            return True
        if pair[0] in ONCE and any(self.of(pair)[1:]):
            return True
        for key in self._keys(pair)[1:]:
            for other in self._stronger[key]:
                if self.strengths[other] <= own:
                    break
                one, instead = set(pair[1:]) - set(other[1:]), set(other[1:]) - set(pair[1:])
                if len(one) == len(instead) == 1 and self._is_one_house(*one, *instead):
                    return True
        return False

    def _is_one_house(self, one: str, other: str) -> bool:
        a, b = self.words[one], self.words[other]
        return one != other and bool(a and b) and (a <= b or b <= a)


def strengths(findings: Findings, ruled: Iterable[Pair] = ()) -> dict[Pair, float]:
    """How strong each statement is that model or rules found."""
    return {pair: f.score for pair, f in findings.best.items()} | dict.fromkeys(ruled, RULED)


@cache
def fitted(folder: Path) -> Vote:
    """The vote of a model folder, read once."""
    return Vote.read(folder)


def probability(numbers: tuple[float, ...], *features: float) -> float:
    """The logistic function of a constant and weighted features, to four places."""
    total = numbers[0] + sum(w * f for w, f in zip(numbers[1:], features, strict=True))
    return round(1 / (1 + exp(-max(-30.0, min(30.0, total)))), 4)


def log_odds(confidence: float) -> float:
    kept = min(max(confidence, 0.01), 0.99)
    return log(kept / (1 - kept))


def vote(
    claims: Iterable[Claim],
    findings: Findings,
    annotation: Annotation,
    rules: Rules,
    numbers: Vote,
    least: float,
    *,
    held: float = HELD,
) -> Iterator[Claim]:
    """The claims of the rules with their new confidence, then those that only the model found; none below `least`.

    A rule's claim keeps `held` of its pattern's confidence whatever the model sees in it; not so one that only a
    product's name tells.
    """
    by_name = read_by_name(rules.patterns)
    schema = rules.schema
    found: set[Pair] = set()
    claims = list(claims)
    sourced = {(p, c.evidence.start) for c in claims if c.said_by for p in pairs_of(c, schema)}
    for claim in claims:
        pairs = list(pairs_of(claim, schema))
        own = [findings.best[p] for p in pairs if p in findings.best]
        found |= set(pairs)
        rule = log_odds(claim.confidence)
        if own or any(findings.judged(p) for p in pairs):
            score = max((f.score for f in own), default=MISSED)
            least_kept = 0.0 if claim.by in by_name else held * claim.confidence
            sure = max(probability(numbers.both, score, rule), least_kept)
        else:
            sure = probability(numbers.rules, rule)
        if sure >= least:
            claim = replace(claim, confidence=sure)
            free = sourced.isdisjoint((p, claim.evidence.start) for p in pairs)
            hedged = own and free and claim.by not in by_name
            yield _certain(claim, own, schema) if hedged else claim
    yield from alone(findings, annotation, rules, numbers, least, found)


def alone(
    findings: Findings,
    annotation: Annotation,
    rules: Rules,
    numbers: Vote,
    least: float,
    ruled: Set[Pair] = frozenset(),
) -> Iterator[Claim]:
    """What the model says where the rules have found nothing, or without them; `ruled` is what they found."""
    rivals = Rivals(strengths(findings, ruled), annotation, rules.schema)
    for pair, finding in findings.best.items():
        if pair not in ruled and may_stand(pair, finding, rivals, annotation, rules):
            sure = numbers.of_model(pair, finding.score, rivals)
            if sure >= least:
                yield claim_of(finding, sure, annotation, rules)


def may_stand(pair: Pair, finding: Finding, rivals: Rivals, annotation: Annotation, rules: Rules) -> bool:
    """Whether nothing speaks against what the model alone has found: a sender as a party, an event without a word for
    it, a title of another body, a surer rival."""
    if any(passes_on(m, annotation) for m in (finding.head, finding.tail)) or heads_another(finding, annotation, rules):
        return False
    if rules.schema.statement_type(finding.type).edge is None and not is_told(finding, annotation, rules):
        return False
    return not rivals.excludes(pair)


def pairs_of(claim: Claim, schema: Schema) -> Iterator[Pair]:
    """The statements with two parties (or one) that a claim makes, as the model counts them."""
    type_ = schema.statement_type(claim.type)
    fillers = {role: [m.entity for m in ms if isinstance(m, Mention)] for role, ms in claim.roles.items()}
    for head, tail in schema.pairs(claim.type, fillers):
        ends = (head, tail if tail is not None else head)
        if type_.edge and type_.edge.symmetric:
            ends = (min(ends), max(ends))
        yield claim.type, *ends


def _certain(claim: Claim, own: list[Finding], schema: Schema) -> Claim:
    """The claim as it is where a cue hedges it; what no cue touches gets the likeliest of the weaker certainties where
    the model is sure that it is no plain fact."""
    best = max(own, key=lambda f: f.score)
    plainest = min(best.certainties, key=lambda c: schema.certainty(c).rank)
    if claim.certainty != plainest or best.certainties[plainest] > 1 - SURE:
        return claim
    weaker = {name: share for name, share in best.certainties.items() if name != plainest}
    return replace(claim, certainty=max(weaker, key=lambda name: weaker[name]))


def certainty_of(finding: Finding, cued: str, schema: Schema) -> str:
    """The model's certainty; what the cues hedge is as they say where the model would tell it as a fact."""
    plainest = min(finding.certainties, key=lambda c: schema.certainty(c).rank)
    others = {c: share for c, share in finding.certainties.items() if c != plainest}
    if finding.certainties[plainest] >= AGREED or not others:
        return plainest if finding.certainties[plainest] >= FACT else cued
    return max(others, key=lambda c: others[c])


def claim_of(finding: Finding, sure: float, annotation: Annotation, rules: Rules) -> Claim:
    """A claim from the model: its sentence is that of the word it looks at, or of the later party; the cues about
    either count."""
    schema = rules.schema
    type_ = schema.statement_type(finding.type)
    later = max(finding.head, finding.tail, key=lambda m: m.start)
    sentence = annotation.doc[annotation.tokens(later)[0]].sent
    token = annotation.doc[finding.token]
    if not sentence.start <= token.i < sentence.end:
        token = sentence.root
    of_party = annotation.doc[slice(*annotation.tokens(later))].root
    judgements = [judge(annotation.doc, t.i, rules.lexicon, schema) for t in (token, of_party)]
    judgement = max(judgements, key=lambda j: schema.certainty(j.certainty).rank)
    when, values = values_near(annotation, token, finding.type, {}, schema)
    if type_.edge is None:
        parties: dict[str, tuple[Mention, ...]] = {type_.head: (finding.head,)}
    elif type_.edge.symmetric:
        parties = {type_.edge.subject_role: tuple(sorted((finding.head, finding.tail), key=lambda m: m.start))}
    else:
        parties = {type_.edge.subject_role: (finding.head,), type_.edge.object_role: (finding.tail,)}
    return Claim(
        type=finding.type,
        roles={**parties, **values},
        evidence=evidence_of(annotation, sentence),
        trigger=(token.idx, token.idx + len(token)),
        certainty=certainty_of(finding, judgement.certainty, schema),
        by=BY,
        confidence=sure,
        said_by=judgement.said_by,
        when=when,
    )
