"""Who is in the reader's mind at a place of the text: what was named or spoken of, how near, and as what.

After Lappin and Leass 1994, with fewer factors; common nouns compete for pronouns, so that "it" after "The price
fell" is not the company.
"""

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.annotation import Annotation

WINDOW = 4
"""How many sentences back a reference may reach."""

NEARNESS = (3.4, 3.0, 1.6, 0.9, 0.5)
SUBJECT, POSSESSOR_SUBJECT, FREQUENCY = 2.0, 2.5, 2.0
CLAUSES = frozenset({"ccomp", "advcl", "acl", "parataxis", "csubj"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where something was named or referred to: sentence number, whether as subject, its clause.

    `entities` are ids, several for coordinated names, none for a common noun; `genders` are the noun's.
    """

    entities: tuple[str, ...]
    token: int
    sentence: int
    subject: bool
    clause: int
    genders: frozenset[str] = frozenset()
    plural: bool = False


class Salience:
    """The places seen so far, in text order, and how often each entity is named in all."""

    def __init__(self, annotation: Annotation, owners: frozenset[str]) -> None:
        names = Counter(m.entity for m in annotation.mentions)
        types = {e.id: e.type for e in annotation.entities}
        total = sum(n for e, n in names.items() if types[e] in owners) or 1
        self.share = {e: n / total for e, n in names.items()}
        self.seen: list[Seen] = []

    def note(self, token: Token, entities: tuple[str, ...], number: int, genders: frozenset[str], plural: bool) -> None:
        """Add a place; a name that continues a coordination makes one place for all of them."""
        top = top_of(token)
        subject = is_subject(top) or is_subject(token)
        self.seen.append(Seen(entities, token.i, number, subject, clause_of(token), genders, plural))

    def near(self, number: int, window: int = WINDOW) -> list[Seen]:
        """The places of this sentence and of `window` before it."""
        return [s for s in self.seen if number - s.sentence <= window]

    def weight(self, seen: Seen, number: int) -> float:
        """How salient a place is in sentence `number`."""
        frequency = max((self.share.get(e, 0.0) for e in seen.entities), default=0.0)
        distance = number - seen.sentence
        return NEARNESS[distance] + (SUBJECT if seen.subject else 0) + FREQUENCY * min(frequency, 1.0)


def is_subject(token: Token) -> bool:
    """Whether the token is a subject, or coordinated with one."""
    here = token
    while here.dep_ == "conj" and here.head.i != here.i:
        here = here.head
    return here.dep_.startswith("nsubj")


def top_of(token: Token) -> Token:
    """The head of the name that `token` is part of."""
    here = token
    while here.head.i != here.i and here.dep_.partition(":")[0] in {"flat", "compound", "appos"}:
        here = here.head
    return here


def clause_of(token: Token) -> int:
    """The index of the verb or predicate that heads the token's clause."""
    here = token
    while here.head.i != here.i:
        role = here.dep_.partition(":")[0]
        if role in CLAUSES or (role == "conj" and here.pos_ in {"VERB", "AUX"}):
            break
        here = here.head
    return here.i
