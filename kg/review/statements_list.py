"""Statements as a list for a spreadsheet, and what a person says of them back."""

from pathlib import Path

from kg.errors import InputError, KGError
from kg.model.review import Correction
from kg.review import sheet
from kg.review.corrections import correction_of, held
from kg.review.statements import least_sure
from kg.review.words import BACK, REVIEWS
from kg.store import Dataset
from kg.store.resolving import correct, take_back
from kg.view.records import EntityRecord, StatementRecord, entities

COLUMNS = (
    "statement", "document", "type", "head", "tail", "certainty", "quote", "confidence", "review", "new_type",
    "new_certainty", "new_head", "new_tail", "note",
)  # fmt: skip
_NEEDED = ("statement", "document", "review")
_CHANGES = ("new_type", "new_certainty", "new_head", "new_tail")
BETWEEN = " | "
"""Between the names of several entities in one cell."""


def export_statements(
    dataset: Dataset,
    path: Path,
    *,
    entity: str | None = None,
    type: str | None = None,
    certainty: str | None = None,
    limit: int | None = None,
) -> int:
    """Write statements, least sure first, with what persons said of them so far; their number. See `least_sure`."""
    said = held(dataset)
    found = least_sure(dataset, entity=entity, type=type, certainty=certainty, limit=limit, reviewed=True)
    sheet.write(path, COLUMNS, [_row(dataset, record, said.get(record.iri)) for record in found])
    return len(found)


def _row(dataset: Dataset, record: StatementRecord, said: Correction | None) -> tuple[str, ...]:
    kind = dataset.schema.statement_type(record.type)
    tail = None if kind.tail == kind.head else kind.tail
    ends = (BETWEEN.join(f.label for f in record.roles.get(end or "", ())) for end in (kind.head, tail))
    evidence = record.evidence[0]
    what = (record.statement, evidence.document, record.type, *ends, record.certainty, evidence.quote)
    return *what, f"{record.confidence:g}", said.review if said else "", "", "", "", "", said.note if said else ""


def import_statements(dataset: Dataset, path: Path, person: str, date: str) -> int:
    """Take a list over: `review` is confirmed, corrected or rejected, or undo to take back; the number of changes.

    Rows that say what is known already are skipped. InputError names the rows that are wrong: an unknown statement,
    type, certainty or name, or what the ontology does not allow. Then nothing is written.
    """
    rows = [(number, row) for number, row in sheet.read(path, _NEEDED) if row["review"]]
    records = {(r.evidence[0].document, r.statement): r for r in least_sure(dataset, reviewed=True)} if rows else {}
    said, named = held(dataset), _by_document(dataset) if rows else {}
    new: dict[tuple[str, str], Correction] = {}
    back: dict[tuple[str, str], Correction] = {}
    errors: list[str] = []
    for number, row in rows:
        key = row["document"], row["statement"]
        try:
            record = records.get(key)
            if record is None:
                raise InputError(f"document {key[0]!r} has no statement {key[1]!r}")
            if key in new or key in back:
                raise InputError("the statement is in another row, too")
            before = said.get(record.iri)
            if row["review"].casefold() in BACK:
                back |= {key: before} if before else {}
            elif told := _correction(dataset, record, row, before, named.get(key[0], []), person, date):
                new[key] = told
        except KGError as error:
            errors.append(f"row {number}: {error}")
    sheet.collect(errors, path)
    if back:
        take_back(dataset, back.values())
    if new:
        correct(dataset, new.values())
    return len(new) + len(back)


def _correction(
    dataset: Dataset,
    record: StatementRecord,
    row: sheet.Row,
    before: Correction | None,
    named: list[EntityRecord],
    person: str,
    date: str,
) -> Correction | None:
    review = REVIEWS.get(row["review"].casefold())
    if review is None:
        raise InputError(f"review {row['review']!r} is none of confirmed, corrected, rejected, undo")
    type_, certainty, head, tail = (row.get(name, "") for name in _CHANGES)
    if before and before.review == review and not (type_ or certainty or head or tail):
        return None
    if review != "corrected" and (type_ or certainty or head or tail):
        raise InputError(f"new values are for corrected, not for {review}")
    kind = dataset.schema.statement_type(type_ or record.type)
    if tail and (kind.tail is None or kind.tail == kind.head):
        raise InputError(f"{kind.name} has no second role: name all in new_head, with '{BETWEEN.strip()}' between them")
    roles = {role: _iris(cell, named) for role, cell in ((kind.head, head), (kind.tail or "", tail)) if cell}
    note = row.get("note", "")
    return correction_of(
        dataset, record, review, person, date, certainty=certainty, new_type=type_, roles=roles, note=note
    )


def _iris(cell: str, named: list[EntityRecord]) -> list[str]:
    return [_iri(name.strip(), named) for name in cell.split(BETWEEN.strip()) if name.strip()]


def _iri(name: str, named: list[EntityRecord]) -> str:
    """The entity of a document that a name or IRI means."""
    folded = name.casefold()
    for found in (
        [e for e in named if e.iri == name],
        [e for e in named if e.label.casefold() == folded],
        [e for e in named if folded in (alias.casefold() for alias in e.aliases)],
    ):
        if len(found) > 1:
            raise InputError(
                f"{name!r} is the name of several entities; give an IRI: {', '.join(e.iri for e in found)}"
            )
        if found:
            return found[0].iri
    raise InputError(f"the document names no {name!r}; it names {', '.join(e.label for e in named)}")


def _by_document(dataset: Dataset) -> dict[str, list[EntityRecord]]:
    found: dict[str, list[EntityRecord]] = {}
    for record in entities(dataset):
        for document in record.documents:
            found.setdefault(document, []).append(record)
    return found
