"""Any table: CSV files whose columns are told or obvious, and the rows of SPARQL queries."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.resolve.registers.entry import Entry
from kg.resolve.registers.files import head, lines
from kg.resolve.registers.words import country, identity, isin, lei, qid, sources, tickers, unique

Columns = Mapping[str, str]
"""Field -> column; besides the fields of `columns` in sources.yaml: `delimiter`, `encoding`, `default_type`."""

OPTIONS = ("delimiter", "encoding", "default_type")
_SPLIT = ("|", ";")


def columns(text: str) -> dict[str, str]:
    """The mapping of "name=Firma,country=Land", or of a YAML file of such pairs; InputError when it is none."""
    path = Path(text)
    if "=" not in text:
        return _checked(_yaml(path), text)
    pairs = [pair.partition("=") for pair in text.split(",")]
    if broken := [field for field, equals, column in pairs if not (field.strip() and equals and column.strip())]:
        raise InputError(f"columns {text!r}: {broken[0]!r} is no pair; write name=COLUMN,country=COLUMN")
    return _checked({field.strip(): column.strip() for field, _, column in pairs}, text)


def _yaml(path: Path) -> dict[str, str]:
    import yaml

    from kg.data import read_yaml

    try:
        data: Any = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: cannot be read as a YAML file of columns ({str(error).splitlines()[0]})") from error
    if not isinstance(data, dict):
        raise InputError(f"{path}: not a mapping; write lines such as 'name: COLUMN'")
    return {str(field): str(column) for field, column in data.items()}


def _checked(chosen: dict[str, str], where: str) -> dict[str, str]:
    known = [*sources()["columns"], *OPTIONS]
    if unknown := sorted(set(chosen) - set(known)):
        raise InputError(f"columns {where!r}: unknown field {unknown[0]!r}; known are {', '.join(known)}")
    return chosen


def rows(path: Path, chosen: Columns) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column; InputError names the line that is broken."""
    start = head(path).partition("\n")[0]
    delimiter = {"tab": "\t", "\\t": "\t"}.get(d := chosen.get("delimiter", ""), d) or max(",;\t|", key=start.count)
    if len(delimiter) != 1:
        raise InputError(f"{path}: the delimiter {delimiter!r} is not one character")
    reader = csv.reader(lines(path, chosen.get("encoding")), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        for row in reader:
            if len(row) > len(header):
                cells = f"{len(row)} cells for {len(header)} columns"
                raise InputError(f"{path}: line {reader.line_num}: {cells}; put cells with a {delimiter!r} in quotes")
            if row:
                yield dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: not CSV ({error})") from error


def entries(
    read: Iterable[Mapping[str, str]], where: Path, register: str, chosen: Columns, skipped: Counter[str]
) -> Iterator[Entry]:
    """One entry for each row, or for each run of rows with the same id; rows without a name are skipped."""
    numbered = enumerate(read, 1)
    first = next(numbered, None)
    if first is None:
        return
    places = _places(first[1], where, chosen)
    again = (_fields(row, places, number) for number, row in (first, *numbered))
    for id, group in groupby(again, key=lambda row: row["id"][0]):
        if entry := _entry(id, list(group), register, chosen.get("default_type", "Company")):
            yield entry
        else:
            skipped["no name"] += 1


def _places(row: Mapping[str, str], where: Path, chosen: Columns) -> dict[str, str]:
    """Field -> column, as told or by the well-known names of columns."""
    by_name = {name.casefold().replace(" ", "_"): name for name in row}
    if missing := [c for f, c in chosen.items() if f not in OPTIONS and c.casefold().replace(" ", "_") not in by_name]:
        raise InputError(f"{where}: no column {missing[0]!r}; found {', '.join(row)}")
    found = {f: by_name[c.casefold().replace(" ", "_")] for f, c in chosen.items() if f not in OPTIONS}
    for field, names in sources()["columns"].items():
        known = next(
            (by_name[name] for name in names if name in by_name and by_name[name] not in chosen.values()), None
        )
        if known is not None:
            found.setdefault(field, known)
    if "name" not in found:
        raise InputError(f"{where}: no column for the name; found {', '.join(row)}: give --columns name=COLUMN")
    return found


def _fields(row: Mapping[str, str], places: Mapping[str, str], number: int) -> dict[str, list[str]]:
    """Field -> values; `id` is what names the row: an LEI, a Wikidata item, an ISIN, a number in the table."""
    found = {field: _split(field, row.get(column) or "") for field, column in places.items()}
    codes = [f"lei:{c}" for text in found.get("lei", ()) if (c := lei(text))]
    codes += [f"wikidata:{c}" for text in found.get("wikidata", ()) if (c := qid(text))]
    codes += [f"isin:{c}" for text in found.get("isin", ()) if (c := isin(text)) and not found.get("id")]
    return found | {"id": [*codes, *found.get("id", ()), str(number)][:1]}


def _split(field: str, cell: str) -> list[str]:
    """The values of a cell; alternatives are parted by "|" or ";"."""
    if field in ("name", "id", "city", "country", "sector", "type", "rank", "exchange"):
        return [cell.strip()] if cell.strip() else []
    mark = next((mark for mark in _SPLIT if mark in cell), "\0")
    return [value.strip() for value in cell.split(mark) if value.strip()]


def _entry(id: str, group: list[dict[str, list[str]]], register: str, type: str) -> Entry | None:
    def every(field: str) -> list[str]:
        return [value for row in group for value in row.get(field, ())]

    name = next(iter(unique(every("name"))), "")
    if not name:
        return None
    traded = [pair for row in group for t in row.get("ticker", ()) for pair in tickers(t, *row.get("exchange", ())[:1])]
    codes = [("lei", c) for text in every("lei") if (c := lei(text))]
    codes += [("isin", c) for text in every("isin") if (c := isin(text))]
    codes += [("wikidata", c) for text in [*every("wikidata"), id] if (c := qid(text.removeprefix("wikidata:")))]
    return Entry(
        id=identity(id, register),
        name=name,
        aliases=unique([*every("name"), *every("aliases")], name),
        type=next(iter(every("type")), type),
        country=next((code for text in every("country") if (code := country(text))), ""),
        city=next(iter(every("city")), ""),
        sector="; ".join(unique(every("sector"))),
        identifiers=tuple(sorted({*codes, *traded})),
        parents=tuple(sorted({identity(text, register) for text in every("parents")})),
        source=register,
        rank=max((float(r) for r in every("rank") if r.replace(".", "", 1).isdecimal()), default=0.0),
        websites=unique(every("websites")),
        people=unique(every("people")),
        products=unique(every("products")),
    )
