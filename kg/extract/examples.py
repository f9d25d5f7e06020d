"""The example sentences of the patterns, as documents with given names, and what they must give.

usage: python -m kg.extract.examples LANG [WORD]     check all patterns (whose id or type contains WORD)

Names in example sentences are marked with their type: "[Nordstahl AG|C] übernimmt [Kessler|C]." C is Company,
O Organization, P Person, X Product, L Place, E Exchange; K marks a kind of product, which is not given but must be
found. What follows "finds" are (head, tail) names as marked.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate import AnnotateSettings, annotate
from kg.extract.kinds import kind_claims, kind_patterns
from kg.extract.match import Matcher
from kg.extract.patterns import Pattern
from kg.model import Claim, Document, GivenEntity, Mention
from kg.ontology import Schema

CODES = {"C": "Company", "O": "Organization", "P": "Person", "X": "Product", "L": "Place", "E": "Exchange"}
KIND = "K"
_MARKED = re.compile(r"\[([^\[\]|]+)\|([COPXLEK])\]")

Pair = tuple[str, str]


def marked_document(marked: str, lang: str, id: str) -> Document:
    """A document from a sentence with marked names; the marks become its given entities."""
    text, given, at = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        if match[2] != KIND:
            given.append(GivenEntity(len(text), len(text) + len(match[1]), CODES[match[2]]))
        text += match[1]
        at = match.end()
    return Document(id=id, text=text + marked[at:], lang=lang, given=tuple(given))


@dataclass(frozen=True, slots=True)
class Case:
    """One example sentence of a pattern; `finds` is None for a rejected one."""

    pattern: Pattern
    text: str
    finds: frozenset[Pair] | None


def cases(patterns: tuple[Pattern, ...]) -> Iterator[Case]:
    """All example sentences, accepted ones first in each pattern."""
    for pattern in patterns:
        for example in pattern.accepts:
            yield Case(pattern, example.text, frozenset(example.finds))
        for text in pattern.rejects:
            yield Case(pattern, text, None)


def failures(chosen: list[Case], lang: str, schema: Schema) -> Iterator[tuple[Case, str]]:
    """The cases that do not hold, with what was found instead.

    An accepted sentence must give all its pairs by its own pattern, and no other pair of the type by any pattern;
    a rejected one no statement of the type by any pattern.
    """
    from kg.extract import load_rules

    rules = load_rules(lang, schema)
    kinds = {p.id for p in kind_patterns(lang, schema).patterns}
    documents = [marked_document(case.text, lang, str(n)) for n, case in enumerate(chosen)]
    annotations = annotate(documents, settings=AnnotateSettings(given_entities=True))
    for case, annotation in zip(chosen, annotations, strict=True):
        if case.pattern.id in kinds:
            annotation, found = kind_claims(annotation, rules)
        else:
            found = Matcher(annotation, rules).claims()
        claims = [c for c in found if schema.is_a(c.type, case.pattern.type)]
        names = {e.id: {m.text for m in e.mentions} | {e.name} for e in annotation.entities}
        problem = _problem(case, claims, names, schema)
        if problem:
            yield case, problem


def _problem(case: Case, claims: list[Claim], names: dict[str, set[str]], schema: Schema) -> str:
    found = [(pair, claim.by) for claim in claims for pair in _pairs(claim, schema)]
    if case.finds is None:
        return f"must find nothing, found {_shown(found, names)}" if found else ""
    own = f"{case.pattern.lang}:{case.pattern.id}"
    symmetric = schema.statement_type(case.pattern.type).edge
    both = symmetric is not None and symmetric.symmetric
    missing = [w for w in case.finds if not any(_same(w, p, names, both) for p, by in found if by == own)]
    extra = [(p, by) for p, by in found if not any(_same(w, p, names, both) for w in case.finds)]
    told = [f"missing {sorted(missing)}"] if missing else []
    return "; ".join([*told, *([f"extra {_shown(extra, names)}"] if extra else [])])


def _pairs(claim: Claim, schema: Schema) -> tuple[tuple[str, str | None], ...]:
    entities = {r: [f.entity for f in fs if isinstance(f, Mention)] for r, fs in claim.roles.items()}
    return schema.pairs(claim.type, entities)


def _same(wanted: Pair, found: tuple[str, str | None], names: dict[str, set[str]], symmetric: bool) -> bool:
    head, tail = names[found[0]], names.get(found[1] or "", {""})
    fits = wanted[0] in head and wanted[1] in tail
    return fits or (symmetric and wanted[1] in head and wanted[0] in tail)


def _shown(found: list[tuple[tuple[str, str | None], str]], names: dict[str, set[str]]) -> str:
    return ", ".join(f"{min(names[a])} > {min(names[b]) if b else '-'} by {by}" for (a, b), by in found)


def main(lang: str, word: str = "") -> int:
    from kg.extract import load_rules

    schema = Schema.load()
    every = (*load_rules(lang, schema).patterns.patterns, *kind_patterns(lang, schema).patterns)
    patterns = tuple(p for p in every if word in p.id or word == p.type)
    chosen = list(cases(patterns))
    failed = list(failures(chosen, lang, schema))
    for case, problem in failed:
        print(f"{case.pattern.id}: {case.text}\n    {problem}")
    print(f"{len(chosen) - len(failed)} of {len(chosen)} examples of {len(patterns)} patterns hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
