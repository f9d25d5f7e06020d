"""The ledger: persons' judgements as a log to which rows are only added, and which of them hold."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, get_args

from kg.errors import InputError
from kg.model.identity import Judge, Judgement, Verdict

FIELDS = ("a", "b", "verdict", "by", "judge", "score", "features", "date", "note")
_FORGET = "forget"


class Ledger:
    """The tables `log` and `effective`: of each pair the latest row of the log holds, none when that one forgets."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, found: Judgement) -> None:
        """Write a person's judgement down; InputError when it is a rule's or names one entity twice."""
        checked(found)
        row = self._log(found.a, found.b, found.verdict, found)
        query = "INSERT INTO effective (a, b, log) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET log = excluded.log"
        self._db.execute(query, (found.a, found.b, row))

    def forget(self, a: str, b: str) -> bool:
        """Take the judgement on a pair back; False when there is none."""
        pair = (min(a, b), max(a, b))
        if not self._db.execute("SELECT 1 FROM effective WHERE a = ? AND b = ?", pair).fetchone():
            return False
        self._log(*pair, _FORGET, Judgement(*pair, "unsure", "person", ""))
        self._db.execute("DELETE FROM effective WHERE a = ? AND b = ?", pair)
        return True

    def _log(self, a: str, b: str, verdict: str, found: Judgement) -> int:
        query = "INSERT INTO log (a, b, verdict, judge, score, features, date, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        features = json.dumps(found.features, ensure_ascii=False)
        row = (a, b, verdict, found.judge, found.score, features, found.date, found.note)
        return int(self._db.execute(query, row).lastrowid or 0)

    def bind(self) -> None:
        """Find the groups that all judgements are about now; none for what is in no document."""
        group = "coalesce((SELECT id FROM name_group WHERE iri = {0}), (SELECT name_group FROM source WHERE iri = {0}))"
        self._db.execute(f"UPDATE effective SET group_a = {group.format('a')}, group_b = {group.format('b')}")

    def all(self) -> Iterator[Judgement]:
        """The judgements that hold, sorted by their pairs."""
        yield from self._select("1 ORDER BY e.a, e.b")

    def of_group(self, group: int) -> list[Judgement]:
        """The judgements that hold on a group or a source of it."""
        return list(self._select("e.group_a = :g OR e.group_b = :g ORDER BY e.a, e.b", {"g": group}))

    def groups_beside(self, group: int) -> set[int]:
        """The groups that judgements name together with this one."""
        query = (
            "SELECT group_b FROM effective WHERE group_a = :g AND group_b IS NOT NULL"
            " UNION SELECT group_a FROM effective WHERE group_b = :g AND group_a IS NOT NULL"
        )
        return {id_ for (id_,) in self._db.execute(query, {"g": group})}

    def get(self, a: str, b: str) -> Judgement | None:
        """The judgement that holds on a pair, in either order."""
        query = "e.a = ? AND e.b = ?"
        return next(iter(self._select(query, (min(a, b), max(a, b)))), None)

    def _select(self, where: str, values: Any = ()) -> Iterator[Judgement]:
        query = (
            "SELECT e.a, e.b, l.verdict, l.judge, l.score, l.features, l.date, l.note"
            f" FROM effective e JOIN log l ON l.id = e.log WHERE {where}"
        )
        for a, b, verdict, judge, score, features, date, note in self._db.execute(query, values).fetchall():
            yield Judgement(a, b, verdict, "person", judge, score, tuple(json.loads(features)), date, note)


def checked(found: Judgement) -> Judgement:
    """The judgement when a ledger can take it, else InputError."""
    if found.by != "person":
        raise InputError(f"the ledger takes judgements of persons, not of a {found.by}: rules judge anew each time")
    if not found.a < found.b:
        raise InputError(f"a judgement needs two different entities in order, not {found.a!r} and {found.b!r}")
    if found.verdict not in get_args(Verdict):
        raise InputError(f"verdict {found.verdict!r} is unknown: give {', '.join(get_args(Verdict))}")
    return found


def write(judgements: Iterable[Judgement], out: TextIO) -> None:
    """One JSON object a line, with all `FIELDS`; the same judgements give the same bytes."""
    for found in judgements:
        row = {name: getattr(found, name) for name in FIELDS}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(lines: Iterable[str]) -> Iterator[Judgement]:
    """The judgements of JSON Lines; empty lines are skipped. InputError names the line that is wrong."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _judgement(json.loads(line))
        except (ValueError, TypeError, InputError) as error:
            raise InputError(f"judgements, line {number}: {error}") from error


def _judgement(row: object) -> Judgement:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object: one judgement a line")
    if unknown := sorted(row.keys() - set(FIELDS)):
        raise ValueError(f"unknown field {unknown[0]!r}: fields are {', '.join(FIELDS)}")
    for name in ("a", "b", "verdict", "by"):
        if not isinstance(row.get(name), str) or not row[name]:
            raise ValueError(f"{name!r} is missing or no text")
    for name in ("judge", "date", "note"):
        if not isinstance(row.get(name, ""), str):
            raise ValueError(f"{name!r} is no text")
    if row["verdict"] not in get_args(Verdict) or row["by"] not in get_args(Judge):
        raise ValueError(f"verdict {row['verdict']!r} by {row['by']!r} is unknown")
    score, features = row.get("score"), row.get("features", [])
    if isinstance(score, bool) or not (score is None or (isinstance(score, int | float) and 0 <= score <= 1)):
        raise ValueError("'score' is no number from 0 to 1")
    if not isinstance(features, list) or not all(isinstance(f, str) for f in features):
        raise ValueError("'features' is no list of texts")
    texts = {name: row.get(name, "") for name in ("date", "note")}
    pair = (row["a"], row["b"], row["verdict"], row["by"], row.get("judge", ""))
    return Judgement.of(*pair, score=score, features=tuple(features), **texts)
