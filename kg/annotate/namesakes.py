"""Firms that bear their founder's name, in articles that speak of both by the bare surname.

"Die Firma, die heute seinen Namen trägt": from there on "Kessler" is the man who laughs and the firm that delivers.
"""

from kg.annotate.referwords import Lexicon


def tells_of_namesake(text: str, lexicon: Lexicon) -> bool:
    """Whether a text says that a firm bears the name of somebody."""
    lower = text.lower()
    return any(phrase in lower for phrase in lexicon.namesakes)
