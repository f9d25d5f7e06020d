"""The competency questions are complete, run on any engine, and give the right rows."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import InputError, PatternError
from kg.ontology.questions import Question, questions, read_question

from .conftest import Ask

ALL = {question.name: question for question in questions()}

# name: values for parameters, expected rows (the first columns of each)
EXPECTED: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {
    "suppliers": (
        {"name": "Halde"},
        [
            ("Nordlicht", "", "negated", "Halde AG"),
            ("Nordlicht", "", "speculated", "Branchenkreise"),
            ("Voltera", "", "asserted", ""),
        ],
    ),
    "competitors": ({"name": "Tiefwasser"}, [("Nordlicht", "", "asserted")]),
    "investors": (
        {"name": "Nordlicht"},
        [("Fonds Kiesel", "AnchorInvestment", "20000000", "20000000", "EUR", "", "asserted")],
    ),
    "product-dependence": ({"name": "Pegel"}, [("Halde AG", "uses", "Tiefwasser", "asserted")]),
    "rumours": ({}, [("Supply", "Nordlicht", "Halde AG", "Branchenkreise", "2026-01-10")]),
    "said-by": (
        {"asked": "branchen"},
        [("Branchenkreise", "Supply", "Nordlicht", "Halde AG", "speculated", "2026-01-10")],
    ),
    "changed-since": (
        {"since": "2026-02-01"},
        [
            ("2026-02-20", "Acquisition", "Halde AG", "Tiefwasser", "reported", "planned"),
            ("2026-02-20", "LegalAction", "Tiefwasser", "Voltera", "asserted", ""),
            ("2026-02-20", "Subsidiary", "Tiefwasser", "Pegelwerk", "asserted", ""),
            ("2026-02-20", "Supply", "Nordlicht", "Halde AG", "negated", "speculated"),
            ("2026-02-20", "Supply", "Voltera", "Halde AG", "asserted", ""),
        ],
    ),
    "leaders": ({"name": "Halde AG"}, [("Petra Lohmann", "Vorstandschefin", "", "", "asserted")]),
    "ownership-chain": (
        {"name": "Halde AG"},
        [("Halde AG", "acquired", "Tiefwasser"), ("Tiefwasser", "parentOf", "Pegelwerk")],
    ),
    "shared-suppliers": ({}, [("Nordlicht", "Tiefwasser", "Voltera")]),
    "conflicts": ({}, [("Supply", "Nordlicht", "Halde AG", "speculated")]),
    "documents": (
        {},
        [
            ("hafen-1", "Wellen im Hafen", "2026-01-10", "11", "8"),
            ("harbour-2", "Waves in the harbour", "2026-02-20", "5", "5"),
        ],
    ),
    "trouble": ({}, [("Nordlicht", "Layoff", "bis zu 120 Stellen", "Emden", "", "asserted")]),
    "lawsuits": ({}, [("Tiefwasser", "Voltera", "a patent", "5 million euros", "asserted")]),
    "most-connected": (
        {},
        [("Tiefwasser", "5"), ("Halde AG", "4"), ("Nordlicht", "3"), ("Voltera", "3"), ("Pegelwerk", "1")],
    ),
    "planned-deals": (
        {},
        [("Acquisition", "Halde AG", "Tiefwasser", "300 Millionen Euro", "300000000", "300000000", "EUR", "2026-03")],
    ),
    "several-posts": ({}, [("Petra Lohmann", "2", "Fonds Kiesel, Halde AG")]),
    "between": (
        {"a": "Nordlicht", "b": "Halde AG"},
        [("Supply", "supplier", "customer", "negated"), ("Supply", "supplier", "customer", "speculated")],
    ),
    "products": ({"name": "Tiefwasser"}, [("Pegel", "Halde AG", "asserted")]),
    "timeline": (
        {"name": "Pegelwerk"},
        [("2026-02-20", "Subsidiary", "Tiefwasser", "Pegelwerk", "asserted")],
    ),
    "sources": (
        {},
        [("Branchenkreise", "speculated", "1"), ("Halde AG", "negated", "1"), ("Harbour Post", "reported", "1")],
    ),
}


def test_there_are_enough_questions() -> None:
    assert len(ALL) == 22
    assert set(EXPECTED) == set(ALL) - {"evidence"}


@pytest.mark.parametrize("name", ALL)
def test_a_question_is_said_in_both_languages_and_runs_as_it_is(name: str, ask: Ask) -> None:
    question = ALL[name]
    assert question.question.endswith("?")
    assert question.frage.endswith("?")
    assert question.title
    assert isinstance(ask(question.sparql), list)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_gives_the_expected_rows(name: str, ask: Ask) -> None:
    values, rows = EXPECTED[name]
    found = ask(ALL[name].bind(**values))
    assert [row[: len(rows[0])] for row in found] == rows


def test_evidence_gives_every_statement_with_its_quote(ask: Ask, store: ox.Store) -> None:
    texts = {
        row[0].value: row[1].value
        for row in store.query(
            "PREFIX ckg: <https://w3id.org/company-kg/ontology#> "
            "SELECT ?id ?text { GRAPH ?d { ?d ckg:documentId ?id ; ckg:text ?text } }"
        )
    }
    rows = ask(ALL["evidence"].sparql)
    assert len(rows) == 16
    assert [texts[document][int(start) : int(end)] for document, start, end, *_ in rows] == [row[-1] for row in rows]


def test_the_certainties_of_a_query_decide_which_edges_count(ask: Ask) -> None:
    query = ALL["ownership-chain"].bind(name="Halde AG")
    assert ask(query, ("asserted",)) == []
    assert ask(query, ("asserted", "planned"))[0] == ("Halde AG", "acquired", "Tiefwasser")


@pytest.mark.parametrize("name", ["suppliers", "conflicts", "shared-suppliers", "several-posts"])
def test_rdflib_gives_the_same_rows(name: str, ask: Ask, graph: rdflib.Graph) -> None:
    # The graph holds planned and speculated edges too; these questions do not ask for any.
    query = ALL[name].bind(**EXPECTED[name][0])
    rows = [tuple("" if v is None else str(v).removesuffix(".0") for v in row) for row in graph.query(query)]
    assert rows
    assert rows == ask(query)


def test_a_value_cannot_change_the_query(ask: Ask) -> None:
    hostile = 'x" } ?s ?p ?o . VALUES ?z { "\\'
    assert ask(ALL["competitors"].bind(name=hostile)) == []


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(InputError, match="question 'between' has no parameter 'c'; it has a, b"):
        ALL["between"].bind(c="x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# title: T\n# question (en): Q?\n# parameters: none\n", r"own\.rq: the comment '# frage \(de\): \.\.\.'"),
        (
            "# title: T\n# question (en): Q?\n# frage (de): F?\n# parameters: ?name\nSELECT * {}",
            r"own\.rq: parameter \?name has no preset",
        ),
    ],
)
def test_a_broken_header_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PatternError, match=message):
        read_question(path)


def test_questions_of_an_own_folder(tmp_path: Path) -> None:
    source: Question = ALL["rumours"]
    (tmp_path / "mine.rq").write_text(source.sparql, encoding="utf-8")
    assert [(q.name, q.title) for q in questions(tmp_path)] == [("mine", "What is only rumoured")]
