"""What the training data says about statements, and what it leaves open."""

from typing import Any

import pytest

from training import facts
from training.augment import renamed
from training.corpora import marked_sentences, own_sentences
from training.facts import Document, Facts
from training.labels import CERTAINTIES, MENTION_TYPES

RECORD = {
    "id": "a",
    "lang": "en",
    "text": "Nordia bought Kessler. The group will sell Nordia shares to Rieder.",
    "entities": [
        {"start": 0, "end": 6, "type": "Company", "chain": 0},
        {"start": 14, "end": 21, "type": "Company", "chain": 1},
        {"start": 23, "end": 32, "type": "Company", "chain": 0, "kind": "reference"},
        {"start": 43, "end": 49, "type": "Company", "chain": 0},
        {"start": 60, "end": 66, "type": "Company", "chain": 4},
    ],
    "relations": [
        {"type": "acquired", "head": 0, "tail": 1, "certainty": "asserted"},
        {"type": "competitorOf", "head": 4, "tail": 1, "certainty": "planned"},
        {"type": "Insolvency", "head": 1, "tail": None, "certainty": "negated"},
    ],
}


def read(record: dict[str, Any]) -> tuple[Facts, list[Any]]:
    sentences = own_sentences(record)
    return facts.full(record, sentences), sentences


def test_our_own_annotation_says_everything() -> None:
    found, _ = read(RECORD)
    assert [(s.first, s.end, s.chain, s.kind) for s in found.spans] == [
        (0, 1, 0, 0), (2, 3, 1, 0), (4, 6, 0, 1), (8, 9, 0, 0), (11, 12, 4, 0)
    ]  # fmt: skip
    assert found.true == {
        ("acquired", 0, 1): CERTAINTIES.index("asserted"),
        ("competitorOf", 4, 1): CERTAINTIES.index("planned"),
        ("competitorOf", 1, 4): CERTAINTIES.index("planned"),
        ("Insolvency", 1, 1): CERTAINTIES.index("negated"),
    }
    assert found.chains
    assert found.judged(found.spans[0], found.spans[-1]) == facts.ALL


def test_other_names_stand_for_all_mentions_of_an_entity() -> None:
    import random

    found, sentences = read(RECORD)
    names = {"Company": [(["Vela", "Group"], [True, True])]}
    new = renamed(Document(sentences, found), names, 1.0, random.Random(1))
    words = [w for s in new.sentences for w in s.words]
    assert words[:5] == ["Vela", "Group", "bought", "Vela", "Group"]
    assert new.facts is not None
    spans = [(words[s.first : s.end], s.chain) for s in new.facts.spans]
    assert spans == [
        (["Vela", "Group"], 0), (["Vela", "Group"], 1), (["The", "group"], 0), (["Vela", "Group"], 0),
        (["Vela", "Group"], 4),
    ]  # fmt: skip
    assert new.facts.regions == [(0, len(words), facts.ALL)]
    assert new.facts.true == found.true


CORPUS = {
    "id": "b",
    "lang": "en",
    "text": "Anna Berg founded Nordia. Nordia is based in Reno.",
    "entities": [
        {"start": 0, "end": 9, "type": "PER", "text": "Anna Berg", "uri": None},
        {"start": 18, "end": 24, "type": "ORG", "text": "Nordia", "uri": None},
        {"start": 26, "end": 32, "type": "ORG", "text": "Nordia", "uri": None},
        {"start": 45, "end": 49, "type": "LOC", "text": "Reno", "uri": None},
    ],
    "relations": [
        {"type": "FOUNDED_BY", "head": 1, "tail": 0},
        {"type": "HEADQUARTERS", "head": 2, "tail": 3},
        {"type": "EMPLOYEE_OR_MEMBER_OF", "head": 0, "tail": 1},
    ],
    "meta": {
        "passages": [
            {"start": 0, "end": 25, "exhaustive_properties": ["FOUNDED_BY", "CEO"]},
            {"start": 26, "end": 50, "exhaustive_properties": []},
        ]
    },
}


def test_a_corpus_is_asked_only_what_it_looked_for() -> None:
    found = facts.knowledgenet(CORPUS, marked_sentences(CORPUS))
    assert set(found.true) == {("founderOf", 0, 1), ("headquarteredIn", 1, 3)}
    assert found.either == [(frozenset({"leads", "memberOf"}), 0, 1)]
    person, firm, again, place = found.spans
    assert found.judged(person, firm) == {"founderOf"}
    assert found.judged(again, place) == frozenset()


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("acquired_by", ("acquired", 1, 0)),
        ("client_of", ("supplierOf", 1, 0)),
        ("traded_on", ("listedOn", 0, 1)),
        ("undefined", None),
        ("shareholder_of", None),
    ],
)
def test_pairs_of_core(relation: str, expected: tuple[str, int, int] | None) -> None:
    entities = [{"start": 0, "end": 6, "text": "Nordia"}, {"start": 11, "end": 18, "text": "Kessler"}]
    relations = [{"type": relation, "head": 0, "tail": 1}]
    record = {"id": "c", "lang": "en", "text": "Nordia and Kessler", "entities": entities, "relations": relations}
    found = facts.core(record, marked_sentences(record))
    assert set(found.true) == ({expected} if expected else set())
    assert bool(found.either) == (relation == "shareholder_of")
    assert "acquired" in found.judged(found.spans[1], found.spans[0])
    assert "lenderTo" not in found.judged(found.spans[0], found.spans[1])


def test_lone_parties_of_smartdata() -> None:
    entities = [{"start": 0, "end": 6, "type": "ORGANIZATION_COMPANY", "text": "Nordia"}]
    relations = [{"type": "Insolvency", "args": [{"role": "company", "entity": 0}]}]
    record = {"id": "d", "lang": "de", "text": "Nordia ist pleite.", "entities": entities, "relations": relations}
    found = facts.smartdata(record, own_sentences(record | {"entities": []}))
    assert found.true == {("Insolvency", 0, 0): -1}
    assert MENTION_TYPES[found.spans[0].type] == "Company"


def test_kinds_of_mentions() -> None:
    assert facts.kind_of("Nordia") == "name"
    assert facts.kind_of("its") == facts.kind_of("er", "reference") == "pronoun"
    assert facts.kind_of("Der Konzern", "reference") == facts.kind_of("the company") == "nominal"
