"""Firms that bear their founder's name, in articles that speak of both by the bare surname.

"Die Firma, die heute seinen Namen trägt": from there on "Kessler" is the man who laughs and the firm that delivers.
"""

from spacy.tokens import Doc

from kg.annotate.referwords import Lexicon


def tells_of_namesake(text: str, lexicon: Lexicon) -> bool:
    """Whether a text says that a firm bears the name of somebody."""
    lower = text.lower()
    return any(phrase in lower for phrase in lexicon.namesakes)


def acts_as_firm(doc: Doc, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a bare name, tokens `[first, end)`, is the subject of what mostly firms do: "Kessler beschäftigt 400"."""
    token = doc[first]
    return end - first == 1 and token.dep_.startswith("nsubj") and token.head.lemma_ in lexicon.firm_verbs
