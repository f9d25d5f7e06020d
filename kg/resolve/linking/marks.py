"""Identifiers in a text: ISIN, LEI, WKN and ticker symbols, those with check digits only when these hold."""

import re
from collections.abc import Iterable
from functools import cache

from kg.resolve.linking.vocabulary import folded, markets, schemes

Mark = tuple[str, str]
"""A scheme (isin, lei, wkn, ticker) and a value; a ticker's is "HK:9988", with the country of its exchange or none."""

_ISIN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[A-Z0-9]{9}\d(?![A-Z0-9])")
_LEI = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{18}\d{2}(?![A-Z0-9])")
_MARKED = re.compile(
    r"(?<![\w.])(?P<market>[A-Za-z][A-Za-z ]{0,16}?)\s?:\s?(?P<symbol>[A-Z0-9][A-Z0-9.\-/]{0,11})(?![\w])"
)
_SUFFIXED = re.compile(r"(?<![\w.:])(?P<symbol>[A-Z0-9][A-Z0-9\-]{0,9})[. ](?P<market>[A-Z]{1,3})(?![\w.])")
_WKN = re.compile(r"[A-Z0-9]{6}")
_BARE = re.compile(r"[A-Z]{2,6}")
_INSIDE = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")


def in_text(text: str) -> frozenset[Mark]:
    """All identifiers of a text; ticker symbols only where an exchange is named with them."""
    found: set[Mark] = {("isin", m.group()) for m in _ISIN.finditer(text) if is_isin(m.group())}
    found |= {("lei", m.group()) for m in _LEI.finditer(text) if is_lei(m.group())}
    for inside in [m.group(1) for m in _INSIDE.finditer(text)]:
        found |= set(_tickers(inside))
    found |= {mark for m in _labelled().finditer(text) for mark in _of_label(m.group(1), m.group(2))}
    return frozenset(found)


def in_brackets(text: str) -> frozenset[Mark]:
    """The identifiers of a bracket right behind a name, symbols without an exchange ("(SAP)") included."""
    found = set(in_text(f"({text})"))
    if not found and _BARE.fullmatch(text.strip()):
        found.add(("ticker", f":{text.strip()}"))
    return frozenset(found)


@cache
def _labelled() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(w) for w in schemes()), key=len, reverse=True))
    return re.compile(rf"\b({words})\b\s?[:=]?\s?([A-Z0-9][A-Z0-9.\-]{{1,19}})", re.IGNORECASE)


def _of_label(label: str, value: str) -> Iterable[Mark]:
    scheme = schemes()[folded(label)]
    if scheme == "wkn" and _WKN.fullmatch(value):
        yield "wkn", value
    elif scheme == "ticker" and value.isupper():
        yield "ticker", symbol(value)


def _tickers(inside: str) -> Iterable[Mark]:
    for pattern in (_MARKED, _SUFFIXED):
        for m in pattern.finditer(inside):
            if country := markets().get(folded(m["market"])):
                yield "ticker", f"{country}:{_plain(m['symbol'])}"


def symbol(written: str) -> str:
    """A ticker symbol in one form: "HKG:9988", "9988.HK" and "HK: 09988" are "HK:9988"; ":BABA" without an exchange."""
    front, colon, rest = written.strip().partition(":")
    if colon:
        return f"{markets().get(folded(front), '')}:{_plain(rest.strip())}"
    stem, dot, mark = written.strip().rpartition(".")
    if dot and (country := markets().get(folded(mark))):
        return f"{country}:{_plain(stem)}"
    return f":{_plain(written.strip())}"


def _plain(value: str) -> str:
    bare = value.strip().upper().rstrip(".,-/")
    if (country := bare.rpartition(".")[2]) != bare and folded(country) in markets():
        bare = bare.rpartition(".")[0]
    return bare.lstrip("0") if bare.isdigit() else bare


def of_entry(identifiers: Iterable[tuple[str, str]]) -> frozenset[Mark]:
    """A register entry's identifiers in the same forms; the German securities number follows from the ISIN.

    A symbol without exchange counts where the entry has none with one.
    """
    found: set[Mark] = set()
    given = list(identifiers)
    traded = any(scheme == "ticker" for scheme, _ in given)
    for scheme, value in given:
        kind = scheme.casefold()
        if traded and kind == "tickersymbol":
            continue
        if kind in ("isin", "lei", "wkn"):
            found.add((kind, value.upper()))
        elif kind.startswith("ticker"):
            found.add(("ticker", symbol(value)))
        if kind == "isin" and value.startswith("DE000"):
            found.add(("wkn", value[5:11]))
    return frozenset(found)


def stored(mark: Mark) -> list[tuple[str, str]]:
    """The identifiers under which a register may hold what a text gives: a symbol alone, a German number's ISIN."""
    scheme, value = mark
    if scheme == "ticker":
        return [("tickerSymbol", value.partition(":")[2])]
    if scheme == "wkn":
        return [("isin", code) for digit in range(10) if is_isin(code := f"DE000{value}{digit}")]
    return [mark]


def agree(mark: Mark, marks: Iterable[Mark]) -> bool:
    """Whether one of `marks` is the same; a symbol without an exchange agrees with one on any."""
    scheme, value = mark
    if scheme != "ticker":
        return mark in marks
    market, _, bare = value.partition(":")
    for other_scheme, other in marks:
        other_market, _, other_bare = other.partition(":")
        if other_scheme == "ticker" and bare == other_bare and ("" in (market, other_market) or market == other_market):
            return True
    return False


def is_isin(text: str) -> bool:
    """Whether the check digit of an ISIN holds (ISO 6166)."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}\d", text):
        return False
    digits = "".join(str(int(c, 36)) for c in text)
    total = 0
    for at, c in enumerate(reversed(digits)):
        n = int(c) * (2 if at % 2 else 1)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def is_lei(text: str) -> bool:
    """Whether the check digits of an LEI hold (ISO 17442)."""
    return bool(re.fullmatch(r"[A-Z0-9]{18}\d{2}", text)) and int("".join(str(int(c, 36)) for c in text)) % 97 == 1
