"""Our client and linking against a service that others wrote: csv-reconcile, started as a process of its own."""

import importlib.util
import socket
import subprocess
import sys
import time

import pytest

from kg.errors import InputError
from kg.model import Entity
from kg.reconcile import ReconcileClient, RemoteRegister
from kg.resolve.linking import context, link

if importlib.util.find_spec("csv_reconcile") is None:
    pytest.skip("csv-reconcile is not installed: pip install csv-reconcile", allow_module_level=True)

TABLE = """\
id,name,country,isin
a1,Nordstahl AG,DE,DE0007164600
a2,Nordstahl Energie GmbH,DE,
b1,Südwerk SE,AT,AT0000743059
c1,Velmoor Inc.,US,US0378331005
c2,Velmoor SE,DE,DE0007100000
"""
START = """
import sys
from csv_reconcile import create_app, initdb
folder, port = sys.argv[1:]
app = create_app("", instance_path=folder, scorerOption="")
with app.app_context():
    initdb.init_db_with_context(folder + "/table.csv", "id", "name")
app.run(host="127.0.0.1", port=int(port))
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("csv")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-c", START, folder, str(port)], stdout=log, stderr=log)
    try:
        client = ReconcileClient(f"http://127.0.0.1:{port}/reconcile", retries=0)
        until = time.monotonic() + 30
        while True:
            try:
                client.manifest()
                break
            except InputError:
                if time.monotonic() > until or process.poll() is not None:
                    pytest.fail("csv-reconcile did not start:\n" + (folder / "log").read_text())
                time.sleep(0.2)
        yield client
    finally:
        process.terminate()
        process.wait(10)


def test_its_manifest(service):
    assert service.manifest()["name"] == "CSV Reconcile"
    assert "0.1" in service.manifest()["versions"]


def test_its_candidates_best_first(service):
    found = service.reconcile(["Nordstahl AG", "Südwerk", "Qqqq"])
    assert [answer[0].id if answer else "" for answer in found] == ["a1", "b1", ""]
    assert found[0][0].match
    scores = [candidate.score for candidate in found[0]]
    assert scores == sorted(scores, reverse=True)


def test_batches(service):
    client = ReconcileClient(service.url, batch=2)
    assert client.reconcile(["Velmoor SE"] * 5) == service.reconcile(["Velmoor SE"] * 5)


def test_its_data_extension(service):
    column = {"country": "country0", "isin": "isin0"}
    found = service.extend(["a1", "b1"], list(column.values()))
    assert found["a1"] == {column["country"]: ["DE"], column["isin"]: ["DE0007164600"]}
    assert found["b1"][column["country"]] == ["AT"]


def test_linking_with_it(service):
    remote = RemoteRegister(service, {"country": "country0", "isin": "isin0"})

    def linked(text):
        start = text.index("Velmoor")
        return link(Entity("e1", "Velmoor", "Company"), context(text, (start, start + 7)), remote)

    assert linked("The US firm Velmoor rose.").entry.id == "c1"
    assert linked("Velmoor (ISIN DE0007100000) stieg.").entry.id == "c2"
    assert linked("Velmoor meldet Zahlen.").decision == "unsure"
    assert linked("Velmoor (ISIN DE0007100000) stieg.").entry.source == "CSV Reconcile"
