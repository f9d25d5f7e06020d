"""Lists for a spreadsheet, written and read back."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.view.products import write_whole

Row = Mapping[str, str]
"""A row by column."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV file in UTF-8 with a mark, so that spreadsheets know the encoding; no cell is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(text) for text in row] for row in rows])
    write_whole(path, "\ufeff" + out.getvalue())


def _cell(text: str) -> str:
    """Spreadsheets run a cell that begins like a formula; an apostrophe in front makes it text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def read(path: Path, needed: Sequence[str]) -> list[tuple[int, Row]]:
    """The rows of a CSV file with their numbers, as a spreadsheet counts them (the header is row 1).

    Comma, semicolon or tab; UTF-8 with or without a mark; further columns stay, missing cells are empty. InputError
    for a file without the `needed` columns, and for a row with more cells than the header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; save the list as CSV UTF-8 ({error.reason})") from error
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        if missing := [name for name in needed if name not in header]:
            raise InputError(f"{path}: no column {', '.join(missing)}; it needs {', '.join(needed)}")
        return [(n, _row(header, cells, f"{path}, row {n}")) for n, cells in enumerate(rows, 2) if any(cells)]
    except csv.Error as error:
        raise InputError(f"{path}, line {rows.line_num}: not a CSV table ({error})") from error


def _row(header: Sequence[str], cells: Sequence[str], where: str) -> Row:
    if any(cells[len(header) :]):
        raise InputError(f"{where}: has more cells than the header")
    return dict.fromkeys(header, "") | {name: _plain(text.strip()) for name, text in zip(header, cells, strict=False)}


def _plain(text: str) -> str:
    """A cell without the apostrophe that `write` puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def collect(errors: Sequence[str], path: Path) -> None:
    """InputError that names the rows that are wrong, up to five; nothing when there are none."""
    if errors:
        more = f"; and {len(errors) - 5} more" if len(errors) > 5 else ""
        raise InputError(f"{path}: {'; '.join(errors[:5])}{more}; nothing was taken over")
