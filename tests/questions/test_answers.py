"""Every packaged question gives the right rows over the example graph.

Expected rows are in `expected/*.csv`; `pytest tests/questions --refresh-expected` writes them anew, to be read before
they are committed: are they the answer to the question?
"""

import csv
import io
from pathlib import Path

import pytest

from kg.ontology.questions import questions
from kg.store import Dataset, Table
from kg.store.validate import validate

from .gold import GOLD, gold_extractions

EXPECTED = Path(__file__).parent / "expected"
QUESTIONS = {question.name: question for question in questions()}
FOLLOWED_UP = {"conflicts", "shared-suppliers"}
"""Questions that find nothing in the examples, and something once a later article takes a story up again."""
VARIANTS = {
    "between": {"a": "Novatek", "b": "Tarnow Robotik"},
    "changed-since": {"since": "2026-03-20"},
    "competitors": {"name": "Waywise"},
    "investors": {"name": "Mistral AI"},
    "leaders": {"name": "Waywise"},
    "ownership-chain": {"name": "Havelbank"},
    "product-dependence": {"name": "Kursbuch"},
    "products": {"name": "Lotsa"},
    "said-by": {"asked": "ig metall"},
    "suppliers": {"name": "Sonnwald Energie"},
    "timeline": {"name": "Falkenried"},
}
"""Other values for the parameters, expected in `<name>.other.csv`."""


def csv_of(dataset: Dataset, sparql: str) -> str:
    answer = dataset.query(sparql)
    assert isinstance(answer, Table)
    return answer.to_csv().replace("\r\n", "\n")


def compare(name: str, found: str, refresh: bool) -> None:
    path = EXPECTED / f"{name}.csv"
    if refresh:
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-expected", default=False))


def test_every_question_has_its_rows() -> None:
    assert len(QUESTIONS) == 22
    expected = set(QUESTIONS) - {"evidence"} | {f"{name}.other" for name in VARIANTS}
    assert {path.name.removesuffix(".csv") for path in EXPECTED.glob("*.csv")} == expected
    assert set(VARIANTS) == {name for name, question in QUESTIONS.items() if question.parameters}


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"evidence"}))
def test_a_question_is_answered(name: str, examples: Dataset, followed_up: Dataset, refresh: bool) -> None:
    found = csv_of(followed_up if name in FOLLOWED_UP else examples, QUESTIONS[name].sparql)
    compare(name, found, refresh)
    assert found.count("\n") > 1, "an answer without rows shows nothing"


@pytest.mark.parametrize("name", sorted(FOLLOWED_UP))
def test_nothing_is_found_where_the_examples_say_nothing(name: str, examples: Dataset) -> None:
    assert csv_of(examples, QUESTIONS[name].sparql).count("\n") == 1


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_question_is_answered_for_other_values(name: str, examples: Dataset, refresh: bool) -> None:
    compare(f"{name}.other", csv_of(examples, QUESTIONS[name].bind(**VARIANTS[name])), refresh)


def test_evidence_gives_every_statement_with_the_words_of_its_article(examples: Dataset) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(examples, QUESTIONS["evidence"].sparql))))
    texts = {e.document.id: e.document.text for e in gold_extractions(examples.schema, *GOLD)}
    [[stated]] = examples.rows("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ckg:certainty ?c ; prov:wasDerivedFrom ?d }")
    assert len(rows) == int(stated or 0) > 300
    assert [row["quote"] for row in rows] == [texts[r["document"]][int(r["start"]) : int(r["end"])] for r in rows]


def test_the_graph_of_the_examples_keeps_to_its_shapes(followed_up: Dataset) -> None:
    assert [str(violation) for violation in validate(followed_up)] == []
