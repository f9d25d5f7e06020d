"""What registers call countries, exchanges, types and columns, in the words that entries use."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.fold import words

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")


@cache
def sources() -> Mapping[str, Any]:
    """The content of `sources.yaml`, whose head explains it."""
    data: Mapping[str, Any] = read_yaml(Path(__file__).with_name("sources.yaml"))
    return data


def lei(text: str) -> str:
    """The LEI that a text is, in capitals; "" when it is none."""
    found = _LEI.fullmatch(text.strip().upper())
    return found[0] if found else ""


def isin(text: str) -> str:
    """The ISIN that a text is, in capitals; "" when it is none."""
    found = _ISIN.fullmatch(text.strip().upper())
    return found[0] if found else ""


def qid(text: str) -> str:
    """The item of Wikidata that a text or address names; "" when it is none."""
    found = _QID.fullmatch(text.strip())
    return found[1] if found else ""


def identity(text: str, register: str) -> str:
    """The id of an entry that a register refers to by `text`: an LEI, a Wikidata item, an id, or a row of its own."""
    plain = text.strip()
    if plain.startswith(("lei:", "wikidata:", "isin:", f"{register}:")):
        return plain
    if item := qid(plain):
        return f"wikidata:{item}"
    code = lei(plain.removeprefix("lei-").removeprefix("LEI-"))
    return f"lei:{code}" if code else f"{register}:{plain}"


@cache
def country(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name or code; "" when unknown."""
    plain = text.strip()
    if item := qid(plain):
        return str(sources()["wikidata"]["countries"].get(item, ""))
    code = plain.upper()
    if len(code) == 2 and code.isalpha():
        return code if code in _codes() else {"UK": "GB"}.get(code, "")
    if re.fullmatch("[A-Z]{2}[-_].+", code) and code[:2] in _codes():
        return code[:2]
    return _alpha3().get(code, "") or _names().get(words(plain), "")


def country_of_address(text: str) -> str:
    """The country of "<city>, <state or country>", or of a country's name alone; "" when unknown."""
    _, comma, last = text.rpartition(",")
    if comma and words(last) in _states():
        return "US"
    return country(last) or country(text)


@cache
def _states() -> frozenset[tuple[str, ...]]:
    return frozenset(words(str(name)) for name in sources()["us_states"])


@cache
def _codes() -> frozenset[str]:
    return frozenset(_alpha3().values())


@cache
def _alpha3() -> dict[str, str]:
    from babel.core import get_global

    listed = get_global("territory_aliases").items()
    return {long: short[0] for long, short in listed if len(long) == 3 and long.isalpha() and len(short[0]) == 2}


@cache
def _names() -> dict[tuple[str, ...], str]:
    from babel import Locale

    found: dict[tuple[str, ...], str] = {}
    for code, names in read_yaml(LANGUAGES / "places.yaml")["countries"].items():
        for name in names:
            found.setdefault(words(str(name)), str(code))
    for more, code in (("Czech Republic", "CZ"), ("Macedonia", "MK"), ("Ivory Coast", "CI")):
        found.setdefault(words(more), code)
    for language in ("en", "de", "fr"):
        for code, name in Locale(language).territories.items():
            if code in _codes():
                found.setdefault(words(name), code)
    return found


@cache
def _exchanges(kind: str) -> dict[str, str]:
    """How Google (`google`), Yahoo (`yahoo`) or people (`names`) call exchanges, with their ISO 10383 codes."""
    rows = sources()["exchanges"].items()
    return {str(name).casefold(): str(code) for code, row in rows for name in row.get(kind, ())}


def exchange(text: str) -> str:
    """The ISO 10383 code of an exchange by its name, code or Wikidata item; "" when unknown."""
    plain = text.strip()
    if item := qid(plain):
        return str(sources()["wikidata"]["exchanges"].get(item, ""))
    if plain.upper() in sources()["exchanges"]:
        return plain.upper()
    return _exchanges("names").get(plain.casefold(), "") or _exchanges("google").get(plain.casefold(), "")


def tickers(symbol: str, market: str = "") -> list[tuple[str, str]]:
    """The identifiers of a symbol: with its exchange as `ticker` when that is known, and alone as `tickerSymbol`.

    The exchange is `market`, or in the symbol as Google ("FRA:SAP"), Yahoo ("SAP.DE") and ISO ("XETR:SAP") write it.
    """
    plain = symbol.strip().upper()
    code = exchange(market) if market else ""
    before, colon, after = plain.rpartition(":")
    if colon:
        plain, code = after.strip(), code or exchange(before)
    dotted, dot, suffix = plain.rpartition(".")
    if dot and (found := _exchanges("yahoo").get(f".{suffix}".casefold())) and code in ("", found):
        plain, code = dotted, found
    if not plain:
        return []
    return [("tickerSymbol", plain), *([("ticker", f"{code}:{plain}")] if code else [])]


def unique(values: Iterable[str], but: str = "") -> tuple[str, ...]:
    """The values in order, each once, without empty ones and without `but`."""
    return tuple(dict.fromkeys(v for value in values if (v := " ".join(value.split())) and v != but))
