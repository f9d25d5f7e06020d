"""The example graph as it should be: the gold statements of the example articles, without any of our extraction."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.model import Amount, Document, Entity, Evidence, Extraction, Mention, Period, Statement
from kg.ontology import Schema
from kg.read import read
from kg.resolve import resolve
from kg.store.names import digest

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "examples" / "statements").glob("*.json"))
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
NO_ROLE = {"Acquisition": {"share"}, "LegalAction": {"place"}}  # what gold says beyond the ontology's roles


def gold_extractions(schema: Schema, *paths: Path) -> Iterator[Extraction]:
    """One extraction per article, with IRIs; the article lies beside its gold or among the examples."""
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        places = [folder / gold["document"] for folder in (path.parent, ROOT / "examples" / "articles")]
        [document] = read([next(place for place in places if place.is_file())])
        yield apart(resolve(extraction(document, gold, schema), schema))


def apart(found: Extraction) -> Extraction:
    """Entities that one article's gold tells apart stay apart, even where their names have one key."""
    seen: set[str] = set()
    entities = []
    for e in found.entities:
        entities.append(replace(e, iri=f"{e.iri}-{e.id}") if e.iri in seen else e)
        seen.add(e.iri)
    return replace(found, entities=tuple(entities))


def extraction(document: Document, gold: dict[str, Any], schema: Schema) -> Extraction:
    """Gold as `kg.extract` would give it: mentions by string search, evidence from the quotes."""
    entities = tuple(entity(document, f"e{n}", given) for n, given in enumerate(gold["entities"], 1))
    ids = {e.name: e.id for e in entities}
    return Extraction(document, entities, tuple(statement(document, s, ids, schema) for s in gold["statements"]))


def entity(document: Document, key: str, given: dict[str, Any]) -> Entity:
    names = (given["name"], *given.get("also", ()))
    places = [m.span() for name in names for m in re.finditer(rf"\b{re.escape(name)}", document.text)]
    mentions = tuple(
        Mention(start, end, document.text[start:end], given["type"], "name", key, given["name"])
        for start, end in sorted(places)
    )
    assert mentions, f"{document.id}: {given['name']} is not in the text"
    return Entity(key, given["name"], given["type"], mentions, names[1:])


def statement(document: Document, said: dict[str, Any], ids: dict[str, str], schema: Schema) -> Statement:
    edges = {kind.edge.name: name for name, kind in schema.statements.items() if kind.edge}
    name = said.get("type") or edges[said["edge"]]
    kind = schema.statement_type(name)
    evidence = quoted(document, said["quote"])
    entities = {kind.head: (ids[said["head"]],)}
    if said["tail"] is not None:
        entities[kind.tail] = (*entities.get(kind.tail, ()), ids[said["tail"]])
    values: dict[str, tuple[Amount | Period | str, ...]] = {}
    when = None
    for key, value in said.items():
        if key in {"head", "tail", "edge", "type", "certainty", "quote", "said_by"} | NO_ROLE.get(name, set()):
            continue
        role = kind.roles.get(key)
        if role is None:
            when = period(evidence, {"from": f"{value}/..", "to": f"../{value}"}.get(key, value))
        elif role.literal:
            values[key] = (value,)
        elif role.value:
            dated = role.ranges == {"DateExpression"}
            values[key] = (period(evidence, value) if dated else amount(evidence, value),)
        elif value in ids:  # plain goods ("Verdichter") are no entities
            entities[key] = (ids[value],)
    told = tuple(said.get("said_by", ()))
    key = digest(document.id, name, said["certainty"], sorted(entities.items()))
    return Statement(key, name, entities, said["certainty"], (evidence,), 1.0, "gold", values, told, when)


def quoted(document: Document, quote: str) -> Evidence:
    """Where the quote stands in what was read of the article; line breaks may have become spaces."""
    found = re.search(r"\s+".join(map(re.escape, quote.split())), document.text)
    assert found, f"{document.id}: {quote!r} was not read"
    return Evidence.of(document.text, *found.span())


def period(evidence: Evidence, edtf: str) -> Period:
    return Period(evidence.start, evidence.end, edtf, edtf)


def amount(evidence: Evidence, text: str) -> Amount:
    """An amount from gold's notation: "> 600 million USD", "40000..50000", "11 %", "6 GW"."""
    found = re.fullmatch(r"(?:(<=|>) )?([\d.]+?)(?:\.\.(\d+))?(?: (thousand|million|billion))?(?: (\S+))?", text)
    assert found, text
    sign, low, high, scale, unit = found.groups()
    least, most = (float(n) * SCALES.get(scale, 1) for n in (low, high or low))
    kind = "Percentage" if unit == "%" else "MonetaryAmount" if unit in {"USD", "EUR", "GBP"} else "Quantity"
    currency, counted = (unit, "") if kind == "MonetaryAmount" else ("", "" if unit in {None, "%"} else unit)
    bounds = (None if sign == "<=" else least, None if sign == ">" else most)
    return Amount(evidence.start, evidence.end, text, kind, *bounds, counted, currency)
