"""Fits how rules and model vote, and when the model may change a name's type, on documents that neither has seen; and
measures how calibrated the result is.

usage: python -m training.calibrate MODEL_FOLDER GOLD.jsonl ... [--data DATA --read FOLDER]

GOLD are documents with ontology names (our held-out passages); --read adds the documents of our stand-off annotations
that were read twice, with their text from the corpora in DATA. Writes "vote" and "retype" into
MODEL_FOLDER/labels.json and prints the expected calibration error from five-fold cross-validation.
"""

import argparse
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.annotation import Annotation
from kg.extract import load_rules
from kg.extract.learned import THREADS, Learned, Run, learned
from kg.extract.match import Matcher
from kg.extract.retype import look_again, may_change
from kg.extract.vote import MISSED, Rivals, log_odds, may_stand, pairs_of, strengths
from kg.model import Document
from kg.ontology import Schema
from training.data import read_twice, reread, standoff
from training.labels import NO_VOTE

FOLDS, ROUNDS, RIDGE = 5, 500, 1.0
FEWEST = 50
"""Cases that a fit needs; with less, `kg.extract.vote` gets what an export begins with."""
ODDS, GAIN = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0), 10
"""What the share of another type may count, and how many names more must come out right for it."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A gold document as it is read: the model has run on it, the rules have not."""

    record: Record
    annotation: Annotation
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Case:
    """One statement that somebody found: its document, the kind of vote, its features, and whether it is right."""

    document: str
    kind: str
    features: tuple[float, ...]
    right: bool


def cases(read: Read, schema: Schema, finder: Learned) -> Iterator[Case]:
    """What rules and model find in a gold document."""
    record = read.record
    annotation, runs = look_again(read.annotation, read.runs, finder)
    rules, findings = load_rules(annotation.document.lang, schema), finder.end(runs)
    gold = _gold(record, annotation, schema)
    of_rules: dict[tuple[str, str, str], float] = {}
    for claim in Matcher(annotation, rules).claims():
        for pair in pairs_of(claim, schema):
            of_rules[pair] = max(of_rules.get(pair, 0.0), claim.confidence)
    for pair, confidence in of_rules.items():
        finding = findings.best.get(pair)
        rule = log_odds(confidence)
        if finding or findings.judged(pair):
            yield Case(record["id"], "both", (finding.score if finding else MISSED, rule), pair in gold)
        else:
            yield Case(record["id"], "rules", (rule,), pair in gold)
    rivals = Rivals(strengths(findings, of_rules), annotation, schema)
    for pair, finding in findings.best.items():
        if pair not in of_rules and may_stand(pair, finding, rivals, annotation, rules):
            of_type = (float(pair[0] == name) for name in sorted(findings.types))
            yield Case(record["id"], "model", (finding.score, *rivals.of(pair), *of_type), pair in gold)


def fit_types(documents: list[Read], finder: Learned) -> dict[str, dict[str, float]]:
    """For each type that a name was given and each other one, how much the model's share of the other counts: what sets
    most names right, less those that it sets wrong; no more than that, and none where nothing is gained."""
    shares: dict[str, list[tuple[dict[str, float], str]]] = {}
    for read in documents:
        gold = {(e["start"], e["end"]): e["type"] for e in read.record["entities"] if e.get("kind", "name") == "name"}
        taken_for = finder.taken_for(read.runs)
        for entity in read.annotation.entities:
            right = [gold[m.start, m.end] for m in entity.mentions if (m.start, m.end) in gold]
            if right and may_change(entity, read.annotation) and entity.id in taken_for:
                shares.setdefault(entity.type, []).append((taken_for[entity.id], right[0]))
    out: dict[str, dict[str, float]] = {}
    for told, cases in shares.items():
        for other in sorted(set(finder.mention_types) - {told}) if told in finder.mention_types else ():
            gains = {odds: sum((gold == other) - (gold == told) for own, gold in cases
                               if odds * own[other] > own.get(told, 1.0)) for odds in ODDS}  # fmt: skip
            best = max(ODDS, key=lambda odds: (gains[odds], -odds))
            if gains[best] >= GAIN:
                out.setdefault(told, {})[other] = best
    return out


