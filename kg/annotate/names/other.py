"""The spaCy component "kg_other_mentions": another pipeline's entities in place of the package's own model."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.names.pool import ENCODER
from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError

DOC_ENTS = "doc.ents"
"""Instead of a pipeline's name: the entities that the document has already."""
_ANY = "xx"
"""spaCy's code for a pipeline of many languages."""


class OtherMentions:
    """Sets `doc.spans["encoder"]` from the entities that `nlp` finds in the same text, or from `doc.ents` without one.

    Labels are read by `kg/languages/mention_labels.yaml`; entities with other labels are left out.
    """

    def __init__(self, nlp: Language | None) -> None:
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Annotates documents in order; the other pipeline gets `batch_size` of them at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            read = self.nlp.pipe([doc.text for doc in batch]) if self.nlp else batch
            for doc, other in zip(batch, read, strict=True):
                doc.spans[ENCODER] = list(_spans(doc, other))
                yield doc


def _spans(doc: Doc, other: Doc) -> Iterator[Span]:
    """The entities of `other` on the tokens of `doc`, which has the same text."""
    for ent in other.ents:
        label = labels().get(ent.label_)
        span = doc.char_span(ent.start_char, ent.end_char, label=label or "", alignment_mode="expand")
        if label and span is not None:
            yield Span(doc, span.start, span.end, label=label)


@cache
def labels() -> dict[str, str]:
    """The class of the ontology that each label of other pipelines stands for."""
    found: dict[str, str] = read_yaml(LANGUAGES / "mention_labels.yaml")["labels"]
    return found


@cache
def loaded(package: str) -> Language:
    """An installed spaCy pipeline, or one in a folder; InputError when it is not there or finds no names."""
    try:
        nlp = spacy.load(package)
    except OSError:
        raise InputError(
            f"spaCy pipeline {package!r} is not installed: pip install it, or leave 'mentions' empty"
        ) from None
    except (ImportError, ValueError) as error:  # a component's own package is missing, or of another version
        raise InputError(f"spaCy pipeline {package!r} cannot be loaded: {str(error).splitlines()[0]}") from error
    if not any(_may_find_names(nlp, name) for name in nlp.pipe_names):
        raise InputError(f"spaCy pipeline {package!r} finds no names: it has no entity recognizer ('ner')")
    return nlp


def _may_find_names(nlp: Language, name: str) -> bool:
    """Whether a component sets entities: it says so, or it says nothing and is not spaCy's own."""
    assigns, module = nlp.get_pipe_meta(name).assigns, type(nlp.get_pipe(name)).__module__
    return "doc.ents" in assigns or not (assigns or module.startswith("spacy."))


def for_language(pipelines: str, lang: str) -> Language | None:
    """The first of `pipelines` (names, separated by commas) that is for `lang`; all must be installed."""
    found = [loaded(name.strip()) for name in pipelines.split(",")]
    return next((nlp for nlp in found if nlp.lang in (lang, _ANY)), None)


@Language.factory("kg_other_mentions", assigns=["doc.spans"], default_config={"pipelines": DOC_ENTS})
def make_other(nlp: Language, name: str, pipelines: str) -> Callable[[Doc], Doc]:
    """Uses the entities of the one of `pipelines` that is for the language, or those in "doc.ents"."""
    del name
    if pipelines == DOC_ENTS:
        return OtherMentions(None)
    other = for_language(pipelines, str(nlp.lang))
    return OtherMentions(other) if other else _kept


def _kept(doc: Doc) -> Doc:
    """Leaves the names to the package's own model: no other pipeline is for the language."""
    return doc
