"""Why entities were linked to a register: kept beside the documents, seen by whoever asks who an entity is."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Candidate, Extraction, RegisterLink
from kg.model.identity import Judgement
from kg.store import Dataset
from kg.store.resolving import forget, judge, resolve
from kg.store.validate import validate
from kg.view.records import find
from kg.view.who import identify

from .make import nord, rivals

LEI = (("lei", "529900T8BM49AURSDO55"),)
WHARF = Candidate("mine", "r:1", "Nordwerft AG", LEI, 0.97, ("the same words", 'said to be "in" Ships\n'))
OTHER = Candidate("mine", "r:2", "Nordwerft Inc.", (), 0.21)
LINKED = RegisterLink("linked", (WHARF, OTHER))
SURER = RegisterLink("linked", (replace(WHARF, score=0.99, reasons=("of DE",)),))
OPEN = RegisterLink("unsure", (replace(WHARF, score=0.5),))
NOBODY = RegisterLink("none")


def with_links(extraction: Extraction, **links: RegisterLink) -> Extraction:
    return replace(extraction, entities=tuple(replace(e, link=links.get(e.id)) for e in extraction.entities))


@pytest.fixture
def dataset() -> Iterable[Dataset]:
    with Dataset.memory() as made:
        made.put_many([with_links(nord(), e1=LINKED, e2=NOBODY), with_links(rivals(), e1=SURER, e3=OPEN)])
        resolve(made)
        yield made


def links(dataset: Dataset, name: str) -> list[tuple[RegisterLink, tuple[str, ...]]]:
    return [(told.link, told.documents) for told in identify(dataset, find(dataset, name)[0]).links]


def test_links_come_back_as_they_were_told(dataset: Dataset) -> None:
    iris = {e.name: e.iri for e in nord().entities}
    assert dataset.links("nord") == {iris["Nordwerft AG"]: [LINKED], iris["Reederei Hallberg"]: [NOBODY]}
    assert dataset.links("none such") == {}


def test_documents_that_agree_are_told_once_with_the_surest(dataset: Dataset) -> None:
    assert links(dataset, "Nordwerft AG") == [(SURER, ("nord", "rivals"))]
    assert links(dataset, "Reederei Hallberg") == [(NOBODY, ("nord",))]
    assert links(dataset, "Kreyser Capital") == []


def test_links_stay_with_their_documents_when_persons_judge(dataset: Dataset) -> None:
    wharf, coast = (find(dataset, name)[0].iri for name in ("Nordwerft AG", "Küstenbau"))
    judge(dataset, [Judgement.of(wharf, coast, "same", "person", "Eva", date="2026-03-02")])
    assert links(dataset, "Küstenbau") == [(SURER, ("nord", "rivals")), (OPEN, ("rivals",))]
    forget(dataset, wharf, coast)
    assert links(dataset, "Küstenbau") == [(OPEN, ("rivals",))]


def test_links_are_those_of_the_last_reading_and_go_with_the_document(dataset: Dataset) -> None:
    assert dataset.put(with_links(rivals(), e1=OPEN))
    resolve(dataset)
    assert links(dataset, "Nordwerft AG") == [(LINKED, ("nord",)), (OPEN, ("rivals",))]
    assert not dataset.put(with_links(rivals(), e1=OPEN))
    assert dataset.put(rivals())
    assert dataset.links("rivals") == {}
    assert dataset.remove("nord")
    assert dataset.links("nord") == {}
    assert not [name for name in dataset.store.names() if "links" in name]


def test_links_are_no_part_of_the_graph_that_others_read(dataset: Dataset) -> None:
    with Dataset.memory() as plain:
        plain.put_many([nord(), rivals()])
        resolve(plain)
        assert set(plain.quads()) == set(dataset.quads())
    assert validate(dataset) == []
    assert dataset.query("ASK { ?e <urn:kg:link> ?l }") is False
    assert dataset.query("ASK { GRAPH ?g { ?e <urn:kg:link> ?l } }") is False


def test_links_are_in_the_folder(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as made:
        made.put(with_links(nord(), e1=LINKED))
        resolve(made)
    with Dataset.open(tmp_path / "g", read_only=True) as dataset:
        assert links(dataset, "Nordwerft AG") == [(LINKED, ("nord",))]
