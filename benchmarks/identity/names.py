#!/usr/bin/env python3
"""Measures the scorer of names on labelled pairs, and simple ways of comparing names beside it.

usage: python benchmarks/identity/names.py [PAIRS.csv ...] [--json] [--errors N]

PAIRS.csv has a header with name1, name2 and label (same, different), and may have type (Company, Organization, Person;
Company when missing) and kind. Without one, both halves beside this file are measured, pairs-dev.csv and
pairs-heldout.csv.

The scorer is `kg.match`. Beside it run equal normalised names, rapidfuzz's token_set_ratio and equal names without
cleanco's legal forms; without cleanco (it is in the extra "dev") that row is left out with a line on stderr. The ratio
has a threshold that is the best on pairs-dev.csv, whatever is measured: that of the best F1 in the first row, which on
hard pairs can be one that calls everything the same, and that of the most right decisions in the second.

Precision, recall and F1 are those of "same"; unsure counts as not same. "Best F1" is what the best threshold on these
very pairs would give, and "P at R 0.90" the best precision of a threshold with that recall: for orientation only.

Exit code 2 and one line on stderr for files that cannot be used.
"""

import argparse
import csv
import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

import kg

FOLDER = Path(__file__).parent
DEV, HELDOUT = FOLDER / "pairs-dev.csv", FOLDER / "pairs-heldout.csv"
TYPES = ("Company", "Organization", "Person")
LABELS = ("same", "different")
DECISIONS = (*LABELS, "unsure")
RECALL = 0.90
SCORER, EXACT, TOKENS, TOKENS_RIGHT, CLEANCO = "kg.match", "exact", "token_set", "token_set acc.", "cleanco"


class BadPairs(Exception):
    """A file that cannot be used, in one line."""


@dataclass(frozen=True, slots=True)
class Pair:
    name1: str
    name2: str
    type: str
    label: str
    kind: str
    note: str = ""

    @property
    def same(self) -> bool:
        return self.label == "same"


@dataclass(frozen=True, slots=True)
class Answer:
    score: float
    decision: str
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """The answers of one way of comparing names, one a pair."""

    name: str
    answers: list[Answer]
    graded: bool = True  # whether scores are more than 0 and 1
    seconds: float = 0.0
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """What compares names; `strip` is None without cleanco."""

    match: Callable[..., Any]
    ratio: Callable[[str, str], float]
    strip: Callable[[str], str] | None


def tools() -> Tools:
    try:
        strip = import_module("cleanco").basename
    except ImportError:
        strip = None
    return Tools(kg.match, lambda a, b: token_set_ratio(a, b) / 100, strip)