def _gold(record: Record, annotation: Annotation, schema: Schema) -> set[tuple[str, str, str]]:
    """The gold statements in terms of the entities that were found."""
    entity: dict[int, str] = {}
    for i, e in enumerate(record["entities"]):
        chain = e.get("chain", i)
        for m in annotation.mentions:
            if m.start < e["end"] and e["start"] < m.end and m.kind == "name" and e.get("kind", "name") == "name":
                entity.setdefault(chain, m.entity)
    by_label = {s.edge.name if s.edge else s.name: s for s in schema.statements.values()}
    out = set()
    for r in record["relations"]:
        type_ = by_label[r["type"]]
        ends = [entity.get(_chain(record, n), "") for n in (r["head"], r["head"] if r["tail"] is None else r["tail"])]
        if type_.edge and type_.edge.symmetric:
            ends.sort()
        out.add((type_.name, ends[0], ends[1]))
    return out


def _chain(record: Record, end: int) -> int:
    """The entity of a relation's end; stand-off records name entities, gold documents mentions."""
    return end if record.get("annotator") else int(record["entities"][end].get("chain", end))


def fit(features: np.ndarray, right: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Logistic regression with a ridge on all but the constant, which comes first, by Newton's method."""
    x = np.hstack([np.ones((len(features), 1)), features])
    weights = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (right - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(weights)


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:  # type: ignore[type-arg]
    """Expected calibration error: how far the share of right ones is from the confidence, on average over bins."""
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[number == k].sum() - right[number == k].sum()) for k in range(bins)]
    return float(sum(gaps) / max(len(right), 1))


def crossed(kind: list[Case]) -> np.ndarray:  # type: ignore[type-arg]
    """The confidence of each case by a fit on the documents of the other folds."""
    out = np.zeros(len(kind))
    features = np.array([c.features for c in kind])
    right = np.array([c.right for c in kind], float)
    for fold in range(FOLDS):
        own = np.array([crc32(c.document.encode()) % FOLDS == fold for c in kind])
        weights = fit(features[~own], right[~own])
        out[own] = 1 / (1 + np.exp(-(weights[0] + features[own] @ weights[1:])))
    return out


def read(paths: list[Path]) -> list[Record]:
    return [json.loads(line) for p in paths for line in p.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--read", type=Path)
    args = parser.parse_args()
    schema = Schema.load()
    records = [r for r in read(args.gold) if r.get("part", "heldout") == "heldout"]
    if args.data and args.read:
        again = read_twice(args.read)
        records += [r for r in reread(args.data, standoff(args.read)) if r["id"] in again]
    random.Random(1).shuffle(records)
    documents = [Document(id=r["id"], text=r["text"], lang=r["lang"]) for r in records]
    finder = learned(schema, args.model)
    with ThreadPoolExecutor(THREADS) as beside:
        annotations = annotate(documents, settings=AnnotateSettings(model=args.model))
        read_ = [Read(r, a, finder.begin(a, beside)) for r, a in zip(records, annotations, strict=True)]
    finder.odds = fit_types(read_, finder)
    print(f"types: {finder.odds}")
    found = [case for document in read_ for case in cases(document, schema, finder)]
    types = sorted(finder.statement_types)
    vote: dict[str, Any] = {}
    sure, right = [], []
    for kind in ("model", "both", "rules"):
        own = [c for c in found if c.kind == kind]
        if len(own) < FEWEST:
            vote[kind] = NO_VOTE[kind]
            continue
        features, answers = np.array([c.features for c in own]), np.array([c.right for c in own], float)
        vote[kind] = [round(float(w), 4) for w in fit(features, answers)]
        if kind == "model":
            of_types = vote[kind][-len(types) :]
            vote["types"] = dict(zip(types, of_types, strict=True))
            vote[kind] = vote[kind][: -len(types)]
        sure.append(crossed(own))
        right.append(answers)
        print(f"{kind:6} {len(own):6} cases, {int(answers.sum())} right, weights {vote[kind]}")
    confidence, answers = np.concatenate(sure), np.concatenate(right)
    for least in (0.0, 0.3, 0.5):
        kept = confidence >= least
        error = calibration_error(confidence[kept], answers[kept])
        print(f"expected calibration error at {least}: {error:.3f} of {int(kept.sum())}")
    path = args.model / "labels.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(labels | {"vote": vote, "retype": finder.odds}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
