"""Answers one query in a process of its own, so that it can be stopped. Run as a file; imports nothing of kg.

Reads one JSON object from standard input: `path` (a store folder, opened read-only) or `quads` (N-Quads),
`sparql`, `prefixes`, `default` and `named` graph IRIs. Writes one line with the kind of the answer
(`table`, `graph`, `bool`, `syntax`, `refused`, `store`) and then the answer or the error's message.
"""

import json
import sys
from typing import Any

import pyoxigraph as ox

OPENING_TRIES = 3  # files may vanish between listing and opening while another process writes


def open_store(request: dict[str, Any]) -> ox.Store:
    if request["path"] is None:
        store = ox.Store()
        store.load(request["quads"], ox.RdfFormat.N_QUADS)
        return store
    for _ in range(OPENING_TRIES - 1):
        try:
            return ox.Store.read_only(request["path"])
        except OSError:
            continue
    return ox.Store.read_only(request["path"])


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


def main() -> None:
    request = json.load(sys.stdin)
    try:
        kind, body = answer(open_store(request), request)
    except SyntaxError as error:
        kind, body = "syntax", str(error).encode()
    except (RuntimeError, ValueError) as error:
        kind, body = "refused", str(error).encode()
    except OSError as error:
        kind, body = "store", str(error).encode()
    sys.stdout.buffer.write(kind.encode() + b"\n" + body)


if __name__ == "__main__":
    main()
