"""A request in, a reply out: the addresses of the service, for our server and for any other that mounts it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.reconcile import limits, queries
from kg.reconcile.limits import RequestError
from kg.reconcile.preview import page
from kg.reconcile.service import Service

_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"

HEADERS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "X-Content-Type-Options": "nosniff",
}
"""Of every reply: any page may ask, since everything here is for reading and nothing is secret."""

_LOCKED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, content type, body and headers of an answer."""

    status: int
    body: bytes
    type: str = _JSON
    headers: Mapping[str, str] = field(default_factory=lambda: HEADERS)


def respond(service: Service, path: str, parameters: Mapping[str, str], base: str) -> Reply:
    """The reply to a GET or a POST with these form parameters.

    `path` is that below the service's own, "" or "/" for its root; `base` the service's URL without "/" at the end.
    """
    try:
        return _respond(service, path.rstrip("/"), parameters, base)
    except RequestError as error:
        return failure(str(error), error.status)


def failure(message: str, status: int) -> Reply:
    """An error as JSON."""
    return _json({"status": "error", "message": message}, status)


def _respond(service: Service, path: str, parameters: Mapping[str, str], base: str) -> Reply:
    if path == "":
        return _root(service, parameters, base)
    if path == "/preview":
        entry = service.register.get(parameters.get("id", "")[: limits.TEXT])
        if entry is None:
            raise RequestError("no entity of this id", 404)
        return Reply(200, page(entry, service.register).encode(), _HTML, {**HEADERS, **_LOCKED})
    if path == "/properties":
        return _json(service.propose(parameters.get("type", "")[: limits.TEXT]))
    prefix = parameters.get("prefix", "")[: limits.TEXT].strip()
    limit = queries.limit(parameters.get("limit"), "suggest")
    if path == "/suggest/entity":
        return _json(service.suggest_entities(prefix, limit))
    if path == "/suggest/type":
        return _json(service.suggest_types(prefix, limit))
    if path == "/suggest/property":
        return _json(service.suggest_properties(prefix, limit))
    raise RequestError("no such address", 404)


def _root(service: Service, parameters: Mapping[str, str], base: str) -> Reply:
    if text := parameters.get("queries"):
        return _json(service.reconcile(queries.batch(text)))
    if text := parameters.get("query"):
        return _json({"result": service.candidates(queries.single(text))})
    if text := parameters.get("extend"):
        return _json(service.extend(*queries.extension(text)))
    return _json(service.manifest(base))


def _json(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
