"""The LEI register of GLEIF: golden copy files in CSV, of level 1 (who is who) and level 2 (who owns whom)."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.resolve.registers.entry import Entry, Relation
from kg.resolve.registers.files import lines
from kg.resolve.registers.words import country, lei, sources, unique

NAME, CHILD = "Entity.LegalName", "Relationship.StartNode.NodeID"
"""The columns that these files are told by."""

_OTHER = re.compile(
    r"Entity\.(?:OtherEntityNames\.OtherEntityName|TransliteratedOtherEntityNames\.TransliteratedOtherEntityName)\.\d+"
)


def rows(path: Path, needed: Sequence[str]) -> Iterator[list[str]]:
    """The header, then all rows; InputError names the line that has another number of cells, or a missing column."""
    reader = csv.reader(lines(path), strict=True)
    try:
        header = next(reader, [])
        missing = [name for name in needed if name not in header]
        if missing:
            raise InputError(f"{path}: no column {', '.join(missing)}; is this the golden copy in CSV?")
        yield header
        width = len(header)
        for row in reader:
            if len(row) != width:
                if row:
                    raise InputError(
                        f"{path}: line {reader.line_num}: {len(row)} cells for {width} columns; get the file again"
                    )
                continue
            yield row
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: not CSV ({error}); get the file again") from error


def entries(path: Path, register: str, skipped: Counter[str]) -> Iterator[Entry]:
    """The entities of a level 1 file."""
    read = rows(path, ["LEI", NAME])
    header = next(read)
    at = {name: place for place, name in enumerate(header)}
    others = [place for name, place in at.items() if _OTHER.fullmatch(name)]
    number, legal = at["LEI"], at[NAME]
    status, category = at.get("Registration.RegistrationStatus"), at.get("Entity.EntityCategory")
    countries = [
        at[f"Entity.{kind}Address.Country"]
        for kind in ("Headquarters", "Legal")
        if f"Entity.{kind}Address.Country" in at
    ]
    cities = [
        at[f"Entity.{kind}Address.City"] for kind in ("Headquarters", "Legal") if f"Entity.{kind}Address.City" in at
    ]
    types, left_out = sources()["gleif"]["types"], frozenset(sources()["gleif"]["left_out"])
    for row in read:
        code = lei(row[number])
        name = " ".join(row[legal].split())
        if not code or not name:
            skipped["no LEI" if not code else "no name"] += 1
        elif status is not None and row[status] in left_out:
            skipped[f"registration {row[status].lower().replace('_', ' ')}"] += 1
        else:
            yield Entry(
                id=f"lei:{code}",
                name=name,
                aliases=unique((row[place] for place in others), name),
                type=types.get(row[category], "Company") if category is not None else "Company",
                country=next((c for place in countries if (c := country(row[place]))), ""),
                city=next((row[place] for place in cities if row[place]), ""),
                identifiers=(("lei", code),),
                source=register,
            )


def relations(path: Path, skipped: Counter[str]) -> Iterator[Relation]:
    """Who is consolidated by whom, or a branch of whom, by a level 2 file."""
    parent, kind = "Relationship.EndNode.NodeID", "Relationship.RelationshipType"
    read = rows(path, [CHILD, parent, kind])
    header = next(read)
    child_at, parent_at, kind_at = (header.index(name) for name in (CHILD, parent, kind))
    status = "Relationship.RelationshipStatus"
    status_at = header.index(status) if status in header else None
    owners = frozenset(sources()["gleif"]["owners"])
    for row in read:
        child, owner = lei(row[child_at]), lei(row[parent_at])
        if not child or not owner:
            skipped["no LEI"] += 1
        elif row[kind_at] not in owners:
            skipped["not about ownership"] += 1
        elif status_at is not None and row[status_at] not in ("ACTIVE", "PUBLISHED", ""):
            skipped["relation not active"] += 1
        elif child == owner:
            skipped["its own parent"] += 1
        else:
            yield Relation(f"lei:{child}", f"lei:{owner}")
