"""Extraction: an annotated document to statements with evidence."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from kg.annotate.annotation import Annotation
from kg.annotate.encoder import PACKAGED
from kg.annotate.reading import STATES, State
from kg.data import LANGUAGES
from kg.errors import InputError
from kg.extract.certainty import CertaintyLexicon
from kg.extract.grammar import Grammar
from kg.extract.join import join
from kg.extract.kinds import kind_claims
from kg.extract.learned import THREADS, Learned, Run, learned, reads_statements
from kg.extract.match import Matcher, Rules
from kg.extract.patterns import load_patterns
from kg.extract.retype import look_again
from kg.extract.untyped import typed, with_known_types
from kg.extract.vote import alone, fitted, vote
from kg.model import Claim, Entity, Extraction, Statement
from kg.ontology import Schema

__all__ = ["FINDERS", "Rules", "extract", "load_rules", "reads_statements", "with_known_types"]

FINDERS = ("rules", "model")
AHEAD = 2
"""Documents that the model computes while the rules read the one before them."""


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


def extract(
    annotations: Iterable[Annotation],
    schema: Schema,
    extra: tuple[Path, ...] = (),
    *,
    finders: tuple[str, ...] = FINDERS,
    least: float = 0.0,
    model: Path | None = None,
    kinds: bool = False,
) -> Iterable[Extraction]:
    """The statements of each annotated document, in order; `least` is the confidence that a claim must have.

    `finders` are "rules", "model" or both, which then vote; `model` is the folder whose encoder read the
    documents. A model without a head for statements leaves them to the rules; InputError when it is asked alone.
    With `kinds` the rules also find kinds of products ("wind turbines") and who provides them.
    """
    model = model or PACKAGED
    if finders == ("model",) and not reads_statements(model):
        raise InputError(f"{model}: this model has no head for statements; add the finder 'rules', or train one")
    finder = learned(schema, model) if "model" in finders and reads_statements(model) else None
    for annotation, states, runs in _begun(annotations, finder):
        rules = load_rules(annotation.document.lang, schema, extra)
        if finder:
            annotation, runs = look_again(annotation, runs, finder)
        claims = list(_claims(annotation, rules, finders, least, model, finder, runs))
        if kinds and "rules" in finders:
            annotation, more = kind_claims(annotation, rules, least, model if finder else None, states)
            claims += more
        statements = join(claims, annotation, schema)
        entities = typed(told(annotation, statements), statements, schema)
        yield Extraction(annotation.document, entities, statements)


def told(annotation: Annotation, statements: Iterable[Statement]) -> tuple[Entity, ...]:
    """The entities that the text names, and those that only a product's name names where a statement is about them."""
    parties = {id_ for s in statements for ids in s.entities.values() for id_ in ids}
    named = {m.entity for m in annotation.mentions}
    return tuple(e for e in annotation.entities if e.id in named or e.id in parties)


def _begun(
    annotations: Iterable[Annotation], finder: Learned | None
) -> Iterator[tuple[Annotation, Sequence[State], list[Run]]]:
    """The documents in order, each with what the encoder made of it and with the runs of the model, which computes
    outside Python while the rules read the documents before."""
    waiting: deque[tuple[Annotation, Sequence[State], list[Run]]] = deque()
    with ThreadPoolExecutor(THREADS) as beside:
        for annotation in annotations:
            states = annotation.doc.user_data.get(STATES, ())
            waiting.append((annotation, states, finder.begin(annotation, beside) if finder else []))
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting


def _claims(
    annotation: Annotation,
    rules: Rules,
    finders: tuple[str, ...],
    least: float,
    model: Path,
    finder: Learned | None,
    runs: list[Run],
) -> Iterable[Claim]:
    if finder is None:
        return [c for c in Matcher(annotation, rules).claims() if c.confidence >= least]
    numbers = fitted(model)
    if "rules" not in finders:
        return alone(finder.end(runs), annotation, rules, numbers, least)
    claims = list(Matcher(annotation, rules).claims())
    return vote(claims, finder.end(runs), annotation, rules, numbers, least)
