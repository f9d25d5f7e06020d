"""The annotation pipeline of a language, loaded once."""

from functools import cache
from pathlib import Path

from spacy.language import Language

from kg.annotate.components import SYNTAX
from kg.annotate.tokens import make_tokenizer


@cache
def load(lang: str, model: Path | None = None) -> Language:
    """The pipeline of `lang` ("de", "en"): tokens, sentences, trees and base forms, read by the model in a folder.

    Raises InputError for a language without data. The model is read on the first call (about a second).
    """
    nlp = make_tokenizer(lang)
    for name in SYNTAX:
        nlp.add_pipe(name, config={"model": str(model)} if model and name == "kg_encoder" else {})
    return nlp
