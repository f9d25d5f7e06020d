"""The shapes that the protocol's replies have (version 0.2), written after its text: what is wrong is an assertion."""

from typing import Any


def is_manifest(data: Any) -> None:
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= data.keys()
    assert "0.2" in data["versions"]
    assert all(isinstance(version, str) for version in data["versions"])
    assert all(isinstance(data[key], str) for key in ("name", "identifierSpace", "schemaSpace"))
    assert "{{id}}" in data["view"]["url"]
    preview = data["preview"]
    assert "{{id}}" in preview["url"]
    assert type(preview["width"]) is type(preview["height"]) is int
    services = [*data["suggest"].values(), data["extend"]["propose_properties"]]
    assert data["suggest"].keys() == {"entity", "property", "type"}
    for service in services:
        assert service["service_url"].startswith("http")
        assert service["service_path"].startswith("/")
    assert isinstance(data["extend"]["property_settings"], list)
    are_types(data["defaultTypes"])


def are_types(types: Any) -> None:
    assert isinstance(types, list)
    for one in types:
        assert isinstance(one, str) or (isinstance(one["id"], str) and isinstance(one.get("name", ""), str))


def is_result_batch(data: Any, keys: set[str]) -> None:
    assert data.keys() == keys
    for one in data.values():
        are_candidates(one["result"])


def are_candidates(result: Any) -> None:
    assert isinstance(result, list)
    scores = [row["score"] for row in result]
    assert scores == sorted(scores, reverse=True)
    assert sum(row.get("match", False) for row in result) <= 1
    for row in result:
        assert all(isinstance(row[key], str) for key in ("id", "name"))
        assert isinstance(row.get("description", ""), str)
        assert type(row["score"]) in (int, float)
        assert 0 <= row["score"] <= 100
        assert type(row.get("match", False)) is bool
        are_types(row.get("type", []))
        for feature in row.get("features", []):
            assert isinstance(feature["id"], str)
            assert type(feature["value"]) in (bool, int, float)


def is_suggestion(data: Any) -> None:
    for row in data["result"]:
        assert all(isinstance(row[key], str) for key in ("id", "name"))
        assert isinstance(row.get("description", ""), str)
        are_types(row.get("notable", []))


def is_extension(data: Any, ids: set[str], properties: list[str]) -> None:
    assert [column["id"] for column in data["meta"]] == properties
    assert all(isinstance(column["name"], str) for column in data["meta"])
    assert data["rows"].keys() == ids
    for row in data["rows"].values():
        assert list(row) == properties
        for cell in row.values():
            assert isinstance(cell, list)
            for value in cell:
                assert value.keys() in ({"str"}, {"id", "name"}, {"float"}, {"int"}, {"date"}, set())
                assert all(isinstance(value[k], str) for k in ("str", "id", "name") if k in value)


def is_proposal(data: Any) -> None:
    assert isinstance(data["type"], str)
    assert all(isinstance(p["id"], str) and isinstance(p["name"], str) for p in data["properties"])
