"""The stocks of the installed package pytickersymbols."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version as package_version
from typing import Any

from kg.resolve.registers.entry import Entry
from kg.resolve.registers.words import country, country_of_address, isin, tickers, unique

PACKAGE = "pytickersymbols"

_PERSON = re.compile(r"([^()]+?)\s*\(")
"""A name before an office in brackets."""


def version() -> str:
    """The version of the package."""
    return package_version(PACKAGE)


def entries(register: str) -> Iterator[Entry]:
    """All stocks; the rank is the number of indices that a stock is in."""
    from pytickersymbols import PyTickerSymbols  # type: ignore[import-untyped]  # ships no types

    stocks = PyTickerSymbols()
    ranks = Counter(_key(s) for index in sorted(stocks.get_all_indices()) for s in stocks.get_stocks_by_index(index))
    for stock in stocks.get_all_stocks():
        if name := " ".join(str(stock.get("name") or "").split()):
            yield _entry(name, stock, ranks[_key(stock)], register)


def _key(stock: Mapping[str, Any]) -> tuple[str, str]:
    return str(stock.get("name")), str(stock.get("symbol"))


def _entry(name: str, stock: Mapping[str, Any], rank: int, register: str) -> Entry:
    isins = [code for text in stock.get("isins") or () if (code := isin(str(text)))]
    symbol = str(stock.get("symbol") or "")
    written = [str(s.get(site) or "") for s in stock.get("symbols") or () for site in ("google", "yahoo")]
    known = [pair for text in written for pair in tickers(text) if pair[0] == "ticker"]
    about = stock.get("metadata") or {}
    place = str(stock.get("country") or "")
    seat = str(about.get("headquarters") or "").split(",")
    if "," in place:
        seat = place.split(",")
    return Entry(
        id=f"isin:{isins[0]}" if isins else f"{register}:{symbol or name}",
        name=name,
        aliases=unique(map(str, stock.get("akas") or ()), name),
        country=country_of_address(place) or country_of_address(",".join(seat)) or country("".join(isins[:1])[:2]),
        city=seat[0].strip() if len(seat) > 1 else "",
        sector="; ".join(map(str, stock.get("industries") or ())),
        identifiers=tuple(sorted({*(("isin", code) for code in isins), *known, *tickers(symbol)})),
        source=register,
        rank=float(rank),
        websites=unique([str(about.get("website") or "")]),
        people=unique(_PERSON.findall(str(about.get("key_people") or ""))),
    )
