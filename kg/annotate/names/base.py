"""The base form of a name: "Velmoors" -> "Velmoor", "Deutschen Telekom" -> "Deutsche Telekom"."""

from collections.abc import Callable, Container

from kg.annotate.gazetteer.register import city_adjectives
from kg.annotate.names.words import Words
from kg.annotate.names.words import words as of_language

_PLAIN = str.maketrans("äöü", "aou")
_STEMS = ("schen", "scher", "sches", "schem", "ten", "igen", "alen")


def base_form(
    parts: list[str], glue: list[str], words: Words, seen: Container[str], known: Callable[[str], bool]
) -> str:
    """The base form of a name of tokens `parts`, each followed by `glue`.

    A genitive -s goes only when the bare form is supported: `seen` in the text, `known` from a register, or in the
    dictionary where the longer form is not. Without support "Siemens" keeps its -s.
    """
    last = parts[-1]
    bare = words.bare(last)
    if bare and not known(_join(parts, glue)) and _supported(last, bare, parts, glue, words, seen, known):
        parts = [*parts[:-1], bare]
    if words.lang == "de" and len(parts) > 1:
        parts = [_nominative(parts[0], words, seen), *parts[1:]]
    return _join(parts, glue)


def _join(parts: list[str], glue: list[str]) -> str:
    return "".join(p + g for p, g in zip(parts, [*glue[: len(parts) - 1], ""], strict=False)).strip()


def _supported(
    last: str,
    bare: str,
    parts: list[str],
    glue: list[str],
    words: Words,
    seen: Container[str],
    known: Callable[[str], bool],
) -> bool:
    if not last.endswith("s") or last.endswith(("'s", "’s")):
        return True
    english = len(parts) > 1 and glue[len(parts) - 2] and (words.lexicon.has("business", last) or _is_english(last))
    if known(_join([*parts[:-1], bare], glue)) or (bare in seen and not english):
        return True
    if english or words.lexicon.has("business", last):
        return False
    return words.lemma(last) == bare or (words.is_known(bare) and not words.is_known(last))


def _is_english(word: str) -> bool:
    """Whether a word is an English one, whose -s is no genitive: "Systems", "Partners"."""
    return of_language("en").is_known(word.lower())


def _nominative(word: str, words: Words, seen: Container[str]) -> str:
    """The adjective that begins a name, without the ending of its case."""
    adjective = words.lexicon.has("adj_name", word) or (word.endswith(_STEMS) and len(word) > 8)
    if not adjective or not word.endswith(("en", "er", "em", "es")) or not word[0].isupper():
        return word
    for end in ("e", "er", "es"):
        if word[:-2] + end in seen and word[:-2] + end != word:
            return word[:-2] + end
    return word[:-2] + "e" if word.endswith(("en", "em")) else word


def place_of(adjective: str, seen: Container[str], known: Callable[[str], bool]) -> str:
    """The place that a city adjective in -er is made from: irregular ones from the register, else by support."""
    irregular = city_adjectives().get(adjective)
    if irregular:
        return irregular
    stem = adjective.removesuffix("er")
    plain = stem.translate(_PLAIN)  # "Mailänder"
    options = (stem, stem + "en", stem + "e", adjective.removesuffix("r"), plain)
    for option in options:
        if option in seen or known(option):
            return option
    return stem + "en" if stem.endswith("ing") else stem
