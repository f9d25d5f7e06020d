"""Constrained clustering, a pure function of sets: the order of nodes, edges and documents never matters."""

from collections.abc import Callable, Iterable, Sequence

Edge = tuple[float, str, str]
"""A score and two nodes."""


def cluster(
    nodes: Iterable[str],
    sure: Iterable[tuple[str, str]],
    edges: Iterable[Edge],
    parted: Callable[[str, str], bool],
    apart: Callable[[str, str], bool],
) -> list[list[str]]:
    """Clusters of nodes, each sorted, in order of their first node.

    `sure` pairs (persons' judgements) come first, by IRI, and give way to `parted` (persons' judgements) alone. `edges`
    follow from the highest score on, then by IRI; two clusters are joined unless some node of one is `parted` from or
    `apart` (rules) from some node of the other, so no chain goes around what keeps two apart.
    """
    member: dict[str, list[str]] = {node: [node] for node in nodes}

    def join(a: str, b: str, bars: Sequence[Callable[[str, str], bool]]) -> None:
        left, right = member[a], member[b]
        if left is right or any(bar(x, y) for x in left for y in right for bar in bars):
            return
        if len(left) < len(right):
            left, right = right, left
        left += right
        for node in right:
            member[node] = left

    for a, b in sorted((min(pair), max(pair)) for pair in sure):
        join(a, b, (parted,))
    for _, a, b in sorted((-score, min(a, b), max(a, b)) for score, a, b in edges):
        join(a, b, (parted, apart))
    return sorted({id(found): sorted(found) for found in member.values()}.values())
