#!/usr/bin/env python3
"""Scores statements on gold documents (JSON Lines) whose relations carry the ontology's own edge and type names.

usage: python benchmarks/quality/passages.py FILE.jsonl ... [--detected] [--errors] [--edge NAME]

Names are given, so that the patterns alone are measured; with --detected the package finds them itself and a name
counts when it overlaps the gold one. Prints precision, recall and F1 per edge, and certainty accuracy.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kg.annotate import AnnotateSettings, annotate
from kg.extract import extract
from kg.model import Document, Entity, GivenEntity
from kg.ontology import Schema
from kg.view.lines import record


def load(paths: list[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def document(gold: dict[str, Any]) -> Document:
    given = tuple(GivenEntity(e["start"], e["end"], e["type"]) for e in gold["entities"])
    return Document(id=gold["id"], text=gold["text"], lang=gold["lang"], given=given)


def gold_pairs(gold: dict[str, Any]) -> dict[tuple[int, str, int | None], str]:
    """(head, edge, tail) with entities as the index of the first gold entity of the same text, to its certainty."""
    texts = [e["text"] for e in gold["entities"]]
    first = {i: texts.index(text) for i, text in enumerate(texts)}
    return {
        (first[r["head"]], r["type"], None if r["tail"] is None else first[r["tail"]]): r.get("certainty", "asserted")
        for r in gold["relations"]
    }


def index_of(entity: Entity, gold: dict[str, Any]) -> int | None:
    """The first gold entity that a mention of `entity` overlaps."""
    spans = [(m.start, m.end) for m in entity.mentions if m.kind == "name"]
    for i, e in enumerate(gold["entities"]):
        if any(start < e["end"] and e["start"] < end for start, end in spans):
            return i
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--detected", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--edge", default="")
    arguments = parser.parse_args()
    schema, gold = Schema.load(), load(arguments.files)
    symmetric = {e.name for e in schema.edges.values() if e.symmetric}
    counts: Counter[tuple[str, str]] = Counter()
    certain = 0
    settings = AnnotateSettings(given_entities=not arguments.detected)
    for expected, extraction in zip(
        gold, extract(annotate([document(g) for g in gold], settings=settings), schema), strict=True
    ):
        places = {e.id: index_of(e, expected) for e in extraction.entities}
        wanted = gold_pairs(expected)
        names = [e["text"] for e in expected["entities"]]
        found: dict[Any, dict[str, Any]] = {}
        for s in record(extraction, schema)["statements"]:
            head, tail = places[s["head"]], places.get(s["tail"])
            triple = (head, s["edge"] or s["type"], tail)
            if triple[1] in symmetric and (tail, triple[1], head) in wanted:
                triple = (tail, triple[1], head)
            found[triple] = s
        for triple in found.keys() | wanted.keys():
            outcome = "right" if triple in found and triple in wanted else "wrong" if triple in found else "missed"
            counts[triple[1], outcome] += 1
            right_certainty = outcome == "right" and found[triple]["certainty"] == wanted[triple]
            certain += right_certainty
            if arguments.errors and arguments.edge in triple[1] and not right_certainty:
                shown = tuple("-" if x is None else names[x] for x in (triple[0], triple[2]))
                by = f" by {found[triple]['by']} {found[triple]['certainty']}" if triple in found else ""
                print(f"{outcome.upper():6} {triple[1]} {shown}{by} | {wanted.get(triple, '')} | {expected['text']}")
    print_table(counts, certain)
    return 0


def print_table(counts: Counter[tuple[str, str]], certain: int) -> None:
    print(f"{'edge':22} right wrong missed  P     R     F1")
    edges = sorted({edge for edge, _ in counts})
    for edge in [*edges, "all"]:
        right, wrong, missed = (
            sum(n for (e, o), n in counts.items() if o == outcome and edge in (e, "all"))
            for outcome in ("right", "wrong", "missed")
        )
        precision = right / (right + wrong) if right + wrong else 0.0
        recall = right / (right + missed) if right + missed else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        print(f"{edge:22} {right:5} {wrong:5} {missed:6}  {precision:.3f} {recall:.3f} {f1:.3f}")
    total = sum(n for (_, outcome), n in counts.items() if outcome == "right")
    print(f"certainty accuracy {certain / total if total else 0:.3f}")


if __name__ == "__main__":
    sys.exit(main())
