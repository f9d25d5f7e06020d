"""The index of one register while it is built: (key, entry) pairs, sorted outside of memory."""

import tempfile
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

LONGEST = 4096
"""How many entries one key lists: those of the highest rank, then in file order."""

_PARTS = 16
_PAIR = np.dtype([("key", "<i8"), ("entry", "<u4")])


class Postings:
    """Collects pairs in `_PARTS` temporary files by the first bits of the key, and gives them back grouped.

    Memory: 4 bytes per entry for its rank, and one part at a time.
    """

    def __init__(self) -> None:
        self._parts: list[IO[bytes]] = []
        self._ranks = array("f")

    def __enter__(self) -> Self:
        self._parts = [tempfile.TemporaryFile() for _ in range(_PARTS)]  # noqa: SIM115 (closed in __exit__)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for part in self._parts:
            part.close()

    def add(self, keys: bytes, sizes: bytes, ranks: bytes) -> None:
        """Take a run of entries: all their keys (int64), how many each has (uint32), their ranks (float32)."""
        first = len(self._ranks)
        self._ranks.frombytes(ranks)
        counts = np.frombuffer(sizes, dtype="<u4")
        pairs = np.empty(len(keys) // 8, dtype=_PAIR)
        pairs["key"] = np.frombuffer(keys, dtype="<i8")
        pairs["entry"] = np.repeat(np.arange(first, first + len(counts), dtype="<u4"), counts)
        part = (pairs["key"] >> 60) + _PARTS // 2
        ordered = pairs[np.argsort(part, kind="stable")]
        ends = np.cumsum(np.bincount(part, minlength=_PARTS))
        for file, start, end in zip(self._parts, [0, *ends[:-1]], ends, strict=True):
            file.write(ordered[start:end].tobytes())

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """Every key in ascending order, the number of its entries, and up to `LONGEST` of them (uint32), best first."""
        ranks = np.frombuffer(self._ranks, dtype="f4")
        for file in self._parts:
            file.seek(0)
            pairs = np.frombuffer(file.read(), dtype=_PAIR)
            yield from _grouped(pairs, ranks)


def _grouped(pairs: "np.ndarray[Any, Any]", ranks: "np.ndarray[Any, Any]") -> Iterator[tuple[int, int, bytes]]:
    if not len(pairs):
        return
    order = np.lexsort((pairs["entry"], -ranks[pairs["entry"]], pairs["key"]))
    keys, entries = pairs["key"][order], pairs["entry"][order]
    keep = np.ones(len(keys), dtype=bool)
    keep[1:] = (keys[1:] != keys[:-1]) | (entries[1:] != entries[:-1])
    keys, entries = keys[keep], entries[keep]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    ends = [*starts[1:].tolist(), len(keys)]
    data = entries.tobytes()
    for key, start, end in zip(keys[starts].tolist(), starts.tolist(), ends, strict=True):
        yield key, end - start, data[4 * start : 4 * min(end, start + LONGEST)]