def read_pairs(path: Path) -> list[Pair]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            lacking = [name for name in ("name1", "name2", "label") if name not in (rows.fieldnames or ())]
            if lacking:
                raise BadPairs(f"{path}: no column {', '.join(lacking)}")
            pairs = [_pair(row, f"{path}, line {rows.line_num}") for row in rows]
    except OSError as error:
        raise BadPairs(f"{path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadPairs(f"{path}: not a CSV file in UTF-8: {error}") from error
    if not pairs:
        raise BadPairs(f"{path}: no pairs")
    return pairs


def _pair(row: dict[str | None, Any], where: str) -> Pair:
    if None in row:
        raise BadPairs(f"{where}: more fields than the header has")
    values = {str(key): (value or "").strip() for key, value in row.items()}
    label, kind = values["label"], values.get("kind") or "-"
    type_ = values.get("type") or TYPES[0]
    if not values["name1"] or not values["name2"]:
        raise BadPairs(f"{where}: a name is missing")
    if label not in LABELS:
        raise BadPairs(f"{where}: label {label!r} is none of {', '.join(LABELS)}")
    if type_ not in TYPES:
        raise BadPairs(f"{where}: type {type_!r} is none of {', '.join(TYPES)}")
    return Pair(values["name1"], values["name2"], type_, label, kind, values.get("note", ""))


def normalised(name: str) -> str:
    """NFKC, case folded; punctuation and symbols become spaces, and runs of spaces one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(" " if unicodedata.category(c)[0] in "PSZC" else c for c in folded).split())


def equal_names(pairs: Iterable[Pair]) -> list[Answer]:
    return [_cut(float(normalised(p.name1) == normalised(p.name2)), 1.0) for p in pairs]


def equal_without_forms(pairs: Iterable[Pair], strip: Callable[[str], str]) -> list[Answer]:
    def bare(name: str) -> str:
        """A name of nothing but legal forms stays as it is."""
        return normalised(strip(name)) or normalised(name)

    return [_cut(float(bare(p.name1) == bare(p.name2)), 1.0) for p in pairs]


def ratios(pairs: Iterable[Pair], ratio: Callable[[str, str], float]) -> list[float]:
    return [ratio(normalised(p.name1), normalised(p.name2)) for p in pairs]


def _cut(score: float, threshold: float) -> Answer:
    return Answer(score, "same" if score >= threshold else "different")


def scored(pairs: Iterable[Pair], match: Callable[..., Any]) -> list[Answer]:
    answers = []
    for pair in pairs:
        found = match(pair.name1, pair.name2, type=pair.type)
        if found.decision not in DECISIONS:
            raise BadPairs(f"{SCORER} decided {found.decision!r} on {pair.name1!r} and {pair.name2!r}")
        reasons = [found.reasons] if isinstance(found.reasons, str) else found.reasons
        answers.append(Answer(float(found.score), str(found.decision), tuple(map(str, reasons))))
    return answers


def prf(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    return right / found if found else 0.0, right / gold if gold else 0.0, 2 * right / ((found + gold) or 1)


def thresholds(pairs: Sequence[Pair], scores: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """Every score as a threshold, the highest first, with precision, recall and F1 of "same" from there up."""
    ranked = sorted(zip(scores, (p.same for p in pairs), strict=True), reverse=True)
    gold, right, rows = sum(same for _, same in ranked), 0, []
    for found, (score, same) in enumerate(ranked, 1):
        right += same
        if found == len(ranked) or ranked[found][0] < score:
            rows.append((score, *prf(right, found, gold)))
    return rows


def best_threshold(pairs: Sequence[Pair], scores: Sequence[float]) -> tuple[float, float]:
    """The threshold of the best F1, the highest of equal ones, and that F1."""
    score, _, _, f1 = max(thresholds(pairs, scores), key=lambda row: row[3])
    return score, f1


def most_right(pairs: Sequence[Pair], scores: Sequence[float]) -> float:
    """The threshold with the most right decisions, the highest of equal ones."""
    known = list(zip(scores, (p.same for p in pairs), strict=True))
    return max(sorted(set(scores), reverse=True), key=lambda cut: sum((score >= cut) == same for score, same in known))


def runs(pairs: Sequence[Pair], have: Tools, dev: Sequence[Pair]) -> list[Run]:
    made = []
    start = time.perf_counter()
    made.append(Run(SCORER, scored(pairs, have.match), seconds=time.perf_counter() - start))
    made.append(Run(EXACT, equal_names(pairs), graded=False))
    known, scores = ratios(dev, have.ratio), ratios(pairs, have.ratio)
    for name, cut in ((TOKENS, best_threshold(dev, known)[0]), (TOKENS_RIGHT, most_right(dev, known))):
        made.append(Run(name, [_cut(score, cut) for score in scores], threshold=cut))
    if have.strip:
        made.append(Run(CLEANCO, equal_without_forms(pairs, have.strip), graded=False))
    return made


def by_kind(pairs: Sequence[Pair], answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for pair, answer in zip(pairs, answers, strict=True):
        row = rows.setdefault(pair.kind, {"pairs": 0, "same": 0, "right": 0, "wrong": 0, "unsure": 0})
        row["pairs"] += 1
        row["same"] += pair.same
        row["unsure" if answer.decision == "unsure" else "right" if answer.decision == pair.label else "wrong"] += 1
    return rows


def figures(pairs: Sequence[Pair], run: Run) -> dict[str, Any]:
    """One run on one file, with stable keys; null where there is nothing to say."""
    found = [p.same for p, a in zip(pairs, run.answers, strict=True) if a.decision == "same"]
    precision, recall, f1 = prf(sum(found), len(found), sum(p.same for p in pairs))
    scores = [a.score for a in run.answers]
    best = best_threshold(pairs, scores) if run.graded else None
    enough = [row[1] for row in thresholds(pairs, scores) if row[2] >= RECALL] if run.graded else []
    return {
        "name": run.name,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "accuracy": round(sum(a.decision == p.label for p, a in zip(pairs, run.answers, strict=True)) / len(pairs), 4),
        "unsure": round(sum(a.decision == "unsure" for a in run.answers) / len(pairs), 4),
        "threshold": None if run.threshold is None else round(run.threshold, 4),
        "best f1": None if best is None else round(best[1], 4),
        "best threshold": None if best is None else round(best[0], 4),
        "precision at recall 0.90": round(max(enough), 4) if enough else None,
        "seconds": round(run.seconds, 3) if run.name == SCORER else None,
        "kinds": by_kind(pairs, run.answers),
    }


def errors(pairs: Sequence[Pair], run: Run, most: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Wrongly same, the surest first, and not found to be same, the farthest off first."""
    both = list(zip(pairs, run.answers, strict=True))
    wrong = sorted((b for b in both if b[1].decision == "same" and not b[0].same), key=lambda b: -b[1].score)
    missed = sorted((b for b in both if b[1].decision != "same" and b[0].same), key=lambda b: b[1].score)
    return [_row(*b) for b in wrong[:most]], [_row(*b) for b in missed[:most]]


def _row(pair: Pair, answer: Answer) -> dict[str, Any]:
    keys = ("name1", "name2", "type", "label", "kind", "note")
    score = {"score": round(answer.score, 4), "decision": answer.decision, "reasons": list(answer.reasons)}
    return {key: getattr(pair, key) for key in keys} | score


def measure(path: Path, have: Tools, dev: Sequence[Pair], most: int) -> dict[str, Any]:
    pairs = read_pairs(path)
    made = runs(pairs, have, dev)
    wrong, missed = errors(pairs, made[0], most)
    return {
        "file": str(path),
        "pairs": len(pairs),
        "same": sum(p.same for p in pairs),
        "runs": [figures(pairs, run) for run in made],
        "errors of": made[0].name,
        "wrong": wrong,
        "missed": missed,
    }


def text(result: dict[str, Any]) -> Iterable[str]:
    yield f"{result['file']}: {result['pairs']} pairs, {result['same']} same"
    yield ""
    columns = f"{'':15}{'precision':>9}{'recall':>8}{'F1':>8}{'right':>8}{'unsure':>8}"
    yield columns + f"{'best F1':>9}{'from':>7}{'P at R 0.90':>13}"
    for run in result["runs"]:
        cells = (run["best f1"], run["best threshold"], run["precision at recall 0.90"])
        best, start, enough = ("-" if cell is None else f"{cell:.3f}" for cell in cells)
        line = f"{run['name']:15}{run['precision']:9.3f}{run['recall']:8.3f}{run['f1']:8.3f}"
        line += f"{run['accuracy']:8.1%}{run['unsure']:8.1%}"
        line += f"{best:>9}{start:>7}{enough:>13}"
        line += f"   at {run['threshold']:.3f}, from dev" if run["threshold"] is not None else ""
        yield line + (f"   {result['pairs'] / run['seconds']:.0f} pairs/s" if run["seconds"] else "")
    first, *rest = result["runs"]
    width = max(len(kind) for kind in first["kinds"]) + 2
    yield ""
    head = f"{'kind':{width}}{'pairs':>6}{'same':>6}   {first['name']:>9}: right wrong unsure"
    yield head + ("   right by" + "".join(f"{run['name']:>15}" for run in rest) if rest else "")
    for kind, row in first["kinds"].items():
        line = (
            f"{kind:{width}}{row['pairs']:6}{row['same']:6}   {'':9}{row['right']:7}{row['wrong']:6}{row['unsure']:7}"
        )
        yield line + (" " * 11 + "".join(f"{run['kinds'][kind]['right']:15}" for run in rest) if rest else "")
    for title, rows in (("wrongly same", result["wrong"]), ("not found to be same", result["missed"])):
        if rows:
            yield ""
            yield f"{title} ({result['errors of']}):"
        for row in rows:
            why = f": {'; '.join(row['reasons'])}" if row["reasons"] else ""
            yield f"  {row['score']:.2f} {row['decision']:9} {row['name1']} | {row['name2']} ({row['kind']}){why}"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("files", nargs="*", type=Path, metavar="PAIRS.csv", help="labelled pairs (default: both halves)")
    made.add_argument("--json", action="store_true", help="print all figures as JSON")
    errors_help = "list N wrong and N missed pairs; of the held-out half only when its file is given"
    made.add_argument("--errors", type=int, default=0, metavar="N", help=errors_help)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    chosen = parser().parse_args(argv)
    try:
        if chosen.errors < 0:
            raise BadPairs("--errors: a number from 0 up")
        files = chosen.files or [DEV, HELDOUT]
        for path in files:
            read_pairs(path)
        dev, have = read_pairs(DEV), tools()
        shown = {path: chosen.errors if chosen.files or path != HELDOUT else 0 for path in files}
        results = [measure(path, have, dev, most) for path, most in shown.items()]
    except BadPairs as error:
        print(f"names.py: {error}", file=sys.stderr)
        return 2
    if not have.strip:
        print(f"names.py: {CLEANCO} is left out: pip install cleanco", file=sys.stderr)
    if chosen.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        print("\n\n".join("\n".join(text(result)) for result in results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
