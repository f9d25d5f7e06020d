"""The spaCy component "kg_names": candidates from legal forms and name patterns."""

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.names.legal import companies
from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.match import Matcher
from kg.annotate.names.view import Candidate, view_of
from kg.annotate.names.words import words

SPANS = "patterns"


class KgNames:
    """Sets `doc.spans["patterns"]`; the group's attribute "found" has (score, pattern id) in the same order."""

    def __init__(self, lang: str) -> None:
        self.words = words(lang)
        self.matcher = Matcher(self.words)
        self.company = self.words.lexicon.legal_type

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.words)
        found = sorted({*companies(doc, view, self.company), *self.matcher.find(view)}, key=_order)
        put(doc, SPANS, found)
        return doc


def _order(c: Candidate) -> tuple[int, int, float, str]:
    return c.start, -c.end, -c.score, c.by


def put(doc: Doc, key: str, found: list[Candidate]) -> None:
    """Stores candidates as a span group."""
    doc.spans[key] = [Span(doc, c.start, c.end, label=c.type) for c in found]
    doc.spans[key].attrs["found"] = [(c.score, c.by) for c in found]


def candidates(doc: Doc, key: str) -> list[Candidate]:
    """Reads back what `put` stored; empty when the component did not run."""
    if key not in doc.spans:
        return []
    group = doc.spans[key]
    found = group.attrs.get("found") or [(1.0, key)] * len(group)
    return [Candidate(s.start, s.end, s.label_, score, by) for s, (score, by) in zip(group, found, strict=True)]


def chars(doc: Doc, c: Candidate) -> tuple[int, int]:
    """The code points `[start, end)` of a candidate, without a sentence's full stop that its last token swallowed."""
    start, end = doc[c.start].idx, doc[c.end - 1].idx + len(doc[c.end - 1])
    last = doc[c.end - 1].text
    at_end = c.end == len(doc) or bool(doc[c.end].is_sent_start)
    undotted = last.rstrip(".") in legal_forms().undotted
    if len(last) > 2 and last.endswith(".") and (undotted or (at_end and last not in legal_forms().forms)):
        end -= 1
    return start, end


@Language.factory("kg_names", assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> KgNames:
    """Finds names by legal form and pattern."""
    del name
    return KgNames(str(nlp.lang))
