"""Pronouns that stand for an event or for nothing: "es gibt", "it is unclear"."""

from spacy.tokens import Token

from kg.annotate.referwords import Lexicon


def is_expletive(token: Token, lexicon: Lexicon) -> bool:
    """Whether "es" or "it" stands for an event or nothing: "es gibt", "it was the third in a row", "it is unclear"."""
    verb = token.head
    if token.lower_ not in lexicon.empty:
        return False
    if not token.dep_.startswith("nsubj"):
        return lexicon.gendered or any(c.dep_ in {"ccomp", "xcomp", "csubj"} and c.i > token.i for c in verb.children)
    if any(c.dep_ == "cop" for c in verb.children):
        return not _of_company(verb, lexicon)
    if "Plur" in verb.morph.get("Number", []):
        return True
    clause = any(c.dep_ in {"ccomp", "csubj"} and c.i > token.i for c in verb.children)
    if clause and verb.lemma_ not in lexicon.agent_verbs:
        return True
    return verb.lemma_ in lexicon.expletive_verbs or (verb.lemma_ in lexicon.event_verbs and not _has_object(verb))


def _of_company(predicate: Token, lexicon: Lexicon) -> bool:
    """Whether a predicate says what a company is: a company noun, or an adjective without a clause."""
    if any(c.dep_.startswith(("csubj", "ccomp", "advcl", "xcomp", "nsubj:outer")) for c in predicate.children):
        return False
    if predicate.pos_ == "ADJ":
        return not any(c.dep_ == "det" for c in predicate.children)
    return bool(lexicon.reading(predicate.lemma_)[0])


def _has_object(verb: Token) -> bool:
    return any(c.dep_ in {"obj", "ccomp", "xcomp"} for c in verb.children) and not any(
        c.dep_ == "nsubj:pass" for c in verb.children
    )
