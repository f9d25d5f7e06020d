"""The tables of one register filled: entries, relations, and the keys that names are found by."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from kg.resolve.registers.entry import Entry, Relation
from kg.resolve.registers.postings import Postings
from kg.resolve.registers.prepare import prepared

Progress = Callable[[int], None]
"""Called now and then with the number of entries done so far."""


def fill(
    connection: sqlite3.Connection, number: int, given: Iterable[Entry | Relation], progress: Progress | None
) -> tuple[int, int]:
    """Write entries, relations and keys; the numbers of entries and relations."""

    def entries() -> Iterator[Entry]:
        for item in given:
            if isinstance(item, Entry):
                yield item
            else:
                connection.execute(f"INSERT OR IGNORE INTO owner{number} VALUES (?, ?)", (item.child, item.parent))

    def keep(rows: list[str], first: int) -> None:
        connection.executemany(f"INSERT INTO entry{number} VALUES (?, ?)", enumerate(rows, first))

    total = _index(connection, number, entries(), keep, progress)
    (relations,) = connection.execute(f"SELECT COUNT(*) FROM owner{number}").fetchone()
    connection.execute(f"CREATE INDEX parent{number} ON owner{number} (parent)")
    return total, relations


def index_anew(connection: sqlite3.Connection, number: int, progress: Progress | None) -> None:
    """Make the keys of a register's entries again, from the entries as they are stored."""
    rows = connection.execute(f"SELECT data FROM entry{number} ORDER BY place")
    connection.execute(f"DELETE FROM key{number}")
    _index(connection, number, (Entry.from_json(data, "") for (data,) in rows), None, progress)


def _index(
    connection: sqlite3.Connection,
    number: int,
    entries: Iterable[Entry],
    keep: Callable[[list[str], int], None] | None,
    progress: Progress | None,
) -> int:
    """Write the keys of entries, and their rows by `keep`; the number of entries."""
    total = 0
    with Postings() as postings:
        for run in prepared(entries):
            if keep:
                keep(run.rows, total)
            postings.add(run.keys, run.sizes, run.ranks)
            total += len(run.rows)
            if progress:
                progress(total)
        connection.executemany(f"INSERT INTO key{number} VALUES (?, ?, ?)", postings.rows())
    return total
