"""Companies in a JSON dump of Wikidata, or in a part of one: one item a line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from kg.resolve.registers.entry import Entry, Relation
from kg.resolve.registers.records import json_lines
from kg.resolve.registers.words import country, exchange, isin, lei, sources, tickers, unique

Item = Mapping[str, Any]
_IDENTIFIED = ("P1278", "P946", "P414")
"""What has an LEI, an ISIN or a listing is a company, whatever its class."""

_NAMED = ("P452", "P159", "P414", "P169", "P1056")
"""Properties whose items are told by name: industry, seat, exchange, chief executive, products."""


def entries(path: Path, register: str, skipped: Counter[str]) -> Iterator[Entry | Relation]:
    """Companies, organizations and their products and staff; names of other items are looked up in the same file.

    The file is read twice: what the chosen items refer to may stand before or after them.
    """
    referred = {id for item in json_lines(path) if type_of(item) for p in _NAMED for id in _items(item, p)}
    labels = {str(i["id"]): _label(i) for i in json_lines(path) if i.get("id") in referred} if referred else {}
    for item in json_lines(path):
        type = type_of(item)
        if not type:
            skipped["no company, organization, product or employee"] += 1
        elif not _label(item):
            skipped["no name in the languages kept"] += 1
        else:
            yield _entry(item, type, labels, register)
            id = f"wikidata:{item['id']}"
            yield from (Relation(f"wikidata:{child}", id) for child in _items(item, "P355"))


@cache
def _types() -> dict[str, str]:
    return {str(q): str(type) for type, qids in sources()["wikidata"]["classes"].items() for q in qids}


def type_of(item: Item) -> str:
    """The type of an item by its classes; "" for what is left out, such as people without an employer."""
    claims = item.get("claims")
    if not isinstance(claims, dict) or not str(item.get("id", "")).startswith("Q"):
        return ""
    found = [_types()[q] for q in _items(item, "P31") if q in _types()]
    if not found:
        return next(iter(_types().values())) if any(p in claims for p in _IDENTIFIED) else ""
    person = "Q5" in _items(item, "P31")
    return "" if person and "P108" not in claims else min(found, key=list(_types().values()).index)


def _entry(item: Item, type: str, labels: Mapping[str, str], register: str) -> Entry:
    qid, name = str(item["id"]), _label(item)
    kept = sources()["wikidata"]["languages"]
    titles = [
        str(v["text"]) for p in ("P1448", "P1813") for v in _values(item, p) if isinstance(v, dict) and "text" in v
    ]
    said = [item.get("labels", {}).get(language, {}).get("value", "") for language in kept]
    also = [alias["value"] for language in kept for alias in item.get("aliases", {}).get(language, ())]

    def named(property: str) -> list[str]:
        return [labels[i] for i in _items(item, property) if labels.get(i)]

    return Entry(
        id=f"wikidata:{qid}",
        name=name,
        aliases=unique([*said, *titles, *also], name),
        type=type,
        country=next((code for i in _items(item, "P17") if (code := country(i))), ""),
        city=next(iter(named("P159")), ""),
        sector="; ".join(unique(named("P452"))),
        identifiers=tuple(sorted({("wikidata", qid), *_codes(item), *_listings(item, labels)})),
        parents=tuple(sorted({f"wikidata:{i}" for i in _items(item, "P749")})),
        source=register,
        rank=float(len(item.get("sitelinks") or ())),
        websites=unique(str(v) for v in _values(item, "P856")),
        people=unique(named("P169")),
        products=unique(named("P1056")),
    )


def _codes(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("lei", code) for v in _values(item, "P1278") if (code := lei(str(v))))
    yield from (("isin", code) for v in _values(item, "P946") if (code := isin(str(v))))


def _listings(item: Item, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Ticker symbols, each with the exchange that it is a qualifier of."""
    for claim in _claims(item, "P414"):
        market = (_snak(claim.get("mainsnak")) or {}).get("id", "")
        code = exchange(market) or exchange(labels.get(market, ""))
        for snak in claim.get("qualifiers", {}).get("P249", ()):
            yield from tickers(str(_snak(snak) or ""), code)
    yield from chain.from_iterable(tickers(str(v)) for v in _values(item, "P249"))


def _claims(item: Item, property: str) -> list[Item]:
    """The claims of a property that hold, preferred ones first."""
    held = [c for c in item["claims"].get(property, ()) if c.get("rank") != "deprecated"]
    return sorted(
        (c for c in held if "P582" not in c.get("qualifiers", {})), key=lambda c: c.get("rank") != "preferred"
    )


def _snak(snak: Item | None) -> Any:
    return ((snak or {}).get("datavalue") or {}).get("value")


def _values(item: Item, property: str) -> list[Any]:
    return [value for claim in _claims(item, property) if (value := _snak(claim.get("mainsnak"))) is not None]


def _items(item: Item, property: str) -> list[str]:
    return [str(v["id"]) for v in _values(item, property) if isinstance(v, dict) and "id" in v]


def _label(item: Item) -> str:
    labels = item.get("labels") or {}
    found = (labels.get(language, {}).get("value", "") for language in sources()["wikidata"]["languages"])
    return next((" ".join(str(text).split()) for text in found if text), "")
