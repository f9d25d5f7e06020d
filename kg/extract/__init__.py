"""Extraction: an annotated document to statements with evidence."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.annotate.annotation import Annotation
from kg.data import LANGUAGES
from kg.extract.certainty import CertaintyLexicon
from kg.extract.grammar import Grammar
from kg.extract.join import join
from kg.extract.match import Matcher, Rules
from kg.extract.patterns import load_patterns
from kg.model import Extraction
from kg.ontology import Schema

__all__ = ["Rules", "extract", "load_rules"]


@cache
def load_rules(lang: str, schema: Schema, extra: tuple[Path, ...] = ()) -> Rules:
    """The rules of `lang`: packaged patterns and those in `extra` YAML files, whose patterns are for all languages
    unless the file name ends in ".<lang>.yaml"."""
    packaged = sorted((LANGUAGES / lang / "patterns").glob("*.yaml"))
    own = [p for p in extra if _language_of(p) in {"", lang}]
    patterns = load_patterns([*packaged, *own], lang, schema)
    return Rules(patterns, CertaintyLexicon.load(lang), Grammar.load(lang), schema)


def _language_of(path: Path) -> str:
    suffixes = path.suffixes
    return suffixes[-2].lstrip(".") if len(suffixes) > 1 else ""


def extract(annotations: Iterable[Annotation], schema: Schema, extra: tuple[Path, ...] = ()) -> Iterable[Extraction]:
    """The statements of each annotated document, in order."""
    for annotation in annotations:
        rules = load_rules(annotation.document.lang, schema, extra)
        claims = Matcher(annotation, rules).claims()
        statements = join(claims, annotation, schema)
        yield Extraction(annotation.document, annotation.entities, statements)
