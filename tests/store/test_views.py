"""Records, network, files and tables say what the statements say."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rich.console import Console

from kg.errors import InputError, PatternError, StoreError
from kg.store import Dataset, Table
from kg.view.export import FORMATS, export, to_rdflib
from kg.view.network import multigraph
from kg.view.records import documents, entities, find, statements
from kg.view.table import plain, render

from .make import NORD_TEXT, entity, nord, rivals, small


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    dataset = Dataset.memory()
    dataset.put_many([nord(), rivals()])
    return dataset


def test_entities_come_once_with_all_their_names(dataset: Dataset) -> None:
    found = {e.label: e for e in entities(dataset)}
    assert sorted(found) == ["Kreyser Capital", "Küstenbau", "Nordwerft AG", "Reederei Hallberg"]
    wharf = found["Nordwerft AG"]
    assert (wharf.type, wharf.aliases, wharf.documents) == ("Company", ("Nordwerft",), ("nord", "rivals"))
    assert wharf.identifiers == (("isin", "DE0000000001"),)


def test_the_name_that_most_documents_use_wins() -> None:
    other = Dataset.memory()
    names = ["Nordwerft", "Nordwerft", "Nordwerft AG"]
    for number, name in enumerate(names):
        whole = nord(f"d{number}")
        first = replace(whole.entities[0], name=name, iri="https://w3id.org/company-kg/id/entity/x", aliases=())
        other.put(replace(whole, entities=(first, *whole.entities[1:])))
    [wharf] = [e for e in entities(other) if e.iri.endswith("/x")]
    assert (wharf.label, wharf.aliases) == ("Nordwerft", ("Nordwerft AG",))


def test_find_goes_from_exact_to_alias_and_case(dataset: Dataset) -> None:
    assert [e.label for e in find(dataset, "hallberg")] == ["Reederei Hallberg"]
    assert [e.label for e in find(dataset, entity("x", "Küstenbau").iri)] == ["Küstenbau"]
    assert find(dataset, "Nobody") == []


def test_statements_carry_everything(dataset: Dataset) -> None:
    [supply] = statements(dataset, type="Supply", document="nord")
    assert (supply.head_label, supply.edge, supply.tail_label) == ("Nordwerft AG", "supplierOf", "Reederei Hallberg")
    assert (supply.certainty, supply.confidence, supply.by) == ("asserted", 0.83, "test.pattern")
    assert list(supply.roles) == ["supplier", "customer", "quantity"]
    assert supply.roles["quantity"][0].value == nord().statements[0].values["quantity"][0]
    assert supply.amounts == ("zwischen 40 und 50 Fähren",)
    assert supply.when == nord().statements[0].when
    [proof] = supply.evidence
    assert NORD_TEXT[proof.start : proof.end] == proof.quote
    assert NORD_TEXT[proof.end :].startswith(proof.suffix)
    assert len(proof.suffix) > 150
    assert (proof.document, proof.title, proof.published) == ("nord", "Nordwerft & Co.", "2026-02-03")
    [rumour] = statements(dataset, certainty="speculated")
    assert rumour.said_by == ("Branchenkreise",)


def test_statements_can_be_narrowed(dataset: Dataset) -> None:
    assert {s.type for s in statements(dataset, type="Investment")} == {"AnchorInvestment"}
    assert {s.type for s in statements(dataset, entity="Küstenbau")} == {"Competition"}
    assert statements(dataset, entity="Nobody") == []
    assert len(statements(dataset, document="rivals")) == 4
    assert [d.id for d in documents(dataset)] == ["nord", "rivals"]
    with pytest.raises(PatternError, match="unknown statement type 'Suply'; did you mean 'Supply'"):
        statements(dataset, type="Suply")


def test_three_parties_give_three_pairs(dataset: Dataset) -> None:
    rivalry = statements(dataset, type="Competition")
    assert len({s.statement for s in rivalry}) == 1
    assert [s.id.removeprefix(s.statement) for s in rivalry].count("") == 1
    assert len({s.id for s in rivalry}) == len({frozenset((s.head, s.tail)) for s in rivalry}) == 3


def test_the_network_holds_the_default_view_unless_asked(dataset: Dataset) -> None:
    graph = multigraph(dataset)
    assert {d["certainty"] for _, _, d in graph.edges(data=True)} == {"asserted", "reported"}
    wide = multigraph(dataset, dataset.schema.certainties)
    assert {d["certainty"] for _, _, d in wide.edges(data=True)} == {"asserted", "reported", "planned", "speculated"}
    a, b = entity("x", "Nordwerft AG").iri, entity("x", "Reederei Hallberg").iri
    edges = [d for d in graph.get_edge_data(a, b).values() if d["edge"] == "supplierOf"]
    assert {(d["certainty"], d["documents"], d["dates"]) for d in edges} == {
        ("asserted", ("nord",), ("2026-02-03",)),
        ("reported", ("rivals",), ("2026-03-01",)),
    }
    assert graph.nodes[a]["label"] == "Nordwerft AG"
    with pytest.raises(InputError, match="unknown certainty 'sure'"):
        multigraph(dataset, ["sure"])


@pytest.mark.parametrize("format", FORMATS)
def test_files_do_not_depend_on_the_order_of_documents(tmp_path: Path, format: str) -> None:
    many = [nord(), rivals(), *(small(n) for n in range(40))]
    for name, order in (("a", many), ("b", many[::-1])):
        with Dataset.memory() as dataset:
            dataset.put_many(order)
            export(dataset, tmp_path / name, format)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_size > 1000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize(("format", "name"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")])
def test_files_with_graphs_hold_the_same_quads(tmp_path: Path, dataset: Dataset, format: str, name: str) -> None:
    export(dataset, tmp_path / "g", format)
    ours = ox.RdfFormat.from_extension(format)
    assert ours is not None
    assert {str(q) for q in ox.parse(path=str(tmp_path / "g"), format=ours)} == {str(q) for q in dataset.quads()}
    theirs = rdflib.Dataset()
    theirs.parse(tmp_path / "g", format=name)
    copy = to_rdflib(dataset)
    graphs = {str(g.identifier) for g in copy.graphs() if len(g)}
    assert graphs == set(dataset.graphs())
    for graph in graphs:
        assert isomorphic(theirs.graph(rdflib.URIRef(graph)), copy.graph(rdflib.URIRef(graph))), graph


def test_turtle_holds_what_a_plain_query_sees(tmp_path: Path, dataset: Dataset) -> None:
    seen = dataset.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    export(dataset, tmp_path / "g", "ttl")
    parsed = {str(q.triple) for q in ox.parse(path=str(tmp_path / "g"), format=ox.RdfFormat.TURTLE)}
    assert parsed == {str(t) for t in seen.triples}  # type: ignore[union-attr]
    text = (tmp_path / "g").read_text(encoding="utf-8")
    assert "ckg:anchorInvestorIn entity:" not in text
    export(dataset, tmp_path / "g", "ttl", ["planned"])
    assert "ckg:anchorInvestorIn entity:" in (tmp_path / "g").read_text(encoding="utf-8")


def test_network_files_read_back(tmp_path: Path, dataset: Dataset) -> None:
    export(dataset, tmp_path / "g.graphml", "graphml")
    export(dataset, tmp_path / "g.gexf", "gexf")
    wide = multigraph(dataset, dataset.schema.certainties)
    for found in (nx.read_graphml(tmp_path / "g.graphml"), nx.read_gexf(tmp_path / "g.gexf")):
        assert set(found) == set(wide)
        assert found.number_of_edges() == wide.number_of_edges()
        assert {d["certainty"] for _, _, d in found.edges(data=True)} >= {"planned", "speculated"}


def test_hostile_text_in_files(tmp_path: Path) -> None:
    whole = nord()
    title = '=HYPERLINK("http://evil")\x07 <img src=x onerror=alert(1)> ]]> {\'}'
    name = "+Bö\x02se & <Söhne>"
    bad = replace(
        whole,
        document=replace(whole.document, title=title),
        entities=(replace(whole.entities[0], name=name), *whole.entities[1:]),
    )
    dataset = Dataset.memory()
    dataset.put(bad)
    for format in FORMATS:
        export(dataset, tmp_path / f"g.{format}", format)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "g.csv").read_text(encoding="utf-8"))))
    assert {row["title"] for row in rows} == {"'" + title}
    assert "'" + name in {row["head"] for row in rows}
    labels = nx.get_node_attributes(nx.read_graphml(tmp_path / "g.graphml"), "label").values()
    assert "+Bö\ufffdse & <Söhne>" in labels
    nx.read_gexf(tmp_path / "g.gexf")
    assert len(list(ox.parse(path=str(tmp_path / "g.trig"), format=ox.RdfFormat.TRIG))) == len(list(dataset.quads()))


def test_the_csv_table(tmp_path: Path, dataset: Dataset) -> None:
    export(dataset, tmp_path / "g.csv", "csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "g.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 8
    anchor = next(row for row in rows if row["type"] == "AnchorInvestment")
    assert (anchor["head"], anchor["tail"], anchor["certainty"]) == ("Kreyser Capital", "Reederei Hallberg", "planned")
    assert "amount: 600 Millionen Euro" in anchor["roles"]
    assert NORD_TEXT[int(anchor["start"]) : int(anchor["end"])] == anchor["quote"]


def test_export_errors(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(InputError, match="unknown format 'xls'; choose from ttl, trig"):
        export(dataset, tmp_path / "g", "xls")
    with pytest.raises(StoreError, match="nowhere/g: cannot be written"):
        export(dataset, tmp_path / "nowhere" / "g", "nq")
    with pytest.raises(InputError, match="unknown certainty 'sure'"):
        export(dataset, tmp_path / "g", "ttl", ["sure"])


QUERY = """SELECT ?type ?label ?n ?none { ?e a ?type ; rdfs:label ?label .
{ SELECT ?e (COUNT(?s) AS ?n) { ?s ckg:competitor ?e } GROUP BY ?e } } ORDER BY ?label"""


def test_tables_in_csv_json_and_text(dataset: Dataset) -> None:
    table = dataset.query(QUERY)
    assert isinstance(table, Table)
    assert table.rows[0] == ("https://w3id.org/company-kg/ontology#Company", "Küstenbau", 1, None)
    assert list(csv.reader(io.StringIO(table.to_csv())))[1][1:] == ["Küstenbau", "1", ""]
    parsed = json.loads(table.to_json())
    assert parsed["head"]["vars"] == ["type", "label", "n", "none"]
    assert parsed["results"]["bindings"][0]["n"]["datatype"].endswith("#integer")
    lines = plain(table).splitlines()
    assert lines[0].split() == ["type", "label", "n", "none"]
    assert lines[2] == "ckg:Company  Küstenbau          1"
    names = {"https://w3id.org/company-kg/ontology#Company": "Unternehmen"}
    assert plain(table, names).splitlines()[2].startswith("Unternehmen  Küstenbau")


def test_a_terminal_gets_no_control_characters_from_documents() -> None:
    table = Table(("[bold]x",), ((ox.Literal("\x1b]0;owned\x07[red]\u202e"),), (None,)))
    for terminal in (True, False):
        out = io.StringIO()
        render(table, Console(file=out, force_terminal=terminal, color_system=None, width=100))
        assert "[bold]x" in out.getvalue()
        assert "\\u001b]0;owned\\u0007[red]\\u202e" in out.getvalue()
        assert "\x07" not in out.getvalue()


def test_a_graph_as_turtle(dataset: Dataset) -> None:
    answer = dataset.query("CONSTRUCT { ?a ckg:supplierOf ?b } WHERE { ?a ckg:supplierOf ?b }")
    turtle = answer.to_turtle({"ckg": "https://w3id.org/company-kg/ontology#"})  # type: ignore[union-attr]
    assert turtle.count("ckg:supplierOf") == 1
    assert len(rdflib.Graph().parse(data=turtle)) == 1
