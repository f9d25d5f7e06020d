"""All spaCy components of the stage: importing this module registers them.

An installed package has them as entry points (`pyproject.toml`), so that a user's `nlp.add_pipe("kg_encoder")` needs
no import of ours. The package itself imports them, as a source tree that nobody installed, or that was installed before
a component was written, has no entry point for it.
"""

# ruff: noqa: F401 (imported for what it does)
import kg.annotate.encoder
import kg.annotate.fast.quick
import kg.annotate.gazetteer.component
import kg.annotate.lemmas
import kg.annotate.names.component
import kg.annotate.names.other
import kg.annotate.names.vote
import kg.annotate.tokens
import kg.annotate.trees

SYNTAX = ("kg_encoder", "kg_trees", "kg_lemmas")
"""What every pipeline has, in order, after the tokenizer and "kg_sentences"."""
