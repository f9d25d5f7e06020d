"""Answers one query in a process of its own, so that it can be stopped. Run as a file; imports nothing of kg.

Reads one JSON object from standard input: `path` (a store folder, opened read-only) or `quads` (N-Quads),
`sparql`, `prefixes`, `default` and `named` graph IRIs. Writes one line with the kind of the answer
(`table`, `graph`, `bool`, `syntax`, `refused`, `store`) and then the answer or the error's message.
"""

import json
import sys
import time
from typing import Any

import pyoxigraph as ox

OPENING_TRIES = 5  # files may go between listing and opening while another process writes
OPENING_PAUSE = 0.1  # seconds


def open_store(request: dict[str, Any]) -> ox.Store:
    if request["path"] is not None:
        return ox.Store.read_only(request["path"])
    store = ox.Store()
    store.load(request["quads"], ox.RdfFormat.N_QUADS)
    return store


def graphs(names: list[str] | None) -> list[Any] | None:
    return None if names is None else [ox.NamedNode(name) for name in names]


def answer(store: ox.Store, request: dict[str, Any]) -> tuple[str, bytes]:
    result = store.query(
        request["sparql"],
        prefixes=request["prefixes"],
        default_graph=graphs(request["default"]),
        named_graphs=graphs(request["named"]),
    )
    if isinstance(result, ox.QueryTriples):
        return "graph", result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    kind = "bool" if isinstance(result, ox.QueryBoolean) else "table"
    return kind, result.serialize(format=ox.QueryResultsFormat.JSON) or b""


def told(request: dict[str, Any]) -> tuple[str, bytes]:
    """The answer, or the kind and message of what went wrong."""
    try:
        return answer(open_store(request), request)
    except SyntaxError as error:
        return "syntax", str(error).encode()
    except (OSError, RuntimeError, ValueError) as error:
        damaged = isinstance(error, OSError) or str(error).startswith("Corruption")
        return "store" if damaged else "refused", str(error).encode()


def main() -> None:
    request = json.load(sys.stdin)
    kind, body = told(request)
    for _ in range(OPENING_TRIES):
        if kind != "store" or b"No such file" not in body:
            break
        time.sleep(OPENING_PAUSE)
        kind, body = told(request)
    sys.stdout.buffer.write(kind.encode() + b"\n" + body)


if __name__ == "__main__":
    main()
