"""Documents of `scale.py` in a graph folder, by way of the store: what does one document more cost, part by part?

Nothing is read from text: each generated document says of its first firm that it supplies the others.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.model import Document, Entity, Evidence, Extraction, Mention, Statement
from kg.ontology import Schema
from kg.pipeline import DEFAULT, Report, fill
from kg.resolve import resolve
from kg.store import Dataset
from kg.store.names import digest
from kg.store.resolving import resolve as resolve_names
from kg.store.validate import validate
from kg.view.products import write_products

if TYPE_CHECKING:
    from scale import World  # type: ignore[import-not-found]

T = TypeVar("T")
CERTAINTIES = ("asserted", "reported", "planned", "speculated")


def extraction(world: "World", number: int, schema: Schema) -> Extraction:
    """A generated document with its entities, and a statement for every firm but the first."""
    id_, _, sources = world.document(number)
    firms = [s for s in sources if s.type == "Company"]
    said = [f"{firms[0].name} supplies {other.name}." for other in firms[1:]]
    text = " ".join([*said, *(f"{s.name} is named." for s in sources)])
    document = Document(id_, text, "en", f"Number {number}")
    keys = {s.iri: f"e{n}" for n, s in enumerate(sources, 1)}
    entities = tuple(_entity(text, keys[s.iri], s.name, s.type, s.aliases) for s in sources)
    statements = []
    for quote, other in zip(said, firms[1:], strict=True):
        start = text.index(quote)
        statements.append(
            Statement(
                id=digest(id_, quote),
                type="Supply",
                entities={"supplier": (keys[firms[0].iri],), "customer": (keys[other.iri],)},
                certainty=CERTAINTIES[number % len(CERTAINTIES)],
                evidence=(Evidence.of(text, start, start + len(quote)),),
                confidence=0.8,
                by="generated",
            )
        )
    return resolve(Extraction(document, entities, tuple(statements)), schema)


def _entity(text: str, key: str, name: str, type_: str, aliases: tuple[str, ...]) -> Entity:
    start = text.index(name)
    mention = Mention(start, start + len(name), name, type_, "name", key, name)
    return Entity(key, name, type_, (mention,), aliases)


def run(world: "World", documents: int, folder: Path, *, products: bool) -> None:
    """Fill the folder, unless it has as many documents; then add one more and tell the seconds of each part."""
    schema = Schema.load()
    with Dataset.create(folder, schema=schema) as dataset:
        have = len(dataset.documents())
        todo = (extraction(world, n, schema) for n in range(have, documents))
        _timed("documents stored", lambda: dataset.put_many(todo, progress=_progress(documents - have)))
        _timed("who is who", lambda: resolve_names(dataset))
    print("one document more, into the folder opened anew:")
    with _timed("  opened", lambda: Dataset.create(folder, schema=schema)) as dataset:
        some = [extraction(world, max(documents, have) + n, schema) for n in range(2)]
        _timed("  known documents", dataset.documents)
        for one, which in zip(some, ("first, which loads lists", "second"), strict=True):
            _timed(f"  {which}: stored", partial(dataset.put, one))
            _timed(f"  {which}: who is who", lambda: resolve_names(dataset))
            _timed(f"  {which}: validated", partial(validate, dataset, documents=[one.document.id]))
        _timed("  nothing new", lambda: fill(dataset, [], DEFAULT, schema, Report()))
        if products:
            _timed("  files written (all of the graph)", lambda: write_products(dataset, folder))


def _timed(what: str, act: Callable[[], T]) -> T:
    start, used = time.perf_counter(), time.process_time()
    found = act()
    print(f"{what}: {time.perf_counter() - start:.3f} s ({time.process_time() - used:.3f} s of one core)", flush=True)
    return found


def _progress(documents: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} of {documents:,}", end="", file=sys.stderr, flush=True)

    return tell
