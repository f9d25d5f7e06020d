"""Who only passes a text on: the account behind "RT" at the head of a short message is no party of what follows."""

from kg.annotate.annotation import Annotation
from kg.model import Mention

RELAY = "RT"
"""How short messages mark that somebody else wrote what follows."""


def passes_on(mention: Mention, annotation: Annotation) -> bool:
    """Whether a mention is the account whose message is passed on: "RT @kessler: ..."."""
    first = annotation.tokens(mention)[0]
    return first > 0 and mention.text.startswith("@") and annotation.doc[first - 1].text == RELAY
