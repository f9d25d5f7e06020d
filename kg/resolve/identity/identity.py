"""The index of source entities and the ledger of judgements, in one SQLite file."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TextIO

from kg.errors import InputError, PatternError, StoreError
from kg.model.identity import Judgement, SourceEntity
from kg.ontology import Schema
from kg.resolve.identity import ledger, report
from kg.resolve.identity.components import Components
from kg.resolve.identity.index import connect, failure
from kg.resolve.identity.ledger import Ledger
from kg.resolve.identity.pairs import Pairs
from kg.resolve.identity.sources import CANONICAL, COLUMNS, FROM, Change, chunks, marks, source_of
from kg.resolve.iris import top_class

_MEMBERS = (
    "s.id IN (SELECT id FROM source WHERE own = :c UNION SELECT id FROM source WHERE iri = :c UNION"
    " SELECT t.id FROM source t JOIN name_group h ON h.id = t.name_group WHERE h.canonical = :c)"
)
"""Which sources may be those of the canonical entity `:c`."""


class Identity:
    """Who is who in a set of documents. All changes are transactions; results depend on sets, never on their order.

    StoreError when the file is locked, damaged, newer, or was opened to read only and is to be changed.
    """

    def __init__(self, db: sqlite3.Connection, where: str, *, read_only: bool, schema: Schema) -> None:
        self._db = db
        self._where = where
        self._read_only = read_only
        self._top = _top(schema)
        self._ledger = Ledger(db)
        self._pairs = Pairs(db)
        self._components = Components(db, self._pairs, self._ledger)

    @classmethod
    def open(cls, path: Path | None, *, read_only: bool = False, schema: Schema | None = None) -> "Identity":
        """Open the file, made when it is not there; None keeps it in memory. `schema` gives the top classes."""
        db = connect(path, read_only=read_only)
        return cls(db, str(path or ":memory:"), read_only=read_only, schema=schema or Schema.load())

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        self._db.close()

    def __enter__(self) -> "Identity":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def documents(self) -> dict[str, str]:
        """The id of every document with the fingerprint that it was given, sorted."""
        with self._reading() as db:
            return dict(db.execute("SELECT name, fingerprint FROM document ORDER BY name"))

    def count(self) -> int:
        """The number of documents."""
        with self._reading() as db:
            return int(db.execute("SELECT count(*) FROM document").fetchone()[0])

    def fingerprints(self, documents: Iterable[str]) -> dict[str, str]:
        """The same as `documents` for some ids; those that are not there are left out."""
        query = "SELECT name, fingerprint FROM document WHERE name IN ({})"
        with self._reading() as db:
            return dict(row for some in chunks(documents) for row in db.execute(query.format(marks(some)), some))

    def documents_with(self, sources: Iterable[str]) -> set[str]:
        """The ids of the documents that have these sources."""
        query = "SELECT d.name FROM source s JOIN document d ON d.id = s.document WHERE s.iri IN ({})"
        with self._reading() as db:
            return {name for some in chunks(sources) for (name,) in db.execute(query.format(marks(some)), some)}

    def update(
        self, documents: Iterable[tuple[str, str, Sequence[SourceEntity]]], removed: Iterable[str] = ()
    ) -> set[str]:
        """Give documents (id, fingerprint, sources) new sources, take others out, and cluster again what that touches.

        Returns the IRIs of the present sources whose canonical IRI is another than before, new ones included.
        InputError when two sources share an IRI or one is of another document; then nothing has changed.
        """
        with self._writing() as db:
            change = Change(db, self._top)
            for name in removed:
                change.remove(name)
            for name, fingerprint, sources in documents:
                change.add(name, fingerprint, sources)
            change.flush()
            self._ledger.bind()
            affected = self._pairs.update(change.touched)
            changed = self._components.settle(affected, change.new)
            gone = ((id_,) for id_ in change.touched)
            db.executemany("DELETE FROM name_group WHERE id = ? AND sources = 0", gone)
            self._ledger.bind()
            return changed | self._new(change)

    def _new(self, change: Change) -> set[str]:
        if not change.before:
            return change.new
        now = self._canonical(change.new & change.before.keys())
        return change.new - {iri for iri, canonical in now.items() if canonical == change.before[iri]}

    def canonical(self, sources: Iterable[str]) -> dict[str, str]:
        """The canonical IRI of every source that is known; others are left out."""
        with self._reading():
            return self._canonical(sources)

    def _canonical(self, sources: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in chunks(sources):
            query = (
                f"SELECT s.iri, {CANONICAL} FROM source s JOIN name_group g ON g.id = s.name_group"
                f" WHERE s.iri IN ({marks(chunk)})"
            )
            found.update(self._db.execute(query, chunk))
        return found

    def shown(self, document: str) -> dict[str, str]:
        """The name groups of a document's sources, each with the source's canonical IRI; empty for an unknown one."""
        query = f"SELECT g.iri, {CANONICAL} FROM {FROM} WHERE d.name = ?"
        with self._reading() as db:
            return dict(db.execute(query, (document,)))

    def documents_of(self, canonical: str) -> list[str]:
        """The ids of the documents that name a canonical entity, sorted."""
        query = f"SELECT DISTINCT d.name, {CANONICAL} FROM {FROM} WHERE {_MEMBERS} ORDER BY d.name"
        with self._reading() as db:
            return [name for name, seen in db.execute(query, {"c": canonical}) if seen == canonical]

    def label(self, canonical: str) -> str:
        """What most documents call a canonical entity, of several names the longest, then the first; "" for nobody."""
        query = f"SELECT s.name, count(*), {CANONICAL} AS seen FROM {FROM} WHERE {_MEMBERS} GROUP BY s.name, seen"
        with self._reading() as db:
            names = [(n, name) for name, n, seen in db.execute(query, {"c": canonical}) if seen == canonical]
        return min(names, key=lambda found: (-found[0], -len(found[1]), found[1]), default=(0, ""))[1]

    def type(self, canonical: str) -> str:
        """What most documents take a canonical entity for, of several types the first; "" for nobody."""
        query = f"SELECT s.type, count(*), {CANONICAL} AS seen FROM {FROM} WHERE {_MEMBERS} GROUP BY s.type, seen"
        with self._reading() as db:
            types = [(-n, type_) for type_, n, seen in db.execute(query, {"c": canonical}) if seen == canonical]
        return min(types, default=(0, ""))[1]

    def sources_of(self, canonical: str) -> list[SourceEntity]:
        """All sources of a canonical entity, by document and IRI; none when there is no such entity."""
        query = f"SELECT {COLUMNS}, {CANONICAL} FROM {FROM} WHERE {_MEMBERS} ORDER BY d.name, s.iri"
        with self._reading() as db:
            rows = db.execute(query, {"c": canonical}).fetchall()
        return [source_of(row) for *row, found in rows if found == canonical]

    def judge(self, judgement: Judgement) -> set[str]:
        """Write a person's judgement down and act on it; returns changed sources as `update` does."""
        return self.judge_many([judgement])

    def judge_many(self, judgements: Iterable[Judgement]) -> set[str]:
        """The same for several, in one transaction; InputError when one is not a person's: nothing is written."""
        with self._writing():
            pairs = []
            for found in judgements:
                self._ledger.add(found)
                pairs.append((found.a, found.b))
            return self._act(pairs)

    def forget(self, a: str, b: str) -> set[str]:
        """Take the person's judgement on a pair back; InputError when there is none."""
        with self._writing():
            groups = self._groups([(a, b)])
            if not self._ledger.forget(a, b):
                raise InputError(f"no judgement of a person on {a} and {b}: nothing to take back")
            return self._act([(a, b)], groups)

    def _act(self, pairs: Sequence[tuple[str, str]], more: Iterable[int] = ()) -> set[str]:
        self._ledger.bind()
        return self._components.settle({*self._groups(pairs), *more}, set())

    def _groups(self, pairs: Iterable[tuple[str, str]]) -> set[int]:
        query = "SELECT id FROM name_group WHERE iri = :i UNION SELECT name_group FROM source WHERE iri = :i"
        return {id_ for pair in pairs for iri in pair for (id_,) in self._db.execute(query, {"i": iri})}

    def judgements(self, entity: str) -> list[Judgement]:
        """All that joins or parts the members of a canonical entity, or names one of its groups or sources, sorted."""
        with self._reading() as db:
            return report.judgements(db, self._pairs, self._components, self._ledger, entity)

    def unsure(self, limit: int | None = 100) -> list[Judgement]:
        """The pairs of groups that rules cannot decide and no person has decided, best first; all for None.

        First come those that are nearest to a decision and of which both groups have many sources.
        """
        with self._reading() as db:
            return report.unsure(db, self._pairs, self._components, self._ledger, limit)

    def export(self, out: TextIO, *, rules: bool = False) -> None:
        """Persons' judgements that hold as JSON Lines, sorted by pair; with `rules` also what rules say of pairs."""
        with self._reading() as db:
            found = [*self._ledger.all(), *(report.rules(db, self._pairs) if rules else ())]
        ledger.write(sorted(found, key=report.order), out)

    def import_(self, lines: Iterable[str]) -> set[str]:
        """Take the persons' judgements of an export over (rules judge anew); changed sources as `update` returns.

        InputError names the line that is wrong; then nothing has changed.
        """
        return self.judge_many([found for found in ledger.read(lines) if found.by == "person"])

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._db
        except sqlite3.Error as error:
            raise failure(self._where, error) from error
        finally:
            self._pairs.forget()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._read_only:
            raise StoreError(f"{self._where}: opened to read only: open it again to change it")
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _top(schema: Schema) -> Callable[[str], str]:
    """The top class of a type; a type that the schema lacks is its own."""

    @cache
    def find(type_: str) -> str:
        try:
            return top_class(type_, schema)
        except (PatternError, InputError):
            return type_

    return find
