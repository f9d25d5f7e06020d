"""The spaCy component "kg_gazetteer": well-known names in a text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.gazetteer.inflect import forms
from kg.annotate.gazetteer.register import Entry, register
from kg.annotate.names.words import words

SPANS = "gazetteer"
CERTAIN, DOUBTFUL = 1.0, 0.15
LANGUAGES_OF_WORDS = ("de", "en")
"""Names from stock lists are doubtful when a word of any of these languages is written alike."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A form of a well-known name: `form` is how the base form is written, `inflected` what stands in the text."""

    entry: Entry
    form: str
    inflected: str
    score: float

    def fits(self, surface: str) -> bool:
        """Whether the text writes it as a name: same case, or capitals; acronyms and doubtful words exactly."""
        if surface == self.inflected:
            return True
        exact = self.score < CERTAIN or self.form.isupper() or len(self.form) < 4
        return not exact and (surface.isupper() or (surface[0].isupper() and self.form[0].isupper()))


class Gazetteer:
    """Sets `doc.spans["gazetteer"]`; the attribute "found" has (score, base form) in the same order."""

    def __init__(self, nlp: Language) -> None:
        self.known: dict[str, list[Known]] = {}
        for known in _all_forms(str(nlp.lang)):
            self.known.setdefault(known.inflected.lower(), []).append(known)
        self.starts: dict[str, list[str]] = {}
        for text in self.known:
            self.starts.setdefault(_start(text), []).append(text)

    def __call__(self, doc: Doc) -> Doc:
        spans, found, whole = [], [], doc.text  # joined anew at every look
        for start, end, text in self._matches(doc, _lower(whole)):
            surface = whole[doc[start].idx : doc[start].idx + len(text)]
            for known in _distinct(self.known[text], surface):
                spans.append(Span(doc, start, end, label=known.entry.type))
                found.append((known.score, known.form))
        doc.spans[SPANS] = spans
        doc.spans[SPANS].attrs["found"] = found
        return doc

    def _matches(self, doc: Doc, whole: str) -> Iterator[tuple[int, int, str]]:
        """(first token, end token, text in lower case) of each known form made of whole tokens, the longest first;
        `whole` is the document's text in lower case.

        Texts are compared, not tokens: with this many names that is much faster to set up than a matcher.
        """
        ends = {token.idx + len(token): token.i + 1 for token in doc}
        for token in doc:
            texts = self.starts.get(_start(whole[token.idx : token.idx + len(token)]), ())
            fitting = (t for t in texts if token.idx + len(t) in ends and whole.startswith(t, token.idx))
            for text in sorted(fitting, key=len, reverse=True):
                yield token.i, ends[token.idx + len(text)], text


def _start(text: str) -> str:
    """The letters and digits that a text begins with, or its first character."""
    word = _WORD.match(text)
    return word[0] if word else text[:1]


def _lower(text: str) -> str:
    """The text in lower case, as long as before: a few letters have two in lower case."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _distinct(items: list[Known], surface: str) -> list[Known]:
    """What fits the surface, once for each entity: the form that is written in the same way."""
    fitting = sorted((k for k in items if k.fits(surface)), key=lambda k: k.inflected != surface)
    return list({k.entry: k for k in reversed(fitting)}.values())


def _all_forms(lang: str) -> Iterator[Known]:
    judges = [words(code).is_known for code in LANGUAGES_OF_WORDS]
    for entry in register():
        listed = not entry.country and not entry.maker
        for name in entry.names:
            doubtful = name in entry.doubtful or (listed and _is_word(name, judges))
            for inflected in forms(name, lang):
                yield Known(entry, name, inflected, DOUBTFUL if doubtful else CERTAIN)


def _is_word(name: str, judges: Iterable[Callable[[str], bool]]) -> bool:
    """Whether a name that nobody has looked at (from a stock list) is made of ordinary words."""
    if " " not in name and len(name) < 3:
        return True
    return any(all(is_known(word.lower()) for word in name.split()) for is_known in judges)


@cache
def index() -> dict[tuple[str, str], Entry]:
    """The entry of each (form in case-folded letters, type)."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in register():
        for name in entry.names:
            found.setdefault((name.casefold(), entry.type), entry)
    return found


@Language.factory("kg_gazetteer", assigns=["doc.spans"])
def make_gazetteer(nlp: Language, name: str) -> Gazetteer:
    """Finds the names of the register."""
    del name
    return Gazetteer(nlp)
