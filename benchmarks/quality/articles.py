#!/usr/bin/env python3
"""Scores statements on articles with gold answers, end to end from the file.

usage: python benchmarks/quality/articles.py ARTICLES GOLD [--no-register] [--fast] [--min-confidence X] [--errors]
                                              [--json FILE]

ARTICLES is a folder of articles, GOLD a folder with one JSON file per article (`<stem>.json`: `entities` with `name`
and `also`, `statements` with `head`, `edge` or `type`, `tail`, `certainty`). A statement is right when head, edge (or
type) and tail agree by name or alias; one that is found twice counts once. Certainty is scored on the right ones;
`hedged as asserted` is the share of gold statements that are not asserted but were found as asserted.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figures import prf

from kg.errors import InputError, KGError
from kg.ontology import Schema
from kg.pipeline import extractions
from kg.read import read
from kg.resolve.keys import fold, name_key
from kg.settings import Settings
from kg.view.lines import record

DEFAULT = Settings()
Triple = tuple[str, str, str]


@dataclass
class Score:
    """Counts over documents; `kinds` are (edge, outcome) counts, `errors` lines for reading."""

    found: int = 0
    gold: int = 0
    right: int = 0
    certain: int = 0
    hedged: int = 0
    hedged_asserted: int = 0
    names_found: int = 0
    names_gold: int = 0
    names_right: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        precision, recall, f1 = prf(self.right, self.found, self.gold)
        names = prf(self.names_right, self.names_found, self.names_gold)
        return {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "certainty accuracy": self.certain / self.right if self.right else 0.0,
            "hedged as asserted": self.hedged_asserted / self.hedged if self.hedged else 0.0,
            "entity precision": names[0],
            "entity recall": names[1],
            "entity f1": names[2],
            "found": self.found,
            "gold": self.gold,
        }


class Names:
    """The gold entities of one article, by every form of their names."""

    def __init__(self, entities: list[dict[str, Any]]) -> None:
        self.by_form = {form: e["name"] for e in entities for form in forms(e["name"], *e.get("also", ()))}

    def canonical(self, name: str, surfaces: list[str]) -> str:
        """The gold name that one of the surface forms belongs to, or the name itself."""
        return next((self.by_form[f] for f in forms(name, *surfaces) if f in self.by_form), name)


def forms(*names: str) -> list[str]:
    return [key for name in names for key in (fold(name), name_key(name))]


def score_document(found: dict[str, Any], gold: dict[str, Any], symmetric: frozenset[str], score: Score) -> None:
    """Add one document's counts to `score`."""
    names = Names(gold["entities"])
    by_id = {e["id"]: names.canonical(e["name"], [m["text"] for m in e["mentions"]]) for e in found["entities"]}
    got: dict[Triple, dict[str, Any]] = {}
    for statement in found["statements"]:
        tail = by_id[statement["tail"]] if statement["tail"] else ""
        got[key(by_id[statement["head"]], statement["edge"] or statement["type"], tail, symmetric)] = statement
    wanted: dict[Triple, set[str]] = {}
    for statement in gold["statements"]:
        kind = statement.get("edge") or statement["type"]
        head, tail = (names.canonical(n, []) if n else "" for n in (statement["head"], statement.get("tail")))
        wanted.setdefault(key(head, kind, tail, symmetric), set()).add(statement["certainty"])
    score.found += len(got)
    score.gold += len(wanted)
    for triple, certainties in wanted.items():
        hedged = "asserted" not in certainties
        score.hedged += hedged
        if triple in got:
            certainty = got[triple]["certainty"]
            score.right += 1
            score.kinds[triple[1], "right"] += 1
            score.certain += certainty in certainties
            score.hedged_asserted += hedged and certainty == "asserted"
            if certainty not in certainties:
                score.errors.append(f"CERTAINTY {found['id']} {triple} {certainty} not {'/'.join(certainties)}")
        else:
            score.kinds[triple[1], "missed"] += 1
            score.errors.append(f"MISSED {found['id']} {triple}")
    for triple in got.keys() - wanted.keys():
        score.kinds[triple[1], "wrong"] += 1
        statement = got[triple]
        score.errors.append(
            f"WRONG {found['id']} {triple} {statement['by']}: {statement['evidence'][0]['quote'][:200]}"
        )
    gold_names = {e["name"] for e in gold["entities"] if e["type"] != "Place"}
    found_names = {by_id[e["id"]] for e in found["entities"] if e["type"] != "Place"}
    score.names_gold += len(gold_names)
    score.names_found += len(found_names)
    score.names_right += len(gold_names & found_names)
    score.errors += [f"NAME missed {found['id']} {n}" for n in sorted(gold_names - found_names)]
    score.errors += [f"NAME extra {found['id']} {n}" for n in sorted(found_names - gold_names)]


def key(head: str, kind: str, tail: str, symmetric: frozenset[str]) -> Triple:
    """The triple, in a fixed order of its ends when the edge is symmetric."""
    if kind in symmetric and tail < head:
        head, tail = tail, head
    return head, kind, tail


def score_folder(articles: Path, gold: Path, schema: Schema, settings: Settings = DEFAULT) -> tuple[int, Score]:
    """How many articles have gold answers, and the score over them.

    InputError for a folder that is not there and for answers that are no JSON.
    """
    for folder in (articles, gold):
        if not folder.is_dir():
            raise InputError(f"no folder {folder}")
    symmetric = frozenset(e.name for e in schema.edges.values() if e.symmetric)
    answers = {path.stem: _answers(path) for path in sorted(gold.glob("*.json"))}
    documents = (d for d in read([articles], on_skip=lambda *_: None) if Path(d.id).stem in answers)
    score, counted = Score(), 0
    for extraction in extractions(documents, settings, schema):
        counted += 1
        score_document(record(extraction, schema), answers[Path(extraction.document.id).stem], symmetric, score)
    return counted, score


def _answers(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: no JSON: {error}") from error
    if not isinstance(found, dict) or not {"entities", "statements"} <= found.keys():
        raise InputError(f"{path}: gold answers have entities and statements")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--no-register", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--min-confidence", type=float, default=DEFAULT.min_confidence, metavar="X")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    settings = Settings(
        gazetteer=not arguments.no_register, fast=arguments.fast, min_confidence=arguments.min_confidence
    )
    try:
        counted, score = score_folder(arguments.articles, arguments.gold, Schema.load(), settings)
    except KGError as error:
        parser.error(str(error))
    if not counted:
        parser.error("no article has a gold file")
    print_score(score, counted, arguments.errors)
    if arguments.json:
        arguments.json.write_text(json.dumps(score.figures(), indent=2) + "\n", encoding="utf-8")
    return 0


def print_score(score: Score, documents: int, errors: bool) -> None:
    if errors:
        print("\n".join(score.errors))
    print(f"{'edge':24} right  wrong missed")
    for kind in sorted({k for k, _ in score.kinds}):
        counts = [score.kinds[kind, outcome] for outcome in ("right", "wrong", "missed")]
        print(f"{kind:24} {counts[0]:5} {counts[1]:6} {counts[2]:6}")
    print(f"documents {documents}")
    for name, figure in score.figures().items():
        print(f"{name:20} {figure:.3f}" if figure != int(figure) or figure <= 1 else f"{name:20} {figure:.0f}")


if __name__ == "__main__":
    sys.exit(main())
