"""The drawing itself: nodes, edges and options, made with pyvis for the vis-network that the page carries."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import networkx as nx
from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis ships no types

from kg.view.page.layout import VIEW, Size, positions
from kg.view.page.looks import Look

FEW_EDGES = 40
"""Up to here edges carry their word, so they are drawn longer."""
MANY_EDGES = 110
"""From here on lines are thin."""
MAIN = 12
"""At most so many nodes, those of the highest degree, have a larger name."""
NAMED_AREA = 0.3
"""Share of the canvas whose names are given room by moving nodes; further names take the places that are free."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 200, "keyboard": False, "multiselect": False, "zoomSpeed": 0.7},
    "nodes": {"borderWidthSelected": 3, "shadow": False, "chosen": True},
    "edges": {"selectionWidth": 1.0, "hoverWidth": 0.8, "arrowStrikethrough": False, "chosen": True},
}

Row = Mapping[str, Any]


def drawing(entities: Sequence[Row], statements: Sequence[Row], looks: Mapping[str, Mapping[str, Look]]) -> Row:
    """`nodes`, `edges` and `options` for vis-network; a node's id is its place in `entities`.

    Statements of one edge, certainty and pair share a line, which grows with their number; other lines between the
    same two nodes curve beside it. An entity that only takes part in a statement (the product of a delivery) hangs on
    its head by a thin line.
    """
    lines = _lines(statements, looks["statements"])
    sizes = _node_sizes(len(entities), lines, statements)
    net = Network(directed=True)
    places = _places(entities, lines, sizes, looks)
    main = _main(entities, len(places))
    fine = len(lines) > MANY_EDGES
    for node, (x, y) in places.items():
        shape = looks["types"][entities[node]["type"]]["shape"]
        net.add_node(node, label=entities[node]["name"], shape=shape, size=sizes[node], x=x, y=y, place=node,
                     main=node in main)  # fmt: skip
    # Network.add_edge looks each node up in a list, which takes seconds for a thousand edges
    net.edges = [_edge(line, [row["key"] for row in entities], looks, bend, fine) for line, bend in _curved(lines)]
    net.options = OPTIONS
    nodes, edges, *_ = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": OPTIONS}


def _lines(statements: Sequence[Row], kinds: Mapping[str, Look]) -> list[dict[str, Any]]:
    """What is drawn between two nodes, each with the statements (by index) behind it, in order of the first one."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for i, statement in enumerate(statements):
        for ends, role in _ends(statement, kinds[statement["type"]]["symmetric"]):
            found.setdefault((*ends, statement["type"], statement["certainty"], role), []).append(i)
    return [dict(zip(("from", "to", "type", "certainty", "role"), key, strict=True), statements=behind)
            for key, behind in found.items()]  # fmt: skip


def _ends(statement: Row, symmetric: bool) -> list[tuple[tuple[int, int], str | None]]:
    main = [(head, tail) for head, tail in statement["pairs"] if tail is not None]
    if symmetric:
        main = [(min(ends), max(ends)) for ends in main]
    known = {node for ends in statement["pairs"] for node in ends}
    head = statement["heads"][0]
    asides = [((head, filler["entity"]), other["role"]) for other in statement["others"] for filler in other["fillers"]
              if filler.get("entity", head) not in known]  # fmt: skip
    return [*((ends, None) for ends in main), *dict.fromkeys(asides)]


def _node_sizes(count: int, lines: Sequence[Row], statements: Sequence[Row]) -> list[float]:
    """Radius in pixels by the number of statements and lines at the node, smaller where many share the canvas."""
    weight = [0.0] * count
    for statement in statements:
        for node in statement["takesPart"]:
            weight[node] += 1
    for line in lines:
        weight[line["from"]] += 1
        weight[line["to"]] += 1
    most = max(weight, default=0.0) or 1.0
    crowd = max(0.45, min(1.0, math.sqrt(40 / max(sum(w > 0 for w in weight), 1))))
    largest = 13 + 6 * min(1.0, most / 16)
    return [round(crowd * (6.5 + (largest - 6.5) * math.sqrt(w / most)), 1) for w in weight]


def _places(
    entities: Sequence[Row], lines: Sequence[Row], sizes: Sequence[float], looks: Mapping[str, Mapping[str, Look]]
) -> dict[int, tuple[int, int]]:
    """Where each entity with a statement stands, so that most arrows go with the reader's eye, to the right.

    Entities without a statement are only in the page's search.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(i for i, entity in enumerate(entities) if entity["statements"])
    worded = len(lines) <= FEW_EDGES
    degree: dict[int, int] = defaultdict(int)
    for line in lines:
        degree[line["from"]] += 1
        degree[line["to"]] += 1
    for line in lines:
        if looks["certainties"][line["certainty"]]["denied"]:
            continue  # hidden at first, so it draws nothing together
        a, b = line["from"], line["to"]
        crowd = math.sqrt(max(1, min(degree[a], degree[b])))
        word = max(90.0, 6.3 * looks["statements"][line["type"]]["room"] + 22) if worded else 70.0
        graph.add_edge(a, b, length=word + 14 * crowd + sizes[a] + sizes[b])
    places = positions(graph, dict(enumerate(sizes)), _named(entities, list(graph), sizes))
    rightwards = sum(places[line["to"]][0] - places[line["from"]][0] for line in lines)
    return places if rightwards >= 0 else {node: (-x, y) for node, (x, y) in places.items()}


