"""Queries from outside: what is refused, how errors read, and that a query can be stopped."""

import time
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store import Dataset, Graph, Table
from kg.store.sparql import check, words

from .make import nord, small

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "PREFIX ex: <http://127.0.0.1:1/> SELECT * { SERVICEex:a { ?s ?p ?o } }",
    "SELECT * { ?s ?p true.SERVICE?x{ ?s ?p ?o } }",
    "SELECT * { # comment\n SERVICE # comment\n ?x { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } }",
    "ASK { ?s ?p 'a\\'' . SERVICE ?x { } }",
]
HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://x/>' }",
    'SELECT * { ?s ?p """ SERVICE "a" <x> """ }',
    "SELECT * { ?service ?SERVICE $service }",
    "SELECT * { <http://example.org/SERVICE> ?p ?o } # SERVICE",
    "SELECT * { ?s ckg:service ?o ; schema:serviceType 'x'@service }",
]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    dataset = Dataset.memory()
    dataset.put_many([nord(), *(small(n) for n in range(40))])
    return dataset


@pytest.mark.parametrize("query", REFUSED)
def test_federation_is_refused(dataset: Dataset, query: str) -> None:
    with pytest.raises(InputError, match=r"^SERVICE is refused"):
        dataset.query(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_federation(dataset: Dataset, query: str) -> None:
    check(query)
    assert isinstance(dataset.query(query), Table)


def test_words_are_those_outside_strings_comments_and_iris() -> None:
    assert words("SELECT ?FROM { <http://FROM/> ex:FROM 'FROM', \"FROM\"@FROM } # FROM") == {"SELECT", "EX"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * WHERE { ?s ?p ", r"malformed SPARQL at line 1, column 24"),
        ("SELECT *\nWHERE {\n  ?s ?p ?o }}", r"malformed SPARQL at line 3, column 14, after '\?s \?p \?o }}'$"),
        ("SELECT * { ?s foo:x ?o }", r"line 1, column \d+.*: prefix not found$"),
        ("SELCT * { ?s ?p ?o }", "^the query asks for nothing; only SELECT"),
        ("", "^the query asks for nothing"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "^the query would change the graph"),
        ("DROP ALL", "^the query would change the graph"),
        ("SELECT * { ?s ?p ?o FILTER(<http://x/f>(?o)) }", "<http://x/f> is not supported"),
    ],
)
@pytest.mark.parametrize("timeout", [None, 20])
def test_errors_are_one_line_that_says_where(dataset: Dataset, query: str, told: str, timeout: float | None) -> None:
    with pytest.raises(InputError, match=told) as caught:
        dataset.query(query, timeout=timeout)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("place", ["folder", "memory"])
def test_a_query_that_takes_too_long_is_stopped(tmp_path: Path, dataset: Dataset, place: str) -> None:
    if place == "folder":
        dataset = Dataset.create(tmp_path / "g")
        dataset.put(nord())
    started = time.monotonic()
    with pytest.raises(InputError, match="took more than 1 s and was stopped"):
        dataset.query(ENDLESS, timeout=1)
    assert time.monotonic() - started < 5
    assert dataset.query("ASK { ?s a ckg:Supply }", timeout=20) is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?id { ?s ckg:documentId ?id } ORDER BY ?id LIMIT 7",
        "SELECT ?q ?nothing { ?s oa:hasTarget/oa:hasSelector/oa:exact ?q } ORDER BY ?q",
        "SELECT ?g { GRAPH ?g { ?s a ckg:Acquisition } }",
        "SELECT (COUNT(*) AS ?n) { ?a ckg:supplierOf ?b }",
        "ASK { ?a ckg:acquired ?b }",
        "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . ?t rdfs:subClassOf* ckg:Statement }",
        "DESCRIBE <https://w3id.org/company-kg/ontology>",
    ],
)
def test_the_answer_in_a_process_is_the_answer_here(dataset: Dataset, query: str) -> None:
    answer = dataset.query(query)
    assert dataset.query(query, timeout=30) == answer
    if isinstance(answer, Table | Graph):
        assert len(answer) > 0


def test_a_reader_sees_what_is_written_beside_it(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as writer:
        writer.put(nord())
        count = "SELECT (COUNT(*) AS ?n) { ?s a ckg:Supply }"
        with Dataset.open(tmp_path / "g", read_only=True) as reader:
            assert reader.rows(count) == [("1",)]
            writer.put(small(1))
        assert writer.query(count, timeout=30).rows == [(2,)]  # type: ignore[union-attr]
        with Dataset.open(tmp_path / "g", read_only=True) as reader:
            assert reader.rows(count) == [("2",)]
