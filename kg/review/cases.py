"""What persons judged of names, as labelled pairs that the scorer of names can be measured on."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg.model.identity import SourceEntity
from kg.ontology import Schema
from kg.resolve.names.score import TYPES
from kg.review.ledger import said
from kg.store import Dataset
from kg.view.products import write_whole
from kg.view.who import sources_of

COLUMNS = ("name1", "name2", "type", "label", "kind", "note")
KIND = "review"


def export_cases(dataset: Dataset, path: Path) -> int:
    """Write what persons judged same or different in the form of `benchmarks/identity/pairs-dev.csv`; the number.

    Left out are pairs that no document names now, pairs of one name, and types that the scorer does not know.
    """
    rows: set[tuple[str, ...]] = set()
    for found in said(dataset):
        a, b = (sources_of(dataset, iri) for iri in (found.a, found.b))
        type_ = _type(dataset.schema, [*a, *b])
        names = sorted({_name(a), _name(b)} - {""})
        if found.verdict != "unsure" and type_ and len(names) == 2:
            rows.add((*names, type_, found.verdict, KIND, " ".join(found.note.split())))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(rows))
    write_whole(path, out.getvalue())
    return len(rows)


def _name(sources: Sequence[SourceEntity]) -> str:
    counted = Counter(" ".join(source.name.split()) for source in sources)
    return min(counted, key=lambda name: (-counted[name], name), default="")


def _type(schema: Schema, sources: Sequence[SourceEntity]) -> str:
    """The first type of the scorer that all of these are of; "" for none."""
    types = {source.type for source in sources}
    return next((name for name in TYPES if types and all(schema.is_a(found, name) for found in types)), "")
