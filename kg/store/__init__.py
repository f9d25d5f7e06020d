"""The dataset: documents' graphs, derived edges and queries, in an embedded Oxigraph or at a SPARQL endpoint."""

from kg.store.dataset import Dataset, fingerprint
from kg.store.results import Answer, Graph, Table

__all__ = ["Answer", "Dataset", "Graph", "Table", "fingerprint"]
