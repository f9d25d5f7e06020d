#!/usr/bin/env python3
"""Measures how fast documents become statements, stage by stage.

usage: python benchmarks/speed.py [ARTICLES] [--repeat N] [--fast]

Reads the articles (default: examples/articles) N times under other ids, after one article that loads everything, and
prints words per second for annotation, extraction and both. Words are what white space separates. With --fast it first
measures the rules alone without the encoder, as `kg build --fast` runs them, in two processes; "one core" is words per
second of CPU time, which tells more than the clock when the machine has other work.
"""

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from kg.annotate import annotate
from kg.extract import extract
from kg.fast import in_processes, quickly
from kg.model import Document
from kg.ontology import Schema
from kg.read import read
from kg.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"
LEAST = Settings().min_confidence


def measure_fast(documents: list[Document], words: int, schema: Schema) -> None:
    """Prints the speed of the fast mode, by the clock and by CPU time, after everything is loaded."""
    settings = Settings(fast=True)
    for _ in quickly(documents[: len(documents) // 10 + 2], settings, schema):
        pass
    start, used = time.perf_counter(), cpu()
    statements = sum(len(e.statements) for e in in_processes(documents, settings, schema))
    seconds, spent = time.perf_counter() - start, cpu() - used
    print(
        f"fast         {words / seconds:8.0f} words/s   one core {words / spent:.0f} words/s   statements {statements}"
    )


def cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=EXAMPLES)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--fast", action="store_true")
    arguments = parser.parse_args()
    start, schema = time.perf_counter(), Schema.load()
    found = list(read([arguments.articles]))
    list(extract(annotate(found[:1] + [d for d in found if d.lang != found[0].lang][:1]), schema, least=LEAST))
    print(f"loading      {time.perf_counter() - start:8.1f} s")
    documents = [replace(d, id=f"{d.id}-{n}") for n in range(arguments.repeat) for d in found]
    words = sum(len(d.text.split()) for d in documents)
    if arguments.fast:
        measure_fast(documents, words, schema)
    start = time.perf_counter()
    annotations = list(annotate(documents))
    middle = time.perf_counter()
    statements = sum(len(e.statements) for e in extract(annotations, schema, least=LEAST))
    end = time.perf_counter()
    print(f"documents    {len(documents):8}   words {words}   statements {statements}")
    for name, seconds in (("annotate", middle - start), ("extract", end - middle), ("together", end - start)):
        print(f"{name:12} {words / seconds:8.0f} words/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
