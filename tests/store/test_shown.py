"""Judgements change under which IRI entities are seen, never what documents say; all of it can be taken back."""

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError, StoreError
from kg.model import Extraction
from kg.model.identity import Judgement, Verdict
from kg.store import Dataset
from kg.store.names import RESOLVING
from kg.store.protocol import Change
from kg.store.resolving import _MARK, forget, judge, resolve
from kg.store.shown import own_triples, renamed, showing, typed
from kg.store.validate import validate
from kg.view.records import entities, statements
from kg.view.who import group_of, identify, names_of, sources_of

from .make import entity, nord, rivals, small

WHARF, LINE, CAPITAL, COAST = (
    entity("x", name).iri for name in ("Nordwerft AG", "Reederei Hallberg", "Kreyser Capital", "Küstenbau")
)


def nquads(dataset: Dataset) -> str:
    return "".join(sorted(f"{quad} .\n" for quad in dataset.quads()))


def own(dataset: Dataset) -> dict[str, set]:
    return {d: own_triples(dataset.store, dataset.names.document(d)) for d in dataset.documents()}


def said(a: str, b: str, verdict: Verdict = "same") -> Judgement:
    return Judgement.of(a, b, verdict, "person", "Eva", date="2026-03-01")


@pytest.fixture
def dataset() -> Iterable[Dataset]:
    with Dataset.memory() as made:
        made.put_many([nord(), rivals()])
        resolve(made)
        yield made


def test_a_merge_is_seen_and_taken_back_to_the_byte(dataset: Dataset) -> None:
    before, mine = nquads(dataset), own(dataset)
    assert judge(dataset, [said(WHARF, COAST)]) == 1, "only one of the documents names what is seen as another"
    assert len(entities(dataset)) == 3
    assert own(dataset) == mine
    assert nquads(dataset) != before
    assert forget(dataset, WHARF, COAST) == 1
    assert nquads(dataset) == before
    assert not [
        name for name in dataset.store.names() if "hidden" in name or "added" in name or name == RESOLVING.value
    ]


def test_what_a_document_shows_and_says_is_told_apart_exactly() -> None:
    with Dataset.memory() as made:
        made.put(nord())
        graph = made.names.document("nord")
        mine = made.store.graph(graph)
        parts = showing(graph, mine, renamed(mine, {WHARF: CAPITAL, CAPITAL: WHARF}))
        assert parts[graph] != mine
        hidden, added = (parts[name] for name in parts if name != graph)
        assert parts[graph] - added | hidden == mine


def test_two_entities_of_one_document_become_one_without_edges_to_itself(dataset: Dataset) -> None:
    judge(dataset, [said(WHARF, LINE)])
    [merged] = [e for e in entities(dataset) if "Nordwerft AG" in (e.label, *e.aliases)]
    assert "Reederei Hallberg" in (merged.label, *merged.aliases)
    ask = "SELECT ?p { ?a ?p ?b FILTER (?a = ?b) }"
    assert dataset.rows(ask, dataset.schema.certainties) == []
    assert dataset.rows("SELECT ?s { ?s a ckg:Supply }") == []
    rivalry = statements(dataset, type="Competition")
    assert len(rivalry) == 1, "of three rivals two are left, and one pair"
    assert validate(dataset) == []


def test_symmetric_statements_with_one_party_left_are_not_shown(dataset: Dataset) -> None:
    before = nquads(dataset)
    judge(dataset, [said(WHARF, LINE), said(LINE, COAST)])
    assert statements(dataset, type="Competition") == []
    assert validate(dataset) == []
    forget(dataset, WHARF, LINE)
    forget(dataset, LINE, COAST)
    assert nquads(dataset) == before


