"""JSON read piece by piece: one record a line, or the bindings of a SPARQL result."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.resolve.registers.files import lines, pieces

LONGEST = 4_000_000
"""How many characters one row of a SPARQL result may have, and what stands before the first."""

_DECODER = json.JSONDecoder()


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """One object a line, also as a JSON array with one element a line; InputError names the line that is none."""
    for number, line in enumerate(lines(path), 1):
        text = line.strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        yield _object(text, path, number)


def _object(text: str, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{path}: line {number}: not JSON ({error}); one object a line is needed") from error
    if not isinstance(found, dict):
        raise InputError(f"{path}: line {number}: not a JSON object; one object a line is needed")
    return found


def bindings(path: Path) -> Iterator[dict[str, str]]:
    """The rows of SPARQL query results in JSON, variable by variable; InputError names the line that is broken.

    Variables without a value are "", when the result lists them before its rows, as is usual.
    """
    buffer, number, started = "", 1, False
    variables: dict[str, str] = {}
    for piece in pieces(path):
        buffer += piece
        if not started:
            front, found, rest = buffer.partition('"bindings"')
            opened = rest.find("[")
            if not found or opened < 0:
                _limited(buffer, path, number)
                continue
            variables = dict.fromkeys(_variables(front), "")
            number += (front + rest[: opened + 1]).count("\n")
            buffer, started = rest[opened + 1 :], True
        rows, at = _decoded(buffer, path, number)
        yield from (variables | _values(row, path, number) for row in rows)
        number += buffer.count("\n", 0, at)
        buffer = buffer[at:]
        if buffer.startswith("]"):
            return
        _limited(buffer, path, number)
    problem = "cut short" if started else 'no "bindings"'
    raise InputError(f"{path}: line {number}: not a whole SPARQL result in JSON ({problem}); get it again")


def _variables(front: str) -> list[str]:
    found = re.search(r'"vars"\s*:\s*(\[[^]]*\])', front)
    try:
        return list(map(str, json.loads(found[1]))) if found else []
    except json.JSONDecodeError:
        return []


def _decoded(buffer: str, path: Path, number: int) -> tuple[list[Any], int]:
    """The whole objects at the start of a text, and where they end."""
    rows, at = [], _skip(buffer, 0)
    while at < len(buffer) and buffer[at] != "]":
        if buffer[at] != "{":
            line = number + buffer.count("\n", 0, at)
            raise InputError(f"{path}: line {line}: not a SPARQL result in JSON (an object or ] is needed)")
        try:
            row, at = _DECODER.raw_decode(buffer, at)
        except json.JSONDecodeError:
            break
        rows.append(row)
        at = _skip(buffer, at)
    return rows, at


def _limited(buffer: str, path: Path, number: int) -> None:
    if len(buffer) > LONGEST:
        raise InputError(f"{path}: line {number}: not a SPARQL result in JSON; get it again")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _values(row: Any, path: Path, number: int) -> dict[str, str]:
    try:
        return {str(name): str(cell["value"]) for name, cell in row.items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: line {number}: a binding without a value; is this a SPARQL result?") from error
