"""The annotation pipeline of a language with names and the chosen options."""

from functools import cache

from spacy.language import Language

from kg.annotate.pipeline import load
from kg.annotate.settings import AnnotateSettings
from kg.annotate.tokens import make_tokenizer


@cache
def pipe(lang: str, settings: AnnotateSettings) -> Language:
    """The pipeline; all settings of one language share the encoder. Raises InputError as `annotate` does."""
    nlp = make_tokenizer(lang)
    if settings.fast:
        return _fast(nlp, settings)
    base = load(lang, settings.model)
    for name in base.pipe_names:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, source=base)
    if settings.mentions is not None:
        nlp.add_pipe("kg_other_mentions", config={"pipelines": settings.mentions})
    if settings.gazetteer:
        nlp.add_pipe("kg_gazetteer")
    nlp.add_pipe("kg_names")
    nlp.add_pipe("kg_mentions")
    return nlp


def _fast(nlp: Language, settings: AnnotateSettings) -> Language:
    """Names first, as they decide which sentences get a tree."""
    nlp.add_pipe("kg_quick_names")
    if settings.gazetteer:
        nlp.add_pipe("kg_gazetteer")
    nlp.add_pipe("kg_names")
    nlp.add_pipe("kg_mentions")
    nlp.add_pipe("kg_quick_trees", config={"patterns": [str(path) for path in settings.patterns]})
    nlp.add_pipe("kg_trees")
    nlp.add_pipe("kg_lemmas")
    return nlp
