"""Our client against our own service, and against servers that misbehave."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import InputError
from kg.model import Entity
from kg.reconcile import OWN, Question, ReconcileClient, RemoteRegister
from kg.resolve.linking import context, link

NORDSTAHL = "lei:529900D6BF99LW9R2E68"
MANIFEST = {"versions": ["0.2"], "name": "n", "identifierSpace": "i", "schemaSpace": "s"}


def test_answers_come_in_the_order_of_the_questions_over_batches(server):
    client = ReconcileClient(server.url, batch=2)
    names = ["Velmoor", "Nordstahl AG", "Niemand", "Erika Kranz", "Velmoor SE"]
    found = client.reconcile(names)
    assert [answer[0].id if answer else "" for answer in found] == ["r:3", NORDSTAHL, "", "r:5", "r:3"]
    assert found[1][0].match
    assert found[1][0].types == ("Company",)
    assert found[1][0].features


def test_conditions_and_limits(server):
    client = ReconcileClient(server.url)
    found = client.reconcile([Question("Nordstahl", "Company", 1, (("country", "US"),))])
    assert [candidate.id for candidate in found[0]] == ["r:2"]


def test_manifest_and_extension(server):
    client = ReconcileClient(server.url)
    assert "0.2" in client.manifest()["versions"]
    found = client.extend([NORDSTAHL, "r:2"], ["isin", "parents"])
    assert found == {NORDSTAHL: {"isin": ["DE0007164600"], "parents": ["r:3"]}, "r:2": {"isin": [], "parents": []}}


def test_many_at_once(server):
    def ask(_):
        return ReconcileClient(server.url).reconcile(["Velmoor", "Nordstahl AG"] * 5)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert all(answer == answers[0] for answer in answers)


def test_a_service_s_error_is_told(server):
    with pytest.raises(InputError, match=r"answered 400.*shoe"):
        ReconcileClient(server.url).reconcile([Question("Velmoor", properties=(("shoe", "42"),))])


def test_a_service_is_a_source_for_linking(server):
    remote = RemoteRegister(ReconcileClient(server.url), OWN)
    text = "Software maker Nordstahl, based in Dallas, rose. Nordstahl (Xetra: NST) stieg."
    first, second = text.index("Nordstahl"), text.rindex("Nordstahl")
    found = [
        link(Entity("e1", "Nordstahl", "Company"), context(part, (at, at + 9)), remote)
        for part, at in ((text[:48], first), (text[49:], second - 49))
    ]
    assert [f.entry.id for f in found] == ["r:2", NORDSTAHL]
    assert remote.get("r:2").country == "US"
    assert ("isin", "DE0007164600") in remote.get(NORDSTAHL).identifiers


@pytest.fixture
def scripted():
    """A server that answers what a test gives it, in order: (status, body, seconds before); the last one for ever."""
    made = []

    def start(*answers):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body, wait = answers[min(len(asked), len(answers) - 1)]
                asked.append(self.command)
                time.sleep(wait)
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/", asked

    yield start
    for server in made:
        server.shutdown()
        server.server_close()


def test_a_busy_service_is_asked_again(scripted):
    answer = {"q0": {"result": [{"id": "1", "name": "A", "score": 7}]}}
    url, asked = scripted((200, MANIFEST, 0), (503, b"", 0), (429, b"", 0), (200, answer, 0))
    found = ReconcileClient(url, pause=0.01).reconcile(["A"])
    assert found[0][0].id == "1"
    assert asked == ["GET", "POST", "POST", "POST"]


def test_a_service_that_stays_busy_is_given_up(scripted):
    url, asked = scripted((503, b"", 0))
    with pytest.raises(InputError, match="answered 503; asked 3 times"):
        ReconcileClient(url, retries=2, pause=0.01).manifest()
    assert len(asked) == 3


def test_a_slow_service_is_given_up(scripted):
    url, _ = scripted((200, MANIFEST, 1.5))
    with pytest.raises(InputError, match=r"no answer within 0\.2 s"):
        ReconcileClient(url, timeout=0.2, retries=0).manifest()


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (b"<html>", "not JSON"),
        ([1], "no JSON object"),
        ({"q0": {}}, "no result"),
        ({}, "no result"),
        ({"q0": {"result": [{"id": "1"}]}}, "not as the protocol"),
        ({"q0": {"result": [{"id": "1", "name": "A", "score": "much"}]}}, "not as the protocol"),
    ],
)
def test_answers_that_are_none(scripted, answer, word):
    url, _ = scripted((200, MANIFEST, 0), (200, answer, 0))
    with pytest.raises(InputError, match=word):
        ReconcileClient(url, pause=0.01).reconcile(["A"])


def test_other_services_and_nobody_there(scripted):
    url, _ = scripted((200, {"hello": 1}, 0))
    with pytest.raises(InputError, match="no reconciliation service"):
        ReconcileClient(url).manifest()
    with pytest.raises(InputError, match="cannot be reached"):
        ReconcileClient("http://127.0.0.1:9/", retries=0).manifest()
    with pytest.raises(InputError, match="http"):
        ReconcileClient("file:///etc/passwd")


def test_a_service_without_extension_is_told(scripted):
    url, _ = scripted((200, MANIFEST, 0))
    with pytest.raises(InputError, match="no data extension"):
        ReconcileClient(url).extend(["1"], ["isin"])


def test_the_service_s_smaller_batches_hold(scripted):
    row = {"result": [{"id": "1", "name": "A", "score": 1}]}
    url, asked = scripted((200, MANIFEST | {"batchSize": 1}, 0), (200, {"q0": row}, 0))
    assert len(ReconcileClient(url).reconcile(["A", "B", "C"])) == 3
    assert asked == ["GET", "POST", "POST", "POST"]
