"""Companies by their legal form: "Kessler Werkzeugbau GmbH & Co. KG", "Lyne Laboratories, Inc."."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.view import Candidate, View

_JOINING = frozenset({"&", "+", "und", "and", "für", "of", "de", "di", "'", "’", ".", "/"})
_LONGEST = 9
SCORE = 0.95


@cache
def _form() -> re.Pattern[str]:
    forms = sorted(legal_forms().forms | legal_forms().loose, key=len, reverse=True)
    return re.compile(r"(?<=[\w.)\"“»])(?:,? |,)(" + "|".join(re.escape(f) for f in forms) + r")(?![\w-])")


def companies(doc: Doc, view: View, type_: str) -> Iterator[Candidate]:
    """A candidate for each legal form with a name before it; the form belongs to the candidate."""
    starts = {t.idx: t.i for t in doc}
    for match in _form().finditer(doc.text):
        first = starts.get(match.start(1))
        if first is None:
            continue
        end = first
        while end < len(doc) and doc[end].idx < match.end(1):
            end += 1
        # A form that ends in the full stop of the sentence has lost it to a token of its own; see the tokenizer.
        start = name_start(view, first, match[1] in legal_forms().loose)
        if start is not None:
            yield Candidate(start, end, type_, SCORE, "legal form")


def name_start(view: View, form: int, loose: bool) -> int | None:
    """The first token of the name before the legal form that begins at token `form`, or None."""
    i = form - 1
    if i >= 0 and view.text[i] == ",":
        i -= 1
    if i >= 0 and view.lower[i] in ("und", "and"):
        return None
    start = None
    while i >= 0 and form - i <= _LONGEST and view.sent[i] == view.sent[form]:
        if view.is_glued_hyphen(i) and start == i + 1:
            i -= 1
            start = i
        elif _is_part(view, i):
            start = i
        elif view.text[i] == ")" and i > 1 and view.text[i - 2] == "(":
            i -= 2
        elif not (view.text[i] in _JOINING and i > 0 and _is_part(view, i - 1)) or _ends_list(view, i):
            break
        i -= 1
    if start is None:
        return None
    return _trimmed(view, start, form, loose)


def _is_part(view: View, i: int) -> bool:
    text = view.text[i]
    if view.has(i, "stop") and not (text[0].isupper() and i > 0 and not view.is_sentence_start(i) and len(text) > 3):
        return False
    if text[0].isupper() or text[0].isdigit() or view.words.has_capital(text):
        return True
    return len(text) > 2 and text[0].isalpha() and not view.words.is_known(text) and not text[-1].isspace()


def _ends_list(view: View, i: int) -> bool:
    """Whether a joining word stands between two things rather than two words of one name."""
    if view.words.lang != "en" or view.lower[i] == "&":
        return False
    return view.lower[i] in ("and", "und") or (view.lower[i] == "of" and not view.has(i - 1, "org_start"))


def _trimmed(view: View, start: int, end: int, loose: bool) -> int | None:
    """Without the common nouns, titles and city adjectives that stand before the name."""
    words = view.words
    while start < end:
        rest = [i for i in range(start + 1, end) if any(c.isalpha() for c in view.text[i])]
        droppable = view.has(start, "stop") or view.has(start, "title") or view.has(start, "company_head")
        if (
            droppable
            and rest
            and any(words.has_capital(view.text[i]) for i in rest)
            and not view.is_glued_hyphen(start + 1)
        ):
            start = rest[0]
            continue
        number = view.text[start].isdigit() and len(view.text[start]) > 3
        if number or not any(c.isalnum() for c in view.text[start]) or view.lower[start] in _JOINING:
            start += 1
            continue
        break
    if (
        start >= end
        or (view.has(start, "stop") and end - start < 2)
        or (view.text[start].isdigit() and end - start < 2)
    ):
        return None
    if loose and not any(words.is_name(view.text[i]) for i in range(start, end)):
        return None
    return start
