"""Whether the text around two parties, or one, bears out what the model alone says of them."""

from spacy.tokens import Span

from kg.annotate.annotation import Annotation
from kg.annotate.sentences import sentence_of
from kg.extract.learned import Finding
from kg.extract.match import Rules, kinds, lemmas


def is_told(finding: Finding, annotation: Annotation, rules: Rules) -> bool:
    """Whether the words of a pattern for the statement's type stand in the sentence of its party, or in the one that
    the model looks at.

    Two parties say much by themselves; of one, the model tends to say what other articles said of it.
    """
    tokens = annotation.tokens(finding.head)[0], finding.token
    sentences = {s.start: s for s in (sentence_of(annotation.doc[i]) for i in tokens)}
    return any(names_event(finding.type, sentence, rules) for sentence in sentences.values())


def heads_another(finding: Finding, annotation: Annotation, rules: Rules) -> bool:
    """Whether the title before a person's name says itself what they head: "Parlamentschef Pohl"."""
    first = annotation.tokens(finding.head)[0]
    titled = first > 0 and annotation.doc[first - 1].lemma_ in rules.grammar.body_titles
    return titled and finding.type == "Leadership"


def names_event(type_: str, sentence: Span, rules: Rules) -> bool:
    """Whether a sentence has the word of a pattern for a statement type, and those that the pattern asks for."""
    words = {form for t in sentence for form in (t.lemma_, t.text)}
    for token in sentence:
        for kind in kinds(token):
            for pattern in (p for form in lemmas(token, rules.grammar) for p in rules.patterns.triggered(kind, form)):
                if pattern.type == type_ and all(any(map(need.has, words)) for _, need in pattern.required_words):
                    return True
    return False
