"""The same dataset over a real SPARQL 1.1 server on this machine."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, StoreError
from kg.store import Dataset
from kg.store.endpoint import Endpoint

from .make import nord, rivals, small
from .test_dataset import assert_consistent, content

QUERIES = [
    "SELECT ?a ?b { ?a ckg:supplierOf ?b } ORDER BY ?a ?b",
    "SELECT ?q { ?s oa:hasTarget/oa:hasSelector/oa:exact ?q } ORDER BY ?q",
    "SELECT ?g { GRAPH ?g { ?s a ckg:Acquisition } }",
    "ASK { ?a ckg:acquired ?b . ?a a ckg:Company }",
    "CONSTRUCT { ?a ckg:competitorOf ?b } WHERE { ?a ckg:competitorOf ?b }",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the oxigraph server (PyPI package oxigraph) is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen([binary, "serve", "--bind", place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(place.partition(":")[2]))) == 0:
                    break
            time.sleep(0.05)
        yield f"http://{place}"
    finally:
        server.terminate()
        server.wait()


def test_a_server_holds_and_answers_what_a_folder_does(address: str) -> None:
    here = Dataset.memory()
    there = Dataset.over(Endpoint.oxigraph(address))
    for dataset in (here, there):
        dataset.put_many([nord(), rivals(), *(small(n) for n in range(12))])
        dataset.remove("doc-00003")
        dataset.put(small(5, "Firma 5 beliefert Firma 10 jetzt doch. Neu."))
    assert_consistent(there)
    assert content(there) == content(here)
    assert there.documents() == here.documents()
    for query in QUERIES:
        for certainties in (None, ("planned", "speculated"), tuple(here.schema.certainties)):
            assert there.query(query, certainties) == here.query(query, certainties), query
    assert not there.put(nord())


def test_errors_of_a_server(address: str) -> None:
    dataset = Dataset.over(Endpoint.oxigraph(address))
    with pytest.raises(InputError, match="malformed SPARQL at line 1, column"):
        dataset.query("SELECT * { ?s ?p")
    with pytest.raises(InputError, match=r"^SERVICE is refused"):
        dataset.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(InputError, match=r"no answer within 0.5 s"):
        dataset.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.5)


def test_no_server_is_told_with_its_address() -> None:
    with pytest.raises(StoreError, match=r"http://127.0.0.1:9/store.*cannot be reached.*is the server running"):
        Dataset.over(Endpoint.oxigraph("http://127.0.0.1:9"))
