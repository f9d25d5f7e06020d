"""The commands as a user types them: what they print, their exit codes, and one clear line for every wrong input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


def kg(*words: object, stdin: str | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, input=stdin, env={**os.environ, **(env or {})}
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "graph"
    done = kg("build", *sorted(EXAMPLES.glob("*alibaba*")), "--out", out)
    assert done.returncode == 0, done.stderr
    assert "1 documents: 1 new" in done.stdout
    assert "graph.html" in done.stdout
    return out


def refused(done: subprocess.CompletedProcess[str], *told: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("kg: ")
    assert done.stderr.count("\n") == 1, done.stderr
    for words in told:
        assert words in done.stderr


def test_query_prints_a_table_and_other_formats(graph):
    ask = "SELECT ?a ?b { ?x ckg:anchorInvestorIn ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a"
    rows = kg("query", graph, ask, "--format", "csv").stdout.splitlines()
    assert rows[0] == "a,b"
    assert "Alibaba,MiniMax" in rows
    assert "Alibaba" in kg("query", graph, ask).stdout
    found = json.loads(kg("query", graph, ask, "--format", "json").stdout)
    assert found["head"]["vars"] == ["a", "b"]


def test_query_certainty_widens_what_counts(graph):
    ask = "SELECT ?a { ?a ckg:supplierOf ?b }"
    narrow = kg("query", graph, ask, "--format", "csv").stdout.splitlines()
    wide = kg("query", graph, ask, "--format", "csv", "--certainty", "all").stdout.splitlines()
    assert len(wide) > len(narrow)


def test_query_without_a_question_lists_the_packaged_ones(graph):
    listed = kg("query", graph)
    assert listed.returncode == 0
    assert "competitors" in listed.stdout
    assert kg("query", graph, "competitors").returncode == 0


def test_ask_answers_by_exit_code(graph):
    assert kg("query", graph, "ASK { ?x a ckg:Company }").returncode == 0
    assert kg("query", graph, "ASK { ?x a ckg:Strike }").returncode == 1


def test_explain_quotes_sentence_certainty_and_finder(graph):
    done = kg("explain", graph, "Alibaba", "MiniMax")
    assert done.returncode == 0
    for told in ("anchorInvestorIn", "asserted", "Ankerinvestor", "found by de:"):
        assert told in done.stdout
    assert kg("explain", graph, "Alibaba", "Bloomberg").returncode in {0, 1}


def test_show_prints_an_entity_or_the_page(graph):
    assert "Alibaba" in kg("show", graph, "Alibaba").stdout
    assert kg("show", graph, "--no-open").stdout.strip().endswith("graph.html")


@pytest.mark.parametrize("format", ["ttl", "trig", "nq", "jsonld", "graphml", "gexf", "csv"])
def test_export(graph, tmp_path, format):
    out = tmp_path / f"g.{format}"
    assert kg("export", graph, "--format", format, "--out", out).returncode == 0
    assert "MiniMax" in out.read_text(encoding="utf-8")


def test_validate_says_that_it_conforms(graph):
    done = kg("validate", graph)
    assert (done.returncode, done.stdout) == (0, "the graph conforms to its shapes\n")


def test_standard_input():
    done = kg("extract", "-", "--lang", "de", stdin="Die Nordstahl AG übernimmt die Kessler GmbH.\n")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    assert {e["name"] for e in line["entities"]} == {"Nordstahl AG", "Kessler GmbH"}


def test_no_colours_when_not_on_a_terminal(graph):
    assert "\x1b[" not in kg("explain", graph, "Alibaba", "MiniMax").stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"   \n\n", "white space"),
        (b"%PDF-1.7 ...", "text"),
        (bytes(range(256)) * 50, "text"),
        (b"x" * 50_000_000, "MB"),
    ],
)
def test_an_article_that_cannot_be_used(tmp_path, content, told):
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    refused(kg("build", path, "--out", tmp_path / "g"), "article.txt", told)


def test_a_page_that_is_a_bomb(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><body>" + "<div>" * 200_000 + "x", encoding="utf-8")
    refused(kg("build", path, "--out", tmp_path / "g"), "page.html")


def test_a_broken_line_of_json(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "Gut."}\n{"id": \n', encoding="utf-8")
    refused(kg("extract", path), "in.jsonl:2")


def test_missing_things(tmp_path, graph):
    refused(kg("build", tmp_path / "no", "--out", tmp_path / "g"), "no")
    refused(kg("query", tmp_path / "no", "ASK {}"), "kg build")
    refused(kg("show", graph, "Unbekannt GmbH"), "Unbekannt GmbH")
    refused(kg("build", EXAMPLES, "--out", tmp_path / "g", "--lang", "xx"), "xx")
    refused(kg("build", EXAMPLES, "--out", tmp_path / "g", "--patterns", tmp_path / "no.yaml"), "no.yaml")


def test_malformed_sparql(graph):
    refused(kg("query", graph, "SELECT ?a { ?a "))
    refused(kg("query", graph, "SELECT ?a { SERVICE <http://example.org/> { ?a ?b ?c } }"))
    refused(kg("query", graph, "nonsense"), "packaged question")
    refused(kg("query", graph, "DELETE WHERE { ?a ?b ?c }"))


def test_a_query_that_takes_too_long(graph):
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    refused(kg("query", graph, slow, "--timeout", "2"), "2 s")


def test_unknown_relation_in_a_pattern(tmp_path):
    patterns = tmp_path / "own.yaml"
    patterns.write_text("- {id: x, type: Takeover, verb: [kapern], roles: {a: subj}}\n", encoding="utf-8")
    refused(kg("build", EXAMPLES, "--out", tmp_path / "g", "--patterns", patterns), "own.yaml", "Takeover")


def test_malformed_ontology(tmp_path):
    ontology = tmp_path / "own.ttl"
    ontology.write_text("@prefix x: <", encoding="utf-8")
    refused(kg("build", EXAMPLES, "--out", tmp_path / "g", "--ontology", ontology), "own.ttl")


def test_a_file_where_the_graph_should_be(tmp_path):
    (tmp_path / "g").write_text("x", encoding="utf-8")
    refused(kg("build", EXAMPLES, "--out", tmp_path / "g"), "g")


def test_a_bad_build_loses_nothing(graph, tmp_path):
    before = (graph / "graph.trig").read_bytes()
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    assert kg("build", bad, "--out", graph).returncode == 2
    assert (graph / "graph.trig").read_bytes() == before
    assert kg("validate", graph).returncode == 0
