#!/usr/bin/env python3
"""Measures how fast documents become statements, stage by stage.

usage: python benchmarks/speed.py [ARTICLES] [--repeat N]

Reads the articles (default: examples/articles) N times under other ids, after one article that loads everything, and
prints words per second for annotation, extraction and both. Words are what white space separates.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from kg.annotate import annotate
from kg.extract import extract
from kg.ontology import Schema
from kg.read import read

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=EXAMPLES)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    start, schema = time.perf_counter(), Schema.load()
    found = list(read([arguments.articles]))
    list(extract(annotate(found[:1] + [d for d in found if d.lang != found[0].lang][:1]), schema))
    print(f"loading      {time.perf_counter() - start:8.1f} s")
    documents = [replace(d, id=f"{d.id}-{n}") for n in range(arguments.repeat) for d in found]
    words = sum(len(d.text.split()) for d in documents)
    start = time.perf_counter()
    annotations = list(annotate(documents))
    middle = time.perf_counter()
    statements = sum(len(e.statements) for e in extract(annotations, schema))
    end = time.perf_counter()
    print(f"documents    {len(documents):8}   words {words}   statements {statements}")
    for name, seconds in (("annotate", middle - start), ("extract", end - middle), ("together", end - start)):
        print(f"{name:12} {words / seconds:8.0f} words/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
