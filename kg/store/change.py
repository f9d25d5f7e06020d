"""From the new content of some graphs to one change that keeps everything derived in step.

Sources are the ontology, the documents' graphs and, per document and certainty, the edges that it gives
(`edges_from`). Derived are, triple by triple, from the set of sources that hold the triple:
the merge of ontology and documents (`ALL`), the public edge graph of each certainty, and the disjoint views.
So a triple goes from a derived graph exactly when its last source goes, and no full computation is needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from kg.store.names import ALL, Names, certainty_of, edges_from, view_of
from kg.store.protocol import Change, Store, Triple

Content = Mapping[NamedNode, set[Triple]]
"""The new content of source graphs; an empty set removes the graph."""


def plan(store: Store, content: Content, names: Names, ontology: NamedNode) -> Change:
    """The change that gives these source graphs this content. Empty when they have it already."""
    removed: dict[Triple, set[str]] = defaultdict(set)
    added: dict[Triple, set[str]] = defaultdict(set)
    drop: list[NamedNode] = []
    for graph, new in content.items():
        old = store.graph(graph)
        for triple in old - new:
            removed[triple].add(graph.value)
        for triple in new - old:
            added[triple].add(graph.value)
        if old and not new:
            drop.append(graph)
    touched = removed.keys() | added.keys()
    remove: list[Quad] = []
    add: list[Quad] = []
    for triple, holding in store.graphs_of(touched).items():
        before = {graph for graph in holding if _is_source(graph, names, ontology)}
        after = (before - removed[triple]) | added[triple]
        old_all, new_all = before | derived(before, names), after | derived(after, names)
        remove += (Quad(*triple, NamedNode(graph)) for graph in old_all - new_all)
        add += (Quad(*triple, NamedNode(graph)) for graph in new_all - old_all)
    return Change(sorted(remove, key=str), sorted(add, key=str), drop)


def derived(sources: Iterable[str], names: Names) -> set[str]:
    """The derived graphs that hold a triple which these source graphs hold."""
    certainties = {certainty_of(graph) for graph in sources}
    found = {names.edges(c).value for c in certainties if c}
    if found:
        found.add(view_of({c for c in certainties if c}).value)
    if None in certainties:
        found.add(ALL.value)
    return found


def sources_of(
    document: NamedNode, triples: set[Triple], edges: Mapping[str, set[Triple]], certainties: Iterable[str]
) -> dict[NamedNode, set[Triple]]:
    """All source graphs of one document; `certainties` are all that could have edges now or had them before."""
    return {document: triples} | {edges_from(document, name): edges.get(name, set()) for name in certainties}


def _is_source(graph: str, names: Names, ontology: NamedNode) -> bool:
    return graph == ontology.value or names.is_document(graph) or certainty_of(graph) is not None
