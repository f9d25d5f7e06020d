"""How the IRIs of the graph are made. Every node is named by a hash of its content, so there are no blank nodes."""

import re
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import NamedNode

DEFAULT_BASE = "https://w3id.org/company-kg/id/"
ALL = NamedNode("urn:kg:all")
"""Derived: the merge of the ontology and all documents' graphs, which plain query patterns see."""
LEDGER = NamedNode("urn:kg:store")
"""Bookkeeping: the fingerprint of what each document's graph was made from."""
RESOLVING = NamedNode("urn:kg:resolving")
"""Bookkeeping: there while the ledger of judgements may know more than the graph shows."""
CHANGED = NamedNode("urn:kg:changed")
"""Bookkeeping: the ids of documents that were stored since the ledger of judgements was told."""
FINGERPRINT = NamedNode("urn:kg:fingerprint")
_INTERNAL = "urn:kg:"
CORRECTIONS = NamedNode("urn:kg:corrections")
"""Bookkeeping: what persons say of single statements."""
_FROM = "urn:kg:edges:"
_HIDDEN, _ADDED = "urn:kg:hidden:", "urn:kg:added:"
_LINKS = "urn:kg:links:"
_VIEW = "urn:kg:view:"


def digest(*parts: object) -> str:
    """20 hexadecimal digits (80 bits) of the SHA-256 of the parts; a lone surrogate counts as itself."""
    return sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Names:
    """The graph's own IRIs under a base that ends in "/" or "#"."""

    base: str = DEFAULT_BASE

    def document(self, document_id: str) -> NamedNode:
        """The document, and the graph that holds what it says."""
        return NamedNode(f"{self.base}document/{digest(document_id)}")

    def statement(self, statement_id: str) -> NamedNode:
        """The statement; ids that are no plain word are hashed."""
        plain = re.fullmatch(r"[A-Za-z0-9_-]+", statement_id)
        return NamedNode(f"{self.base}statement/{statement_id if plain else digest(statement_id)}")

    def mention(self, document: NamedNode, start: int, end: int) -> NamedNode:
        """The characters `[start, end)` of a document, as a fragment after RFC 5147."""
        mark = "/" if "#" in document.value else "#"
        return NamedNode(f"{document.value}{mark}char={start},{end}")

    def part(self, kind: str, *content: object) -> NamedNode:
        """An evidence, a selector or a value: `kind` and the hash of what makes it itself."""
        return NamedNode(f"{self.base}{kind}/{digest(kind, *content)}")

    def edges(self, certainty: str) -> NamedNode:
        """The graph of the direct edges of one certainty, over all documents."""
        return NamedNode(f"{self.base}graph/edges/{certainty}")

    def is_document(self, graph: str) -> bool:
        """Whether a graph holds what one document says."""
        return graph.startswith(f"{self.base}document/")


def edges_from(document: NamedNode, certainty: str) -> NamedNode:
    """Bookkeeping: the direct edges that one document gives at one certainty."""
    return NamedNode(f"{_FROM}{digest(document.value)}:{certainty}")


def hidden_of(document: NamedNode) -> NamedNode:
    """Bookkeeping: what a document says itself and its graph does not show, after a judgement or correction."""
    return NamedNode(f"{_HIDDEN}{digest(document.value)}")


def added_of(document: NamedNode) -> NamedNode:
    """Bookkeeping: what a document's graph shows and the document does not say itself."""
    return NamedNode(f"{_ADDED}{digest(document.value)}")


def links_of(document: NamedNode) -> NamedNode:
    """Bookkeeping: why a document's entities were linked to entries of a register, or not."""
    return NamedNode(f"{_LINKS}{digest(document.value)}")


def view_of(certainties: set[str]) -> NamedNode:
    """Derived: the edges that have exactly these certainties, over all documents.

    Oxigraph does not merge equal triples of two default graphs, so a view is put together from disjoint graphs.
    """
    return NamedNode(_VIEW + "+".join(sorted(certainties)))


def certainty_of(graph: str) -> str | None:
    """The certainty of a graph that `edges_from` names, else None."""
    return graph.rsplit(":", 1)[1] if graph.startswith(_FROM) else None


def certainties_of(graph: str) -> frozenset[str]:
    """The certainties of a graph that `view_of` names, else the empty set."""
    return frozenset(graph.removeprefix(_VIEW).split("+")) if graph.startswith(_VIEW) else frozenset()


def is_internal(graph: str) -> bool:
    """Whether a graph is bookkeeping or derived for speed; such graphs are neither exported nor seen by GRAPH."""
    return graph.startswith(_INTERNAL)
