"""The vote of rules and model, on findings that the test writes down."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.annotation import Annotation
from kg.errors import InputError
from kg.extract import extract, load_rules
from kg.extract.learned import Finding, Findings
from kg.extract.match import Matcher
from kg.extract.vote import BY, HELD, Vote, alone, certainty_of, log_odds, probability, vote
from kg.model import Claim, Document, GivenEntity
from kg.ontology import Schema

SCHEMA = Schema.load()
TEXT = "Nordstahl übernimmt Kessler. Rieder und Ostwerk stehen daneben."
NUMBERS = Vote(model=(-1.0, 1.0, -2.0, -1.0, -0.5), types={"Strike": -1.5}, both=(0.0, 1.0, 1.0), rules=(0.0, 1.0))
ASSERTED = {"asserted": 0.9, "planned": 0.1}


@pytest.fixture(scope="module")
def annotation() -> Annotation:
    given = tuple(
        GivenEntity(TEXT.index(name), TEXT.index(name) + len(name), "Company")
        for name in ("Nordstahl", "Kessler", "Rieder", "Ostwerk")
    )
    document = Document(id="a", text=TEXT, lang="de", given=given)
    return next(iter(annotate([document], settings=AnnotateSettings(given_entities=True))))


def finding(annotation: Annotation, type_: str, head: int, tail: int, score: float, **certainties: float) -> Finding:
    mentions = annotation.mentions
    return Finding(type_, mentions[head], mentions[tail], score, certainties or ASSERTED, token=1)


ALL = frozenset(SCHEMA.statements)


def findings(annotation: Annotation, *found: Finding, compared: bool = True, types: frozenset[str] = ALL) -> Findings:
    best = {}
    for f in found:
        edge = SCHEMA.statement_type(f.type).edge
        ends = (f.head.entity, f.tail.entity)
        best[f.type, *(sorted(ends) if edge and edge.symmetric else ends)] = f
    entities = [e.id for e in annotation.entities] if compared else []
    return Findings(best, frozenset((a, b) for a in entities for b in entities), types)


def voted(annotation: Annotation, said: Findings, least: float = 0.0) -> list[Claim]:
    rules = load_rules("de", SCHEMA)
    claims = [c for c in Matcher(annotation, rules).claims() if c.type == "Acquisition"]
    return list(vote(claims, said, annotation, rules, NUMBERS, least))


def test_both_are_surer_than_the_rule_where_the_model_sees_nothing(annotation: Annotation) -> None:
    agreed, *_ = voted(annotation, findings(annotation, finding(annotation, "Acquisition", 0, 1, 3.0)))
    alone_, *_ = voted(annotation, findings(annotation))
    assert agreed.by == alone_.by != BY
    assert agreed.confidence > 0.9 > 0.75 > alone_.confidence
    assert alone_.confidence >= HELD * 0.8


def test_a_pair_that_the_model_did_not_compare_is_left_to_the_rule(annotation: Annotation) -> None:
    claim, *_ = voted(annotation, findings(annotation, compared=False))
    claims = Matcher(annotation, load_rules("de", SCHEMA)).claims()
    original = next(c for c in claims if c.type == "Acquisition")
    assert claim.confidence == pytest.approx(original.confidence, abs=0.001)


def test_a_type_that_the_model_does_not_know_is_left_to_the_rule(annotation: Annotation) -> None:
    known, unknown = (voted(annotation, findings(annotation, types=t))[0] for t in (ALL, ALL - {"Acquisition"}))
    assert known.confidence < unknown.confidence


def test_the_model_adds_what_no_rule_found(annotation: Annotation) -> None:
    said = findings(annotation, finding(annotation, "Competition", 3, 2, 2.0, planned=0.7, asserted=0.3))
    added = [c for c in voted(annotation, said) if c.by == BY]
    assert [(c.type, c.certainty) for c in added] == [("Competition", "planned")]
    assert [m.text for m in added[0].roles["competitor"]] == ["Rieder", "Ostwerk"]
    assert added[0].evidence.quote == "Rieder und Ostwerk stehen daneben."
    assert added[0].confidence == pytest.approx(probability((-1.0, 1.0), 2.0))


def test_what_a_surer_statement_speaks_against_counts_less(annotation: Annotation) -> None:
    def confidence(*others: Finding) -> float:
        said = findings(annotation, finding(annotation, "Supply", 2, 3, 1.0), *others)
        found = alone(said, annotation, load_rules("de", SCHEMA), NUMBERS, 0.0)
        return next(c.confidence for c in found if c.type == "Supply" and c.roles["supplier"][0].text == "Rieder")

    free = confidence(finding(annotation, "Competition", 0, 1, 3.0), finding(annotation, "Supply", 0, 1, 3.0))
    assert free == pytest.approx(probability((-1.0, 1.0), 1.0))
    assert confidence(finding(annotation, "Competition", 2, 3, 0.5)) == free
    same_two = confidence(finding(annotation, "Competition", 2, 3, 3.0))
    other_tail = confidence(finding(annotation, "Supply", 2, 1, 3.0))
    other_head = confidence(finding(annotation, "Supply", 0, 3, 3.0))
    assert same_two < other_tail < other_head < free


def test_a_group_and_its_part() -> None:
    text = "Velmoor, Velmoor Cloud, Kessler."
    given = tuple(GivenEntity(text.index(n), text.index(n) + len(n), "Company") for n in ("Velmoor", "Kessler"))
    cloud = GivenEntity(text.index("Velmoor C"), text.index("Velmoor C") + 13, "Company")
    document = Document(id="b", text=text, lang="en", given=(*given, cloud))
    (read,) = annotate([document], settings=AnnotateSettings(given_entities=True))
    group, part, other = range(3)
    rules = load_rules("en", SCHEMA)

    def told(*found: Finding) -> set[tuple[str, ...]]:
        claims = alone(findings(read, *found), read, rules, NUMBERS, 0.0)
        return {(c.type, *(m.text for ms in c.roles.values() for m in ms if hasattr(m, "text"))) for c in claims}

    assert told(finding(read, "Competition", group, part, 3.0)) == set()
    assert told(finding(read, "Merger", group, part, 3.0)) == set()
    assert told(finding(read, "Subsidiary", group, part, 3.0)) != set()
    twice = told(finding(read, "Competition", group, other, 3.0), finding(read, "Competition", part, other, 2.0))
    assert twice == {("Competition", "Velmoor", "Kessler")}
    supply = told(finding(read, "Supply", part, other, 3.0), finding(read, "Supply", group, other, 2.0))
    assert supply == {("Supply", "Velmoor Cloud", "Kessler")}


EVENTS = "Rieder ist insolvent. Bei Ostwerk drohen Streiks und Entlassungen. Nordstahl wächst."


@pytest.fixture(scope="module")
def events() -> Annotation:
    given = tuple(
        GivenEntity(EVENTS.index(name), EVENTS.index(name) + len(name), "Company")
        for name in ("Rieder", "Ostwerk", "Nordstahl")
    )
    document = Document(id="c", text=EVENTS, lang="de", given=given)
    return next(iter(annotate([document], settings=AnnotateSettings(given_entities=True))))


def test_a_type_has_its_own_constant(events: Annotation) -> None:
    said = findings(events, finding(events, "Strike", 1, 1, 1.0), finding(events, "Layoff", 1, 1, 1.0))
    found = {c.type: c.confidence for c in alone(said, events, load_rules("de", SCHEMA), NUMBERS, 0.0)}
    assert found == {"Strike": pytest.approx(probability((-2.5, 1.0), 1.0)), "Layoff": pytest.approx(0.5)}


def test_lone_parties_and_direction(events: Annotation) -> None:
    said = findings(events, finding(events, "Insolvency", 0, 0, 4.0), finding(events, "Supply", 1, 2, 4.0))
    claims = {c.type: c for c in alone(said, events, load_rules("de", SCHEMA), NUMBERS, 0.5)}
    assert {role: [m.text for m in ms] for role, ms in claims["Insolvency"].roles.items()} == {"company": ["Rieder"]}
    assert [m.text for m in claims["Supply"].roles["supplier"]] == ["Ostwerk"]
    assert [m.text for m in claims["Supply"].roles["customer"]] == ["Nordstahl"]


@pytest.mark.parametrize(("type_", "party", "told"), [
    ("Strike", 1, True), ("Layoff", 1, True), ("Strike", 2, False), ("Layoff", 2, False),
])  # fmt: skip
def test_an_event_needs_its_words(events: Annotation, type_: str, party: int, told: bool) -> None:
    said = findings(events, finding(events, type_, party, party, 5.0))
    assert bool(list(alone(said, events, load_rules("de", SCHEMA), NUMBERS, 0.0))) is told


def test_two_merge_and_no_third(annotation: Annotation) -> None:
    def pairs(type_: str) -> int:
        said = findings(annotation, finding(annotation, type_, 2, 3, 5.0), finding(annotation, type_, 2, 0, 4.0))
        return len(list(alone(said, annotation, load_rules("de", SCHEMA), NUMBERS, 0.0)))

    assert (pairs("Merger"), pairs("Partnership")) == (1, 2)


def test_least_confidence_leaves_out_rules_and_model_alike(annotation: Annotation) -> None:
    said = findings(annotation, finding(annotation, "Partnership", 2, 3, 0.5))
    assert {c.type for c in voted(annotation, said, 0.0)} == {"Acquisition", "Partnership"}
    assert voted(annotation, said, 0.8) == []


@pytest.mark.parametrize(("share", "expected"), [(0.995, "negated"), (0.6, "asserted"), (0.5, "negated")])
def test_the_models_certainty_counts_when_it_is_sure(annotation: Annotation, share: float, expected: str) -> None:
    planned = 0.45 if share == 0.5 else 0.0
    shares = {"negated": share, "planned": planned, "asserted": 1 - share - planned}
    sure = finding(annotation, "Acquisition", 0, 1, 3.0, **shares)
    claim, *_ = voted(annotation, findings(annotation, sure))
    assert claim.certainty == expected


@pytest.mark.parametrize("cued", ["asserted", "planned", "negated"])
@pytest.mark.parametrize("share", [0.8, 0.999])
def test_what_cues_hedge_is_no_fact_when_the_model_is_sure(annotation: Annotation, cued: str, share: float) -> None:
    said = finding(annotation, "Supply", 3, 2, 3.0, asserted=share, planned=1 - share)
    assert certainty_of(said, cued, SCHEMA) == cued


def test_it_is_one_when_the_model_is_certain(annotation: Annotation) -> None:
    said = finding(annotation, "Supply", 3, 2, 3.0, asserted=0.9999, planned=0.0001)
    assert certainty_of(said, "planned", SCHEMA) == "asserted"


def test_cues_about_the_later_party_count_too() -> None:
    text = "Kessler fehlt ein Partner: Die gemeinsam mit Nordstahl geplante Fabrik fehlt."
    given = tuple(GivenEntity(text.index(n), text.index(n) + len(n), "Company") for n in ("Kessler", "Nordstahl"))
    read = annotate([Document("b", text, "de", given=given)], settings=AnnotateSettings(given_entities=True))
    annotation = next(iter(read))
    said = findings(annotation, finding(annotation, "Partnership", 0, 1, 3.0, asserted=0.99, planned=0.01))
    (claim,) = alone(said, annotation, load_rules("de", SCHEMA), NUMBERS, 0.0)
    assert claim.certainty == "planned"


@pytest.mark.parametrize(("share", "expected"), [(0.93, "asserted"), (0.6, "planned")])
def test_in_doubt_the_model_does_not_claim_a_fact(annotation: Annotation, share: float, expected: str) -> None:
    said = finding(annotation, "Supply", 3, 2, 3.0, asserted=share, planned=0.95 - share, negated=0.01)
    (claim,) = alone(findings(annotation, said), annotation, load_rules("de", SCHEMA), NUMBERS, 0.0)
    assert claim.certainty == expected


def test_a_statement_whose_source_its_sentence_names_is_not_weakened(annotation: Annotation) -> None:
    rules = load_rules("de", SCHEMA)
    claim = next(c for c in Matcher(annotation, rules).claims() if c.type == "Acquisition")
    said = findings(annotation, finding(annotation, "Acquisition", 0, 1, 3.0, asserted=0.01, planned=0.99))
    both = [claim, replace(claim, by="another reading", said_by=("ein Sprecher",))]
    assert next(vote([claim], said, annotation, rules, NUMBERS, 0.0)).certainty == "planned"
    assert [c.certainty for c in vote(both, said, annotation, rules, NUMBERS, 0.0)][:2] == ["asserted", "asserted"]


def test_log_odds_and_probability_are_inverse() -> None:
    assert probability((0.0, 1.0), log_odds(0.7)) == pytest.approx(0.7, abs=1e-4)
    assert log_odds(1.0) < 10


def test_a_model_without_a_head_for_statements(annotation: Annotation, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no head for statements"):
        list(extract([annotation], SCHEMA, finders=("model",), model=tmp_path))
    rules, both = (next(iter(extract([annotation], SCHEMA, finders=f, model=tmp_path)))
                   for f in (("rules",), ("rules", "model")))  # fmt: skip
    assert both == rules
    assert rules.statements


@pytest.mark.parametrize(("title", "heads"), [("Parlamentschef", False), ("Manager", True)])
def test_a_title_that_names_its_body_says_nothing_of_another(title: str, heads: bool) -> None:
    text = f"{title} Pohl kritisiert Kessler."
    given = (
        GivenEntity(len(title) + 1, len(title) + 5, "Person"),
        GivenEntity(len(text) - 8, len(text) - 1, "Company"),
    )
    document = Document(id="d", text=text, lang="de", given=given)
    (read,) = annotate([document], settings=AnnotateSettings(given_entities=True))
    said = findings(read, finding(read, "Leadership", 0, 1, 4.0))
    assert bool(list(alone(said, read, load_rules("de", SCHEMA), NUMBERS, 0.0))) is heads
