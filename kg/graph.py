"""The graph in Python and in a notebook: `kg.build([...])` and `kg.open(dir)` give one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import pipeline
from kg.model import Document
from kg.ontology import Schema
from kg.settings import Settings
from kg.store import Answer, Dataset, Table
from kg.view.near import nobody
from kg.view.records import EntityRecord, StatementRecord, entities, find, statements

if TYPE_CHECKING:  # heavy libraries that only some methods need
    import networkx
    import rdflib

    from kg.view.who import Identification


class Graph:
    """A built graph: ask it, draw it, hand it to rdflib or networkx. Close it, or use it in a `with`."""

    def __init__(self, dataset: Dataset, *, title: str | None = None) -> None:
        self.dataset = dataset
        self.title = title

    def query(self, sparql: str, *, certainties: Iterable[str] | None = None) -> Any:
        """The answer to a SPARQL query: a pandas DataFrame for SELECT where pandas is installed, else a `Table`.

        ASK gives a bool, CONSTRUCT and DESCRIBE a `kg.store.Graph`. `certainties` says whose edges are seen.
        InputError for a malformed query.
        """
        answer: Answer = self.dataset.query(sparql, certainties)
        if not isinstance(answer, Table):
            return answer
        try:
            import pandas
        except ImportError:
            return answer
        return pandas.DataFrame(answer.rows, columns=list(answer.columns))

    def entities(self) -> list[EntityRecord]:
        """All entities, sorted by name."""
        return entities(self.dataset)

    def entity(self, name: str) -> EntityRecord:
        """The entity of this name, alias or IRI, case ignored; InputError with the nearest names when there is none."""
        found = find(self.dataset, name)
        if not found:
            raise nobody(self.dataset, name)
        return found[0]

    def identify(self, name: str) -> Identification:
        """Who an entity is: every place that names it, the judgements about its names, its links to a register."""
        from kg.view.who import identify

        return identify(self.dataset, self.entity(name))

    def statements(
        self,
        entity: str | None = None,
        *,
        type: str | None = None,
        certainty: str | None = None,
        document: str | None = None,
    ) -> list[StatementRecord]:
        """Statements with roles, certainty, source and evidence; each argument narrows, `entity` is a name."""
        iri = self.entity(entity).iri if entity else None
        return statements(self.dataset, entity=iri, type=type, certainty=certainty, document=document)

    def networkx(self, *, certainties: Iterable[str] | None = None) -> networkx.MultiDiGraph[str]:
        """Entities as nodes, statements as edges with certainty, quotes and documents."""
        from kg.view.network import multigraph

        return multigraph(self.dataset, certainties)

    def rdf(self) -> rdflib.Dataset:
        """A copy as an rdflib Dataset with its named graphs."""
        from kg.view.export import to_rdflib

        return to_rdflib(self.dataset)

    def html(self, *, lang: str | None = None) -> str:
        """The interactive page, one file that asks for nothing."""
        from kg.view.page import page

        return page(self.dataset, title=self.title, lang=lang)

    def show(self, *, height: int = 620) -> Any:
        """The page in a notebook cell; outside of one, in the browser."""
        from kg.view.display import show

        return show(self.html(), height=height)

    def _repr_html_(self) -> str:
        from kg.view.display import frame

        return frame(self.html(), height=620)

    def __repr__(self) -> str:
        entities, statements = len(self.entities()), len(self.statements())
        return f"<kg.Graph: {entities} entities, {statements} statements, {len(self.dataset.documents())} documents>"

    def close(self) -> None:
        self.dataset.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build(
    inputs: Iterable[str | Path | Document], out: str | Path | None = None, *, title: str | None = None, **choices: Any
) -> Graph:
    """Read articles into a graph.

    `inputs` are files, folders or `Document`s (`kg.read.from_text`); without `out` the graph stays in memory.
    `choices` are the fields of `kg.settings.Settings`.
    """
    settings = Settings(**choices)
    if out is not None:
        paths = [path for path in inputs if not isinstance(path, Document)]
        pipeline.build(paths, Path(out), settings, title=title)
        return open(out, title=title)
    schema = Schema.load(*settings.ontologies)
    dataset = Dataset.memory(base=settings.base, schema=schema)
    pipeline.fill(dataset, pipeline.gather(inputs, settings), settings, schema, pipeline.Report())
    return Graph(dataset, title=title)


def open(path: str | Path, *, title: str | None = None) -> Graph:
    """The graph in a folder that `kg build` wrote, for reading."""
    return Graph(Dataset.open(path, read_only=True), title=title)
