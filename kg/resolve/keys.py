"""The key of a name: what stays of it when spelling and legal form do not matter."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

_LEGAL_FORMS = Path(__file__).parents[1] / "languages" / "legal_forms.yaml"


@cache
def legal_forms() -> frozenset[str]:
    """Legal forms and general words after a name ("AG", "Inc.", "Group"), case-folded, without dots."""
    raw = yaml.safe_load(_LEGAL_FORMS.read_text(encoding="utf-8"))
    words = [w for entry in raw for w in _forms(entry)]
    return frozenset(fold(w) for w in words)


def _forms(entry: object) -> list[str]:
    if isinstance(entry, dict):
        return [str(w) for w in entry.get("forms", ())]
    return [str(entry)]


def fold(text: str) -> str:
    """Case, width, accents, dots and doubled spaces levelled; "&" is "and"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    return " ".join(re.sub(r"[.,'’]", "", plain).replace("-", " ").split())


def name_key(name: str) -> str:
    """The folded name without legal form at its end; the folded name itself when nothing else is left."""
    words = fold(name).split()
    kept = list(words)
    while len(kept) > 1:
        tail = next((n for n in (3, 2, 1) if len(kept) > n and " ".join(kept[-n:]) in legal_forms()), 0)
        if not tail:
            break
        kept = kept[:-tail]
    return " ".join(kept or words)
