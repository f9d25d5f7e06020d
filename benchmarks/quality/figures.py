"""Counts and the figures that come of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

BINS = 10


def prf(right: int, found: int, gold: int, covered: int | None = None) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by.

    `right` of `found` are right, and `covered` of `gold` are found: as many, unless two findings mean one gold fact.
    """
    precision = right / found if found else 0.0
    recall = (right if covered is None else covered) / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Counts:
    """How many were found, and right among them; how many there are, and covered among them."""

    found: int = 0
    right: int = 0
    gold: int = 0
    covered: int = 0

    def add(self, other: "Counts") -> None:
        self.found += other.found
        self.right += other.right
        self.gold += other.gold
        self.covered += other.covered

    def figures(self) -> dict[str, float]:
        precision, recall, f1 = prf(self.right, self.found, self.gold, self.covered)
        return {
            "right": self.right,
            "wrong": self.found - self.right,
            "missed": self.gold - self.covered,
            "found": self.found,
            "gold": self.gold,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
        }


@dataclass(slots=True)
class Table:
    """Counts by name."""

    rows: dict[str, Counts] = field(default_factory=dict)

    def row(self, name: str) -> Counts:
        return self.rows.setdefault(name, Counts())

    def figures(self) -> dict[str, Any]:
        """Every row, their sum as `micro`, and the mean over the rows that have gold as `macro`."""
        total = Counts()
        for counts in self.rows.values():
            total.add(counts)
        rows = {name: self.rows[name].figures() for name in sorted(self.rows)}
        with_gold = [row for row in rows.values() if row["gold"]]
        macro = {
            key: round(sum(row[key] for row in with_gold) / len(with_gold), 4) if with_gold else 0.0
            for key in ("precision", "recall", "f1")
        }
        return {"types": rows, "micro": total.figures(), "macro": macro}


@dataclass(slots=True)
class Certainties:
    """How often a gold certainty was found as which one, on statements that are right otherwise."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def figures(self, fact: str) -> dict[str, Any]:
        """`fact` is the certainty of what is said plainly: taking anything else for it is the worst error."""
        scored = sum(self.pairs.values())
        right = sum(n for (gold, found), n in self.pairs.items() if gold == found)
        hedged = sum(n for (gold, _), n in self.pairs.items() if gold != fact)
        raised = sum(n for (gold, found), n in self.pairs.items() if gold != fact and found == fact)
        return {
            "scored": scored,
            "accuracy": round(right / scored, 4) if scored else None,
            "hedged as fact": round(raised / hedged, 4) if hedged else None,
            "pairs": {f"{gold} > {found}": n for (gold, found), n in sorted(self.pairs.items())},
        }


def calibration(pairs: Iterable[tuple[float, bool]]) -> dict[str, Any]:
    """Confidence against being right, in ten bins of equal width, and the expected calibration error.

    Each pair is a confidence from 0 to 1 and whether that statement was right. A bin holds `[from, to)`, the last one
    also 1. The error is the mean distance of a bin's confidence from its share of right ones, weighted by size.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    total = sum(map(len, bins))
    rows, error = [], 0.0
    for number, found in enumerate(bins):
        size = len(found)
        mean = sum(c for c, _ in found) / size if size else None
        share = sum(r for _, r in found) / size if size else None
        if mean is not None and share is not None:
            error += abs(mean - share) * size / total
        rows.append(
            {
                "from": number / BINS,
                "to": (number + 1) / BINS,
                "count": size,
                "confidence": None if mean is None else round(mean, 4),
                "right": None if share is None else round(share, 4),
            }
        )
    return {"count": total, "error": round(error, 4) if total else None, "bins": rows}
