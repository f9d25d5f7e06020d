"""The register: well-known companies, organisations, exchanges, products and places."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.annotate.names.lexicon import legal_forms
from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError

FOLDER = LANGUAGES / "register"


@dataclass(frozen=True, slots=True)
class Entry:
    """One well-known entity.

    `names` are all its forms, the main one first; `doubtful` are those that are ordinary words or other names too,
    `codes` those that name it only before a ticker symbol.
    `country` is ISO 3166-1 ("EU" and "ZZ" for what has none), `maker` the main name of a product's maker,
    `place` an exchange's place; `identifiers` are sorted (scheme, value) pairs. `further` ones come from lists that
    nobody has checked: they help to find names, and say nothing of who is who.
    """

    names: tuple[str, ...]
    type: str
    country: str = ""
    maker: str = ""
    place: str = ""
    doubtful: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    identifiers: tuple[tuple[str, str], ...] = ()
    further: bool = False

    @property
    def name(self) -> str:
        return self.names[0]


def read_register(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All entries of the folder's files, in file order; PatternError names the file that is wrong."""
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.yaml")):
        data = read_yaml(path)
        if not isinstance(data, dict) or "type" not in data:
            raise PatternError(f"{path}: no field 'type': see the head of the register's other files")
        entries += _places(data) if "cities" in data else _entries(data, path)
    return tuple(entries)


def _entries(data: dict[str, Any], path: Path) -> Iterator[Entry]:
    places, further = data.get("places", {}), data.get("further") is True
    by_maker = any(len(str(group)) != 2 for group in data["entries"])  # and not by country
    for group, names in data["entries"].items():
        for name, aliases in names.items():
            if not isinstance(aliases, list):
                raise PatternError(f"{path}: aliases of {name!r} must be a list")
            if by_maker:
                yield _entry([name, *aliases], data["type"], maker=str(group), further=further)
            else:
                place = places.get(name, "")
                yield _entry([name, *aliases], data["type"], country=str(group), place=place, further=further)


def _places(data: dict[str, Any]) -> Iterator[Entry]:
    for country, names in data["countries"].items():
        yield _entry(names, data["type"], country=country)
    for country, cities in data["cities"].items():
        for city in cities:
            yield _entry(city if isinstance(city, list) else [city], data["type"], country=country)


def _entry(forms: list[str], type_: str, **more: Any) -> Entry:
    """An entry from its forms; "?" marks doubtful ones, "!" codes; a doubtful alias that repeats the name marks it.
    `more` are other fields of the entry."""
    doubtful, codes = (frozenset(f[:-1] for f in forms if f.endswith(mark)) for mark in "?!")
    names = tuple(dict.fromkeys(f.rstrip("?!") for f in forms))
    return Entry(names, type_, doubtful=doubtful, codes=codes, **more)


@cache
def cities() -> frozenset[str]:
    """The names of the register's cities, regions and countries."""
    data = read_yaml(FOLDER / "places.yaml")
    return frozenset(name for entry in _places(data) for name in entry.names)


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in register():
        for name in entry.names if entry.country else ():
            found.setdefault(name, entry.country)
    return found


def country_of(name: str) -> str:
    """The ISO 3166-1 code of a place or of what the register knows by this name; "" when it does not know."""
    return _countries().get(name, "")


@cache
def city_adjectives() -> dict[str, str]:
    """Irregular German city adjectives ("Münchner" -> "München")."""
    data = read_yaml(FOLDER / "places.yaml")
    return {str(k): str(v) for k, v in data["adjectives"].items()}


def stocks(type_: str) -> Iterator[Entry]:
    """The stocks of pytickersymbols as entries of `type_`, with ISIN and ticker symbols as identifiers."""
    from pytickersymbols import PyTickerSymbols  # type: ignore[import-untyped]  # ships no types

    for stock in PyTickerSymbols().get_all_stocks():
        name = str(stock["name"]).strip()
        names = tuple(dict.fromkeys(n for n in (_short(name), name) if n))
        isins = [("isin", str(i)) for i in stock.get("isins") or ()]
        symbol = [("tickerSymbol", str(stock["symbol"]))] if stock.get("symbol") else []
        yield Entry(names, type_, country="", identifiers=tuple(sorted(isins + symbol)))


def _short(name: str) -> str:
    """The name without the legal form at its end: "Ralliant Corp" -> "Ralliant"."""
    words = name.removeprefix("The ").replace(",", "").split()
    ends = legal_forms().forms | {"Co.", "&"}
    while len(words) > 1 and words[-1] in ends:
        words.pop()
    return " ".join(words)


@cache
def register() -> tuple[Entry, ...]:
    """The register joined with the stocks: identifiers go to the entry of the same name, the rest are added."""
    entries = list(read_register())
    index: dict[str, int] = {}
    for i, entry in enumerate(entries):
        for name in entry.names:
            index.setdefault(name.casefold(), i)
    company = next(e.type for e in entries if e.country == "DE")
    for stock in stocks(company):
        found = next((index[n.casefold()] for n in reversed(stock.names) if n.casefold() in index), None)
        if found is None:
            index.update({n.casefold(): len(entries) for n in stock.names})
            entries.append(stock)
        elif entries[found].type == company and not entries[found].identifiers:
            entries[found] = replace(entries[found], identifiers=stock.identifiers, further=False)
    return tuple(entries)
