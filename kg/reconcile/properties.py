"""The properties of a register's entry that the service gives, and compares where a query names them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.resolve.linking.vocabulary import country_code, folded
from kg.resolve.registers.entry import Entry

Values = Callable[[Entry], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Property:
    """`weight` is what agreement adds to the log-odds and `against` what disagreement takes; 0 where it says nothing.

    `entities` when the values are ids of other entries.
    """

    id: str
    name: str
    values: Values
    weight: float = 0.0
    against: float = 0.0
    entities: bool = False

    def agrees(self, entry: Entry, asked: tuple[str, ...]) -> bool | None:
        """Whether one of the values asked for is the entry's; None where the entry has none."""
        have = {self.key(value) for value in self.values(entry)}
        return any(self.key(value) in have for value in asked) if have else None

    def key(self, value: str) -> str:
        """A value in the form that is compared."""
        return country_code(value) or folded(value) if self.id == "country" else folded(value).replace(" ", "")


def _scheme(*schemes: str) -> Values:
    def values(entry: Entry) -> tuple[str, ...]:
        return tuple(value for scheme, value in entry.identifiers if scheme in schemes)

    return values


def _tickers(entry: Entry) -> tuple[str, ...]:
    """Symbols with and without their exchange."""
    found = _scheme("ticker", "tickerSymbol")(entry)
    return tuple(dict.fromkeys([*found, *(v.partition(":")[2] for v in found if ":" in v)]))


PROPERTIES: Mapping[str, Property] = {
    p.id: p
    for p in (
        Property("lei", "LEI", _scheme("lei"), 9.0, -9.0),
        Property("isin", "ISIN", _scheme("isin"), 9.0, -4.0),
        Property("ticker", "ticker symbol", _tickers, 5.0, -2.0),
        Property("wikidata", "Wikidata item", _scheme("wikidata"), 9.0, -9.0),
        Property("country", "country (ISO 3166-1)", lambda e: (e.country,) if e.country else (), 1.2, -2.8),
        Property("city", "city", lambda e: (e.city,) if e.city else (), 1.5, -0.5),
        Property("sector", "line of business", lambda e: (e.sector,) if e.sector else (), 0.5),
        Property("website", "website", lambda e: e.websites, 3.0),
        Property("parents", "parents", lambda e: e.parents, 1.2, entities=True),
    )
}
