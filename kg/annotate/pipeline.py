"""The annotation pipeline of a language, loaded once."""

from functools import cache
from importlib import import_module

from spacy.language import Language

from kg.annotate.tokens import make_tokenizer

COMPONENTS = {"kg_encoder": "kg.annotate.encoder", "kg_trees": "kg.annotate.trees", "kg_lemmas": "kg.annotate.lemmas"}
"""Components in order, each with the module that registers it."""


@cache
def load(lang: str) -> Language:
    """The pipeline of `lang` ("de", "en"): tokens, sentences and the components above.

    Raises InputError for a language without data. The model is read on the first call (about a second).
    """
    nlp = make_tokenizer(lang)
    for name, module in COMPONENTS.items():
        import_module(module)
        nlp.add_pipe(name)
    return nlp
