"""Persons' words on statements hold when documents are read again, and are taken back to the byte."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.errors import InputError, KGError
from kg.model import Extraction
from kg.model.identity import Judgement
from kg.model.review import Correction
from kg.review import correction_of, least_sure
from kg.store import Dataset
from kg.store.corrections import found, from_text, is_part, statement_triples, to_text
from kg.store.names import digest
from kg.store.resolving import correct, judge, resolve, take_back
from kg.store.shown import own_triples
from kg.store.validate import validate
from kg.view.records import StatementRecord, entities, statements

from .make import entity, nord, rivals

DAY = "2026-03-02"


def nquads(dataset: Dataset) -> str:
    return "".join(sorted(f"{quad} .\n" for quad in dataset.quads()))


@pytest.fixture
def dataset() -> Iterable[Dataset]:
    with Dataset.memory() as made:
        made.put_many([nord(), rivals()])
        resolve(made)
        yield made


def one(dataset: Dataset, type: str, certainty: str | None = None, document: str = "nord") -> StatementRecord:
    [record] = statements(dataset, type=type, certainty=certainty, document=document)
    return record


def told(dataset: Dataset, record: StatementRecord, review: str, **more: object) -> Correction:
    return correction_of(dataset, record, review, "Eva", DAY, **more)  # type: ignore[arg-type]


def read_again(whole: Extraction, **changes: object) -> Extraction:
    """The document with its first statement otherwise, as another reader would find it: under another id."""
    first = replace(whole.statements[0], id=digest("again", repr(changes)), **changes)  # type: ignore[arg-type]
    return replace(whole, statements=(first, *whole.statements[1:]))


def test_a_confirmed_statement_is_sure_and_names_the_person(dataset: Dataset) -> None:
    before = nquads(dataset)
    word = told(dataset, one(dataset, "Supply"), "confirmed")
    assert correct(dataset, [word]) == 1
    assert one(dataset, "Supply").confidence == 1
    assert dataset.rows("SELECT ?by { ?s ckg:reviewedBy ?by }") == [("Eva",)]
    assert validate(dataset) == []
    take_back(dataset, [word])
    assert nquads(dataset) == before


def test_a_rejected_statement_goes_with_its_edges_evidence_and_values(dataset: Dataset) -> None:
    before = nquads(dataset)
    assert dataset.rows("SELECT ?b { ?a ckg:supplierOf ?b }", ["asserted"]) != []
    word = told(dataset, one(dataset, "Supply"), "rejected")
    correct(dataset, [word])
    assert statements(dataset, type="Supply", document="nord") == []
    assert dataset.rows("SELECT ?b { ?a ckg:supplierOf ?b }", ["asserted"]) == []
    shown = dataset.store.graph(dataset.names.document("nord"))
    used = {o for _, _, o in shown}
    assert [s for s, _, _ in shown if is_part(s) and s not in used] == []
    assert validate(dataset) == []
    take_back(dataset, [word])
    assert nquads(dataset) == before


def test_certainty_type_direction_and_entities_are_corrected(dataset: Dataset) -> None:
    before = nquads(dataset)
    supply = one(dataset, "Supply")
    coast = next(e for e in entities(dataset) if e.label == "Kreyser Capital")
    words = [
        told(dataset, supply, "corrected", certainty="planned", swap=True),
        told(dataset, one(dataset, "Acquisition", "speculated"), "corrected", new_type="Shareholding"),
        told(dataset, one(dataset, "AnchorInvestment"), "corrected", new_type="Investment"),
    ]
    assert correct(dataset, words) == 1
    now = one(dataset, "Supply")
    assert (now.head_label, now.tail_label, now.certainty) == ("Reederei Hallberg", "Nordwerft AG", "planned")
    assert now.amounts == supply.amounts
    owns = one(dataset, "Shareholding")
    assert (owns.head_label, owns.tail_label, owns.certainty) == ("Kreyser Capital", "Nordwerft AG", "speculated")
    assert one(dataset, "Investment").amounts == ("600 Millionen Euro",)
    assert validate(dataset) == []
    take_back(dataset, words[:1])
    word = told(dataset, one(dataset, "Supply"), "corrected", roles={"customer": [coast.iri]})
    correct(dataset, [word])
    assert one(dataset, "Supply").tail_label == "Kreyser Capital"
    take_back(dataset, [word, *words[1:]])
    assert nquads(dataset) == before


def test_two_statements_that_say_the_same_of_the_same_are_judged_apart(dataset: Dataset) -> None:
    rumour, denial = one(dataset, "Acquisition", "speculated"), one(dataset, "Acquisition", "negated")
    correct(dataset, [told(dataset, rumour, "confirmed")])
    correct(dataset, [told(dataset, denial, "rejected")])
    assert len(dataset.corrections()["nord"]) == 2
    assert one(dataset, "Acquisition").certainty == "speculated"
    correct(dataset, [told(dataset, rumour, "rejected")])
    assert len(dataset.corrections()["nord"]) == 2
    assert statements(dataset, type="Acquisition") == []


@pytest.mark.parametrize("review", ["confirmed", "rejected", "corrected"])
def test_a_correction_holds_when_the_statement_comes_with_another_certainty(dataset: Dataset, review: str) -> None:
    more = {"certainty": "planned"} if review == "corrected" else {}
    correct(dataset, [told(dataset, one(dataset, "Supply"), review, **more)])
    dataset.put(read_again(nord(), certainty="reported"), build="2")
    resolve(dataset)
    found_now = statements(dataset, type="Supply", document="nord")
    if review == "rejected":
        assert found_now == []
    else:
        [now] = found_now
        assert (now.confidence, now.certainty) == (1, "planned" if more else "reported")
    assert validate(dataset) == []


def test_a_new_word_replaces_the_one_that_was_said_before_the_document_was_read_again(dataset: Dataset) -> None:
    correct(dataset, [told(dataset, one(dataset, "Supply"), "confirmed")])
    dataset.put(read_again(nord(), certainty="reported"), build="2")
    resolve(dataset)
    correct(dataset, [told(dataset, one(dataset, "Supply"), "rejected")])
    assert [c.review for c in dataset.corrections()["nord"]] == ["rejected"]
    assert statements(dataset, type="Supply", document="nord") == []


def test_a_statement_that_is_not_found_again_is_put_back_while_the_text_is_the_same(dataset: Dataset) -> None:
    whole = nord()
    correct(dataset, [told(dataset, one(dataset, "Supply"), "corrected", certainty="planned")])
    dataset.put(replace(whole, statements=whole.statements[1:]), build="2")
    resolve(dataset)
    now = one(dataset, "Supply")
    assert (now.certainty, now.evidence[0].quote) == ("planned", whole.statements[0].evidence[0].quote)
    assert now.amounts == ("zwischen 40 und 50 Fähren",)
    assert validate(dataset) == []
    other = replace(whole.document, text=whole.document.text + " Ende.")
    dataset.put(Extraction(other, whole.entities, whole.statements[1:]), build="2")
    resolve(dataset)
    assert statements(dataset, type="Supply", document="nord") == []


def test_a_rejected_statement_that_is_not_found_again_stays_away(dataset: Dataset) -> None:
    whole = nord()
    correct(dataset, [told(dataset, one(dataset, "Supply"), "rejected")])
    fresh = replace(whole, statements=whole.statements[1:])
    dataset.put(fresh, build="2")
    resolve(dataset)
    assert statements(dataset, type="Supply", document="nord") == []


def test_entities_that_are_not_named_again_come_back_with_the_statement(dataset: Dataset) -> None:
    whole = nord()
    correct(dataset, [told(dataset, one(dataset, "Supply"), "confirmed")])
    dataset.put(Extraction(whole.document, (whole.entities[0],), ()), build="2")
    resolve(dataset)
    assert one(dataset, "Supply").tail_label == "Reederei Hallberg"
    assert validate(dataset) == []


def test_a_correction_holds_beside_a_merge_and_in_any_order(dataset: Dataset) -> None:
    before = nquads(dataset)
    a, b = entity("x", "Nordwerft AG").iri, entity("x", "Küstenbau").iri
    merge = Judgement.of(a, b, "same", "person", "Eva", date=DAY)
    word = told(dataset, one(dataset, "Supply", document="rivals"), "corrected", swap=True)
    correct(dataset, [word])
    judge(dataset, [merge])
    both = nquads(dataset)
    take_back(dataset, [word])
    assert told(dataset, one(dataset, "Supply", document="rivals"), "corrected", swap=True) == word
    correct(dataset, [word])
    assert nquads(dataset) == both
    assert validate(dataset) == []
    take_back(dataset, [word])
    dataset.identity.forget(a, b)
    dataset.put(rivals(), build="3")
    resolve(dataset)
    assert nquads(dataset) == before


def test_what_was_corrected_stays_corrected_when_it_is_confirmed(dataset: Dataset) -> None:
    correct(dataset, [told(dataset, one(dataset, "Supply"), "corrected", certainty="planned")])
    correct(dataset, [told(dataset, one(dataset, "Supply"), "corrected", swap=True)])
    correct(dataset, [told(dataset, one(dataset, "Supply"), "confirmed", note="again")])
    now = one(dataset, "Supply")
    assert (now.certainty, now.head_label) == ("planned", "Reederei Hallberg")
    [kept] = dataset.corrections()["nord"]
    assert (kept.review, kept.note) == ("corrected", "again")
    correct(dataset, [told(dataset, now, "corrected", swap=True, certainty="asserted")])
    [kept] = dataset.corrections()["nord"]
    assert (kept.review, kept.certainty, kept.roles) == ("confirmed", "", ())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "says nothing of what"),
        ({"certainty": "certain"}, "unknown certainty"),
        ({"new_type": "Sale"}, "unknown statement type"),
        ({"roles": {"buyer": []}}, "unknown role"),
        ({"roles": {"customer": ["urn:nobody"]}}, "does not name urn:nobody"),
        ({"roles": {"customer": []}}, "needs 1 entities as customer"),
        ({"new_type": "Leadership"}, "is a Company, which person of Leadership cannot be"),
        ({"roles": {"customer": [entity("x", "Nordwerft AG").iri]}}, "would be the same entity"),
    ],
)
def test_what_cannot_be_stated_is_refused(dataset: Dataset, changes: dict[str, object], message: str) -> None:
    with pytest.raises(KGError, match=message):
        told(dataset, one(dataset, "Supply"), "corrected", **changes)


def test_words_that_the_ontology_lacks_leave_the_statement_as_it_was_found(dataset: Dataset) -> None:
    before = nquads(dataset)
    word = replace(told(dataset, one(dataset, "Supply"), "corrected", certainty="planned"), certainty="of-old")
    correct(dataset, [word])
    assert nquads(dataset) == before


def test_lines_keep_corrections_whole(dataset: Dataset) -> None:
    word = told(dataset, one(dataset, "Supply"), "corrected", swap=True, note="zwei\nZeilen „so“")
    assert from_text(to_text(word)) == word
    with pytest.raises(InputError, match="not a correction"):
        from_text("{}")


def test_a_base_that_is_called_like_evidence_does_not_mislead() -> None:
    with Dataset.memory(base="https://example.org/evidence/x/") as made:
        made.put(nord())
        resolve(made)
        graph = made.names.document("nord")
        own = own_triples(made.store, graph)
        record = one(made, "Supply")
        content = statement_triples(own, NamedNode(record.iri))
        assert len({s for s, _, _ in content}) == 6, "statement, evidence with two selectors, amount and period"
        word = told(made, record, "rejected")
        correct(made, [word])
        assert len(entities(made)) == 3
        assert [node for _, node in found(own, [word], made.schema, made.names)] == [NamedNode(record.iri)]


def test_the_queue_is_least_sure_first_and_leaves_out_what_is_judged(dataset: Dataset) -> None:
    queue = least_sure(dataset)
    assert [r.confidence for r in queue] == sorted(r.confidence for r in queue)
    assert len(queue) == len({r.iri for r in queue}) == 6
    correct(dataset, [told(dataset, queue[0], "rejected"), told(dataset, queue[1], "confirmed")])
    assert len(least_sure(dataset)) == 4
    assert len(least_sure(dataset, reviewed=True)) == 6
    with pytest.raises(InputError, match="no entity is called"):
        least_sure(dataset, entity="Nobody")
