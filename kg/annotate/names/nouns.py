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
    if not view.words.is_known(view.text[start]):
        return False
    plural = view.doc[start].morph.to_dict().get("Number") == "Plur" and view.words.is_common(view.text[start])
    if not _is_noun(view, start):
        return plural and view.doc[start].dep_ != "appos"
    return type_ != lexicon.product_type or view.words.is_common(view.text[start])


def without_nouns(run: Run, view: View, known: Container[int]) -> Run:
    """The run without the noun that says what it is before the name, and without one that stands behind it.

    "Windpark Borssele" is "Borssele"; "beantragte Velmoor Holdings Gläubigerschutz" is about "Velmoor Holdings".
    At the tokens `known` begins a name of the register, before which any noun goes: "die Hydraulik Bosch Rexroth".
    """
    start, end = run
    if not _is_read(view):
        return run
    while end - start > 1 and (_is_behind(end - 1, run, view) or _is_of_headline(end - 1, run, view)):
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
    if token.pos_ != "PROPN" or token.dep_ == "amod":
        return False
    return token.text not in legal_forms().forms and not view.words.is_city_adjective(token.text)


def _names(i: int, view: View) -> bool:
    """Whether the noun at i may be part of a name."""
    return view.text[i] in legal_forms().forms or any(view.has(i, name) for name in NAMING)


def _is_behind(i: int, run: Run, view: View) -> bool:
    """Whether the last word of a run is a noun that only follows the name."""
    if not (_is_noun(view, i) and view.words.is_common(view.text[i]) and view.spaced[i - 1]) or _names(i, view):
        return False
    if not _is_proper(view, i - 1) or any(view.text[j].islower() for j in range(*run)):
        return False
    return view.has(i, "follows_name") or _is_object(i, run, view)


def _is_of_headline(i: int, run: Run, view: View) -> bool:
    """Whether the first sentence alone has the last word of a run, and the text goes on with the rest of it: "Banken
    geben Velmoor Luft", where trees of headlines err."""
    rest, size = view.text[run[0] : i], i - run[0]
    if view.sent[i] != view.sent[0] or not view.words.is_known(view.text[i]) or _names(i, view):
        return False
    after = [j + size for j in range(run[1], view.size - size) if view.text[j : j + size] == rest]
    return len(after) > 1 and not any(view.text[j] == view.text[i] for j in after)


def _is_object(i: int, run: Run, view: View) -> bool:
    """Whether the word at i is what the subject that the rest of the run names does something with."""
    token = view.doc[i]
    if token.dep_ != "obj" or run[0] <= token.head.i < run[1]:
        return False
    rest = [view.doc[j] for j in range(run[0], i)]
    return all(other.dep_ != "obj" or other.head.i != token.head.i for other in rest)


def _is_before(i: int, view: View, known: Container[int]) -> bool:
    """Whether the first word of a run is a noun that only says what the name is of: "der Windpark Quillora"."""
    if not (view.words.is_common(view.text[i]) and view.spaced[i]):
        return False
    described = i > 0 and (view.has(i - 1, "determiner") or view.words.is_city_adjective(view.text[i - 1]))
    if i + 1 in known and described:
        return True
    if i in known or _names(i, view) or not (_is_noun(view, i) and _is_proper(view, i + 1) and view.is_name(i + 1)):
        return False
    return described or (i > 0 and view.doc[i - 1].pos_ in ("DET", "ADJ"))
