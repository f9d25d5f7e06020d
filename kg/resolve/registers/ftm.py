"""Entities of FollowTheMoney as JSON lines: OpenSanctions and all that share its model."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from kg.resolve.registers.entry import Entry, Relation
from kg.resolve.registers.records import json_lines
from kg.resolve.registers.words import country, identity, isin, lei, qid, sources, tickers, unique


def entries(path: Path, register: str, skipped: Counter[str]) -> Iterator[Entry | Relation]:
    """Companies, organizations, public bodies and persons, and who owns whom."""
    types = sources()["ftm"]["types"]
    for record in json_lines(path):
        kind, id, found = record.get("schema"), record.get("id"), record.get("properties")
        if not isinstance(id, str) or not isinstance(found, dict):
            skipped["no id or properties"] += 1
        elif kind == "Ownership":
            yield from _owners(found, register, skipped)
        elif kind not in types:
            skipped[f"schema {kind}"] += 1
        elif entry := _entry(record, id, found, str(types[kind]), register):
            yield entry
        else:
            skipped["no name"] += 1


def _entry(record: Mapping[str, Any], id: str, found: Mapping[str, Any], type: str, register: str) -> Entry | None:
    names = unique([str(record.get("caption") or ""), *_all(found, "name", "alias", "previousName", "weakAlias")])
    name = next(iter(_all(found, "name")), "") or next(iter(names), "")
    if not name:
        return None
    main = " ".join(name.split())
    identifiers = [
        *(("lei", code) for text in _all(found, "leiCode") if (code := lei(text))),
        *(("isin", code) for text in _all(found, "isinCode") if (code := isin(text))),
        *(("wikidata", item) for text in [*_all(found, "wikidataId"), id] if (item := qid(text))),
        *chain.from_iterable(tickers(text) for text in _all(found, "ticker")),
    ]
    places = _all(found, "mainCountry", "country", "jurisdiction", "nationality")
    return Entry(
        id=identity(id, register),
        name=main,
        aliases=tuple(n for n in names if n != main),
        type=type,
        country=next((code for text in places if (code := country(text))), ""),
        city=next(iter(_all(found, "city")), ""),
        sector=next(iter(_all(found, "sector")), ""),
        identifiers=tuple(sorted(set(identifiers))),
        parents=unique(identity(text, register) for text in _all(found, "parent")),
        source=register,
        websites=unique(_all(found, "website")),
    )


def _owners(found: Mapping[str, Any], register: str, skipped: Counter[str]) -> Iterator[Relation]:
    owners, assets = _all(found, "owner"), _all(found, "asset")
    if not owners or not assets:
        skipped["ownership without owner or asset"] += 1
    for asset in assets:
        yield from (Relation(identity(asset, register), identity(owner, register)) for owner in owners)


def _all(found: Mapping[str, Any], *names: str) -> list[str]:
    """The texts of some properties; nested entities count by their id."""
    values = chain.from_iterable(v if isinstance(v := found.get(name, ()), list) else [v] for name in names)
    return [str(v.get("id", "")) if isinstance(v, dict) else str(v) for v in values if v]
