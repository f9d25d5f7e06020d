"""The spaCy component "kg_other_mentions": another pipeline's entities in place of the package's own model."""

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.names.vote import ENCODER
from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError


class OtherMentions:
    """Sets `doc.spans["encoder"]` from the entities that another spaCy pipeline finds in the same text."""

    def __init__(self, package: str) -> None:
        try:
            self.nlp = spacy.load(package)
        except OSError:
            raise InputError(
                f"spaCy pipeline {package!r} is not installed: pip install it, or leave 'mentions' empty"
            ) from None
        self.labels: dict[str, str] = read_yaml(LANGUAGES / "mention_labels.yaml")["labels"]

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for ent in self.nlp(doc.text).ents:
            span = doc.char_span(
                ent.start_char, ent.end_char, label=self.labels.get(ent.label_, ""), alignment_mode="expand"
            )
            if span is not None and span.label_:
                spans.append(Span(doc, span.start, span.end, label=span.label_))
        doc.spans[ENCODER] = spans
        return doc


@Language.factory("kg_other_mentions", assigns=["doc.spans"], default_config={"package": ""})
def make_other(nlp: Language, name: str, package: str) -> OtherMentions:
    """Uses the entities of the spaCy pipeline `package`."""
    del nlp, name
    return OtherMentions(package)
