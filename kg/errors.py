"""Errors that a caller may catch.

KGError
├── InputError     what was given cannot be used: a file, a text, a query, a setting (exit code 2)
├── StoreError     the graph cannot be opened, read or written (exit code 2)
└── PatternError   a pattern or ontology file is wrong: names file, pattern and the word at fault (exit code 2)

Anything else that leaves the package is a bug of ours.
"""


class KGError(Exception):
    """Base of all errors that say what to do in one line."""


class InputError(KGError):
    """A file, text, query or setting that cannot be used as given."""


class StoreError(KGError):
    """A graph that cannot be opened, read or written."""


class PatternError(KGError):
    """A pattern, lexicon or ontology file that contradicts itself or the ontology."""
