"""graph.html: the graph as one page that makes no request, with every statement's evidence behind its line."""

from collections.abc import Sequence
from pathlib import Path

from kg.ontology import Schema
from kg.store import Dataset
from kg.view import records
from kg.view.page.document import assembled
from kg.view.page.payload import payload
from kg.view.records import DocumentRecord, EntityRecord, StatementRecord

__all__ = ["page", "render", "write"]


def render(
    entities: Sequence[EntityRecord],
    statements: Sequence[StatementRecord],
    documents: Sequence[DocumentRecord],
    schema: Schema,
    *,
    title: str,
    lang: str = "en",
) -> str:
    """The HTML of the page. The same content gives the same text, in whatever order it comes.

    `lang` ("en" or "de") is the language for readers whose browser asks for neither of these two.
    """
    return assembled(payload(entities, statements, documents, schema), title=title, lang=lang)


def page(dataset: Dataset, *, title: str | None = None, lang: str = "en") -> str:
    """The HTML of the page for a whole dataset."""
    found = records.entities(dataset), records.statements(dataset), records.documents(dataset)
    return render(*found, dataset.schema, title=title or "Company knowledge graph", lang=lang)


def write(dataset: Dataset, path: Path | str, *, title: str | None = None, lang: str = "en") -> None:
    """Write the page of a dataset to a file."""
    Path(path).write_text(page(dataset, title=title, lang=lang), encoding="utf-8", newline="\n")
