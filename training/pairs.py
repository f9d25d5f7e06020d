"""The pairs of mentions of a batch, and what is known about the pairs of entities behind them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.facts import Facts, Span
from training.labels import ALONE, STATEMENTS

MOST = 64
"""Mentions of a passage that take part."""
_NUMBER = {name: k for k, name in enumerate(STATEMENTS)}
_BINARY = frozenset(STATEMENTS) - frozenset(ALONE)


@dataclass(slots=True)
class Pairs:
    """Mentions [B, M], and flat lists of mention pairs (P), entity pairs (K) and groups of labels (G).

    `owner` gives the entity pair of each mention pair. `target` [K, labels] is 1, 0, or -1 where nobody looked;
    `certainty` [K, labels] is a class or -1. `groups` are (entity pair, labels) of which at least one holds.
    `same` [P] is 1 for two mentions of one entity, 0, or -1.
    """

    first: Tensor
    last: Tensor
    types: Tensor
    kinds: Tensor
    sentence: Tensor
    chain: Tensor  # [B, M]: entities of a passage by number
    where: Tensor  # [P, 3]: passage, mention, mention
    owner: Tensor  # [P]: entity pair, or K for mentions of one entity that are two
    target: Tensor
    certainty: Tensor
    groups: list[tuple[int, list[int]]]
    same: Tensor


def collate(
    items: list[tuple[list[Span], Facts, list[int], list[tuple[int, int]]]],
) -> Pairs | None:
    """`items` are, for each passage, its mentions, the facts, each word's sentence, and each word's pieces."""
    most = max((len(spans) for spans, *_ in items), default=0)
    if not most:
        return None
    shape = (len(items), most)
    first, last, types, kinds, sentence, chain = (np.zeros(shape, np.int64) for _ in range(6))
    where: list[tuple[int, int, int]] = []
    owner: list[int] = []
    same: list[int] = []
    targets: list[np.ndarray] = []  # type: ignore[type-arg]
    certainties: list[np.ndarray] = []  # type: ignore[type-arg]
    groups: list[tuple[int, list[int]]] = []
    for b, (spans, facts, sentences, pieces) in enumerate(items):
        order: dict[int, int] = {}
        for m, s in enumerate(spans):
            first[b, m], last[b, m] = pieces[s.first][0], pieces[s.end - 1][1]
            types[b, m], kinds[b, m], sentence[b, m] = s.type, s.kind, sentences[s.first]
            chain[b, m] = order.setdefault(s.chain, len(order))
        numbers: dict[tuple[int, int], int] = {}
        for i, one in enumerate(spans):
            for j, other in enumerate(spans):
                if i != j and one.chain == other.chain:
                    number = -1
                else:
                    key = (one.chain, other.chain)
                    if key not in numbers:
                        numbers[key] = len(targets)
                        target, certainty = _known(one, other, facts)
                        targets.append(target)
                        certainties.append(certainty)
                    number = numbers[key]
                where.append((b, i, j))
                owner.append(number)
                same.append(int(one.chain == other.chain) if facts.chains and i != j else -1)
        for labels, head, tail in facts.either:
            if (head, tail) in numbers:
                columns = [_NUMBER[name] for name in sorted(labels)]
                groups.append((numbers[head, tail], columns))
                targets[numbers[head, tail]][columns] = -1
    flat = np.array(owner)
    flat[flat < 0] = len(targets)
    return Pairs(
        *(torch.from_numpy(a) for a in (first, last, types, kinds, sentence, chain)),
        torch.tensor(where),
        torch.from_numpy(flat),
        torch.from_numpy(np.stack(targets)),
        torch.from_numpy(np.stack(certainties)),
        groups,
        torch.tensor(same),
    )


def _known(one: Span, other: Span, facts: Facts) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Targets and certainties of an entity pair; two mentions of one entity stand for its lone statements."""
    target = np.full(len(STATEMENTS), -1, np.int64)
    certainty = np.full(len(STATEMENTS), -1, np.int64)
    asked = facts.judged(one, other)
    fitting = frozenset(ALONE) if one.chain == other.chain else _BINARY
    for name in asked & fitting:
        target[_NUMBER[name]] = 0
    for name in fitting:
        if (name, one.chain, other.chain) in facts.true:
            target[_NUMBER[name]] = 1
            certainty[_NUMBER[name]] = facts.true[name, one.chain, other.chain]
    return target, certainty
