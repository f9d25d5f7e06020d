"""Candidates: which of the entities seen so far a phrase may stand for, and how salient each is."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.memory import Memory
from kg.annotate.referring import Phrase
from kg.annotate.referwords import Lexicon
from kg.annotate.salience import (
    FAR_TOPIC,
    NEARNESS,
    POSSESSOR_SUBJECT,
    RECENT,
    SUBJECT,
    TOPIC,
    Salience,
    Seen,
    clause_of,
    is_subject,
    subjects,
    top_of,
)
from kg.annotate.sentences import sentence_of
from kg.model import Mention

COORDINATED = 4.5
"""What the owner has over others in "X und seine Tochter"."""

NEAREST = 50
"""How many references back one of the same sentence is sought."""

AHEAD = 0.5
"""What the subject that follows in the sentence has over one in the sentence before: "Nach ihrer Übernahme"."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Reads what the article has told up to a phrase; `found` are the references resolved so far."""

    annotation: Annotation
    lexicon: Lexicon
    memory: Memory
    salience: Salience
    found: list[Mention]
    types: dict[str, str]

    def may_be(self, phrase: Phrase, entity: str) -> bool:
        """Whether the entity is of a type that the phrase may stand for."""
        return self.types[entity] in (phrase.types or self.lexicon.types)

    def ranked(self, phrase: Phrase, number: int) -> list[str]:
        """Entities that may be meant, most salient first; none for a pronoun that a common noun takes."""
        ranked = by_score(self.scores(phrase, number))
        return [] if ranked[:1] == [""] else [e for e in ranked if e]

    def scores(self, phrase: Phrase, number: int) -> dict[str, float]:
        """How salient each entity is that the phrase agrees with; "" stands for all common nouns."""
        owners, others = self._clause(phrase)
        start, paragraph = sentence_of(phrase.head).start, self.salience.paragraph(phrase.head)
        akin = self._akin(phrase)
        scores: dict[str, float] = {}
        for seen in self.salience.near(number):
            entity = seen.entities[0] if len(seen.entities) == 1 else ""
            if len(seen.entities) > 1 or not self._agrees(phrase, seen, entity) or seen.token > phrase.head.i:
                continue
            if not phrase.possessive and entity in owners | others:
                continue
            if entity and entity in akin:
                continue
            own = entity in owners or (not entity and seen.token in self._owner_tokens(phrase))
            if own and phrase.head.lower_ in self.lexicon.dependent:
                continue
            score = self.salience.weight(seen, number, paragraph)
            if seen.sentence == number:
                score += RECENT * (seen.token - start + 1) / (phrase.head.i - start + 1)
            if phrase.possessive:
                score += POSSESSOR_SUBJECT * own + COORDINATED * self._coordinated(phrase, seen)
            scores[entity] = max(score, scores.get(entity, 0))
        topic = self.salience.topic
        general = self._is_general(phrase) or self._is_of_dateline(phrase)
        if general and topic in self.salience.named - owners - others and self.fits(phrase, topic):
            opened = [s.entities[0] for s in self.salience.seen if s.paragraph == paragraph and len(s.entities) == 1]
            first = next((e for e in opened if self.types[e] in self.lexicon.owner_types), topic)
            near = topic in scores and first == topic
            scores[topic] = max(scores.get(topic, 0), TOPIC if near else FAR_TOPIC)
        owned = phrase.possessive and any(e in scores for e in owners)
        ahead = self._ahead(phrase) if phrase.kind == "pronoun" and not owned else ""
        if ahead and ahead not in akin:
            scores[ahead] = max(scores.get(ahead, 0), NEARNESS[1] + SUBJECT + AHEAD)
        return scores

    def _is_general(self, phrase: Phrase) -> bool:
        """Whether a noun fits every company: "das Unternehmen", not "the Danish company"."""
        plain = phrase.proof == "none" and not phrase.city and not phrase.country
        return phrase.kind == "nominal" and plain and bool(phrase.types)

    def _is_of_dateline(self, phrase: Phrase) -> bool:
        """Whether a firm is called by the town from which the article is dated."""
        return bool(phrase.city) and phrase.proof == "none" and self.memory.city(phrase.city) in self.memory.datelines

    def _coordinated(self, phrase: Phrase, seen: Seen) -> bool:
        """Whether the owned noun is joined to the owner: "X und seine Tochter Y"."""
        owned = phrase.head.head
        return owned.dep_ == "conj" and owned.head.i == top_of(phrase.head.doc[seen.token]).i

    def _owner_tokens(self, phrase: Phrase) -> set[int]:
        return {t.i for t in subjects(phrase.head.doc[clause_of(phrase.head)], self.lexicon.controlling)}

    def _agrees(self, phrase: Phrase, seen: Seen, entity: str) -> bool:
        if not entity:
            if phrase.kind != "pronoun" or not seen.genders & phrase.genders:
                return False
            return (seen.acts and self.lexicon.gendered) or not self.acts(phrase)
        return self.fits(phrase, entity)

    def fits(self, phrase: Phrase, entity: str) -> bool:
        if self.types[entity] not in phrase.types:
            return False
        known = self.memory.genders[entity]
        if self.is_person(entity):
            genders = phrase.genders & {"masculine", "feminine"}
            return (bool(genders) or phrase.kind == "nominal") and (not known or not genders or bool(genders & known))
        if phrase.possessive and not self._may_own(phrase, entity):
            return False
        if phrase.proof != "called" and self.memory.is_bystander(entity):
            return False
        if phrase.kind == "nominal" or not self.lexicon.gendered:
            return phrase.kind == "nominal" or "thing" in phrase.genders
        return bool(phrase.genders & (known or {"thing"}))

    def acts(self, phrase: Phrase) -> bool:
        """Whether only somebody is meant: as the subject of "it warned", as the owner in "its chairman"."""
        head = phrase.head
        if phrase.possessive:
            owned = head.head.lemma_
            return owned in self.lexicon.of_persons or self.lexicon.of_firms.has(owned)
        return is_subject(head) and head.head.lemma_ in self.lexicon.agent_verbs

    def _may_own(self, phrase: Phrase, entity: str) -> bool:
        """Whether what is owned goes with the owner's type: products have no chairman, "its maker" is a product's."""
        owned, lexicon = phrase.head.head.lemma_, self.lexicon
        if owned in lexicon.of_persons and lexicon.person_type in phrase.types and self.has_people():
            return False
        if self.types[entity] not in lexicon.owner_types:
            return not lexicon.of_firms.has(owned)
        things = {self.types[e] for e in self.salience.named} - lexicon.owner_types - {lexicon.person_type}
        return not (lexicon.of_products.has(owned) and things & phrase.types)

    def _akin(self, phrase: Phrase) -> set[str]:
        """Who is said to be the owned: none of them is the owner. Kessler in "its supplier Kessler"."""
        if not phrase.possessive:
            return set()
        owned = phrase.head.head
        same = [c for c in owned.children if c.dep_.partition(":")[0] in {"appos", "flat"}]
        same += [owned.head] if owned.dep_ == "appos" else []
        if any(c.dep_ == "cop" for c in owned.children):
            same += [c for c in owned.children if c.dep_.startswith("nsubj")]
        if owned.dep_.startswith("nsubj") and owned.head.lemma_ in self.lexicon.becoming:
            same += [c for c in owned.head.children if c.dep_.startswith("nsubj") and c.i != owned.i]
        return {e for t in same for e in (*self.at(t), self.named(t)) if e}

    def _clause(self, phrase: Phrase) -> tuple[set[str], set[str]]:
        """The entities that are the subject of the phrase's clause, and those that are its other parts."""
        clause = self.annotation.doc[clause_of(phrase.head)]
        owners = {e for t in subjects(clause, self.lexicon.controlling) if t.i != phrase.head.i for e in self.at(t)}
        others = set()
        for child in clause.children:
            if child.dep_.partition(":")[0] in {"nsubj", "obj", "iobj", "obl"} and child.i != phrase.head.i:
                marks = {c.lower_ for c in child.subtree if c.dep_ in {"case", "fixed", "amod"}}
                if not marks & self.lexicon.sources:
                    others |= self.at(child)
        return owners, others

    def at(self, token: Token) -> set[str]:
        """The entities that a name, or a phrase resolved before, stands for at a token."""
        earlier = {m.entity for m in self.found[-NEAREST:] if m.start <= token.idx < m.end}
        return earlier | {m.entity for m in self.annotation.mentions_at(token.i)[:1]}

    def _ahead(self, phrase: Phrase) -> str:
        """The subject of its clause or of the main one when the pronoun stands in a phrase or clause before it."""
        doc = phrase.head.doc
        for verb in (sentence_of(phrase.head).root, doc[clause_of(phrase.head)]):
            for child in verb.children:
                if child.dep_.startswith("nsubj") and child.i > phrase.head.i and phrase.head.head.i != verb.i:
                    before = (c for c in verb.children if c.i < child.i and not c.dep_.startswith("nsubj"))
                    inside = any(c.is_ancestor(phrase.head) or c == phrase.head for c in before)
                    found = self.named(child) if inside else ""
                    if found and self.fits(phrase, found):
                        return found
        return ""

    def named(self, token: Token) -> str:
        """The entity of the name at a noun or in apposition to it: "chain" in "the chain Kessler"; "" without one."""
        near = [token, *(c for c in token.children if c.dep_.partition(":")[0] in {"appos", "flat"})]
        mentions = [m for t in near for m in self.annotation.mentions_at(t.i)[:1]]
        return mentions[0].entity if mentions else ""

    def has_people(self) -> bool:
        """Whether any person has been named so far."""
        return any(map(self.is_person, self.salience.named))

    def is_person(self, entity: str) -> bool:
        return self.types[entity] == self.lexicon.person_type


def by_score(scores: dict[str, float]) -> list[str]:
    """The keys, best first; ties by name."""
    return sorted(scores, key=lambda e: (-scores[e], e))
