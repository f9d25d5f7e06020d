"""From the encoder's scores to one well-formed answer: mentions that do not overlap, a tree with one root."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
_NEVER = -1e9


def log_softmax(scores: Floats) -> Floats:
    """The logarithm of the softmax over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def mentions(scores: Floats, labels: list[str], eagerness: float = 0.0) -> list[tuple[int, int, str, float]]:
    """(first word, end word, type, probability) of each mention, in order, for one sentence.

    `scores` is [words, labels]; `labels` are "O" and "B-X", "I-X" pairs. The spans are the best path over
    begin, inside and outside, each with the sum of its types' probabilities; then each span takes its best type. So
    doubt between two types does not cost the span. The probability is the geometric mean over the span's words.
    `eagerness` is taken off the score of "O": more finds more, and more that is wrong.
    """
    log = log_softmax(scores - eagerness * (np.arange(len(labels)) == 0))
    begin, inside, types = _columns(tuple(labels))
    paths = np.stack([log[:, 0], _sum(log[:, begin]), _sum(log[:, inside])], 1)
    out = []
    for start, end in _spans(_best_path(paths)):
        by_type = log[start, begin] + log[start + 1 : end, inside].sum(0)
        best = int(by_type.argmax())
        out.append((start, end, types[best], float(np.exp(by_type[best] / (end - start)))))
    return out


@lru_cache(maxsize=8)
def _columns(labels: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp], list[str]]:
    """Where each type begins and goes on, and the types."""
    begin, inside = (np.array([i for i, n in enumerate(labels) if n.startswith(p)]) for p in ("B-", "I-"))
    return begin, inside, [labels[i][2:] for i in begin]


def _sum(log: Floats) -> Floats:
    return np.asarray(np.log(np.exp(log).sum(-1)))


def _best_path(scores: Floats) -> list[int]:
    """The best sequence of outside (0), begin (1), inside (2), where inside never follows outside."""
    first, *rest = scores.tolist()  # plain numbers: for three states at a time numpy is slower
    best = [first[0], first[1], _NEVER]
    back: list[tuple[int, int, int]] = []
    for outside, begin, inside in rest:
        before, opened = _best(best), 1 if best[1] >= best[2] else 2
        back.append((before, before, opened))
        best = [best[before] + outside, best[before] + begin, best[opened] + inside]
    path = [_best(best)]
    for step in reversed(back):
        path.append(step[path[-1]])
    return path[::-1]


def _best(scores: list[float]) -> int:
    """The index of the greatest score, the first of several."""
    return scores.index(max(scores))


def _spans(path: list[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for i, state in enumerate(path):
        if state == 1:
            out.append((i, i + 1))
        elif state == 2:
            out[-1] = (out[-1][0], i + 1)
    return out


def tree(scores: Floats) -> list[int]:
    """The head of each word, -1 for the root: the best tree with one root (Chu-Liu/Edmonds).

    `scores` is [words, words + 1]; column 0 is the root, column j + 1 is word j.
    """
    n = len(scores)
    square = np.full((n + 1, n + 1), _NEVER)
    square[1:] = log_softmax(scores.astype(np.float64))
    square[np.arange(n + 1), np.arange(n + 1)] = _NEVER
    heads = square.argmax(1)
    if (heads[1:] == 0).sum() != 1 or _cycle(heads) is not None:
        square[1:, 0] -= 1e4
        heads = _arborescence(square)
    return [int(h) - 1 for h in heads[1:]]


def _cycle(found: NDArray[np.int64]) -> list[int] | None:
    """One cycle among the heads `found`, or None; node 0 is the root."""
    heads = found.tolist()
    colour = [0] * len(heads)
    for start in range(1, len(heads)):
        path, at = [], start
        while at and not colour[at]:
            colour[at] = start
            path.append(at)
            at = heads[at]
        if at and colour[at] == start:
            return path[path.index(at) :]
    return None


def _arborescence(score: Floats) -> NDArray[np.int64]:
    """Best spanning arborescence from node 0; `score[d, h]` is the score of head h for d.

    Chu and Liu (1965), Edmonds (1967): a cycle of best heads becomes one node, solved, and broken where its
    head enters.
    """
    heads = np.asarray(score.argmax(1))
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    rest = [i for i in range(len(score)) if i not in inside]
    inner = score[cycle, heads[cycle]]
    entering = score[np.ix_(cycle, rest)] - inner[:, None]
    leaving = score[np.ix_(rest, cycle)]
    small = np.full((len(rest) + 1, len(rest) + 1), _NEVER)
    small[:-1, :-1] = score[np.ix_(rest, rest)]
    small[-1, :-1], small[:-1, -1] = entering.max(0), leaving.max(1)
    solved = _arborescence(small)
    for k, node in enumerate(rest):
        if k:
            heads[node] = cycle[int(leaving[k].argmax())] if solved[k] == len(rest) else rest[int(solved[k])]
    broken = cycle[int(entering[:, int(solved[-1])].argmax())]
    heads[broken] = rest[int(solved[-1])]
    return heads
