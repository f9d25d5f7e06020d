"""The service over HTTP: its replies have the protocol's shapes, what is wrong is told, nothing but reading."""

import http.client
import json
import sys
import urllib.parse
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import shapes

from kg.errors import InputError
from kg.reconcile import limits, make_server
from kg.reconcile.server import PATH

NORDSTAHL = "lei:529900D6BF99LW9R2E68"


def ask(server, path="", method="GET", headers=None, body=None, **parameters):
    """Status, headers and body of a reply; `parameters` go in the address, or in the form of a POST."""
    form = urllib.parse.urlencode(parameters)
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    if method == "POST":
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
        connection.request("POST", PATH + path, form.encode() if body is None else body, headers)
    else:
        connection.request(method, PATH + path + (f"?{form}" if form else ""), headers=headers or {})
    reply = connection.getresponse()
    data = reply.read()
    connection.close()
    return reply.status, reply.headers, data


def told(server, path="", method="GET", **parameters):
    status, _, data = ask(server, path, method, **parameters)
    assert status == 200, data
    return json.loads(data)


def queries(**asked):
    return json.dumps(asked)


def test_manifest(server):
    shapes.is_manifest(told(server))
    assert told(server)["preview"]["url"].startswith(f"http://127.0.0.1:{server.server_address[1]}/")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_in_the_address_and_as_a_form(server, method):
    asked = queries(
        q0={"query": "Nordstahl AG"}, q1={"query": "Velmoor", "type": "Company", "limit": 1}, q2={"query": "?"}
    )
    found = told(server, method=method, queries=asked)
    shapes.is_result_batch(found, {"q0", "q1", "q2"})
    assert found["q0"]["result"][0]["id"] == NORDSTAHL
    assert found["q0"]["result"][0]["match"] is True
    assert found["q0"]["result"][0]["features"]
    assert [row["id"] for row in found["q1"]["result"]] == ["r:3"]
    assert found["q2"]["result"] == []


@pytest.mark.parametrize("text", ["Velmoor", '{"query": "Velmoor"}'])
def test_a_single_query_as_of_old(server, text):
    found = told(server, query=text)["result"]
    shapes.are_candidates(found)
    assert found[0]["id"] == "r:3"


def test_namesakes_are_no_match_until_a_property_tells_them_apart(server):
    bare = told(server, queries=queries(q={"query": "Nordstahl", "type": "Company"}))["q"]["result"]
    assert {row["id"] for row in bare} >= {NORDSTAHL, "r:2"}
    asked = {"query": "Nordstahl", "properties": [{"pid": "country", "v": "USA"}]}
    us = told(server, queries=queries(q=asked))["q"]["result"]
    assert us[0]["id"] == "r:2"
    assert us[0]["match"] is True
    assert {"id": "country", "value": True} in us[0]["features"]


@pytest.mark.parametrize("pid", ["isin", "lei"])
def test_an_identifier_finds_without_a_name(server, pid):
    value = {"isin": "DE0007164600", "lei": "529900D6BF99LW9R2E68"}[pid]
    found = told(server, queries=queries(q={"properties": [{"pid": pid, "v": [value]}]}))["q"]["result"]
    assert [row["id"] for row in found] == [NORDSTAHL]


def test_types_hold_apart(server):
    def ids(**more):
        return [row["id"] for row in told(server, queries=queries(q={"query": "Erika Kranz", **more}))["q"]["result"]]

    assert ids() == ids(type="Person") == ids(type=["Person"]) == ["r:5"]
    assert ids(type="Company") == ids(type="Nonsense") == []


def test_extension(server):
    wanted = ["lei", "isin", "ticker", "country", "parents"]
    asked = {"ids": [NORDSTAHL, "r:2", "r:99"], "properties": [{"id": pid} for pid in wanted]}
    found = told(server, method="POST", extend=json.dumps(asked))
    shapes.is_extension(found, {NORDSTAHL, "r:2", "r:99"}, wanted)
    row = found["rows"][NORDSTAHL]
    assert row["isin"] == [{"str": "DE0007164600"}]
    assert row["ticker"] == [{"str": "XETR:NST"}, {"str": "NST"}]
    assert row["parents"] == [{"id": "r:3", "name": "Velmoor SE"}]
    assert not any(found["rows"]["r:99"].values())


