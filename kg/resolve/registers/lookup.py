"""Entries found by identifier and by name."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio, token_sort_ratio

from kg.resolve.registers.entry import ORGANIZATIONS, Entry
from kg.resolve.registers.keys import NameKeys, digest, fold, name_keys
from kg.resolve.registers.postings import LONGEST
from kg.resolve.registers.prepare import identity_key

WHOLE, CORE, ACRONYM, TOKENS, FRAME, PREFIX = 3000.0, 1000.0, 120.0, 100.0, 16.0, 8.0
"""What a shared key counts before the names themselves are compared; tokens share theirs by how rare they are."""

_RUN, _MOST = 40, 400
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Table:
    number: int
    name: str
    entries: int
    relations: int


class Lookup:
    """Reads from the tables of all registers of a file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: list[_Table] | None = None
        self._version = -1

    def refresh(self) -> None:
        """Take notice of registers that this or another process has added or removed; call before each question."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._known, self._version = None, version

    def forget(self) -> None:
        """Read the list of registers again, which this process has changed."""
        self._known = None

    def get(self, id: str) -> Entry | None:
        """The entry of an id, joined over the registers."""
        found = [e for e in self._with_identity(id) if e.id == id]
        return self._complete(_joined(found)) if found else None

    def by_identifier(self, scheme: str, value: str) -> list[Entry]:
        """The entries with an identifier, by id."""
        wanted = (scheme, value.casefold())
        found = self._with_identity(f"{scheme}:{value}")
        held = [e for e in found if wanted in {(s, v.casefold()) for s, v in e.identifiers}]
        return [e for id in sorted({e.id for e in held}) if (e := self.get(id))]

    def parents(self, id: str) -> tuple[str, ...]:
        """Parents by the relations alone, sorted."""
        found: set[str] = set()
        for table in self._tables():
            if table.relations:
                rows = self._connection.execute(f"SELECT parent FROM owner{table.number} WHERE child = ?", (id,))
                found.update(parent for (parent,) in rows)
        return tuple(sorted(found))

    def children(self, id: str) -> int:
        """How many entries have this one as a parent, by the relations."""
        return sum(
            self._connection.execute(f"SELECT COUNT(*) FROM owner{t.number} WHERE parent = ?", (id,)).fetchone()[0]
            for t in self._tables()
            if t.relations
        )

    def candidates(self, name: str, type: str | None, limit: int) -> list[Entry]:
        """See `Register.candidates`."""
        keys = name_keys(name)
        if keys is None or limit < 1:
            return []
        wanted = ORGANIZATIONS if type in ORGANIZATIONS else {type}
        found: dict[str, list[tuple[float, Entry]]] = {}
        for run in self._scored(keys, _MOST if type is None else LONGEST):
            for (score, _), entry in zip(run, self._entries([place for _, place in run]), strict=True):
                if type is None or entry.type in wanted:
                    found.setdefault(entry.id, []).append((score, entry))
            if len(found) >= limit:
                break
        joined = [(max(score for score, _ in same), _joined([e for _, e in same])) for same in found.values()]
        ranked = [(score, self._ranked(entry)) for score, entry in joined]
        best = sorted(ranked, key=lambda pair: _order(keys, *pair))[:limit]
        return [self._with_parents(entry) for _, entry in best]

    def _scored(self, keys: NameKeys, most: int) -> Iterator[list[tuple[float, _Place]]]:
        """Runs of entries that share a key with their scores, best first; about `most` of each register."""
        found: list[tuple[float, int, int]] = []
        for table in self._tables():
            if lists := self._lists(table, keys):
                places = np.concatenate([places for _, places in lists])
                weights = np.concatenate([w - np.arange(len(p)) * 1e-4 for w, p in lists])
                unique, inverse = np.unique(places, return_inverse=True)
                sums = np.bincount(inverse, weights=weights)
                if len(sums) > most:
                    kept = sums >= np.partition(sums, -most)[-most]
                    unique, sums = unique[kept], sums[kept]
                best = np.argsort(-sums, kind="stable")
                found += zip((-sums[best]).tolist(), repeat(table.number), unique[best].tolist(), strict=False)
        found.sort()
        for start in range(0, len(found), _RUN):
            yield [(-score, (number, place)) for score, number, place in found[start : start + _RUN]]

    def _lists(self, table: _Table, keys: NameKeys) -> list[tuple[float, NDArray[np.uint32]]]:
        """The weight and the entries of each key of a name."""
        wanted = {digest("x" + keys.whole): WHOLE, digest("k" + keys.core): CORE}
        wanted |= {digest(kind + keys.meaning): CORE for kind in "km"}
        if len(keys.tokens) == 1 and len(keys.core) < 9:
            wanted[digest("a" + keys.core)] = ACRONYM
        if len(keys.acronym) > 2:
            wanted[digest("k" + keys.acronym)] = ACRONYM
        if keys.prefix:
            wanted[digest("p" + keys.prefix)] = PREFIX
        if keys.frame:
            wanted[digest("f" + keys.frame)] = FRAME
        tokens = {digest("t" + token) for token in keys.tokens}
        rows = self._rows(table, [*wanted, *tokens])
        rarity = {key: log(1 + table.entries / size) for key, size, _ in rows if key in tokens}
        total = sum(rarity.values()) + (len(tokens) - len(rarity)) * log(1 + table.entries)
        return [
            (wanted.get(key, 0.0) or TOKENS * rarity[key] / total, np.frombuffer(places, dtype="<u4"))
            for key, _, places in rows
        ]

    def _with_identity(self, text: str) -> list[Entry]:
        found: list[_Place] = []
        for table in self._tables():
            for _, _, places in self._rows(table, [identity_key(text)]):
                found += [(table.number, place) for place in np.frombuffer(places, dtype="<u4").tolist()]
        return list(self._entries(found))

    def _rows(self, table: _Table, keys: list[int]) -> list[tuple[int, int, bytes]]:
        marks = ",".join("?" * len(keys))
        sql = f"SELECT key, size, places FROM key{table.number} WHERE key IN ({marks}) ORDER BY key"
        return self._connection.execute(sql, keys).fetchall()

    def _entries(self, places: Sequence[_Place]) -> list[Entry]:
        """The entries of some places, in their order."""
        found: dict[_Place, Entry] = {}
        for table in self._tables():
            own = [place for number, place in places if number == table.number]
            marks = ",".join("?" * len(own))
            sql = f"SELECT place, data FROM entry{table.number} WHERE place IN ({marks})"
            for place, data in self._connection.execute(sql, own) if own else ():
                found[table.number, place] = Entry.from_json(data, table.name)
        return [found[place] for place in places]

    def _complete(self, entry: Entry) -> Entry:
        return self._with_parents(self._ranked(entry))

    def _ranked(self, entry: Entry) -> Entry:
        children = 0 if entry.rank else self.children(entry.id)
        return replace(entry, rank=float(children)) if children else entry

    def _with_parents(self, entry: Entry) -> Entry:
        parents = self.parents(entry.id)
        return replace(entry, parents=tuple(sorted({*entry.parents, *parents}))) if parents else entry

    def _tables(self) -> list[_Table]:
        if self._known is None:
            rows = self._connection.execute("SELECT number, name, entries, relations FROM register ORDER BY name")
            self._known = [_Table(*row) for row in rows]
        return self._known


def _joined(same: list[Entry]) -> Entry:
    """Entries of one id as one."""
    same = sorted(same, key=lambda e: e.source)
    first = same[0]
    if len(same) == 1:
        return first
    names = dict.fromkeys(name for e in same for name in e.names)
    return replace(
        first,
        aliases=tuple(n for n in names if n != first.name),
        country=next((e.country for e in same if e.country), ""),
        city=next((e.city for e in same if e.city), ""),
        sector=next((e.sector for e in same if e.sector), ""),
        identifiers=tuple(sorted({i for e in same for i in e.identifiers})),
        parents=tuple(sorted({p for e in same for p in e.parents})),
        rank=max(e.rank for e in same),
        websites=tuple(dict.fromkeys(w for e in same for w in e.websites)),
        people=tuple(dict.fromkeys(p for e in same for p in e.people)),
        products=tuple(dict.fromkeys(p for e in same for p in e.products)),
    )


def _order(keys: NameKeys, score: float, entry: Entry) -> tuple[object, ...]:
    """What a candidate is sorted by: how its best name agrees, then its rank, then the shortest name."""
    names = [" ".join(fold(name)) for name in entry.names]
    if keys.whole in names:
        agreement = 0.0
    elif score > CORE / 2:
        agreement = 1.0
    else:
        agreement = 1000.0 - round(score + max(_likeness(keys.whole, name) for name in names))
    return agreement, -entry.rank, len(entry.name), entry.id


def _likeness(whole: str, name: str) -> float:
    """0 to 100: how alike two folded names are, as wholes or as far as the shorter goes."""
    start = " ".join(name.split()[: whole.count(" ") + 1])
    return float(max(token_sort_ratio(whole, name), ratio(whole, start) - 5))
