"""The queue of unsure pairs as a list for a spreadsheet, and the verdicts back."""

from pathlib import Path

from kg.errors import InputError
from kg.model.identity import Judgement
from kg.review import sheet
from kg.review.pairs import open_pairs
from kg.review.words import VERDICTS
from kg.store import Dataset
from kg.store.resolving import judge
from kg.view.who import names_of

COLUMNS = ("iri_a", "name_a", "context_a", "iri_b", "name_b", "context_b", "score", "reasons", "verdict", "note")
_NEEDED = ("iri_a", "iri_b", "verdict")


def export_pairs(dataset: Dataset, path: Path, limit: int | None = None) -> int:
    """Write the unsure pairs, best first, with an empty verdict; their number."""
    rows = [
        (
            *(found.a.iri, found.a.name, found.a.text, found.b.iri, found.b.name, found.b.text),
            "" if found.judgement.score is None else f"{found.judgement.score:.4f}",
            "; ".join(found.judgement.features),
            *("", ""),
        )
        for found in open_pairs(dataset, limit)
    ]
    sheet.write(path, COLUMNS, rows)
    return len(rows)


def import_pairs(dataset: Dataset, path: Path, person: str, date: str) -> int:
    """Take the verdicts of a list over as a person's judgements; their number. Rows without a verdict are skipped.

    InputError names the rows that are wrong: an unknown verdict or entity, a pair that has two verdicts. Then nothing
    is written.
    """
    found: dict[tuple[str, str], Judgement] = {}
    errors: list[str] = []
    for number, row in sheet.read(path, _NEEDED):
        if row["verdict"]:
            try:
                told = _judgement(dataset, row, person, date)
                before = found.setdefault((told.a, told.b), told)
                if before.verdict != told.verdict:
                    raise InputError(f"the pair is {before.verdict} in another row")
            except InputError as error:
                errors.append(f"row {number}: {error}")
    sheet.collect(errors, path)
    if found:
        judge(dataset, found.values())
    return len(found)


def _judgement(dataset: Dataset, row: sheet.Row, person: str, date: str) -> Judgement:
    verdict = VERDICTS.get(row["verdict"].casefold())
    if verdict is None:
        raise InputError(f"verdict {row['verdict']!r} is none of same, different, unsure")
    a, b = row["iri_a"], row["iri_b"]
    if a == b:
        raise InputError("both sides are the same entity")
    known = names_of(dataset, [a, b])
    if unknown := [iri for iri in (a, b) if iri not in known]:
        raise InputError(f"no document names {unknown[0] or 'an entity without an IRI'}")
    return Judgement.of(a, b, verdict, "person", person, date=date, note=row.get("note", ""))
