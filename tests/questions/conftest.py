"""The example graph from gold, alone and with a follow-up article, and a flag that writes expected rows anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ontology import Schema
from kg.store import Dataset
from kg.store.resolving import resolve

from .gold import GOLD, gold_extractions

FOLLOW_UP = Path(__file__).with_name("follow-up.json")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-expected", action="store_true", help="write tests/questions/expected/*.csv anew")


@pytest.fixture(scope="session")
def examples() -> Iterator[Dataset]:
    """What the 15 example articles say."""
    yield from filled(*GOLD)


@pytest.fixture(scope="session")
def followed_up() -> Iterator[Dataset]:
    """The same, and an article that takes up a story of the examples again."""
    yield from filled(*GOLD, FOLLOW_UP)


def filled(*paths: Path) -> Iterator[Dataset]:
    schema = Schema.load()
    with Dataset.memory(schema=schema) as made:
        assert made.put_many(gold_extractions(schema, *paths)) == len(paths) >= 15
        resolve(made)
        yield made
