"""The spaCy component "kg": what a document says about companies, for any spaCy pipeline.

`nlp.add_pipe("kg")` needs no import of this package. The text is read by the package's own tokens, trees and rules,
beside whatever else the pipeline does; what is found is put on the pipeline's own `Doc`:

- `doc._.kg`, an `Extraction`: entities with IRIs, mentions, statements with evidence;
- `doc.spans["kg"]`, a span for each of its mentions, in the same order: `label_` is the type, `id_` the entity's id in
  the document, `kb_id_` its IRI.

`doc._.kg_document` may be set before: a `Document` with the same text and what is known of it (date, title, blocks).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from kg.annotate import packing
from kg.annotate.names.other import DOC_ENTS
from kg.annotate.settings import AnnotateSettings
from kg.errors import InputError
from kg.model import Document, Extraction
from kg.settings import Settings

SPANS = "kg"
DEFAULT = Settings()

for extension in ("kg", "kg_document"):
    if not Doc.has_extension(extension):
        Doc.set_extension(extension, default=None)
packing.register()


class Kg:
    """Sets `doc._.kg` and `doc.spans["kg"]`; everything else on the document stays as it is."""

    def __init__(self, lang: str, settings: Settings) -> None:
        # Not above: with the package installed, spaCy imports this module for every pipeline that is made.
        from kg.annotate.pipes import pipe
        from kg.extract import FINDERS, load_rules
        from kg.ontology import Schema

        if not settings.finders or not set(settings.finders) <= set(FINDERS):
            raise InputError(f"finders {list(settings.finders)}: use one or more of {', '.join(FINDERS)}")
        self.lang, self.settings = lang, settings
        self.choices = AnnotateSettings(
            settings.gazetteer, settings.given_entities, settings.mentions, model=settings.model
        )
        self.nlp = pipe(lang, self.choices)
        self.schema = Schema.load(*settings.ontologies)
        load_rules(lang, self.schema, settings.patterns)  # kept there; a faulty file is told of now

    def __reduce__(self) -> tuple[type["Kg"], tuple[str, Settings]]:
        return Kg, (self.lang, self.settings)

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Reads documents in order, `batch_size` at a time.

        Raises InputError when `doc._.kg_document` has another text or language than the document.
        """
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            for doc, extraction in zip(batch, self._extractions(batch), strict=True):
                _write(doc, extraction)
                yield doc

    def _extractions(self, docs: list[Doc]) -> Iterator[Extraction]:
        from kg.annotate.assemble import assemble
        from kg.extract import extract, with_known_types
        from kg.resolve import resolve
        from kg.resolve.linking import linked

        documents = [with_known_types(self._document(doc), self.schema) for doc in docs]
        read = self.nlp.pipe([self._own(doc) for doc in docs])
        annotations = map(assemble, documents, read, repeat(self.choices))
        chosen = self.settings
        found = extract(
            annotations,
            self.schema,
            chosen.patterns,
            finders=chosen.finders,
            least=chosen.min_confidence,
            model=chosen.model,
            kinds=chosen.product_kinds,
        )
        for extraction in linked(found, chosen.register):
            yield resolve(extraction, self.schema, self.settings.base)

    def _document(self, doc: Doc) -> Document:
        """What is known of a text, or what the text itself shows."""
        from kg.read import from_text

        known: Document | None = doc._.kg_document
        if known is None:
            if doc.text.strip():
                return from_text(doc.text, lang=self.lang)
            return Document("text-" + hashlib.sha256(doc.text.encode()).hexdigest()[:16], doc.text, self.lang)
        if known.text != doc.text:
            raise InputError(f"document {known.id!r}: doc._.kg_document has another text than the doc")
        if known.lang != self.lang:
            raise InputError(f"document {known.id!r} is in {known.lang!r}, but the pipeline is for {self.lang!r}")
        return known

    def _own(self, doc: Doc) -> Doc:
        """The text in the package's own tokens, with the entities of `doc` where these are to be used."""
        own = self.nlp.make_doc(doc.text)
        if self.settings.mentions == DOC_ENTS:
            spans = (own.char_span(e.start_char, e.end_char, e.label_, alignment_mode="expand") for e in doc.ents)
            own.set_ents(filter_spans(s for s in spans if s is not None))
        return own


def _write(doc: Doc, extraction: Extraction) -> None:
    iris = {entity.id: entity.iri for entity in extraction.entities}
    doc._.kg = extraction
    spans = (
        doc.char_span(m.start, m.end, m.type, kb_id=iris[m.entity], alignment_mode="expand", span_id=m.entity)
        for m in extraction.mentions
    )
    doc.spans[SPANS] = [span for span in spans if span is not None]  # none is: every mention has letters


def _defaults() -> dict[str, Any]:
    """The settings of a build that a spaCy configuration can hold."""
    names = (n for n in Settings.__slots__ if n not in {"lang", "fast"})
    return {n: list(v) if isinstance(v := getattr(DEFAULT, n), tuple) else v for n in names}


@Language.factory("kg", assigns=["doc._.kg", "doc.spans"], default_config=_defaults())
def make_kg(
    nlp: Language,
    name: str,
    ontologies: list[str],
    patterns: list[str],
    base: str,
    gazetteer: bool,
    given_entities: bool,
    mentions: str | None,
    finders: list[str],
    min_confidence: float,
    model: str | None,
    register: str | None,
    product_kinds: bool,
) -> Kg:
    """The component, with the settings of `kg.settings.Settings`.

    `mentions` may be "doc.ents" too: the entities that the components before this one have found.

    Raises InputError for a language, file, pipeline or finder that is not there, PatternError for a faulty file.
    """
    del name
    settings = replace(
        DEFAULT,
        lang=str(nlp.lang),
        ontologies=tuple(map(Path, ontologies)),
        patterns=tuple(map(Path, patterns)),
        base=base,
        gazetteer=gazetteer,
        given_entities=given_entities,
        mentions=mentions,
        finders=tuple(finders),
        min_confidence=min_confidence,
        model=Path(model) if model else None,
        register=Path(register) if register else None,
        product_kinds=product_kinds,
    )
    return Kg(str(nlp.lang), settings)
