"""The graph as files for other tools. The same graph gives the same bytes."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.store import Dataset
from kg.store.names import Names
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Triple
from kg.view.records import StatementRecord, statements
from kg.view.turtle import trig, turtle

if TYPE_CHECKING:  # rdflib takes a quarter of a second to import and only `to_rdflib` needs it
    import rdflib

_COLUMNS = (
    "id", "type", "edge", "head", "head_iri", "tail", "tail_iri", "certainty", "said_by", "when", "when_text", "roles",
    "quote", "start", "end", "document", "title", "url", "published", "publisher", "confidence", "by",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these


def export(dataset: Dataset, path: Path | str, format: str, certainties: Iterable[str] | None = None) -> None:
    """Write the graph to a file, whole or not at all.

    `trig`, `nq` and `jsonld` hold all graphs: documents, edges by certainty and the ontology. `ttl` has no named
    graphs: it holds the ontology, all documents and the edges of `certainties` (default view). `graphml` and `gexf`
    hold entities and edges of `certainties` (default: all that give an edge; each edge says its own). `csv` has a row
    for each statement and pair of `certainties` (default: all), with its first quote.
    InputError for an unknown format or certainty, StoreError when the file cannot be written.
    """
    if format not in FORMATS:
        raise InputError(f"unknown format '{format}'; choose from {', '.join(FORMATS)}")
    chosen = None if certainties is None else frozenset(certainties)
    if chosen is not None and (unknown := sorted(chosen - dataset.schema.certainties.keys())):
        raise InputError(f"unknown certainty '{unknown[0]}'; choose from {', '.join(dataset.schema.certainties)}")
    _write(Path(path), FORMATS[format](dataset, chosen))


def to_rdflib(dataset: Dataset) -> "rdflib.Dataset":
    """A copy of the graphs that `trig` holds as an rdflib Dataset, with prefixes."""
    import rdflib

    copy = rdflib.Dataset()
    copy.parse(data=_nq(dataset, None), format="nquads")
    for name, start in _prefixes(dataset).items():
        copy.bind(name, start)
    return copy


def statement_rows(records: Iterable[StatementRecord]) -> list[list[str]]:
    """The rows of the CSV table, below its header; see `export`."""
    return [_row(record) for record in records]


def _nq(dataset: Dataset, _: frozenset[str] | None) -> str:
    return "".join(sorted(f"{quad} .\n" for quad in dataset.quads()))


def _trig(dataset: Dataset, _: frozenset[str] | None) -> str:
    names = Names(dataset.base)
    ordered = sorted(dataset.graphs(), key=lambda g: (not names.is_document(g), not g.startswith(dataset.base), g))
    graphs = {name: dataset.store.graph(ox.NamedNode(name)) for name in ordered}
    return trig({name: triples for name, triples in graphs.items() if triples}, _prefixes(dataset))


def _turtle(dataset: Dataset, chosen: frozenset[str] | None) -> str:
    names, kept = Names(dataset.base), chosen or frozenset(dataset.schema.default_certainties())
    hidden = {names.edges(c).value for c in dataset.schema.certainties if c not in kept}
    triples: set[Triple] = set()
    for name in dataset.graphs():
        if name not in hidden:
            triples |= dataset.store.graph(ox.NamedNode(name))
    return turtle(triples, _prefixes(dataset))


def _jsonld(dataset: Dataset, _: frozenset[str] | None) -> str:
    body = ox.serialize(dataset.quads(), format=ox.RdfFormat.JSON_LD, prefixes=_prefixes(dataset))
    return (body or b"").decode() + "\n"


def _graphml(dataset: Dataset, chosen: frozenset[str] | None) -> str:
    import networkx as nx

    return "\n".join(nx.generate_graphml(_plain_network(dataset, chosen), named_key_ids=True)) + "\n"


def _gexf(dataset: Dataset, chosen: frozenset[str] | None) -> str:
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_plain_network(dataset, chosen)))
    return re.sub(r"\s*<meta\b.*?</meta>", "", text, flags=re.DOTALL) + "\n"  # holds the day and networkx's version


def _plain_network(dataset: Dataset, chosen: frozenset[str] | None) -> Any:
    """The network with plain texts and numbers, as these formats want it, in the order of ids."""
    import networkx as nx

    from kg.view.network import multigraph

    full = multigraph(dataset, dataset.schema.certainties if chosen is None else chosen)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(full):
        plain.add_node(node, **_scalars(full.nodes[node]))
    for head, tail, key in sorted(full.edges(keys=True)):
        plain.add_edge(head, tail, key=key, **_scalars(full.edges[head, tail, key]))
    return plain


def _scalars(about: Mapping[str, Any]) -> dict[str, str | float]:
    plain = {name: " | ".join(value) if isinstance(value, tuple) else value for name, value in about.items()}
    return {name: _FORBIDDEN.sub("\ufffd", v) if isinstance(v, str) else v for name, v in plain.items()}


def _csv(dataset: Dataset, chosen: frozenset[str] | None) -> str:
    records = (s for s in statements(dataset) if chosen is None or s.certainty in chosen)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([[_cell(text) for text in row] for row in statement_rows(records)])
    return out.getvalue()


def _row(s: StatementRecord) -> list[str]:
    e = s.evidence[0]
    roles = "; ".join(f"{role}: {', '.join(f.label for f in fillers)}" for role, fillers in s.roles.items())
    when = (s.when.edtf, s.when.text) if s.when else ("", "")
    ends = (s.head_label, s.head, s.tail_label or "", s.tail or "")
    said = (s.certainty, " | ".join(s.said_by))
    source = (e.document, e.title or "", e.url or "", e.published or "", e.publisher or "")
    place = (e.quote, str(e.start), str(e.end))
    return [s.id, s.type, s.edge or "", *ends, *said, *when, roles, *place, *source, f"{s.confidence:g}", s.by]


def _cell(text: str) -> str:
    """Spreadsheets run a cell that begins like a formula; an apostrophe in front makes it text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _prefixes(dataset: Dataset) -> dict[str, str]:
    own = {
        kind: f"{dataset.base}{kind}/" for kind in ("document", "entity", "statement", "evidence", "amount", "period")
    }
    return PREFIXES | own | {"edges": f"{dataset.base}graph/edges/"}


def _write(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written ({error.strerror}); free space or choose another file") from error


FORMATS: dict[str, Callable[[Dataset, frozenset[str] | None], str]] = {
    "ttl": _turtle,
    "trig": _trig,
    "nq": _nq,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
}
"""What `export` knows, by name."""
