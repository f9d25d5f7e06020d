"""The pairs of groups that share a blocking key: which are to be compared again, and what comes out."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from kg.resolve.identity.blocks import CAP, Key, keys
from kg.resolve.identity.features import DIFFERENT, SAME
from kg.resolve.identity.profile import Profile, profile
from kg.resolve.identity.registered import disjoint
from kg.resolve.identity.score import Pair, compare, verdicts

_KEPT = 100_000
"""As many profiles are kept in memory."""

_CONTEXT = 200
"""The contexts of so many sources of a group, by IRI, are looked at."""

_FEW = 3
"""A change of a block of so few groups changes who is the only one with a word."""


class Pairs:
    """The tables `block` and `pair`, kept a function of the profiles of all groups."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._profiles: dict[int, Profile | None] = {}

    def profile(self, group: int) -> Profile | None:
        """The profile of a group; None when it has no sources."""
        if group not in self._profiles:
            if len(self._profiles) >= _KEPT:
                self._profiles.clear()
            self._profiles[group] = self._read(group)
        return self._profiles[group]

    def forget(self) -> None:
        """Nothing read so far holds any longer."""
        self._profiles.clear()

    def _read(self, group: int) -> Profile | None:
        query = "SELECT iri, sources FROM name_group WHERE id = ? AND sources > 0"
        found = self._db.execute(query, (group,)).fetchone()
        if not found:
            return None
        rows = self._db.execute("SELECT kind, value, part, n FROM profile WHERE name_group = ?", (group,))
        iri, sources = found
        return profile(group, iri, sources, rows)

    def update(self, touched: Iterable[int]) -> set[int]:
        """Compare the touched groups again; returns the groups of which a pair may have changed."""
        touched = set(touched)
        dirty = touched | self._block(touched)
        affected = set(dirty)
        for group in sorted(dirty):
            query = "SELECT a FROM pair WHERE b = :g UNION SELECT b FROM pair WHERE a = :g"
            affected.update(id_ for (id_,) in self._db.execute(query, {"g": group}))
        self._db.executemany("DELETE FROM pair WHERE a = :g OR b = :g", ({"g": g} for g in dirty))
        for group in sorted(dirty):
            found = [pair for other in self._candidates(group, dirty) if (pair := self._compare(group, other))]
            affected.update(pair.a for pair in found)
            affected.update(pair.b for pair in found)
            self._write(found)
        self._decide(affected)
        return affected

    def _block(self, touched: set[int]) -> set[int]:
        """Write the keys of touched groups; the members of blocks that changed how they count."""
        changes: dict[str, int] = {}
        for group in sorted(touched):
            old: set[Key] = set(self._db.execute("SELECT key, side FROM block WHERE name_group = ?", (group,)))
            found = self.profile(group)
            new = keys(found) if found else frozenset()
            gone, come = old - new, new - old
            query = "DELETE FROM block WHERE key = ? AND side = ? AND name_group = ?"
            self._db.executemany(query, ((*key, group) for key in gone))
            self._db.executemany("INSERT INTO block VALUES (?, ?, ?)", ((*key, group) for key in come))
            for key, _ in gone:
                changes[key] = changes.get(key, 0) - 1
            for key, _ in come:
                changes[key] = changes.get(key, 0) + 1
        dirty: set[int] = set()
        for key, change in changes.items():
            query = "SELECT name_group FROM block WHERE key = ? LIMIT ?"
            size = self._size(key, CAP + max(change, 0) + 1)
            before = size - change
            if min(size, before) <= _FEW or (size > CAP) != (before > CAP):
                rows = self._db.execute(query, (key, CAP + max(change, 0) + 1))
                dirty.update(id_ for (id_,) in rows)
        return dirty

    def _size(self, key: str, most: int) -> int:
        query = "SELECT count(*) FROM (SELECT 1 FROM block WHERE key = ? LIMIT ?)"
        return int(self._db.execute(query, (key, most)).fetchone()[0])

    def _candidates(self, group: int, dirty: set[int]) -> Iterator[int]:
        """Groups to compare with one; of two dirty groups, the later finds the pair."""
        found: set[int] = set()
        query = "SELECT side, name_group FROM block WHERE key = ? LIMIT ?"
        for key, side in self._db.execute("SELECT key, side FROM block WHERE name_group = ?", (group,)).fetchall():
            members = self._db.execute(query, (key, CAP + 1)).fetchall()
            if len(members) <= CAP:
                found.update(id_ for other, id_ in members if not side or side != other)
        found.discard(group)
        return (id_ for id_ in sorted(found) if id_ < group or id_ not in dirty)

    def _compare(self, a: int, b: int) -> Pair | None:
        left, right = self.profile(a), self.profile(b)
        if left is None or right is None or disjoint(left.identifiers, right.identifiers):
            return None
        return compare(left, right, self._context, lambda: self._sole(left, right))

    def _sole(self, a: Profile, b: Profile) -> bool:
        """Whether these two alone have some word, of all groups."""
        shared = {key for key, _ in keys(a)} & {key for key, _ in keys(b)}
        told = [key for key in shared if key.split(" ", 2)[1] in ("word", "general")]
        return any(self._size(key, _FEW) == _FEW - 1 for key in told)

    def _context(self, group: Profile) -> frozenset[str]:
        query = "SELECT context FROM source WHERE name_group = ? AND context IS NOT NULL ORDER BY iri LIMIT ?"
        rows = self._db.execute(query, (group.id, _CONTEXT))
        return frozenset(name for (text,) in rows for name in json.loads(text)) - set(group.names)

    def _write(self, found: Iterable[Pair]) -> None:
        self._db.executemany(
            "INSERT INTO pair (a, b, score, short, fits, taught, features) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    min(p.a, p.b),
                    max(p.a, p.b),
                    p.score,
                    p.short,
                    p.fits,
                    p.taught,
                    json.dumps(p.features, ensure_ascii=False),
                )
                for p in found
            ),
        )

    def of(self, group: int) -> list[Pair]:
        """All stored pairs of a group."""
        query = "SELECT a, b, score, short, fits, taught, features FROM pair WHERE {} = ?"
        rows = [row for side in "ab" for row in self._db.execute(query.format(side), (group,))]
        return [
            Pair(a, b, score, short, bool(fits), taught, tuple(json.loads(f)))
            for a, b, score, short, fits, taught, f in rows
        ]

    def _decide(self, affected: set[int]) -> None:
        """The verdicts of all pairs of the affected groups, with what else a short form fits."""
        decided: dict[tuple[int, int], str] = {}
        shorts: set[int] = set()
        for group in affected:
            for pair in self.of(group):
                decided.setdefault((pair.a, pair.b), _verdict(pair.score))
                if pair.short is not None:
                    shorts.add(pair.short)
        for short in sorted(shorts):
            decided |= verdicts(short, self.of(short), self._like)
        query = "UPDATE pair SET verdict = ? WHERE a = ? AND b = ? AND verdict <> ?"
        self._db.executemany(query, ((verdict, *pair, verdict) for pair, verdict in decided.items()))

    def _like(self, a: int, b: int) -> bool:
        query = "SELECT score FROM pair WHERE a = ? AND b = ?"
        found = self._db.execute(query, (min(a, b), max(a, b))).fetchone()
        return found is not None and found[0] >= SAME


def _verdict(score: float) -> str:
    return "same" if score >= SAME else "unsure" if score > DIFFERENT else "different"
