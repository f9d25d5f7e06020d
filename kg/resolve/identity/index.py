"""The SQLite file of identity: its tables, and how it is opened."""

import sqlite3
from pathlib import Path

from kg.errors import StoreError

VERSION = 1
"""The format of the file, in `PRAGMA user_version`."""

TABLES = """
CREATE TABLE document (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL);
CREATE TABLE name_group (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, sources INTEGER NOT NULL DEFAULT 0,
    canonical TEXT NOT NULL DEFAULT '', lone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX group_canonical ON name_group (canonical);
CREATE TABLE source (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, document INTEGER NOT NULL, name_group INTEGER NOT NULL, own TEXT,
    type TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT, identifiers TEXT, context TEXT
);
CREATE INDEX source_group ON source (name_group, document);
CREATE INDEX source_document ON source (document);
CREATE INDEX source_own ON source (own) WHERE own IS NOT NULL;
CREATE TABLE profile (
    name_group INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, part TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (name_group, kind, value, part)
) WITHOUT ROWID;
CREATE TABLE block (
    key TEXT NOT NULL, side TEXT NOT NULL, name_group INTEGER NOT NULL, PRIMARY KEY (key, side, name_group)
) WITHOUT ROWID;
CREATE INDEX block_group ON block (name_group);
CREATE TABLE pair (
    a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, short INTEGER, fits INTEGER NOT NULL,
    taught INTEGER NOT NULL, features TEXT NOT NULL, verdict TEXT NOT NULL DEFAULT '', PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX pair_b ON pair (b);
CREATE INDEX pair_unsure ON pair (verdict) WHERE verdict = 'unsure';
CREATE TABLE log (
    id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, judge TEXT NOT NULL,
    score REAL, features TEXT NOT NULL, date TEXT NOT NULL, note TEXT NOT NULL
);
CREATE TABLE effective (
    a TEXT NOT NULL, b TEXT NOT NULL, log INTEGER NOT NULL, group_a INTEGER, group_b INTEGER, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX effective_b ON effective (b);
CREATE INDEX effective_group_a ON effective (group_a);
CREATE INDEX effective_group_b ON effective (group_b);
"""


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """The open file, made when it is not there (not when `read_only`); in memory for None.

    StoreError when it is missing, locked, damaged, no file of identity, or from a newer version.
    """
    where = str(path or ":memory:")
    if read_only and path is not None and not path.is_file():
        raise StoreError(f"{where}: no such file: build the graph first")
    try:
        return _connect(path, read_only)
    except (sqlite3.Error, OSError) as error:
        raise failure(where, error) from error


def _connect(path: Path | None, read_only: bool) -> sqlite3.Connection:
    if path is None:
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    elif read_only:
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
    else:
        db = sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
    try:
        _prepare(db, str(path or ":memory:"), read_only)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, where: str, read_only: bool) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(f"{where}: written by a newer version (format {version}): update this program")
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if bool(version) != ("source" in tables) or (tables and not version):
        raise StoreError(f"{where}: not a file of identity: give another path, or delete it and build again")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        return
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if not version:
        db.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def failure(where: str, error: Exception) -> StoreError:
    """What a failure of SQLite means, in one line that says what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreError(f"{where}: in use by another process: wait until it is done")
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return StoreError(f"{where}: damaged ({text}): delete it and build again; judgements come back by an import")
    return StoreError(f"{where}: cannot be used: {text}")
