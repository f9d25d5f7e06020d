"""The default store: Oxigraph in this process, in a folder or in memory."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.errors import InputError, StoreError
from kg.store import sparql as text_of
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Change, Triple, View, triple_of, update_text
from kg.store.results import Answer, Graph, Table
from kg.store.worker import OPENING_PAUSE, OPENING_TRIES

_WORKER = Path(__file__).with_name("worker.py")


class Embedded:
    """Quads in an Oxigraph folder, or in memory when `path` is None.

    One process at a time may write; any number may read beside it, each seeing what was there when it opened.
    Updates go through Oxigraph's write-ahead log: a killed process leaves the last whole change.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self._path, self._written = path, False
        self._name = str(path.parent) if path else "memory"
        with self._told("opened"):
            if path is None:
                self._store: ox.Store | None = ox.Store()
            else:
                self._store = _files(path, read_only)

    def query(self, sparql: str, view: View, *, timeout: float | None = None) -> Answer:
        """See `Store.query`. Without a timeout it runs here and cannot be interrupted; with one, in a process.

        Oxigraph's Python interface has no way to stop a query, so a limited one runs in a child process that reads
        the folder (or, for a store in memory, a copy) and is killed when its time is up.
        """
        text_of.check(sparql)
        if timeout is not None:
            return self._limited(sparql, view, timeout)
        default: list[NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        default = None if view.default is None else list(view.default)
        named: list[NamedNode | ox.BlankNode] | None = None if view.named is None else list(view.named)
        try:
            with self._told("read"):
                result = self._open.query(sparql, prefixes=PREFIXES, default_graph=default, named_graphs=named)
                return _answer(result)
        except SyntaxError as error:
            raise text_of.explain(sparql, str(error)) from error
        except ValueError as error:
            raise text_of.explain(sparql, str(error)) from error

    def graph(self, name: NamedNode) -> set[Triple]:
        """See `Store.graph`."""
        with self._told("read"):
            return {triple_of(quad) for quad in self._open.quads_for_pattern(None, None, None, name)}

    def graphs_of(self, triples: Iterable[Triple]) -> dict[Triple, set[str]]:
        """See `Store.graphs_of`. One index look-up a triple."""
        find = self._open.quads_for_pattern
        with self._told("read"):
            return {t: {q.graph_name.value for q in find(*t) if isinstance(q.graph_name, NamedNode)} for t in triples}

    def holding(self, triples: Iterable[Triple], graphs: Sequence[NamedNode]) -> dict[Triple, set[str]]:
        """See `Store.holding`. One index look-up a triple and graph."""
        with self._told("read"):
            return {t: {g.value for g in graphs if ox.Quad(*t, g) in self._open} for t in triples}

    def names(self) -> list[str]:
        """See `Store.names`."""
        with self._told("read"):
            return sorted(name.value for name in self._open.named_graphs())

    def apply(self, change: Change) -> None:
        """See `Store.apply`. One SPARQL update is one transaction of Oxigraph."""
        if change or change.drop:
            with self._told("written"):
                self._open.update(update_text(change))
            self._written = True

    def optimize(self) -> None:
        """Compact the files after many changes; answers stay the same."""
        with self._told("written"):
            self._open.optimize()

    def close(self) -> None:
        """See `Store.close`. Oxigraph closes its files when the last reference goes.

        What was written is flushed first, or every reader would have to replay the log. Nothing is lost when that
        fails (a full disk): the log has it.
        """
        if self._store is not None and self._written:
            with suppress(OSError):
                self._store.flush()
        self._store = None

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self._name}: the graph has been closed")
        return self._store

    def _limited(self, sparql: str, view: View, seconds: float) -> Answer:
        if self._written:  # or the process would have to replay the log
            with self._told("written"):
                self._open.flush()
            self._written = False
        request = {
            "path": str(self._path) if self._path else None,
            "quads": None if self._path else (self._open.dump(format=ox.RdfFormat.N_QUADS) or b"").decode(),
            "sparql": sparql,
            "prefixes": PREFIXES,
            "default": None if view.default is None else [name.value for name in view.default],
            "named": None if view.named is None else [name.value for name in view.named],
        }
        try:
            done = subprocess.run(
                [sys.executable, str(_WORKER)], input=json.dumps(request).encode(), capture_output=True, timeout=seconds
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(f"the query took more than {seconds:g} s and was stopped; narrow it") from error
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise StoreError(f"{self._name}: the query's process ended with code {done.returncode}: {last}")
        kind, _, body = done.stdout.partition(b"\n")
        return self._read(kind.decode(), body, sparql)

    def _read(self, kind: str, body: bytes, sparql: str) -> Answer:
        if kind in ("syntax", "refused"):
            raise text_of.explain(sparql, body.decode())
        if kind == "store":
            raise StoreError(f"{self._name}: the graph could not be read: {body.decode()}")
        if kind == "graph":
            return graph_of(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return _answer(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Oxigraph's errors in our words. SyntaxError and ValueError are the query's and pass."""
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self._name}: {_reason(str(error), what)}") from error
        except RuntimeError as error:
            if "No such file" in str(error):
                raise StoreError(f"{self._name}: another build has changed the files; try again") from error
            if str(error).startswith("Corruption"):
                raise StoreError(f"{self._name}: the store is damaged ({error}); build it again") from error
            if "read-write" in str(error):
                raise StoreError(f"{self._name}: the graph was opened for reading only") from error
            raise InputError(f"the query cannot be answered: {error}") from error


def as_stored(triples: Iterable[ox.Triple]) -> set[Triple]:
    """The triples as Oxigraph gives them back: it keeps the value, not the form, of numbers, and one integer type."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return {triple_of(quad) for quad in store}


def graph_of(triples: Iterable[ox.Triple]) -> Graph:
    """Distinct triples in the order of their N-Triples form."""
    return Graph(tuple(sorted(set(triples), key=str)))


def table_of(solutions: ox.QuerySolutions) -> Table:
    """All solutions of a SELECT, read now."""
    names = tuple(variable.value for variable in solutions.variables)
    return Table(names, tuple(tuple(row[name] for name in names) for row in solutions))


def _answer(result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    return table_of(result) if isinstance(result, ox.QuerySolutions) else graph_of(result)


def _files(path: Path, read_only: bool) -> ox.Store:
    if not read_only:
        return ox.Store(str(path))
    for _ in range(OPENING_TRIES):
        try:
            return ox.Store.read_only(str(path))
        except (OSError, RuntimeError) as error:  # files may go while another process compacts them
            if "No such file" not in str(error) or not (path / "CURRENT").exists():
                raise
            sleep(OPENING_PAUSE)
    return ox.Store.read_only(str(path))


def _reason(message: str, what: str) -> str:
    lowered = message.lower()
    if "lock" in lowered:
        return "in use by another build; wait for it to end or open the graph for reading only"
    if "no space left" in lowered:
        return "the disk is full; free some space and run the same command again"
    if "read-only file system" in lowered or "permission denied" in lowered:
        return "the folder cannot be written; choose another folder or change its permissions"
    return f"the graph could not be {what}: {' '.join(message.split())}"
