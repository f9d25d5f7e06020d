"""The same dataset over Virtuoso, an engine that has nothing in common with Oxigraph.

Writing and what a SELECT finds agree. What Virtuoso 7 does its own way, and we do not hide: it answers ASK with a
table, and leaves out rows of some longer packaged questions.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.store import Dataset
from kg.store.dataset import ONTOLOGY
from kg.store.endpoint import Endpoint
from kg.store.names import DEFAULT_BASE, is_internal

from .make import nord, rivals, small

QUERIES = [
    "SELECT ?a ?b { ?a ckg:supplierOf ?b } ORDER BY ?a ?b",
    "SELECT ?q { ?s oa:hasTarget/oa:hasSelector/oa:exact ?q } ORDER BY ?q",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s a ckg:Acquisition } } ORDER BY ?g",
    "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ckg:Supply ; ckg:certainty ?c } GROUP BY ?c ORDER BY ?c",
    'SELECT ?n { ?x rdfs:label|skos:altLabel "Hallberg" ; rdfs:label ?n . FILTER NOT EXISTS { ?x a ckg:Person } }',
]
CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, log.read_text(errors="replace")
        time.sleep(0.1)
    raise AssertionError("Virtuoso did not start within a minute")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A server of our own with an empty database, which everyone on this machine may write."""
    binary, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or isql is None:
        pytest.skip("needs Virtuoso (apt install virtuoso-opensource-7-bin)")
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = [binary, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(http, server, folder / "virtuoso.log")
        for grant in ('GRANT SPARQL_UPDATE TO "SPARQL"', "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7)"):
            subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={grant};"], check=True, capture_output=True)
        address = f"http://127.0.0.1:{http}/sparql"
        yield Endpoint(address, address, f"{address}-graph-crud")
    finally:
        server.terminate()
        server.wait()


def ours(dataset: Dataset) -> list[str]:
    """All quads but those of Virtuoso's own graphs."""
    names = [n for n in dataset.store.names() if n.startswith((DEFAULT_BASE, ONTOLOGY.value)) or is_internal(n)]
    return sorted(f"{name} {s} {p} {o}" for name in names for s, p, o in dataset.store.graph(NamedNode(name)))


def test_virtuoso_holds_and_answers_what_a_folder_does(endpoint: Endpoint) -> None:
    here, there = Dataset.memory(), Dataset.over(endpoint)
    for dataset in (here, there):
        dataset.put_many([nord(), rivals(), *(small(n) for n in range(12))])
        dataset.remove("doc-00003")
        dataset.put(small(5, "Firma 5 beliefert Firma 10 jetzt doch. Neu."))
    assert len(ours(here)) > 2000
    assert ours(there) == ours(here)
    assert there.documents() == here.documents()
    for query in QUERIES:
        for certainties in (None, ("planned", "speculated"), tuple(here.schema.certainties)):
            assert there.query(query, certainties) == here.query(query, certainties), query
        assert here.rows(query), query
    assert not there.put(nord())
    assert there.remove("nord")
    assert "nord" not in there.documents()


def test_a_malformed_query_is_an_input_error(endpoint: Endpoint) -> None:
    with pytest.raises(InputError):
        Dataset.over(endpoint).query("SELECT * { ?s ?p")
