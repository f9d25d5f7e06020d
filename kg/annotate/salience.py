"""Who is in the reader's mind at a place of the text: what was named or spoken of, how near, and as what.

After Lappin and Leass 1994, with fewer factors; common nouns compete for pronouns, so that "it" after "The price
fell" is not the company.
"""

from bisect import bisect, bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.namesakes import tells_of_namesake
from kg.annotate.referwords import Lexicon
from kg.annotate.sentences import sentence_of
from kg.model import Mention

WINDOW = 4
"""How many sentences back a reference may reach."""

NEARNESS = (3.4, 3.0, 1.6, 0.9, 0.5)
SUBJECT, POSSESSOR_SUBJECT, FREQUENCY = 2.0, 2.5, 2.0
OPENING, OTHER_PARAGRAPH, ASIDE = 1.2, 0.8, 0.8
"""What a name that opens a sentence has over others ("Für X ist das neu"); what one of another paragraph lacks, and
one of a relative clause."""

BEGINNING, TOPIC, FAR_TOPIC = 3, 6.0, 3.4
"""Sentences, the title included, of which one names what the article is about, and how salient that always is for a
general noun: while it is spoken of in a paragraph that another has not opened, and else."""

FIRST_NAMED = 1
"""How many further names it counts to be the first that the beginning names."""

FIRST = 3
"""How many tokens after the first of its sentence a name still opens it."""

RECENT = 0.6
"""What the last word before a phrase has over the first of the sentence."""

CLIMB = 4
"""How many clauses up a subject is sought."""

DEPENDENT = frozenset({"xcomp", "ccomp", "advcl", "conj", "acl", "aux"})
CLAUSES = frozenset({"ccomp", "advcl", "acl", "parataxis", "csubj"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where something was named or referred to: sentence number, whether as subject, its clause.

    `entities` are ids, several for coordinated names, none for a common noun; `genders` are the noun's, and `acts` says
    whether it may be somebody.
    """

    entities: tuple[str, ...]
    token: int
    sentence: int
    subject: bool
    clause: int
    genders: frozenset[str] = frozenset()
    plural: bool = False
    opens: bool = False
    aside: bool = False
    paragraph: int = 0
    acts: bool = True


class Salience:
    """The places `seen` and the entities `named` so far, in text order, each entity's share of all names,
    and the entity that the article is about ("" for none)."""

    def __init__(self, annotation: Annotation, owners: frozenset[str]) -> None:
        names = Counter(m.entity for m in annotation.mentions)
        types = {e.id: e.type for e in annotation.entities}
        total = sum(n for e, n in names.items() if types[e] in owners) or 1
        self.share = {e: n / total for e, n in names.items()}
        self.topic = main_entity(annotation, owners)
        self.breaks = [i for i, letter in enumerate(annotation.document.text) if letter == "\n"]
        self.seen: list[Seen] = []
        self.named: set[str] = {e for e in [namesake_firm(annotation, owners)] if e}

    def note(
        self,
        token: Token,
        entities: tuple[str, ...],
        number: int,
        genders: frozenset[str] = frozenset(),
        *,
        plural: bool = False,
        acts: bool = True,
    ) -> None:
        """Add a place; a name that continues a coordination makes one place for all of them."""
        top = top_of(token)
        subject = is_subject(top) or is_subject(token)
        opens = token.i - sentence_of(token).start <= FIRST and not subject
        place = (entities, token.i, number, subject, clause_of(token))
        self.named.update(entities)
        aside = token.doc[place[-1]].dep_ == "acl:relcl"
        self.seen.append(Seen(*place, genders, plural, opens, aside, self.paragraph(token), acts))

    def paragraph(self, token: Token) -> int:
        """The number of line breaks before a token."""
        return bisect(self.breaks, token.idx)

    def opener(self, paragraph: int) -> str:
        """The first entity that a paragraph names by itself; "" before there is one."""
        return next((s.entities[0] for s in self.seen if s.paragraph == paragraph and len(s.entities) == 1), "")

    def near(self, number: int, window: int = WINDOW) -> list[Seen]:
        """The places of this sentence and of `window` before it."""
        first = bisect_left(self.seen, number - window, key=lambda s: s.sentence)
        return self.seen[first:]

    def weight(self, seen: Seen, number: int, paragraph: int) -> float:
        """How salient a place is in sentence `number` of `paragraph`."""
        frequency = max((self.share.get(e, 0.0) for e in seen.entities), default=0.0)
        distance = number - seen.sentence
        weight = NEARNESS[distance] + FREQUENCY * min(frequency, 1.0)
        if seen.subject:
            weight += SUBJECT
        elif seen.opens:
            weight += OPENING
        if seen.aside:
            weight -= ASIDE
        return weight - (OTHER_PARAGRAPH if seen.paragraph != paragraph else 0.0)


def main_entity(annotation: Annotation, types: frozenset[str]) -> str:
    """The entity of `types` that an article is about; "" for none.

    Of those that the beginning names, the one that is named most, and more than once; being a subject and coming
    first count as much as further names. Else the only one of the first sentence.
    """
    if namesake := namesake_firm(annotation, types):
        return namesake
    mentions = [m for m in annotation.mentions if m.type in types]
    counts = Counter(m.entity for m in mentions)
    end = max((s.end_char for s in islice(annotation.doc.sents, BEGINNING)), default=0)
    begun = list(dict.fromkeys(m.entity for m in mentions if m.end <= end and counts[m.entity] > 1))
    if begun:
        weights = (
            counts + Counter(m.entity for m in mentions if _is_doer(annotation, m)) + Counter({begun[0]: FIRST_NAMED})
        )
        return max(begun, key=lambda e: weights[e])
    first = next((s.end_char for s in annotation.doc.sents), 0)
    alone = {m.entity for m in mentions if m.end <= first}
    return alone.pop() if len(alone) == 1 else ""


def namesake_firm(annotation: Annotation, types: frozenset[str]) -> str:
    """The firm that bears the name of somebody of whom the article tells so; "" for none."""
    lexicon = Lexicon.load(annotation.document.lang)
    if not tells_of_namesake(annotation.document.text, lexicon):
        return ""
    people = {e.name.rpartition(" ")[2] for e in annotation.entities if e.type == lexicon.person_type}
    return next((e.id for e in annotation.entities if e.type in types and e.name in people), "")


def _is_doer(annotation: Annotation, mention: Mention) -> bool:
    first, end = annotation.tokens(mention)
    return any(is_subject(token) for token in annotation.doc[first:end])


def subjects(clause: Token, controlling: frozenset[str]) -> list[Token]:
    """The subjects of a clause, those of the clause above where it has none: X in "X sued Y, accusing it of ...".

    Below a verb of `controlling` it is the object: X in "expects X to sell its plant".
    """
    here = clause
    for _ in range(CLIMB):
        own = [c for c in here.children if c.dep_.startswith("nsubj")]
        role, head = here.dep_, here.head
        if role == "acl:relcl" and (not own or own[0].pos_ in {"PRON", "DET", "SCONJ"}):
            return [head]
        if own or head.i == here.i or role.partition(":")[0] not in DEPENDENT:
            return own
        objects = [c for c in head.children if c.dep_ in {"obj", "iobj"} and c.i < here.i]
        if objects and (role == "xcomp" or head.lemma_ in controlling):
            return objects
        here = head
    return []


def is_subject(token: Token) -> bool:
    """Whether the token is a subject, or coordinated with one."""
    here = token
    while here.dep_.partition(":")[0] in {"conj", "flat", "compound", "appos"} and here.head.i != here.i:
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
