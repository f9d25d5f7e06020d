"""The register: company registers in one SQLite file, found by name and by identifier."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import InputError
from kg.resolve.registers import fingerprint, schema
from kg.resolve.registers.entry import Counts, Entry, RegisterInfo, Relation
from kg.resolve.registers.fill import Progress, fill, index_anew
from kg.resolve.registers.lookup import Lookup


class Register:
    """All registers of one file. Reads may come from several threads; one process writes at a time.

    Entries of one id in several registers are one entry to those who ask: names, identifiers and parents are joined,
    the rest is that of the first register by name that has it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._lock = threading.RLock()
        self._lookup = Lookup(connection)

    @classmethod
    def open(cls, path: Path | None = None, *, read_only: bool = False, outdated: bool = False) -> Self:
        """The register of a file (default: `schema.default_path()`), made when missing unless `read_only`.

        Raises InputError when the file is missing and `read_only`, is no register, or, unless `outdated`, has names
        that were indexed by other rules than this version's: many would not be found.
        """
        chosen = path or schema.default_path()
        register = cls(schema.connect(chosen, read_only=read_only), chosen)
        try:
            old = [] if outdated else [known.name for known in register.registers() if known.outdated]
            if old:
                raise InputError(schema.outdated(chosen, ", ".join(old)))
        except InputError:
            register.close()
            raise
        return register

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def add(
        self, name: str, entries: Iterable[Entry | Relation], progress: Progress | None = None, *, version: str = ""
    ) -> Counts:
        """Import a register under `name`, replacing the one of that name, in one transaction.

        An error or a stop on the way leaves the file as it was. InputError when there is nothing in `entries`.
        """
        with self._write() as connection:
            old = connection.execute("SELECT number FROM register WHERE name = ?", (name,)).fetchone()
            (number,) = connection.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM register").fetchone()
            schema.create(connection, number)
            total, relations = fill(connection, number, entries, progress)
            if not total and not relations:
                raise InputError(f"{name}: nothing to import")
            if old:
                connection.execute("DELETE FROM register WHERE number = ?", old)
                schema.drop(connection, old[0])
            row = (number, name, version, total, relations, fingerprint.current())
            connection.execute("INSERT INTO register VALUES (?, ?, ?, ?, ?, ?)", row)
        return Counts(total, relations, replaced=old is not None)

    def remove(self, name: str) -> None:
        """Forget a register; InputError when there is none of that name."""
        with self._write() as connection:
            found = connection.execute("SELECT number FROM register WHERE name = ?", (name,)).fetchone()
            if found is None:
                known = ", ".join(r.name for r in self.registers()) or "none"
                raise InputError(f"no register {name!r} in {self.path}; there is: {known}")
            connection.execute("DELETE FROM register WHERE number = ?", found)
            schema.drop(connection, found[0])

    def refresh(self, progress: Progress | None = None) -> list[str]:
        """Index names anew where that was done by other rules than this version's; the names of these registers.

        Needs nothing but the file. One transaction a register: what is stopped on the way stays outdated.
        """
        old = [known.name for known in self.registers() if known.outdated]
        for name in old:
            with self._write() as connection:
                (number,) = connection.execute("SELECT number FROM register WHERE name = ?", (name,)).fetchone()
                index_anew(connection, number, progress)
                new = (fingerprint.current(), number)
                connection.execute("UPDATE register SET rules = ? WHERE number = ?", new)
        return old

    def registers(self) -> list[RegisterInfo]:
        """What has been imported, by name."""
        with self._reading():
            query = "SELECT name, entries, relations, version, rules <> ? FROM register ORDER BY name"
            rows = self._connection.execute(query, (fingerprint.current(),))
            return [RegisterInfo(name, size, links, version, bool(old)) for name, size, links, version, old in rows]

    def get(self, id: str) -> Entry | None:
        """The entry of an id."""
        with self._reading() as lookup:
            return lookup.get(id)

    def by_identifier(self, scheme: str, value: str) -> list[Entry]:
        """The entries with an identifier, by id."""
        with self._reading() as lookup:
            return lookup.by_identifier(scheme, value)

    def candidates(self, name: str, *, type: str | None = None, limit: int = 20) -> list[Entry]:
        """The entries that a name may mean, likeliest by name first, at most `limit`.

        First those that are called exactly so, then those that differ in legal form, spelling or spaces, then those
        that share an acronym, distinctive words or first letters; within each the most prominent first. `type` is the
        local name of an entity class; companies, organizations and exchanges count as one.
        """
        with self._reading() as lookup:
            return lookup.candidates(name, type, limit)

    def parents_of(self, id: str) -> tuple[str, ...]:
        """The ids of direct and ultimate parents that any register knows, sorted."""
        with self._reading() as lookup:
            found = lookup.get(id)
            return found.parents if found else lookup.parents(id)

    @contextmanager
    def _reading(self) -> Iterator[Lookup]:
        """One consistent view of the file; InputError while another process replaces it, or when it is damaged."""
        with self._lock:
            try:
                own = not self._connection.in_transaction
                if own:
                    self._connection.execute("BEGIN")
                try:
                    self._lookup.refresh()
                    yield self._lookup
                finally:
                    if own:
                        self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise InputError(f"{self.path}: cannot be read now ({error}); is an import running?") from error

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    self._lookup.forget()
            except sqlite3.Error as error:
                raise InputError(f"{self.path}: cannot be written now ({error})") from error
