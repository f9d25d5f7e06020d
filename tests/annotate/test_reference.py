"""Reference: the tables of passages with marked names, each phrase in braces with whom it stands for."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.annotation import Annotation
from kg.extract.examples import marked_document
from kg.model import Document

HERE = Path(__file__).parent
LANGS = ("de", "en")
PARTS = ("tuned", "held_out")
BRACES = re.compile(r"\{([^{}=]+)=([^{}]*)\}")
LABEL = re.compile(r"\[([^\[\]|]+)\|[COPXLE]\]")

Wanted = tuple[int, int, frozenset[str]]


def table(lang: str) -> dict[str, list[str]]:
    raw: dict[str, list[str]] = yaml.safe_load((HERE / f"reference.{lang}.yaml").read_text(encoding="utf-8"))
    return raw


def passage(marked: str, lang: str, id: str) -> tuple[Document, list[Wanted]]:
    """The document of a passage, and `[start, end)` with the names of each phrase in braces."""
    document = marked_document(BRACES.sub(r"\1", marked), lang, id)
    wanted, at = [], 0
    for match in BRACES.finditer(marked):
        start = len(LABEL.sub(r"\1", BRACES.sub(r"\1", marked[: match.start()])))
        wanted.append((start, start + len(match[1]), frozenset(n for n in match[2].split("+") if n)))
    return document, wanted


def found(annotation: Annotation, start: int, end: int) -> frozenset[str]:
    """The names of the entities to which phrases inside `[start, end)` refer."""
    inside = [m for m in annotation.mentions if m.kind != "name" and start <= m.start and m.end <= end]
    return frozenset(annotation.entity(m.entity).name for m in inside)


def outcomes(lang: str, part: str) -> list[tuple[str, str, frozenset[str], frozenset[str]]]:
    """(passage, phrase, wanted names, found names) of every phrase in braces of one part of a table."""
    passages = [passage(p, lang, f"{part}{n}") for n, p in enumerate(table(lang)[part])]
    annotations = annotate([d for d, _ in passages], settings=AnnotateSettings(given_entities=True))
    rows = []
    for marked, (document, wanted), annotation in zip(table(lang)[part], passages, annotations, strict=True):
        for start, end, names in wanted:
            rows.append((marked, document.text[start:end], names, found(annotation, start, end)))
    return rows


def figures(rows: list[tuple[Any, Any, frozenset[str], frozenset[str]]]) -> dict[str, float]:
    """Accuracy over all phrases; precision and recall over those that refer to an entity."""
    right = sum(w == f for _, _, w, f in rows)
    given = [r for r in rows if r[3]]
    wanted = [r for r in rows if r[2]]
    hits = sum(w == f for _, _, w, f in given)
    return {"accuracy": right / len(rows), "precision": hits / len(given), "recall": hits / len(wanted)}


if __name__ == "__main__":
    import sys

    for lang in LANGS:
        for part in PARTS:
            rows = outcomes(lang, part)
            if part in sys.argv:
                for marked, phrase, names, got in rows:
                    if names != got:
                        print(f"{phrase!r}: {sorted(names)} got {sorted(got)}\n    {marked}")
            print(lang, part, len(rows), {k: round(v, 3) for k, v in figures(rows).items()})
