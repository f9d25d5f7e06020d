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


def plan(store: Store, content: Content, names: Names, ontology: NamedNode, certainties: Iterable[str]) -> Change:
    """The change that gives these source graphs this content. Empty when they have it already.

    `certainties` are all that edges have now or had before. What holds a triple now is read off the derived graphs;
    the sources are only asked for a triple that one of them loses, since popular triples have thousands.
    """
    certainties = sorted(certainties)
    removed: dict[Triple, set[str]] = defaultdict(set)
    added: dict[Triple, set[str]] = defaultdict(set)
    drop: list[NamedNode] = []
    for graph, new in content.items():
        stored = store.graph(graph)
        for triple in stored - new:
            removed[triple].add(graph.value)
        for triple in new - stored:
            added[triple].add(graph.value)
        if stored and not new:
            drop.append(graph)
    public = [ALL, *(names.edges(certainty) for certainty in certainties)]
    before = store.holding(removed.keys() | added.keys(), public)
    left = {t: _kinds(graphs - removed[t], names, ontology) for t, graphs in store.graphs_of(removed).items()}
    remove: list[Quad] = []
    add: list[Quad] = []
    for triple, holding in before.items():
        old = {name for name in ("", *certainties) if (names.edges(name) if name else ALL).value in holding}
        kinds = left.get(triple, old) | _kinds(added[triple], names, ontology)
        gone, come = derived(old, names) - derived(kinds, names), derived(kinds, names) - derived(old, names)
        remove += (Quad(*triple, NamedNode(graph)) for graph in removed[triple] | gone)
        add += (Quad(*triple, NamedNode(graph)) for graph in added[triple] | come)
    return Change(sorted(remove, key=str), sorted(add, key=str), drop)


def derived(kinds: set[str], names: Names) -> set[str]:
    """The derived graphs of a triple that sources of these kinds hold: certainties, "" for documents and ontology."""
    certainties = {kind for kind in kinds if kind}
    found = {names.edges(certainty).value for certainty in certainties}
    if certainties:
        found.add(view_of(certainties).value)
    if "" in kinds:
        found.add(ALL.value)
    return found


def sources_of(
    document: NamedNode, triples: set[Triple], edges: Mapping[str, set[Triple]], certainties: Iterable[str]
) -> dict[NamedNode, set[Triple]]:
    """All source graphs of one document; `certainties` are all that could have edges now or had them before."""
    return {document: triples} | {edges_from(document, name): edges.get(name, set()) for name in certainties}


def _kinds(graphs: Iterable[str], names: Names, ontology: NamedNode) -> set[str]:
    """Of what kinds the sources among these graphs are, see `derived`."""
    sources = (g for g in graphs if certainty_of(g) or g == ontology.value or names.is_document(g))
    return {certainty_of(graph) or "" for graph in sources}
