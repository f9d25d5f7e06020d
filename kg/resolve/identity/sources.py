"""Source entities in and out of the index, and the counted profiles of their groups."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.errors import InputError
from kg.model.identity import SourceEntity
from kg.resolve.identity.profile import entries, packed

COLUMNS = "s.iri, d.name, s.type, s.name, g.iri, s.aliases, s.identifiers, s.context"
FROM = "source s JOIN document d ON d.id = s.document JOIN name_group g ON g.id = s.name_group"
CANONICAL = "CASE WHEN s.own IS NOT NULL THEN s.own WHEN g.lone THEN s.iri ELSE g.canonical END"


class Change:
    """What one update does to sources: touched groups, canonical IRIs of sources that went, new sources."""

    def __init__(self, db: sqlite3.Connection, top: Callable[[str], str]) -> None:
        self._db = db
        self._top = top
        self._ids: dict[str, int] = {}
        self._deltas: Counter[tuple[int, str, str, str]] = Counter()
        self._sources: Counter[int] = Counter()
        self.touched: set[int] = set()
        self.before: dict[str, str] = {}
        self.new: set[str] = set()

    def remove(self, document: str) -> None:
        """Take a document and its sources out; nothing happens when it is not there."""
        found = self._db.execute("SELECT id FROM document WHERE name = ?", (document,)).fetchone()
        if not found:
            return
        query = f"SELECT {COLUMNS}, g.id, {CANONICAL} FROM {FROM} WHERE s.document = ?"
        for *row, group, canonical in self._db.execute(query, found).fetchall():
            source = source_of(row)
            self.before[source.iri] = canonical
            self._count(group, source, -1)
        self._db.execute("DELETE FROM source WHERE document = ?", found)
        self._db.execute("DELETE FROM document WHERE id = ?", found)

    def add(self, document: str, fingerprint: str, sources: Sequence[SourceEntity]) -> None:
        """Put a document in; InputError when a source names another document or has an IRI that is taken."""
        self.remove(document)
        query = "INSERT INTO document (name, fingerprint) VALUES (?, ?)"
        id_ = self._db.execute(query, (document, fingerprint)).lastrowid
        rows = []
        for source in sources:
            if source.document != document:
                raise InputError(f"source {source.iri} is of document {source.document}, not of {document}")
            group = self._group(source.group)
            self._count(group, source, 1)
            self.new.add(source.iri)
            texts = (packed(source.aliases), packed(source.identifiers), packed(source.context))
            rows.append((source.iri, id_, group, source.type, source.name, *texts))
        query = (
            "INSERT INTO source (iri, document, name_group, type, name, aliases, identifiers, context)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        try:
            self._db.executemany(query, rows)
        except sqlite3.IntegrityError as error:
            raise InputError(f"document {document}: two sources have one IRI: give every source its own") from error

    def flush(self) -> None:
        """Write the counts of all touched groups."""
        deltas = ((*key, n) for key, n in self._deltas.items() if n)
        self._db.executemany(
            "INSERT INTO profile (name_group, kind, value, part, n) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET n = n + excluded.n",
            deltas,
        )
        gone = (key for key, n in self._deltas.items() if n < 0)
        self._db.executemany(
            "DELETE FROM profile WHERE name_group = ? AND kind = ? AND value = ? AND part = ? AND n = 0", gone
        )
        counts = ((n, id_) for id_, n in self._sources.items() if n)
        self._db.executemany("UPDATE name_group SET sources = sources + ? WHERE id = ?", counts)

    def _group(self, iri: str) -> int:
        if iri not in self._ids:
            self._db.execute("INSERT INTO name_group (iri) VALUES (?) ON CONFLICT DO NOTHING", (iri,))
            (self._ids[iri],) = self._db.execute("SELECT id FROM name_group WHERE iri = ?", (iri,)).fetchone()
        return self._ids[iri]

    def _count(self, group: int, source: SourceEntity, sign: int) -> None:
        self.touched.add(group)
        self._sources[group] += sign
        for kind, value, part in entries(source, self._top(source.type)):
            self._deltas[group, kind, value, part] += sign


def source_of(row: Sequence[str | None]) -> SourceEntity:
    """The source of a row of `COLUMNS`."""
    iri, document, type_, name, group, aliases, identifiers, context = row
    return SourceEntity(
        str(iri),
        str(document),
        str(type_),
        str(name),
        str(group),
        tuple(json.loads(aliases or "[]")),
        tuple((scheme, value) for scheme, value in json.loads(identifiers or "[]")),
        tuple(json.loads(context or "[]")),
    )


def chunks(values: Iterable[object], size: int = 500) -> Iterator[list[object]]:
    """Lists of at most `size`, for queries with that many parameters."""
    chunk: list[object] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def marks(values: Sequence[object]) -> str:
    """As many question marks, with commas."""
    return ",".join("?" * len(values))
