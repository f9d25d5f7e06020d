"""Rules alone, quickly: the flow from documents to extractions in two processes, without the encoder."""

import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from multiprocessing.pool import AsyncResult

from kg.annotate import AnnotateSettings, annotate
from kg.extract import extract
from kg.model import Document, Extraction
from kg.ontology import Schema
from kg.resolve import resolve
from kg.resolve.linking import linked
from kg.settings import Settings

PROCESSES = 2
CHUNK = 4_000
"""Words that a process is given at once."""
WORTH = 8_000
"""Words from which on a second process saves time."""

_given: tuple[Settings, Schema] | None = None
"""What a process was started with."""


def quickly(documents: Iterable[Document], settings: Settings, schema: Schema) -> Iterator[Extraction]:
    """The extractions of `documents` in order, in this process; every entity has its IRI."""
    choices = AnnotateSettings(settings.gazetteer, settings.given_entities, fast=True, patterns=settings.patterns)
    annotated = annotate(documents, settings=choices)
    found = extract(
        annotated,
        schema,
        settings.patterns,
        finders=("rules",),
        least=settings.min_confidence,
        kinds=settings.product_kinds,
    )
    for extraction in linked(found, settings.register):
        yield resolve(extraction, schema, settings.base)


def in_processes(documents: Iterable[Document], settings: Settings, schema: Schema) -> Iterator[Extraction]:
    """The same as `quickly`, on `PROCESSES` cores where there is enough to read and the system can fork."""
    chunks = _chunks(documents)
    first = next(chunks, [])
    second = next(chunks, [])
    words = sum(len(d.text.split()) for d in (*first, *second))
    if words < WORTH or sys.platform != "linux":
        yield from quickly(chain(first, second, chain.from_iterable(chunks)), settings, schema)
        return
    _warm((*first, *second), settings, schema)
    with multiprocessing.get_context("fork").Pool(PROCESSES, _start, (settings, schema)) as pool:
        waiting: deque[AsyncResult[list[Extraction]]] = deque()
        for chunk in chain([first, second], chunks):
            waiting.append(pool.apply_async(_read, (chunk,)))
            if len(waiting) > 2 * PROCESSES:
                yield from waiting.popleft().get()
        while waiting:
            yield from waiting.popleft().get()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in order, in lists of at least `CHUNK` words; the last may have fewer."""
    held: list[Document] = []
    words = 0
    for document in documents:
        held.append(document)
        words += len(document.text.split())
        if words >= CHUNK:
            yield held
            held, words = [], 0
    if held:
        yield held


def _warm(documents: Iterable[Document], settings: Settings, schema: Schema) -> None:
    """Loads once what the processes then share, by reading one document of each language."""
    by_lang = {d.lang: d for d in documents}
    for _ in quickly(by_lang.values(), settings, schema):
        pass


def _start(settings: Settings, schema: Schema) -> None:
    global _given
    _given = settings, schema
    gc.freeze()  # what was loaded before stays, and need not be looked at again and again


def _read(documents: list[Document]) -> list[Extraction]:
    if _given is None:
        raise RuntimeError("the process was not started by in_processes")
    return list(quickly(documents, *_given))
