"""The key of a name: what stays of it when spelling and legal form do not matter."""

import re
import unicodedata
from functools import cache
from itertools import combinations

from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.firms import two_firms


def fold(text: str) -> str:
    """Case, width, accents, dots and doubled spaces levelled; "&" is "and", a hyphen a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    return " ".join(re.sub(r"[.,'’]", "", plain).replace("-", " ").split())


def name_key(name: str) -> str:
    """The folded name without legal form and general words ("Group"); the folded name when nothing else is left."""
    from kg.annotate.namewords import core  # loads spaCy, which comparing two names must not

    return _spaced(fold(" ".join(core(name))) or fold(name) or name)


def register_key(name: str) -> str:
    """The key of a register's name: its `name_key`, the whole name where the register has another firm of that key;
    "" for an empty name.
    """
    if not name:
        return ""
    key = name_key(name)
    return fold(name) if key != fold(name) and key in _contested() else key


@cache
def _contested() -> frozenset[str]:
    """The keys that names of the register share which are known as two firms'."""
    from kg.annotate.gazetteer.register import register
    from kg.annotate.namewords import legal_form

    names: dict[str, set[str]] = {}
    for name in {entry.name for entry in register() if not entry.further}:
        names.setdefault(name_key(name), set()).add(name)

    def are_two(a: str, b: str) -> bool:
        x, y = legal_form(a), legal_form(b)
        return not (x <= y or y <= x) or two_firms(a, b)

    return frozenset(
        key for key, some in names.items() if any(are_two(*pair) for pair in combinations(sorted(some), 2))
    )


def _spaced(key: str) -> str:
    """The key with place names spaced as they are listed first: "Hongkong" as "Hong Kong"."""
    return _pattern().sub(lambda found: _places()[found[0]], key)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, _places())) + r")\b")


@cache
def _places() -> dict[str, str]:
    """Folded place names of `places.yaml`, and the name before them in the row that differs in spaces only."""
    places = read_yaml(LANGUAGES / "places.yaml")
    found: dict[str, str] = {}
    for row in [*places["countries"].values(), *places["regions"], *places["cities"]]:
        first: dict[str, str] = {}
        for name in (fold(str(name)) for name in row):
            if first.setdefault(name.replace(" ", ""), name) != name:
                found[name] = first[name.replace(" ", "")]
    return found
