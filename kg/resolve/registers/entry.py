"""One row of a company register, in the shape that all registers share."""

import json
import re
from dataclasses import dataclass, fields
from typing import Any, Self

ORGANIZATIONS = frozenset({"Company", "Organization", "Exchange"})
"""Types that registers do not tell apart reliably: a search for one of them finds all."""

_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*\S)\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of a register.

    `id` is "lei:<LEI>", "wikidata:<QID>", "isin:<ISIN>" or "<register>:<row id>". `type` is the local name of an entity
    class. `country` is ISO 3166-1 alpha-2, "" when unknown. `identifiers` are sorted (scheme, value) pairs; a scheme is
    a property of the ontology (lei, isin, tickerSymbol, wikidata) or `ticker`, a symbol with its exchange as
    "<ISO 10383 code>:<symbol>". `parents` are the ids of direct and ultimate parents, `source` is the register's name,
    `rank` a number for prominence, 0 when unknown. `people` and `products` are names.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    type: str = "Company"
    country: str = ""
    city: str = ""
    sector: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    parents: tuple[str, ...] = ()
    source: str = ""
    rank: float = 0.0
    websites: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name without the words in brackets by which an encyclopedia tells it from its namesakes: "Nordwind" for
        "Nordwind (shipping company)", but "Nordwind (Class A)". The last of such words is in small letters.
        """
        found = _BRACKETS.fullmatch(self.name)
        return found[1] if found and found[2].split()[-1].islower() else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    def to_json(self) -> str:
        """The fields in order as a JSON list, without empty ones at the end and without `source`."""
        row: list[Any] = [getattr(self, name) for name in _STORED]
        while not row[-1]:
            row.pop()
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, source: str) -> Self:
        """What `to_json` wrote, as an entry of the register `source`."""
        row = [_frozen(value) if type(value) is list else value for value in json.loads(text)]
        return cls(source=source, **dict(zip(_STORED, row, strict=False)))


_STORED = tuple(field.name for field in fields(Entry) if field.name != "source")


def _frozen(value: Any) -> Any:
    return tuple([_frozen(item) for item in value]) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Relation:
    """That `parent` owns or controls `child`; both are ids of entries, of this register or another."""

    child: str
    parent: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import brought; `replaced` when the register was there before."""

    entries: int
    relations: int
    replaced: bool


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """One imported register; `version` is a hash of the file or the version of the package it came from, `outdated`
    that its names were indexed by other rules than this version's (see `Register.refresh`).
    """

    name: str
    entries: int
    relations: int
    version: str
    outdated: bool = False
