"""Steps in a dependency tree that know nothing of verbs: relations, conjuncts, prepositions, compounds.

All functions take and give spaCy tokens of one parsed Doc (Universal Dependencies).
"""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.annotate.sentences import sentence_of
from kg.extract.grammar import Grammar

POSSESSIVE_MARKS = frozenset({"'s", "’s", "'", "’"})

TYING = frozenset({"'", "’", '"', "„", "“", "”", "&"})
"""Marks that may stand inside one phrase with white space after them."""

_DOCUMENTS = 4
"""Documents are read one after another: the last ones are enough."""

_RELATIONS: dict[int, str] = {}
"""The relation for spaCy's number of a label; numbers are hashes, the same everywhere."""


def relation(token: Token) -> str:
    """The universal relation without its subtype: "nsubj" for "nsubj:pass"."""
    found = _RELATIONS.get(token.dep)
    if found is None:
        found = _RELATIONS[token.dep] = token.dep_.partition(":")[0]
    return found


def feature(token: Token, name: str) -> str:
    """A morphological feature of the token, "" when it has none: "Part" for VerbForm."""
    return "".join(token.morph.get(name, []))


def children(token: Token, *relations: str) -> list[Token]:
    """The dependents of `token` by universal relation, in text order."""
    return [child for name, child in _dependents(token.doc)[token.i] if name in relations]


def dependents(token: Token) -> list[Token]:
    """All dependents of `token`, in text order, as `token.children`."""
    return [child for _, child in _dependents(token.doc)[token.i]]


@lru_cache(maxsize=_DOCUMENTS)
def _dependents(doc: Doc) -> list[list[tuple[str, Token]]]:
    """For each token its dependents with their relations: spaCy looks for them anew each time. The document's trees
    must not change after the first call."""
    below: list[list[tuple[str, Token]]] = [[] for _ in range(len(doc))]
    heads = doc.to_array(["HEAD"]).astype("int64").reshape(-1).tolist()
    for token, step in zip(doc, heads, strict=True):
        if step:
            below[token.i + step].append((relation(token), token))
    return below


def with_conjuncts(token: Token) -> list[Token]:
    """`token` and everything coordinated with it, in text order."""
    found = [token]
    for child in children(token, "conj"):
        found += with_conjuncts(child)
    return found


def spread(tokens: list[Token]) -> list[Token]:
    """All conjuncts of all `tokens`, each once, in text order."""
    return sorted({t.i: t for token in tokens for t in with_conjuncts(token)}.values(), key=lambda t: t.i)


def preposition(token: Token, grammar: Grammar) -> str:
    """The preposition (or postposition) that marks `token`'s phrase, contractions undone; "" for none.

    Marks such as the "#" of "durch #Kessler" are none, whatever the tree says.
    """
    marks = [c for c in children(token, "case") if c.lower_ not in POSSESSIVE_MARKS and c.text[0].isalpha()]
    if marks:
        before = [c for c in marks if c.i < token.i]
        mark = (before or marks)[-1]
        return grammar.contractions.get(mark.lower_, mark.lower_)
    if relation(token) == "conj" and relation(token.head) in {"obl", "nmod", "conj"}:
        return preposition(token.head, grammar)
    return ""


def nearby(token: Token) -> list[Token]:
    """The three tokens before a phrase, where a word may widen its preposition."""
    first = min((t.i for t in token.subtree), default=token.i)
    return list(token.doc[max(sentence_of(token).start, first - 2) : first + 2])


def is_nominal(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN", "PRON", "X", "NUM"}


def is_inside(token: Token, head: Token) -> bool:
    return head.i == token.i or head.is_ancestor(token)


def compound_parts(noun: Token) -> Iterator[Token]:
    """The parts before the head of a compound: AMD and MI308 in "AMD-MI308-KI-Chips", Opel in "Opel deal"."""
    doc, i = noun.doc, noun.i
    while i >= 2 and doc[i - 1].text in {"-", "–", "‑"} and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        i -= 2
        yield doc[i]
    for child in children(noun, "compound"):
        if child.i < i:
            yield child


def is_tied(before: Token, noun: Token) -> bool:
    """Whether only words of one phrase stand between: no verb, and no mark that stands free ("Essen (dpa) - X")."""
    between = noun.doc[before.i + 1 : noun.i]
    return not any(t.pos_ in {"VERB", "AUX"} or (t.is_punct and t.text not in TYING and t.whitespace_) for t in between)


def is_compound_part(token: Token) -> bool:
    """Whether a hyphen ties the token to a following head: Nordstahl in "Nordstahl-Papiere"."""
    if token.whitespace_ or token.i + 2 >= len(token.doc):
        return False
    hyphen = token.doc[token.i + 1]
    return hyphen.text in {"-", "‑"} and not hyphen.whitespace_


def is_head(token: Token, first: int, end: int) -> bool:
    """Whether `token` is the top of the tokens `[first, end)`."""
    return first <= token.i < end and (token.head.i == token.i or not first <= token.head.i < end)