def test_an_entity_at_both_ends_leaves_the_end_where_others_stay() -> None:
    whole = nord()
    supply = whole.statements[0]
    both = replace(supply, entities={"supplier": ("e1", "e3"), "customer": ("e2",)})
    with Dataset.memory() as made:
        made.put(replace(whole, statements=(both,)))
        resolve(made)
        judge(made, [said(CAPITAL, LINE)])
        [found] = statements(made, type="Supply")
        assert (found.head_label, len(found.roles["supplier"]), len(found.roles["customer"])) == ("Nordwerft AG", 1, 1)
        assert validate(made) == []


def test_a_merge_holds_when_a_document_is_put_again(dataset: Dataset) -> None:
    judge(dataset, [said(WHARF, COAST)])
    merged = nquads(dataset)
    dataset.put(nord(), build="2")
    resolve(dataset)
    assert nquads(dataset) == merged
    dataset.put(nord(), build="2")
    resolve(dataset)
    assert nquads(dataset) == merged, "the same document with the same fingerprint"


def test_a_merge_waits_for_a_document_that_comes_later() -> None:
    with Dataset.memory() as made:
        made.put(nord())
        judge(made, [said(WHARF, COAST)])
        made.put(rivals())
        assert resolve(made) >= 1
        assert len(entities(made)) == 3
        made.remove("rivals")
        resolve(made)
        with Dataset.memory() as fresh:
            fresh.put(nord())
            resolve(fresh)
            assert nquads(made) == nquads(fresh)


