"""graph.html: the graph as one page that makes no request, with every statement's evidence behind its line."""

from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError
from kg.ontology import Schema
from kg.store import Dataset
from kg.view import records
from kg.view.page.document import assembled, default_title
from kg.view.page.foremost import foremost
from kg.view.page.payload import LANGUAGES, payload
from kg.view.records import DocumentRecord, EntityRecord, StatementRecord

__all__ = ["page", "render", "write"]


def render(
    entities: Sequence[EntityRecord],
    statements: Sequence[StatementRecord],
    documents: Sequence[DocumentRecord],
    schema: Schema,
    *,
    title: str,
    lang: str | None = None,
) -> str:
    """The HTML of the page. The same content gives the same text, in whatever order it comes.

    Of a large graph it shows the entities with most statements, see `foremost`, and says of how many.
    `lang` ("en" or "de") is the language that the page starts in; with None the reader's browser decides.
    InputError for another language.
    """
    if lang is not None and lang not in LANGUAGES:
        raise InputError(f"the page speaks {' and '.join(LANGUAGES)}, not '{lang}'; choose one of them")
    shown = payload(*foremost(entities, statements, documents), schema)
    whole = len({iri for statement in statements for iri in statement.iris})
    return assembled(shown | {"whole": whole}, title=title, lang=lang)


def page(dataset: Dataset, *, title: str | None = None, lang: str | None = None) -> str:
    """The HTML of the page for a whole dataset, under its own title where none is given."""
    found = records.entities(dataset), records.statements(dataset), records.documents(dataset)
    return render(*found, dataset.schema, title=title or dataset.title or default_title(lang), lang=lang)


def write(dataset: Dataset, path: Path | str, *, title: str | None = None, lang: str | None = None) -> None:
    """Write the page of a dataset to a file, UTF-8 with \\n line ends."""
    Path(path).write_text(page(dataset, title=title, lang=lang), encoding="utf-8", newline="\n")
