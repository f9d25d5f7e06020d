"""The annotation pipeline of a language with names and the chosen options."""

from functools import cache
from importlib import import_module

from spacy.language import Language

from kg.annotate.pipeline import load
from kg.annotate.settings import AnnotateSettings
from kg.annotate.tokens import make_tokenizer

_REGISTERED_BY = ("kg.annotate.gazetteer.component", "kg.annotate.names.component", "kg.annotate.names.vote")


@cache
def pipe(lang: str, settings: AnnotateSettings) -> Language:
    """The pipeline; all settings of one language share the encoder. Raises InputError as `annotate` does."""
    for module in _REGISTERED_BY:
        import_module(module)
    base = load(lang)
    nlp = make_tokenizer(lang)
    for name in base.pipe_names:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, source=base)
    if settings.mentions is not None:
        import_module("kg.annotate.names.other")
        nlp.add_pipe("kg_other_mentions", config={"package": settings.mentions})
    if settings.gazetteer:
        nlp.add_pipe("kg_gazetteer")
    nlp.add_pipe("kg_names")
    nlp.add_pipe("kg_mentions")
    return nlp
