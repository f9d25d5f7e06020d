"""The example graph from gold, and a flag that writes the expected rows anew."""

from collections.abc import Iterator

import pytest

from kg.ontology import Schema
from kg.store import Dataset

from .gold import gold_extractions


@pytest.fixture(scope="session")
def dataset() -> Iterator[Dataset]:
    schema = Schema.load()
    with Dataset.memory(schema=schema) as made:
        assert made.put_many(gold_extractions(schema)) == 15
        yield made