def test_suggestions(server):
    entities = told(server, "/suggest/entity", prefix="Velm")
    shapes.is_suggestion(entities)
    assert told(server, "/suggest/entity", prefix="r:3")["result"][0]["name"] == "Velmoor SE"
    assert told(server, "/suggest/entity", prefix="")["result"] == []
    assert len(told(server, "/suggest/entity", prefix="Nordstahl", limit="1")["result"]) == 1
    types = told(server, "/suggest/type", prefix="c")
    shapes.is_suggestion(types)
    assert [row["id"] for row in types["result"]] == ["Company"]
    properties = told(server, "/suggest/property", prefix="c")
    shapes.is_suggestion(properties)
    assert [row["id"] for row in properties["result"]] == ["country", "city"]
    shapes.is_proposal(told(server, "/properties", type="Company"))


def test_preview_escapes_what_the_register_holds(server):
    status, headers, data = ask(server, "/preview", id="r:4")
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    text = data.decode()
    assert "&lt;b&gt;Böse &amp; Söhne&lt;/b&gt; GmbH" in text
    assert "<script" not in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("parameters", "status", "word"),
    [
        ({"queries": "{"}, 400, "queries is not JSON"),
        ({"queries": "[1]"}, 400, "object of queries"),
        ({"queries": '{"q": 1}'}, 400, "'q' must be an object"),
        ({"queries": '{"q": {}}'}, 400, "give 'query' or 'properties'"),
        ({"queries": '{"q": {"query": 1}}'}, 400, "'query' must be text"),
        ({"queries": '{"q": {"query": "a", "limit": "x"}}'}, 400, "'limit'"),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400, "'limit'"),
        ({"queries": '{"q": {"query": "a", "type": 3}}'}, 400, "'type'"),
        ({"queries": '{"q": {"query": "a", "properties": [{"pid": "lei"}]}}'}, 400, "'pid' and 'v'"),
        ({"queries": '{"q": {"query": "a", "properties": [{"pid": "shoe", "v": "1"}]}}'}, 400, "shoe"),
        ({"queries": '{"q": {"query": "a", "limit": 1e999}}'}, 400, "'limit'"),
        ({"extend": '{"ids": "a"}'}, 400, "'ids'"),
        ({"extend": '{"ids": [], "properties": [{"id": "shoe"}]}'}, 400, "shoe"),
        ({"queries": json.dumps({f"q{i}": {"query": "a"} for i in range(201)})}, 413, "at most 200"),
        ({"queries": json.dumps({"q": {"query": "a" * 1001}})}, 413, "at most 1000"),
        ({"queries": "[" * 100_000}, 400, "not JSON"),
    ],
)
def test_what_is_wrong_is_told_as_json(server, parameters, status, word):
    answered, headers, data = ask(server, method="POST", **parameters)
    assert answered == status
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(data)["status"] == "error"
    assert word in json.loads(data)["message"]


def test_too_large_forms_are_refused_unread(server):
    status, _, data = ask(server, method="POST", headers={"Content-Length": str(limits.BODY + 1)}, body=b"")
    assert status == 413
    assert str(limits.BODY) in json.loads(data)["message"]


@pytest.mark.parametrize("length", ["-1", "x", "²"])
def test_a_length_must_be_a_number(server, length):
    headers = {"Content-Length": length.encode("latin-1", "replace").decode("latin-1")}
    assert ask(server, method="POST", headers=headers, body=b"")[0] == 411


def test_other_addresses_and_forms(server):
    assert ask(server, "/../../etc/passwd")[0] == 404
    assert ask(server, "/preview", id="../../etc/passwd")[0] == 404
    assert ask(server, "x")[0] == 404
    assert ask(server, method="POST", headers={"Content-Type": "application/json"}, body=b"{}")[0] == 415
    assert ask(server, method="POST", body=b"queries=\xff")[0] == 400
    assert ask(server, method="DELETE")[0] == 501


def test_every_page_may_ask(server):
    for method in ("GET", "OPTIONS"):
        status, headers, _ = ask(server, method=method)
        assert status in (200, 204)
        assert headers["Access-Control-Allow-Origin"] == "*"


def test_a_host_that_is_none_is_not_repeated(server):
    _, _, data = ask(server, headers={"Host": 'x"><script>'})
    assert b"script" not in data


def test_one_after_the_other_on_one_connection(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    for _ in range(3):
        connection.request("POST", PATH, "query=Velmoor", {"Content-Type": "application/x-www-form-urlencoded"})
        assert json.loads(connection.getresponse().read())["result"][0]["id"] == "r:3"
    connection.close()


def test_only_this_machine_is_served_and_a_taken_port_is_told(server, register):
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(InputError, match="--port"):
        make_server(register, port=server.server_address[1])
