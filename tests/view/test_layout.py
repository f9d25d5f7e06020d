"""The places that layout computes, without a browser."""

import networkx as nx
import pytest

from kg.view.page.layout import VIEW, positions


def linked(graph):
    nx.set_edge_attributes(graph, 130.0, "length")
    return graph


def boxes(places, radii, names):
    return {n: (x - max(radii[n], names.get(n, (0, 0))[0] / 2), y - radii[n],
                x + max(radii[n], names.get(n, (0, 0))[0] / 2), y + radii[n] + names.get(n, (0, 0))[1])
            for n, (x, y) in places.items()}  # fmt: skip


def crossing(places, graph):
    def left(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > 0

    edges = [(places[a], places[b], {a, b}) for a, b in graph.edges]
    return sum(
        not (ends & others) and left(a, b, c) != left(a, b, d) and left(c, d, a) != left(c, d, b)
        for i, (a, b, ends) in enumerate(edges) for c, d, others in edges[:i]
    )  # fmt: skip


GRAPHS = {
    "pair": nx.path_graph(2),
    "star": nx.star_graph(14),
    "grid": nx.convert_node_labels_to_integers(nx.grid_2d_graph(4, 5)),
    "pieces": nx.disjoint_union_all([nx.star_graph(6), nx.cycle_graph(5), nx.path_graph(3), nx.empty_graph(3)]),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_names_and_nodes_do_not_overlap_and_stay_on_the_canvas(name):
    graph = linked(GRAPHS[name].copy())
    radii, names = dict.fromkeys(graph, 9.0), dict.fromkeys(graph, (80.0, 16.0))
    places = positions(graph, radii, names)
    assert set(places) == set(graph)
    found = list(boxes(places, radii, names).values())
    overlaps = [(a, b) for i, a in enumerate(found) for b in found[:i]
                if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]  # fmt: skip
    assert overlaps == []
    for x0, y0, x1, y1 in found:
        assert -VIEW[0] / 2 - 1 <= x0 < x1 <= VIEW[0] / 2 + 1
        assert -VIEW[1] / 2 - 1 <= y0 < y1 <= VIEW[1] / 2 + 1


@pytest.mark.parametrize("name", ["star", "grid", "pieces"])
def test_graphs_that_can_be_drawn_without_crossings_are(name):
    graph = linked(GRAPHS[name].copy())
    assert crossing(positions(graph, dict.fromkeys(graph, 6.0), {}), graph) == 0


def test_neighbours_stand_closer_than_strangers():
    graph = linked(nx.path_graph(6))
    places = positions(graph, dict.fromkeys(graph, 6.0), {})
    far = [abs(complex(*places[0]) - complex(*places[n])) for n in range(1, 6)]
    assert far == sorted(far)


def test_the_same_graph_stands_the_same():
    graph = linked(nx.gnm_random_graph(60, 90, seed=4))
    radii = dict.fromkeys(graph, 6.0)
    assert positions(graph, radii, {}) == positions(graph.copy(), radii, {})


def test_an_empty_graph_has_no_places():
    assert positions(nx.Graph(), {}, {}) == {}
