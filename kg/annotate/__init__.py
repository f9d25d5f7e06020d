"""Text to annotations: tokens, names, references and values of German and English news.

`annotate` is the whole stage. spaCy is loaded on the first call, not on import.
"""

from kg.annotate.settings import AnnotateSettings, annotate

__all__ = ["AnnotateSettings", "annotate"]
