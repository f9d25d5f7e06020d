"""The whole flow on one screen: read, annotate, extract, resolve, store, view. CLI, notebook and tests call this."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.annotate import AnnotateSettings, annotate
from kg.errors import InputError
from kg.extract import extract, with_known_types
from kg.fast import in_processes
from kg.model import Document, Extraction
from kg.ontology import Schema
from kg.read import read
from kg.resolve import resolve
from kg.resolve.linking import linked
from kg.resolve.registers import Register
from kg.settings import Settings
from kg.store import Dataset, fingerprint
from kg.store.folder import keep_title
from kg.store.resolving import resolve as resolve_names
from kg.store.validate import validate
from kg.version import __version__
from kg.view.products import write_products

DEFAULT = Settings()

Progress = Callable[[str, int], None]
"""Told of every document that is done: its id and number of words."""


@dataclass(slots=True)
class Report:
    """What a build did. `skipped` are (source, reason) pairs; `statements` counts by (type, certainty); `violations`
    of the SHACL shapes are errors of ours and should be none."""

    read: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    words: int = 0
    seconds: float = 0.0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    statements: Counter[tuple[str, str]] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def skip(self, source: str, reason: str) -> None:
        self.skipped.append((source, reason))

    def count(self, extraction: Extraction, *, replaced: bool) -> None:
        self.replaced += replaced
        self.added += not replaced
        self.words += len(extraction.document.text.split())
        self.statements.update((s.type, s.certainty) for s in extraction.statements)


def extractions(documents: Iterable[Document], settings: Settings, schema: Schema) -> Iterator[Extraction]:
    """Documents to what they say, in order; every entity has its IRI."""
    if settings.fast and (settings.model or settings.mentions):
        raise InputError("fast reads without a model and without other pipelines: leave out 'model' and 'mentions'")
    if settings.fast:
        yield from in_processes(documents, settings, schema)
        return
    choices = AnnotateSettings(settings.gazetteer, settings.given_entities, settings.mentions, model=settings.model)
    annotated = annotate((with_known_types(d, schema) for d in documents), settings=choices)
    found = extract(
        annotated,
        schema,
        settings.patterns,
        finders=settings.finders,
        least=settings.min_confidence,
        model=settings.model,
        kinds=settings.product_kinds,
    )
    for extraction in linked(found, settings.register):
        yield resolve(extraction, schema, settings.base)


def build(
    inputs: Iterable[str | Path],
    out: Path,
    settings: Settings = DEFAULT,
    *,
    title: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read `inputs` (files, folders, "-") into the graph folder `out` and write its files.

    A document that has not changed is left alone. Every document is one transaction: a build that is stopped has lost
    at most the documents in hand, and the next one goes on where it stopped. The graph keeps the `title` of its page
    until it is given another one; an empty one is that of pages without a title.
    """
    report = Report()
    schema = Schema.load(*settings.ontologies)
    if not out.exists():
        _try(settings, schema)
    with Dataset.create(out, base=settings.base, schema=schema) as dataset:
        documents = read(inputs, lang=settings.lang, on_skip=report.skip)
        fill(dataset, documents, settings, schema, report, progress)
        if title is not None:
            keep_title(out, title)
        write_products(dataset, out)
    return report


def _try(settings: Settings, schema: Schema) -> None:
    """Reads an empty text, so that a setting that cannot be used is told before a folder is made."""
    for _ in extractions([Document(id="-", text="", lang=settings.lang or "de")], settings, schema):
        pass


def gather(inputs: Iterable[str | Path | Document], settings: Settings) -> Iterator[Document]:
    """Documents as they are, and those of files and folders; a file that cannot be used is an InputError."""
    for item in inputs:
        if isinstance(item, Document):
            yield item
        else:
            yield from read([item], lang=settings.lang)


def fill(
    dataset: Dataset,
    documents: Iterable[Document],
    settings: Settings,
    schema: Schema,
    report: Report,
    progress: Progress | None = None,
) -> None:
    """Put what new and changed documents say into a dataset, and count it in `report`."""
    started = time.monotonic()
    version = build_version(settings, schema)
    known = dataset.documents()

    done: list[str] = []

    def changed() -> Iterator[Document]:
        for document in documents:
            report.read += 1
            if known.get(document.id) == fingerprint(document, version):
                report.unchanged += 1
            else:
                yield document

    for extraction in extractions(changed(), replace(settings, base=dataset.base), schema):
        dataset.put(extraction, build=version)
        report.count(extraction, replaced=extraction.document.id in known)
        if progress:
            progress(extraction.document.id, len(extraction.document.text.split()))
        done.append(extraction.document.id)
    resolve_names(dataset)
    if done:
        report.violations += [str(violation) for violation in validate(dataset, documents=done)]
    report.seconds = time.monotonic() - started


def build_version(settings: Settings, schema: Schema) -> str:
    """A hash of what besides the documents decides what a build finds: code, rules, model, ontology and choices."""
    plain = replace(settings, ontologies=(), patterns=(), model=None, register=None)
    digest = hashlib.sha256(repr((__version__, plain)).encode())
    if settings.register:
        with Register.open(settings.register, read_only=True) as register:
            digest.update(repr(register.registers()).encode())
    own = sorted(settings.model.glob("*")) if settings.model else []
    for path in [*package_files(), *schema.paths, *settings.patterns, *own]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def package_files() -> list[Path]:
    """The package's code, language data and model, sorted."""
    home = Path(__file__).parent
    return sorted(p for p in home.rglob("*") if p.suffix in {".py", ".yaml", ".json", ".onnx", ".msgpack"})
