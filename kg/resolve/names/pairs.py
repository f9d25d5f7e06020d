"""Tables of name pairs: read, scored row by row, and written with every other column as it was."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kg.errors import InputError
from kg.resolve.names.score import match

ADDED = ("score", "decision", "reasons")
"""Columns that scoring adds, at the end; where they are there already, their content is replaced."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored table, read as it is asked for: `header` and `rows` of cells, to be joined by `delimiter`."""

    delimiter: str
    header: list[str]
    rows: Iterator[list[str]]

    def write(self, out: TextIO) -> None:
        """All rows as CSV; InputError at the first that cannot be scored."""
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)


def scored(path: Path) -> Scored:
    """The pairs of a CSV file with their scores.

    Comma, semicolon or tab; UTF-8 with or without a mark; columns `name1` and `name2`, and `type` where it is not
    Company. Rows keep their order, columns theirs. InputError for a file that is no such table, naming file and pair.
    """
    lines = _lines(path)
    head = next(lines, "")
    if not head.strip():
        raise InputError(f"{path}: empty; a header with name1,name2 is needed")
    delimiter = max(",;\t", key=head.count)
    columns = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
    places = {name.casefold(): n for n, name in enumerate(columns)}
    missing = [name for name in ("name1", "name2") if name not in places]
    if missing:
        raise InputError(f"{path}: no column {', '.join(missing)}; found {', '.join(columns)}")
    kept = [n for n, name in enumerate(columns) if name not in ADDED]
    rows = _rows(csv.reader(lines, delimiter=delimiter), columns, path)
    header = [columns[n] for n in kept] + list(ADDED)
    return Scored(delimiter, header, ([row[n] for n in kept] + _score(row, places, path, at) for at, row in rows))


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            yield from source
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; save the table as UTF-8 ({error.reason})") from error


def _rows(reader: Iterable[list[str]], columns: list[str], path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows, counted from 1, with a cell for every column; blank lines are skipped."""
    try:
        for number, row in enumerate(filter(None, reader), 1):
            if len(row) > len(columns):
                cells = f"{len(row)} cells for {len(columns)} columns"
                raise InputError(f"{path}: pair {number} has {cells}; put names with a comma in quotes")
            yield number, row + [""] * (len(columns) - len(row))
    except csv.Error as error:
        raise InputError(f"{path}: not a table ({error})") from error


def _score(row: list[str], places: dict[str, int], path: Path, number: int) -> list[str]:
    type_ = row[places["type"]] if "type" in places else ""
    try:
        found = match(row[places["name1"]], row[places["name2"]], type_)
    except InputError as error:
        raise InputError(f"{path}: pair {number}: {error}") from error
    return [f"{found.score:.3f}", found.decision, found.reasons]
