"""Words made from towns: "die Velburger" are a firm or people from there, "Velburger Betrieb" says where."""

from kg.annotate.names.view import Candidate, View

_SHORTEST = 4
"""Letters of a town from which a word in -er is read without a list."""


def is_town_adjective(word: str, view: View) -> bool:
    """Whether a word in -er is made from a town: by the lists and endings, or as the text names the town."""
    if view.words.is_city_adjective(word):
        return True
    town = word.removesuffix("er")
    made = view.words.lang == "de" and word != town and len(town) >= _SHORTEST and word[:1].isupper()
    return made and town in view.vocabulary and not view.words.is_known(word) and not view.words.is_common(town)


def is_of_town(c: Candidate, view: View) -> bool:
    """Whether a single word that was taken for a firm, a body or a person is made from a town: "an den Velburgern"."""
    lexicon = view.words.lexicon
    if c.end - c.start > 1 or c.type in (lexicon.place_type, lexicon.product_type):
        return False
    words = [w for w in (view.text[c.start], view.text[c.start].removesuffix("n")) if is_town_adjective(w, view)]
    return bool(words) and (is_before_noun(c.end, view) or _is_article(c.start - 1, view))


def is_before_noun(i: int, view: View) -> bool:
    """Whether an ordinary noun stands at i, of which the word before it can be an attribute."""
    return i < view.size and view.spaced[i - 1] and view.text[i][:1].isupper() and view.words.is_common(view.text[i])


def _is_article(i: int, view: View) -> bool:
    return i >= 0 and view.has(i, "determiner")
