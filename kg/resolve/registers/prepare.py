"""Entries made ready for the register file: their rows and their keys, on several processes for large imports."""

import multiprocessing
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import NamedTuple

from kg.resolve.registers.entry import Entry
from kg.resolve.registers.keys import digest, name_keys

CHUNK = 4000
WORKERS = 2


class Prepared(NamedTuple):
    """A run of entries: JSON `rows`, all keys (int64), how many keys each entry has (uint32), ranks (float32)."""

    rows: list[str]
    keys: bytes
    sizes: bytes
    ranks: bytes


def prepare(entries: Sequence[Entry]) -> Prepared:
    """Rows and keys of some entries."""
    keys, sizes, ranks = array("q"), array("I"), array("f")
    rows = []
    for entry in entries:
        rows.append(entry.to_json())
        found = {identity_key(entry.id), *(identity_key(f"{scheme}:{value}") for scheme, value in entry.identifiers)}
        for name in entry.names:
            if made := name_keys(name):
                found.update(map(digest, made.indexed()))
        keys.extend(sorted(found))
        sizes.append(len(found))
        ranks.append(entry.rank)
    return Prepared(rows, keys.tobytes(), sizes.tobytes(), ranks.tobytes())


def identity_key(text: str) -> int:
    """The key of an id or of "<scheme>:<value>"; letter case of the value does not matter."""
    return digest("i" + text.casefold())


def prepared(entries: Iterable[Entry]) -> Iterator[Prepared]:
    """All entries in their order, run by run; more than two runs are worked on by `WORKERS` processes."""
    source = iter(entries)
    runs = iter(lambda: list(islice(source, CHUNK)), [])
    start = list(islice(runs, 3))
    if len(start) < 3:
        yield from map(prepare, start)
        return
    with ProcessPoolExecutor(WORKERS, mp_context=_context()) as pool:
        waiting: deque[Future[Prepared]] = deque()
        try:
            for run in chain(start, runs):
                waiting.append(pool.submit(prepare, run))
                if len(waiting) > 2 * WORKERS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _context() -> multiprocessing.context.BaseContext:
    """Forked processes where there are any: they need no `if __name__ == "__main__"` in scripts."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
