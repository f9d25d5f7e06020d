"""The words of a name: what makes it, its legal form, and whether it begins with a given name."""

import unicodedata
from functools import cache

from kg.annotate.names.lexicon import legal_forms
from kg.data import LANGUAGES, read_yaml

Key = tuple[str, ...]

_SHORTEST = 4
"""Letters of a given name's other form that counts: "Art", "Don" and "Max" begin firms' names as well."""


def core(name: str) -> Key:
    """The words of a name that make it: without legal form, generic words and case."""
    forms = legal_forms()
    words, _ = parted(name)
    words = [_without_group(w, forms.generic) for w in words]
    bare = [w for w in words if w not in forms.generic and w not in forms.forms and w != "&"] or words
    return tuple(_plain(w).strip("„“\"'’.") for w in bare)


def _plain(word: str) -> str:
    """The word without case and accents: "Křetínský" is "Kretinsky"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def legal_form(name: str) -> frozenset[str]:
    """The words of the legal forms at the end of a name, in one spelling; empty without one."""
    spelled = legal_forms().spelled
    rest, form = parted(name)
    words = list(form)
    while form:
        rest, form = parted(" ".join(rest))
        words += form
    plain = (w.casefold().replace(".", "").replace("&", "") for w in words)
    return frozenset(spelled.get(w, w) for w in plain if w)


def parted(name: str) -> tuple[list[str], list[str]]:
    """The words of a name, and those of its legal form."""
    words = name.replace(",", " ").split()
    forms = legal_forms().forms
    end = next((n for n in range(1, len(words)) if " ".join(words[n:]) in forms), len(words))
    return words[:end], words[end:]


def _without_group(word: str, generic: frozenset[str]) -> str:
    """The word without a generic one behind a hyphen: "Velmoor-Gruppe"."""
    first, hyphen, last = word.rpartition("-")
    return first if hyphen and first and last in generic else word


def begins_with_given_name(key: Key) -> bool:
    """Whether the first word of a name's core is a given name: "carl zeiss"."""
    return len(key) > 1 and key[0] in _given_names()


@cache
def _given_names() -> frozenset[str]:
    listed = read_yaml(LANGUAGES / "given_names.yaml").values()
    forms = read_yaml(LANGUAGES / "name_tokens.yaml")["nicknames"]
    long = (str(name) for names in forms for name in names if len(str(name)) >= _SHORTEST)
    return frozenset(map(_plain, [*(str(name) for names in listed for name in names), *long]))
