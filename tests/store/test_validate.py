"""The shapes hold for what we write, and each kind of fault is found with its document."""

from dataclasses import replace

import pytest

from kg.errors import InputError
from kg.model import Extraction
from kg.store import Dataset
from kg.store.validate import validate

from .make import nord, rivals, small


def test_what_we_write_conforms() -> None:
    dataset = Dataset.memory()
    dataset.put_many([nord(), rivals(), *(small(n) for n in range(250))])
    assert validate(dataset) == []


def _without_customer(e: Extraction) -> Extraction:
    return _first(e, entities={"supplier": ("e1",)})


def _first(e: Extraction, **changes: object) -> Extraction:
    return replace(e, statements=(replace(e.statements[0], **changes),))  # type: ignore[arg-type]


FAULTS = {
    "a missing role": (_without_customer, "ckg:customer"),
    "no rule named": (lambda e: _first(e, by=""), "ckg:foundBy"),
    "too sure": (lambda e: _first(e, confidence=1.5), "ckg:confidence"),
    "a wrong language": (lambda e: replace(e, document=replace(e.document, lang="deutsch")), "ckg:language"),
    "no name": (
        lambda e: replace(
            e,
            entities=(replace(e.entities[0], name="", iri="https://w3id.org/company-kg/id/entity/x"), *e.entities[1:]),
        ),
        "rdfs:label",
    ),
    "offsets that do not fit": (
        lambda e: _first(e, evidence=(replace(e.statements[0].evidence[0], end=9),)),
        "a quote is as long as its offsets say",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_found(fault: str) -> None:
    spoil, told = FAULTS[fault]
    dataset = Dataset.memory()
    dataset.put_many([rivals(), spoil(nord())])
    violations = validate(dataset)
    assert violations
    assert any(told in str(v) for v in violations), violations
    assert {v.document for v in violations if v.document} == {"nord"}
    assert all("\n" not in str(v) for v in violations)
    assert validate(dataset, documents=["rivals"]) == []
    assert validate(dataset, documents=["nord"]) == violations


def test_an_unknown_document_is_an_error() -> None:
    with pytest.raises(InputError, match="no document 'x' in the graph"):
        validate(Dataset.memory(), documents=["x"])
