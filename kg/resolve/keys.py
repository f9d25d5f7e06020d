"""The key of a name: what stays of it when spelling and legal form do not matter."""

import re
import unicodedata

from kg.annotate.chains import core


def fold(text: str) -> str:
    """Case, width, accents, dots and doubled spaces levelled; "&" is "and", a hyphen a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    return " ".join(re.sub(r"[.,'’]", "", plain).replace("-", " ").split())


def name_key(name: str) -> str:
    """The folded name without legal form and general words ("Group"); the folded name when nothing else is left."""
    return fold(" ".join(core(name))) or fold(name) or name