def _main(entities: Sequence[Row], count: int) -> set[int]:
    """The few entities that most is said about, by rank and number of statements."""
    most = len(entities[0]["statements"]) if entities else 0
    first = range(min(count, max(3, min(MAIN, count // 5))))
    return {node for node in first if len(entities[node]["statements"]) >= max(2, 0.3 * most)}


def _named(entities: Sequence[Row], nodes: Sequence[int], sizes: Sequence[float]) -> dict[int, Size]:
    """The most important names, as many as have room, with their sizes."""
    left = NAMED_AREA * VIEW[0] * VIEW[1]
    named: dict[int, Size] = {}
    for node in nodes:
        width, height = _name_size(entities[node]["name"])
        left -= (width + 7) * (height + 2 * sizes[node] + 7)
        if left < 0:
            break
        named[node] = width, height
    return named


def _name_size(name: str) -> Size:
    """Width and height of a name on the screen, by an average width of letters; the page measures the real one."""
    rows = 1 if len(name) <= 22 else 2
    longest = len(name) if rows == 1 else min(24, max(11, len(name) // 2 + 3))
    return 7.4 * longest + 6, 16.0 * rows + 2


def _curved(lines: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], float]]:
    """Each line with its bend: 0 for a straight one, positive to the left of the way from the lower node up."""
    between: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        between[min(line["from"], line["to"]), max(line["from"], line["to"])].append(line)
    bends = {id(line): (i - (len(group) - 1) / 2) * min(0.26, 1.1 / len(group))
             for group in between.values() for i, line in enumerate(group)}  # fmt: skip
    return [(line, bends[id(line)]) for line in lines]


def _edge(
    line: Row, keys: Sequence[str], looks: Mapping[str, Mapping[str, Look]], bend: float, fine: bool
) -> dict[str, Any]:
    turned = bend if line["from"] < line["to"] else -bend
    smooth = {"enabled": True, "type": "curvedCW" if turned > 0 else "curvedCCW", "roundness": round(abs(bend), 3)}
    dashes = looks["certainties"][line["certainty"]]["dashes"]
    directed = not line["role"] and not looks["statements"][line["type"]]["symmetric"]
    content = [keys[line["from"]], keys[line["to"]], line["type"], line["certainty"], line["role"]]
    return {
        **line,
        "id": sha256(repr(content).encode()).hexdigest()[:12],
        "width": 1.0 if line["role"] else round((1.0 if fine else 1.6) + 0.7 * math.log2(len(line["statements"])), 2),
        "dashes": list(dashes) if dashes else False,
        "arrows": {"to": {"enabled": directed, "scaleFactor": 0.42 if fine else 0.6}},
        "smooth": smooth if bend else False,
    }
