"""Where the nodes stand: a fixed, readable arrangement, computed once and the same for the same graph.

Each connected component is laid out by stress majorisation (Gansner, Koren, North 2004: the distance on the page
follows the distance in the graph), the components are packed into one rectangle, the whole is brought to the size of
the canvas, and there nodes and names that overlap step aside. Physics in the browser would need seconds and give
another picture on each visit.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
Size: TypeAlias = tuple[float, float]

VIEW: Size = (700.0, 640.0)
"""The canvas beside two side panels on a laptop, in pixels."""
GAP = 7.0
"""Free pixels between two nodes or names."""


def positions(
    graph: "nx.Graph[int]", radii: Mapping[int, float], names: Mapping[int, Size]
) -> dict[int, tuple[int, int]]:
    """Centre (x, y) of each node in whole pixels of a canvas of `VIEW`, y downwards, its middle at (0, 0).

    `radii` are the nodes' sizes, `names` the width and height of those names that should find room under their node.
    Each edge has a `length` in pixels, which holds where the canvas is large enough.
    The result depends on the order of `graph.nodes` and on nothing else: no clock, no global random state.
    """
    if not graph:
        return {}
    rank = {node: i for i, node in enumerate(graph.nodes)}
    parts = sorted((sorted(part, key=rank.__getitem__) for part in nx.connected_components(graph)),
                   key=lambda part: (-len(part), rank[part[0]]))  # fmt: skip
    nodes = [node for part in parts for node in part]
    sizes = np.array([[2 * radii[n]] * 2 for n in nodes])
    words = np.array([names.get(n, (0.0, 0.0)) for n in nodes])
    boxes = np.stack([np.maximum(sizes[:, 0], words[:, 0]), sizes[:, 1] + words[:, 1]], axis=1)
    points = _fitted(_packed([_component(graph.subgraph(part), part) for part in parts]))
    down = np.stack([np.zeros(len(nodes)), words[:, 1] / 2], axis=1)  # a name stands below its node
    points = _apart(points + down, boxes, GAP) - down
    # where not all names have room, at least the nodes stand apart, with some of their lines to see between them
    points = _apart(points, sizes, GAP / 2 + max(0.0, 14 - len(nodes) / 12))
    return {node: (round(x), round(y)) for node, (x, y) in zip(nodes, points.tolist(), strict=True)}


def _component(graph: "nx.Graph[int]", nodes: Sequence[int]) -> Points:
    return np.zeros((1, 2)) if len(nodes) == 1 else _turned(_best(graph, nodes))


def _best(graph: "nx.Graph[int]", nodes: Sequence[int]) -> Points:
    """The arrangement with the fewest crossings, then the least stress, of several fixed starts."""
    index = {n: i for i, n in enumerate(nodes)}
    wanted = np.asarray(nx.floyd_warshall_numpy(graph, nodelist=list(nodes), weight="length"))
    ends = np.array([(index[a], index[b]) for a, b in graph.edges if a != b])
    starts = 1 if len(nodes) <= 3 or len(nodes) > 120 else 8 if len(nodes) <= 40 else 3
    tried = [_stressed(wanted, seed) for seed in range(starts)]
    if starts == 1:
        return tried[0][0]
    return min(tried, key=lambda result: (_crossings(result[0], ends), round(result[1], 6)))[0]


def _stressed(wanted: Points, seed: int) -> tuple[Points, float]:
    """Points whose distances follow `wanted`, and the stress that is left (SMACOF with weights 1/d²)."""
    count = len(wanted)
    far = np.where(wanted > 0, wanted, 1.0)
    weights = far**-2.0
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    points = np.random.default_rng(seed).standard_normal((count, 2)) * float(wanted.max()) / 2
    stress = np.inf
    for _ in range(300):
        apart = _distances(points)
        left = float((weights * (apart - wanted) ** 2).sum()) / 2
        if stress - left < 1e-4 * left:
            break
        stress = left
        ratio = weights * wanted / np.maximum(apart, 1e-9)
        points = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ points)
    return points, stress


def _distances(points: Points) -> Points:
    x, y = points.T
    return np.asarray(np.hypot(x[:, None] - x, y[:, None] - y))


def _crossings(points: Points, ends: NDArray[np.int64]) -> int:
    """How many pairs of edges without a common end cross."""
    a, b = points[ends[:, 0]], points[ends[:, 1]]

    def side(p: Points, q: Points, r: Points) -> NDArray[np.bool_]:
        """Whether r[j] lies left of the line p[i] -> q[i], for all i, j."""
        d = (q - p)[:, None, :]
        e = r[None, :, :] - p[:, None, :]
        return np.asarray(d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0] > 0)

    split = side(a, b, a) != side(a, b, b)
    shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    return int((split & split.T & ~shared).sum()) // 2


def _turned(points: Points) -> Points:
    """The points with their longest extent level, the fuller half on the left and on top."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    turned: Points = points @ axes[:, ::-1]
    skew = np.sign((turned**3).sum(axis=0))
    return turned * np.where(skew == 0, 1.0, skew)


def _packed(parts: Sequence[Points]) -> Points:
    """All points, the components side by side in rows of about the canvas's shape."""
    margin = 110.0
    extents = [part.max(axis=0) - part.min(axis=0) + margin for part in parts]
    area = sum(float(width * height) for width, height in extents)
    limit = max(max(float(width) for width, _ in extents), (area * VIEW[0] / VIEW[1]) ** 0.5)
    placed: list[Points] = []
    x = y = row = 0.0
    for part, (width, height) in zip(parts, extents, strict=True):
        if x > 0 and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        placed.append(part - part.min(axis=0) + (x, y))
        x, row = x + float(width), max(row, float(height))
    return np.concatenate(placed)


def _fitted(points: Points) -> Points:
    """The points around (0, 0), no larger than the canvas, stretched up to 1.6 times along an axis that has room."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = (np.array(VIEW) - (110.0, 60.0)) / np.maximum(high - low, 1.0)
    scale = np.minimum(room, min(1.0, float(room.min())) * 1.6)
    return np.asarray((points - (low + high) / 2) * scale)


def _apart(points: Points, boxes: Points, gap: float) -> Points:
    """The middles of boxes, moved as little as it takes that no two overlap and all stay on the canvas.

    Overlapping pairs step aside along the nearer axis, each box by the mean of what its pairs want. A canvas too
    small for all of them keeps some overlaps; the page then shows fewer names.
    """
    need = [(size[:, None] + size) / 2 + gap for size in boxes.T]
    bounds = np.maximum(np.array(VIEW) / 2 - boxes / 2, 0.0)
    others = ~np.eye(len(points), dtype=bool)
    order = np.where(np.tri(len(points), dtype=bool), 1.0, -1.0)  # for two at one and the same place
    points = np.clip(points, -bounds, bounds)
    for _ in range(30 + 24_000 // max(len(points), 80)):
        apart = [axis[:, None] - axis for axis in points.T]
        over = [room - np.abs(delta) for room, delta in zip(need, apart, strict=True)]
        hit = (over[0] > 0.01) & (over[1] > 0.01) & others
        if not hit.any():
            break
        level = over[0] < over[1]
        ways = [np.where(hit & chosen, np.where(delta == 0, order, np.sign(delta)) * by, 0.0).sum(axis=1)
                for chosen, delta, by in zip((level, ~level), apart, over, strict=True)]  # fmt: skip
        points = points + np.stack(ways, axis=1) / np.maximum(hit.sum(axis=1), 1)[:, None] * 0.6
        points = np.clip(points, -bounds, bounds)
    return np.asarray(points)
