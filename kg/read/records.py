"""JSON Lines: one document a line, checked field by field. The text is kept to the letter: offsets count it."""

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

from kg.errors import InputError
from kg.model.document import Document, GivenEntity
from kg.read.dateline import iso
from kg.read.encoding import has_surrogates
from kg.read.limits import Limits

_OPTIONAL = ("lang", "title", "url", "published", "publisher")


def lines(readline: Callable[[int], bytes], name: str, limits: Limits) -> Iterator[tuple[str, bytes | InputError]]:
    """Place and bytes of every line that is not blank; a line over the limit comes as an error, and is skipped."""
    number = 0
    while line := readline(limits.max_bytes + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > limits.max_bytes:
            while line and not line.endswith(b"\n"):
                line = readline(1 << 20)
            yield where, InputError(f"{where}: the line is longer than {limits.size}; split the document")
        elif line.removeprefix(codecs.BOM_UTF8).strip():
            yield where, line


def parse(line: bytes, where: str) -> Document:
    """The document of one line, without blocks; `lang` is "" when the line names none.

    Raises:
        InputError: not UTF-8, not JSON, a field missing or of the wrong type, offsets outside the text.
    """
    data = _object(line, where)
    for key in ("id", "text"):
        if key not in data:
            raise InputError(f'{where}: "{key}" is missing; each line needs "id" and "text"')
    # Null stands for "not known" in many exports.
    values = {key: _string(data, key, where) for key in _OPTIONAL if data.get(key) is not None}
    text, identifier = _string(data, "text", where), _string(data, "id", where)
    if not text.strip() or not identifier.strip():
        raise InputError(f'{where}: "{"id" if text.strip() else "text"}" is empty')
    return Document(
        id=identifier,
        text=text,
        # "de-AT" is German.
        lang=values.get("lang", "").split("-")[0].lower(),
        title=values.get("title"),
        url=values.get("url"),
        published=_date(values.get("published"), where),
        publisher=values.get("publisher"),
        source=where,
        given=_given(data.get("entities"), len(text), where),
    )


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8 (byte {error.start}); save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not a line of JSON: {error}") from error
    if not isinstance(data, dict):
        raise InputError(f'{where}: not a JSON object; each line is {{"id": ..., "text": ...}}')
    return data


def _string(data: dict[str, Any], key: str, where: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise InputError(f'{where}: "{key}" must be a string, not {type(value).__name__}')
    if has_surrogates(value):
        raise InputError(f'{where}: "{key}" holds half a character (a lone surrogate); repair the export')
    return value


def _date(value: str | None, where: str) -> str | None:
    if value is None:
        return None
    day = iso(value)
    if day is None:
        raise InputError(f'{where}: "published" must be an ISO date such as 2026-03-31, not {value[:40]!r}')
    return day


def _given(entities: object, length: int, where: str) -> tuple[GivenEntity, ...]:
    if entities is None:
        return ()
    if not isinstance(entities, list):
        raise InputError(f'{where}: "entities" must be a list, not {type(entities).__name__}')
    return tuple(_entity(entity, f"{where}: entities[{i}]", length) for i, entity in enumerate(entities))


def _entity(entity: object, where: str, length: int) -> GivenEntity:
    if not isinstance(entity, dict):
        raise InputError(f'{where} must be an object with "start", "end" and "type"')
    start, end, kind = entity.get("start"), entity.get("end"), entity.get("type")
    # bool is an int to Python, and no offset.
    if type(start) is not int or type(end) is not int:
        raise InputError(f'{where}: "start" and "end" must be whole numbers')
    if not isinstance(kind, str) or not kind.strip():
        raise InputError(f'{where}: "type" must be a string')
    if not 0 <= start < end <= length:
        raise InputError(f"{where}: [{start}, {end}) is not inside the text of {length} characters")
    return GivenEntity(start, end, kind)
