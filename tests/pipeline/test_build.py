"""A build from files to a folder: what it writes, what a second one does, and that it always gives the same bytes."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.ontology import Schema
from kg.pipeline import build
from kg.settings import Settings
from kg.store import Dataset
from kg.store.validate import validate

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
PRODUCTS = ("graph.trig", "graph.html", "statements.jsonl")


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    for path in sorted(EXAMPLES.iterdir())[:4]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def graph(articles, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "graph"
    report = build([articles], out)
    assert report.added == 4
    return out


def test_writes_its_files_and_conforms(graph):
    assert all((graph / name).stat().st_size > 1000 for name in PRODUCTS)
    with Dataset.open(graph, read_only=True) as dataset:
        assert validate(dataset) == []
        assert len(dataset.documents()) == 4


def test_every_statement_quotes_its_document(graph, articles):
    with kg.open(graph) as g:
        found = g.statements()
        assert len(found) > 20
        texts = {d.id: d.text for d in kg_documents(articles)}
        quotes = [(e.quote, texts[e.document][e.start : e.end]) for s in found for e in s.evidence]
    assert quotes
    assert all(quote == text for quote, text in quotes)


def kg_documents(folder):
    from kg.read import read

    return list(read([folder]))


def test_again_changes_nothing(graph, articles):
    before = [(graph / name).read_bytes() for name in PRODUCTS]
    report = build([articles], graph)
    assert (report.added, report.replaced, report.unchanged) == (0, 0, 4)
    assert [(graph / name).read_bytes() for name in PRODUCTS] == before


def test_same_input_same_bytes_whatever_the_order(graph, articles, tmp_path):
    files = sorted(articles.iterdir(), reverse=True)
    build(files, tmp_path / "g")
    for name in PRODUCTS:
        assert (tmp_path / "g" / name).read_bytes() == (graph / name).read_bytes(), name


def test_a_changed_document_replaces_its_statements(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    article = folder / "a.txt"
    article.write_text("Die Nordstahl AG übernimmt die Kessler GmbH.\n", encoding="utf-8")
    build([folder], tmp_path / "g", Settings(lang="de"))
    article.write_text("Die Nordstahl AG übernimmt die Falk GmbH.\n", encoding="utf-8")
    (folder / "b.txt").write_text("Die Havelbank AG gehört zur Spree Holding SE.\n", encoding="utf-8")
    report = build([folder], tmp_path / "g", Settings(lang="de"))
    assert (report.added, report.replaced, report.unchanged) == (1, 1, 0)
    with kg.open(tmp_path / "g") as g:
        tails = {s.tail_label for s in g.statements(type="Acquisition")}
    assert len(tails) == 1
    assert "Falk" in tails.pop()


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_the_next_build_finishes(tmp_path, articles, graph, seed):
    command = [sys.executable, "-m", "kg", "build", str(articles), "--out", str(tmp_path / "g"), "--quiet"]
    process = subprocess.Popen(command)
    time.sleep(random.Random(seed).uniform(0.5, 9))
    process.send_signal(signal.SIGKILL)
    process.wait()
    build([articles], tmp_path / "g")
    for name in PRODUCTS:
        assert (tmp_path / "g" / name).read_bytes() == (graph / name).read_bytes(), name


ONTOLOGY = """
@prefix ckg: <https://w3id.org/company-kg/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
my:Sponsoring a owl:Class ; rdfs:label "sponsoring"@en , "Sponsoring"@de ;
    skos:definition "One supports another's events."@en , "Jemand unterstützt Veranstaltungen eines anderen."@de ;
    rdfs:subClassOf ckg:Statement ,
        [ a owl:Restriction ; owl:onProperty my:sponsor ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ,
        [ a owl:Restriction ; owl:onProperty my:sponsored ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ;
    ckg:edge my:sponsors ; ckg:subjectRole my:sponsor ; ckg:objectRole my:sponsored .
my:sponsor a owl:ObjectProperty ; rdfs:range ckg:Organization ;
    rdfs:label "sponsor"@en , "Sponsor"@de ; skos:definition "Who pays."@en , "Wer zahlt."@de .
my:sponsored a owl:ObjectProperty ; rdfs:range ckg:Organization ;
    rdfs:label "sponsored"@en , "Gesponserter"@de ; skos:definition "Who is paid."@en , "Wer bezahlt wird."@de .
my:sponsors a owl:ObjectProperty ; rdfs:subPropertyOf ckg:relatedTo ;
    rdfs:label "sponsors"@en , "sponsert"@de ; skos:definition "Pays for."@en , "Zahlt für."@de .
"""
PATTERNS = """
- id: sponsoring
  type: Sponsoring
  verb: [sponsern, fördern]
  roles: {sponsor: subj, sponsored: obj}
"""


def test_a_new_statement_type_needs_no_python(tmp_path):
    ontology, patterns, article = tmp_path / "my.ttl", tmp_path / "my.yaml", tmp_path / "a.txt"
    ontology.write_text(ONTOLOGY, encoding="utf-8")
    patterns.write_text(PATTERNS, encoding="utf-8")
    article.write_text("Die Nordstahl AG sponsert die Kessler GmbH.\n", encoding="utf-8")
    build([article], tmp_path / "g", Settings(lang="de", ontologies=(ontology,), patterns=(patterns,)))
    ontology.unlink()
    done = run(
        "query",
        str(tmp_path / "g"),
        "PREFIX my: <https://example.org/my#> SELECT ?b { ?a my:sponsors ?b }",
        "--format",
        "csv",
    )
    assert "kessler" in done.stdout
    assert "sponsert" in (tmp_path / "g" / "graph.html").read_text(encoding="utf-8")
    assert "Sponsoring" in Schema.load(*sorted((tmp_path / "g" / "ontologies").glob("*.ttl"))).statements


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, text=True, timeout=300)


def test_extract_gives_one_line_per_document_in_order(tmp_path):
    lines = [
        {"id": "b", "text": "Die Nordstahl AG übernimmt die Kessler GmbH.", "lang": "de"},
        {"id": "empty", "text": "Nichts.", "lang": "de"},
        {"id": "a", "text": "Nordstahl Inc. acquired Kessler Ltd. in May.", "lang": "en"},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run("extract", str(source), "--out", str(out)).returncode == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [f["id"] for f in found] == ["b", "empty", "a"]
    assert [[s["edge"] for s in f["statements"]] for f in found] == [["acquired"], [], ["acquired"]]
    for given, line in zip(lines, found, strict=True):
        for mention in (m for e in line["entities"] for m in e["mentions"]):
            assert given["text"][mention["start"] : mention["end"]] == mention["text"]


def test_given_entities_are_used(tmp_path):
    text = "quorrax übernimmt melba."
    line = {
        "id": "a",
        "lang": "de",
        "text": text,
        "entities": [{"start": 0, "end": 7, "type": "Company"}, {"start": 18, "end": 23, "type": "Company"}],
    }
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert run("extract", str(source), "--given-entities", "--out", str(out)).returncode == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert {e["name"]: e["type"] for e in found["entities"]} == {"quorrax": "Company", "melba": "Company"}