def test_stopped_between_ledger_and_graph_the_next_call_makes_up_for_it(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as made:
        made.put_many([nord(), rivals()])
        resolve(made)
        before = nquads(made)
        made.store.apply(Change(add=[_MARK]))
        made.identity.judge(said(WHARF, COAST))
        assert nquads(made) == before
    with Dataset.open(tmp_path / "g") as again:
        assert resolve(again) == 1
        assert len(entities(again)) == 3
        assert resolve(again) == 0
        forget(again, WHARF, COAST)
        assert nquads(again) == before


def test_what_the_ledger_refuses_leaves_no_mark(dataset: Dataset) -> None:
    before = nquads(dataset)
    with pytest.raises(InputError, match="nothing to take back"):
        forget(dataset, WHARF, COAST)
    assert not dataset.store.graph(RESOLVING)
    assert nquads(dataset) == before


def test_a_graph_that_is_only_read_is_not_judged(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as made:
        made.put(nord())
        resolve(made)
    with Dataset.open(tmp_path / "g", read_only=True) as read, pytest.raises(StoreError, match="for reading only"):
        judge(read, [said(WHARF, CAPITAL)])


def _graph(documents: int = 30) -> list[Extraction]:
    return [small(number) for number in range(documents)]


@pytest.mark.parametrize("seed", [1])
def test_a_thousand_judgements_and_back_leave_no_trace(seed: int) -> None:
    choose = random.Random(seed)
    with Dataset.memory() as made:
        made.put_many([*_graph(), nord(), rivals()])
        resolve(made)
        before, mine = nquads(made), own(made)
        groups = sorted({source.group for d in made.documents() for source in made.sources(d)})
        everyone = sorted({source.iri for d in made.documents() for source in made.sources(d)}) + groups * 5
        first: dict[tuple[str, str], Judgement] = {}
        while len(first) < 1000:
            a, b = choose.sample(everyone, 2)
            if a != b:
                found = said(a, b, choose.choice(("same", "same", "different", "unsure")))
                first[found.a, found.b] = found
        once = list(first.values())
        judge(made, once)
        merged = nquads(made)
        assert merged != before
        assert own(made) == mine
        assert validate(made) == []
        choose.shuffle(once)
        for found in once[:20]:
            forget(made, found.a, found.b)
        judge(made, once[:20])
        assert nquads(made) == merged, "the order of judgements does not matter"
        for found in once:
            made.identity.forget(found.a, found.b)
        made.store.apply(Change(add=[_MARK]))
        resolve(made)
        assert nquads(made) == before
        choose.shuffle(once)
        judge(made, once)
        assert nquads(made) == merged


def test_names_are_those_that_documents_use_however_they_are_seen(dataset: Dataset) -> None:
    judge(dataset, [said(WHARF, COAST)])
    assert names_of(dataset, [WHARF, COAST, "urn:none", "not an <IRI>"]) == {
        WHARF: "Nordwerft AG",
        COAST: "Küstenbau",
    }
    assert group_of(dataset, "Küstenbau") == COAST
    assert group_of(dataset, COAST) == COAST, "an IRI that is not seen any more"
    [source] = sources_of(dataset, COAST)
    assert group_of(dataset, source.iri) == source.iri
    [merged] = [e for e in entities(dataset) if "Küstenbau" in (e.label, *e.aliases)]
    reasons = [(r.a, r.b) for r in identify(dataset, merged).reasons if r.judgement.by == "person"]
    assert sorted(reasons[0]) == ["Küstenbau", "Nordwerft AG"]


def test_only_documents_stored_since_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with Dataset.memory() as made:
        made.put_many(small(n) for n in range(12))
        assert len(made.changed()) == 12
        resolve(made)
        assert made.changed() == []
        made.put(nord())
        assert made.changed() == ["nord"]
        assert made.fingerprints(["nord", "no such document"]).keys() == {"nord"}
        with monkeypatch.context() as patch:
            patch.setattr(Dataset, "documents", lambda *_: pytest.fail("all documents were asked for"))
            patch.setattr(Dataset, "graphs", lambda *_: pytest.fail("all graphs were asked for"))
            assert resolve(made) == 0
            assert validate(made, documents=["nord"]) == []
            assert made.rows("SELECT ?x { ?x a ckg:Supply }") != []
        assert made.count() == made.identity.count() == 13
        assert made.changed() == []


def test_a_ledger_that_was_lost_or_has_too_many_documents_is_filled_again(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "graph") as made:
        made.put_many([nord(), rivals()])
        resolve(made)
        before = nquads(made)
    (tmp_path / "graph" / "identity.sqlite").unlink()
    with Dataset.create(tmp_path / "graph") as made:
        resolve(made)
        assert made.identity.documents() == made.documents()
        assert nquads(made) == before
        made.remove("rivals")
        resolve(made)
        assert made.identity.documents().keys() == {"nord"}
        made.remove("nord")
        made.put(rivals())
        resolve(made)
        assert made.identity.documents() == made.documents()
        assert made.documents().keys() == {"rivals"}


def _party(number: int, kind: str) -> Extraction:
    found = small(number)
    first, second = found.entities
    return replace(found, entities=(replace(first, name="Firma 0", type=kind, iri=WHARF), second))


def _types(made: Dataset) -> set[str | None]:
    return {t for (t,) in made.rows(f"SELECT ?t {{ <{WHARF}> a ?t }}")}


def test_an_entity_has_the_type_that_most_documents_take_it_for() -> None:
    company, body = (f"https://w3id.org/company-kg/ontology#{name}" for name in ("Company", "Organization"))
    with Dataset.memory() as made:
        made.put_many([_party(0, "Company"), _party(7, "Organization"), _party(14, "Organization")])
        resolve(made)
        assert _types(made) == {body}
        assert [e.type for e in entities(made) if e.iri == WHARF] == ["Organization"]
        assert validate(made) == []
        mine = own(made)
        made.put_many([_party(21, "Company"), _party(28, "Company")])
        resolve(made)
        assert _types(made) == {company}
        assert {d: t for d, t in own(made).items() if d in mine} == mine, "what the documents say is as it was"
        made.remove("doc-00021")
        made.remove("doc-00028")
        resolve(made)
        assert _types(made) == {body}


def test_an_entity_keeps_its_type_where_a_role_asks_for_it() -> None:
    with Dataset.memory() as made:
        graph = made.names.document("doc-00000")
        made.put(_party(0, "Company"))
        mine = made.store.graph(graph)
        assert typed(mine, {WHARF: "Product"}, made.schema) == mine
        assert typed(mine, {WHARF: "Organization"}, made.schema) != mine
        assert typed(mine, {COAST: "Organization"}, made.schema) == mine
