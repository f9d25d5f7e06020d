"""Reference: noun phrases and pronouns that stand for an entity named in the article, or for none.

Walks the text once and keeps who was named when. A definite company noun takes the most salient company, a specific
one ("der Chiphersteller") only whom the article called so, or the one company in sight; a pronoun takes what agrees.
Salience: how near, whether subject, how often named in all (after Lappin and Leass 1994, with fewer factors).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.referring import Lexicon, Phrase
from kg.model import Entity, Mention

WINDOW = 4
"""How many sentences back a reference may reach."""

NEARNESS = {0: 3.0, 1: 3.0, 2: 1.6, 3: 0.9, 4: 0.5}
SUBJECT, POSSESSOR_SUBJECT, PERSON_FIRST, FREQUENCY = 2.0, 2.5, 3.0, 2.0
DOMINANT = 0.5
"""The share of all company mentions that makes one company the one in sight."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where an entity was named or referred to: sentence number, whether as subject, its clause."""

    entity: str
    sentence: int
    subject: bool
    clause: int


class Referrer:
    """Resolves the references of one document; `run()` gives the annotation with the new mentions."""

    def __init__(self, annotation: Annotation, lexicon: Lexicon) -> None:
        self.annotation = annotation
        self.lexicon = lexicon
        self.types = {e.id: e.type for e in annotation.entities}
        self.names = {e.id: e.name for e in annotation.entities}
        names = Counter(m.entity for m in annotation.mentions)
        total = sum(n for e, n in names.items() if self.types[e] == "Company") or 1
        self.share = {e: n / total for e, n in names.items()}
        self.seen: list[Seen] = []
        self.called: dict[str, str] = {}
        self.found: list[Mention] = []

    def run(self) -> Annotation:
        document = self.annotation.document
        for number, sentence in enumerate(self.annotation.doc.sents):
            if document.is_article(sentence.start_char, sentence.end_char):
                for token in sentence:
                    self._step(token, number)
        return with_mentions(self.annotation, self.found)

    def _step(self, token: Token, number: int) -> None:
        mention = self.annotation.mention_at(token.i)
        if mention is not None:
            if self.annotation.tokens(mention)[1] == token.i + 1:
                self._note(token, mention.entity, number)
            return
        phrase = Phrase.at(token, self.lexicon)
        if phrase is None:
            return
        named = self._named_beside(phrase)
        if named:
            self._remember(phrase, named)
            return
        chosen = self._choose(phrase, number)
        for entity in chosen:
            self.found.append(self._mention(phrase, entity))
            self._note(token, entity, number)

    def _note(self, token: Token, entity: str, number: int) -> None:
        top = top_of(token)
        subject = any(t.dep_.startswith("nsubj") for t in (top, token))
        self.seen.append(Seen(entity, number, subject, clause_of(token)))

    def _remember(self, phrase: Phrase, entity: str) -> None:
        for word in phrase.descriptors:
            self.called[word] = entity

    def _named_beside(self, phrase: Phrase) -> str:
        """The entity named in apposition: Kessler in "der Dortmunder Roboterbauer Kessler"."""
        token = phrase.head
        following = token.i + 1
        near = [following] if following < token.sent.end else []
        near += [c.i for c in token.children if c.dep_.partition(":")[0] in {"appos", "flat"}]
        if token.dep_.startswith("appos"):
            near.append(token.head.i)
        for i in near:
            mention = self.annotation.mention_at(i)
            if mention is not None and mention.kind == "name" and self._fits(phrase, mention.entity):
                genitive = i == following and "Gen" in self.annotation.doc[i].morph.get("Case", [])
                if not (genitive and self.annotation.doc[i].dep_.startswith("nmod")):
                    return mention.entity
        return ""

    def _fits(self, phrase: Phrase, entity: str) -> bool:
        return self.types[entity] in phrase.types

    def _choose(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.parties:
            return self._last_two(phrase, number)
        if phrase.kind == "nominal":
            if not phrase.definite or self._has_owner(phrase):
                return []
            known = next((self.called[w] for w in phrase.descriptors if w in self.called), "")
            if known and self._fits(phrase, known):
                return [known]
            if phrase.division:
                return self._division(phrase)
        ranked = self._ranked(phrase, number)
        if not ranked:
            return []
        if phrase.special:
            return ranked[:1] if len(ranked) == 1 or self.share.get(ranked[0], 0) >= DOMINANT else []
        return ranked[:1]

    def _has_owner(self, phrase: Phrase) -> bool:
        """Whether the phrase names whose it is: "die Bank von X" is not X and not whom we spoke of."""
        for child in phrase.head.children:
            if child.dep_.partition(":")[0] == "nmod" and child.i > phrase.head.i:
                return self.annotation.mention_at(child.i) is not None
        return False

    def _division(self, phrase: Phrase) -> list[str]:
        """The company whose name ends in the first part: Alpha Cloud for "die Cloud-Sparte"."""
        part = phrase.division
        ends = [e for e, name in self.names.items() if name.endswith(" " + part) and self.types[e] == "Company"]
        return ends[:1]

    def _last_two(self, phrase: Phrase, number: int) -> list[str]:
        near = [s for s in self.seen if number - s.sentence <= 2 and self._fits(phrase, s.entity)]
        recent = list(dict.fromkeys(s.entity for s in reversed(near)))
        return sorted(recent[:2]) if len(recent) >= 2 else []

    def _ranked(self, phrase: Phrase, number: int) -> list[str]:
        """Entities that may be meant, most salient first."""
        here = clause_of(phrase.head)
        taken = {s.entity for s in self.seen if s.sentence == number and s.clause == here}
        scores: dict[str, float] = {}
        for seen in self.seen:
            distance = number - seen.sentence
            if distance > WINDOW or not self._agrees(phrase, seen.entity):
                continue
            if seen.entity in taken and not phrase.possessive:
                continue
            score = NEARNESS[distance] + (SUBJECT if seen.subject else 0)
            if phrase.possessive and seen.subject and seen.entity in taken:
                score += POSSESSOR_SUBJECT
            score += FREQUENCY * self.share.get(seen.entity, 0)
            score += PERSON_FIRST if phrase.animate and self.types[seen.entity] == "Person" else 0
            scores[seen.entity] = max(score, scores.get(seen.entity, 0))
        return sorted(scores, key=lambda e: (-scores[e], e))

    def _agrees(self, phrase: Phrase, entity: str) -> bool:
        if not self._fits(phrase, entity):
            return False
        if phrase.kind != "pronoun" or self.types[entity] == "Person":
            return True
        return phrase.agrees_with(self.names[entity], self.lexicon)

    def _mention(self, phrase: Phrase, entity: str) -> Mention:
        start, end = phrase.start, phrase.end
        text = self.annotation.document.text[start:end]
        return Mention(start, end, text, self.types[entity], phrase.kind, entity)


def refer(annotation: Annotation) -> Annotation:
    """The annotation with mentions for noun phrases and pronouns that stand for a named entity."""
    return Referrer(annotation, Lexicon.load(annotation.document.lang)).run()


def with_mentions(annotation: Annotation, more: Iterable[Mention]) -> Annotation:
    """The annotation with further mentions, also in their entities, all in text order."""
    mentions = tuple(sorted({*annotation.mentions, *more}, key=lambda m: (m.start, m.end, m.entity)))
    entities = tuple(_updated(annotation.entities, mentions))
    return replace(annotation, mentions=mentions, entities=entities)


def _updated(entities: Iterable[Entity], mentions: tuple[Mention, ...]) -> Iterator[Entity]:
    for entity in entities:
        yield replace(entity, mentions=tuple(m for m in mentions if m.entity == entity.id))


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
        if role in {"ccomp", "advcl", "acl", "parataxis", "csubj"} or (role == "conj" and here.pos_ == "VERB"):
            break
        here = here.head
    return here.i


