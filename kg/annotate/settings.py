"""The stage as one function: documents in, annotations out, in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Document

if TYPE_CHECKING:  # spaCy is loaded on the first call, not on import
    from kg.annotate.annotation import Annotation

BATCH = 64


@dataclass(frozen=True, slots=True)
class AnnotateSettings:
    """How to annotate.

    `gazetteer` uses the register of well-known names; `given_entities` takes `Document.given` instead of detected
    names where a document has them; `mentions` is the name of another installed spaCy pipeline whose entities vote
    in place of the package's own model ("de_core_news_lg"), or several with commas between, each for texts in its
    language; `references` adds noun phrases and pronouns; `model` is a folder with another model than the packaged one.
    `fast` reads without the encoder, and trees only where the packaged patterns, or those in the YAML files `patterns`,
    may find something; `mentions` and `model` then count for nothing.
    """

    gazetteer: bool = True
    given_entities: bool = False
    mentions: str | None = None
    references: bool = True
    model: Path | None = None
    fast: bool = False
    patterns: tuple[Path, ...] = ()


def annotate(documents: Iterable[Document], *, settings: AnnotateSettings | None = None) -> Iterator["Annotation"]:
    """Annotates documents, in their order, batch by batch.

    Raises InputError for a language without data and for a `mentions` pipeline that is not installed.
    """
    from kg.annotate.assemble import assemble
    from kg.annotate.pipes import pipe

    chosen = settings or AnnotateSettings()
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        languages = dict.fromkeys(d.lang for d in batch)
        docs = {lang: pipe(lang, chosen).pipe([d.text for d in batch if d.lang == lang]) for lang in languages}
        for document in batch:  # while the encoder computes those after it
            yield assemble(document, next(docs[document.lang]), chosen)
