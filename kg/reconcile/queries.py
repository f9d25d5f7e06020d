"""Requests of the protocol checked and read: what is wrong is told, nothing is guessed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.reconcile import limits
from kg.reconcile.limits import RequestError


@dataclass(frozen=True, slots=True)
class Query:
    """A name (may be empty when properties are given), types ("" for any), how many candidates, and conditions."""

    text: str
    types: tuple[str, ...] = ()
    limit: int = limits.DEFAULT_CANDIDATES
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


def loads(text: str, what: str) -> Any:
    """JSON, or a RequestError that names the parameter."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{what} is not JSON: {error}") from error


def batch(text: str) -> dict[str, Query]:
    """The parameter `queries`: an object of queries by key."""
    data = loads(text, "queries")
    if not isinstance(data, dict):
        raise RequestError("queries must be an object of queries by key")
    if len(data) > limits.QUERIES:
        raise RequestError(f"{len(data)} queries in one batch: at most {limits.QUERIES}", 413)
    return {key: query(value, f"query {key!r}") for key, value in data.items()}


def single(text: str) -> Query:
    """The parameter `query`: a query as an object, or just a name."""
    return query(loads(text, "query"), "query") if text.lstrip().startswith("{") else query({"query": text}, "query")


def query(data: Any, where: str) -> Query:
    """One query object."""
    if not isinstance(data, dict):
        raise RequestError(f"{where} must be an object")
    text = data.get("query", "")
    if not isinstance(text, str):
        raise RequestError(f"{where}: 'query' must be text")
    properties = data.get("properties") or []
    if not isinstance(properties, list):
        raise RequestError(f"{where}: 'properties' must be a list")
    if len(properties) > limits.PROPERTIES:
        raise RequestError(f"{where}: {len(properties)} properties, at most {limits.PROPERTIES}", 413)
    conditions = tuple(_condition(p, where) for p in properties)
    if not text.strip() and not conditions:
        raise RequestError(f"{where}: give 'query' or 'properties'")
    return Query(
        _short(text.strip(), where), _types(data.get("type"), where), limit(data.get("limit"), where), conditions
    )


def _types(value: Any, where: str) -> tuple[str, ...]:
    types = [value] if isinstance(value, str) else value or []
    if not isinstance(types, list) or not all(isinstance(t, str) for t in types):
        raise RequestError(f"{where}: 'type' must be text or a list of texts")
    return tuple(_short(t, where) for t in types if t)[: limits.PROPERTIES]


def limit(value: Any, where: str) -> int:
    """A number of results from 1 to the most; the default when not given."""
    if value in (None, ""):
        return limits.DEFAULT_CANDIDATES
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise RequestError(f"{where}: 'limit' must be a number") from error
    if isinstance(value, bool) or number < 1:
        raise RequestError(f"{where}: 'limit' must be 1 or more")
    return min(number, limits.CANDIDATES)


def _condition(data: Any, where: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(data, dict) or not isinstance(data.get("pid"), str) or "v" not in data:
        raise RequestError(f"{where}: a property needs 'pid' and 'v'")
    values = data["v"] if isinstance(data["v"], list) else [data["v"]]
    if len(values) > limits.PROPERTIES:
        raise RequestError(f"{where}: {len(values)} values of {data['pid']!r}, at most {limits.PROPERTIES}", 413)
    return data["pid"], tuple(v for value in values if (v := _value(value, where)))


def _value(value: Any, where: str) -> str:
    """Text, a number, a boolean, or an entity by its id."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if not isinstance(value, str | int | float):
        raise RequestError(f"{where}: a value must be text, a number, a boolean, or an object with 'id'")
    return _short(str(value).strip(), where)


def _short(text: str, where: str) -> str:
    if len(text) > limits.TEXT:
        raise RequestError(f"{where}: {len(text)} characters, at most {limits.TEXT}", 413)
    return text


def extension(text: str) -> tuple[list[str], list[str]]:
    """The parameter `extend`: ids of entities and ids of properties."""
    data = loads(text, "extend")
    ids = data.get("ids") if isinstance(data, dict) else None
    wanted = data.get("properties") if isinstance(data, dict) else None
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise RequestError("extend: 'ids' must be a list of texts")
    if not isinstance(wanted, list) or not all(isinstance(p, dict) and isinstance(p.get("id"), str) for p in wanted):
        raise RequestError("extend: 'properties' must be a list of objects with 'id'")
    if len(ids) > limits.QUERIES or len(wanted) > limits.PROPERTIES:
        raise RequestError(f"extend: at most {limits.QUERIES} ids and {limits.PROPERTIES} properties", 413)
    return [_short(i, "extend") for i in ids], [_short(p["id"], "extend") for p in wanted]
