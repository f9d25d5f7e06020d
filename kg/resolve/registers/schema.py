"""The tables of a register file: one list of registers, and three tables of its own for each."""

import os
import sqlite3
from pathlib import Path

from kg.errors import InputError

FORMAT = 2

_LIST = """
CREATE TABLE IF NOT EXISTS register (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
    entries INTEGER NOT NULL, relations INTEGER NOT NULL, rules TEXT NOT NULL
)
"""


def default_path() -> Path:
    """`KG_REGISTER`, or `company-kg/register.sqlite` in the user's data folder."""
    if chosen := os.environ.get("KG_REGISTER"):
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "company-kg" / "register.sqlite"


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to a register file, made when missing unless `read_only`; InputError when it is none."""
    if read_only:
        existing(path)
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "ro" if read_only else "rwc"
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        return _checked(connection, path, read_only)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{path}: cannot be opened as a register ({error})") from error


def existing(path: Path) -> Path:
    """The path; InputError when there is no file."""
    if not path.is_file():
        raise InputError(f"{path}: no register here; import one with 'kg register add'")
    return path


def _checked(connection: sqlite3.Connection, path: Path, read_only: bool) -> sqlite3.Connection:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if found not in (0, *range(1, FORMAT + 1)) or (tables and not found):
        connection.close()
        raise InputError(f"{path}: not a register of this version; give another file, or import again into a new one")
    if found == 1 and read_only:
        connection.close()
        raise InputError(outdated(path, "all registers"))
    if found == 1:
        _with_rules(connection)
    connection.execute("PRAGMA cache_size = -65536")
    if read_only:
        connection.execute(f"PRAGMA mmap_size = {1 << 30}")
    elif not found:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_LIST)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    return connection


def _with_rules(connection: sqlite3.Connection) -> None:
    """Format 1 did not say by which rules names were indexed."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ALTER TABLE register ADD COLUMN rules TEXT NOT NULL DEFAULT ''")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def outdated(path: Path, names: str) -> str:
    """What to tell of registers whose names were indexed by other rules."""
    told = f"{names}: indexed by other rules for names than this version's, so that many would not be found"
    return f"{path}: {told}; run 'kg register refresh --register {path}'"


def create(connection: sqlite3.Connection, number: int) -> None:
    """The three tables of register `number`: entries by place, keys with their entries, who owns whom."""
    connection.execute(f"CREATE TABLE entry{number} (place INTEGER PRIMARY KEY, data TEXT NOT NULL)")
    connection.execute(
        f"CREATE TABLE key{number} (key INTEGER PRIMARY KEY, size INTEGER NOT NULL, places BLOB NOT NULL)"
    )
    connection.execute(
        f"CREATE TABLE owner{number} (child TEXT, parent TEXT, PRIMARY KEY (child, parent)) WITHOUT ROWID"
    )


def drop(connection: sqlite3.Connection, number: int) -> None:
    """Remove the tables of register `number`."""
    for table in ("entry", "key", "owner"):
        connection.execute(f"DROP TABLE {table}{number}")
