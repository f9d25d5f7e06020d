"""From a file or a name to the entries of a register: which kind it is, and who reads it."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.resolve.registers import ftm, gleif, stocks, table, wikidata
from kg.resolve.registers.entry import Counts, Entry, Relation
from kg.resolve.registers.files import head, version
from kg.resolve.registers.fill import Progress
from kg.resolve.registers.records import bindings
from kg.resolve.registers.register import Register

KINDS = ("gleif", "gleif-relations", "wikidata", "sparql", "ftm", "csv")
BUILT_IN = (stocks.PACKAGE,)
"""Registers that are imported by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A register ready to be imported: its `name`, `kind`, `version` and `items`, which are read once.

    `skipped` counts what is left out by reason, complete when `items` is exhausted.
    """

    name: str
    kind: str
    version: str
    items: Iterator[Entry | Relation]
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Added:
    """What one import did; `skipped` are reasons with the number of rows, the most frequent first."""

    name: str
    kind: str
    counts: Counts
    skipped: tuple[tuple[str, int], ...]


def add(
    register: Register,
    what: str | Path,
    *,
    name: str | None = None,
    kind: str | None = None,
    columns: str | None = None,
    progress: Progress | None = None,
) -> Added:
    """Import a file, or a register that is built in, under `name` (default: that of the file or package).

    `kind` is one of `KINDS` where the content does not tell; `columns` see `table.columns`. A register of the same name
    is replaced. Raises InputError, and leaves the register as it was, when the file is broken or nothing is in it.
    """
    source = read(what, name=name, kind=kind, columns=columns)
    counts = register.add(source.name, source.items, progress, version=source.version)
    skipped = sorted(source.skipped.items(), key=lambda pair: (-pair[1], pair[0]))
    return Added(source.name, source.kind, counts, tuple(skipped))


def read(what: str | Path, *, name: str | None = None, kind: str | None = None, columns: str | None = None) -> Source:
    """The entries of a file or a built-in register, read as they are asked for; see `add`."""
    if str(what) in BUILT_IN:
        called = name or str(what)
        return Source(called, str(what), stocks.version(), stocks.entries(called))
    path = Path(what)
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the files in it")
    chosen = kind or detect(path)
    if chosen not in KINDS:
        raise InputError(f"kind {chosen!r} is unknown: give {', '.join(KINDS)}")
    if columns and chosen not in ("csv", "sparql"):
        raise InputError(f"{path}: columns are for tables; this is read as {chosen}")
    called = name or _called(path)
    skipped: Counter[str] = Counter()
    return Source(called, chosen, version(path), _items(path, chosen, called, columns, skipped), skipped)


def _items(
    path: Path, kind: str, called: str, columns: str | None, skipped: Counter[str]
) -> Iterator[Entry | Relation]:
    if kind == "gleif-relations":
        return gleif.relations(path, skipped)
    readers: Mapping[str, Callable[[Path, str, Counter[str]], Iterator[Entry | Relation]]] = {
        "gleif": gleif.entries,
        "ftm": ftm.entries,
        "wikidata": wikidata.entries,
    }
    if kind in readers:
        return readers[kind](path, called, skipped)
    chosen = table.columns(columns) if columns else {}
    rows = bindings(path) if kind == "sparql" else table.rows(path, chosen)
    return table.entries(rows, path, called, chosen, skipped)


def detect(path: Path) -> str:
    """The kind of a file by its first lines; InputError when it is none that can be read."""
    start = head(path).lstrip("\ufeff \t\r\n")
    if not start:
        raise InputError(f"{path}: the file is empty")
    if start.startswith("<"):
        raise InputError(f"{path}: this is XML or HTML; get the register as CSV or JSON")
    if start[0] in "[{":
        return _json_kind(start, path)
    header = next(csv.reader([start.splitlines()[0]]), [])
    if gleif.NAME in header:
        return "gleif"
    return "gleif-relations" if gleif.CHILD in header else "csv"


def _json_kind(start: str, path: Path) -> str:
    marks = (
        ("sparql", r'"(?:vars|bindings)"'),
        ("ftm", r'"schema"\s*:'),
        ("wikidata", r'"(?:claims|sitelinks|labels)"'),
    )
    found = next((kind for kind, mark in marks if re.search(mark, start)), "")
    if not found:
        raise InputError(f"{path}: JSON of no known kind; give --kind {', '.join(KINDS)}")
    return found


def _called(path: Path) -> str:
    """The file's name without endings, in lower-case letters, digits and hyphens."""
    stem = re.sub(r"(?i)(\.(csv|tsv|txt|json|jsonl|ndjson|gz|bz2|xz|zip))+$", "", path.name)
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "register"
