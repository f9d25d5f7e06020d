"""Ordinary German nouns that were taken for a name or into one: their capital says nothing, their part of speech does.

The tagger reads the whole sentence: "Munition" and "Klebstoffe" are nouns to it where "Renk" and "Yahoo" are names.
Without parts of speech (no encoder) nothing here applies.
"""

from collections.abc import Container

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.view import Run, View

NAMING = ("org_start", "firm_start", "org_for", "org_word", "business", "city_institution", "group_tail")
"""The lists of nouns that belong to the names that they begin or end: "Landgericht Ulm", "Velmoor Werkzeugbau"."""


def is_thing(run: Run, type_: str, view: View) -> bool:
    """Whether one word is a noun for a thing and no name of `type_`: "neben Panzern und Munition", "die Klebstoffe".

    What offices are called is left out: "der Bund" is a noun and one of them.
    """
    start, end = run
    lexicon = view.words.lexicon
    if (
        not _is_read(view)
        or end - start > 1
        or type_
        not in (
            lexicon.legal_type,
            lexicon.person_type,
            lexicon.product_type,
        )
    ):
        return False
    word, noun = view.text[start], _is_noun(view, start)
    common = view.words.is_common(word)
    if view.doc[start].morph.to_dict().get("Number") == "Plur" and (noun or common):
        return True
    return noun and (common or (type_ != lexicon.product_type and view.words.is_known(word)))


def without_nouns(run: Run, view: View, known: Container[int]) -> Run:
    """The run without the noun that says what it is before the name, and without one that stands behind it.

    "Windpark Borssele" is "Borssele"; "beantragte Velmoor Holdings Gläubigerschutz" is about "Velmoor Holdings".
    At the tokens `known` begins a name of the register, before which any noun goes: "die Hydraulik Bosch Rexroth".
    """
    start, end = run
    if not _is_read(view):
        return run
    while end - start > 1 and _is_behind(end - 1, run, view):
        end -= 1
    if end - start > 1 and _is_before(start, view, known):
        start += 1
    return start, end


def is_no_person(run: Run, view: View) -> bool:
    """Whether all words of what looks like a person are ordinary nouns: "25.000 Mark Startkapital"."""
    return _is_read(view) and run[1] - run[0] > 1 and all(_is_noun(view, i) for i in range(*run))


def _is_read(view: View) -> bool:
    """Whether the words of the document have parts of speech that say more than their capitals."""
    return view.words.lang == "de"


def _is_noun(view: View, i: int) -> bool:
    return bool(view.doc[i].pos_ == "NOUN")


def _is_proper(view: View, i: int) -> bool:
    """Whether the word at i is a name, and no adjective made of one ("Ulmer")."""
    token = view.doc[i]
    return token.pos_ == "PROPN" and token.dep_ != "amod" and not view.words.is_city_adjective(token.text)


def _names(i: int, view: View) -> bool:
    """Whether the noun at i may be part of a name."""
    return view.text[i] in legal_forms().forms or any(view.has(i, name) for name in NAMING)


def _is_behind(i: int, run: Run, view: View) -> bool:
    """Whether the last word of a run is a noun that only follows the name."""
    if not (_is_noun(view, i) and view.words.is_common(view.text[i]) and view.spaced[i - 1]) or _names(i, view):
        return False
    return _is_proper(view, i - 1) and not any(view.text[j].islower() for j in range(*run))


def _is_before(i: int, view: View, known: Container[int]) -> bool:
    """Whether the first word of a run is a noun that only says what the name is of."""
    if not (view.words.is_common(view.text[i]) and view.spaced[i]) or _names(i, view):
        return False
    if i + 1 in known and i > 0 and view.has(i - 1, "determiner"):
        return True
    return i not in known and _is_noun(view, i) and _is_proper(view, i + 1) and view.is_name(i + 1)
