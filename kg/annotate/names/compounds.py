"""Names inside German compounds, whose parts hyphens join: "Velmoor-Labs-Chef", "Annika Ott-Brandt"."""

from collections.abc import Iterable

from kg.annotate.names.view import HYPHENS, Candidate, Run, View

Form = tuple[str, ...]


def parts_of(run: Run, view: View) -> list[str]:
    """The words of a run without its hyphens."""
    return [word for word in view.text[slice(*run)] if word not in HYPHENS]


def spelled_apart(run: Run, view: View) -> bool:
    """Whether the text has the same words with blanks: "Velmoor-Labs", where "Velmoor Labs" stands elsewhere."""
    start, end = run
    if not any(view.is_glued_hyphen(i) for i in range(start + 1, end - 1)):
        return False
    words = parts_of(run, view)
    return len(words) > 1 and view.has_row(words)


def double_surnames(found: Iterable[Candidate], view: View) -> set[Form]:
    """The surnames with a hyphen of the persons that are named in full: ("Ott", "-", "Brandt")."""
    surnames = set()
    for c in found:
        blanks = [i for i in range(c.start, c.end - 1) if view.spaced[i]]
        if c.type == view.words.lexicon.person_type and blanks and c.end - blanks[-1] > 2:
            surnames.add(tuple(view.text[blanks[-1] + 1 : c.end]))
    return surnames


def is_double_place(c: Candidate, view: View) -> bool:
    """Whether a place is one name of two parts ("Bitterfeld-Wolfen"), not a thing there ("Nord-Süd-Richtung")."""
    return c.type == view.words.lexicon.place_type and view.doc[c.end - 1].pos_ == "PROPN"


def whole_code(run: Run, view: View) -> Run:
    """A product's code with the numbers that hyphens join to it, and their unit: "V236-15.0 MW", "E-175"."""
    start, end = run
    if not view.words.is_code(view.text[end - 1]):
        return run
    while view.is_glued_hyphen(end) and any(ch.isdigit() for ch in view.text[end + 1]):
        end += 2
    if end > run[1] and end < view.size and view.has(end, "code_unit"):
        end += 1
    return start, end
