"""All that persons have decided as one file: judgements and corrections, one JSON object a line."""

import io
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model.identity import Judgement
from kg.model.review import Correction, Review
from kg.resolve.identity import ledger as judgements
from kg.store import Dataset
from kg.store.corrections import from_text, triples_of
from kg.store.resolving import correct, judge, resolve
from kg.view.products import write_whole

JUDGEMENT, CORRECTION = "judgement", "correction"
_LISTS = {"parties", "roles"}


def said(dataset: Dataset) -> list[Judgement]:
    """The judgements of persons that hold, sorted by pair."""
    out = io.StringIO()
    dataset.identity.export(out)
    return list(judgements.read(out.getvalue().splitlines()))


def export_ledger(dataset: Dataset, path: Path) -> int:
    """Write judgements, sorted by pair, then corrections, sorted by document and statement; the number of lines.

    The same decisions give the same bytes.
    """
    rows: list[dict[str, Any]] = [{"kind": JUDGEMENT, **asdict(found)} for found in said(dataset)]
    for some in dataset.corrections().values():
        rows += [{"kind": CORRECTION, **asdict(found)} for found in some]
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    write_whole(path, "".join(line + "\n" for line in lines))
    return len(lines)


def import_ledger(dataset: Dataset, path: Path) -> int:
    """Take the decisions of a file over, in place of those on the same pairs and statements; their number.

    They need not be about what is in the graph: they hold from when it is. InputError names the line that is wrong;
    then nothing is written.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason})") from error
    pairs: list[Judgement] = []
    statements: list[Correction] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found = _decision(line)
            except (InputError, ValueError, SyntaxError) as error:
                raise InputError(f"{path}, line {number}: {error}") from error
            if isinstance(found, Judgement):
                pairs.append(found)
            else:
                statements.append(found)
    resolve(dataset)
    if pairs:
        judge(dataset, pairs)
    if statements:
        correct(dataset, statements)
    return len(pairs) + len(statements)


def _decision(line: str) -> Judgement | Correction:
    row = json.loads(line)
    kind = row.pop("kind", None) if isinstance(row, dict) else None
    if kind == JUDGEMENT:
        [found] = judgements.read([json.dumps(row)])
        for iri in (found.a, found.b):
            NamedNode(iri)
        return judgements.checked(found)
    if kind == CORRECTION:
        return _correction(row)
    raise InputError(f"needs a field 'kind' that says {JUDGEMENT} or {CORRECTION}")


def _correction(row: dict[str, Any]) -> Correction:
    known = {field.name for field in fields(Correction)}
    for name, value in row.items():
        if name not in known or not isinstance(value, list if name in _LISTS else str):
            raise InputError(f"field {name!r} is unknown or of the wrong kind")
    found = from_text(json.dumps(row))
    if found.review not in get_args(Review):
        raise InputError(f"review {found.review!r} is none of {', '.join(get_args(Review))}")
    for iri in (*found.parties, *(iri for _, iris in found.roles for iri in iris)):
        NamedNode(iri)
    triples_of(found.content)
    return found
