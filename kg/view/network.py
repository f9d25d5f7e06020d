"""The graph for networkx: entities as nodes, each statement's edges between them."""

from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.errors import InputError
from kg.store import Dataset
from kg.view.records import StatementRecord, entities, statements


def multigraph(dataset: Dataset, certainties: Iterable[str] | None = None) -> "nx.MultiDiGraph[str]":
    """A directed multigraph of the statements of some certainties (by default, the ontology's default view).

    Nodes are the IRIs of all entities with `label`, `type`, `aliases` and `documents`. Edges are keyed by statement
    id and run from head to tail, a symmetric one once, with `edge`, `type`, `certainty`, `label`, `quotes`,
    `documents` (ids), `dates` (of publication), `said_by`, `when` (EDTF), `confidence` and `by`. Lists are tuples.
    Types without an edge and certainties that give none are left out. InputError for an unknown certainty.
    """
    schema = dataset.schema
    chosen = set(schema.default_certainties() if certainties is None else certainties)
    if unknown := sorted(chosen - schema.certainties.keys()):
        raise InputError(f"unknown certainty '{unknown[0]}'; choose from {', '.join(schema.certainties)}")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in entities(dataset):
        graph.add_node(
            entity.iri, label=entity.label, type=entity.type, aliases=entity.aliases, documents=entity.documents
        )
    for statement in statements(dataset):
        if (
            statement.certainty in chosen
            and schema.certainties[statement.certainty].gives_edge
            and statement.edge
            and statement.tail
        ):
            attributes = _attributes(statement, schema.label(statement.edge))
            graph.add_edge(statement.head, statement.tail, key=statement.id, **attributes)
    return graph


def _attributes(statement: StatementRecord, label: str) -> dict[str, Any]:
    return {
        "edge": statement.edge,
        "label": label,
        "type": statement.type,
        "certainty": statement.certainty,
        "quotes": tuple(evidence.quote for evidence in statement.evidence),
        "documents": statement.documents,
        "dates": tuple(sorted({e.published for e in statement.evidence if e.published})),
        "said_by": statement.said_by,
        "when": statement.when.edtf if statement.when else "",
        "confidence": statement.confidence,
        "by": statement.by,
    }
